/* matrix-kernels.h: products and transposes of small matrices, compiled for several processors.
 *
 * The right operand and the result are panels: up to CHAIN_PANEL numbers side by side, row under
 * row without a gap, which is what a vector register and a cache line take at once. How an
 * element of a result is summed up depends on k alone: so how the work is divided never shows in
 * the numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CHAIN_PANEL 32 /* numbers side by side; a multiple of every processor's vector */
#define CHAIN_LANES 8  /* rows of a panel are padded to a multiple of it */

#define CHAIN_MODERATE 1e60 /* the size up to which numbers are far from infinite */

/* C = A·B, or C + A·B: [m, n] = [m, k] · [k, n].
 *
 * Where k runs over several panels one after another, A lies in segments: after each
 * `segment` steps of k, A goes on `segment_jump` further than it would. */
typedef struct
{
  gsize         m;
  gsize         n;         /* at most CHAIN_PANEL */
  gsize         k;
  const double *a;
  gsize         a_row;     /* from one row of A to the next */
  gsize         a_step;    /* from one k to the next */
  gsize         segment;   /* 0: A is in one piece */
  gsize         segment_jump;
  const double *b;
  gsize         b_step;    /* from one k to the next: n rounded up to CHAIN_LANES, or more */
  double       *c;
  gsize         c_row;
  gboolean      add;
} ChainProduct;

typedef struct
{
  const char *name;
  void      (*multiply)     (const ChainProduct *product);
  /* to[column * to_step + r] = rows[r][column] for the CHAIN_LANES rows. */
  void      (*transpose)    (const double *const *rows,
                             gsize                n_columns,
                             double              *to,
                             gsize                to_step);
  /* to[i * n_columns + k] = Σ over the lanes of rows i of one panel times rows k of the other. */
  void      (*correlate)    (const double        *one,
                             gsize                n_rows,
                             const double        *other,
                             gsize                n_columns,
                             gsize                lanes,
                             double              *to);
  /* Σ v², and Σ (a − b)². */
  double    (*squares)      (const double        *values,
                             gsize                n);
  double    (*differences)  (const double        *one,
                             const double        *other,
                             gsize                n);
  gboolean  (*are_finite)   (const double        *values,
                             gsize                n);
  /* Whether none is beyond CHAIN_MODERATE, nor NaN. */
  gboolean  (*are_moderate) (const double        *values,
                             gsize                n);
} ChainMatrixKernels;

const ChainMatrixKernels *chain_matrix_kernels (void);

G_END_DECLS
