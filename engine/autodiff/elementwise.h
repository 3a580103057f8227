/* elementwise.h: operations that do one function to every element.
 *
 * A row of a table that begins with CHAIN_ELEMENTWISE gives value, derivative, formula and
 * slope for a single number; these functions do the rest.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"

G_BEGIN_DECLS

#define CHAIN_ELEMENTWISE                                                                         \
  .n_inputs = 1, .shape = chain_shape_same, .forward = chain_elementwise_forward,                 \
  .backward = chain_elementwise_backward, .equation = chain_elementwise_equation,                 \
  .backward_equation = chain_elementwise_backward_equation

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
