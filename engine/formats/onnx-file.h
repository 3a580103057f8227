/* onnx-file.h: the messages of a .onnx file, read without trust.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/import.h"
#include "formats/onnx.pb-c.h"

G_BEGIN_DECLS

/* Keys of the metadata, and the value of "format" in files of this program. */
#define CHAIN_ONNX_OWN "chainrule-model"
#define CHAIN_ONNX_NETWORK_INPUT "network_input"
#define CHAIN_ONNX_NETWORK_OUTPUT "network_output"

typedef struct
{
  const Onnx__ModelProto *model;
  ProtobufCAllocator      allocator;
  gsize                   room; /* bytes that may still be allocated */
} ChainOnnxFile;

gboolean    chain_onnx_file_open     (const ChainImportSource *source,
                                      ChainOnnxFile           *file,
                                      GError                 **error);
void        chain_onnx_file_clear    (ChainOnnxFile           *file);
const char *chain_onnx_file_metadata (const ChainOnnxFile     *file,
                                      const char              *key);
char       *chain_onnx_quote         (const char              *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainOnnxFile, chain_onnx_file_clear)

G_END_DECLS
