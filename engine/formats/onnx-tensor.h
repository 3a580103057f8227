/* onnx-tensor.h: constants of a .onnx graph.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/tensor.h"
#include "formats/onnx-file.h"

G_BEGIN_DECLS

#define CHAIN_ONNX_MOST_DIMENSIONS 8

/* A constant of floating-point numbers; the numbers stay in the message. */
typedef struct
{
  const Onnx__TensorProto *message;
  char                    *name; /* as messages show it */
  guint                    n_dimensions;
  gsize                    dimensions[CHAIN_ONNX_MOST_DIMENSIONS];
  gsize                    n_numbers;
  gboolean                 is_taken; /* as the weights of a layer */
} ChainOnnxConstant;

ChainOnnxConstant *chain_onnx_constant_new    (const char              *title,
                                               const char              *name,
                                               const Onnx__TensorProto *message,
                                               GError                 **error);
void               chain_onnx_constant_free   (ChainOnnxConstant       *constant);
double             chain_onnx_constant_get    (const ChainOnnxConstant *constant,
                                               gsize                    i);
ChainTensor       *chain_onnx_constant_matrix (const ChainOnnxConstant *constant,
                                               gboolean                 transposed);
ChainTensor       *chain_onnx_constant_row    (const ChainOnnxConstant *constant,
                                               gsize                    columns);
double             chain_onnx_shortest        (float                    value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainOnnxConstant, chain_onnx_constant_free)

G_END_DECLS
