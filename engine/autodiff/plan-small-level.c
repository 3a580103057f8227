/* plan-small-level.c: the loops of small networks for one level of processor; compiled once for
 * each.
 *
 * CHAIN_SMALL_LEVEL names the level. A strip is as many lanes as are worked on at once; lanes of a
 * chunk that only fill it up are the last row's again and get a gradient of 0.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/plan-small-gather.h"
#include "autodiff/plan-small-narrow.h"

#define MOST_VECTORS 4 /* of a strip */
#define TILE 4         /* units at once */

/* to[r] = Σ over k of w[r·row + k·step] · in[k], times the slope by a[r] where there is one. The
 * slope, n_tile and n_vectors are constants. */
INLINE void
combine_tile (const double *w,
              gsize         row,
              gsize         step,
              gsize         n_steps,
              const double *in,
              gsize         lanes,
              double       *to,
              Slope         slope,
              const double *a,
              gsize         n_tile,
              gsize         n_vectors)
{
  Vector sums[TILE][MOST_VECTORS];

  UNROLL
  for (gsize r = 0; r < n_tile; r++)
    UNROLL
    for (gsize v = 0; v < n_vectors; v++)
      sums[r][v] = w[r * row] * load (in + v * VECTOR);
  for (gsize k = 1; k < n_steps; k++)
    {
      w += step;
      in += lanes;
      UNROLL
      for (gsize r = 0; r < n_tile; r++)
        UNROLL
        for (gsize v = 0; v < n_vectors; v++)
          sums[r][v] += w[r * row] * load (in + v * VECTOR);
    }
  UNROLL
  for (gsize r = 0; r < n_tile; r++)
    UNROLL
    for (gsize v = 0; v < n_vectors; v++)
      {
        const gsize at = r * lanes + v * VECTOR;

        if (slope != NULL)
          sums[r][v] *= slope (load (a + at));
        store (to + at, sums[r][v]);
      }
}

INLINE void
combine_strip (const double *w,
               gsize         row,
               gsize         step,
               gsize         n_steps,
               const double *in,
               gsize         lanes,
               double       *to,
               Slope         slope,
               const double *a,
               gsize         n,
               gsize         n_vectors)
{
  for (; n >= 4; n -= 4, w += 4 * row, to += 4 * lanes, a += 4 * lanes)
    combine_tile (w, row, step, n_steps, in, lanes, to, slope, a, 4, n_vectors);
  if (n >= 2)
    {
      combine_tile (w, row, step, n_steps, in, lanes, to, slope, a, 2, n_vectors);
      w += 2 * row;
      to += 2 * lanes;
      a += 2 * lanes;
    }
  if (n % 2 == 1)
    combine_tile (w, row, step, n_steps, in, lanes, to, slope, a, 1, n_vectors);
}

/* products[i · n_columns + k] = Σ over the strips of rows i of one panel times rows k of the other;
 * their lanes are not summed up yet. */
INLINE void
correlate_rows (const double *one,
                const double *other,
                gsize         n_columns,
                gsize         lanes,
                double       *products,
                gboolean      add,
                gsize         n_tile,
                gsize         n_vectors)
{
  Vector left[2][MOST_VECTORS];

  UNROLL
  for (gsize r = 0; r < n_tile; r++)
    UNROLL
    for (gsize v = 0; v < n_vectors; v++)
      left[r][v] = load (one + r * lanes + v * VECTOR);
  for (gsize k = 0; k < n_columns; k++, other += lanes, products += VECTOR)
    UNROLL
    for (gsize r = 0; r < n_tile; r++)
      {
        double *to = products + r * n_columns * VECTOR;
        Vector  sum = left[r][0] * load (other);

        UNROLL
        for (gsize v = 1; v < n_vectors; v++)
          sum += left[r][v] * load (other + v * VECTOR);
        if (add)
          sum += load (to);
        store (to, sum);
      }
}

INLINE void
correlate_strip (const double *one,
                 gsize         n_rows,
                 const double *other,
                 gsize         n_columns,
                 gsize         lanes,
                 double       *products,
                 gboolean      add,
                 gsize         n_vectors)
{
  for (; n_rows >= 2; n_rows -= 2, one += 2 * lanes, products += 2 * n_columns * VECTOR)
    correlate_rows (one, other, n_columns, lanes, products, add, 2, n_vectors);
  if (n_rows == 1)
    correlate_rows (one, other, n_columns, lanes, products, add, 1, n_vectors);
}

/* Calls @strip with constant numbers of vectors until all lanes are done. */
#define FOR_STRIPS(lanes, strip)                                                                  \
  for (gsize first = 0; first < (lanes); first += MOST_VECTORS * VECTOR)                          \
    switch (MIN (((lanes) - first) / VECTOR, MOST_VECTORS))                                       \
      {                                                                                           \
      case 1:                                                                                     \
        strip (1);                                                                                \
        break;                                                                                    \
      case 2:                                                                                     \
        strip (2);                                                                                \
        break;                                                                                    \
      case 3:                                                                                     \
        strip (3);                                                                                \
        break;                                                                                    \
      default:                                                                                    \
        strip (4);                                                                                \
      }

#define FOR_THESE_LANES(function, name, lanes)                                                    \
  static void function##_##name (const ChainPlan *plan, const ChainPlanLayer *layer)                    \
  {                                                                                               \
    function (plan, layer, lanes);                                                                \
  }

/* Defines @function once for each number of lanes that is one strip, a constant there, so that
 * places in a panel are known when it is compiled; and once for all others. */
#define FOR_LANES(function)                                                                       \
  FOR_THESE_LANES (function, 1, 1 * VECTOR)                                                       \
  FOR_THESE_LANES (function, 2, 2 * VECTOR)                                                       \
  FOR_THESE_LANES (function, 3, 3 * VECTOR)                                                       \
  FOR_THESE_LANES (function, 4, 4 * VECTOR)                                                       \
  FOR_THESE_LANES (function, any, plan->lanes)                                                    \
                                                                                                  \
  static void (*const function##_ways[]) (const ChainPlan *plan, const ChainPlanLayer *layer)           \
    = { function##_any, function##_1, function##_2, function##_3, function##_4 };

#define WAY(function, lanes)                                                                      \
  function##_ways[(lanes) / VECTOR <= MOST_VECTORS ? (lanes) / VECTOR : 0]

INLINE void
tanh_vectors (gsize n, const double *z, double *a)
{
  for (gsize i = 0; i < n; i += VECTOR)
    store (a + i, tanh_of (load (z + i)));
}

/* The last vectors of two units as one: four rows of each at most. */
static void
tanh_pairs (gsize n_units, gsize lanes, const double *z, double *a)
{
  const gsize last = lanes - VECTOR;
  Vector      one, other;
  gsize       unit = 0;

  for (; unit + 2 <= n_units; unit += 2, z += 2 * lanes, a += 2 * lanes)
    {
      tanh_vectors (last, z, a);
      tanh_vectors (last, z + lanes, a + lanes);
      one = load (z + last);
      other = load (z + last + lanes);
      tanh_halves (&one, &other);
      store (a + last, one);
      store (a + last + lanes, other);
    }
  if (unit < n_units)
    tanh_vectors (lanes, z, a);
}

INLINE void
combine_lanes (const ChainPlan *plan, const ChainPlanLayer *layer, gsize lanes)
{
  const double *w = plan->parameters + layer->first;

#define STRIP(n)                                                                                  \
  combine_strip (w, 1, layer->n_units, layer->n_rows, layer->in + first, lanes, layer->z + first, \
                 NULL, layer->z, layer->n_units, n)
  FOR_STRIPS (lanes, STRIP)
#undef STRIP
}

FOR_LANES (combine_lanes)

static void
wide_forward (const ChainPlan *plan, const ChainPlanLayer *layer)
{
  WAY (combine_lanes, plan->lanes) (plan, layer);
}

static void
wide_forward_tanh (const ChainPlan *plan, const ChainPlanLayer *layer)
{
  wide_forward (plan, layer);
  if (ends_in_half (plan))
    tanh_pairs (layer->n_units, plan->lanes, layer->z, layer->a);
  else
    tanh_vectors (layer->n_units * plan->lanes, layer->z, layer->a);
}

static void
forward (const ChainPlan *plan, guint n_layers)
{
  for (guint l = 0; l < n_layers; l++)
    {
      const ChainPlanLayer *layer = &plan->layers[l];

      if (l + 1 == plan->n_layers)
        layer->loops->forward (plan, layer);
      else if (layer->small->slope == SLOPE_TANH)
        layer->loops->forward_tanh (plan, layer);
      else
        {
          layer->loops->forward (plan, layer);
          layer->activation->map (layer->n_units, plan->lanes, layer->z, layer->a,
                                  layer->parameters);
        }
    }
}

/* All weights lie one after another, so no vector of gradients begins within another: what reads
 * them next need not wait for pieces. */
static void
sum_products (const ChainPlan *plan)
{
  const double *products = plan->products;

  for (gsize i = 0; i < plan->n_parameters; i += VECTOR, products += VECTOR * VECTOR)
    store (plan->gradients + i, sum_lanes ((const Vector *) products));
}

#define BACK_STRIP(n)                                                                             \
  combine_strip (w, layer->n_units, 1, layer->n_units, layer->delta + first, lanes,              \
                 before->delta + first, by, before->a + first, layer->n_inputs, n)

/* ∂L/∂z of the layer before. */
INLINE void
back_by (const ChainPlanLayer *layer, const double *w, gsize lanes, Slope by)
{
  const ChainPlanLayer *before = layer - 1;

  FOR_STRIPS (lanes, BACK_STRIP)
}

INLINE void
back (const ChainPlanLayer *layer, const double *w, gsize lanes)
{
  switch ((layer - 1)->small->slope)
    {
    case SLOPE_TANH:
      back_by (layer, w, lanes, tanh_slope);
      break;
    case SLOPE_SIGMOID:
      back_by (layer, w, lanes, sigmoid_slope);
      break;
    default:
      back_by (layer, w, lanes, NULL);
    }
}

static const ChainSmallActivation activations[] = {
  { "linear", SLOPE_ONE },
  { "sigmoid", SLOPE_SIGMOID },
  { "tanh", SLOPE_TANH },
  { NULL, SLOPE_OTHER },
};

INLINE void
backward_lanes (const ChainPlan *plan, const ChainPlanLayer *layer, gsize lanes)
{
  double *products = plan->products + layer->first * VECTOR;

  if (layer > plan->layers)
    back (layer, plan->parameters + layer->first, lanes);
#define STRIP(n)                                                                                  \
  correlate_strip (layer->in + first, layer->n_rows, layer->delta + first, layer->n_units, lanes, \
                   products, first > 0, n)
  FOR_STRIPS (lanes, STRIP)
#undef STRIP
}

FOR_LANES (backward_lanes)

static void
wide_backward (const ChainPlan *plan, const ChainPlanLayer *layer)
{
  WAY (backward_lanes, plan->lanes) (plan, layer);
}

static void
backward (const ChainPlan *plan, guint n_layers)
{
  for (guint l = n_layers; l-- > 0;)
    {
      const ChainPlanLayer *layer = &plan->layers[l];

      if (l + 1 < plan->n_layers && layer->small->slope == SLOPE_OTHER)
        layer->activation->map_slope (layer->n_units, plan->lanes, layer->z, layer->a,
                                      layer->delta, layer->delta, layer->parameters);
      layer->loops->backward (plan, layer);
    }
  sum_products (plan);
}

static const ChainSmallLoops wide_loops = { wide_forward, wide_forward_tanh, wide_backward };

static void
prepare (ChainPlan *plan)
{
  for (guint l = 0; l < plan->n_layers; l++)
    {
      ChainPlanLayer             *layer = &plan->layers[l];
      const ChainSmallActivation *small = activations;

      while (small->name != NULL && !g_str_equal (layer->activation->name, small->name))
        small++;
      layer->small = small;
      layer->loops = layer->n_units <= MOST_NARROW ? &narrow_loops[layer->n_units] : &wide_loops;
    }
}

const ChainSmallKernels CHAIN_SMALL_LEVEL = {
  .prepare = prepare,
  .gather = gather,
  .forward = forward,
  .backward = backward,
  .squares = squares,
};
