/* onnx-encoding.h: what becomes of a raw row before and after a network, as nodes of a .onnx graph.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/dataset.h"
#include "formats/onnx-builder.h"

G_BEGIN_DECLS

const char *chain_onnx_add_encoding (ChainOnnxBuilder   *builder,
                                     const ChainEncoder *encoder);
void        chain_onnx_add_decoding (ChainOnnxBuilder   *builder,
                                     const ChainDataset *dataset,
                                     const char         *encoded,
                                     const char         *predicted);

G_END_DECLS
