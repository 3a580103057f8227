/* reductions.c: rows of the table of arithmetic that join many elements to one, and the transpose.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/reductions.h"

#include <math.h>

static gboolean
shape_transpose (const ChainOp    *op G_GNUC_UNUSED,
                 const ChainShape *inputs,
                 ChainShape       *output,
                 GError          **error G_GNUC_UNUSED)
{
  *output = (ChainShape){ inputs[0].columns, inputs[0].rows };
  return TRUE;
}

static void
forward_transpose (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize r = 0; r < output->rows; r++)
    for (gsize c = 0; c < output->columns; c++)
      output->values[r * output->columns + c] = chain_tensor_get (call->inputs[0], c, r);
}

static void
backward_transpose (const ChainOpCall *call G_GNUC_UNUSED,
                    guint              input G_GNUC_UNUSED,
                    const ChainTensor *output_adjoint,
                    ChainTensor       *input_adjoint)
{
  for (gsize r = 0; r < input_adjoint->rows; r++)
    for (gsize c = 0; c < input_adjoint->columns; c++)
      input_adjoint->values[r * input_adjoint->columns + c]
          += chain_tensor_get (output_adjoint, c, r);
}

static ChainFormula *
equation_transpose (const ChainOpTerms *terms, gsize row, gsize column)
{
  return terms->input (terms, 0, column, row);
}

static ChainFormula *
backward_equation_transpose (const ChainOpTerms *terms,
                             guint               input G_GNUC_UNUSED,
                             gsize               row,
                             gsize               column)
{
  return terms->adjoint (terms, column, row);
}

const ChainOp chain_op_transpose = {
  .name = "transpose",
  .title = "transpose",
  .symbol = "xᵀ",
  .code = "tf.transpose({0})",
  .kind = CHAIN_OP_ARITHMETIC,
  .n_inputs = 1,
  .shape = shape_transpose,
  .forward = forward_transpose,
  .backward = backward_transpose,
  .equation = equation_transpose,
  .backward_equation = backward_equation_transpose,
};

static gboolean
shape_reduction (const ChainOp    *op,
                 const ChainShape *inputs,
                 ChainShape       *output,
                 GError          **error G_GNUC_UNUSED)
{
  *output = (ChainShape){ op->axis == CHAIN_AXIS_COLUMNS ? inputs[0].rows : 1,
                          op->axis == CHAIN_AXIS_ROWS ? inputs[0].columns : 1 };
  return TRUE;
}

/* How many elements are joined to one. */
static gsize
n_joined (const ChainOpCall *call)
{
  const ChainTensor *x = call->inputs[0];

  if (call->op->axis == CHAIN_AXIS_ROWS)
    return x->rows;
  return call->op->axis == CHAIN_AXIS_COLUMNS ? x->columns : chain_tensor_size (x);
}

/* The one of the output that an element of the input goes to. */
static gsize
joined_to (const ChainOpCall *call, gsize i)
{
  const gsize columns = call->inputs[0]->columns;

  if (call->op->axis == CHAIN_AXIS_ROWS)
    return i % columns;
  return call->op->axis == CHAIN_AXIS_COLUMNS ? i / columns : 0;
}

/* Element i of those joined to output element @to, as a place in the input. */
static gsize
place_of (const ChainOpCall *call, gsize to, gsize i)
{
  const gsize columns = call->inputs[0]->columns;

  if (call->op->axis == CHAIN_AXIS_ROWS)
    return i * columns + to;
  return call->op->axis == CHAIN_AXIS_COLUMNS ? to * columns + i : i;
}

static ChainFormula *
input_at (const ChainOpTerms *terms, gsize place)
{
  const gsize columns = terms->call.inputs[0]->columns;

  return terms->input (terms, 0, place / columns, place % columns);
}

static ChainFormula *
adjoint_at (const ChainOpTerms *terms, gsize row, gsize column)
{
  const int axis = terms->call.op->axis;

  return terms->adjoint (terms, axis == CHAIN_AXIS_COLUMNS ? row : 0,
                         axis == CHAIN_AXIS_ROWS ? column : 0);
}

static void
forward_sum (const ChainOpCall *call, ChainTensor *output)
{
  chain_tensor_fill (output, 0);
  for (gsize i = 0; i < chain_tensor_size (call->inputs[0]); i++)
    output->values[joined_to (call, i)] += call->inputs[0]->values[i];
}

static void
backward_sum (const ChainOpCall *call,
              guint              input G_GNUC_UNUSED,
              const ChainTensor *output_adjoint,
              ChainTensor       *input_adjoint)
{
  for (gsize i = 0; i < chain_tensor_size (input_adjoint); i++)
    input_adjoint->values[i] += output_adjoint->values[joined_to (call, i)];
}

static gsize
n_terms_of_sum (const ChainOpCall *call, int of)
{
  return of == CHAIN_OP_OUTPUT ? n_joined (call) : 1;
}

static ChainFormula *
term_of_sum (const ChainOpTerms *terms, int of, gsize row, gsize column, gsize i)
{
  if (of != CHAIN_OP_OUTPUT)
    return adjoint_at (terms, row, column);
  return input_at (terms, place_of (&terms->call, MAX (row, column), i));
}

static ChainFormula *
equation_sum (const ChainOpTerms *terms, gsize row, gsize column)
{
  return chain_op_sum (terms, CHAIN_OP_OUTPUT, row, column);
}

static ChainFormula *
backward_equation_sum (const ChainOpTerms *terms,
                       guint               input G_GNUC_UNUSED,
                       gsize               row,
                       gsize               column)
{
  return adjoint_at (terms, row, column);
}

static void
forward_mean (const ChainOpCall *call, ChainTensor *output)
{
  const double n = (double) n_joined (call);

  forward_sum (call, output);
  for (gsize i = 0; i < chain_tensor_size (output); i++)
    output->values[i] /= n;
}

static void
backward_mean (const ChainOpCall *call,
               guint              input G_GNUC_UNUSED,
               const ChainTensor *output_adjoint,
               ChainTensor       *input_adjoint)
{
  const double n = (double) n_joined (call);

  for (gsize i = 0; i < chain_tensor_size (input_adjoint); i++)
    input_adjoint->values[i] += output_adjoint->values[joined_to (call, i)] / n;
}

static ChainFormula *
divided (ChainFormula *formula, gsize count)
{
  return count == 1 ? formula
                    : chain_formula_fraction (formula, chain_formula_number ((double) count));
}

static ChainFormula *
term_of_element (gsize i, gpointer data)
{
  const ChainOpTerms *terms = ((gpointer *) data)[0];
  const gsize        *to = ((gpointer *) data)[1];

  return input_at (terms, place_of (&terms->call, *to, i));
}

static ChainFormula *
equation_mean (const ChainOpTerms *terms, gsize row, gsize column)
{
  gsize    to = MAX (row, column);
  gpointer element[] = { (gpointer) terms, &to };

  return divided (chain_formula_sum_of (n_joined (&terms->call), term_of_element, element),
                  n_joined (&terms->call));
}

static ChainFormula *
backward_equation_mean (const ChainOpTerms *terms,
                        guint               input G_GNUC_UNUSED,
                        gsize               row,
                        gsize               column)
{
  return divided (adjoint_at (terms, row, column), n_joined (&terms->call));
}

/* The largest or, for the minimum, the smallest of those joined to one. A NaN is passed on. */
static double
extreme_of (const ChainOpCall *call, gsize to)
{
  double found = call->inputs[0]->values[place_of (call, to, 0)];

  for (gsize i = 1; i < n_joined (call); i++)
    found = call->op->pair (found, call->inputs[0]->values[place_of (call, to, i)]);
  return found;
}

static void
forward_extreme (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize to = 0; to < chain_tensor_size (output); to++)
    output->values[to] = extreme_of (call, to);
}

static gsize
n_equal (const ChainOpCall *call, gsize to)
{
  gsize n = 0;

  for (gsize i = 0; i < n_joined (call); i++)
    n += call->inputs[0]->values[place_of (call, to, i)] == call->output->values[to];
  return n;
}

/* The share of an element in what it was joined to: several that are equally large share it
 * equally, as in TensorFlow and PyTorch. */
static double
share_of (const ChainOpCall *call, gsize i)
{
  const gsize to = joined_to (call, i);

  if (call->inputs[0]->values[i] != call->output->values[to])
    return 0;
  return 1 / (double) n_equal (call, to);
}

static void
backward_extreme (const ChainOpCall *call,
                  guint              input G_GNUC_UNUSED,
                  const ChainTensor *output_adjoint,
                  ChainTensor       *input_adjoint)
{
  for (gsize to = 0; to < chain_tensor_size (output_adjoint); to++)
    {
      const gsize n = n_equal (call, to);

      for (gsize i = 0; i < n_joined (call); i++)
        {
          const gsize place = place_of (call, to, i);

          if (call->inputs[0]->values[place] == call->output->values[to])
            input_adjoint->values[place] += output_adjoint->values[to] / (double) n;
        }
    }
}

static ChainFormula *
extreme_so_far (const ChainOpTerms *terms, gsize to, gsize last)
{
  ChainFormula *formula = input_at (terms, place_of (&terms->call, to, 0));

  for (gsize i = 1; i <= last; i++)
    formula = terms->call.op->pair_formula (formula,
                                            input_at (terms, place_of (&terms->call, to, i)));
  return formula;
}

/* Of many, the ones that count. */
#define MOST_COMPARED 4

static ChainFormula *
equation_extreme (const ChainOpTerms *terms, gsize row, gsize column)
{
  const gsize to = MAX (row, column);
  gsize       i = 0;

  if (n_joined (&terms->call) <= MOST_COMPARED)
    return extreme_so_far (terms, to, n_joined (&terms->call) - 1);
  while (i + 1 < n_joined (&terms->call)
         && terms->call.inputs[0]->values[place_of (&terms->call, to, i)]
                != terms->call.output->values[to])
    i++;
  return input_at (terms, place_of (&terms->call, to, i));
}

static ChainFormula *
backward_equation_extreme (const ChainOpTerms *terms,
                           guint               input G_GNUC_UNUSED,
                           gsize               row,
                           gsize               column)
{
  const gsize i = row * terms->call.inputs[0]->columns + column;

  return chain_formula_times (adjoint_at (terms, row, column),
                              chain_formula_number (share_of (&terms->call, i)));
}

static int
piece_of_extreme (const ChainOpCall *call, gsize i)
{
  return call->inputs[0]->values[i] == extreme_of (call, joined_to (call, i));
}

static double
larger (double x, double y)
{
  return x >= y || isnan (x) ? x : y;
}

static double
smaller (double x, double y)
{
  return x <= y || isnan (x) ? x : y;
}

static ChainFormula *
larger_formula (ChainFormula *x, ChainFormula *y)
{
  return chain_formula_call ("max", x, y);
}

static ChainFormula *
smaller_formula (ChainFormula *x, ChainFormula *y)
{
  return chain_formula_call ("min", x, y);
}

#define REDUCTION                                                                                 \
  .kind = CHAIN_OP_ARITHMETIC, .n_inputs = 1, .shape = shape_reduction

#define SUM                                                                                       \
  REDUCTION, .reduction = "sum", .forward = forward_sum, .backward = backward_sum,                \
  .equation = equation_sum, .backward_equation = backward_equation_sum,                           \
  .n_terms = n_terms_of_sum, .term = term_of_sum

#define MEAN                                                                                      \
  REDUCTION, .reduction = "mean", .forward = forward_mean, .backward = backward_mean,             \
  .equation = equation_mean, .backward_equation = backward_equation_mean

#define EXTREME                                                                                   \
  REDUCTION, .forward = forward_extreme, .backward = backward_extreme,                            \
  .equation = equation_extreme, .backward_equation = backward_equation_extreme,                   \
  .piece = piece_of_extreme

#define MAXIMUM EXTREME, .reduction = "max", .pair = larger, .pair_formula = larger_formula
#define MINIMUM EXTREME, .reduction = "min", .pair = smaller, .pair_formula = smaller_formula

const ChainOp chain_reduce_sum = {
  SUM,
  .name = "sum",
  .title = "sum of all elements",
  .symbol = "Σ x",
  .code = "tf.reduce_sum({0})",
};

const ChainOp chain_reduce_sum_0 = {
  SUM,
  .axis = CHAIN_AXIS_ROWS,
  .name = "sum_axis_0",
  .title = "sum of each column",
  .symbol = "Σ₀ x",
  .code = "tf.reduce_sum({0}, axis=0, keepdims=True)",
};

const ChainOp chain_reduce_sum_1 = {
  SUM,
  .axis = CHAIN_AXIS_COLUMNS,
  .name = "sum_axis_1",
  .title = "sum of each row",
  .symbol = "Σ₁ x",
  .code = "tf.reduce_sum({0}, axis=1, keepdims=True)",
};

const ChainOp chain_reduce_mean = {
  MEAN,
  .name = "mean",
  .title = "mean of all elements",
  .symbol = "x̄",
  .code = "tf.reduce_mean({0})",
};

const ChainOp chain_reduce_mean_0 = {
  MEAN,
  .axis = CHAIN_AXIS_ROWS,
  .name = "mean_axis_0",
  .title = "mean of each column",
  .symbol = "x̄₀",
  .code = "tf.reduce_mean({0}, axis=0, keepdims=True)",
};

const ChainOp chain_reduce_mean_1 = {
  MEAN,
  .axis = CHAIN_AXIS_COLUMNS,
  .name = "mean_axis_1",
  .title = "mean of each row",
  .symbol = "x̄₁",
  .code = "tf.reduce_mean({0}, axis=1, keepdims=True)",
};

const ChainOp chain_reduce_max = {
  MAXIMUM,
  .name = "max",
  .title = "largest element",
  .symbol = "max x",
  .code = "tf.reduce_max({0})",
};

const ChainOp chain_reduce_max_0 = {
  MAXIMUM,
  .axis = CHAIN_AXIS_ROWS,
  .name = "max_axis_0",
  .title = "largest of each column",
  .symbol = "max₀ x",
  .code = "tf.reduce_max({0}, axis=0, keepdims=True)",
};

const ChainOp chain_reduce_max_1 = {
  MAXIMUM,
  .axis = CHAIN_AXIS_COLUMNS,
  .name = "max_axis_1",
  .title = "largest of each row",
  .symbol = "max₁ x",
  .code = "tf.reduce_max({0}, axis=1, keepdims=True)",
};

const ChainOp chain_reduce_min = {
  MINIMUM,
  .name = "min",
  .title = "smallest element",
  .symbol = "min x",
  .code = "tf.reduce_min({0})",
};

const ChainOp chain_reduce_min_0 = {
  MINIMUM,
  .axis = CHAIN_AXIS_ROWS,
  .name = "min_axis_0",
  .title = "smallest of each column",
  .symbol = "min₀ x",
  .code = "tf.reduce_min({0}, axis=0, keepdims=True)",
};

const ChainOp chain_reduce_min_1 = {
  MINIMUM,
  .axis = CHAIN_AXIS_COLUMNS,
  .name = "min_axis_1",
  .title = "smallest of each row",
  .symbol = "min₁ x",
  .code = "tf.reduce_min({0}, axis=1, keepdims=True)",
};
