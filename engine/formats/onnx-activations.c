/* onnx-activations.c: activations as nodes of a .onnx graph.
 *
 * The format has most of them as operators, but ONNX Runtime computes LeakyRelu, Elu, Selu,
 * Softplus, Softsign and Erf in float32 only: in float64 they are made of operators it has, without
 * losing digits.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/onnx-activations.h"

#include "base/error.h"

#include <string.h>

#define SELU_SCALE 1.0507009873554805
#define SELU_ALPHA 1.6732632423543772

/* What the formulas below are written with. */
typedef struct
{
  ChainOnnxBuilder *builder;
  const char       *name;
} Graph;

typedef const char *(*AddNodes) (Graph *graph, const char *z, const double *p);

static const char *
number (Graph *graph, double value)
{
  return chain_onnx_builder_number (graph->builder, value);
}

static const char *
one (Graph *graph, const char *op, const char *x)
{
  return chain_onnx_builder_node (graph->builder, op, graph->name, x, NULL);
}

static const char *
two (Graph *graph, const char *op, const char *x, const char *y)
{
  return chain_onnx_builder_node (graph->builder, op, graph->name, x, y, NULL);
}

static const char *
choose (Graph *graph, const char *condition, const char *yes, const char *no)
{
  return chain_onnx_builder_node (graph->builder, "Where", graph->name, condition, yes, no, NULL);
}

static const char *
add_linear (Graph *graph, const char *z, const double *p)
{
  return z;
}

static const char *
add_relu (Graph *graph, const char *z, const double *p)
{
  return one (graph, "Relu", z);
}

static const char *
add_sigmoid (Graph *graph, const char *z, const double *p)
{
  return one (graph, "Sigmoid", z);
}

static const char *
add_tanh (Graph *graph, const char *z, const double *p)
{
  return one (graph, "Tanh", z);
}

static const char *
add_softmax (Graph *graph, const char *z, const double *p)
{
  const char *a = one (graph, "Softmax", z);

  chain_onnx_builder_set_whole (graph->builder, "axis", -1);
  return a;
}

/* z / (1 + e^−z): what ONNX Runtime makes of z σ(z) knows float32 only. */
static const char *
add_swish (Graph *graph, const char *z, const double *p)
{
  const char *power = one (graph, "Exp", one (graph, "Neg", z));

  return two (graph, "Div", z, two (graph, "Add", power, number (graph, 1)));
}

static const char *
add_softsign (Graph *graph, const char *z, const double *p)
{
  return two (graph, "Div", z, two (graph, "Add", one (graph, "Abs", z), number (graph, 1)));
}

static const char *
add_leaky_relu (Graph *graph, const char *z, const double *p)
{
  return choose (graph, two (graph, "Greater", z, number (graph, 0)), z,
                 two (graph, "Mul", z, number (graph, p[0])));
}

/* z, or where it is not positive α (eᶻ − 1), with eᶻ − 1 = 2 t / (1 − t), t = tanh (z / 2). */
static const char *
add_exponential (Graph *graph, const char *z, double alpha)
{
  const char *positive = two (graph, "Greater", z, number (graph, 0));
  const char *low = choose (graph, positive, number (graph, 0), z);
  const char *t = one (graph, "Tanh", two (graph, "Mul", low, number (graph, 0.5)));
  const char *grown = two (graph, "Div", two (graph, "Mul", t, number (graph, 2)),
                           two (graph, "Sub", number (graph, 1), t));

  return choose (graph, positive, z, two (graph, "Mul", grown, number (graph, alpha)));
}

static const char *
add_elu (Graph *graph, const char *z, const double *p)
{
  return add_exponential (graph, z, p[0]);
}

static const char *
add_selu (Graph *graph, const char *z, const double *p)
{
  return two (graph, "Mul", add_exponential (graph, z, SELU_ALPHA), number (graph, SELU_SCALE));
}

/* max (z, 0) + ln (1 + u) with u = e^−|z|; where w = 1 + u is rounded, ln (1 + u) is
 * u ln w / (w − 1), and u where w is 1 (W. Kahan's way). */
static const char *
add_softplus (Graph *graph, const char *z, const double *p)
{
  const char *u = one (graph, "Exp", one (graph, "Neg", one (graph, "Abs", z)));
  const char *w = two (graph, "Add", u, number (graph, 1));
  const char *share = two (graph, "Div", u, two (graph, "Sub", w, number (graph, 1)));
  const char *grown = two (graph, "Mul", one (graph, "Log", w), share);
  const char *rest = choose (graph, two (graph, "Equal", w, number (graph, 1)), u, grown);

  return two (graph, "Add", one (graph, "Relu", z), rest);
}

/* z Φ(z), where for y = |z| Φ(−y) = e^(−y²/2) P(q) / (y + 1) with q = (y − 5) / (y + 5) (Shepherd
 * and Laframboise 1981, "Chebyshev approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞"). */
static const char *
add_gelu (Graph *graph, const char *z, const double *p)
{
  static const double coefficients[] = {
    -0x1.3094bd31dc530p-32, 0x1.1ea95ad704182p-36,  0x1.27e6b14b8a694p-28,
    0x1.6e285754293d7p-29,  -0x1.0d0b365177dc7p-25, -0x1.ace4216aea953p-26,
    0x1.a76820332c336p-23,  0x1.1078e62c322b9p-23,  -0x1.5f33ba28439c1p-20,
    -0x1.2c3638e42e5aap-24, 0x1.3003953b2830dp-17,  -0x1.4c0fd9cf42480p-17,
    -0x1.c1b1c6b5be1dep-15, 0x1.7e61e85ba9c1ap-13,  0x1.0571a2341cd75p-17,
    -0x1.b75f4fa1ef08fp-10, 0x1.ab6d038d45473p-8,   -0x1.f11aab02b2bbap-7,
    0x1.92037bab4757ap-6,   -0x1.b08e0007b6a3bp-6,  0x1.47c1d0305488fp-7,
    0x1.fc66cc64a145bp-6,   -0x1.76ff86859eb14p-4,  0x1.d8979b0f2b39dp-2,
  };
  const char *magnitude = one (graph, "Abs", z);
  const char *far = number (graph, 39); /* beyond which Φ(−y) is 0 */
  const char *y = choose (graph, two (graph, "Greater", magnitude, far), far, magnitude);
  const char *q = two (graph, "Div", two (graph, "Sub", y, number (graph, 5)),
                       two (graph, "Add", y, number (graph, 5)));
  const char *power = one (
      graph, "Exp",
      two (graph, "Mul", two (graph, "Mul", y, y), number (graph, -0.5)));
  const char *value = number (graph, coefficients[0]);
  const char *tail;

  for (guint i = 1; i < G_N_ELEMENTS (coefficients); i++)
    value = two (graph, "Add", two (graph, "Mul", value, q), number (graph, coefficients[i]));
  tail = two (graph, "Div", two (graph, "Mul", power, value),
              two (graph, "Add", y, number (graph, 1)));
  return two (graph, "Mul", z,
              choose (graph, two (graph, "Greater", z, number (graph, 0)),
                      two (graph, "Sub", number (graph, 1), tail), tail));
}

static const struct
{
  const char *name;
  AddNodes    add;
} rows[] = {
  { "linear", add_linear },     { "relu", add_relu },
  { "leaky_relu", add_leaky_relu }, { "elu", add_elu },
  { "selu", add_selu },         { "sigmoid", add_sigmoid },
  { "tanh", add_tanh },         { "softplus", add_softplus },
  { "softsign", add_softsign }, { "swish", add_swish },
  { "gelu", add_gelu },         { "softmax", add_softmax },
};

/**
 * chain_onnx_add_activation:
 * @builder: a graph
 * @activation: an activation
 * @p: its parameters
 * @z: a value [rows, units]
 * @name: wanted for what is added
 * @error: set if it is not told in operators of the format
 *
 * Returns: (transfer none) (nullable): the value a [rows, units]
 */
const char *
chain_onnx_add_activation (ChainOnnxBuilder *builder,
                           const ChainOp    *activation,
                           const double     *p,
                           const char       *z,
                           const char       *name,
                           GError          **error)
{
  Graph graph = { builder, name };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].name, activation->name) == 0)
      return rows[i].add (&graph, z, p);
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
               "the activation %s cannot be written as .onnx", activation->name);
  return NULL;
}
