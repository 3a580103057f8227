/* csv-rows.h: the rows of a CSV file as columns, while they are read.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/csv-column.h"
#include "data/csv-scanner.h"

G_BEGIN_DECLS

typedef struct
{
  ChainCsvNotation notation;
  gboolean         is_quick;  /* a plain number may be read without looking for its end first */
  ChainCsvColumn  *columns;   /* [n_columns] */
  guint            n_columns;
  gsize            n_rows;
  gsize            capacity;  /* rows there is room for */
  ChainLineIndex  *lines;     /* owned */
} ChainCsvRows;

void         chain_csv_rows_init    (ChainCsvRows          *rows,
                                     guint                  n_columns,
                                     char                   delimiter,
                                     const ChainCsvOptions *options);
void         chain_csv_rows_clear   (ChainCsvRows          *rows);
void         chain_csv_rows_restart (ChainCsvRows          *rows);
gboolean     chain_csv_rows_reserve (ChainCsvRows          *rows,
                                     gsize                  n_rows);
guint64      chain_csv_rows_bytes   (const ChainCsvRows    *rows);
ChainCsvScan chain_csv_rows_read    (ChainCsvRows          *rows,
                                     ChainCsvScanner       *scanner,
                                     guint                 *n_cells);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainCsvRows, chain_csv_rows_clear)

G_END_DECLS
