/* json-place.h: a value in a JSON file together with its path, read with an exact complaint.
 *
 * A complaint reads "P.chainrule:14: network.layers[2].units: expected an integer from 1 to
 * 100000, got -3". Reading an absent member leaves the variable as it was: the default.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/error.h"
#include "base/json.h"

G_BEGIN_DECLS

typedef struct
{
  const char      *file;  /* as messages name it */
  guint            line;  /* of the value; of the object around it where there is none */
  char            *path;  /* "network.layers[2]"; "" for the document */
  const ChainJson *value; /* NULL where there is none */
} ChainJsonPlace;

void     chain_json_place_clear   (ChainJsonPlace       *place);
void     chain_json_place_member  (const ChainJsonPlace *object,
                                   const char           *key,
                                   ChainJsonPlace       *member);
void     chain_json_place_item    (const ChainJsonPlace *array,
                                   guint                 index,
                                   ChainJsonPlace       *item);
gboolean chain_json_place_refuse  (const ChainJsonPlace *place,
                                   ChainError            code,
                                   GError              **error,
                                   const char           *format,
                                   ...) G_GNUC_PRINTF (4, 5);
gboolean chain_json_place_fail    (const ChainJsonPlace *place,
                                   ChainError            code,
                                   GError              **error,
                                   const char           *expected,
                                   ...) G_GNUC_PRINTF (4, 5);
gboolean chain_json_place_is      (const ChainJsonPlace *place,
                                   ChainJsonKind         kind,
                                   GError              **error);

/* Members of an object. */
gboolean chain_json_read_boolean  (const ChainJsonPlace *object,
                                   const char           *key,
                                   gboolean             *value,
                                   GError              **error);
gboolean chain_json_read_whole    (const ChainJsonPlace *object,
                                   const char           *key,
                                   guint64               least,
                                   guint64               most,
                                   guint64              *value,
                                   GError              **error);
gboolean chain_json_read_guint    (const ChainJsonPlace *object,
                                   const char           *key,
                                   guint                 least,
                                   guint                 most,
                                   guint                *value,
                                   GError              **error);
gboolean chain_json_read_number   (const ChainJsonPlace *object,
                                   const char           *key,
                                   double               *value,
                                   GError              **error);
gboolean chain_json_read_string   (const ChainJsonPlace *object,
                                   const char           *key,
                                   char                **value,
                                   GError              **error);
gboolean chain_json_read_strings  (const ChainJsonPlace *object,
                                   const char           *key,
                                   GStrv                *value,
                                   GError              **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainJsonPlace, chain_json_place_clear)

G_END_DECLS
