/* plan-small-level.c: the loops of small networks for one level of processor; compiled once for
 * each.
 *
 * CHAIN_SMALL_LEVEL names the level. A strip is as many lanes as are worked on at once; lanes of a
 * chunk that only fill it up are the last row's again and get a gradient of 0.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/plan-small-gather.h"
#include "autodiff/vector-math-inline.h"

#define MOST_VECTORS 4 /* of a strip */
#define TILE 4         /* units at once */

/* A slope by the output, that of an activation whose slope is cheap. */
typedef Vector (*Slope) (Vector a);

INLINE Vector
tanh_slope (Vector a)
{
  return 1 - a * a;
}

INLINE Vector
sigmoid_slope (Vector a)
{
  return a * (1 - a);
}

/* How the slope of an activation comes about. */
enum
{
  SLOPE_ONE,
  SLOPE_SIGMOID,
  SLOPE_TANH,
  SLOPE_OTHER, /* by the activation's own loop */
};

struct _ChainSmallActivation
{
  const char *name; /* NULL: all others */
  /* z to a; NULL: the activation's own loop. */
  void      (*map) (const ChainPlan *plan, const ChainPlanLayer *layer);
  int         slope;
};

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

/* Defines @function once for each number of lanes that is one strip, a constant there, so that
 * places in a panel are known when it is compiled; and once for all others. */
#define FOR_LANES(function)                                                                       \
  static void function##_1 (ChainPlan *plan) { function (plan, 1 * VECTOR); }                     \
  static void function##_2 (ChainPlan *plan) { function (plan, 2 * VECTOR); }                     \
  static void function##_3 (ChainPlan *plan) { function (plan, 3 * VECTOR); }                     \
  static void function##_4 (ChainPlan *plan) { function (plan, 4 * VECTOR); }                     \
  static void function##_any (ChainPlan *plan) { function (plan, plan->lanes); }                  \
                                                                                                  \
  static void (*const function##_ways[]) (ChainPlan *plan)                                        \
    = { function##_any, function##_1, function##_2, function##_3, function##_4 };

#define WAY(function, lanes)                                                                      \
  function##_ways[(lanes) / VECTOR <= MOST_VECTORS ? (lanes) / VECTOR : 0]

/* ±1 instead of @ratio where x is beyond ±20, and always the sign of x. */
INLINE Vector
bounded (Vector x, Vector ratio)
{
#if VECTOR == 8
  const __m512d one = _mm512_set1_pd (1);
  const __m512d magnitude = _mm512_mask_mov_pd (
    ratio, _mm512_cmp_pd_mask (_mm512_abs_pd (x), _mm512_set1_pd (20), _CMP_GT_OQ), one);

  /* 0xd8: the first where the third has a 0, else the second */
  return (Vector) _mm512_ternarylogic_epi64 ((__m512i) magnitude, (__m512i) x,
                                             _mm512_set1_epi64 (G_MININT64), 0xd8);
#else
  const Vector none = { 0 };
  const Lanes  sign = (Lanes) -none;
  const Lanes  large = (Vector) ((Lanes) x & ~sign) > 20;
  const Lanes  magnitude = ((Lanes) ratio & ~large) | ((Lanes) (none + 1) & large);

  return (Vector) ((magnitude & ~sign) | ((Lanes) x & sign));
#endif
}

/* chain_tanh() of whole vectors. */
INLINE Vector
tanh_of (Vector x)
{
  const Vector t = x * (2 * CHAIN_LOG2_E) + (CHAIN_ROUNDER + 1023);
  const Vector k = t - (CHAIN_ROUNDER + 1023);
  const Vector y = (x - k * (CHAIN_LN_2_HIGH / 2)) - k * (CHAIN_LN_2_LOW / 2);
  const Vector y2 = y * y;
  const Vector p = 1 + y2 * (CHAIN_TANH_P1 + y2 * CHAIN_TANH_P2);
  const Vector r = y * (1 + y2 * (CHAIN_TANH_Q1 + y2 * CHAIN_TANH_Q2));
  const Vector scale = (Vector) ((Lanes) t << 52);
  const Vector more = scale + 1;
  const Vector less = scale - 1;

  return bounded (x, (more * r + less * p) / (more * p + less * r));
}

INLINE void
tanh_vectors (gsize n, const double *z, double *a)
{
  for (gsize i = 0; i < n; i += VECTOR)
    store (a + i, tanh_of (load (z + i)));
}

#if VECTOR == 8

/* The last vectors of two units, of four rows at most, as one. The lanes that only fill theirs up
 * become those of these rows. */
INLINE void
tanh_pair (const double *z, gsize lanes, double *a)
{
  const Vector both
    = tanh_of (__builtin_shufflevector (load (z), load (z + lanes), 0, 1, 2, 3, 8, 9, 10, 11));

  store (a, __builtin_shufflevector (both, both, 0, 1, 2, 3, 0, 1, 2, 3));
  store (a + lanes, __builtin_shufflevector (both, both, 4, 5, 6, 7, 4, 5, 6, 7));
}

/* Lanes without a row of their own are half of the last vector, or more. */
static void
tanh_pairs (gsize n_units, gsize lanes, const double *z, double *a)
{
  const gsize last = lanes - VECTOR;
  gsize       unit = 0;

  for (; unit + 2 <= n_units; unit += 2, z += 2 * lanes, a += 2 * lanes)
    {
      tanh_vectors (last, z, a);
      tanh_vectors (last, z + lanes, a + lanes);
      tanh_pair (z + last, lanes, a + last);
    }
  if (unit < n_units)
    tanh_vectors (lanes, z, a);
}

#endif

static void
tanh_map (const ChainPlan *plan, const ChainPlanLayer *layer)
{
#if VECTOR == 8
  if (plan->lanes - plan->batch >= VECTOR / 2)
    {
      tanh_pairs (layer->n_units, plan->lanes, layer->z, layer->a);
      return;
    }
#endif
  tanh_vectors (layer->n_units * plan->lanes, layer->z, layer->a);
}

INLINE void
forward_lanes (ChainPlan *plan, gsize lanes)
{
  for (guint l = 0; l < plan->n_layers; l++)
    {
      const ChainPlanLayer *layer = &plan->layers[l];
      const double         *w = plan->parameters + layer->first;

#define STRIP(n)                                                                                  \
  combine_strip (w, 1, layer->n_units, layer->n_rows, layer->in + first, lanes, layer->z + first, \
                 NULL, layer->z, layer->n_units, n)
      FOR_STRIPS (lanes, STRIP)
#undef STRIP
      if (l + 1 == plan->n_layers)
        continue;
      if (layer->small->map != NULL)
        layer->small->map (plan, layer);
      else
        layer->activation->map (layer->n_units, lanes, layer->z, layer->a, layer->parameters);
    }
}

FOR_LANES (forward_lanes)

static void
forward (ChainPlan *plan)
{
  WAY (forward_lanes, plan->lanes) (plan);
}

#if VECTOR == 8

INLINE Vector
sum_lanes (const Vector *v)
{
  Vector pairs[4];
  Vector fours[2];

  UNROLL
  for (gsize i = 0; i < 4; i++)
    pairs[i] = __builtin_shufflevector (v[2 * i], v[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14)
               + __builtin_shufflevector (v[2 * i], v[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  UNROLL
  for (gsize i = 0; i < 2; i++)
    fours[i]
      = __builtin_shufflevector (pairs[2 * i], pairs[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13)
        + __builtin_shufflevector (pairs[2 * i], pairs[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
  return __builtin_shufflevector (fours[0], fours[1], 0, 1, 2, 3, 8, 9, 10, 11)
         + __builtin_shufflevector (fours[0], fours[1], 4, 5, 6, 7, 12, 13, 14, 15);
}

#elif VECTOR == 4

INLINE Vector
sum_lanes (const Vector *v)
{
  Vector pairs[2];

  UNROLL
  for (gsize i = 0; i < 2; i++)
    pairs[i] = __builtin_shufflevector (v[2 * i], v[2 * i + 1], 0, 4, 2, 6)
               + __builtin_shufflevector (v[2 * i], v[2 * i + 1], 1, 5, 3, 7);
  return __builtin_shufflevector (pairs[0], pairs[1], 0, 1, 4, 5)
         + __builtin_shufflevector (pairs[0], pairs[1], 2, 3, 6, 7);
}

#else

INLINE Vector
sum_lanes (const Vector *v)
{
  return __builtin_shufflevector (v[0], v[1], 0, 2) + __builtin_shufflevector (v[0], v[1], 1, 3);
}

#endif

/* All weights lie one after another, so no vector of gradients begins within another: what reads
 * them next need not wait for pieces. */
static void
sum_products (ChainPlan *plan)
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
  const ChainPlanLayer *before = layer - 1;

  switch (before->small->slope)
    {
    case SLOPE_TANH:
      back_by (layer, w, lanes, tanh_slope);
      break;
    case SLOPE_SIGMOID:
      back_by (layer, w, lanes, sigmoid_slope);
      break;
    default:
      back_by (layer, w, lanes, NULL);
      if (before->small->slope == SLOPE_OTHER)
        before->activation->map_slope (before->n_units, lanes, before->z, before->a,
                                       before->delta, before->delta, before->parameters);
    }
}

static const ChainSmallActivation activations[] = {
  { "linear", NULL, SLOPE_ONE },
  { "sigmoid", NULL, SLOPE_SIGMOID },
  { "tanh", tanh_map, SLOPE_TANH },
  { NULL, NULL, SLOPE_OTHER },
};

static void
prepare (ChainPlan *plan)
{
  for (guint l = 0; l < plan->n_layers; l++)
    {
      const ChainSmallActivation *small = activations;

      while (small->name != NULL && !g_str_equal (plan->layers[l].activation->name, small->name))
        small++;
      plan->layers[l].small = small;
    }
}

INLINE void
backward_lanes (ChainPlan *plan, gsize lanes)
{
  for (guint l = plan->n_layers; l-- > 0;)
    {
      const ChainPlanLayer *layer = &plan->layers[l];
      double               *products = plan->products + layer->first * VECTOR;

      if (l > 0)
        back (layer, plan->parameters + layer->first, lanes);
#define STRIP(n)                                                                                  \
  correlate_strip (layer->in + first, layer->n_rows, layer->delta + first, layer->n_units, lanes, \
                   products, first > 0, n)
      FOR_STRIPS (lanes, STRIP)
#undef STRIP
    }
  sum_products (plan);
}

FOR_LANES (backward_lanes)

static void
backward (ChainPlan *plan)
{
  WAY (backward_lanes, plan->lanes) (plan);
}

static double
squares (ChainPlan *plan)
{
  const ChainPlanLayer *layer = &plan->layers[plan->n_layers - 1];
  const double         *targets = chain_plan_scratch (plan, 0, CHAIN_PLAN_TARGETS);
  Vector                sums = { 0 };
  double                sum = 0;

  for (gsize i = 0; i < plan->lanes; i += VECTOR)
    {
      const Vector z = load (layer->z + i);
      const Vector e = z - load (targets + i);
      const Vector shared = e * load (plan->shares + i);

      store (plan->outputs + i, z);
      store (layer->delta + i, shared + shared);
      sums += e * shared;
    }
  for (gsize lane = 0; lane < VECTOR; lane++)
    sum += sums[lane];
  return sum;
}

const ChainSmallKernels CHAIN_SMALL_LEVEL = {
  .prepare = prepare,
  .gather = gather,
  .forward = forward,
  .backward = backward,
  .squares = squares,
};
