/* plan-small-narrow.h: layers of a few units, in loops that are compiled for their number.
 *
 * All units of such a layer fit into registers: the way there reads each input once and goes right
 * on through tanh, the way back reads each once for both ∂L/∂w and ∂L/∂z of the layer before. For
 * plan-small-level.c alone.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/plan-small-vector.h"

#define MOST_NARROW 4         /* units */
#define MOST_NARROW_VECTORS 2 /* of a strip */

/* @in_half: of the last vector, four rows at most. */
INLINE void
tanh_strip (Vector z[][MOST_NARROW_VECTORS], gsize n_units, gsize n_vectors, gboolean in_half)
{
  const gsize whole = in_half ? n_vectors - 1 : n_vectors;
  const gsize pairs = in_half ? n_units / 2 : 0;

  UNROLL
  for (gsize u = 0; u < n_units; u++)
    UNROLL
    for (gsize v = 0; v < whole; v++)
      z[u][v] = tanh_of (z[u][v]);
  UNROLL
  for (gsize p = 0; p < pairs; p++)
    tanh_halves (&z[2 * p][whole], &z[2 * p + 1][whole]);
  if (in_half && n_units % 2 == 1)
    z[n_units - 1][whole] = tanh_of (z[n_units - 1][whole]);
}

/* What one input adds to z of all units. */
INLINE void
add_input (Vector z[][MOST_NARROW_VECTORS], gsize n_units, const double *w, const double *in,
           gsize n_vectors)
{
  UNROLL
  for (gsize u = 0; u < n_units; u++)
    UNROLL
    for (gsize v = 0; v < n_vectors; v++)
      z[u][v] += w[u] * load (in + v * VECTOR);
}

/* z of a strip of rows. Here and below all arguments but the lane are constants. */
INLINE void
combine_narrow (const ChainPlan *plan, const ChainPlanLayer *layer, gsize n_units, gsize lane,
                gsize n_vectors, Vector z[][MOST_NARROW_VECTORS])
{
  const double *w = plan->parameters + layer->first;
  const double *in = layer->in + lane;

  for (gsize k = 0; k < layer->n_rows; k++, w += n_units, in += plan->lanes)
    add_input (z, n_units, w, in, n_vectors);
}

INLINE void
forward_strip (const ChainPlan *plan, const ChainPlanLayer *layer, gsize n_units, gboolean is_tanh,
               gsize lane, gsize n_vectors)
{
  const gsize lanes = plan->lanes;
  Vector      z[MOST_NARROW][MOST_NARROW_VECTORS] = { 0 };

  combine_narrow (plan, layer, n_units, lane, n_vectors, z);
  if (is_tanh)
    {
      if (ends_in_half (plan) && lane + n_vectors * VECTOR == lanes)
        tanh_strip (z, n_units, n_vectors, TRUE);
      else
        tanh_strip (z, n_units, n_vectors, FALSE);
    }
  UNROLL
  for (gsize u = 0; u < n_units; u++)
    UNROLL
    for (gsize v = 0; v < n_vectors; v++)
      store (layer->z + u * lanes + lane + v * VECTOR, z[u][v]);
}

INLINE void
forward_narrow (const ChainPlan *plan, const ChainPlanLayer *layer, gsize n_units, gboolean is_tanh)
{
  gsize lane = 0;

  for (; lane + 2 * VECTOR <= plan->lanes; lane += 2 * VECTOR)
    forward_strip (plan, layer, n_units, is_tanh, lane, 2);
  if (lane < plan->lanes)
    forward_strip (plan, layer, n_units, is_tanh, lane, 1);
}

/* What comes back to an input of the layer: its products with ∂L/∂z of all units, added to those of
 * the strips before, if there are any. */
INLINE void
correlate_input (const Vector *x, Vector delta[][MOST_NARROW_VECTORS], gsize n_units,
                 gsize n_vectors, gboolean add, double *products)
{
  UNROLL
  for (gsize u = 0; u < n_units; u++)
    {
      Vector sum = x[0] * delta[u][0];

      UNROLL
      for (gsize v = 1; v < n_vectors; v++)
        sum += x[v] * delta[u][v];
      if (add)
        sum += load (products + u * VECTOR);
      store (products + u * VECTOR, sum);
    }
}

/* And its own ∂L/∂z, if it is a unit of the layer before. */
INLINE void
back_to_input (const Vector *x, Vector delta[][MOST_NARROW_VECTORS], gsize n_units,
               gsize n_vectors, const double *w, Slope slope, double *to)
{
  UNROLL
  for (gsize v = 0; v < n_vectors; v++)
    {
      Vector back = w[0] * delta[0][v];

      UNROLL
      for (gsize u = 1; u < n_units; u++)
        back += w[u] * delta[u][v];
      if (slope != NULL)
        back *= slope (x[v]);
      store (to + v * VECTOR, back);
    }
}

INLINE void
load_vectors (const double *from, gsize n_vectors, Vector *vectors)
{
  UNROLL
  for (gsize v = 0; v < n_vectors; v++)
    vectors[v] = load (from + v * VECTOR);
}

INLINE void
backward_strip (const ChainPlan *plan, const ChainPlanLayer *layer, gsize n_units, Slope slope,
                gboolean is_first, gsize lane, gsize n_vectors, Vector delta[][MOST_NARROW_VECTORS])
{
  const double *in = layer->in + lane;
  const double *w = plan->parameters + layer->first;
  double       *to = is_first ? NULL : (layer - 1)->delta + lane;
  double       *products = plan->products + layer->first * VECTOR;
  Vector        x[MOST_NARROW_VECTORS];

  for (gsize k = 0; k < layer->n_inputs; k++)
    {
      load_vectors (in, n_vectors, x);
      correlate_input (x, delta, n_units, n_vectors, lane > 0, products);
      if (!is_first)
        back_to_input (x, delta, n_units, n_vectors, w, slope, to);
      in += plan->lanes;
      to = is_first ? NULL : to + plan->lanes;
      w += n_units;
      products += n_units * VECTOR;
    }
  if (layer->n_rows > layer->n_inputs)
    {
      load_vectors (in, n_vectors, x);
      correlate_input (x, delta, n_units, n_vectors, lane > 0, products);
    }
}

INLINE void
differentiate_strip (const ChainPlan *plan, const ChainPlanLayer *layer, gsize n_units, Slope slope,
                     gboolean is_first, gsize lane, gsize n_vectors)
{
  Vector delta[MOST_NARROW][MOST_NARROW_VECTORS];

  UNROLL
  for (gsize u = 0; u < n_units; u++)
    load_vectors (layer->delta + u * plan->lanes + lane, n_vectors, delta[u]);
  backward_strip (plan, layer, n_units, slope, is_first, lane, n_vectors, delta);
}

INLINE void
backward_by (const ChainPlan *plan, const ChainPlanLayer *layer, gsize n_units, Slope slope,
             gboolean is_first)
{
  gsize lane = 0;

  for (; lane + 2 * VECTOR <= plan->lanes; lane += 2 * VECTOR)
    differentiate_strip (plan, layer, n_units, slope, is_first, lane, 2);
  if (lane < plan->lanes)
    differentiate_strip (plan, layer, n_units, slope, is_first, lane, 1);
}

/* Of one linear unit there and back, with the squared error between. */
INLINE void
squares_strip (const ChainPlan *plan, const ChainPlanLayer *layer, Slope slope, gboolean is_first,
               gsize lane, gsize n_vectors, Vector *loss)
{
  const double *targets = chain_plan_scratch (plan, 0, CHAIN_PLAN_TARGETS) + lane;
  double       *outputs = plan->outputs + lane;
  Vector        z[1][MOST_NARROW_VECTORS] = { 0 };
  Vector        delta[1][MOST_NARROW_VECTORS];

  combine_narrow (plan, layer, 1, lane, n_vectors, z);
  UNROLL
  for (gsize v = 0; v < n_vectors; v++)
    {
      const Vector e = z[0][v] - load (targets + v * VECTOR);
      const Vector shared = e * load (plan->shares + lane + v * VECTOR);

      store (outputs + v * VECTOR, z[0][v]);
      delta[0][v] = shared + shared;
      *loss += e * shared;
    }
  backward_strip (plan, layer, 1, slope, is_first, lane, n_vectors, delta);
}

INLINE double
squares_by (const ChainPlan *plan, const ChainPlanLayer *layer, Slope slope, gboolean is_first)
{
  Vector losses = { 0 };
  double loss = 0;
  gsize  lane = 0;

  for (; lane + 2 * VECTOR <= plan->lanes; lane += 2 * VECTOR)
    squares_strip (plan, layer, slope, is_first, lane, 2, &losses);
  if (lane < plan->lanes)
    squares_strip (plan, layer, slope, is_first, lane, 1, &losses);
  for (gsize i = 0; i < VECTOR; i++)
    loss += losses[i];
  return loss;
}

INLINE void
backward_narrow (const ChainPlan *plan, const ChainPlanLayer *layer, gsize n_units)
{
  if (layer == plan->layers)
    backward_by (plan, layer, n_units, NULL, TRUE);
  else if ((layer - 1)->small->slope == SLOPE_TANH)
    backward_by (plan, layer, n_units, tanh_slope, FALSE);
  else if ((layer - 1)->small->slope == SLOPE_SIGMOID)
    backward_by (plan, layer, n_units, sigmoid_slope, FALSE);
  else
    backward_by (plan, layer, n_units, NULL, FALSE);
}

static double
squares (const ChainPlan *plan)
{
  const ChainPlanLayer *layer = &plan->layers[plan->n_layers - 1];

  if (layer == plan->layers)
    return squares_by (plan, layer, NULL, TRUE);
  if ((layer - 1)->small->slope == SLOPE_TANH)
    return squares_by (plan, layer, tanh_slope, FALSE);
  if ((layer - 1)->small->slope == SLOPE_SIGMOID)
    return squares_by (plan, layer, sigmoid_slope, FALSE);
  return squares_by (plan, layer, NULL, FALSE);
}

#define NARROW(n)                                                                                 \
  static void narrow_##n##_forward (const ChainPlan *plan, const ChainPlanLayer *layer)           \
  {                                                                                               \
    forward_narrow (plan, layer, n, FALSE);                                                       \
  }                                                                                               \
  static void narrow_##n##_forward_tanh (const ChainPlan *plan, const ChainPlanLayer *layer)      \
  {                                                                                               \
    forward_narrow (plan, layer, n, TRUE);                                                        \
  }                                                                                               \
  static void narrow_##n##_backward (const ChainPlan *plan, const ChainPlanLayer *layer)          \
  {                                                                                               \
    backward_narrow (plan, layer, n);                                                             \
  }

NARROW (1)
NARROW (2)
NARROW (3)
NARROW (4)

#define NARROW_LOOPS(n)                                                                           \
  [n] = { narrow_##n##_forward, narrow_##n##_forward_tanh, narrow_##n##_backward }

/* By the number of units. */
static const ChainSmallLoops narrow_loops[]
  = { NARROW_LOOPS (1), NARROW_LOOPS (2), NARROW_LOOPS (3), NARROW_LOOPS (4) };
