/* plan-small-gather.h: vectors of one level of processor, and rows of a run turned into them.
 *
 * For plan-small-level.c alone, which is compiled once for each level.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/plan-small.h"

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

/* What is put together in a register need not be waited for in pieces. */
INLINE Vector
side_by_side (const double *const *from, gsize column)
{
#if VECTOR == 8
  return (Vector){ from[0][column], from[1][column], from[2][column], from[3][column],
                   from[4][column], from[5][column], from[6][column], from[7][column] };
#elif VECTOR == 4
  return (Vector){ from[0][column], from[1][column], from[2][column], from[3][column] };
#else
  return (Vector){ from[0][column], from[1][column] };
#endif
}

/* Rows first to first + VECTOR − 1 of the run, or as many as there are. */
INLINE void
gather_vector (const double *values,
               const guint  *rows,
               gsize         first,
               gsize         last,
               gsize         n_columns,
               double       *to,
               gsize         lanes)
{
  const double *from[VECTOR];

  UNROLL
  for (gsize i = 0; i < VECTOR; i++)
    {
      const gsize row = MIN (first + i, last);

      from[i] = values + (rows == NULL ? row : rows[row]) * n_columns;
    }
  for (gsize column = 0; column < n_columns; column++)
    store (to + column * lanes, side_by_side (from, column));
}

#if VECTOR == 8

typedef double Pair __attribute__ ((vector_size (16), aligned (8), may_alias));
typedef double Four __attribute__ ((vector_size (32)));

INLINE Four
two_rows (const double *values, const guint *rows, gsize i)
{
  const Pair one = *(const Pair *) (values + (gsize) rows[i] * 2);
  const Pair other = *(const Pair *) (values + (gsize) rows[i + 1] * 2);

  return __builtin_shufflevector (one, other, 0, 1, 2, 3);
}

INLINE Vector
four_rows (const double *values, const guint *rows, gsize i)
{
  return __builtin_shufflevector (two_rows (values, rows, i), two_rows (values, rows, i + 2), 0, 1,
                                  2, 3, 4, 5, 6, 7);
}

/* Eight rows of one or two columns, turned. */
INLINE void
turn_eight (const double *values, const guint *rows, gsize first, gsize n_columns, Vector *columns)
{
  const double *const from = values + first * n_columns;
  const guint *const  of = rows == NULL ? NULL : rows + first;
  Vector              one, other;

  if (n_columns == 1)
    {
      columns[0] = of == NULL
                     ? load (from)
                     : (Vector){ values[of[0]], values[of[1]], values[of[2]], values[of[3]],
                                 values[of[4]], values[of[5]], values[of[6]], values[of[7]] };
      return;
    }
  one = of == NULL ? load (from) : four_rows (values, of, 0);
  other = of == NULL ? load (from + VECTOR) : four_rows (values, of, 4);
  columns[0] = __builtin_shufflevector (one, other, 0, 2, 4, 6, 8, 10, 12, 14);
  columns[1] = __builtin_shufflevector (one, other, 1, 3, 5, 7, 9, 11, 13, 15);
}

/* At least eight rows of one or two columns. The last lanes are picked from the last eight rows. */
INLINE void
gather_eights (const ChainPlan *plan,
               const double    *values,
               const guint     *rows,
               gsize            n_columns,
               double          *to)
{
  const gsize lanes = plan->lanes;
  Vector      columns[2];
  gsize       lane = 0;

  for (; lane + VECTOR <= plan->batch; lane += VECTOR)
    {
      turn_eight (values, rows, lane, n_columns, columns);
      UNROLL
      for (gsize column = 0; column < n_columns; column++)
        store (to + column * lanes + lane, columns[column]);
    }
  if (lane < lanes)
    {
      const gsize first = plan->batch - VECTOR;
      const Lanes ahead = (Lanes){ 0, 1, 2, 3, 4, 5, 6, 7 } + (gint64) (lane - first);
      const Lanes beyond = ahead >= VECTOR;
      const Lanes row = (ahead & ~beyond) | (beyond & (VECTOR - 1));

      turn_eight (values, rows, first, n_columns, columns);
      UNROLL
      for (gsize column = 0; column < n_columns; column++)
        store (to + column * lanes + lane, __builtin_shuffle (columns[column], row));
    }
}

#endif

INLINE void
gather_rows (const ChainPlan *plan,
             const double    *values,
             const guint     *rows,
             gsize            n_columns,
             double          *to)
{
  const gsize last = plan->batch - 1;
  const gsize lanes = plan->lanes;
  gsize       lane = 0;

  for (; lane + VECTOR <= plan->batch; lane += VECTOR)
    gather_vector (values, rows, lane, G_MAXSIZE, n_columns, to + lane, lanes);
  for (; lane < lanes; lane += VECTOR)
    gather_vector (values, rows, lane, last, n_columns, to + lane, lanes);
}

/* The commonest few numbers of columns are constants. */
INLINE void
gather_columns (const ChainPlan *plan,
                const double    *values,
                const guint     *rows,
                gsize            n_columns,
                double          *to)
{
#if VECTOR == 8
  if (n_columns <= 2 && plan->batch >= VECTOR)
    {
      if (n_columns == 1)
        gather_eights (plan, values, rows, 1, to);
      else
        gather_eights (plan, values, rows, 2, to);
      return;
    }
#endif
  if (n_columns == 1)
    gather_rows (plan, values, rows, 1, to);
  else if (n_columns == 2)
    gather_rows (plan, values, rows, 2, to);
  else
    gather_rows (plan, values, rows, n_columns, to);
}

static void
gather (const ChainPlan *plan, const double *values, gsize n_columns, double *to)
{
  if (plan->rows->rows == NULL)
    gather_columns (plan, values, NULL, n_columns, to);
  else
    gather_columns (plan, values, plan->rows->rows, n_columns, to);
}
