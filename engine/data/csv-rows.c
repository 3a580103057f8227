/* csv-rows.c: the rows of a CSV file as columns, while they are read.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-rows.h"

#include <string.h>

static inline ChainCsvScan
read_cell (ChainCsvRows *rows, ChainCsvScanner *scanner, ChainCsvColumn *column)
{
  ChainCsvScan scan = CHAIN_CSV_SCAN_NO_NUMBER;
  ChainCsvCell cell;

  if (rows->is_quick && column->state == CHAIN_CSV_COLUMN_NUMBERS)
    scan = chain_csv_scanner_number (scanner, rows->notation.decimal,
                                     &column->numbers[rows->n_rows]);
  if (scan != CHAIN_CSV_SCAN_NO_NUMBER)
    return scan;
  scan = chain_csv_scanner_cell (scanner, &cell);
  if (scan <= CHAIN_CSV_SCAN_LAST_CELL && column->state <= CHAIN_CSV_COLUMN_CATEGORIES)
    chain_csv_column_add (column, rows->n_rows, cell.text, cell.length, &rows->notation);
  return scan;
}

/**
 * chain_csv_rows_init:
 * @rows: (out caller-allocates): set up without rows
 * @n_columns: number of columns, at least 1
 * @delimiter: what stands between cells; 0 if there is one column
 * @options: how cells are read; they outlive @rows
 */
void
chain_csv_rows_init (ChainCsvRows          *rows,
                     guint                  n_columns,
                     char                   delimiter,
                     const ChainCsvOptions *options)
{
  *rows = (ChainCsvRows){ .n_columns = n_columns };
  chain_csv_notation_init (&rows->notation, options);
  rows->is_quick = rows->notation.is_plain
                   && (delimiter == 0 || strchr ("+-eE.,0123456789", delimiter) == NULL
                       || (strchr (".,", delimiter) != NULL
                           && delimiter != rows->notation.decimal));
  rows->columns = g_new0 (ChainCsvColumn, n_columns);
  rows->lines = chain_line_index_new ();
}

/**
 * chain_csv_rows_clear:
 * @rows: whose memory is freed; all zero afterwards
 */
void
chain_csv_rows_clear (ChainCsvRows *rows)
{
  for (guint i = 0; i < rows->n_columns; i++)
    chain_csv_column_clear (&rows->columns[i]);
  g_free (rows->columns);
  g_clear_pointer (&rows->lines, chain_line_index_free);
  *rows = (ChainCsvRows){ 0 };
}

/**
 * chain_csv_rows_restart:
 * @rows: to be read from the first again, into those columns that are not complete
 */
void
chain_csv_rows_restart (ChainCsvRows *rows)
{
  rows->n_rows = 0;
  rows->capacity = 0;
  chain_line_index_free (rows->lines);
  rows->lines = chain_line_index_new ();
}

/**
 * chain_csv_rows_reserve:
 * @rows: what was read so far
 * @n_rows: for how many rows there shall be room
 *
 * Returns: %FALSE if there is not so much memory
 */
gboolean
chain_csv_rows_reserve (ChainCsvRows *rows, gsize n_rows)
{
  for (guint i = 0; i < rows->n_columns; i++)
    if (!chain_csv_column_reserve (&rows->columns[i], n_rows))
      return FALSE;
  rows->capacity = n_rows;
  return TRUE;
}

/**
 * chain_csv_rows_bytes:
 * @rows: what was read so far
 *
 * Returns: about the memory it takes
 */
guint64
chain_csv_rows_bytes (const ChainCsvRows *rows)
{
  guint64 bytes = 0;

  for (guint i = 0; i < rows->n_columns; i++)
    bytes += chain_csv_column_bytes (&rows->columns[i], rows->n_rows);
  return bytes;
}

/**
 * chain_csv_rows_read:
 * @rows: with room for every record of the scanner's text
 * @scanner: between two records; moved on as far as records are right
 * @n_cells: (out): how many cells the record has that ended it
 *
 * Returns: what came after the last row that was added: %CHAIN_CSV_SCAN_LAST_CELL if a record of
 *   another number of cells, at scanner->row_line
 */
ChainCsvScan
chain_csv_rows_read (ChainCsvRows *rows, ChainCsvScanner *scanner, guint *n_cells)
{
  for (;;)
    {
      ChainCsvScan scan = chain_csv_scanner_begin (scanner);
      guint        i;

      for (i = 0; i < rows->n_columns && scan == CHAIN_CSV_SCAN_CELL; i++)
        scan = read_cell (rows, scanner, &rows->columns[i]);
      if (scan == CHAIN_CSV_SCAN_CELL)
        scan = chain_csv_scanner_skip (scanner, &i);
      *n_cells = i;
      if (scan != CHAIN_CSV_SCAN_LAST_CELL || i != rows->n_columns)
        return scan;
      chain_line_index_add (rows->lines, scanner->row_line);
      rows->n_rows++;
    }
}
