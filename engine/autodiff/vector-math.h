/* vector-math.h: exp, tanh and their like of every element of an array.
 *
 * Compiled for each generation of processors and chosen at run time. Every element is computed
 * by the same arithmetic, wherever it stands in the array. vector-math-inline.h has the formulas,
 * for loops that do more than this.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  void      (*map) (gsize         n,
                    const double *x,
                    double       *y);
  double      largest_error; /* over all doubles, in units in the last place */
} ChainVectorFunction;

extern const ChainVectorFunction chain_vector_functions[]; /* ends with a name of NULL */

void chain_vector_exp               (gsize         n,
                                     const double *x,
                                     double       *y);
void chain_vector_expm1             (gsize         n,
                                     const double *x,
                                     double       *y);
void chain_vector_log               (gsize         n,
                                     const double *x,
                                     double       *y);
void chain_vector_tanh              (gsize         n,
                                     const double *x,
                                     double       *y);
void chain_vector_sigmoid           (gsize         n,
                                     const double *x,
                                     double       *y);
void chain_vector_softplus          (gsize         n,
                                     const double *x,
                                     double       *y);
void chain_vector_normal_cumulative (gsize         n,
                                     const double *x,
                                     double       *y);
void chain_vector_normal_density    (gsize         n,
                                     const double *x,
                                     double       *y);

G_END_DECLS
