/* activations.c: the table of activations. Adding one is adding a row here.
 *
 * Elementwise ones give value, derivative, formula and slope for one number; softmax works on
 * whole rows. In formulas z is the input and a the result.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/op.h"

#include <math.h>

static gboolean
shape_same (const ChainOp    *op G_GNUC_UNUSED,
            const ChainShape *inputs,
            ChainShape       *output,
            GError          **error G_GNUC_UNUSED)
{
  *output = inputs[0];
  return TRUE;
}

static void
forward_elementwise (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize i = 0; i < chain_tensor_size (output); i++)
    output->values[i] = call->op->value (call->inputs[0]->values[i], call->parameters);
}

static void
backward_elementwise (const ChainOpCall *call,
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

static ChainFormula *
equation_elementwise (const ChainOpTerms *terms, gsize row, gsize column)
{
  return terms->call.op->formula (terms->input (terms, 0, row, column), terms->call.parameters);
}

static ChainFormula *
backward_equation_elementwise (const ChainOpTerms *terms,
                               guint               input,
                               gsize               row,
                               gsize               column)
{
  return chain_formula_times (terms->adjoint (terms, row, column),
                              terms->call.op->slope (terms->input (terms, input, row, column),
                                                     terms->output (terms, row, column),
                                                     terms->call.parameters));
}

#define ELEMENTWISE                                                                               \
  .kind = CHAIN_OP_ACTIVATION, .n_inputs = 1, .shape = shape_same,                                \
  .forward = forward_elementwise, .backward = backward_elementwise,                               \
  .equation = equation_elementwise, .backward_equation = backward_equation_elementwise

static double
linear_value (double z, const double *p G_GNUC_UNUSED)
{
  return z;
}

static double
linear_derivative (double z G_GNUC_UNUSED, double a G_GNUC_UNUSED, const double *p G_GNUC_UNUSED)
{
  return 1;
}

static ChainFormula *
linear_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return z;
}

static ChainFormula *
linear_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (z);
  chain_formula_free (a);
  return chain_formula_number (1);
}

static const ChainOp linear = {
  ELEMENTWISE,
  .name = "linear",
  .title = "linear",
  .symbol = "z",
  .value = linear_value,
  .derivative = linear_derivative,
  .formula = linear_formula,
  .slope = linear_slope,
};

/* NaN passes through, as it must for a run that diverges to be noticed. */
static double
relu_value (double z, const double *p G_GNUC_UNUSED)
{
  return z <= 0 ? 0 : z;
}

/* At exactly 0 the derivative is taken as 0, as TensorFlow and PyTorch do. */
static double
relu_derivative (double z, double a G_GNUC_UNUSED, const double *p G_GNUC_UNUSED)
{
  return z > 0 ? 1 : 0;
}

static ChainFormula *
relu_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return chain_formula_call ("max", chain_formula_number (0), z);
}

static ChainFormula *
relu_slope (ChainFormula *z, ChainFormula *a, const double *p)
{
  const double slope = relu_derivative (chain_formula_evaluate (z), 0, p);

  chain_formula_free (z);
  chain_formula_free (a);
  return chain_formula_number (slope);
}

static const ChainOp relu = {
  ELEMENTWISE,
  .name = "relu",
  .title = "ReLU",
  .symbol = "max(0, z)",
  .value = relu_value,
  .derivative = relu_derivative,
  .formula = relu_formula,
  .slope = relu_slope,
};

/* Either branch raises e to a number that is not positive, so nothing overflows. */
static double
sigmoid_value (double z, const double *p G_GNUC_UNUSED)
{
  if (z >= 0)
    return 1 / (1 + exp (-z));
  return exp (z) / (1 + exp (z));
}

static double
sigmoid_derivative (double z G_GNUC_UNUSED, double a, const double *p G_GNUC_UNUSED)
{
  return a * (1 - a);
}

static ChainFormula *
sigmoid_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return chain_formula_fraction (
      chain_formula_number (1),
      chain_formula_plus (chain_formula_number (1),
                          chain_formula_power (chain_formula_constant ("e", G_E),
                                               chain_formula_negative (z))));
}

static ChainFormula *
sigmoid_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (z);
  return chain_formula_times (
      chain_formula_copy (a), chain_formula_minus (chain_formula_number (1), a));
}

static const ChainOp sigmoid = {
  ELEMENTWISE,
  .name = "sigmoid",
  .title = "sigmoid",
  .symbol = "σ(z)",
  .value = sigmoid_value,
  .derivative = sigmoid_derivative,
  .formula = sigmoid_formula,
  .slope = sigmoid_slope,
};

static double
tanh_value (double z, const double *p G_GNUC_UNUSED)
{
  return tanh (z);
}

static double
tanh_derivative (double z G_GNUC_UNUSED, double a, const double *p G_GNUC_UNUSED)
{
  return 1 - a * a;
}

static ChainFormula *
tanh_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return chain_formula_call ("tanh", z, NULL);
}

static ChainFormula *
tanh_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (z);
  return chain_formula_minus (chain_formula_number (1),
                              chain_formula_power (a, chain_formula_number (2)));
}

static const ChainOp hyperbolic_tangent = {
  ELEMENTWISE,
  .name = "tanh",
  .title = "tanh",
  .symbol = "tanh z",
  .value = tanh_value,
  .derivative = tanh_derivative,
  .formula = tanh_formula,
  .slope = tanh_slope,
};

/* Subtracting the row's largest z changes no quotient and keeps every power at most 1. */
static void
softmax_row (const double *z, double *a, gsize n)
{
  double largest = z[0];
  double sum = 0;

  for (gsize i = 1; i < n; i++)
    largest = fmax (largest, z[i]);
  for (gsize i = 0; i < n; i++)
    {
      a[i] = exp (z[i] - largest);
      sum += a[i];
    }
  for (gsize i = 0; i < n; i++)
    a[i] /= sum;
}

static void
forward_softmax (const ChainOpCall *call, ChainTensor *output)
{
  for (gsize r = 0; r < output->rows; r++)
    softmax_row (call->inputs[0]->values + r * output->columns,
                 output->values + r * output->columns, output->columns);
}

/* The whole Jacobian, ∂aₖ/∂zᵢ = aₖ (δₖᵢ − aᵢ): ∂L/∂zᵢ = aᵢ (∂L/∂aᵢ − Σₖ ∂L/∂aₖ · aₖ). */
static void
backward_softmax (const ChainOpCall *call,
                  guint              input G_GNUC_UNUSED,
                  const ChainTensor *output_adjoint,
                  ChainTensor       *input_adjoint)
{
  const gsize n = input_adjoint->columns;

  for (gsize r = 0; r < input_adjoint->rows; r++)
    {
      const double *a = call->output->values + r * n;
      const double *above = output_adjoint->values + r * n;
      double        mean = 0;

      for (gsize k = 0; k < n; k++)
        mean += above[k] * a[k];
      for (gsize i = 0; i < n; i++)
        input_adjoint->values[r * n + i] += a[i] * (above[i] - mean);
    }
}

typedef struct
{
  const ChainOpTerms *terms;
  gsize               row;
} Row;

static ChainFormula *
power_of_e (gsize k, gpointer data)
{
  const Row *row = data;

  return chain_formula_power (chain_formula_constant ("e", G_E),
                              row->terms->input (row->terms, 0, row->row, k));
}

static ChainFormula *
equation_softmax (const ChainOpTerms *terms, gsize row, gsize column)
{
  Row all = { terms, row };

  return chain_formula_fraction (
      power_of_e (column, &all),
      chain_formula_sum_of (terms->call.inputs[0]->columns, power_of_e, &all));
}

static ChainFormula *
weighted_adjoint (gsize k, gpointer data)
{
  const Row *row = data;

  return chain_formula_times (row->terms->adjoint (row->terms, row->row, k),
                              row->terms->output (row->terms, row->row, k));
}

static ChainFormula *
backward_equation_softmax (const ChainOpTerms *terms,
                           guint               input G_GNUC_UNUSED,
                           gsize               row,
                           gsize               column)
{
  Row           all = { terms, row };
  ChainFormula *mean = chain_formula_sum_of (terms->call.output->columns, weighted_adjoint, &all);

  return chain_formula_times (terms->output (terms, row, column),
                              chain_formula_minus (terms->adjoint (terms, row, column), mean));
}

static const ChainOp softmax = {
  .name = "softmax",
  .title = "softmax",
  .symbol = "softmax(z)",
  .kind = CHAIN_OP_ACTIVATION,
  .n_inputs = 1,
  .shape = shape_same,
  .forward = forward_softmax,
  .backward = backward_softmax,
  .equation = equation_softmax,
  .backward_equation = backward_equation_softmax,
};

const ChainOp *const chain_activations[] = {
  &linear, &relu, &sigmoid, &hyperbolic_tangent, &softmax, NULL,
};
