/* csv-column.h: a column of a CSV file while it is read, cell by cell.
 *
 * It is a column of numbers until a cell says otherwise. To add a cell again does no harm, so that
 * a record which broke off may be read from its beginning.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/csv-levels.h"
#include "data/csv-notation.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_CSV_COLUMN_NUMBERS,    /* every value so far is a number */
  CHAIN_CSV_COLUMN_CATEGORIES,
  CHAIN_CSV_COLUMN_AGAIN,      /* of categories, found out after numbers: to be read again */
  CHAIN_CSV_COLUMN_COMPLETE,   /* cells are no longer looked at */
} ChainCsvColumnState;

typedef struct
{
  ChainCsvColumnState state;
  double             *numbers; /* [capacity]; NULL where there are codes */
  guint32            *codes;   /* [capacity]; NULL where there are numbers */
  ChainCsvLevels      levels;
  gsize               capacity;
} ChainCsvColumn;

void         chain_csv_column_clear      (ChainCsvColumn         *column);
gboolean     chain_csv_column_reserve    (ChainCsvColumn         *column,
                                          gsize                   n_rows);
void         chain_csv_column_add        (ChainCsvColumn         *column,
                                          gsize                   row,
                                          const char             *text,
                                          gsize                   length,
                                          const ChainCsvNotation *notation);
void         chain_csv_column_restart    (ChainCsvColumn         *column,
                                          gboolean                is_categories);
gboolean     chain_csv_column_has_values (const ChainCsvColumn   *column,
                                          gsize                   n_rows);
gsize        chain_csv_column_bytes      (const ChainCsvColumn   *column,
                                          gsize                   n_rows);
ChainColumn *chain_csv_column_finish     (ChainCsvColumn         *column,
                                          const char             *name,
                                          gsize                   n_rows);

G_END_DECLS
