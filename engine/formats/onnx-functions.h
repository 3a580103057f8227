/* onnx-functions.h: operators of .onnx that do one function to every element, and what activation
 * several of them make together.
 *
 * A value is known by what it is at some places of z, the probes.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"

G_BEGIN_DECLS

#define CHAIN_ONNX_N_PROBES 40
#define CHAIN_ONNX_MOST_INPUTS 3
#define CHAIN_ONNX_MOST_ATTRIBUTES 2

typedef struct
{
  const char *op;
  guint       n_inputs;
  struct
  {
    const char *name;
    double      initial;
  } attributes[CHAIN_ONNX_MOST_ATTRIBUTES]; /* numbers; fewer end with a NULL name */
  double (*apply) (const double *x, const double *attributes);
} ChainOnnxFunction;

extern const double chain_onnx_probes[CHAIN_ONNX_N_PROBES];

const ChainOnnxFunction *chain_onnx_function_find (const char   *op);
const ChainOp           *chain_onnx_recognize     (const double *values,
                                                   const double *numbers,
                                                   guint         n_numbers,
                                                   double       *parameters);

G_END_DECLS
