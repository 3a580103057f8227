/* run-curves.c: the history of a run as curves, which grow with it.
 *
 * Step t stands at t, what an epoch came to after its last update. Smoothing is an exponential
 * average, free of the bias of its beginning: with m the steps it reaches back, a point d steps
 * old has the weight exp (−d / m).
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/run-curves.h"

#include <math.h>

/**
 * chain_run_curves_new:
 * @run: a run
 * @per_epoch: whether x counts epochs rather than steps
 * @memory: steps that smoothing reaches back; 0: it has none
 *
 * Returns: (transfer full): the curves of what its history has so far
 */
ChainRunCurves *
chain_run_curves_new (const ChainRun *run,
                      gboolean        per_epoch,
                      double          memory)
{
  ChainRunCurves *curves = g_new0 (ChainRunCurves, 1);

  curves->number = run->number;
  curves->per_epoch = per_epoch;
  curves->memory = memory;
  for (guint i = 0; i < CHAIN_N_RUN_CURVES; i++)
    curves->curves[i] = chain_curve_new ();
  curves->gradients = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_curve_unref);
  curves->ratios = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_curve_unref);
  for (guint i = 0; i < chain_network_n_layers (run->settings->network); i++)
    {
      g_ptr_array_add (curves->gradients, chain_curve_new ());
      g_ptr_array_add (curves->ratios, chain_curve_new ());
    }
  chain_run_curves_update (curves, run);
  return curves;
}

/**
 * chain_run_curves_free:
 * @curves: (transfer full): to free
 */
void
chain_run_curves_free (ChainRunCurves *curves)
{
  for (guint i = 0; i < CHAIN_N_RUN_CURVES; i++)
    chain_curve_unref (curves->curves[i]);
  g_ptr_array_unref (curves->gradients);
  g_ptr_array_unref (curves->ratios);
  g_free (curves);
}

static double
place (const ChainRunCurves *curves,
       const ChainRun       *run,
       guint64               updates)
{
  return curves->per_epoch ? (double) updates / run->steps_per_epoch : (double) updates;
}

static void
take_step (ChainRunCurves         *curves,
           const ChainRun         *run,
           const ChainHistoryStep *step)
{
  const double x = place (curves, run, step->step);

  chain_curve_append (curves->curves[CHAIN_RUN_CURVE_BATCH], x, step->loss);
  chain_curve_append (curves->curves[CHAIN_RUN_CURVE_RATE], x, step->learning_rate);
  if (curves->memory > 0)
    {
      const guint64 passed = curves->weight > 0 ? step->step - curves->last_step : 1;
      const double  kept = exp (-(double) passed / curves->memory);

      curves->average = kept * curves->average + (1 - kept) * step->loss;
      curves->weight = kept * curves->weight + (1 - kept);
      chain_curve_append (curves->curves[CHAIN_RUN_CURVE_SMOOTHED], x,
                          curves->average / curves->weight);
    }
  curves->last_step = step->step;
}

static void
take_epoch (ChainRunCurves          *curves,
            const ChainRun          *run,
            const ChainHistoryEpoch *epoch)
{
  const double x = place (curves, run, epoch->step + 1);
  const double values[CHAIN_N_RUN_CURVES] = {
    [CHAIN_RUN_CURVE_LOSS] = epoch->loss,
    [CHAIN_RUN_CURVE_VALIDATION] = epoch->validation_loss,
    [CHAIN_RUN_CURVE_DATA_LOSS] = epoch->loss - epoch->penalty,
    [CHAIN_RUN_CURVE_DATA_VALIDATION] = epoch->validation_loss - epoch->validation_penalty,
    [CHAIN_RUN_CURVE_METRIC] = epoch->metric,
  };

  curves->regularised = curves->regularised || epoch->penalty > 0;
  for (guint i = CHAIN_RUN_CURVE_LOSS; i <= CHAIN_RUN_CURVE_METRIC; i++)
    chain_curve_append (curves->curves[i], x, values[i]);
}

static void
take_probe (ChainRunCurves          *curves,
            const ChainRun          *run,
            const ChainHistoryProbe *probe)
{
  const double x = place (curves, run, probe->step);

  chain_curve_append (curves->gradients->pdata[probe->layer - 1], x, probe->gradient_norm);
  chain_curve_append (curves->ratios->pdata[probe->layer - 1], x, probe->update_ratio);
}

/**
 * chain_run_curves_update:
 * @curves: of a run
 * @run: that run
 *
 * Takes over what its history has got since.
 */
void
chain_run_curves_update (ChainRunCurves *curves,
                         const ChainRun *run)
{
  const ChainHistory *history = run->history;

  for (; curves->taken[0] < history->steps->len; curves->taken[0]++)
    take_step (curves, run, &g_array_index (history->steps, ChainHistoryStep, curves->taken[0]));
  for (; curves->taken[1] < history->epochs->len; curves->taken[1]++)
    take_epoch (curves, run,
                &g_array_index (history->epochs, ChainHistoryEpoch, curves->taken[1]));
  for (; curves->taken[2] < history->probes->len; curves->taken[2]++)
    take_probe (curves, run,
                &g_array_index (history->probes, ChainHistoryProbe, curves->taken[2]));
}
