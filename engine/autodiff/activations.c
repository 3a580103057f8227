/* activations.c: the table of activations. Adding one is adding a row here.
 *
 * Each gives value, derivative, formula and slope for one number. The smooth ones stand in a file
 * of their own, and so does softmax, which works on whole rows. In formulas z is the input and a the result.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/elementwise.h"
#include "autodiff/smooth-activations.h"
#include "autodiff/softmax.h"

#include <math.h>

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

CHAIN_MAP (linear_map, z)
CHAIN_MAP_SLOPE (linear_map_slope, a, 1)

static const ChainOp linear = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ACTIVATION,
  .name = "linear",
  .title = "linear",
  .symbol = "z",
  .code = "tf.identity({0})",
  .value = linear_value,
  .derivative = linear_derivative,
  .formula = linear_formula,
  .slope = linear_slope,
  .map = linear_map,
  .map_slope = linear_map_slope,
  .slope_from_output = TRUE,
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

CHAIN_MAP (relu_map, z <= 0 ? 0 : z)
CHAIN_MAP_SLOPE (relu_map_slope, a, a > 0 ? 1 : 0)

static const ChainOp relu = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ACTIVATION,
  .name = "relu",
  .title = "ReLU",
  .symbol = "max(0, z)",
  .code = "tf.nn.relu({0})",
  .value = relu_value,
  .derivative = relu_derivative,
  .formula = relu_formula,
  .slope = relu_slope,
  .piece = chain_elementwise_side,
  .map = relu_map,
  .map_slope = relu_map_slope,
  .slope_from_output = TRUE,
};

/* Which of two pieces of a formula holds at z. */
static gboolean
is_positive (const ChainFormula *z)
{
  return chain_formula_evaluate (z) > 0;
}

static ChainFormula *
exponential_minus_one (ChainFormula *exponent)
{
  return chain_formula_minus (chain_formula_exponential (exponent), chain_formula_number (1));
}

static double
leaky_relu_value (double z, const double *p)
{
  return z > 0 ? z : p[0] * z;
}

static double
leaky_relu_derivative (double z, double a G_GNUC_UNUSED, const double *p)
{
  return z > 0 ? 1 : p[0];
}

static ChainFormula *
leaky_relu_formula (ChainFormula *z, const double *p)
{
  return is_positive (z)
             ? z
             : chain_formula_times (chain_formula_symbol ("α", NULL, NULL, p[0]), z);
}

static ChainFormula *
leaky_relu_slope (ChainFormula *z, ChainFormula *a, const double *p)
{
  const gboolean positive = is_positive (z);

  chain_formula_free (z);
  chain_formula_free (a);
  return positive ? chain_formula_number (1) : chain_formula_symbol ("α", NULL, NULL, p[0]);
}

CHAIN_MAP (leaky_relu_map, z > 0 ? z : p0 * z)
CHAIN_MAP_SLOPE (leaky_relu_map_slope, a, a > 0 ? 1 : p0)

static const ChainOp leaky_relu = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ACTIVATION,
  .name = "leaky_relu",
  .title = "leaky ReLU",
  .symbol = "z or αz",
  .code = "tf.nn.leaky_relu({0}, alpha={alpha})",
  .parameters = { { "alpha", "α", CHAIN_PARAMETER_NUMBER, 0.3, 0, G_MAXDOUBLE } },
  .value = leaky_relu_value,
  .derivative = leaky_relu_derivative,
  .formula = leaky_relu_formula,
  .slope = leaky_relu_slope,
  .piece = chain_elementwise_side,
  .map = leaky_relu_map,
  .map_slope = leaky_relu_map_slope,
  .slope_from_output = TRUE,
};

static double
elu_value (double z, const double *p)
{
  return z > 0 ? z : p[0] * expm1 (z);
}

/* At exactly 0 the derivative is α, as in TensorFlow and PyTorch. */
static double
elu_derivative (double z, double a, const double *p)
{
  return z > 0 ? 1 : a + p[0];
}

static ChainFormula *
elu_formula (ChainFormula *z, const double *p)
{
  return is_positive (z) ? z
                         : chain_formula_times (chain_formula_symbol ("α", NULL, NULL, p[0]),
                                                exponential_minus_one (z));
}

static ChainFormula *
elu_slope (ChainFormula *z, ChainFormula *a, const double *p)
{
  const gboolean positive = is_positive (z);

  chain_formula_free (z);
  if (!positive)
    return chain_formula_plus (a, chain_formula_symbol ("α", NULL, NULL, p[0]));
  chain_formula_free (a);
  return chain_formula_number (1);
}

CHAIN_MAP (elu_map, z > 0 ? z : p0 * chain_expm1_negative (z))
CHAIN_MAP_SLOPE (elu_map_slope, a, a > 0 ? 1 : a + p0)

static const ChainOp elu = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ACTIVATION,
  .name = "elu",
  .title = "ELU",
  .symbol = "z or α(eᶻ − 1)",
  .code = "tf.keras.activations.elu({0}, alpha={alpha})",
  .parameters = { { "alpha", "α", CHAIN_PARAMETER_NUMBER, 1, 0, G_MAXDOUBLE } },
  .value = elu_value,
  .derivative = elu_derivative,
  .formula = elu_formula,
  .slope = elu_slope,
  .piece = chain_elementwise_side,
  .map = elu_map,
  .map_slope = elu_map_slope,
  .slope_from_output = TRUE,
};

/* Klambauer, Unterthiner, Mayr and Hochreiter 2017, "Self-Normalizing Neural Networks". */
#define SELU_SCALE 1.0507009873554805
#define SELU_ALPHA 1.6732632423543772

static double
selu_value (double z, const double *p G_GNUC_UNUSED)
{
  return SELU_SCALE * (z > 0 ? z : SELU_ALPHA * expm1 (z));
}

static double
selu_derivative (double z, double a, const double *p G_GNUC_UNUSED)
{
  return z > 0 ? SELU_SCALE : a + SELU_SCALE * SELU_ALPHA;
}

static ChainFormula *
selu_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  ChainFormula *scale = chain_formula_symbol ("λ", NULL, NULL, SELU_SCALE);

  if (is_positive (z))
    return chain_formula_times (scale, z);
  return chain_formula_times (
      chain_formula_times (scale, chain_formula_symbol ("α", NULL, NULL, SELU_ALPHA)),
      exponential_minus_one (z));
}

static ChainFormula *
selu_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  const gboolean positive = is_positive (z);
  ChainFormula  *scale = chain_formula_symbol ("λ", NULL, NULL, SELU_SCALE);

  chain_formula_free (z);
  if (!positive)
    return chain_formula_plus (
        a, chain_formula_times (scale, chain_formula_symbol ("α", NULL, NULL, SELU_ALPHA)));
  chain_formula_free (a);
  return scale;
}

CHAIN_MAP (selu_map, SELU_SCALE * (z > 0 ? z : SELU_ALPHA * chain_expm1_negative (z)))
CHAIN_MAP_SLOPE (selu_map_slope, a, a > 0 ? SELU_SCALE : a + SELU_SCALE * SELU_ALPHA)

static const ChainOp selu = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ACTIVATION,
  .name = "selu",
  .title = "SELU",
  .symbol = "λz or λα(eᶻ − 1)",
  .code = "tf.nn.selu({0})",
  .value = selu_value,
  .derivative = selu_derivative,
  .formula = selu_formula,
  .slope = selu_slope,
  .piece = chain_elementwise_side,
  .map = selu_map,
  .map_slope = selu_map_slope,
  .slope_from_output = TRUE,
};

const ChainOp *const chain_activations[] = {
  &linear,           &relu,          &leaky_relu,        &elu,               &selu,
  &chain_op_sigmoid, &chain_op_tanh, &chain_op_softplus, &chain_op_softsign, &chain_op_swish,
  &chain_op_gelu,    &chain_softmax, NULL,
};
