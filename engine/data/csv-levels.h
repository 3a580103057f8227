/* csv-levels.h: the distinct texts of a column, numbered in order of first appearance.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint32 hash;
  guint32 next; /* the code after that of the text; 0 where there is none */
} ChainCsvPlace;

typedef struct
{
  GPtrArray     *texts;    /* char *, owned; NULL before the first */
  ChainCsvPlace *places;   /* [n_places] by hash; NULL before the first */
  gsize          n_places; /* a power of two, or 0 */
  gsize          n_bytes;  /* of all texts, with their ends */
} ChainCsvLevels;

guint32    chain_csv_levels_code  (ChainCsvLevels *levels,
                                   const char     *text,
                                   gsize           length);
GPtrArray *chain_csv_levels_steal (ChainCsvLevels *levels);
void       chain_csv_levels_clear (ChainCsvLevels *levels);

G_END_DECLS
