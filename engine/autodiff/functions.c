/* functions.c: rows of the table of arithmetic that do one function to every element.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/functions.h"

#include "autodiff/elementwise.h"

#include <math.h>

static double
negative_value (double z, const double *p G_GNUC_UNUSED)
{
  return -z;
}

static double
negative_derivative (double z G_GNUC_UNUSED, double a G_GNUC_UNUSED, const double *p G_GNUC_UNUSED)
{
  return -1;
}

static ChainFormula *
negative_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return chain_formula_negative (z);
}

static ChainFormula *
negative_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (z);
  chain_formula_free (a);
  return chain_formula_number (-1);
}

const ChainOp chain_op_negative = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ARITHMETIC,
  .name = "negative",
  .title = "negative",
  .symbol = "−x",
  .code = "-{0}",
  .value = negative_value,
  .derivative = negative_derivative,
  .formula = negative_formula,
  .slope = negative_slope,
};

static double
square_value (double z, const double *p G_GNUC_UNUSED)
{
  return z * z;
}

static double
square_derivative (double z, double a G_GNUC_UNUSED, const double *p G_GNUC_UNUSED)
{
  return 2 * z;
}

static ChainFormula *
square_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return chain_formula_power (z, chain_formula_number (2));
}

static ChainFormula *
square_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (a);
  return chain_formula_times (chain_formula_number (2), z);
}

const ChainOp chain_op_square = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ARITHMETIC,
  .name = "square",
  .title = "square",
  .symbol = "x²",
  .code = "tf.square({0})",
  .value = square_value,
  .derivative = square_derivative,
  .formula = square_formula,
  .slope = square_slope,
};

static double
sqrt_value (double z, const double *p G_GNUC_UNUSED)
{
  return sqrt (z);
}

static double
sqrt_derivative (double z G_GNUC_UNUSED, double a, const double *p G_GNUC_UNUSED)
{
  return 1 / (2 * a);
}

static ChainFormula *
sqrt_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return chain_formula_call ("√", z, NULL);
}

static ChainFormula *
sqrt_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (z);
  return chain_formula_fraction (chain_formula_number (1),
                                 chain_formula_times (chain_formula_number (2), a));
}

const ChainOp chain_op_sqrt = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ARITHMETIC,
  .name = "sqrt",
  .title = "square root",
  .symbol = "√x",
  .code = "tf.sqrt({0})",
  .value = sqrt_value,
  .derivative = sqrt_derivative,
  .formula = sqrt_formula,
  .slope = sqrt_slope,
};

static double
exp_value (double z, const double *p G_GNUC_UNUSED)
{
  return exp (z);
}

static double
exp_derivative (double z G_GNUC_UNUSED, double a, const double *p G_GNUC_UNUSED)
{
  return a;
}

static ChainFormula *
exp_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return chain_formula_exponential (z);
}

static ChainFormula *
exp_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (z);
  return a;
}

const ChainOp chain_op_exp = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ARITHMETIC,
  .name = "exp",
  .title = "exponential function",
  .symbol = "eˣ",
  .code = "tf.exp({0})",
  .value = exp_value,
  .derivative = exp_derivative,
  .formula = exp_formula,
  .slope = exp_slope,
};

static double
log_value (double z, const double *p G_GNUC_UNUSED)
{
  return log (z);
}

static double
log_derivative (double z, double a G_GNUC_UNUSED, const double *p G_GNUC_UNUSED)
{
  return 1 / z;
}

static ChainFormula *
log_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return chain_formula_call ("ln", z, NULL);
}

static ChainFormula *
log_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (a);
  return chain_formula_fraction (chain_formula_number (1), z);
}

const ChainOp chain_op_log = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ARITHMETIC,
  .name = "log",
  .title = "natural logarithm",
  .symbol = "ln x",
  .code = "tf.math.log({0})",
  .value = log_value,
  .derivative = log_derivative,
  .formula = log_formula,
  .slope = log_slope,
};

static double
sin_value (double z, const double *p G_GNUC_UNUSED)
{
  return sin (z);
}

static double
sin_derivative (double z, double a G_GNUC_UNUSED, const double *p G_GNUC_UNUSED)
{
  return cos (z);
}

static ChainFormula *
sin_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return chain_formula_call ("sin", z, NULL);
}

static ChainFormula *
sin_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (a);
  return chain_formula_call ("cos", z, NULL);
}

const ChainOp chain_op_sin = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ARITHMETIC,
  .name = "sin",
  .title = "sine",
  .symbol = "sin x",
  .code = "tf.sin({0})",
  .value = sin_value,
  .derivative = sin_derivative,
  .formula = sin_formula,
  .slope = sin_slope,
};

static double
cos_value (double z, const double *p G_GNUC_UNUSED)
{
  return cos (z);
}

static double
cos_derivative (double z, double a G_GNUC_UNUSED, const double *p G_GNUC_UNUSED)
{
  return -sin (z);
}

static ChainFormula *
cos_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return chain_formula_call ("cos", z, NULL);
}

static ChainFormula *
cos_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (a);
  return chain_formula_negative (chain_formula_call ("sin", z, NULL));
}

const ChainOp chain_op_cos = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ARITHMETIC,
  .name = "cos",
  .title = "cosine",
  .symbol = "cos x",
  .code = "tf.cos({0})",
  .value = cos_value,
  .derivative = cos_derivative,
  .formula = cos_formula,
  .slope = cos_slope,
};

static int
abs_piece (const ChainOpCall *call, gsize i)
{
  const double z = call->inputs[0]->values[i];

  return (z > 0) - (z < 0);
}

static double
abs_value (double z, const double *p G_GNUC_UNUSED)
{
  return fabs (z);
}

/* 0 at 0, as in TensorFlow and PyTorch. */
static double
abs_derivative (double z, double a G_GNUC_UNUSED, const double *p G_GNUC_UNUSED)
{
  return (z > 0) - (z < 0);
}

static ChainFormula *
abs_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  return chain_formula_call ("abs", z, NULL);
}

static ChainFormula *
abs_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (a);
  return chain_formula_call ("sign", z, NULL);
}

const ChainOp chain_op_abs = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ARITHMETIC,
  .name = "abs",
  .title = "magnitude",
  .symbol = "|x|",
  .code = "tf.abs({0})",
  .value = abs_value,
  .derivative = abs_derivative,
  .formula = abs_formula,
  .slope = abs_slope,
  .piece = abs_piece,
};
