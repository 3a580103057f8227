/* rates-chart.c: short runs with several learning rates, side by side on common axes.
 *
 * The loss axis ends where the run with the smallest rate began: what a rate wins can be seen, and
 * what diverges runs out at the top. It begins at 0, unless all losses are far above.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/rates-chart.h"

#include "base/number.h"
#include "ui/paint/text.h"

#include <math.h>

#define HEADROOM 1.15
#define FAR_ABOVE 0.5 /* of the upper end */
#define DIGITS 4
#define COLUMNS 3
#define GAP 12.0

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double first = *(const double *) a;
  const double second = *(const double *) b;

  return first < second ? -1 : first > second;
}

/* The loss that nine in ten batches of a run's beginning do not exceed; 0 before it began. */
static double
loss_at_first (const ChainSweepRun *run)
{
  const guint         n = MIN (run->steps->len, 20);
  g_autofree double  *losses = g_new (double, n);

  for (guint i = 0; i < n; i++)
    losses[i] = g_array_index (run->steps, ChainHistoryStep, i).loss;
  qsort (losses, n, sizeof (double), compare_doubles);
  return n > 0 ? losses[(n - 1) * 9 / 10] : 0;
}

/* The lowest loss of an epoch. */
static double
least_loss (const ChainSweepRun *run)
{
  double least = INFINITY;

  for (guint i = 0; i < run->epochs->len; i++)
    {
      const ChainHistoryEpoch *epoch = &g_array_index (run->epochs, ChainHistoryEpoch, i);

      least = fmin (least, fmin (epoch->loss, epoch->validation_loss));
    }
  return least;
}

/**
 * chain_rates_chart_axes:
 * @sweep: over learning rates alone, with curves
 * @axes: (out caller-allocates): what fits all runs so far
 */
void
chain_rates_chart_axes (ChainSweep *sweep, ChainRatesAxes *axes)
{
  double least = INFINITY;

  *axes = (ChainRatesAxes){ .updates = 1 };
  for (guint i = 0; i < chain_sweep_n_runs (sweep); i++)
    {
      g_auto (ChainSweepRun) run = { 0 };
      double                 first;

      chain_sweep_get_run (sweep, i, &run);
      if (run.steps->len == 0)
        continue;
      first = loss_at_first (&run);
      if (axes->most == 0 && isfinite (first))
        axes->most = HEADROOM * first;
      least = fmin (least, least_loss (&run));
      if (run.epochs->len > 0)
        {
          const guint64 last
            = g_array_index (run.epochs, ChainHistoryEpoch, run.epochs->len - 1).step + 1;

          axes->updates = MAX (axes->updates, (double) last / run.epochs->len
                                                * chain_sweep_options (sweep)->epochs);
        }
    }
  if (!(axes->most > 0))
    axes->most = 1;
  if (isfinite (least) && least > FAR_ABOVE * axes->most && least < axes->most)
    axes->least = least - (axes->most - least) / 2;
}

static void
add_steps (ChainChart *chart, const ChainSweepRun *run)
{
  const guint        n = run->steps->len;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      const ChainHistoryStep *step = &g_array_index (run->steps, ChainHistoryStep, i);

      x[i] = (double) step->step + 1;
      y[i] = step->loss;
    }
  chain_chart_add_series (chart, "batch", CHAIN_INK_ACCENT, 1, 0.35, x, y, n);
}

static void
add_epochs (ChainChart *chart, const ChainSweepRun *run)
{
  const guint        n = run->epochs->len;
  g_autofree double *x = g_new (double, n);
  g_autofree double *loss = g_new (double, n);
  g_autofree double *validation = g_new (double, n);
  gboolean           validates = FALSE;

  for (guint i = 0; i < n; i++)
    {
      const ChainHistoryEpoch *epoch = &g_array_index (run->epochs, ChainHistoryEpoch, i);

      x[i] = (double) epoch->step + 1;
      loss[i] = epoch->loss;
      validation[i] = epoch->validation_loss;
      validates = validates || !isnan (validation[i]);
    }
  chain_chart_add_series (chart, "epoch", CHAIN_INK_ACCENT, 2, 1, x, loss, n);
  if (validates)
    chain_chart_add_series (chart, "validation", CHAIN_INK_CONTRAST, 2, 1, x, validation, n);
}

/**
 * chain_rates_chart_new:
 * @run: a run so far, with curves
 * @axes: common to all
 *
 * Returns: (transfer full): its loss against the number of updates
 */
ChainChart *
chain_rates_chart_new (const ChainSweepRun *run, const ChainRatesAxes *axes)
{
  ChainChart *chart = chain_chart_new ();

  g_free (chart->x.title);
  chart->x.title = g_strdup ("update");
  chart->x.counts = TRUE;
  chart->x.from = 0;
  chart->x.to = axes->updates;
  chart->y.from = axes->least;
  chart->y.to = axes->most;
  chart->without_legend = TRUE;
  if (run->steps->len == 0)
    chart->message = g_strdup (run->status == CHAIN_SWEEP_FAILED    ? "Cannot be trained"
                               : run->status == CHAIN_SWEEP_WAITING ? "Waiting"
                                                                    : "");
  else
    {
      add_steps (chart, run);
      add_epochs (chart, run);
    }
  return chart;
}

/**
 * chain_rates_chart_result:
 * @sweep: a sweep
 * @cell: one of its cells
 *
 * Returns: (transfer full): what came of it in a few words: its loss, "diverged", or how far it is
 */
char *
chain_rates_chart_result (ChainSweep *sweep, guint cell)
{
  g_auto (ChainSweepRun) run = { 0 };
  ChainSweepCell         result;
  double                 loss;
  char                   number[CHAIN_NUMBER_SIZE];

  chain_sweep_get_run (sweep, cell * chain_sweep_options (sweep)->seeds, &run);
  chain_sweep_get_cell (sweep, cell, &result);
  loss = chain_sweep_cell_loss (sweep, &result);
  if (!isnan (loss))
    return g_strdup (chain_number_show (loss, DIGITS, number));
  if (result.failed > 0)
    return g_strdup ("failed");
  if (result.diverged > 0)
    return g_strdup ("diverged");
  if (run.status == CHAIN_SWEEP_RUNNING)
    return g_strdup_printf ("epoch %u", run.epochs_done + 1);
  return g_strdup ("–");
}

static void
draw_one (ChainSweep           *sweep,
          guint                 cell,
          const ChainRatesAxes *axes,
          cairo_t              *cr,
          PangoContext         *context,
          double                width,
          double                height,
          const ChainPalette   *palette)
{
  g_auto (ChainSweepRun) run = { 0 };
  g_autofree char       *rate
    = chain_sweep_axis_value_text (chain_sweep_axis (sweep, 0), cell, DIGITS);
  g_autofree char       *result = chain_rates_chart_result (sweep, cell);
  g_autoptr (ChainChart) chart = NULL;
  const double           line = 1.5 * chain_text_em (context);
  guint                  best = G_MAXUINT;

  chain_sweep_best (sweep, &best);
  chain_sweep_get_run (sweep, cell, &run);
  chart = chain_rates_chart_new (&run, axes);
  chain_color_set (cr, &palette->text, 1);
  chain_text_show (cr, context, rate, 1, CHAIN_TEXT_BOLD, 0, line / 2, 0, 0.5);
  chain_text_show (cr, context, result, 1, cell == best ? CHAIN_TEXT_BOLD : CHAIN_TEXT_PLAIN, width,
                   line / 2, 1, 0.5);
  cairo_translate (cr, 0, line);
  chain_chart_draw (chart, cr, context, width, MAX (height - line, 1), palette, -1);
}

/**
 * chain_rates_chart_draw_all:
 * @sweep: over learning rates alone, with curves
 * @cr: a drawing, empty
 * @context: fonts to write with
 * @width: of the whole drawing, pixels
 * @height: likewise
 * @palette: colours
 *
 * Draws all charts in rows, each with its rate and what came of it above.
 */
void
chain_rates_chart_draw_all (ChainSweep         *sweep,
                            cairo_t            *cr,
                            PangoContext       *context,
                            double              width,
                            double              height,
                            const ChainPalette *palette)
{
  const guint    n = chain_sweep_n_cells (sweep);
  const guint    rows = (n + COLUMNS - 1) / COLUMNS;
  const double   wide = (width - (COLUMNS + 1) * GAP) / COLUMNS;
  const double   high = (height - (rows + 1) * GAP) / rows;
  ChainRatesAxes axes;

  chain_rates_chart_axes (sweep, &axes);
  chain_color_set (cr, &palette->canvas, 1);
  cairo_paint (cr);
  for (guint i = 0; i < n; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, GAP + i % COLUMNS * (wide + GAP), GAP + i / COLUMNS * (high + GAP));
      draw_one (sweep, i, &axes, cr, context, wide, high, palette);
      cairo_restore (cr);
    }
}
