/* onnx-read.h: layers from a .onnx file.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/import.h"

G_BEGIN_DECLS

ChainImport *chain_onnx_read (const ChainImportSource *source,
                              GError                 **error);

G_END_DECLS
