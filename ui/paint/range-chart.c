/* range-chart.c: the curve of a learning-rate range test as a chart.
 *
 * The loss of the batches thin and pale, the smoothed loss over it, a mark for each rule's
 * suggestion and for the rate in use. The loss axis is chosen for the part of the curve that
 * falls; a diverging end runs out at the top instead of flattening everything else.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/range-chart.h"

#include <math.h>

#define HEADROOM 0.35  /* above the highest loss before the minimum, as a part of the fall */
#define FOOTROOM 0.12  /* below the lowest, likewise */
#define LEAST_FALL 0.1 /* of the smallest loss: a flat curve is not blown up to look like one */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double first = *(const double *) a;
  const double second = *(const double *) b;

  return first < second ? -1 : first > second;
}

/* The value that @tenths in ten of the n values do not exceed. */
static double
decile (const double *values, gsize n, gsize tenths)
{
  g_autofree double *sorted = g_memdup2 (values, n * sizeof (double));

  qsort (sorted, n, sizeof (double), compare_doubles);
  return sorted[(n - 1) * tenths / 10];
}

/**
 * chain_range_chart_limit:
 * @raw: [n] loss of each batch
 * @smoothed: [n] the same, smoothed
 * @n: recorded iterations, at least 1
 * @from: (out): lower end of the loss axis
 * @to: (out): upper end of the loss axis
 *
 * The axis spans the smoothed curve up to its minimum, and most of the batches, with some room
 * above and below. How high the loss gets after the minimum has no say.
 */
void
chain_range_chart_limit (
    const double *raw, const double *smoothed, gsize n, double *from, double *to)
{
  gsize  lowest = 0;
  double highest;
  double fall;

  g_return_if_fail (n > 0);
  for (gsize i = 1; i < n; i++)
    if (smoothed[i] < smoothed[lowest])
      lowest = i;
  highest = decile (raw, lowest + 1, 9);
  for (gsize i = 0; i <= lowest; i++)
    highest = fmax (highest, smoothed[i]);
  fall = fmax (highest - smoothed[lowest], LEAST_FALL * fabs (smoothed[lowest]));
  if (fall == 0)
    fall = 1;
  *from = fmin (smoothed[lowest] - FOOTROOM * fall, decile (raw, n, 1));
  if (smoothed[lowest] >= 0)
    *from = fmax (*from, 0);
  *to = smoothed[lowest] + (1 + HEADROOM) * fall;
}

static void
add_suggestions (ChainChart *chart, const ChainLrRange *range, guint iterations)
{
  for (guint i = 0; chain_lr_rules[i] != NULL; i++)
    {
      const ChainLrRule *rule = chain_lr_rules[i];
      const gboolean     recommended = g_str_equal (rule->name, "recommended");
      double             rate;

      if (chain_lr_range_suggest (range, iterations, rule, &rate))
        chain_chart_add_mark (chart, rule->title, rate,
                              recommended ? CHAIN_INK_ACCENT : CHAIN_INK_TEXT, recommended);
    }
}

/**
 * chain_range_chart_new:
 * @range: (nullable): the curve so far; %NULL before the first test
 * @options: what the test runs over
 * @learning_rate: the project's own, marked where it lies in the test's range
 * @finished: whether the curve is whole, so that rules may choose from it
 *
 * Returns: (transfer full): loss against learning rate, the rate logarithmic
 */
ChainChart *
chain_range_chart_new (const ChainLrRange        *range,
                       const ChainLrRangeOptions *options,
                       double                     learning_rate,
                       gboolean                   finished)
{
  ChainChart *chart = chain_chart_new ();
  const gsize n = range != NULL ? range->loss->len : 0;

  g_free (chart->x.title);
  g_free (chart->y.title);
  chart->x.title = g_strdup ("learning rate");
  chart->x.scale = CHAIN_SCALE_LOG;
  chart->x.from = options->from;
  chart->x.to = options->to;
  chart->y.title = g_strdup ("loss");
  if (n == 0)
    {
      chart->message = g_strdup (finished ? "Run the range test to see how the loss answers to "
                                            "the learning rate"
                                          : "Waiting for the first iteration…");
      return chart;
    }

  const double *rates = (const double *) (gpointer) range->learning_rate->data;
  const double *losses = (const double *) (gpointer) range->loss->data;
  const double *smoothed = (const double *) (gpointer) range->smoothed->data;

  chain_range_chart_limit (losses, smoothed, n, &chart->y.from, &chart->y.to);
  chain_chart_add_series (chart, "loss of the batch", CHAIN_INK_ACCENT, 1, 0.35, rates, losses, n);
  chain_chart_add_series (chart, "smoothed", CHAIN_INK_ACCENT, 2.5, 1, rates, smoothed, n);
  if (range->diverged)
    chain_chart_add_mark (chart, "diverged", rates[n - 1], CHAIN_INK_TEXT, FALSE);
  if (finished)
    add_suggestions (chart, range, options->iterations);
  if (learning_rate >= options->from && learning_rate <= options->to)
    chain_chart_add_mark (chart, "in use", learning_rate, CHAIN_INK_FOLLOW, TRUE);
  return chart;
}

/**
 * chain_range_chart_add_earlier:
 * @chart: of a later test
 * @name: of the earlier one
 * @range: its curve
 * @age: 0 for the one just before; older ones are drawn fainter
 *
 * Adds the smoothed curve; the chart's axes stay, unless it is the first curve.
 */
void
chain_range_chart_add_earlier (ChainChart         *chart,
                               const char         *name,
                               const ChainLrRange *range,
                               guint               age)
{
  const double *losses = (const double *) (gpointer) range->loss->data;
  const double *smoothed = (const double *) (gpointer) range->smoothed->data;

  if (chart->series->len == 0)
    chain_range_chart_limit (losses, smoothed, range->loss->len, &chart->y.from, &chart->y.to);
  chain_chart_add_series (chart, name, age == 0 ? CHAIN_INK_CONTRAST : CHAIN_INK_TEXT, 1.5,
                          age == 0 ? 0.8 : 1 / (1.0 + age),
                          (const double *) (gpointer) range->learning_rate->data,
                          smoothed, range->loss->len);
  /* Over the batches, which the pointer keeps to, but under the latest smoothed curve. */
  if (chart->series->len > 2)
    g_ptr_array_insert (chart->series, 1,
                        g_ptr_array_steal_index (chart->series, chart->series->len - 1));
}
