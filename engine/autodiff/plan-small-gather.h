/* plan-small-gather.h: rows of a run turned into vectors.
 *
 * For plan-small-level.c alone, which is compiled once for each level.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/plan-small-vector.h"

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

INLINE __m256d
two_rows (const double *values, const guint *rows)
{
  return _mm256_insertf128_pd (_mm256_castpd128_pd256 (_mm_loadu_pd (values + (gsize) rows[0] * 2)),
                               _mm_loadu_pd (values + (gsize) rows[1] * 2), 1);
}

/* Of two columns. */
INLINE Vector
four_rows (const double *values, const guint *rows)
{
  return (Vector) _mm512_insertf64x4 (_mm512_castpd256_pd512 (two_rows (values, rows)),
                                      two_rows (values, rows + 2), 1);
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
  one = of == NULL ? load (from) : four_rows (values, of);
  other = of == NULL ? load (from + VECTOR) : four_rows (values, of + 4);
  columns[0] = __builtin_shufflevector (one, other, 0, 2, 4, 6, 8, 10, 12, 14);
  columns[1] = __builtin_shufflevector (one, other, 1, 3, 5, 7, 9, 11, 13, 15);
}

/* Four rows of one or two columns, turned; then @row of them for each lane. */
INLINE void
turn_four (const double *values, const guint *rows, gsize first, gsize n_columns, Lanes row,
           Vector *columns)
{
  const double *const from = values + first * n_columns;
  const guint *const  of = rows == NULL ? NULL : rows + first;
  Vector              four;

  if (n_columns == 1)
    {
      four = of == NULL ? (Vector){ from[0], from[1], from[2], from[3] }
                        : (Vector){ values[of[0]], values[of[1]], values[of[2]], values[of[3]] };
      columns[0] = __builtin_shuffle (four, row);
      return;
    }
  four = of == NULL ? load (from) : four_rows (values, of);
  columns[0] = __builtin_shuffle (four, row + row);
  columns[1] = __builtin_shuffle (four, row + row + 1);
}

/* The last @n lanes with a row of their own, and those that only fill up a vector: they are picked
 * from the last @size rows. */
INLINE Lanes
row_of_lanes (gsize n, gint64 size)
{
  const Lanes ahead = (Lanes){ 0, 1, 2, 3, 4, 5, 6, 7 } + (size - (gint64) n);

  return (Lanes) _mm512_min_epi64 ((__m512i) ahead, _mm512_set1_epi64 (size - 1));
}

/* At least eight rows of one or two columns. */
INLINE void
gather_eights (const ChainPlan *plan,
               const double    *values,
               const guint     *rows,
               gsize            n_columns,
               double          *to)
{
  const gsize lanes = plan->lanes;
  const gsize batch = plan->batch;
  Vector      columns[2];
  gsize       lane = 0;

  for (; lane + VECTOR <= batch; lane += VECTOR)
    {
      turn_eight (values, rows, lane, n_columns, columns);
      UNROLL
      for (gsize column = 0; column < n_columns; column++)
        store (to + column * lanes + lane, columns[column]);
    }
  if (lane == lanes)
    return;
  if (batch - lane <= 4)
    turn_four (values, rows, batch - 4, n_columns, row_of_lanes (batch - lane, 4), columns);
  else
    {
      const Lanes row = row_of_lanes (batch - lane, VECTOR);

      turn_eight (values, rows, batch - VECTOR, n_columns, columns);
      UNROLL
      for (gsize column = 0; column < n_columns; column++)
        columns[column] = __builtin_shuffle (columns[column], row);
    }
  UNROLL
  for (gsize column = 0; column < n_columns; column++)
    store (to + column * lanes + lane, columns[column]);
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

INLINE void
gather_columns (const ChainPlan *plan, const double *values, gsize n_columns, double *to)
{
  const guint *rows = plan->rows->rows;

#if VECTOR == 8
  if (n_columns <= 2 && plan->batch >= VECTOR)
    {
      if (rows == NULL)
        gather_eights (plan, values, NULL, n_columns, to);
      else
        gather_eights (plan, values, rows, n_columns, to);
      return;
    }
#endif
  if (rows == NULL)
    gather_rows (plan, values, NULL, n_columns, to);
  else
    gather_rows (plan, values, rows, n_columns, to);
}

/* The commonest few numbers of columns are constants, in functions of their own that need not save
 * what only the others use. */
static __attribute__ ((noinline)) void
gather_one (const ChainPlan *plan, const double *values, double *to)
{
  gather_columns (plan, values, 1, to);
}

static __attribute__ ((noinline)) void
gather_two (const ChainPlan *plan, const double *values, double *to)
{
  gather_columns (plan, values, 2, to);
}

static __attribute__ ((noinline)) void
gather_many (const ChainPlan *plan, const double *values, gsize n_columns, double *to)
{
  if (plan->rows->rows == NULL)
    gather_rows (plan, values, NULL, n_columns, to);
  else
    gather_rows (plan, values, plan->rows->rows, n_columns, to);
}

static void
gather (const ChainPlan *plan, const double *values, gsize n_columns, double *to)
{
  if (n_columns == 1)
    gather_one (plan, values, to);
  else if (n_columns == 2)
    gather_two (plan, values, to);
  else
    gather_many (plan, values, n_columns, to);
}
