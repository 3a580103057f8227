/* layer-probe.c: how large the gradient and the update of each layer are, at some of the steps.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/layer-probe.h"

#include <math.h>

/**
 * chain_layer_probe_begin:
 * @iteration: between two iterations
 *
 * To be called right before the iteration that is looked at.
 */
void
chain_layer_probe_begin (ChainIteration *iteration)
{
  chain_iteration_use_plan (iteration);
  iteration->plan_updates->update.measures = TRUE;
}

/* One linear unit trains without writing its gradient down, by plain gradient descent: there it is
 * the update by the rate. */
static ChainPlanChange
change_by_delta_rule (const ChainIteration *iteration)
{
  const double   *now = chain_plan_parameters (iteration->plan);
  const double   *before = chain_plan_gradients (iteration->plan);
  const double    rate = iteration->rate;
  ChainPlanChange change = { 0 };

  for (gsize i = 0; i < chain_plan_n_parameters (iteration->plan); i++)
    {
      const double   d = now[i] - before[i];
      const gboolean is_weight = i < iteration->dataset->n_inputs;

      change.gradient += d * d / (rate * rate);
      change.weights += is_weight ? before[i] * before[i] : 0;
      change.difference += is_weight ? d * d : 0;
    }
  return change;
}

/**
 * chain_layer_probe_end:
 * @iteration: that has just been made
 * @probes: (nullable) (element-type ChainHistoryProbe): gets one for each layer; %NULL where the
 *   iteration was not made
 *
 * To be called right after one iteration: tells what it did.
 */
void
chain_layer_probe_end (ChainIteration *iteration, GArray *probes)
{
  iteration->plan_updates->update.measures = FALSE;
  for (guint i = 0; i < iteration->recording->n_layers && probes != NULL; i++)
    {
      const ChainPlanChange   change = iteration->is_delta_rule
                                         ? change_by_delta_rule (iteration)
                                         : chain_plan_change (iteration->plan, i);
      const ChainHistoryProbe seen = {
        .step = iteration->t - 1,
        .layer = i + 1,
        .gradient_norm = sqrt (change.gradient),
        .update_ratio = sqrt (change.difference / change.weights),
      };

      g_array_append_val (probes, seen);
    }
}
