/* elementwise.c: operations that do one function to every element.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/elementwise.h"

/**
 * chain_shape_same:
 * @op: the operation
 * @inputs: the shape of its one input
 * @output: (out): the same
 * @error: never set
 *
 * Returns: %TRUE
 */
gboolean
chain_shape_same (const ChainOp    *op G_GNUC_UNUSED,
            const ChainShape *inputs,
            ChainShape       *output,
            GError          **error G_GNUC_UNUSED)
{
  *output = inputs[0];
  return TRUE;
}

/**
 * chain_elementwise_forward:
 * @call: the operation and its input [r, c]
 * @output: [r, c] its value of each element
 */
void
chain_elementwise_forward (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize i = 0; i < chain_tensor_size (output); i++)
    output->values[i] = call->op->value (call->inputs[0]->values[i], call->parameters);
}

/**
 * chain_elementwise_backward:
 * @call: the operation, its input and its output [r, c]
 * @input: 0
 * @output_adjoint: [r, c] ∂L/∂output
 * @input_adjoint: [r, c] gets ∂L/∂output times the derivative added
 */
void
chain_elementwise_backward (const ChainOpCall *call,
                      guint              input G_GNUC_UNUSED,
                      const ChainTensor *output_adjoint,
                      ChainTensor       *input_adjoint)
{
  for (gsize i = 0; i < chain_tensor_size (input_adjoint); i++)
    input_adjoint->values[i]
        += output_adjoint->values[i]
           * call->op->derivative (call->inputs[0]->values[i], call->output->values[i],
                                   call->parameters);
}

/**
 * chain_elementwise_side:
 * @call: an operation made of two pieces that meet at 0
 * @i: an element of its input
 *
 * Returns: 1 where the element is positive, else 0
 */
int
chain_elementwise_side (const ChainOpCall *call, gsize i)
{
  return call->inputs[0]->values[i] > 0;
}

/**
 * chain_elementwise_equation:
 * @terms: names of the operands
 * @row: of the element
 * @column: of the element
 *
 * Returns: (transfer full): the operation's formula
 */
ChainFormula *
chain_elementwise_equation (const ChainOpTerms *terms, gsize row, gsize column)
{
  return terms->call.op->formula (terms->input (terms, 0, row, column), terms->call.parameters);
}

/**
 * chain_elementwise_backward_equation:
 * @terms: names of the operands
 * @input: 0
 * @row: of the element
 * @column: of the element
 *
 * Returns: (transfer full): ∂L/∂output times the operation's slope
 */
ChainFormula *
chain_elementwise_backward_equation (const ChainOpTerms *terms,
                               guint               input,
                               gsize               row,
                               gsize               column)
{
  return chain_formula_times (terms->adjoint (terms, row, column),
                              terms->call.op->slope (terms->input (terms, input, row, column),
                                                     terms->output (terms, row, column),
                                                     terms->call.parameters));
}
