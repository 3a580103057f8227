/* csv-column.h: a column of a CSV file while it is read, cell by cell.
 *
 * It is a column of numbers until a cell says otherwise.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/csv-reader.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_CSV_COLUMN_NUMBERS,    /* every value so far is a number */
  CHAIN_CSV_COLUMN_CATEGORIES,
  CHAIN_CSV_COLUMN_AGAIN,      /* of categories, found out after numbers: to be read again */
} ChainCsvColumnState;

typedef struct
{
  ChainCsvColumnState state;
  gboolean            complete;     /* cells added are no longer looked at */
  GArray             *numbers;      /* double */
  GArray             *codes;        /* guint32 */
  GPtrArray          *levels;       /* char *, owned */
  GHashTable         *level_codes;  /* level → code + 1; the levels' own text */
  gsize               n_cells;
  gsize               n_missing;
  gsize               n_numbers;
  char               *other;        /* first value that is no number; NULL while there is none */
  guint               other_line;
} ChainCsvColumn;

gboolean        chain_csv_is_missing      (const char            *text,
                                           const ChainCsvOptions *options);
gboolean        chain_csv_parse_number    (const char            *text,
                                           const ChainCsvOptions *options,
                                           double                *value);

ChainCsvColumn *chain_csv_column_new      (void);
void            chain_csv_column_free     (ChainCsvColumn        *column);
void            chain_csv_column_add      (ChainCsvColumn        *column,
                                           const char            *text,
                                           guint                  line,
                                           const ChainCsvOptions *options);
gboolean        chain_csv_column_complete (ChainCsvColumn        *column);
char           *chain_csv_column_doubt    (const ChainCsvColumn  *column,
                                           const char            *name,
                                           const ChainCsvOptions *options);
ChainColumn    *chain_csv_column_finish   (ChainCsvColumn        *column,
                                           const char            *name);

G_END_DECLS
