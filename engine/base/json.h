/* json.h: a JSON document (RFC 8259) as a tree of values that know their line.
 *
 * Numbers keep every bit: a float64 is read correctly rounded, and a whole number of up to 64
 * bits exactly, so that seeds and weights survive a round trip. (json-glib tells no line of a
 * value, holds whole numbers as signed, and takes texts that are not JSON.)
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CHAIN_JSON_NULL,
  CHAIN_JSON_BOOLEAN,
  CHAIN_JSON_NUMBER,
  CHAIN_JSON_STRING,
  CHAIN_JSON_ARRAY,
  CHAIN_JSON_OBJECT,
} ChainJsonKind;

typedef struct _ChainJson ChainJson;
struct _ChainJson
{
  ChainJsonKind kind;
  guint         line;      /* of its first character, from 1 */
  gboolean      is_whole;  /* a number written as digits only, and `whole` holds it */
  guint64       whole;
  double        number;
  gboolean      boolean;
  char         *string;
  GPtrArray    *items;     /* ChainJson *: of an array, or the values of an object */
  GPtrArray    *keys;      /* char *, one for each item of an object */
};

ChainJson       *chain_json_parse  (const char      *file,
                                    const char      *text,
                                    gsize            length,
                                    GError         **error);
void             chain_json_free   (ChainJson       *json);
const ChainJson *chain_json_member (const ChainJson *object,
                                    const char      *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainJson, chain_json_free)

G_END_DECLS
