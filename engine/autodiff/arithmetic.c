/* arithmetic.c: the table of arithmetic, and those of its rows that are not broadcast: the
 * matrix product, penalties of weights, clipping of gradients.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/broadcasting.h"
#include "autodiff/elementwise.h"
#include "autodiff/functions.h"
#include "autodiff/reductions.h"

#include "base/error.h"

#include <math.h>

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

static gsize
n_terms_of_matmul (const ChainOpCall *call, int of)
{
  if (of == CHAIN_OP_OUTPUT)
    return call->inputs[0]->columns;
  return of == 0 ? call->inputs[1]->columns : call->inputs[0]->rows;
}

/* The weight before what it weighs, as networks are written: w₁·x₁ + w₂·x₂. */
static ChainFormula *
term_of_matmul (const ChainOpTerms *terms, int of, gsize row, gsize column, gsize i)
{
  if (of == CHAIN_OP_OUTPUT)
    return chain_formula_times (terms->input (terms, 1, i, column),
                                terms->input (terms, 0, row, i));
  if (of == 0)
    return chain_formula_times (terms->adjoint (terms, row, i),
                                terms->input (terms, 1, column, i));
  return chain_formula_times (terms->adjoint (terms, i, column), terms->input (terms, 0, i, row));
}

static ChainFormula *
equation_matmul (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_op_sum (terms, CHAIN_OP_OUTPUT, row, column);
}

static ChainFormula *
backward_equation_matmul (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  return chain_op_sum (terms, (int) input, row, column);
}

static const ChainOp op_matmul = {
  .name = "matmul",
  .title = "matrix product",
  .symbol = "x·y",
  .code = "tf.matmul({0}, {1})",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 2,
  .shape = shape_matmul,
  .forward = forward_matmul,
  .backward = backward_matmul,
  .equation = equation_matmul,
  .backward_equation = backward_equation_matmul,
  .n_terms = n_terms_of_matmul,
  .term = term_of_matmul,
};

/* Penalties on the size of weights, λ Σ |w| and λ Σ w², added to a loss. Like a loss they end a
 * chain, and their equations take ∂L/∂penalty as the 1 it is. */

static gboolean
shape_penalty (const ChainOp    *op G_GNUC_UNUSED,
               const ChainShape *inputs G_GNUC_UNUSED,
               ChainShape       *output,
               GError          **error G_GNUC_UNUSED)
{
  *output = (ChainShape){ 1, 1 };
  return TRUE;
}

static void
forward_l1 (const ChainOpCall *call, ChainTensor *output)
{
  double sum = 0;

  for (gsize i = 0; i < chain_tensor_size (call->inputs[0]); i++)
    sum += fabs (call->inputs[0]->values[i]);
  output->values[0] = call->parameters[0] * sum;
}

static void
backward_l1 (const ChainOpCall *call,
             guint              input G_GNUC_UNUSED,
             const ChainTensor *output_adjoint,
             ChainTensor       *input_adjoint)
{
  for (gsize i = 0; i < chain_tensor_size (input_adjoint); i++)
    {
      const double w = call->inputs[0]->values[i];

      input_adjoint->values[i]
          += output_adjoint->values[0] * call->parameters[0] * ((w > 0) - (w < 0));
    }
}

static void
forward_l2 (const ChainOpCall *call, ChainTensor *output)
{
  double sum = 0;

  for (gsize i = 0; i < chain_tensor_size (call->inputs[0]); i++)
    sum += call->inputs[0]->values[i] * call->inputs[0]->values[i];
  output->values[0] = call->parameters[0] * sum;
}

static void
backward_l2 (const ChainOpCall *call,
             guint              input G_GNUC_UNUSED,
             const ChainTensor *output_adjoint,
             ChainTensor       *input_adjoint)
{
  for (gsize i = 0; i < chain_tensor_size (input_adjoint); i++)
    input_adjoint->values[i]
        += output_adjoint->values[0] * 2 * call->parameters[0] * call->inputs[0]->values[i];
}

static ChainFormula *
weight (const ChainOpTerms *terms, gsize i)
{
  const gsize columns = terms->call.inputs[0]->columns;

  return terms->input (terms, 0, i / columns, i % columns);
}

static ChainFormula *
magnitude_of_weight (gsize i, gpointer data)
{
  return chain_formula_call ("abs", weight (data, i), NULL);
}

static ChainFormula *
square_of_weight (gsize i, gpointer data)
{
  return chain_formula_power (weight (data, i), chain_formula_number (2));
}

/* λ₁ of an L1 penalty, λ of an L2 penalty; each layer has its own, so where the weights bear the
 * layer's number, so does it. */
static ChainFormula *
penalty_factor (const ChainOpTerms *terms, const char *subscript)
{
  g_autoptr (ChainFormula) first = weight (terms, 0);

  return chain_formula_symbol ("λ", subscript, first->superscript, terms->call.parameters[0]);
}

static ChainFormula *
penalty (const ChainOpTerms *terms, const char *subscript, ChainFormulaTerm term)
{
  return chain_formula_times (
      penalty_factor (terms, subscript),
      chain_formula_sum_of (chain_tensor_size (terms->call.inputs[0]), term, (gpointer) terms));
}

static ChainFormula *
equation_l1 (const ChainOpTerms *terms, gsize row G_GNUC_UNUSED, gsize column G_GNUC_UNUSED)
{
  return penalty (terms, "1", magnitude_of_weight);
}

static ChainFormula *
equation_l2 (const ChainOpTerms *terms, gsize row G_GNUC_UNUSED, gsize column G_GNUC_UNUSED)
{
  return penalty (terms, NULL, square_of_weight);
}

static ChainFormula *
backward_equation_l1 (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  return chain_formula_times (
      penalty_factor (terms, "1"),
      chain_formula_call ("sign", terms->input (terms, input, row, column), NULL));
}

static ChainFormula *
backward_equation_l2 (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  return chain_formula_times (
      chain_formula_times (chain_formula_number (2), penalty_factor (terms, NULL)),
      terms->input (terms, input, row, column));
}

static int
sign_of_weight (const ChainOpCall *call, gsize i)
{
  const double w = call->inputs[0]->values[i];

  return (w > 0) - (w < 0);
}

static const ChainOp op_l1_penalty = {
  .name = "l1_penalty",
  .title = "L1 penalty",
  .symbol = "λ₁ Σ |w|",
  .code = "{lambda} * tf.reduce_sum(tf.abs({0}))",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 1,
  .parameters = { { "lambda", "λ₁", CHAIN_PARAMETER_NUMBER, 0.01, 0, G_MAXDOUBLE } },
  .shape = shape_penalty,
  .forward = forward_l1,
  .backward = backward_l1,
  .equation = equation_l1,
  .backward_equation = backward_equation_l1,
  .piece = sign_of_weight,
};

static const ChainOp op_l2_penalty = {
  .name = "l2_penalty",
  .title = "L2 penalty",
  .symbol = "λ Σ w²",
  .code = "{lambda} * tf.reduce_sum(tf.square({0}))",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 1,
  .parameters = { { "lambda", "λ", CHAIN_PARAMETER_NUMBER, 0.01, 0, G_MAXDOUBLE } },
  .shape = shape_penalty,
  .forward = forward_l2,
  .backward = backward_l2,
  .equation = equation_l2,
  .backward_equation = backward_equation_l2,
};

/* x, or x shortened to a norm of c; √(Σ x²) over all elements. Nothing is ever derived from it:
 * it serves update rules. Pascanu, Mikolov and Bengio 2013, "On the difficulty of training
 * recurrent neural networks". */

static double
norm_of (const ChainTensor *tensor)
{
  double sum = 0;

  for (gsize i = 0; i < chain_tensor_size (tensor); i++)
    sum += tensor->values[i] * tensor->values[i];
  return sqrt (sum);
}

static void
forward_clip (const ChainOpCall *call, ChainTensor *output)
{
  const double most = call->parameters[0];
  const double norm = norm_of (call->inputs[0]);

  for (gsize i = 0; i < chain_tensor_size (output); i++)
    {
      const double x = call->inputs[0]->values[i];

      output->values[i] = norm > most ? x * most / norm : x;
    }
}

static ChainFormula *
equation_clip (const ChainOpTerms *terms, gsize row, gsize column)
{
  const double  most = terms->call.parameters[0];
  ChainFormula *x = terms->input (terms, 0, row, column);
  ChainFormula *squares;

  if (!(norm_of (terms->call.inputs[0]) > most))
    return x;
  squares = chain_formula_sum_of (chain_tensor_size (terms->call.inputs[0]), square_of_weight,
                                  (gpointer) terms);
  return chain_formula_fraction (
      chain_formula_times (x, chain_formula_symbol ("c", NULL, NULL, most)),
      chain_formula_call ("√", squares, NULL));
}

static const ChainOp op_clip_by_norm = {
  .name = "clip_by_norm",
  .title = "clipping by the norm",
  .symbol = "x·c/‖x‖",
  .code = "tf.clip_by_norm({0}, {clipnorm})",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 1,
  .parameters = { { "clipnorm", "c", CHAIN_PARAMETER_NUMBER, 1, 0, G_MAXDOUBLE } },
  .shape = chain_shape_same,
  .forward = forward_clip,
  .equation = equation_clip,
};

const ChainOp *const chain_arithmetic[] = {
  &op_matmul,           &chain_op_add,        &chain_op_subtract,   &chain_op_multiply,
  &chain_op_divide,     &chain_op_power,      &chain_op_maximum,    &chain_op_minimum,
  &chain_op_negative,   &chain_op_square,     &chain_op_sqrt,       &chain_op_exp,
  &chain_op_log,        &chain_op_sin,        &chain_op_cos,        &chain_op_abs,
  &chain_op_transpose,  &chain_reduce_sum,    &chain_reduce_sum_0,  &chain_reduce_sum_1,
  &chain_reduce_mean,   &chain_reduce_mean_0, &chain_reduce_mean_1, &chain_reduce_max,
  &chain_reduce_max_0,  &chain_reduce_max_1,  &chain_reduce_min,    &chain_reduce_min_0,
  &chain_reduce_min_1,  &op_l1_penalty,       &op_l2_penalty,       &op_clip_by_norm,
  &chain_op_assign,     &chain_op_assign_add, &chain_op_assign_sub, NULL,
};
