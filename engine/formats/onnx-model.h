/* onnx-model.h: what is read of a .onnx file.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keys of the metadata, and the value of "format" in files of this program. */
#define CHAIN_ONNX_OWN "chainrule-model"
#define CHAIN_ONNX_NETWORK_INPUT "network_input"
#define CHAIN_ONNX_NETWORK_OUTPUT "network_output"

G_END_DECLS
