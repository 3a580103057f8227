/* table-edit.c: a table with a cell, a row or a column changed by hand.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/table-edit.h"

#include "base/error.h"
#include "base/number.h"

#include <math.h>

/* Rows of the new table, each with the row of the old one that it is a copy of. */
typedef struct
{
  const ChainTable *table;
  gsize             n_rows;
  gsize             edited; /* from this row on, the old one is `shift` further back */
  int               shift;
} Rows;

static gsize
old_row (const Rows *rows, gsize row)
{
  return row < rows->edited ? row : row - (gsize) rows->shift;
}

static ChainColumn *
copy_numbers (const ChainColumn *column, const Rows *rows)
{
  g_autofree double *numbers = g_new (double, MAX (rows->n_rows, 1));
  gboolean           any = FALSE;

  for (gsize row = 0; row < rows->n_rows; row++)
    {
      numbers[row] = column->numbers[old_row (rows, row)];
      any = any || !isnan (numbers[row]);
    }
  return any ? chain_column_new_numbers (column->name, rows->n_rows, g_steal_pointer (&numbers))
             : chain_column_new_empty (column->name, rows->n_rows);
}

/* A column of categories from texts; NULL is missing. */
static ChainColumn *
column_from_texts (const char *name, const char *const *texts, gsize n_rows)
{
  g_autoptr (GHashTable) codes_of = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) levels = g_ptr_array_new_with_free_func (g_free);
  g_autofree guint32 *codes = g_new (guint32, MAX (n_rows, 1));

  for (gsize row = 0; row < n_rows; row++)
    {
      gpointer code = GUINT_TO_POINTER (CHAIN_CODE_MISSING);

      if (texts[row] != NULL
          && !g_hash_table_lookup_extended (codes_of, texts[row], NULL, &code))
        {
          code = GUINT_TO_POINTER (levels->len);
          g_ptr_array_add (levels, g_strdup (texts[row]));
          g_hash_table_insert (codes_of, (gpointer) texts[row], code);
        }
      codes[row] = GPOINTER_TO_UINT (code);
    }
  if (levels->len == 0)
    return chain_column_new_empty (name, n_rows);
  return chain_column_new_categories (name, n_rows, g_steal_pointer (&codes),
                                      g_steal_pointer (&levels));
}

static const char *
category_at (const ChainColumn *column, gsize row)
{
  const guint32 code = column->codes[row];

  return code != CHAIN_CODE_MISSING ? g_ptr_array_index (column->levels, code) : NULL;
}

static ChainColumn *
copy_column (const ChainColumn *column, const Rows *rows)
{
  g_autofree const char **texts = NULL;

  if (column->kind == CHAIN_COLUMN_EMPTY)
    return chain_column_new_empty (column->name, rows->n_rows);
  if (column->numbers != NULL)
    return copy_numbers (column, rows);
  texts = g_new (const char *, MAX (rows->n_rows, 1));
  for (gsize row = 0; row < rows->n_rows; row++)
    texts[row] = category_at (column, old_row (rows, row));
  return column_from_texts (column->name, texts, rows->n_rows);
}

static ChainTable *
copy_rows (const Rows *rows)
{
  ChainTable *copy = chain_table_new (rows->table->title, rows->n_rows);

  for (guint i = 0; i < rows->table->columns->len; i++)
    chain_table_take_column (copy, copy_column (chain_table_column (rows->table, i), rows));
  return copy;
}

static ChainColumn *
number_column (const ChainTable *table, const ChainColumn *column, gsize row, double value)
{
  g_autofree double *numbers = g_new (double, table->n_rows);
  gboolean           any = FALSE;

  for (gsize i = 0; i < table->n_rows; i++)
    {
      numbers[i] = i == row ? value : column->numbers != NULL ? column->numbers[i] : NAN;
      any = any || !isnan (numbers[i]);
    }
  return any ? chain_column_new_numbers (column->name, table->n_rows, g_steal_pointer (&numbers))
             : chain_column_new_empty (column->name, table->n_rows);
}

static ChainColumn *
category_column (const ChainTable *table, const ChainColumn *column, gsize row, const char *text)
{
  g_autofree const char **texts = g_new (const char *, table->n_rows);

  for (gsize i = 0; i < table->n_rows; i++)
    texts[i] = i == row ? text : column->codes != NULL ? category_at (column, i) : NULL;
  return column_from_texts (column->name, texts, table->n_rows);
}

/* The column with another value in a row; NULL and an error for text among numbers. */
static ChainColumn *
edit_column (const ChainTable *table, guint index, gsize row, const char *text, GError **error)
{
  const ChainColumn *column = chain_table_column (table, index);
  const gboolean     blank = text[0] == '\0';
  double             value = NAN;
  const gboolean     number
      = blank || (chain_number_parse_shown (text, &value) && isfinite (value));

  if (column->kind == CHAIN_COLUMN_CATEGORY)
    return category_column (table, column, row, blank ? NULL : text);
  if (number)
    return number_column (table, column, row, value);
  if (column->kind == CHAIN_COLUMN_EMPTY || table->n_rows == 1)
    return category_column (table, column, row, text);
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "column “%s”, row %" G_GSIZE_FORMAT ": expected a number, found “%s”", column->name,
               row + 1, text);
  return NULL;
}

/**
 * chain_table_with_cell:
 * @table: a table
 * @column: one of its columns
 * @row: one of its rows
 * @text: what shall stand there; blank for a missing value
 * @error: set for text in a column of numbers
 *
 * Returns: (transfer full) (nullable): the table with that cell
 */
ChainTable *
chain_table_with_cell (
    const ChainTable *table, guint column, gsize row, const char *text, GError **error)
{
  g_return_val_if_fail (table != NULL && column < table->columns->len && row < table->n_rows, NULL);

  const Rows       all = { table, table->n_rows, table->n_rows, 0 };
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  ChainColumn     *edited = edit_column (table, column, row, stripped, error);
  ChainTable      *copy;

  if (edited == NULL)
    return NULL;
  copy = chain_table_new (table->title, table->n_rows);
  for (guint i = 0; i < table->columns->len; i++)
    chain_table_take_column (
        copy, i == column ? edited : copy_column (chain_table_column (table, i), &all));
  return copy;
}

/**
 * chain_table_with_row:
 * @table: a table
 * @row: one of its rows
 *
 * Returns: (transfer full): the table with a copy of the row after it
 */
ChainTable *
chain_table_with_row (const ChainTable *table, gsize row)
{
  g_return_val_if_fail (table != NULL && row < table->n_rows, NULL);

  const Rows rows = { table, table->n_rows + 1, row + 1, 1 };

  return copy_rows (&rows);
}

/**
 * chain_table_without_row:
 * @table: a table of at least two rows
 * @row: one of them
 *
 * Returns: (transfer full): the table without that row
 */
ChainTable *
chain_table_without_row (const ChainTable *table, gsize row)
{
  g_return_val_if_fail (table != NULL && row < table->n_rows && table->n_rows > 1, NULL);

  const Rows rows = { table, table->n_rows - 1, row, -1 };

  return copy_rows (&rows);
}

/**
 * chain_table_with_column:
 * @table: a table
 * @name: of the new column
 * @error: set for a name that is blank, or that another column has
 *
 * Returns: (transfer full) (nullable): the table with one more column, the last, all missing
 */
ChainTable *
chain_table_with_column (const ChainTable *table, const char *name, GError **error)
{
  g_return_val_if_fail (table != NULL && name != NULL, NULL);

  const Rows       all = { table, table->n_rows, table->n_rows, 0 };
  g_autofree char *stripped = g_strstrip (g_strdup (name));
  ChainTable      *copy;

  if (stripped[0] == '\0' || chain_table_find (table, stripped) >= 0)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "new column: expected a name that no other column has, found “%s”", stripped);
      return NULL;
    }
  copy = copy_rows (&all);
  chain_table_take_column (copy, chain_column_new_empty (stripped, table->n_rows));
  return copy;
}

/**
 * chain_table_without_column:
 * @table: a table of at least two columns
 * @column: one of them
 *
 * Returns: (transfer full): the table without that column
 */
ChainTable *
chain_table_without_column (const ChainTable *table, guint column)
{
  g_return_val_if_fail (table != NULL && column < table->columns->len && table->columns->len > 1,
                        NULL);

  const Rows  all = { table, table->n_rows, table->n_rows, 0 };
  ChainTable *copy = chain_table_new (table->title, table->n_rows);

  for (guint i = 0; i < table->columns->len; i++)
    if (i != column)
      chain_table_take_column (copy, copy_column (chain_table_column (table, i), &all));
  return copy;
}
