/* smooth-activations.c: the activations without a kink, from the sigmoid to GELU.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/smooth-activations.h"

#include "autodiff/elementwise.h"

#include <math.h>

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

CHAIN_MAP (sigmoid_map, chain_sigmoid (z))
CHAIN_MAP_SLOPE (sigmoid_map_slope, a, a * (1 - a))

const ChainOp chain_op_sigmoid = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ACTIVATION,
  .name = "sigmoid",
  .title = "sigmoid",
  .symbol = "σ(z)",
  .code = "tf.sigmoid({0})",
  .value = sigmoid_value,
  .derivative = sigmoid_derivative,
  .formula = sigmoid_formula,
  .slope = sigmoid_slope,
  .map = sigmoid_map,
  .map_slope = sigmoid_map_slope,
  .slope_from_output = TRUE,
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

CHAIN_MAP (tanh_map, chain_tanh (z))
CHAIN_MAP_SLOPE (tanh_map_slope, a, 1 - a * a)

const ChainOp chain_op_tanh = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ACTIVATION,
  .name = "tanh",
  .title = "tanh",
  .symbol = "tanh z",
  .code = "tf.tanh({0})",
  .value = tanh_value,
  .derivative = tanh_derivative,
  .formula = tanh_formula,
  .slope = tanh_slope,
  .map = tanh_map,
  .map_slope = tanh_map_slope,
  .slope_from_output = TRUE,
};

/* ln(1 + eᶻ) without overflow. */
static double
softplus_value (double z, const double *p G_GNUC_UNUSED)
{
  return fmax (z, 0) + log1p (exp (-fabs (z)));
}

static double
softplus_derivative (double z, double a G_GNUC_UNUSED, const double *p)
{
  return sigmoid_value (z, p);
}

/* Where eᶻ would overflow, adding 1 to it changes nothing and the logarithm is z. */
static ChainFormula *
softplus_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  if (chain_formula_evaluate (z) > 700)
    return z;
  return chain_formula_call (
      "ln", chain_formula_plus (chain_formula_number (1), chain_formula_exponential (z)), NULL);
}

static ChainFormula *
softplus_slope (ChainFormula *z, ChainFormula *a, const double *p)
{
  chain_formula_free (a);
  return sigmoid_formula (z, p);
}

CHAIN_MAP (softplus_map, chain_softplus (z))
/* σ(z) = 1 − e^−a */
CHAIN_MAP_SLOPE (softplus_map_slope, a, 0 - chain_expm1_negative (-a))

const ChainOp chain_op_softplus = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ACTIVATION,
  .name = "softplus",
  .title = "softplus",
  .symbol = "ln(1 + eᶻ)",
  .code = "tf.nn.softplus({0})",
  .value = softplus_value,
  .derivative = softplus_derivative,
  .formula = softplus_formula,
  .slope = softplus_slope,
  .map = softplus_map,
  .map_slope = softplus_map_slope,
  .slope_from_output = TRUE,
};

static double
softsign_value (double z, const double *p G_GNUC_UNUSED)
{
  return z / (1 + fabs (z));
}

static double
softsign_derivative (double z, double a G_GNUC_UNUSED, const double *p G_GNUC_UNUSED)
{
  return 1 / ((1 + fabs (z)) * (1 + fabs (z)));
}

static ChainFormula *
one_plus_magnitude (ChainFormula *z)
{
  return chain_formula_plus (chain_formula_number (1), chain_formula_call ("abs", z, NULL));
}

static ChainFormula *
softsign_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  ChainFormula *below = one_plus_magnitude (chain_formula_copy (z));

  return chain_formula_fraction (z, below);
}

static ChainFormula *
softsign_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  chain_formula_free (a);
  return chain_formula_fraction (
      chain_formula_number (1),
      chain_formula_power (one_plus_magnitude (z), chain_formula_number (2)));
}

CHAIN_MAP (softsign_map, z / (1 + fabs (z)))
CHAIN_MAP_SLOPE (softsign_map_slope, z, 1 / ((1 + fabs (z)) * (1 + fabs (z))))

const ChainOp chain_op_softsign = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ACTIVATION,
  .name = "softsign",
  .title = "softsign",
  .symbol = "z / (1 + |z|)",
  .code = "tf.nn.softsign({0})",
  .value = softsign_value,
  .derivative = softsign_derivative,
  .formula = softsign_formula,
  .slope = softsign_slope,
  .piece = chain_elementwise_side,
  .map = softsign_map,
  .map_slope = softsign_map_slope,
};

static double
swish_value (double z, const double *p)
{
  return z * sigmoid_value (z, p);
}

/* With a = z σ(z): da/dz = a + σ(z) (1 − a). */
static double
swish_derivative (double z, double a, const double *p)
{
  return a + sigmoid_value (z, p) * (1 - a);
}

static ChainFormula *
swish_formula (ChainFormula *z, const double *p)
{
  ChainFormula *sigma = sigmoid_formula (chain_formula_copy (z), p);

  return chain_formula_times (z, sigma);
}

static ChainFormula *
swish_slope (ChainFormula *z, ChainFormula *a, const double *p)
{
  ChainFormula *rest = chain_formula_minus (chain_formula_number (1), chain_formula_copy (a));

  return chain_formula_plus (a, chain_formula_times (sigmoid_formula (z, p), rest));
}

CHAIN_MAP (swish_map, z * chain_sigmoid (z))
CHAIN_MAP_SLOPE (swish_map_slope, z, chain_sigmoid (z) * (1 + z * (1 - chain_sigmoid (z))))

const ChainOp chain_op_swish = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ACTIVATION,
  .name = "swish",
  .title = "swish",
  .symbol = "z σ(z)",
  .code = "tf.nn.silu({0})",
  .value = swish_value,
  .derivative = swish_derivative,
  .formula = swish_formula,
  .slope = swish_slope,
  .map = swish_map,
  .map_slope = swish_map_slope,
};

/* The normal distribution's Φ(z) = (1 + erf(z/√2)) / 2 and its density e^(−z²/2) / √(2π). */
static double
normal_cumulative (double z)
{
  return 0.5 * erfc (-z * G_SQRT2 / 2);
}

static double
normal_density (double z)
{
  return exp (-0.5 * z * z) / sqrt (2 * G_PI);
}

/* The exact form, not the tanh approximation: Hendrycks and Gimpel 2016. */
static double
gelu_value (double z, const double *p G_GNUC_UNUSED)
{
  return z * normal_cumulative (z);
}

static double
gelu_derivative (double z, double a G_GNUC_UNUSED, const double *p G_GNUC_UNUSED)
{
  return normal_cumulative (z) + z * normal_density (z);
}

static ChainFormula *
gelu_formula (ChainFormula *z, const double *p G_GNUC_UNUSED)
{
  ChainFormula *cumulative = chain_formula_call ("Φ", chain_formula_copy (z), NULL);

  return chain_formula_times (z, cumulative);
}

static ChainFormula *
gelu_slope (ChainFormula *z, ChainFormula *a, const double *p G_GNUC_UNUSED)
{
  ChainFormula *cumulative = chain_formula_call ("Φ", chain_formula_copy (z), NULL);
  ChainFormula *density = chain_formula_call ("φ", chain_formula_copy (z), NULL);

  chain_formula_free (a);
  return chain_formula_plus (cumulative, chain_formula_times (z, density));
}

CHAIN_MAP (gelu_map, z * chain_normal_cumulative (z))
CHAIN_MAP_SLOPE (gelu_map_slope, z, chain_normal_cumulative (z) + z * chain_normal_density (z))

const ChainOp chain_op_gelu = {
  CHAIN_ELEMENTWISE,
  .kind = CHAIN_OP_ACTIVATION,
  .name = "gelu",
  .title = "GELU",
  .symbol = "z Φ(z)",
  .code = "tf.nn.gelu({0}, approximate=False)",
  .value = gelu_value,
  .derivative = gelu_derivative,
  .formula = gelu_formula,
  .slope = gelu_slope,
  .map = gelu_map,
  .map_slope = gelu_map_slope,
};
