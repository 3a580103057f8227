/* unknown-keys.h: keys of a project file that this program does not know.
 *
 * They belong to a later version or to another program: they are reported when the file is
 * read, and written back where they stood.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/json-writer.h"

G_BEGIN_DECLS

typedef struct
{
  char      *place; /* of the object: "network.layers[2]", "" for the document */
  char      *key;
  ChainJson *value;
} ChainUnknownKey;

GPtrArray *chain_unknown_keys_take  (ChainJson       *document,
                                     GPtrArray       *warnings);
gboolean   chain_unknown_keys_any   (GPtrArray       *unknown,
                                     const char      *place);
GPtrArray *chain_unknown_keys_names (GPtrArray      *unknown,
                                     const char      *place);
void       chain_unknown_keys_write (GPtrArray       *unknown,
                                     const char      *place,
                                     ChainJsonWriter *writer);

G_END_DECLS
