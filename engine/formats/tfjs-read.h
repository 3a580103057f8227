/* tfjs-read.h: layers from a model.json of Keras or TensorFlow.js.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/import.h"

G_BEGIN_DECLS

gboolean     chain_tfjs_recognizes (const ChainImportSource *source);
ChainImport *chain_tfjs_read       (const ChainImportSource *source,
                                    GError                 **error);

G_END_DECLS
