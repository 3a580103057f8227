/* softmax.c: the activation that turns a row of numbers into probabilities.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/softmax.h"

#include "autodiff/elementwise.h"
#include "autodiff/vector-math-inline.h"

#include <math.h>

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

  return chain_formula_exponential (row->terms->input (row->terms, 0, row->row, k));
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

/* ∂aₖ/∂zₖ = aₖ (1 − aₖ), ∂aₖ/∂zᵢ = −aₖ aᵢ. */
static ChainFormula *
jacobian_softmax (const ChainOpTerms *terms, gsize row, gsize of, gsize by)
{
  ChainFormula *a = terms->output (terms, row, of);

  if (of == by)
    return chain_formula_times (
        a, chain_formula_minus (chain_formula_number (1), terms->output (terms, row, by)));
  return chain_formula_negative (chain_formula_times (a, terms->output (terms, row, by)));
}

CHAIN_CLONES static void
softmax_map (gsize         rows,
             gsize         columns,
             const double *z,
             double       *a,
             const double *p G_GNUC_UNUSED)
{
  for (gsize r = 0; r < rows; r++)
    {
      const double largest = chain_largest (columns, z + r * columns);

      CHAIN_VECTOR_LOOP
      for (gsize k = r * columns; k < (r + 1) * columns; k++)
        a[k] = z[k] - largest;
    }
  CHAIN_VECTOR_LOOP
  for (gsize i = 0; i < rows * columns; i++)
    a[i] = chain_exp_bounded (a[i]);
  for (gsize r = 0; r < rows; r++)
    {
      const double sum = chain_sum (columns, a + r * columns);

      CHAIN_VECTOR_LOOP
      for (gsize k = r * columns; k < (r + 1) * columns; k++)
        a[k] /= sum;
    }
}

CHAIN_CLONES static void
softmax_map_slope (gsize         rows,
                   gsize         columns,
                   const double *z G_GNUC_UNUSED,
                   const double *a,
                   const double *adjoint,
                   double       *result,
                   const double *p G_GNUC_UNUSED)
{
  for (gsize r = 0; r < rows; r++)
    {
      double mean = 0;

      for (gsize k = r * columns; k < (r + 1) * columns; k++)
        mean += adjoint[k] * a[k];
      CHAIN_VECTOR_LOOP
      for (gsize k = r * columns; k < (r + 1) * columns; k++)
        result[k] = a[k] * (adjoint[k] - mean);
    }
}

const ChainOp chain_softmax = {
  .name = "softmax",
  .title = "softmax",
  .symbol = "softmax(z)",
  .code = "tf.nn.softmax({0})",
  .kind = CHAIN_OP_ACTIVATION,
  .n_inputs = 1,
  .shape = chain_shape_same,
  .forward = forward_softmax,
  .backward = backward_softmax,
  .equation = equation_softmax,
  .backward_equation = backward_equation_softmax,
  .map = softmax_map,
  .map_slope = softmax_map_slope,
  .slope_from_output = TRUE,
  .jacobian = jacobian_softmax,
};
