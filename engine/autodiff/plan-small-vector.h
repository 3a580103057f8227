/* plan-small-vector.h: vectors of one level of processor, and what is computed of whole ones.
 *
 * For plan-small-level.c alone, which is compiled once for each level.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/plan-small.h"
#include "autodiff/vector-math-inline.h"

#if defined (__AVX512F__)
#include <immintrin.h>
#define VECTOR 8
#elif defined (__AVX__)
#define VECTOR 4
#else
#define VECTOR 2
#endif

typedef double Vector
  __attribute__ ((vector_size (VECTOR * sizeof (double)), aligned (8), may_alias));

typedef gint64 Lanes __attribute__ ((vector_size (VECTOR * sizeof (double))));

#define INLINE static inline __attribute__ ((always_inline))
#define UNROLL _Pragma ("GCC unroll 16")

INLINE Vector
load (const double *from)
{
  return *(const Vector *) from;
}

INLINE void
store (double *to, Vector values)
{
  *(Vector *) to = values;
}

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

/* Whether the last vector of a panel has four rows at most, and so goes with another through tanh. */
INLINE gboolean
ends_in_half (const ChainPlan *plan)
{
  return VECTOR == 8 && plan->lanes - plan->batch >= VECTOR / 2;
}

/* tanh of two vectors of four rows at most as one. Their lanes beyond become those of these rows. */
INLINE void
tanh_halves (Vector *one, Vector *other)
{
#if VECTOR == 8
  const Vector both
    = tanh_of (__builtin_shufflevector (*one, *other, 0, 1, 2, 3, 8, 9, 10, 11));

  *one = __builtin_shufflevector (both, both, 0, 1, 2, 3, 0, 1, 2, 3);
  *other = __builtin_shufflevector (both, both, 4, 5, 6, 7, 4, 5, 6, 7);
#else
  *one = tanh_of (*one);
  *other = tanh_of (*other);
#endif
}

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
  int         slope;
};

/* Of a layer. */
struct _ChainSmallLoops
{
  void (*forward)      (const ChainPlan *plan, const ChainPlanLayer *layer); /* to z */
  void (*forward_tanh) (const ChainPlan *plan, const ChainPlanLayer *layer); /* to a */
  /* ∂L/∂w of each lane and, but for the first layer, ∂L/∂z of the layer before, or ∂L/∂a where its
   * slope is SLOPE_OTHER. */
  void (*backward)     (const ChainPlan *plan, const ChainPlanLayer *layer);
};

/* Lane i of the result is the sum over the lanes of v[i]. */
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

