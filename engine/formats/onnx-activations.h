/* onnx-activations.h: activations as nodes of a .onnx graph.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"
#include "formats/onnx-builder.h"

G_BEGIN_DECLS

const char *chain_onnx_add_activation (ChainOnnxBuilder *builder,
                                       const ChainOp    *activation,
                                       const double     *p,
                                       const char       *z,
                                       const char       *name,
                                       GError          **error);

G_END_DECLS
