/* plan-backward.c: the items of work from the last layer's gradient to the new weights.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/plan-private.h"

#include <math.h>

#define MEASURED_NUMBERS 2048 /* are updated at a time: the first cache has them for the sums */

/* ∂L/∂z from ∂L/∂out, which is overwritten. */
static void
slope (ChainPlan            *plan,
       const ChainPlanLayer *layer,
       gsize                 chunk,
       gsize                 first,
       gsize                 n_units,
       double               *adjoint)
{
  const gsize   offset = first * plan->lanes;
  const gsize   n = n_units * plan->lanes;
  const double *z = chain_plan_panel (plan, layer->z, layer->n_units, chunk) + offset;
  const double *a = chain_plan_panel (plan, layer->a, layer->n_units, chunk) + offset;
  double       *delta = chain_plan_panel (plan, layer->delta, layer->n_units, chunk) + offset;
  const double *panels[] = { z, a, adjoint };
  double       *rows;

  if (layer->mask != NULL)
    {
      const double *mask
        = chain_plan_panel (plan, layer->mask, layer->n_units, plan->first_chunk + chunk) + offset;

      for (gsize i = 0; i < n; i++)
        adjoint[i] *= mask[i];
    }
  if (!chain_plan_mixes (layer->activation))
    {
      chain_op_map_slope (layer->activation, n_units, plan->lanes, z, a, adjoint, delta,
                          layer->parameters);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (panels); i++)
    chain_plan_turn_panel (plan, panels[i], n_units, plan->lanes,
                           chain_plan_mixed (plan, chunk, i, n_units));
  rows = chain_plan_mixed (plan, chunk, 2, n_units);
  chain_op_map_slope (layer->activation, plan->lanes, n_units,
                      chain_plan_mixed (plan, chunk, 0, n_units),
                      chain_plan_mixed (plan, chunk, 1, n_units), rows, rows, layer->parameters);
  chain_plan_turn_rows (plan, rows, n_units, plan->lanes, delta);
}

/* From ∂L/∂z of a layer to that of some units of the layer before: those of a panel, or all where
 * its activation mixes them. */
static void
backward_panel (ChainPlan *plan, guint index, gsize chunk, gsize first, gsize last)
{
  const ChainPlanLayer *layer = &plan->layers[index];
  const ChainPlanLayer *before = &plan->layers[index - 1];
  gsize                 side;
  double               *adjoint = chain_plan_mixes (before->activation)
                                    ? chain_plan_mixed (plan, chunk, 3, before->n_units)
                                    : chain_plan_turned (plan, before, chunk, first, &side);
  const ChainProduct    product = {
       .m = last - first,
       .n = plan->lanes,
       .k = layer->n_units,
       .a = plan->parameters + layer->first + first * layer->n_units,
       .a_row = layer->n_units,
       .a_step = 1,
       .b = chain_plan_panel (plan, layer->delta, layer->n_units, chunk),
       .b_step = plan->lanes,
       .c = adjoint,
       .c_row = plan->lanes,
  };

  plan->kernels->multiply (&product);
  slope (plan, before, chunk, first, last - first, adjoint);
  chain_plan_turn_delta (plan, before, chunk, first, last);
}

void
chain_plan_backward (gpointer data, gsize first, gsize last)
{
  ChainPlan            *plan = data;
  const ChainPlanLayer *before = &plan->layers[plan->layer - 1];
  const gsize           size = chain_plan_block (plan, before);
  const gsize           step = chain_plan_mixes (before->activation) ? size : CHAIN_PANEL;

  for (gsize item = first; item < last; item++)
    {
      const gsize begin = item / plan->n_chunks * size;
      const gsize end = MIN (begin + size, before->n_units);

      for (gsize unit = begin; unit < end; unit += step)
        backward_panel (plan, plan->layer, item % plan->n_chunks, unit, MIN (unit + step, end));
    }
}

/* ∂L/∂W = inᵀ · ∂L/∂z, of some rows of a kernel and its bias, added to that of the parts before. */
static void
multiply_segment (ChainPlan *plan, const ChainPlanSegment *segment)
{
  const ChainPlanLayer *layer = &plan->layers[segment->layer];
  const gsize           n_rows = plan->n_chunks * plan->lanes;
  const double         *in = layer->in + segment->first * plan->lanes;
  double               *to
    = plan->gradients + layer->first + segment->first * layer->n_units;

  if (chain_plan_is_narrow (plan, layer))
    {
      plan->kernels->correlate (in, segment->last - segment->first, layer->delta, layer->n_units,
                                plan->lanes, to);
      return;
    }

  for (gsize panel = 0; panel < layer->n_units; panel += CHAIN_PANEL)
    {
      gsize              side;
      const ChainProduct product = {
        .m = segment->last - segment->first,
        .n = MIN (CHAIN_PANEL, layer->n_units - panel),
        .k = n_rows,
        .a = in,
        .a_row = plan->lanes,
        .a_step = 1,
        .segment = plan->lanes,
        .segment_jump = plan->width * (layer->n_inputs + 1) - plan->lanes,
        .b = chain_plan_turned (plan, layer, 0, panel, &side),
        .b_step = side,
        .c = to + panel,
        .c_row = layer->n_units,
        .add = plan->first_chunk > 0,
      };

      plan->kernels->multiply (&product);
    }
}

static void
penalise_segment (ChainPlan *plan, ChainPlanSegment *segment)
{
  const ChainPlanLayer *layer = &plan->layers[segment->layer];
  const gsize           first = layer->first + segment->first * layer->n_units;
  const gsize           last
    = layer->first + MIN (segment->last, layer->n_inputs) * layer->n_units;

  segment->l1 = 0;
  segment->l2 = 0;
  for (gsize i = first; i < last && layer->l1 != 0; i++)
    {
      const double w = plan->parameters[i];

      segment->l1 += fabs (w);
      plan->gradients[i] += layer->l1 * ((w > 0) - (w < 0));
    }
  for (gsize i = first; i < last && layer->l2 != 0; i++)
    {
      const double w = plan->parameters[i];

      segment->l2 += w * w;
      plan->gradients[i] += 2 * layer->l2 * w;
    }
}

/* Updates parameters of a kernel or of a bias, with the sums of what that does. */
static void
update_measured (ChainPlan       *plan,
                 ChainPlanChange *change,
                 gboolean         is_kernel,
                 gsize            first,
                 gsize            end)
{
  const ChainMatrixKernels *kernels = plan->kernels;

  for (gsize n; first < end; first += n)
    {
      double       *g = plan->gradients + first;
      const double *w = plan->parameters + first;

      n = MIN (MEASURED_NUMBERS, end - first);
      change->gradient += kernels->squares (g, n);
      plan->update->update (plan->update->data, first, n);
      if (!is_kernel)
        continue;
      change->weights += kernels->squares (w, n);
      change->difference += kernels->differences (g, w, n);
    }
}

static void
update_segment (ChainPlan *plan, ChainPlanSegment *segment)
{
  const ChainPlanLayer *layer = &plan->layers[segment->layer];
  const gsize           first = layer->first + segment->first * layer->n_units;
  const gsize           n = (segment->last - segment->first) * layer->n_units;

  if (plan->update->measures)
    {
      const gsize of_kernel
        = (MIN (segment->last, layer->n_inputs) - segment->first) * layer->n_units;

      segment->change = (ChainPlanChange){ 0 };
      update_measured (plan, &segment->change, TRUE, first, first + of_kernel);
      update_measured (plan, &segment->change, FALSE, first + of_kernel, first + n);
    }
  else
    plan->update->update (plan->update->data, first, n);
  if (!plan->certain && !plan->kernels->are_finite (plan->gradients + first, n))
    g_atomic_int_set (&plan->finite, FALSE);
}

static void
look_at_segment (ChainPlan *plan, const ChainPlanSegment *segment)
{
  const ChainPlanLayer *layer = &plan->layers[segment->layer];
  const gsize           first = layer->first + segment->first * layer->n_units;
  const gsize           n = (segment->last - segment->first) * layer->n_units;

  if (!plan->kernels->are_moderate (plan->gradients + first, n)
      || !plan->kernels->are_moderate (plan->parameters + first, n))
    g_atomic_int_set (&plan->moderate, FALSE);
}

/* Items are segments of all layers. */
void
chain_plan_update (gpointer data, gsize first, gsize last)
{
  ChainPlan *plan = data;

  for (gsize item = first; item < last; item++)
    update_segment (plan, &g_array_index (plan->segments, ChainPlanSegment, item));
}

/* The same of a plan that does without items. */
void
chain_plan_update_all (ChainPlan *plan)
{
  if (plan->update->measures)
    {
      chain_plan_update (plan, 0, plan->segments->len);
      return;
    }
  plan->update->update (plan->update->data, 0, plan->n_parameters);
  plan->finite = plan->kernels->are_finite (plan->gradients, plan->n_parameters);
}

/* Items are segments of the layer. Their gradients are complete with the last part. */
void
chain_plan_differentiate (gpointer data, gsize first, gsize last)
{
  ChainPlan  *plan = data;
  const guint begin = plan->layers[plan->layer].first_segment;
  const gsize end = plan->first_chunk + plan->n_chunks;

  for (gsize item = begin + first; item < begin + last; item++)
    {
      ChainPlanSegment *segment = &g_array_index (plan->segments, ChainPlanSegment, item);

      if (plan->small == NULL)
        multiply_segment (plan, segment);
      if (end < plan->all_chunks)
        continue;
      if (plan->has_penalties)
        penalise_segment (plan, segment);
      if (plan->update != NULL && !plan->waits)
        update_segment (plan, segment);
      else if (plan->update != NULL && plan->update->begin != NULL)
        look_at_segment (plan, segment);
    }
}

/* As the operation clip_by_norm does it. */
static void
clip (double *gradient, gsize n, double most)
{
  double squares = 0;
  double norm;

  for (gsize i = 0; i < n; i++)
    squares += gradient[i] * gradient[i];
  norm = sqrt (squares);
  for (gsize i = 0; i < n && norm > most; i++)
    gradient[i] = gradient[i] * most / norm;
}

void
chain_plan_clip (ChainPlan *plan)
{
  for (guint i = 0; i < plan->n_layers; i++)
    {
      const ChainPlanLayer *layer = &plan->layers[i];
      double               *kernel = plan->gradients + layer->first;
      const gsize           n = layer->n_inputs * layer->n_units;

      clip (kernel, n, plan->update->clip_norm);
      if (layer->bias_node != CHAIN_NO_NODE)
        clip (kernel + n, layer->n_units, plan->update->clip_norm);
    }
}
