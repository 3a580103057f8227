/* vector-math.c: exp, tanh and their like of every element of an array.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/vector-math.h"

#include "autodiff/vector-math-inline.h"

const ChainVectorFunction chain_vector_functions[] = {
  { "exp", chain_vector_exp, 1.0 },
  { "expm1", chain_vector_expm1, 1.5 },
  { "log", chain_vector_log, 1.0 },
  { "tanh", chain_vector_tanh, 4.4 },
  { "sigmoid", chain_vector_sigmoid, 2.5 },
  { "softplus", chain_vector_softplus, 2.0 },
  { "normal_cumulative", chain_vector_normal_cumulative, 4.5 },
  { "normal_density", chain_vector_normal_density, 2.0 },
  { NULL },
};

#define MAP(function, formula)                                                                    \
  CHAIN_CLONES void function (gsize n, const double *x, double *y)                                \
  {                                                                                               \
    CHAIN_VECTOR_LOOP                                                                             \
    for (gsize i = 0; i < n; i++)                                                                 \
      y[i] = formula (x[i]);                                                                      \
  }

/**
 * chain_vector_exp:
 * @n: length of both arrays
 * @x: [n]
 * @y: (out caller-allocates): [n] eˣ; may be @x
 */
MAP (chain_vector_exp, chain_exp)

/**
 * chain_vector_expm1:
 * @n: length of both arrays
 * @x: [n]
 * @y: (out caller-allocates): [n] eˣ − 1; may be @x
 */
MAP (chain_vector_expm1, chain_expm1)

/**
 * chain_vector_log:
 * @n: length of both arrays
 * @x: [n]
 * @y: (out caller-allocates): [n] ln x: −∞ at 0 and NaN below; may be @x
 */
MAP (chain_vector_log, chain_log)

/**
 * chain_vector_tanh:
 * @n: length of both arrays
 * @x: [n]
 * @y: (out caller-allocates): [n] tanh x; may be @x
 */
MAP (chain_vector_tanh, chain_tanh)

/**
 * chain_vector_sigmoid:
 * @n: length of both arrays
 * @x: [n]
 * @y: (out caller-allocates): [n] σ(x) = 1 / (1 + e⁻ˣ); may be @x
 */
MAP (chain_vector_sigmoid, chain_sigmoid)

/**
 * chain_vector_softplus:
 * @n: length of both arrays
 * @x: [n]
 * @y: (out caller-allocates): [n] ln(1 + eˣ); may be @x
 */
MAP (chain_vector_softplus, chain_softplus)

/**
 * chain_vector_normal_cumulative:
 * @n: length of both arrays
 * @x: [n]
 * @y: (out caller-allocates): [n] the normal distribution's Φ(x); may be @x
 */
MAP (chain_vector_normal_cumulative, chain_normal_cumulative)

/**
 * chain_vector_normal_density:
 * @n: length of both arrays
 * @x: [n]
 * @y: (out caller-allocates): [n] the normal distribution's φ(x); may be @x
 */
MAP (chain_vector_normal_density, chain_normal_density)
