/* plan-backward.c: the items of work from the last layer's gradient to the new weights.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/plan-private.h"

#include <math.h>

/* ∂L/∂z from ∂L/∂out, in place. */
static void
slope (ChainPlan *plan, const ChainPlanLayer *layer, gsize chunk, gsize first, gsize n_units)
{
  const gsize   offset = first * plan->lanes;
  const gsize   n = n_units * plan->lanes;
  const double *z = chain_plan_panel (plan, layer->z, layer->n_units, chunk) + offset;
  const double *a = chain_plan_panel (plan, layer->a, layer->n_units, chunk) + offset;
  double       *delta = chain_plan_panel (plan, layer->delta, layer->n_units, chunk) + offset;

  if (layer->mask != NULL)
    {
      const double *mask = chain_plan_panel (plan, layer->mask, layer->n_units, chunk) + offset;

      for (gsize i = 0; i < n; i++)
        delta[i] *= mask[i];
    }
  if (!chain_plan_mixes (layer->activation))
    {
      chain_op_map_slope (layer->activation, n_units, plan->lanes, z, a, delta, delta,
                          layer->parameters);
      return;
    }
  chain_plan_turn_panel (plan, z, n_units, plan->lanes, chain_plan_scratch (plan, chunk, 0, layer->n_units));
  chain_plan_turn_panel (plan, a, n_units, plan->lanes, chain_plan_scratch (plan, chunk, 1, layer->n_units));
  chain_plan_turn_panel (plan, delta, n_units, plan->lanes, chain_plan_scratch (plan, chunk, 2, layer->n_units));
  chain_op_map_slope (layer->activation, plan->lanes, n_units,
                      chain_plan_scratch (plan, chunk, 0, layer->n_units),
                      chain_plan_scratch (plan, chunk, 1, layer->n_units),
                      chain_plan_scratch (plan, chunk, 2, layer->n_units),
                      chain_plan_scratch (plan, chunk, 2, layer->n_units), layer->parameters);
  chain_plan_turn_rows (plan, chain_plan_scratch (plan, chunk, 2, layer->n_units), n_units, plan->lanes, delta);
}

/* From ∂L/∂z of a layer to that of some units of the layer before. */
static void
backward_block (ChainPlan *plan, guint index, gsize chunk, gsize first, gsize last)
{
  const ChainPlanLayer *layer = &plan->layers[index];
  const ChainPlanLayer *before = &plan->layers[index - 1];
  const ChainProduct    product = {
       .m = last - first,
       .n = plan->lanes,
       .k = layer->n_units,
       .a = plan->parameters + layer->first + first * layer->n_units,
       .a_row = layer->n_units,
       .a_step = 1,
       .b = chain_plan_panel (plan, layer->delta, layer->n_units, chunk),
       .b_step = plan->lanes,
       .c = chain_plan_panel (plan, before->delta, before->n_units, chunk) + first * plan->lanes,
       .c_row = plan->lanes,
  };

  plan->kernels->multiply (&product);
  slope (plan, before, chunk, first, last - first);
  chain_plan_turn_delta (plan, before, chunk, first, last);
}

void
chain_plan_backward (gpointer data, gsize first, gsize last)
{
  ChainPlan            *plan = data;
  const ChainPlanLayer *before = &plan->layers[plan->layer - 1];
  const gsize           size = chain_plan_block (plan, before);

  for (gsize item = first; item < last; item++)
    {
      const gsize begin = item / plan->n_chunks * size;

      backward_block (plan, plan->layer, item % plan->n_chunks, begin,
                      MIN (begin + size, before->n_units));
    }
}

/* ∂L/∂W = inᵀ · ∂L/∂z, of some rows of a kernel and its bias. */
static void
multiply_segment (ChainPlan *plan, const ChainPlanSegment *segment)
{
  const ChainPlanLayer *layer = &plan->layers[segment->layer];
  const gsize           n_rows = plan->n_chunks * plan->lanes;
  const gsize           units = chain_plan_count (layer->n_units, CHAIN_LANES) * CHAIN_LANES;
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
      const ChainProduct product = {
        .m = segment->last - segment->first,
        .n = MIN (CHAIN_PANEL, layer->n_units - panel),
        .k = n_rows,
        .a = in,
        .a_row = plan->lanes,
        .a_step = 1,
        .segment = plan->lanes,
        .segment_jump = plan->width * (layer->n_inputs + 1) - plan->lanes,
        .b = layer->turned + panel * n_rows,
        .b_step = MIN (CHAIN_PANEL, units - panel),
        .c = to + panel,
        .c_row = layer->n_units,
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

static gsize
first_number (ChainPlan *plan, guint index)
{
  const ChainPlanSegment *segment;

  if (index == plan->segments->len)
    return plan->n_parameters;
  segment = &g_array_index (plan->segments, ChainPlanSegment, index);
  return plan->layers[segment->layer].first
         + segment->first * plan->layers[segment->layer].n_units;
}

static void
update_item (ChainPlan *plan, gsize item)
{
  const gsize first = first_number (plan, g_array_index (plan->items, guint, item));
  const gsize last = first_number (plan, g_array_index (plan->items, guint, item + 1));

  plan->update->update (plan->update->data, first, last - first);
  if (!plan->certain && !plan->kernels->are_finite (plan->gradients + first, last - first))
    g_atomic_int_set (&plan->finite, FALSE);
}

static void
look_at_item (ChainPlan *plan, gsize item)
{
  const gsize first = first_number (plan, g_array_index (plan->items, guint, item));
  const gsize last = first_number (plan, g_array_index (plan->items, guint, item + 1));

  if (!plan->kernels->are_moderate (plan->gradients + first, last - first)
      || !plan->kernels->are_moderate (plan->parameters + first, last - first))
    g_atomic_int_set (&plan->moderate, FALSE);
}

void
chain_plan_update (gpointer data, gsize first, gsize last)
{
  for (gsize item = first; item < last; item++)
    update_item (data, item);
}

void
chain_plan_differentiate (gpointer data, gsize first, gsize last)
{
  ChainPlan     *plan = data;
  const gboolean divides = plan->small == NULL || plan->has_penalties;

  for (gsize item = first; item < last; item++)
    {
      const guint end = g_array_index (plan->items, guint, item + 1);

      for (guint i = g_array_index (plan->items, guint, item); i < end && divides; i++)
        {
          ChainPlanSegment *segment = &g_array_index (plan->segments, ChainPlanSegment, i);

          if (plan->small == NULL)
            multiply_segment (plan, segment);
          if (plan->has_penalties)
            penalise_segment (plan, segment);
        }
      if (plan->update != NULL && !plan->waits)
        update_item (plan, item);
      else if (plan->update != NULL && plan->update->begin != NULL)
        look_at_item (plan, item);
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
