/* csv-column.c: a column of a CSV file while it is read, cell by cell.
 *
 * Numbers are kept as numbers alone. Where a text turns up among them the earlier cells' own text
 * is needed after all, and the file is read a second time for that column: that is rare, and
 * cheaper than keeping the text of every number.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-column.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

static const char *const usual_marks[] = { "NA", "N/A", "NaN", "null", "?", NULL };

static const char *
trim (const char *text, gsize *length)
{
  while (*text == ' ' || *text == '\t')
    text++;
  *length = strlen (text);
  while (*length > 0 && (text[*length - 1] == ' ' || text[*length - 1] == '\t'))
    (*length)--;
  return text;
}

/* "1.234.567,8" with its marks → "1234567.8"; FALSE if digits are not grouped in threes, or marks
 * stand where no number has one. */
static gboolean
normalise (const char *text, gsize length, char decimal, char thousands, GString *number)
{
  gsize    group = 0;
  gboolean grouped = FALSE;
  gboolean integer = TRUE;

  for (gsize i = 0; i < length; i++)
    {
      const char c = text[i];

      if (integer && thousands != 0 && c == thousands)
        {
          if (group == 0 || group > 3 || (grouped && group != 3))
            return FALSE;
          grouped = TRUE;
          group = 0;
          continue;
        }
      if (integer && !g_ascii_isdigit (c) && group + grouped > 0)
        {
          if (grouped && group != 3)
            return FALSE;
          integer = FALSE;
        }
      if (c == decimal)
        integer = FALSE;
      else if (c == '.')
        return FALSE;
      group += integer && g_ascii_isdigit (c);
      g_string_append_c (number, c == decimal ? '.' : c);
    }
  return !(integer && grouped && group != 3);
}

static void
add_category (ChainCsvColumn *column, const char *text)
{
  const guint known = GPOINTER_TO_UINT (g_hash_table_lookup (column->level_codes, text));
  guint32     code = known - 1;

  if (known == 0)
    {
      char *level = g_strdup (text);

      code = column->levels->len;
      g_ptr_array_add (column->levels, level);
      g_hash_table_insert (column->level_codes, level, GUINT_TO_POINTER (code + 1));
    }
  g_array_append_val (column->codes, code);
}

/* The first value is a text: all cells before it were missing. */
static void
become_categories (ChainCsvColumn *column)
{
  const guint32 missing = CHAIN_CODE_MISSING;

  for (gsize i = 0; i < column->n_missing; i++)
    g_array_append_val (column->codes, missing);
  column->state = CHAIN_CSV_COLUMN_CATEGORIES;
}

static void
add_missing (ChainCsvColumn *column)
{
  const guint32 code = CHAIN_CODE_MISSING;
  const double  number = NAN;

  if (column->state == CHAIN_CSV_COLUMN_NUMBERS)
    g_array_append_val (column->numbers, number);
  else if (column->state == CHAIN_CSV_COLUMN_CATEGORIES)
    g_array_append_val (column->codes, code);
  column->n_missing++;
}

static void
drop_cells (ChainCsvColumn *column)
{
  g_array_set_size (column->numbers, 0);
  g_array_set_size (column->codes, 0);
  column->n_cells = 0;
  column->n_missing = 0;
  column->n_numbers = 0;
}

/* A level that is a number with a decimal comma but not with a point, if most levels are numbers
 * so. */
static const char *
find_decimal_comma (const ChainCsvColumn *column, const ChainCsvOptions *options)
{
  const ChainCsvOptions comma = { .decimal = ',' };
  const char           *found = NULL;
  guint                 n_numbers = 0;
  double                value;

  if (options->decimal == ',' || options->thousands != 0)
    return NULL;
  for (guint i = 0; i < column->levels->len; i++)
    {
      const char *level = g_ptr_array_index (column->levels, i);

      if (!chain_csv_parse_number (level, &comma, &value))
        continue;
      n_numbers++;
      if (found == NULL && !chain_number_parse (level, &value))
        found = level;
    }
  return 2 * n_numbers > column->levels->len ? found : NULL;
}

/**
 * chain_csv_is_missing:
 * @text: a cell
 * @options: the marks in use
 *
 * Returns: whether the cell is blank or a missing mark, in any letter case
 */
gboolean
chain_csv_is_missing (const char *text, const ChainCsvOptions *options)
{
  const char *const *marks = options->missing != NULL ? (const char *const *) options->missing
                                                      : usual_marks;
  gsize              length;

  text = trim (text, &length);
  if (length == 0)
    return TRUE;
  for (; *marks != NULL; marks++)
    if (g_ascii_strncasecmp (*marks, text, length) == 0 && (*marks)[length] == '\0')
      return TRUE;
  return FALSE;
}

/**
 * chain_csv_parse_number:
 * @text: a cell
 * @options: the decimal and thousands marks in use
 * @value: (out): the number; left alone if there is none
 *
 * Returns: whether the cell is a number, as chain_number_parse() has it but for the marks
 */
gboolean
chain_csv_parse_number (const char *text, const ChainCsvOptions *options, double *value)
{
  const char          decimal = options->decimal != 0 ? options->decimal : '.';
  g_autoptr (GString) number = NULL;
  gsize               length;

  if (decimal == '.' && options->thousands == 0)
    return chain_number_parse (text, value);

  text = trim (text, &length);
  number = g_string_sized_new (length);
  return normalise (text, length, decimal, options->thousands, number)
         && chain_number_parse (number->str, value);
}

/**
 * chain_csv_column_new:
 *
 * Returns: (transfer full): a column without cells
 */
ChainCsvColumn *
chain_csv_column_new (void)
{
  ChainCsvColumn *column = g_new0 (ChainCsvColumn, 1);

  column->numbers = g_array_new (FALSE, FALSE, sizeof (double));
  column->codes = g_array_new (FALSE, FALSE, sizeof (guint32));
  column->levels = g_ptr_array_new_with_free_func (g_free);
  column->level_codes = g_hash_table_new (g_str_hash, g_str_equal);
  return column;
}

/**
 * chain_csv_column_free:
 * @column: (transfer full) (nullable): to free
 */
void
chain_csv_column_free (ChainCsvColumn *column)
{
  if (column == NULL)
    return;
  g_clear_pointer (&column->numbers, g_array_unref);
  g_clear_pointer (&column->codes, g_array_unref);
  g_clear_pointer (&column->level_codes, g_hash_table_unref);
  g_clear_pointer (&column->levels, g_ptr_array_unref);
  g_free (column->other);
  g_free (column);
}

/**
 * chain_csv_column_add:
 * @column: a column
 * @text: its next cell
 * @line: physical line of the cell's record
 * @options: how a cell is read
 */
void
chain_csv_column_add (ChainCsvColumn        *column,
                      const char            *text,
                      guint                  line,
                      const ChainCsvOptions *options)
{
  double number = NAN;

  if (column->complete)
    return;
  column->n_cells++;
  if (chain_csv_is_missing (text, options))
    {
      add_missing (column);
      return;
    }
  if (chain_csv_parse_number (text, options, &number))
    column->n_numbers++;
  else if (column->other == NULL)
    {
      column->other = g_strdup (text);
      column->other_line = line;
      if (column->n_numbers > 0)
        column->state = CHAIN_CSV_COLUMN_AGAIN;
      else if (column->state == CHAIN_CSV_COLUMN_NUMBERS)
        become_categories (column);
    }

  if (column->state == CHAIN_CSV_COLUMN_NUMBERS)
    g_array_append_val (column->numbers, number);
  else if (column->state == CHAIN_CSV_COLUMN_CATEGORIES)
    add_category (column, text);
}

/**
 * chain_csv_column_complete:
 * @column: a column to which every cell of the file was added
 *
 * Returns: whether it is complete; if not, all cells are to be added once more
 */
gboolean
chain_csv_column_complete (ChainCsvColumn *column)
{
  column->complete = column->state != CHAIN_CSV_COLUMN_AGAIN;
  if (!column->complete)
    {
      drop_cells (column);
      column->state = CHAIN_CSV_COLUMN_CATEGORIES;
    }
  return column->complete;
}

/**
 * chain_csv_column_doubt:
 * @column: a complete column
 * @name: what it is called
 * @options: how its cells were read
 *
 * Returns: (transfer full) (nullable): a warning if it was read as categories but was most likely
 *   meant as numbers: with a decimal comma, or but for a slip
 */
char *
chain_csv_column_doubt (const ChainCsvColumn  *column,
                        const char            *name,
                        const ChainCsvOptions *options)
{
  const char *comma;

  if (column->state != CHAIN_CSV_COLUMN_CATEGORIES)
    return NULL;
  comma = find_decimal_comma (column, options);
  if (comma != NULL)
    return g_strdup_printf ("column %s is read as categories; values such as \"%s\" would be "
                            "numbers with a decimal comma",
                            name, comma);
  if (2 * column->n_numbers > column->n_cells - column->n_missing)
    return g_strdup_printf ("column %s is read as categories: \"%s\" in line %u is not a number",
                            name, column->other, column->other_line);
  return NULL;
}

/**
 * chain_csv_column_finish:
 * @column: a complete column, empty afterwards
 * @name: what the column is called
 *
 * Returns: (transfer full): what was read, as a table has it
 */
ChainColumn *
chain_csv_column_finish (ChainCsvColumn *column, const char *name)
{
  if (column->n_missing == column->n_cells)
    return chain_column_new_empty (name, column->n_cells);
  if (column->state == CHAIN_CSV_COLUMN_NUMBERS)
    return chain_column_new_numbers (
        name, column->n_cells, (double *) g_array_free (g_steal_pointer (&column->numbers), FALSE));
  return chain_column_new_categories (
      name, column->n_cells, (guint32 *) g_array_free (g_steal_pointer (&column->codes), FALSE),
      g_steal_pointer (&column->levels));
}
