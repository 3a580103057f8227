/* schedule-chart.c: the learning rate of every planned update, or of so many that a chart shows
 * no difference, and the update that is next.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/schedule-chart.h"

#define MOST_POINTS 4000
#define HEADROOM 1.08 /* above the largest rate */

/**
 * chain_schedule_chart_new:
 * @options: with learning rate and schedule
 * @n_updates: in all planned epochs; 0 while the project cannot be trained
 * @t: updates made so far, marked while any is left
 *
 * Returns: (transfer full): learning rate against update, from 0
 */
ChainChart *
chain_schedule_chart_new (const ChainTrainingOptions *options, guint64 n_updates, guint64 t)
{
  ChainChart         *chart = chain_chart_new ();
  const gsize         n = (gsize) MIN (n_updates, MOST_POINTS);
  g_autofree double  *updates = g_new (double, n);
  g_autofree double  *rates = g_new (double, n);
  g_autofree char    *mark = g_strdup_printf ("update %" G_GUINT64_FORMAT, t);
  double              largest = 0;

  g_free (chart->x.title);
  g_free (chart->y.title);
  chart->x.title = g_strdup ("update");
  chart->x.counts = TRUE;
  chart->y.title = g_strdup ("learning rate");
  if (n < 2)
    {
      chart->message = g_strdup ("No updates are planned");
      return chart;
    }
  for (gsize i = 0; i < n; i++)
    {
      /* Whole numbers: a rate between two updates is never used. */
      const guint64 update = (guint64) ((n_updates - 1) * (i / (double) (n - 1)) + 0.5);

      updates[i] = (double) update;
      rates[i] = chain_training_options_rate (options, update);
      largest = MAX (largest, rates[i]);
    }
  chart->without_legend = TRUE;
  chart->x.to = (double) (n_updates - 1);
  chart->y.to = largest > 0 ? HEADROOM * largest : 1;
  chain_chart_add_series (chart, "rate", CHAIN_INK_ACCENT, 2.5, 1, updates, rates, n);
  if (t < n_updates)
    chain_chart_add_mark (chart, mark, (double) t, CHAIN_INK_FOLLOW, TRUE);
  return chart;
}
