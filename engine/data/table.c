/* table.c: rows of a data set as typed columns, before anything is encoded.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/table.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

static ChainColumn *
column_new (const char *name, ChainColumnKind kind)
{
  ChainColumn *column = g_new0 (ChainColumn, 1);

  column->name = g_strdup (name);
  column->kind = kind;
  return column;
}

/**
 * chain_column_new_numbers:
 * @name: the column's name
 * @n_rows: number of rows
 * @numbers: (transfer full): [n_rows] from g_malloc(), NaN where a value is missing
 *
 * Returns: (transfer full): a column of numbers
 */
ChainColumn *
chain_column_new_numbers (const char *name, gsize n_rows, double *numbers)
{
  ChainColumn *column = column_new (name, CHAIN_COLUMN_NUMBER);

  column->numbers = numbers;
  for (gsize row = 0; row < n_rows; row++)
    column->n_missing += isnan (numbers[row]) != 0;
  return column;
}

/**
 * chain_column_new_categories:
 * @name: the column's name
 * @n_rows: number of rows
 * @codes: (transfer full): [n_rows] from g_malloc(), indices into @levels or %CHAIN_CODE_MISSING
 * @levels: (transfer full) (element-type utf8): the distinct values in order of first appearance,
 *   with g_free() as its free function
 *
 * Returns: (transfer full): a column of categories
 */
ChainColumn *
chain_column_new_categories (const char *name, gsize n_rows, guint32 *codes, GPtrArray *levels)
{
  ChainColumn *column = column_new (name, CHAIN_COLUMN_CATEGORY);

  column->codes = codes;
  column->levels = levels;
  for (gsize row = 0; row < n_rows; row++)
    column->n_missing += codes[row] == CHAIN_CODE_MISSING;
  return column;
}

/**
 * chain_column_new_empty:
 * @name: the column's name
 * @n_rows: number of rows
 *
 * Returns: (transfer full): a column without a value in any row
 */
ChainColumn *
chain_column_new_empty (const char *name, gsize n_rows)
{
  ChainColumn *column = column_new (name, CHAIN_COLUMN_EMPTY);

  column->n_missing = n_rows;
  return column;
}

/**
 * chain_column_free:
 * @column: (transfer full) (nullable): to free; a column that a table took is freed with it
 */
void
chain_column_free (ChainColumn *column)
{
  if (column == NULL)
    return;
  g_free (column->name);
  g_free (column->numbers);
  g_free (column->codes);
  g_clear_pointer (&column->levels, g_ptr_array_unref);
  g_free (column);
}

/**
 * chain_table_new:
 * @title: where the rows came from, as a message names it
 * @n_rows: number of rows of every column
 *
 * Returns: (transfer full): a table without columns
 */
ChainTable *
chain_table_new (const char *title, gsize n_rows)
{
  ChainTable *table = g_new0 (ChainTable, 1);

  g_atomic_ref_count_init (&table->references);
  table->title = g_strdup (title);
  table->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_column_free);
  table->n_rows = n_rows;
  return table;
}

/**
 * chain_table_take_column:
 * @table: a table being built
 * @column: (transfer full): becomes its last column; of as many rows as @table
 */
void
chain_table_take_column (ChainTable *table, ChainColumn *column)
{
  g_ptr_array_add (table->columns, column);
}

/**
 * chain_table_take_lines:
 * @table: a table being built
 * @lines: (transfer full) (nullable): the physical line of the file each row starts at, from 1;
 *   %NULL if the rows came from no file
 */
void
chain_table_take_lines (ChainTable *table, ChainLineIndex *lines)
{
  chain_line_index_free (table->lines);
  table->lines = lines;
}

/**
 * chain_table_ref:
 * @table: a table
 *
 * Returns: (transfer full): @table, with one more reference
 */
ChainTable *
chain_table_ref (ChainTable *table)
{
  g_atomic_ref_count_inc (&table->references);
  return table;
}

/**
 * chain_table_unref:
 * @table: (transfer full) (nullable): freed with its last reference
 */
void
chain_table_unref (ChainTable *table)
{
  if (table == NULL || !g_atomic_ref_count_dec (&table->references))
    return;
  g_free (table->title);
  g_ptr_array_unref (table->columns);
  chain_line_index_free (table->lines);
  g_free (table);
}

/**
 * chain_table_find:
 * @table: a table
 * @name: a column's name
 *
 * Returns: the index of the column, or -1 if there is none of that name
 */
int
chain_table_find (const ChainTable *table, const char *name)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (strcmp (chain_table_column (table, i)->name, name) == 0)
      return (int) i;
  return -1;
}

/**
 * chain_table_column:
 * @table: a table
 * @column: index of a column
 *
 * Returns: (transfer none): the column
 */
const ChainColumn *
chain_table_column (const ChainTable *table, guint column)
{
  g_return_val_if_fail (column < table->columns->len, NULL);

  return g_ptr_array_index (table->columns, column);
}

/**
 * chain_table_missing:
 * @table: a table
 * @column: index of a column
 * @row: index of a row
 *
 * Returns: whether the cell has no value
 */
gboolean
chain_table_missing (const ChainTable *table, guint column, gsize row)
{
  const ChainColumn *self = chain_table_column (table, column);

  g_return_val_if_fail (row < table->n_rows, TRUE);

  switch (self->kind)
    {
    case CHAIN_COLUMN_NUMBER:
      return isnan (self->numbers[row]) != 0;
    case CHAIN_COLUMN_CATEGORY:
      return self->codes[row] == CHAIN_CODE_MISSING;
    case CHAIN_COLUMN_EMPTY:
    default:
      return TRUE;
    }
}

/**
 * chain_table_cell_text:
 * @table: a table
 * @column: index of a column
 * @row: index of a row
 *
 * Returns: (transfer full) (nullable): a number as chain_number_write() makes it, a category's
 *   level, or %NULL where the value is missing
 */
char *
chain_table_cell_text (const ChainTable *table, guint column, gsize row)
{
  const ChainColumn *self = chain_table_column (table, column);
  char               buffer[CHAIN_NUMBER_SIZE];

  if (chain_table_missing (table, column, row))
    return NULL;
  if (self->kind == CHAIN_COLUMN_NUMBER)
    return g_strdup (chain_number_write (self->numbers[row], buffer));
  return g_strdup (g_ptr_array_index (self->levels, self->codes[row]));
}

/**
 * chain_table_line:
 * @table: a table
 * @row: index of a row
 *
 * Returns: the physical line of the file the row starts at, from 1; 0 if it came from no file
 */
guint
chain_table_line (const ChainTable *table, gsize row)
{
  g_return_val_if_fail (row < table->n_rows, 0);

  return table->lines != NULL ? chain_line_index_get (table->lines, row) : 0;
}

/**
 * chain_table_where:
 * @table: a table
 * @row: index of a row
 *
 * Returns: (transfer full): where a message says the row is: "iris.csv:52" by its line in a file,
 *   or "Iris, row 7", counted from 1
 */
char *
chain_table_where (const ChainTable *table, gsize row)
{
  if (table->lines != NULL)
    return g_strdup_printf ("%s:%u", table->title, chain_table_line (table, row));
  return g_strdup_printf ("%s, row %" G_GSIZE_FORMAT, table->title, row + 1);
}
