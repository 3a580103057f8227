/* json-choice.h: members of a JSON object that name a record of a table.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/parameter.h"
#include "formats/json-place.h"

G_BEGIN_DECLS

typedef struct
{
  gconstpointer (*find)  (const char *name);
  char         *(*names) (void); /* what there is, as messages list it */
  const ChainParameter *(*parameters) (gconstpointer record); /* NULL: they take none */
  const gconstpointer *records;  /* NULL-terminated; NULL if they take no parameters */
} ChainJsonChoice;

extern const ChainJsonChoice chain_json_activation;
extern const ChainJsonChoice chain_json_loss;
extern const ChainJsonChoice chain_json_initializer;
extern const ChainJsonChoice chain_json_optimizer;
extern const ChainJsonChoice chain_json_schedule;
extern const ChainJsonChoice chain_json_sample;

gboolean chain_json_read_choice (const ChainJsonPlace  *object,
                                 const char            *key,
                                 const ChainJsonChoice *choice,
                                 gconstpointer         *record,
                                 double                *values,
                                 GError               **error);
gboolean chain_json_choice_knows (const ChainJsonChoice *choice,
                                  const char            *key);

G_END_DECLS
