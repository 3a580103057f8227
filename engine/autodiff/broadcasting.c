/* broadcasting.c: sums, products, quotients and powers, element by element, and assignments.
 *
 * Broadcasting is NumPy's for matrices: a side of length 1 is repeated. Its derivative adds up
 * over what was repeated.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/broadcasting.h"

#include "base/error.h"

#include <math.h>

static gboolean
broadcast (gsize one, gsize other, gsize *result)
{
  *result = one == 1 ? other : one;
  return one == other || one == 1 || other == 1;
}

static gboolean
shape_broadcast (const ChainOp *op, const ChainShape *inputs, ChainShape *output, GError **error)
{
  if (broadcast (inputs[0].rows, inputs[1].rows, &output->rows)
      && broadcast (inputs[0].columns, inputs[1].columns, &output->columns))
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
               "%s: shapes [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "] and [%" G_GSIZE_FORMAT
               ", %" G_GSIZE_FORMAT "] do not match, expected equal sides or sides of 1",
               op->name, inputs[0].rows, inputs[0].columns, inputs[1].rows, inputs[1].columns);
  return FALSE;
}

/* Where element (row, column) of the output reads the tensor. */
static gsize
broadcast_index (const ChainTensor *tensor, gsize row, gsize column)
{
  return (tensor->rows == 1 ? 0 : row) * tensor->columns + (tensor->columns == 1 ? 0 : column);
}

static ChainFormula *
broadcast_term (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  const ChainTensor *tensor = terms->call.inputs[input];

  return terms->input (terms, input, tensor->rows == 1 ? 0 : row,
                       tensor->columns == 1 ? 0 : column);
}

static double
operand (const ChainOpCall *call, guint input, gsize row, gsize column)
{
  const ChainTensor *tensor = call->inputs[input];

  return tensor->values[broadcast_index (tensor, row, column)];
}

static void
forward_add (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize r = 0; r < output->rows; r++)
    for (gsize c = 0; c < output->columns; c++)
      output->values[r * output->columns + c] = operand (call, 0, r, c) + operand (call, 1, r, c);
}

static void
backward_add (const ChainOpCall *call G_GNUC_UNUSED,
              guint              input G_GNUC_UNUSED,
              const ChainTensor *output_adjoint,
              ChainTensor       *input_adjoint)
{
  for (gsize r = 0; r < output_adjoint->rows; r++)
    for (gsize c = 0; c < output_adjoint->columns; c++)
      input_adjoint->values[broadcast_index (input_adjoint, r, c)]
          += chain_tensor_get (output_adjoint, r, c);
}

static ChainFormula *
equation_add (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_formula_plus (broadcast_term (terms, 0, row, column),
                             broadcast_term (terms, 1, row, column));
}

/* How an element that was repeated over rows and columns gathers its derivative. */
typedef struct
{
  const ChainOpTerms *terms;
  guint               input;
  gsize               row;
  gsize               column;
  gsize               columns; /* of the output it was repeated over */
  ChainFormula     *(*term) (const ChainOpTerms *terms, guint input, gsize row, gsize column);
} Gathering;

static ChainFormula *
term_of_gathering (gsize i, gpointer data)
{
  const Gathering *gathering = data;

  return gathering->term (gathering->terms, gathering->input,
                          gathering->row + i / gathering->columns,
                          gathering->column + i % gathering->columns);
}

static ChainFormula *
gather (const ChainOpTerms *terms,
        guint               input,
        gsize               row,
        gsize               column,
        ChainFormula     *(*term) (const ChainOpTerms *, guint, gsize, gsize))
{
  const ChainTensor *output = terms->call.output;
  const ChainTensor *tensor = terms->call.inputs[input];
  const gsize        rows = tensor->rows == 1 ? output->rows : 1;
  const gsize        columns = tensor->columns == 1 ? output->columns : 1;
  Gathering          gathering = { terms, input, row, column, columns, term };

  return chain_formula_sum_of (rows * columns, term_of_gathering, &gathering);
}

static ChainFormula *
backward_term_add (const ChainOpTerms *terms,
                   guint               input G_GNUC_UNUSED,
                   gsize               row,
                   gsize               column)
{
  return terms->adjoint (terms, row, column);
}

static ChainFormula *
backward_equation_add (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  return gather (terms, input, row, column, backward_term_add);
}

const ChainOp chain_op_add = {
  .name = "add",
  .title = "sum",
  .symbol = "x + y",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 2,
  .shape = shape_broadcast,
  .forward = forward_add,
  .backward = backward_add,
  .equation = equation_add,
  .backward_equation = backward_equation_add,
};

static void
forward_subtract (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize r = 0; r < output->rows; r++)
    for (gsize c = 0; c < output->columns; c++)
      output->values[r * output->columns + c] = operand (call, 0, r, c) - operand (call, 1, r, c);
}

static void
backward_subtract (const ChainOpCall *call G_GNUC_UNUSED,
                   guint              input,
                   const ChainTensor *output_adjoint,
                   ChainTensor       *input_adjoint)
{
  const double sign = input == 0 ? 1 : -1;

  for (gsize r = 0; r < output_adjoint->rows; r++)
    for (gsize c = 0; c < output_adjoint->columns; c++)
      input_adjoint->values[broadcast_index (input_adjoint, r, c)]
          += sign * chain_tensor_get (output_adjoint, r, c);
}

static ChainFormula *
equation_subtract (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_formula_minus (broadcast_term (terms, 0, row, column),
                              broadcast_term (terms, 1, row, column));
}

static ChainFormula *
backward_equation_subtract (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  ChainFormula *sum = gather (terms, input, row, column, backward_term_add);

  return input == 0 ? sum : chain_formula_negative (sum);
}

const ChainOp chain_op_subtract = {
  .name = "subtract",
  .title = "difference",
  .symbol = "x − y",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 2,
  .shape = shape_broadcast,
  .forward = forward_subtract,
  .backward = backward_subtract,
  .equation = equation_subtract,
  .backward_equation = backward_equation_subtract,
};

static void
forward_multiply (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize r = 0; r < output->rows; r++)
    for (gsize c = 0; c < output->columns; c++)
      output->values[r * output->columns + c] = operand (call, 0, r, c) * operand (call, 1, r, c);
}

static void
backward_multiply (const ChainOpCall *call,
                   guint              input,
                   const ChainTensor *output_adjoint,
                   ChainTensor       *input_adjoint)
{
  for (gsize r = 0; r < output_adjoint->rows; r++)
    for (gsize c = 0; c < output_adjoint->columns; c++)
      input_adjoint->values[broadcast_index (input_adjoint, r, c)]
          += chain_tensor_get (output_adjoint, r, c) * operand (call, 1 - input, r, c);
}

static ChainFormula *
equation_multiply (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_formula_times (broadcast_term (terms, 0, row, column),
                              broadcast_term (terms, 1, row, column));
}

static ChainFormula *
backward_term_multiply (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  return chain_formula_times (terms->adjoint (terms, row, column),
                              broadcast_term (terms, 1 - input, row, column));
}

static ChainFormula *
backward_equation_multiply (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  return gather (terms, input, row, column, backward_term_multiply);
}

const ChainOp chain_op_multiply = {
  .name = "multiply",
  .title = "product, element by element",
  .symbol = "x y",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 2,
  .shape = shape_broadcast,
  .forward = forward_multiply,
  .backward = backward_multiply,
  .equation = equation_multiply,
  .backward_equation = backward_equation_multiply,
};

static void
forward_divide (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize r = 0; r < output->rows; r++)
    for (gsize c = 0; c < output->columns; c++)
      output->values[r * output->columns + c] = operand (call, 0, r, c) / operand (call, 1, r, c);
}

/* ∂(x/y)/∂x = 1/y and ∂(x/y)/∂y = −x/y². */
static void
backward_divide (const ChainOpCall *call,
                 guint              input,
                 const ChainTensor *output_adjoint,
                 ChainTensor       *input_adjoint)
{
  for (gsize r = 0; r < output_adjoint->rows; r++)
    for (gsize c = 0; c < output_adjoint->columns; c++)
      {
        const double y = operand (call, 1, r, c);
        const double slope = input == 0 ? 1 / y : -operand (call, 0, r, c) / (y * y);

        input_adjoint->values[broadcast_index (input_adjoint, r, c)]
            += chain_tensor_get (output_adjoint, r, c) * slope;
      }
}

static ChainFormula *
equation_divide (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_formula_fraction (broadcast_term (terms, 0, row, column),
                                 broadcast_term (terms, 1, row, column));
}

static ChainFormula *
backward_term_divide (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  ChainFormula *y = broadcast_term (terms, 1, row, column);
  ChainFormula *slope
      = input == 0
            ? chain_formula_fraction (chain_formula_number (1), y)
            : chain_formula_negative (chain_formula_fraction (
                  broadcast_term (terms, 0, row, column),
                  chain_formula_power (y, chain_formula_number (2))));

  return chain_formula_times (terms->adjoint (terms, row, column), slope);
}

static ChainFormula *
backward_equation_divide (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  return gather (terms, input, row, column, backward_term_divide);
}

const ChainOp chain_op_divide = {
  .name = "divide",
  .title = "quotient",
  .symbol = "x / y",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 2,
  .shape = shape_broadcast,
  .forward = forward_divide,
  .backward = backward_divide,
  .equation = equation_divide,
  .backward_equation = backward_equation_divide,
};

static void
forward_power (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize r = 0; r < output->rows; r++)
    for (gsize c = 0; c < output->columns; c++)
      output->values[r * output->columns + c]
          = pow (operand (call, 0, r, c), operand (call, 1, r, c));
}

/* ∂xʸ/∂x = y·xʸ⁻¹ and ∂xʸ/∂y = xʸ ln x, the latter for positive x. */
static void
backward_power (const ChainOpCall *call,
                guint              input,
                const ChainTensor *output_adjoint,
                ChainTensor       *input_adjoint)
{
  for (gsize r = 0; r < output_adjoint->rows; r++)
    for (gsize c = 0; c < output_adjoint->columns; c++)
      {
        const double x = operand (call, 0, r, c);
        const double y = operand (call, 1, r, c);
        const double slope = input == 0 ? y * pow (x, y - 1) : pow (x, y) * log (x);

        input_adjoint->values[broadcast_index (input_adjoint, r, c)]
            += chain_tensor_get (output_adjoint, r, c) * slope;
      }
}

static ChainFormula *
equation_power (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_formula_power (broadcast_term (terms, 0, row, column),
                              broadcast_term (terms, 1, row, column));
}

static ChainFormula *
backward_term_power (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  ChainFormula *x = broadcast_term (terms, 0, row, column);
  ChainFormula *y = broadcast_term (terms, 1, row, column);
  ChainFormula *slope;

  if (input == 0)
    slope = chain_formula_times (
        chain_formula_copy (y),
        chain_formula_power (x, chain_formula_minus (y, chain_formula_number (1))));
  else
    slope = chain_formula_times (chain_formula_power (chain_formula_copy (x), y),
                                 chain_formula_call ("ln", x, NULL));
  return chain_formula_times (terms->adjoint (terms, row, column), slope);
}

static ChainFormula *
backward_equation_power (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  return gather (terms, input, row, column, backward_term_power);
}

const ChainOp chain_op_power = {
  .name = "power",
  .title = "power",
  .symbol = "xʸ",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 2,
  .shape = shape_broadcast,
  .forward = forward_power,
  .backward = backward_power,
  .equation = equation_power,
  .backward_equation = backward_equation_power,
};

/* Assignments: the result becomes the new value of the variable that is the first operand. Nothing
 * is differentiated through them, so they have no backward rule. */
static gboolean
shape_assign (const ChainOp *op, const ChainShape *inputs, ChainShape *output, GError **error)
{
  if (!shape_broadcast (op, inputs, output, error))
    return FALSE;
  if (output->rows == inputs[0].rows && output->columns == inputs[0].columns)
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
               "%s: a variable of shape [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT
               "] cannot take [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]",
               op->name, inputs[0].rows, inputs[0].columns, inputs[1].rows, inputs[1].columns);
  return FALSE;
}

static void
forward_assign (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize r = 0; r < output->rows; r++)
    for (gsize c = 0; c < output->columns; c++)
      output->values[r * output->columns + c] = operand (call, 1, r, c);
}

static ChainFormula *
equation_assign (const ChainOpTerms *terms, gsize row, gsize column)
{
  return broadcast_term (terms, 1, row, column);
}

const ChainOp chain_op_assign = {
  .name = "assign",
  .title = "set a variable",
  .symbol = "x ← y",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 2,
  .assigns = TRUE,
  .shape = shape_assign,
  .forward = forward_assign,
  .equation = equation_assign,
};

const ChainOp chain_op_assign_add = {
  .name = "assign_add",
  .title = "add to a variable",
  .symbol = "x += y",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 2,
  .assigns = TRUE,
  .shape = shape_assign,
  .forward = forward_add,
  .equation = equation_add,
};

const ChainOp chain_op_assign_sub = {
  .name = "assign_sub",
  .title = "subtract from a variable",
  .symbol = "x −= y",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 2,
  .assigns = TRUE,
  .shape = shape_assign,
  .forward = forward_subtract,
  .equation = equation_subtract,
};
