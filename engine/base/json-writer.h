/* json-writer.h: JSON text for people to read, with numbers that keep every bit.
 *
 * Values are written in order, each with its key inside an object and NULL inside an array.
 * A container is laid out with one member a line, or whole on one line.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/json.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_JSON_LINES,
  CHAIN_JSON_ONE_LINE, /* and all inside it */
} ChainJsonLayout;

typedef struct _ChainJsonWriter ChainJsonWriter;

ChainJsonWriter *chain_json_writer_new          (void);
void             chain_json_writer_free         (ChainJsonWriter *writer);
char            *chain_json_writer_finish       (ChainJsonWriter *writer);

void             chain_json_writer_begin_object (ChainJsonWriter *writer,
                                                 const char      *key,
                                                 ChainJsonLayout  layout);
void             chain_json_writer_begin_array  (ChainJsonWriter *writer,
                                                 const char      *key,
                                                 ChainJsonLayout  layout);
void             chain_json_writer_end          (ChainJsonWriter *writer);

void             chain_json_writer_null         (ChainJsonWriter *writer,
                                                 const char      *key);
void             chain_json_writer_boolean      (ChainJsonWriter *writer,
                                                 const char      *key,
                                                 gboolean         value);
void             chain_json_writer_whole        (ChainJsonWriter *writer,
                                                 const char      *key,
                                                 guint64          value);
void             chain_json_writer_number       (ChainJsonWriter *writer,
                                                 const char      *key,
                                                 double           value);
void             chain_json_writer_string       (ChainJsonWriter *writer,
                                                 const char      *key,
                                                 const char      *value);
void             chain_json_writer_strings      (ChainJsonWriter   *writer,
                                                 const char        *key,
                                                 const char *const *values);
void             chain_json_writer_numbers      (ChainJsonWriter *writer,
                                                 const char      *key,
                                                 const double    *values,
                                                 gsize            n_values);
void             chain_json_writer_matrix       (ChainJsonWriter *writer,
                                                 const char      *key,
                                                 const double    *values,
                                                 gsize            rows,
                                                 gsize            columns);
void             chain_json_writer_value        (ChainJsonWriter *writer,
                                                 const char      *key,
                                                 const ChainJson *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainJsonWriter, chain_json_writer_free)

G_END_DECLS
