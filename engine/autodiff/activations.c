/* activations.c: the table of activations. Adding one is adding a row here.
 *
 * Each gives value, derivative, formula and slope for one number; softmax, which works on whole
 * rows, has a file of its own. In formulas z is the input and a the result.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/elementwise.h"
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
exponential (ChainFormula *exponent)
{
  return chain_formula_power (chain_formula_constant ("e", G_E), exponent);
}

static ChainFormula *
exponential_minus_one (ChainFormula *exponent)
{
  return chain_formula_minus (exponential (exponent), chain_formula_number (1));
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

static const ChainOp sigmoid = {
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

static const ChainOp hyperbolic_tangent = {
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
      "ln", chain_formula_plus (chain_formula_number (1), exponential (z)), NULL);
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

static const ChainOp softplus = {
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

static const ChainOp softsign = {
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

static const ChainOp swish = {
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

static const ChainOp gelu = {
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

const ChainOp *const chain_activations[] = {
  &linear, &relu,     &leaky_relu, &elu,   &selu, &sigmoid, &hyperbolic_tangent,
  &softplus, &softsign, &swish,    &gelu,  &chain_softmax, NULL,
};
