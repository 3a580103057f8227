/* csv-column.c: a column of a CSV file while it is read, cell by cell.
 *
 * Numbers are kept as numbers alone. Where a text turns up among them the earlier cells' own text
 * is needed after all, and the file is read a second time for that column: that is rare, and
 * cheaper than keeping the text of every number.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-column.h"

#include <math.h>

static gboolean
has_numbers (const double *numbers, gsize n_rows)
{
  for (gsize row = 0; row < n_rows; row++)
    if (!isnan (numbers[row]))
      return TRUE;
  return FALSE;
}

/* A text, where before it were numbers or nothing. */
static void
leave_numbers (ChainCsvColumn *column, gsize row)
{
  if (has_numbers (column->numbers, row))
    column->state = CHAIN_CSV_COLUMN_AGAIN;
  else
    {
      column->state = CHAIN_CSV_COLUMN_CATEGORIES;
      column->codes = g_new (guint32, column->capacity);
      for (gsize i = 0; i < row; i++)
        column->codes[i] = CHAIN_CODE_MISSING;
    }
  g_clear_pointer (&column->numbers, g_free);
}

/**
 * chain_csv_column_clear:
 * @column: whose memory is freed; all zero afterwards, a column without cells
 */
void
chain_csv_column_clear (ChainCsvColumn *column)
{
  g_free (column->numbers);
  g_free (column->codes);
  chain_csv_levels_clear (&column->levels);
  *column = (ChainCsvColumn){ 0 };
}

/**
 * chain_csv_column_reserve:
 * @column: a column
 * @n_rows: for how many rows there shall be room
 *
 * What is not used yet of a large block takes no memory: the system gives it when it is written to,
 * and enlarges the block without copying it.
 *
 * Returns: %FALSE if there is not so much memory
 */
gboolean
chain_csv_column_reserve (ChainCsvColumn *column, gsize n_rows)
{
  if (column->state == CHAIN_CSV_COLUMN_CATEGORIES)
    {
      guint32 *codes = g_try_realloc_n (column->codes, n_rows, sizeof *codes);

      if (codes == NULL)
        return FALSE;
      column->codes = codes;
    }
  else if (column->state == CHAIN_CSV_COLUMN_NUMBERS)
    {
      double *numbers = g_try_realloc_n (column->numbers, n_rows, sizeof *numbers);

      if (numbers == NULL)
        return FALSE;
      column->numbers = numbers;
    }
  if (column->state != CHAIN_CSV_COLUMN_COMPLETE)
    column->capacity = n_rows;
  return TRUE;
}

/**
 * chain_csv_column_add:
 * @column: a column with room for the cell
 * @row: index of its row; all before it were added
 * @text: [length] the cell, without zero bytes
 * @length: of the cell, in bytes
 * @notation: how cells are written
 */
void
chain_csv_column_add (ChainCsvColumn         *column,
                      gsize                   row,
                      const char             *text,
                      gsize                   length,
                      const ChainCsvNotation *notation)
{
  const gboolean missing = chain_csv_cell_missing (notation, text, length);

  if (column->state == CHAIN_CSV_COLUMN_NUMBERS)
    {
      if (missing)
        column->numbers[row] = NAN;
      else if (!chain_csv_cell_number (notation, text, length, &column->numbers[row]))
        leave_numbers (column, row);
    }
  if (column->state == CHAIN_CSV_COLUMN_CATEGORIES)
    column->codes[row] = missing ? CHAIN_CODE_MISSING
                                 : chain_csv_levels_code (&column->levels, text, length);
}

/**
 * chain_csv_column_restart:
 * @column: a column; afterwards without cells
 * @is_categories: whether it is known to be of categories
 */
void
chain_csv_column_restart (ChainCsvColumn *column, gboolean is_categories)
{
  chain_csv_column_clear (column);
  if (is_categories)
    column->state = CHAIN_CSV_COLUMN_CATEGORIES;
}

/**
 * chain_csv_column_has_values:
 * @column: a column
 * @n_rows: number of its rows
 *
 * Returns: whether some cell is not missing
 */
gboolean
chain_csv_column_has_values (const ChainCsvColumn *column, gsize n_rows)
{
  if (column->numbers != NULL)
    return has_numbers (column->numbers, n_rows);
  return column->state == CHAIN_CSV_COLUMN_AGAIN || column->levels.texts != NULL;
}

/**
 * chain_csv_column_bytes:
 * @column: a column
 * @n_rows: number of its rows
 *
 * Returns: about the memory it takes for them
 */
gsize
chain_csv_column_bytes (const ChainCsvColumn *column, gsize n_rows)
{
  if (column->numbers != NULL)
    return n_rows * sizeof *column->numbers;
  return (column->codes != NULL ? n_rows * sizeof *column->codes : 0) + column->levels.n_bytes
         + (column->levels.texts != NULL ? column->levels.texts->len * 32 : 0);
}

/**
 * chain_csv_column_finish:
 * @column: a column that is not to be read again, empty afterwards
 * @name: what the column is called
 * @n_rows: number of its rows
 *
 * Returns: (transfer full): what was read, as a table has it
 */
ChainColumn *
chain_csv_column_finish (ChainCsvColumn *column, const char *name, gsize n_rows)
{
  ChainColumn *finished;

  if (!chain_csv_column_has_values (column, n_rows))
    finished = chain_column_new_empty (name, n_rows);
  else if (column->numbers != NULL)
    {
      double *numbers = g_realloc_n (column->numbers, n_rows, sizeof *numbers);

      column->numbers = NULL;
      finished = chain_column_new_numbers (name, n_rows, numbers);
    }
  else
    {
      guint32 *codes = g_realloc_n (column->codes, n_rows, sizeof *codes);

      column->codes = NULL;
      finished = chain_column_new_categories (name, n_rows, codes,
                                              chain_csv_levels_steal (&column->levels));
    }
  chain_csv_column_clear (column);
  return finished;
}
