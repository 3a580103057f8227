/* loss-arrays.c: losses and their gradients in one pass over arrays.
 *
 * The formulas are those of losses.c. A sum runs in as many partial sums as a vector has
 * places, so its rounding depends on the processor and the length, and on nothing else.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/loss-arrays.h"

#include "autodiff/vector-math-inline.h"

#define ROWS_AT_ONCE 64
#define NARROW 32 /* columns: a row of fewer would not fill vectors by itself */

/* Defines @function for a loss that is the mean of a part for each element: @part and its
 * derivative by the prediction, @slope, are expressions in the prediction z, the target y and
 * the operation's first parameter p0. */
#define MEAN_OF_PARTS(function, part, slope)                                                      \
  CHAIN_CLONES double function (gsize rows, gsize columns, const double *prediction,              \
                                const double *target, double adjoint, double *gradient,           \
                                const double *p)                                                  \
  {                                                                                               \
    const gsize  n = rows * columns;                                                              \
    const double scale = adjoint / (double) n;                                                    \
    const double p0 G_GNUC_UNUSED = p == NULL ? 0 : p[0];                                         \
    double       sum = 0;                                                                         \
                                                                                                  \
    if (gradient == NULL)                                                                         \
      {                                                                                           \
        CHAIN_VECTOR_SUM                                                                          \
        for (gsize i = 0; i < n; i++)                                                             \
          {                                                                                       \
            const double z = prediction[i];                                                       \
            const double y = target[i];                                                           \
                                                                                                  \
            sum += (part);                                                                        \
          }                                                                                       \
        return sum / (double) n;                                                                  \
      }                                                                                           \
                                                                                                  \
    CHAIN_VECTOR_SUM                                                                              \
    for (gsize i = 0; i < n; i++)                                                                 \
      {                                                                                           \
        const double z = prediction[i];                                                           \
        const double y = target[i];                                                               \
                                                                                                  \
        sum += (part);                                                                            \
        gradient[i] = scale * (slope);                                                            \
      }                                                                                           \
    return sum / (double) n;                                                                      \
  }

/**
 * chain_map_mse:
 * @rows: examples
 * @columns: outputs
 * @prediction: [rows, columns] a
 * @target: [rows, columns] y
 * @adjoint: what the gradient is multiplied by
 * @gradient: (out caller-allocates) (optional): [rows, columns] adjoint · ∂L/∂a; may be
 *   @prediction
 * @p: (nullable): not read
 *
 * Mean squared error.
 *
 * Returns: L
 */
MEAN_OF_PARTS (chain_map_mse, (z - y) * (z - y), 2 * (z - y))

/**
 * chain_map_mae:
 * @rows: examples
 * @columns: outputs
 * @prediction: [rows, columns] a
 * @target: [rows, columns] y
 * @adjoint: what the gradient is multiplied by
 * @gradient: (out caller-allocates) (optional): [rows, columns] adjoint · ∂L/∂a; may be
 *   @prediction
 * @p: (nullable): not read
 *
 * Mean absolute error.
 *
 * Returns: L
 */
MEAN_OF_PARTS (chain_map_mae, fabs (z - y), z > y ? 1.0 : z < y ? -1.0 : 0.0)

static inline G_ALWAYS_INLINE double
huber_part (double e, double delta)
{
  const double line = delta * (fabs (e) - 0.5 * delta);

  return fabs (e) <= delta ? (0.5 * e) * e : line;
}

static inline G_ALWAYS_INLINE double
kept_between (double e, double delta)
{
  const double below = e > delta ? delta : e;

  return below < -delta ? -delta : below;
}

/**
 * chain_map_huber:
 * @rows: examples
 * @columns: outputs
 * @prediction: [rows, columns] a
 * @target: [rows, columns] y
 * @adjoint: what the gradient is multiplied by
 * @gradient: (out caller-allocates) (optional): [rows, columns] adjoint · ∂L/∂a; may be
 *   @prediction
 * @p: [1] δ
 *
 * Huber's loss.
 *
 * Returns: L
 */
MEAN_OF_PARTS (chain_map_huber, huber_part (z - y, p0), kept_between (z - y, p0))

/**
 * chain_map_binary:
 * @rows: examples
 * @columns: outputs
 * @prediction: [rows, columns] logits z
 * @target: [rows, columns] y
 * @adjoint: what the gradient is multiplied by
 * @gradient: (out caller-allocates) (optional): [rows, columns] adjoint · ∂L/∂z; may be
 *   @prediction
 * @p: (nullable): not read
 *
 * Binary cross-entropy of the sigmoid of the logits.
 *
 * Returns: L
 */
MEAN_OF_PARTS (chain_map_binary,
               ((z <= 0 ? 0 : z) - z * y) + chain_softplus_rest (z),
               chain_sigmoid (z) - y)

/* What the loss and its gradient need of each of some rows. */
typedef struct
{
  double sums[ROWS_AT_ONCE];    /* Σ e^(z − largest) */
  double weights[ROWS_AT_ONCE]; /* Σ y */
  double dots[ROWS_AT_ONCE];    /* Σ y (z − largest) */
} Rows;

/* e^(z − largest) of each row. */
static inline G_ALWAYS_INLINE void
raise_rows (gsize         rows,
            gsize         columns,
            const double *z,
            const double *y,
            double       *powers,
            Rows         *parts)
{
  for (gsize r = 0; r < rows; r++)
    {
      const double largest = chain_largest (columns, z + r * columns);
      double       weight = 0;
      double       dot = 0;

      for (gsize k = r * columns; k < (r + 1) * columns; k++)
        {
          powers[k] = z[k] - largest;
          weight += y[k];
          dot += y[k] * powers[k];
        }
      parts->weights[r] = weight;
      parts->dots[r] = dot;
    }
  CHAIN_VECTOR_LOOP
  for (gsize i = 0; i < rows * columns; i++)
    powers[i] = chain_exp_bounded (powers[i]);
  for (gsize r = 0; r < rows; r++)
    parts->sums[r] = chain_sum (columns, powers + r * columns);
}

/* Σ y (ln Σ e^z − z) of the rows. */
static inline G_ALWAYS_INLINE double
loss_of_rows (gsize rows, const Rows *parts)
{
  double sum = 0;

  CHAIN_VECTOR_SUM
  for (gsize r = 0; r < rows; r++)
    sum += chain_log (parts->sums[r]) * parts->weights[r] - parts->dots[r];
  return sum;
}

/* Σ y (ln Σ e^z − z) of one row. */
static inline G_ALWAYS_INLINE double
loss_of_row (gsize columns, const double *z, const double *y)
{
  const double largest = chain_largest (columns, z);
  double       weight = 0;
  double       dot = 0;
  double       sum = 0;

  CHAIN_VECTOR_SUM
  for (gsize k = 0; k < columns; k++)
    sum += chain_exp_bounded (z[k] - largest);
  for (gsize k = 0; k < columns; k++)
    {
      weight += y[k];
      dot += y[k] * (z[k] - largest);
    }
  return chain_log (sum) * weight - dot;
}

/* Up to ROWS_AT_ONCE rows. */
static inline G_ALWAYS_INLINE double
categorical_rows (gsize         rows,
                  gsize         columns,
                  const double *z,
                  const double *y,
                  double        scale,
                  double       *gradient)
{
  double loss;
  Rows   parts;

  raise_rows (rows, columns, z, y, gradient, &parts);
  loss = loss_of_rows (rows, &parts);
  for (gsize r = 0; r < rows; r++)
    {
      const double reciprocal = 1 / parts.sums[r];

      CHAIN_VECTOR_LOOP
      for (gsize k = r * columns; k < (r + 1) * columns; k++)
        gradient[k] = scale * (gradient[k] * reciprocal - y[k]);
    }
  return loss;
}

/* The same without a gradient. */
static inline G_ALWAYS_INLINE double
categorical_rows_only (gsize rows, gsize columns, const double *z, const double *y)
{
  double powers[ROWS_AT_ONCE * NARROW];
  double sum = 0;
  Rows   parts;

  if (columns <= NARROW)
    {
      raise_rows (rows, columns, z, y, powers, &parts);
      return loss_of_rows (rows, &parts);
    }
  for (gsize r = 0; r < rows; r++)
    sum += loss_of_row (columns, z + r * columns, y + r * columns);
  return sum;
}

/**
 * chain_map_categorical:
 * @rows: examples
 * @columns: classes
 * @prediction: [rows, columns] logits z
 * @target: [rows, columns] y
 * @adjoint: what the gradient is multiplied by
 * @gradient: (out caller-allocates) (optional): [rows, columns] adjoint · ∂L/∂z; may be
 *   @prediction
 * @p: (nullable): not read
 *
 * Categorical cross-entropy of the softmax of the logits.
 *
 * Returns: L
 */
CHAIN_CLONES double
chain_map_categorical (gsize         rows,
                       gsize         columns,
                       const double *prediction,
                       const double *target,
                       double        adjoint,
                       double       *gradient,
                       const double *p G_GNUC_UNUSED)
{
  const double scale = adjoint / (double) rows;
  double       total = 0;

  for (gsize r = 0; r < rows; r += ROWS_AT_ONCE)
    {
      const gsize   count = MIN (rows - r, ROWS_AT_ONCE);
      const double *z = prediction + r * columns;
      const double *y = target + r * columns;

      total += gradient == NULL
                   ? categorical_rows_only (count, columns, z, y)
                   : categorical_rows (count, columns, z, y, scale, gradient + r * columns);
    }
  return total / (double) rows;
}
