/* format-table.h: the rows of the table of formats, each in its file.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

#define CHAIN_BINARY_MOST_BYTES (1 << 30) /* of a file of numbers that is read */

extern const ChainFormat chain_format_c_header;
extern const ChainFormat chain_format_csv;
extern const ChainFormat chain_format_json;
extern const ChainFormat chain_format_keras;
extern const ChainFormat chain_format_npz;
extern const ChainFormat chain_format_onnx;
extern const ChainFormat chain_format_pytorch;
extern const ChainFormat chain_format_safetensors;
extern const ChainFormat chain_format_tfjs;
extern const ChainFormat chain_format_tikz;

G_END_DECLS
