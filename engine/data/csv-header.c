/* csv-header.c: whether the first record of a CSV file names its columns.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-header.h"

#include <string.h>

static const char *
cell (GPtrArray *header, guint index)
{
  return g_ptr_array_index (header, index);
}

static gboolean
is_name (const char *text, const ChainCsvNotation *notation)
{
  double value;

  return !chain_csv_cell_missing (notation, text, strlen (text))
         && !chain_csv_cell_number (notation, text, strlen (text), &value);
}

/**
 * chain_csv_header_is_possible:
 * @header: (element-type utf8): the cells of the first record
 * @notation: how cells are written
 *
 * Returns: whether all are texts, neither numbers nor missing; the last may be left out, where
 *   every record ends with a delimiter
 */
gboolean
chain_csv_header_is_possible (GPtrArray *header, const ChainCsvNotation *notation)
{
  for (guint i = 0; i < header->len; i++)
    {
      const gboolean is_last = i > 0 && i == header->len - 1;

      if (!is_name (cell (header, i), notation) && !(is_last && *cell (header, i) == '\0'))
        return FALSE;
    }
  return TRUE;
}

/**
 * chain_csv_header_is_one:
 * @header: (element-type utf8): the cells of a first record that may be a header
 * @rows: the rows below, as far as they were read
 * @at_end: whether these are all
 *
 * Returns: whether some column is of numbers, or may yet be while there are more rows, and one
 *   without a name is empty
 */
gboolean
chain_csv_header_is_one (GPtrArray *header, const ChainCsvRows *rows, gboolean at_end)
{
  if (*cell (header, header->len - 1) == '\0'
      && chain_csv_column_has_values (&rows->columns[rows->n_columns - 1], rows->n_rows))
    return FALSE;
  for (guint i = 0; i < rows->n_columns; i++)
    if (rows->columns[i].state == CHAIN_CSV_COLUMN_NUMBERS
        && (!at_end || chain_csv_column_has_values (&rows->columns[i], rows->n_rows)))
      return TRUE;
  return FALSE;
}

/**
 * chain_csv_header_doubt:
 * @header: (element-type utf8): the cells of a first record that was read as data
 * @notation: how cells are written
 * @is_odd: whether a column seems to have been meant otherwise than it was read
 *
 * Returns: (transfer full) (nullable): a warning if it may well be names
 */
char *
chain_csv_header_doubt (GPtrArray *header, const ChainCsvNotation *notation, gboolean is_odd)
{
  guint n_names = 0;
  guint n_blank = 0;

  for (guint i = 0; i < header->len; i++)
    {
      n_blank += *cell (header, i) == '\0';
      n_names += is_name (cell (header, i), notation);
    }
  if (n_names == header->len)
    return g_strdup ("the first row is read as data, since no column below it holds numbers; "
                     "asked for, it is the header");
  if (n_names > 0 && n_names + n_blank == header->len && is_odd)
    return g_strdup ("the first row is read as data, since one of its cells is blank; "
                     "asked for, it is the header");
  return NULL;
}
