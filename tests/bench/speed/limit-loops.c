/* limit-loops.c: training loops for one network each, everything known when they are compiled.
 *
 * No layer, no operation, no size is looked up; rows are laid out beforehand as the loop wants
 * them, weights stay in registers where there is room. Nothing but the mean loss is kept.
 *
 * SPDX-License-Identifier: MIT
 */
#include "limit.h"

#include <string.h>

#ifdef __AVX512F__
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__ ((always_inline))

INLINE Vector
clamped (Vector x, double limit)
{
#ifdef __AVX512F__
  return _mm512_max_pd (_mm512_min_pd (x, _mm512_set1_pd (limit)), _mm512_set1_pd (-limit));
#else
  for (guint i = 0; i < LANES; i++)
    x[i] = x[i] > limit ? limit : x[i] < -limit ? -limit : x[i];
  return x;
#endif
}

/* tanh x = e / (e + 2) with e = exp (2x) − 1 = 2ⁿ·(exp (r) − 1) + (2ⁿ − 1), |r| ≤ ln 2 / 2; within
 * a few units in the last place. Beyond 19.1 it is ±1. This is the usual way; the engine's, by one
 * division of two short polynomials, would make the loops faster by a fifth (README.md). */
INLINE Vector
hyperbolic_tangent (Vector argument)
{
  const double rounder = 0x1.8p52;
  const Vector x = clamped (argument, 19.1);
  const Vector rounded = x * 0x1.71547652b82fep+1 + rounder;
  const Vector n = rounded - rounder;
  const Vector r = (x + x - n * 0x1.62e42fefa0000p-1) - n * 0x1.cf79abc9e3b3ap-40;
  const Vector r2 = r * r;
  const Vector r4 = r2 * r2;
  const Vector q01 = r * (1. / 6) + 1. / 2;
  const Vector q23 = r * (1. / 120) + 1. / 24;
  const Vector q45 = r * (1. / 5040) + 1. / 720;
  const Vector q67 = r * (1. / 362880) + 1. / 40320;
  const Vector q89 = r * (1. / 39916800) + 1. / 3628800;
  const Vector qab = r * (1. / 6227020800) + 1. / 479001600;
  const Vector q = (q01 + r2 * q23) + r4 * ((q45 + r2 * q67) + r4 * (q89 + r2 * qab));
  const Vector power = (Vector) (((Whole) rounded << 52) + 0x3ff0000000000000);
  const Vector e = power * (r + r2 * q) + (power - 1);

  return e / (e + 2);
}

/* Lane i of the result is the sum over the lanes of v[i]. */
INLINE Vector
sums (const Vector *v)
{
  Vector pairs[4], fours[2];

  for (guint i = 0; i < 4; i++)
    pairs[i] = __builtin_shufflevector (v[2 * i], v[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14)
               + __builtin_shufflevector (v[2 * i], v[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  for (guint i = 0; i < 2; i++)
    fours[i] = __builtin_shufflevector (pairs[2 * i], pairs[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13)
               + __builtin_shufflevector (pairs[2 * i], pairs[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
  return __builtin_shufflevector (fours[0], fours[1], 0, 1, 2, 3, 8, 9, 10, 11)
         + __builtin_shufflevector (fours[0], fours[1], 4, 5, 6, 7, 12, 13, 14, 15);
}

INLINE double
sum (Vector v)
{
  double total = 0;

  for (guint i = 0; i < LANES; i++)
    total += v[i];
  return total;
}

/* W1: 2-1, one row a batch. What limits it is that a row's weights depend on the row before: two
 * multiply-adds and an addition, one after the other. */

static void
arrange_w1 (double *batch, const double *const *inputs, const double *const *targets, guint n_rows)
{
  for (guint r = 0; r < n_rows; r++)
    {
      batch[4 * r] = inputs[r][0];
      batch[4 * r + 1] = inputs[r][1];
      batch[4 * r + 2] = targets[r][0];
      batch[4 * r + 3] = 0;
    }
}

static double
epoch_w1 (double *weights, const Vector *rows, guint n_batches, double rate)
{
  const double *row = (const double *) rows;
  double        w1 = weights[0], w2 = weights[1], b = weights[2];
  double        squares = 0;

  for (guint i = 0; i < n_batches; i++, row += 4)
    {
      const double step1 = 2 * rate * row[0], step2 = 2 * rate * row[1];
      const double error = (w1 * row[0] - row[2]) + (w2 * row[1] + b);

      w1 -= step1 * error;
      w2 -= step2 * error;
      b -= 2 * rate * error;
      squares += error * error;
    }
  weights[0] = w1;
  weights[1] = w2;
  weights[2] = b;
  return squares;
}

/* W2: 2-4-2-1, ten rows a batch: rows in lanes, the six lanes too many with a share of 0. */

enum { W2_ROWS = 10, W2_PARTS = 2, W2_FIRST = 4, W2_SECOND = 2 };

/* Of a batch: for each part x₁, x₂, y and the share of a row in the mean. */
static void
arrange_w2 (double *batch, const double *const *inputs, const double *const *targets, guint n_rows)
{
  for (guint part = 0; part < W2_PARTS; part++, batch += 4 * LANES)
    for (guint lane = 0; lane < LANES; lane++)
      {
        const guint r = part * LANES + lane;

        batch[lane] = r < n_rows ? inputs[r][0] : 0;
        batch[LANES + lane] = r < n_rows ? inputs[r][1] : 0;
        batch[2 * LANES + lane] = r < n_rows ? targets[r][0] : 0;
        batch[3 * LANES + lane] = r < n_rows ? 1. / W2_ROWS : 0;
      }
}

/* Where the weights stand: kernel, then bias, of each layer. */
enum { W2_W1 = 0, W2_B1 = 8, W2_W2 = 12, W2_B2 = 20, W2_W3 = 22, W2_B3 = 24, W2_WEIGHTS = 25 };

INLINE void
step_w2 (const Vector *rows, double *w, double rate, Vector *squares)
{
  Vector gradient[4 * LANES] = { 0 };

  for (guint part = 0; part < W2_PARTS; part++)
    {
      const Vector *x = rows + 4 * part;
      const Vector  y = x[2], share = x[3];
      Vector        a1[W2_FIRST], a2[W2_SECOND], dz2[W2_SECOND], error, slope;

      for (guint j = 0; j < W2_FIRST; j++)
        a1[j] = hyperbolic_tangent (x[0] * w[W2_W1 + j] + (x[1] * w[W2_W1 + W2_FIRST + j] + w[W2_B1 + j]));
      for (guint k = 0; k < W2_SECOND; k++)
        a2[k] = hyperbolic_tangent ((a1[0] * w[W2_W2 + k] + a1[1] * w[W2_W2 + 2 + k])
                                    + (a1[2] * w[W2_W2 + 4 + k]
                                       + (a1[3] * w[W2_W2 + 6 + k] + w[W2_B2 + k])));
      error = a2[0] * w[W2_W3] + (a2[1] * w[W2_W3 + 1] + (w[W2_B3] - y));
      *squares += error * error * (share * W2_ROWS);
      slope = error * (share * (2 * rate));

      gradient[W2_B3] += slope;
      for (guint k = 0; k < W2_SECOND; k++)
        {
          gradient[W2_W3 + k] += slope * a2[k];
          dz2[k] = slope * w[W2_W3 + k] * (1 - a2[k] * a2[k]);
          gradient[W2_B2 + k] += dz2[k];
        }
      for (guint j = 0; j < W2_FIRST; j++)
        {
          const Vector dz1 = (dz2[0] * w[W2_W2 + 2 * j] + dz2[1] * w[W2_W2 + 2 * j + 1])
                             * (1 - a1[j] * a1[j]);

          gradient[W2_W2 + 2 * j] += dz2[0] * a1[j];
          gradient[W2_W2 + 2 * j + 1] += dz2[1] * a1[j];
          gradient[W2_W1 + j] += dz1 * x[0];
          gradient[W2_W1 + W2_FIRST + j] += dz1 * x[1];
          gradient[W2_B1 + j] += dz1;
        }
    }
  for (guint i = 0; i < 4; i++)
    ((Vector *) w)[i] -= sums (gradient + LANES * i);
}

static double
epoch_w2 (double *weights, const Vector *rows, guint n_batches, double rate)
{
  double w[4 * LANES] __attribute__ ((aligned (64))) = { 0 };
  Vector squares = { 0 };

  memcpy (w, weights, W2_WEIGHTS * sizeof (double));
  for (guint i = 0; i < n_batches; i++)
    step_w2 (rows + i * W2_PARTS * 4, w, rate, &squares);
  memcpy (weights, w, W2_WEIGHTS * sizeof (double));
  return sum (squares);
}

/* W3: 2-8-8-8-1, 32 rows a batch: units in lanes, a layer of a row is one vector. */

enum { W3_ROWS = 32, W3_UNITS = 8, W3_BATCH = 3 * W3_ROWS, W3_WEIGHTS = 177 };

typedef struct
{
  Vector first[2], b1;
  Vector second[W3_UNITS], b2;
  Vector third[W3_UNITS], b3;
  Vector last;
  double b4;
} W3Weights;

/* Of a batch: all x₁ and x₂ by turns, then all y. */
static void
arrange_w3 (double *batch, const double *const *inputs, const double *const *targets, guint n_rows)
{
  for (guint r = 0; r < n_rows; r++)
    {
      batch[2 * r] = inputs[r][0];
      batch[2 * r + 1] = inputs[r][1];
      batch[2 * W3_ROWS + r] = targets[r][0];
    }
}

INLINE Vector
through (const Vector *kernel, const double *inputs, Vector bias)
{
  const Vector one = inputs[0] * kernel[0] + bias;
  const Vector two = inputs[1] * kernel[1];
  const Vector three = inputs[3] * kernel[3] + (inputs[2] * kernel[2] + one);
  const Vector four = inputs[5] * kernel[5] + (inputs[4] * kernel[4] + two);

  return (inputs[6] * kernel[6] + three) + (inputs[7] * kernel[7] + four);
}

INLINE void
transpose (const Vector *matrix, Vector *transposed)
{
  for (guint i = 0; i < W3_UNITS; i++)
    for (guint j = 0; j < W3_UNITS; j++)
      ((double *) &transposed[j])[i] = ((const double *) &matrix[i])[j];
}

/* A layer's part of the way back: updates it, and gives dL/dz of the layer before. */
INLINE void
back_w3 (Vector *kernel, Vector *bias, const Vector *a, const Vector *dz, Vector *dz_before)
{
  const Vector none = { 0 };
  Vector       transposed[W3_UNITS], change[W3_UNITS] = { 0 }, bias_change = { 0 };

  transpose (kernel, transposed);
  for (guint r = 0; r < W3_ROWS; r++)
    {
      const double *inputs = (const double *) &a[r];

      for (guint k = 0; k < W3_UNITS; k++)
        change[k] += inputs[k] * dz[r];
      bias_change += dz[r];
    }
  for (guint r = 0; r < W3_ROWS; r++)
    dz_before[r] = through (transposed, (const double *) &dz[r], none) * (1 - a[r] * a[r]);
  for (guint k = 0; k < W3_UNITS; k++)
    kernel[k] -= change[k];
  *bias -= bias_change;
}

INLINE void
step_w3 (const Vector *rows, W3Weights *w, double rate, Vector *squares)
{
  const double *x = (const double *) rows;
  const Vector *y = rows + 2 * W3_ROWS / LANES;
  Vector        a1[W3_ROWS], a2[W3_ROWS], a3[W3_ROWS], dz3[W3_ROWS], dz2[W3_ROWS], dz1[W3_ROWS];
  Vector        slopes[W3_ROWS / LANES], change[3] = { 0 }, slope_sum = { 0 };
  const double *slope = (const double *) slopes;

  for (guint r = 0; r < W3_ROWS; r++)
    a1[r] = hyperbolic_tangent (x[2 * r] * w->first[0] + (x[2 * r + 1] * w->first[1] + w->b1));
  for (guint r = 0; r < W3_ROWS; r++)
    a2[r] = hyperbolic_tangent (through (w->second, (const double *) &a1[r], w->b2));
  for (guint r = 0; r < W3_ROWS; r++)
    a3[r] = hyperbolic_tangent (through (w->third, (const double *) &a2[r], w->b3));
  for (guint i = 0; i < W3_ROWS / LANES; i++)
    {
      Vector parts[LANES], error;

      for (guint r = 0; r < LANES; r++)
        parts[r] = a3[LANES * i + r] * w->last;
      error = sums (parts) + (w->b4 - y[i]);
      *squares += error * error;
      slopes[i] = error * (2 * rate / W3_ROWS);
      slope_sum += slopes[i];
    }

  for (guint r = 0; r < W3_ROWS; r++)
    {
      dz3[r] = slope[r] * w->last * (1 - a3[r] * a3[r]);
      change[2] += slope[r] * a3[r];
    }
  w->last -= change[2];
  w->b4 -= sum (slope_sum);
  back_w3 (w->third, &w->b3, a2, dz3, dz2);
  back_w3 (w->second, &w->b2, a1, dz2, dz1);
  slope_sum = (Vector){ 0 };
  for (guint r = 0; r < W3_ROWS; r++)
    {
      change[0] += x[2 * r] * dz1[r];
      change[1] += x[2 * r + 1] * dz1[r];
      slope_sum += dz1[r];
    }
  w->first[0] -= change[0];
  w->first[1] -= change[1];
  w->b1 -= slope_sum;
}

static double
epoch_w3 (double *weights, const Vector *rows, guint n_batches, double rate)
{
  W3Weights w;
  Vector    squares = { 0 };

  memcpy (&w, weights, W3_WEIGHTS * sizeof (double));
  for (guint i = 0; i < n_batches; i++)
    step_w3 (rows + i * (W3_BATCH / LANES), &w, rate, &squares);
  memcpy (weights, &w, W3_WEIGHTS * sizeof (double));
  return sum (squares);
}

static const LimitLoop loops[] = {
  { "W1", 3, 4, epoch_w1, arrange_w1 },
  { "W2", W2_WEIGHTS, 4 * W2_PARTS * LANES, epoch_w2, arrange_w2 },
  { "W3", W3_WEIGHTS, W3_BATCH, epoch_w3, arrange_w3 },
};

/* The loop of that work; NULL without one. */
const LimitLoop *
limit_loop_find (const char *work)
{
  for (guint i = 0; i < G_N_ELEMENTS (loops); i++)
    if (g_str_equal (loops[i].work, work))
      return &loops[i];
  return NULL;
}
