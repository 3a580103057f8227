/* elementwise.h: operations that do one function to every element.
 *
 * A row of a table that begins with CHAIN_ELEMENTWISE gives value, derivative, formula and
 * slope for a single number; these functions do the rest.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"
#include "autodiff/vector-math-inline.h"

G_BEGIN_DECLS

#define CHAIN_ELEMENTWISE                                                                         \
  .n_inputs = 1, .shape = chain_shape_same, .forward = chain_elementwise_forward,                 \
  .backward = chain_elementwise_backward, .equation = chain_elementwise_equation,                 \
  .backward_equation = chain_elementwise_backward_equation

/* Defines @function for a row's `map`: an expression in z, the element, and p0, the operation's
 * first parameter, without branches and with no calls but inlined ones. */
#define CHAIN_MAP(function, expression)                                                           \
  CHAIN_CLONES static void function (gsize rows, gsize columns, const double *z_values,           \
                                     double *a_values, const double *p)                           \
  {                                                                                               \
    const gsize  n = rows * columns;                                                              \
    const double p0 G_GNUC_UNUSED = p == NULL ? 0 : p[0];                                         \
                                                                                                  \
    CHAIN_VECTOR_LOOP                                                                             \
    for (gsize i = 0; i < n; i++)                                                                 \
      {                                                                                           \
        const double z = z_values[i];                                                             \
                                                                                                  \
        a_values[i] = (expression);                                                               \
      }                                                                                           \
  }

/* Defines @function for a row's `map_slope`: the derivative as an expression in p0 and in
 * @operand, which is z or, for a row that says `slope_from_output`, a. */
#define CHAIN_MAP_SLOPE(function, operand, expression)                                            \
  CHAIN_CLONES static void function (gsize rows, gsize columns,                                   \
                                     const double *z_values G_GNUC_UNUSED,                        \
                                     const double *a_values G_GNUC_UNUSED,                        \
                                     const double *adjoints, double *results, const double *p)    \
  {                                                                                               \
    const gsize  n = rows * columns;                                                              \
    const double p0 G_GNUC_UNUSED = p == NULL ? 0 : p[0];                                         \
                                                                                                  \
    CHAIN_VECTOR_LOOP                                                                             \
    for (gsize i = 0; i < n; i++)                                                                 \
      {                                                                                           \
        const double operand G_GNUC_UNUSED = operand##_values[i];                                 \
                                                                                                  \
        results[i] = adjoints[i] * (expression);                                                  \
      }                                                                                           \
  }

gboolean      chain_shape_same                     (const ChainOp      *op,
                                                    const ChainShape   *inputs,
                                                    ChainShape         *output,
                                                    GError            **error);
void          chain_elementwise_forward            (const ChainOpCall  *call,
                                                    ChainTensor        *output);
void          chain_elementwise_backward           (const ChainOpCall  *call,
                                                    guint               input,
                                                    const ChainTensor  *output_adjoint,
                                                    ChainTensor        *input_adjoint);
int           chain_elementwise_side               (const ChainOpCall  *call,
                                                    gsize               i);
ChainFormula *chain_elementwise_equation           (const ChainOpTerms *terms,
                                                    gsize               row,
                                                    gsize               column);
ChainFormula *chain_elementwise_backward_equation  (const ChainOpTerms *terms,
                                                    guint               input,
                                                    gsize               row,
                                                    gsize               column);

G_END_DECLS
