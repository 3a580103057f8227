/* activation-text.h: an activation with its parameters as one text.
 *
 * Its name, "relu", and where its parameters are not the initial ones a JSON object,
 * {"name": "leaky_relu", "alpha": 0.01}: what a JSON file holds as it is.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/json-writer.h"
#include "formats/import.h"
#include "formats/json-place.h"

G_BEGIN_DECLS

void     chain_activation_write      (ChainJsonWriter      *writer,
                                      const char           *key,
                                      const ChainLayer     *layer);
char    *chain_activation_text       (const ChainLayer     *layer);
gboolean chain_activation_read       (const ChainJsonPlace *object,
                                      const char           *key,
                                      ChainImportedLayer   *layer,
                                      GError              **error);
gboolean chain_activation_read_text  (const char           *file,
                                      const char           *text,
                                      ChainImportedLayer   *layer,
                                      GError              **error);

G_END_DECLS
