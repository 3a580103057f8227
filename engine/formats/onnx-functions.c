/* onnx-functions.c: operators of .onnx that do one function to every element, and what activation
 * several of them make together.
 *
 * Exporters write the same activation in many ways: z σ(z), z / (1 + e^−z), GELU by Erf with its
 * constants here or there. Whatever they write, it is one of ours if it has its values.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/onnx-functions.h"

#include <math.h>
#include <string.h>

/* Constants of float32 make a composed function differ by this, relative and absolute. */
#define RELATIVE 1e-6
#define ABSOLUTE 1e-7

const double chain_onnx_probes[CHAIN_ONNX_N_PROBES] = {
  -30,  -17, -11,   -8,    -6.5, -5,   -4.25, -3.5, -3,   -2.5, -2.2, -1.9, -1.6, -1.3,
  -1,   -0.8, -0.6, -0.35, -0.1, -1e-3, 0,    1e-3, 0.1,  0.3,  0.55, 0.75, 1,    1.25,
  1.5,  1.8,  2.1,  2.6,   3.1,  3.7,  4.4,   5.2,  6.75, 9,    14,   25,
};

static double
relu (const double *x, const double *p)
{
  return fmax (x[0], 0);
}

static double
leaky_relu (const double *x, const double *p)
{
  return x[0] < 0 ? p[0] * x[0] : x[0];
}

static double
elu (const double *x, const double *p)
{
  return x[0] < 0 ? p[0] * expm1 (x[0]) : x[0];
}

static double
selu (const double *x, const double *p)
{
  return p[1] * elu (x, p);
}

static double
celu (const double *x, const double *p)
{
  return x[0] < 0 ? p[0] * expm1 (x[0] / p[0]) : x[0];
}

static double
sigmoid (const double *x, const double *p)
{
  return 1 / (1 + exp (-x[0]));
}

static double
tangent (const double *x, const double *p)
{
  return tanh (x[0]);
}

static double
softplus (const double *x, const double *p)
{
  return fmax (x[0], 0) + log1p (exp (-fabs (x[0])));
}

static double
softsign (const double *x, const double *p)
{
  return x[0] / (1 + fabs (x[0]));
}

static double
gelu (const double *x, const double *p)
{
  return 0.5 * x[0] * erfc (-x[0] * G_SQRT2 / 2);
}

static double
error_function (const double *x, const double *p)
{
  return erf (x[0]);
}

static double
exponential (const double *x, const double *p)
{
  return exp (x[0]);
}

static double
logarithm (const double *x, const double *p)
{
  return log (x[0]);
}

static double
root (const double *x, const double *p)
{
  return sqrt (x[0]);
}

static double
magnitude (const double *x, const double *p)
{
  return fabs (x[0]);
}

static double
negative (const double *x, const double *p)
{
  return -x[0];
}

static double
reciprocal (const double *x, const double *p)
{
  return 1 / x[0];
}

static double
not (const double *x, const double *p)
{
  return x[0] == 0;
}

static double
add (const double *x, const double *p)
{
  return x[0] + x[1];
}

static double
subtract (const double *x, const double *p)
{
  return x[0] - x[1];
}

static double
multiply (const double *x, const double *p)
{
  return x[0] * x[1];
}

static double
divide (const double *x, const double *p)
{
  return x[0] / x[1];
}

static double
power (const double *x, const double *p)
{
  return pow (x[0], x[1]);
}

static double
maximum (const double *x, const double *p)
{
  return fmax (x[0], x[1]);
}

static double
minimum (const double *x, const double *p)
{
  return fmin (x[0], x[1]);
}

static double
greater (const double *x, const double *p)
{
  return x[0] > x[1];
}

static double
greater_or_equal (const double *x, const double *p)
{
  return x[0] >= x[1];
}

static double
less (const double *x, const double *p)
{
  return x[0] < x[1];
}

static double
less_or_equal (const double *x, const double *p)
{
  return x[0] <= x[1];
}

static double
equal (const double *x, const double *p)
{
  return x[0] == x[1];
}

static double
slope (const double *x, const double *p)
{
  return x[0] < 0 ? x[1] * x[0] : x[0];
}

static double
where (const double *x, const double *p)
{
  return x[0] != 0 ? x[1] : x[2];
}

static const ChainOnnxFunction functions[] = {
  { "Abs", 1, .apply = magnitude },
  { "Add", 2, .apply = add },
  { "Celu", 1, { { "alpha", 1 } }, celu },
  { "Div", 2, .apply = divide },
  { "Elu", 1, { { "alpha", 1 } }, elu },
  { "Equal", 2, .apply = equal },
  { "Erf", 1, .apply = error_function },
  { "Exp", 1, .apply = exponential },
  { "Gelu", 1, .apply = gelu },
  { "Greater", 2, .apply = greater },
  { "GreaterOrEqual", 2, .apply = greater_or_equal },
  { "LeakyRelu", 1, { { "alpha", 0.01 } }, leaky_relu },
  { "Less", 2, .apply = less },
  { "LessOrEqual", 2, .apply = less_or_equal },
  { "Log", 1, .apply = logarithm },
  { "Max", 2, .apply = maximum },
  { "Min", 2, .apply = minimum },
  { "Mul", 2, .apply = multiply },
  { "Neg", 1, .apply = negative },
  { "Not", 1, .apply = not },
  { "PRelu", 2, .apply = slope },
  { "Pow", 2, .apply = power },
  { "Reciprocal", 1, .apply = reciprocal },
  { "Relu", 1, .apply = relu },
  { "Selu", 1, { { "alpha", 1.67326319217681884765625 }, { "gamma", 1.05070102214813232421875 } },
    selu },
  { "Sigmoid", 1, .apply = sigmoid },
  { "Softplus", 1, .apply = softplus },
  { "Softsign", 1, .apply = softsign },
  { "Sqrt", 1, .apply = root },
  { "Sub", 2, .apply = subtract },
  { "Tanh", 1, .apply = tangent },
  { "Where", 3, .apply = where },
};

static gboolean
has_values (const ChainOp *activation, const double *p, const double *values)
{
  double ours[CHAIN_ONNX_N_PROBES];

  chain_op_map (activation, CHAIN_ONNX_N_PROBES, 1, chain_onnx_probes, ours, p);
  for (guint i = 0; i < CHAIN_ONNX_N_PROBES; i++)
    if (!(fabs (values[i] - ours[i]) <= RELATIVE * fabs (ours[i]) + ABSOLUTE))
      return FALSE;
  return TRUE;
}

/* With the initial value of its parameter, or one of the numbers there are. */
static gboolean
can_be (const ChainOp *activation,
        const double  *values,
        const double  *numbers,
        guint          n_numbers,
        double        *p)
{
  chain_parameters_init (activation->parameters, p);
  if (has_values (activation, p, values))
    return TRUE;
  for (guint i = 0; i < n_numbers && chain_parameters_count (activation->parameters) == 1; i++)
    {
      p[0] = numbers[i];
      if (chain_parameter_allows (activation->parameters, p[0])
          && has_values (activation, p, values))
        return TRUE;
    }
  return FALSE;
}

/**
 * chain_onnx_function_find:
 * @op: an operator of ai.onnx
 *
 * Returns: (transfer none) (nullable): its row, if it works on every element for itself
 */
const ChainOnnxFunction *
chain_onnx_function_find (const char *op)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i].op, op) == 0)
      return &functions[i];
  return NULL;
}

/**
 * chain_onnx_recognize:
 * @values: [CHAIN_ONNX_N_PROBES] of a function of z at chain_onnx_probes
 * @numbers: [n_numbers] that may be the activation's parameter
 * @n_numbers: how many
 * @parameters: (out caller-allocates): [CHAIN_MAX_PARAMETERS] of the activation
 *
 * Returns: (transfer none) (nullable): the activation that has these values
 */
const ChainOp *
chain_onnx_recognize (const double *values,
                      const double *numbers,
                      guint         n_numbers,
                      double       *parameters)
{
  for (const ChainOp *const *row = chain_activations; *row != NULL; row++)
    if ((*row)->value != NULL && can_be (*row, values, numbers, n_numbers, parameters))
      return *row;
  return NULL;
}
