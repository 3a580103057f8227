/* safetensors-read.h: layers from a .safetensors file.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/import.h"

G_BEGIN_DECLS

#define CHAIN_SAFETENSORS_MODEL "model" /* key of the metadata with our own description */
#define CHAIN_SAFETENSORS_MOST_HEADER (16 << 20) /* bytes of JSON */

ChainImport *chain_safetensors_read (const ChainImportSource *source,
                                     GError                 **error);

G_END_DECLS
