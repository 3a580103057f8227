/* plan-small.c: iterations of small networks.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/plan-small.h"

#include <math.h>

#define MOST_PARAMETERS 384 /* their products fit into the first cache with the rest */

/**
 * chain_small_kernels:
 *
 * Returns: (transfer none): those that this processor can run, of the same level as
 *   chain_matrix_kernels()
 */
const ChainSmallKernels *
chain_small_kernels (void)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports ("x86-64-v4"))
    return &chain_small_kernels_v4;
  if (__builtin_cpu_supports ("x86-64-v3"))
    return &chain_small_kernels_v3;
#endif
  return &chain_small_kernels_baseline;
}

/**
 * chain_plan_fits_small:
 * @plan: a plan with its layers
 *
 * Returns: whether chain_plan_train_small() can train it on batches of one chunk
 */
gboolean
chain_plan_fits_small (const ChainPlan *plan)
{
  if (plan->n_parameters > MOST_PARAMETERS)
    return FALSE;
  for (guint i = 0; i < plan->n_layers; i++)
    {
      const ChainPlanLayer *layer = &plan->layers[i];
      const gboolean        maps
        = layer->activation->map != NULL && layer->activation->map_slope != NULL;

      if (layer->mask_node != CHAIN_NO_NODE)
        return FALSE;
      if (i + 1 < plan->n_layers && (!maps || chain_plan_mixes (layer->activation)))
        return FALSE;
    }
  return TRUE;
}

/**
 * chain_plan_is_squares:
 * @plan: a plan with its layers and its loss
 *
 * Returns: whether the loss is the mean squared error of one linear unit
 */
gboolean
chain_plan_is_squares (const ChainPlan *plan)
{
  return plan->n_outputs == 1 && g_str_equal (plan->loss->name, "mse")
         && g_str_equal (plan->layers[plan->n_layers - 1].activation->name, "linear");
}

/**
 * chain_plan_small_numbers:
 * @plan: with its layers
 *
 * Returns: numbers that products of all weights take, before they are summed up over the lanes
 */
gsize
chain_plan_small_numbers (const ChainPlan *plan)
{
  return (plan->n_parameters + CHAIN_LANES) * CHAIN_LANES;
}

/**
 * chain_plan_prepare_small:
 * @plan: at another batch than before
 *
 * Gives each lane its share of the mean, and each panel the row of ones under it.
 */
void
chain_plan_prepare_small (ChainPlan *plan)
{
  const gsize lanes = plan->lanes;

  for (gsize lane = 0; lane < lanes; lane++)
    {
      plan->shares[lane] = lane < plan->batch ? 1.0 / (double) plan->batch : 0;
      plan->x[plan->n_inputs * lanes + lane] = 1;
      for (guint i = 0; i + 1 < plan->n_layers; i++)
        plan->layers[i].out[plan->layers[i].n_units * lanes + lane] = 1;
    }
}

/**
 * chain_plan_run_small:
 * @plan: one that fits, with the rows of the run
 *
 * Goes forward, and back to the gradients of all weights if the loss is finite. Penalties are left
 * out.
 *
 * Returns: the loss of the data
 */
double
chain_plan_run_small (ChainPlan *plan)
{
  const guint n = plan->is_squares ? plan->n_layers - 1 : plan->n_layers;
  double      loss;

  plan->small->gather (plan, plan->rows->inputs, plan->n_inputs, plan->x);
  plan->small->forward (plan, n);
  if (plan->is_squares)
    {
      plan->small->gather (plan, plan->rows->targets, 1,
                           chain_plan_scratch (plan, 0, CHAIN_PLAN_TARGETS));
      loss = plan->small->squares (plan);
    }
  else
    {
      chain_plan_finish (plan, 0, 1);
      loss = plan->losses[0];
    }
  if (isfinite (loss))
    plan->small->backward (plan, n);
  return loss;
}
