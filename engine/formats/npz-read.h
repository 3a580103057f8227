/* npz-read.h: layers from a .npz archive.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/import.h"

G_BEGIN_DECLS

#define CHAIN_NPZ_ACTIVATIONS "layer_activation" /* texts, one for each layer */

ChainImport *chain_npz_read (const ChainImportSource *source,
                             GError                 **error);

G_END_DECLS
