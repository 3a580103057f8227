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
forward_pairs (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize r = 0; r < output->rows; r++)
    for (gsize c = 0; c < output->columns; c++)
      output->values[r * output->columns + c]
          = call->op->pair (operand (call, 0, r, c), operand (call, 1, r, c));
}

static void
backward_pairs (const ChainOpCall *call,
                guint              input,
                const ChainTensor *output_adjoint,
                ChainTensor       *input_adjoint)
{
  for (gsize r = 0; r < output_adjoint->rows; r++)
    for (gsize c = 0; c < output_adjoint->columns; c++)
      input_adjoint->values[broadcast_index (input_adjoint, r, c)]
          += chain_tensor_get (output_adjoint, r, c)
             * call->op->pair_slope (operand (call, 0, r, c), operand (call, 1, r, c), input);
}

static ChainFormula *
equation_pairs (const ChainOpTerms *terms, gsize row, gsize column)
{
  return terms->call.op->pair_formula (broadcast_term (terms, 0, row, column),
                                       broadcast_term (terms, 1, row, column));
}

/* Over how much of the output an element of an input was repeated. */
static gsize
repeated_rows (const ChainOpCall *call, int input)
{
  return call->inputs[input]->rows == 1 ? call->output->rows : 1;
}

static gsize
repeated_columns (const ChainOpCall *call, int input)
{
  return call->inputs[input]->columns == 1 ? call->output->columns : 1;
}

/* An element that was repeated gathers its derivative. */
static gsize
n_terms_of_pairs (const ChainOpCall *call, int of)
{
  return of == CHAIN_OP_OUTPUT ? 1 : repeated_rows (call, of) * repeated_columns (call, of);
}

static ChainFormula *
term_of_pairs (const ChainOpTerms *terms, int of, gsize row, gsize column, gsize i)
{
  const ChainOp *op = terms->call.op;

  if (of == CHAIN_OP_OUTPUT)
    return equation_pairs (terms, row, column);
  row += i / repeated_columns (&terms->call, of);
  column += i % repeated_columns (&terms->call, of);
  return op->pair_term (terms->adjoint (terms, row, column), broadcast_term (terms, 0, row, column),
                        broadcast_term (terms, 1, row, column), (guint) of);
}

static ChainFormula *
backward_equation_pairs (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  return chain_op_sum (terms, (int) input, row, column);
}

#define PAIRS                                                                                     \
  .kind = CHAIN_OP_ARITHMETIC, .n_inputs = 2, .shape = shape_broadcast,                           \
  .forward = forward_pairs, .backward = backward_pairs, .equation = equation_pairs,               \
  .backward_equation = backward_equation_pairs, .n_terms = n_terms_of_pairs,                      \
  .term = term_of_pairs

static void
forget (ChainFormula *one, ChainFormula *other)
{
  chain_formula_free (one);
  chain_formula_free (other);
}

static double
add_pair (double x, double y)
{
  return x + y;
}

static double
add_slope (double x G_GNUC_UNUSED, double y G_GNUC_UNUSED, guint input G_GNUC_UNUSED)
{
  return 1;
}

static ChainFormula *
add_term (ChainFormula *adjoint, ChainFormula *x, ChainFormula *y, guint input G_GNUC_UNUSED)
{
  forget (x, y);
  return adjoint;
}

const ChainOp chain_op_add = {
  PAIRS,
  .name = "add",
  .title = "sum",
  .symbol = "x + y",
  .code = "{0} + {1}",
  .pair = add_pair,
  .pair_slope = add_slope,
  .pair_formula = chain_formula_plus,
  .pair_term = add_term,
};

static double
subtract_pair (double x, double y)
{
  return x - y;
}

static double
subtract_slope (double x G_GNUC_UNUSED, double y G_GNUC_UNUSED, guint input)
{
  return input == 0 ? 1 : -1;
}

static ChainFormula *
subtract_term (ChainFormula *adjoint, ChainFormula *x, ChainFormula *y, guint input)
{
  forget (x, y);
  return input == 0 ? adjoint : chain_formula_negative (adjoint);
}

const ChainOp chain_op_subtract = {
  PAIRS,
  .name = "subtract",
  .title = "difference",
  .symbol = "x − y",
  .code = "{0} - {1}",
  .pair = subtract_pair,
  .pair_slope = subtract_slope,
  .pair_formula = chain_formula_minus,
  .pair_term = subtract_term,
};

static double
multiply_pair (double x, double y)
{
  return x * y;
}

static double
multiply_slope (double x, double y, guint input)
{
  return input == 0 ? y : x;
}

static ChainFormula *
multiply_term (ChainFormula *adjoint, ChainFormula *x, ChainFormula *y, guint input)
{
  chain_formula_free (input == 0 ? x : y);
  return chain_formula_times (adjoint, input == 0 ? y : x);
}

const ChainOp chain_op_multiply = {
  PAIRS,
  .name = "multiply",
  .title = "product, element by element",
  .symbol = "x y",
  .code = "{0} * {1}",
  .pair = multiply_pair,
  .pair_slope = multiply_slope,
  .pair_formula = chain_formula_times,
  .pair_term = multiply_term,
};

static double
divide_pair (double x, double y)
{
  return x / y;
}

/* ∂(x/y)/∂x = 1/y and ∂(x/y)/∂y = −x/y². */
static double
divide_slope (double x, double y, guint input)
{
  return input == 0 ? 1 / y : -x / (y * y);
}

static ChainFormula *
divide_term (ChainFormula *adjoint, ChainFormula *x, ChainFormula *y, guint input)
{
  ChainFormula *slope;

  if (input == 0)
    {
      chain_formula_free (x);
      slope = chain_formula_fraction (chain_formula_number (1), y);
    }
  else
    slope = chain_formula_negative (
        chain_formula_fraction (x, chain_formula_power (y, chain_formula_number (2))));
  return chain_formula_times (adjoint, slope);
}

const ChainOp chain_op_divide = {
  PAIRS,
  .name = "divide",
  .title = "quotient",
  .symbol = "x / y",
  .code = "{0} / {1}",
  .pair = divide_pair,
  .pair_slope = divide_slope,
  .pair_formula = chain_formula_fraction,
  .pair_term = divide_term,
};

/* ∂xʸ/∂x = y·xʸ⁻¹ and ∂xʸ/∂y = xʸ ln x, the latter for positive x. What is constant has the slope
 * 0: x⁰ by x, and 0ʸ by y. */
static gboolean
power_is_flat (double x, double y, guint input)
{
  return input == 0 ? y == 0 : x == 0 && y >= 0;
}

static double
power_slope (double x, double y, guint input)
{
  if (power_is_flat (x, y, input))
    return 0;
  return input == 0 ? y * pow (x, y - 1) : pow (x, y) * log (x);
}

static ChainFormula *
power_term (ChainFormula *adjoint, ChainFormula *x, ChainFormula *y, guint input)
{
  ChainFormula *slope;

  if (power_is_flat (chain_formula_evaluate (x), chain_formula_evaluate (y), input))
    {
      forget (x, y);
      slope = chain_formula_number (0);
    }
  else if (input == 0)
    slope = chain_formula_times (
        chain_formula_copy (y),
        chain_formula_power (x, chain_formula_minus (y, chain_formula_number (1))));
  else
    slope = chain_formula_times (chain_formula_power (chain_formula_copy (x), y),
                                 chain_formula_call ("ln", x, NULL));
  return chain_formula_times (adjoint, slope);
}

const ChainOp chain_op_power = {
  PAIRS,
  .name = "power",
  .title = "power",
  .symbol = "xʸ",
  .code = "{0} ** {1}",
  .pair = pow,
  .pair_slope = power_slope,
  .pair_formula = chain_formula_power,
  .pair_term = power_term,
};

/* The larger and the smaller of two numbers. Of equal ones the first counts, as in TensorFlow; a
 * NaN is passed on. Which operand counts, for all pairs that an element of the first is in: */
static int
piece_of_pairs (const ChainOpCall *call, gsize i)
{
  const gsize columns = call->inputs[0]->columns;
  guint       piece = 1;

  for (gsize r = 0; r < repeated_rows (call, 0); r++)
    for (gsize c = 0; c < repeated_columns (call, 0); c++)
      piece = piece * 31
              + (call->op->pair_slope (call->inputs[0]->values[i],
                                       operand (call, 1, i / columns + r, i % columns + c), 0)
                 > 0);
  return (int) piece;
}

static double
maximum_pair (double x, double y)
{
  return x >= y || isnan (x) ? x : y;
}

static double
maximum_slope (double x, double y, guint input)
{
  return (x >= y) == (input == 0) ? 1 : 0;
}

static ChainFormula *
maximum_formula (ChainFormula *x, ChainFormula *y)
{
  return chain_formula_call ("max", x, y);
}

static ChainFormula *
maximum_term (ChainFormula *adjoint, ChainFormula *x, ChainFormula *y, guint input)
{
  const double slope
      = maximum_slope (chain_formula_evaluate (x), chain_formula_evaluate (y), input);

  forget (x, y);
  return chain_formula_times (adjoint, chain_formula_number (slope));
}

const ChainOp chain_op_maximum = {
  PAIRS,
  .name = "maximum",
  .title = "the larger of two",
  .symbol = "max(x, y)",
  .code = "tf.maximum({0}, {1})",
  .pair = maximum_pair,
  .pair_slope = maximum_slope,
  .pair_formula = maximum_formula,
  .pair_term = maximum_term,
  .piece = piece_of_pairs,
};

static double
minimum_pair (double x, double y)
{
  return x <= y || isnan (x) ? x : y;
}

static double
minimum_slope (double x, double y, guint input)
{
  return (x <= y) == (input == 0) ? 1 : 0;
}

static ChainFormula *
minimum_formula (ChainFormula *x, ChainFormula *y)
{
  return chain_formula_call ("min", x, y);
}

static ChainFormula *
minimum_term (ChainFormula *adjoint, ChainFormula *x, ChainFormula *y, guint input)
{
  const double slope
      = minimum_slope (chain_formula_evaluate (x), chain_formula_evaluate (y), input);

  forget (x, y);
  return chain_formula_times (adjoint, chain_formula_number (slope));
}

const ChainOp chain_op_minimum = {
  PAIRS,
  .name = "minimum",
  .title = "the smaller of two",
  .symbol = "min(x, y)",
  .code = "tf.minimum({0}, {1})",
  .pair = minimum_pair,
  .pair_slope = minimum_slope,
  .pair_formula = minimum_formula,
  .pair_term = minimum_term,
  .piece = piece_of_pairs,
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

static double
second_of_pair (double x G_GNUC_UNUSED, double y)
{
  return y;
}

static ChainFormula *
second_formula (ChainFormula *x, ChainFormula *y)
{
  chain_formula_free (x);
  return y;
}

#define ASSIGNMENT                                                                                \
  .kind = CHAIN_OP_ARITHMETIC, .n_inputs = 2, .assigns = TRUE, .shape = shape_assign,             \
  .forward = forward_pairs, .equation = equation_pairs

const ChainOp chain_op_assign = {
  ASSIGNMENT,
  .name = "assign",
  .title = "set a variable",
  .symbol = "x ← y",
  .code = "{0}.assign({1})",
  .pair = second_of_pair,
  .pair_formula = second_formula,
};

const ChainOp chain_op_assign_add = {
  ASSIGNMENT,
  .name = "assign_add",
  .title = "add to a variable",
  .symbol = "x += y",
  .code = "{0}.assign_add({1})",
  .pair = add_pair,
  .pair_formula = chain_formula_plus,
};

const ChainOp chain_op_assign_sub = {
  ASSIGNMENT,
  .name = "assign_sub",
  .title = "subtract from a variable",
  .symbol = "x −= y",
  .code = "{0}.assign_sub({1})",
  .pair = subtract_pair,
  .pair_formula = chain_formula_minus,
};
