/* matrix-kernels-level.c: the kernels for one level of processor; compiled once for each.
 *
 * CHAIN_LEVEL names the level. A tile of the result is kept in registers while k runs: as many
 * rows and vectors as the level has registers for. The loops over a tile have constant bounds and
 * are unrolled.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/matrix-kernels-level.h"

#include <string.h>

#if defined (__AVX512F__)
#define VECTOR 8
#define TILE_ROWS 6
#define TILE_VECTORS 4
#elif defined (__AVX__)
#define VECTOR 4
#define TILE_ROWS 6
#define TILE_VECTORS 2
#else
#define VECTOR 2
#define TILE_ROWS 3
#define TILE_VECTORS 4
#endif

#define TILE_COLUMNS (TILE_VECTORS * VECTOR)
#define BLOCK_STEPS 128 /* of k: so much of a panel stays in the first cache */

typedef double Vector __attribute__ ((vector_size (VECTOR * sizeof (double)), aligned (8), may_alias));
typedef gint64 Lanes __attribute__ ((vector_size (VECTOR * sizeof (double))));

#define INLINE static inline __attribute__ ((always_inline))
#define UNROLL _Pragma ("GCC unroll 16")

/* The last vector of a row may reach beyond it. */
INLINE void
store_part (double *to, Vector values, gsize n_columns, gboolean add)
{
  for (gsize i = 0; i < n_columns; i++)
    to[i] = add ? to[i] + values[i] : values[i];
}

INLINE void
store_tile (const ChainProduct *p,
            double             *c,
            Vector              sums[TILE_ROWS][TILE_VECTORS],
            gsize               n_columns,
            gsize               n_rows,
            gsize               n_vectors,
            gboolean            add)
{
  const gsize n_whole = n_columns / VECTOR;

  UNROLL
  for (gsize r = 0; r < n_rows; r++)
    UNROLL
    for (gsize v = 0; v < n_vectors; v++)
      {
        Vector *to = (Vector *) (c + r * p->c_row + v * VECTOR);
        Vector  values = sums[r][v];

        if (v + 1 == n_vectors && n_whole < n_vectors)
          {
            store_part ((double *) to, values, n_columns % VECTOR, add);
            continue;
          }
        if (add)
          values += *to;
        *to = values;
      }
}

/* n_rows and n_vectors are constants wherever this is inlined. */
INLINE void
multiply_tile (const ChainProduct *p,
               const double       *a,
               const double       *b,
               double             *c,
               gsize               n_columns,
               gsize               n_rows,
               gsize               n_vectors)
{
  Vector      sums[TILE_ROWS][TILE_VECTORS];
  const gsize segment = p->segment == 0 ? p->k : p->segment;
  const gsize jump = p->segment_jump;
  const gsize a_row = p->a_row;
  const gsize a_step = p->a_step;
  const gsize b_step = p->b_step;
  gsize       left = segment;

  UNROLL
  for (gsize r = 0; r < n_rows; r++)
    UNROLL
    for (gsize v = 0; v < n_vectors; v++)
      sums[r][v] = (Vector){ 0 };
  for (gsize k = p->k; k > 0; k--)
    {
      Vector right[TILE_VECTORS];

      UNROLL
      for (gsize v = 0; v < n_vectors; v++)
        right[v] = *(const Vector *) (b + v * VECTOR);
      UNROLL
      for (gsize r = 0; r < n_rows; r++)
        UNROLL
        for (gsize v = 0; v < n_vectors; v++)
          sums[r][v] += a[r * a_row] * right[v];
      a += a_step;
      b += b_step;
      if (--left == 0)
        {
          left = segment;
          a += jump;
        }
    }
  if (p->add)
    store_tile (p, c, sums, n_columns, n_rows, n_vectors, TRUE);
  else
    store_tile (p, c, sums, n_columns, n_rows, n_vectors, FALSE);
}

#define TILE(rows, vectors)                                                                       \
  static void tile_##rows##_##vectors (const ChainProduct *p, const double *a, const double *b,  \
                                       double *c, gsize n_columns)                                \
  {                                                                                               \
    multiply_tile (p, a, b, c, n_columns, rows, vectors);                                         \
  }

typedef void (*TileFunction) (const ChainProduct *p,
                              const double       *a,
                              const double       *b,
                              double             *c,
                              gsize               n_columns);

#define TILES_OF(rows) TILE (rows, 1) TILE (rows, 2)
#define NAMES_OF(rows) tile_##rows##_1, tile_##rows##_2
#if TILE_VECTORS == 4
#define MORE_TILES_OF(rows) TILE (rows, 3) TILE (rows, 4)
#define MORE_NAMES_OF(rows) , tile_##rows##_3, tile_##rows##_4
#else
#define MORE_TILES_OF(rows)
#define MORE_NAMES_OF(rows)
#endif

TILES_OF (1) MORE_TILES_OF (1)
TILES_OF (2) MORE_TILES_OF (2)
TILES_OF (3) MORE_TILES_OF (3)
#if TILE_ROWS == 6
TILES_OF (4) MORE_TILES_OF (4)
TILES_OF (5) MORE_TILES_OF (5)
TILES_OF (6) MORE_TILES_OF (6)
#endif

static const TileFunction tiles[TILE_ROWS][TILE_VECTORS] = {
  { NAMES_OF (1) MORE_NAMES_OF (1) },
  { NAMES_OF (2) MORE_NAMES_OF (2) },
  { NAMES_OF (3) MORE_NAMES_OF (3) },
#if TILE_ROWS == 6
  { NAMES_OF (4) MORE_NAMES_OF (4) },
  { NAMES_OF (5) MORE_NAMES_OF (5) },
  { NAMES_OF (6) MORE_NAMES_OF (6) },
#endif
};

static void
multiply_block (const ChainProduct *p)
{
  for (gsize row = 0; row < p->m; row += TILE_ROWS)
    {
      const gsize n_rows = MIN (TILE_ROWS, p->m - row);

      for (gsize column = 0; column < p->n; column += TILE_COLUMNS)
        {
          const gsize n_columns = MIN (TILE_COLUMNS, p->n - column);
          const gsize n_vectors = (n_columns + VECTOR - 1) / VECTOR;

          tiles[n_rows - 1][n_vectors - 1](p, p->a + row * p->a_row, p->b + column,
                                           p->c + row * p->c_row + column, n_columns);
        }
    }
}

/* A long product is done in blocks of k, so that the panel's part of each stays near. */
static void
multiply (const ChainProduct *product)
{
  ChainProduct block;

  if (product->k <= BLOCK_STEPS + BLOCK_STEPS / 2 || product->segment != 0)
    {
      multiply_block (product);
      return;
    }
  block = *product;
  for (gsize done = 0; done < product->k; done += block.k)
    {
      block.k = MIN (BLOCK_STEPS, product->k - done);
      multiply_block (&block);
      block.a += block.k * block.a_step;
      block.b += block.k * block.b_step;
      block.add = TRUE;
    }
}

#if VECTOR == 8

#define SHUFFLE(x, y, ...) __builtin_shuffle (x, y, (Lanes){ __VA_ARGS__ })

/* Pairs, then pairs of pairs, then halves change places. */
INLINE void
transpose_square (Vector *v)
{
  Vector pairs[8];
  Vector quads[8];

  UNROLL
  for (gsize i = 0; i < 8; i += 2)
    {
      pairs[i] = SHUFFLE (v[i], v[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
      pairs[i + 1] = SHUFFLE (v[i], v[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
  UNROLL
  for (gsize i = 0; i < 8; i += 4)
    UNROLL
    for (gsize j = 0; j < 2; j++)
      {
        quads[i + j] = SHUFFLE (pairs[i + j], pairs[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
        quads[i + j + 2] = SHUFFLE (pairs[i + j], pairs[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
      }
  UNROLL
  for (gsize i = 0; i < 4; i++)
    {
      v[i] = SHUFFLE (quads[i], quads[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
      v[i + 4] = SHUFFLE (quads[i], quads[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

#elif VECTOR == 4

#define SHUFFLE(x, y, ...) __builtin_shuffle (x, y, (Lanes){ __VA_ARGS__ })

INLINE void
transpose_square (Vector *v)
{
  const Vector a = SHUFFLE (v[0], v[1], 0, 4, 2, 6);
  const Vector b = SHUFFLE (v[0], v[1], 1, 5, 3, 7);
  const Vector c = SHUFFLE (v[2], v[3], 0, 4, 2, 6);
  const Vector d = SHUFFLE (v[2], v[3], 1, 5, 3, 7);

  v[0] = SHUFFLE (a, c, 0, 1, 4, 5);
  v[1] = SHUFFLE (b, d, 0, 1, 4, 5);
  v[2] = SHUFFLE (a, c, 2, 3, 6, 7);
  v[3] = SHUFFLE (b, d, 2, 3, 6, 7);
}

#else

#define SHUFFLE(x, y, ...) __builtin_shuffle (x, y, (Lanes){ __VA_ARGS__ })

INLINE void
transpose_square (Vector *v)
{
  const Vector first = SHUFFLE (v[0], v[1], 0, 2);

  v[1] = SHUFFLE (v[0], v[1], 1, 3);
  v[0] = first;
}

#endif

/* Put together in a register: what reads it next need not wait for pieces in memory. */
INLINE Vector
column_part (const double *const *rows, gsize column)
{
#if VECTOR == 8
  return (Vector){ rows[0][column], rows[1][column], rows[2][column], rows[3][column],
                   rows[4][column], rows[5][column], rows[6][column], rows[7][column] };
#elif VECTOR == 4
  return (Vector){ rows[0][column], rows[1][column], rows[2][column], rows[3][column] };
#else
  return (Vector){ rows[0][column], rows[1][column] };
#endif
}

static void
transpose (const double *const *rows, gsize n_columns, double *to, gsize to_step)
{
  gsize column = 0;

  for (; column + VECTOR <= n_columns; column += VECTOR)
    UNROLL
    for (gsize part = 0; part < CHAIN_LANES; part += VECTOR)
      {
        Vector square[VECTOR];

        UNROLL
        for (gsize r = 0; r < VECTOR; r++)
          square[r] = *(const Vector *) (rows[part + r] + column);
        transpose_square (square);
        UNROLL
        for (gsize i = 0; i < VECTOR; i++)
          *(Vector *) (to + (column + i) * to_step + part) = square[i];
      }
  for (; column < n_columns; column++)
    UNROLL
    for (gsize part = 0; part < CHAIN_LANES; part += VECTOR)
      *(Vector *) (to + column * to_step + part) = column_part (rows + part, column);
}

/* Element i of the result is the sum over the lanes of v[i]: of a transposed square, the sum of
 * its rows. */
INLINE Vector
sum_lanes (Vector *v)
{
  Vector sum;

  transpose_square (v);
  sum = v[0];
  UNROLL
  for (gsize i = 1; i < VECTOR; i++)
    sum += v[i];
  return sum;
}

static void
correlate (const double *one,
           gsize         n_rows,
           const double *other,
           gsize         n_columns,
           gsize         lanes,
           double       *to)
{
  const gsize n = n_rows * n_columns;
  gsize       row = 0;
  gsize       column = 0;

  for (gsize i = 0; i < n; i += VECTOR)
    {
      Vector products[VECTOR];
      Vector sums;

      UNROLL
      for (gsize k = 0; k < VECTOR; k++)
        {
          const Vector *left = (const Vector *) (one + row * lanes);
          const Vector *right = (const Vector *) (other + column * lanes);
          Vector        product = left[0] * right[0];

          for (gsize v = 1; v < lanes / VECTOR; v++)
            product += left[v] * right[v];
          products[k] = product;
          column++;
          if (column == n_columns)
            {
              column = 0;
              row += row + 1 < n_rows;
            }
        }
      sums = sum_lanes (products);
      if (i + VECTOR <= n)
        *(Vector *) (to + i) = sums;
      else
        store_part (to + i, sums, n - i, FALSE);
    }
}

/* Halves upon halves. */
INLINE double
sum_of (Vector v)
{
#if VECTOR == 8
  v += __builtin_shuffle (v, (Lanes){ 4, 5, 6, 7, 0, 1, 2, 3 });
  v += __builtin_shuffle (v, (Lanes){ 2, 3, 0, 1, 6, 7, 4, 5 });
#elif VECTOR == 4
  v += __builtin_shuffle (v, (Lanes){ 2, 3, 0, 1 });
#endif
  return v[0] + v[1];
}

/* Whether @scale times each is finite: 0 times that is 0 then, else NaN. */
static inline gboolean
are_finite_times (const double *values, gsize n, double scale)
{
  Vector sums[4] = { { 0 } };
  gsize  i = 0;

  for (; i + 4 * VECTOR <= n; i += 4 * VECTOR)
    UNROLL
    for (gsize v = 0; v < 4; v++)
      sums[v] += *(const Vector *) (values + i + v * VECTOR) * scale * 0;
  sums[0] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  for (; i + VECTOR <= n; i += VECTOR)
    sums[0] += *(const Vector *) (values + i) * scale * 0;
  for (; i < n; i++)
    sums[0] += (Vector){ values[i] } * scale * 0;
  return sum_of (sums[0]) == 0;
}

/* Σ (a − b)², or Σ a² where @other is a constant NULL. */
INLINE double
squares_of (const double *one, const double *other, gsize n)
{
  Vector sums[4] = { { 0 } };
  double sum = 0;
  gsize  i = 0;

  for (; i + 4 * VECTOR <= n; i += 4 * VECTOR)
    UNROLL
    for (gsize v = 0; v < 4; v++)
      {
        Vector d = *(const Vector *) (one + i + v * VECTOR);

        if (other != NULL)
          d -= *(const Vector *) (other + i + v * VECTOR);
        sums[v] += d * d;
      }
  for (; i < n; i++)
    {
      const double d = other != NULL ? one[i] - other[i] : one[i];

      sum += d * d;
    }
  return sum + sum_of ((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

static double
squares (const double *values, gsize n)
{
  return squares_of (values, NULL, n);
}

static double
differences (const double *one, const double *other, gsize n)
{
  return squares_of (one, other, n);
}

static gboolean
are_finite (const double *values, gsize n)
{
  return are_finite_times (values, n, 1);
}

static gboolean
are_moderate (const double *values, gsize n)
{
  return are_finite_times (values, n, G_MAXDOUBLE / CHAIN_MODERATE);
}

const ChainMatrixKernels CHAIN_LEVEL = {
  .name = G_STRINGIFY (CHAIN_LEVEL),
  .multiply = multiply,
  .transpose = transpose,
  .correlate = correlate,
  .squares = squares,
  .differences = differences,
  .are_finite = are_finite,
  .are_moderate = are_moderate,
};
