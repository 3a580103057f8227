/* arithmetic.c: matrix product, sums and products with broadcasting, assignment.
 *
 * Broadcasting is NumPy's for matrices: a side of length 1 is repeated. Its derivative adds up
 * over what was repeated.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/op.h"

#include "base/error.h"

static gboolean
shape_matmul (const ChainOp *op, const ChainShape *inputs, ChainShape *output, GError **error)
{
  if (inputs[0].columns != inputs[1].rows)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                   "%s: the first has %" G_GSIZE_FORMAT " columns, expected the %" G_GSIZE_FORMAT
                   " rows of the second",
                   op->name, inputs[0].columns, inputs[1].rows);
      return FALSE;
    }
  *output = (ChainShape){ inputs[0].rows, inputs[1].columns };
  return TRUE;
}

static void
forward_matmul (const ChainOpCall *call, ChainTensor *output)
{
  const ChainTensor *left = call->inputs[0];
  const ChainTensor *right = call->inputs[1];

  for (gsize r = 0; r < output->rows; r++)
    {
      double *row = output->values + r * output->columns;

      for (gsize c = 0; c < output->columns; c++)
        row[c] = 0;
      for (gsize i = 0; i < left->columns; i++)
        {
          const double  factor = left->values[r * left->columns + i];
          const double *from = right->values + i * right->columns;

          for (gsize c = 0; c < output->columns; c++)
            row[c] += factor * from[c];
        }
    }
}

static void
backward_matmul_left (const ChainOpCall *call, const ChainTensor *above, ChainTensor *adjoint)
{
  const ChainTensor *right = call->inputs[1];

  for (gsize r = 0; r < adjoint->rows; r++)
    for (gsize i = 0; i < adjoint->columns; i++)
      {
        double sum = 0;

        for (gsize c = 0; c < right->columns; c++)
          sum += chain_tensor_get (above, r, c) * chain_tensor_get (right, i, c);
        adjoint->values[r * adjoint->columns + i] += sum;
      }
}

static void
backward_matmul_right (const ChainOpCall *call, const ChainTensor *above, ChainTensor *adjoint)
{
  const ChainTensor *left = call->inputs[0];

  for (gsize r = 0; r < left->rows; r++)
    for (gsize i = 0; i < adjoint->rows; i++)
      {
        const double factor = chain_tensor_get (left, r, i);

        for (gsize c = 0; c < adjoint->columns; c++)
          adjoint->values[i * adjoint->columns + c] += factor * chain_tensor_get (above, r, c);
      }
}

/* With C = A·B: ∂L/∂A = ∂L/∂C · Bᵀ and ∂L/∂B = Aᵀ · ∂L/∂C. */
static void
backward_matmul (const ChainOpCall *call,
                 guint              input,
                 const ChainTensor *output_adjoint,
                 ChainTensor       *input_adjoint)
{
  if (input == 0)
    backward_matmul_left (call, output_adjoint, input_adjoint);
  else
    backward_matmul_right (call, output_adjoint, input_adjoint);
}

typedef struct
{
  const ChainOpTerms *terms;
  gsize               row;
  gsize               column;
} Element;

/* The weight before what it weighs, as networks are written: w₁·x₁ + w₂·x₂. */
static ChainFormula *
term_of_matmul (gsize i, gpointer data)
{
  const Element *element = data;

  return chain_formula_times (element->terms->input (element->terms, 1, i, element->column),
                              element->terms->input (element->terms, 0, element->row, i));
}

static ChainFormula *
equation_matmul (const ChainOpTerms *terms, gsize row, gsize column)
{
  Element element = { terms, row, column };

  return chain_formula_sum_of (terms->call.inputs[0]->columns, term_of_matmul, &element);
}

static ChainFormula *
term_of_matmul_left (gsize i, gpointer data)
{
  const Element *element = data;

  return chain_formula_times (element->terms->adjoint (element->terms, element->row, i),
                              element->terms->input (element->terms, 1, element->column, i));
}

static ChainFormula *
term_of_matmul_right (gsize i, gpointer data)
{
  const Element *element = data;

  return chain_formula_times (element->terms->adjoint (element->terms, i, element->column),
                              element->terms->input (element->terms, 0, i, element->row));
}

static ChainFormula *
backward_equation_matmul (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  Element element = { terms, row, column };

  return input == 0 ? chain_formula_sum_of (terms->call.inputs[1]->columns, term_of_matmul_left,
                                            &element)
                    : chain_formula_sum_of (terms->call.inputs[0]->rows, term_of_matmul_right,
                                            &element);
}

static const ChainOp op_matmul = {
  .name = "matmul",
  .title = "matrix product",
  .symbol = "x·y",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 2,
  .shape = shape_matmul,
  .forward = forward_matmul,
  .backward = backward_matmul,
  .equation = equation_matmul,
  .backward_equation = backward_equation_matmul,
};

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

static const ChainOp op_add = {
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

static const ChainOp op_multiply = {
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

/* A difference whose result becomes the variable's new value; nothing is differentiated through
 * an assignment, so it has no backward rule. */
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
forward_assign_sub (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize r = 0; r < output->rows; r++)
    for (gsize c = 0; c < output->columns; c++)
      output->values[r * output->columns + c] = operand (call, 0, r, c) - operand (call, 1, r, c);
}

static ChainFormula *
equation_assign_sub (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_formula_minus (broadcast_term (terms, 0, row, column),
                              broadcast_term (terms, 1, row, column));
}

static const ChainOp op_assign_sub = {
  .name = "assign_sub",
  .title = "subtract from a variable",
  .symbol = "x −= y",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 2,
  .assigns = TRUE,
  .shape = shape_assign,
  .forward = forward_assign_sub,
  .equation = equation_assign_sub,
};

const ChainOp *const chain_arithmetic[] = {
  &op_matmul, &op_add, &op_multiply, &op_assign_sub, NULL,
};
