/* csv-doubt.c: columns of a CSV file that were read as categories, but meant otherwise.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-doubt.h"

#include "data/csv-notation.h"
#include "data/dates.h"

#include <string.h>

#define MOST_QUOTED 40 /* characters of a cell in a message */

static char *
quote (const char *text)
{
  g_autofree char *beginning = NULL;

  if (g_utf8_strlen (text, -1) <= MOST_QUOTED)
    return g_strdup (text);
  beginning = g_utf8_substring (text, 0, MOST_QUOTED);
  return g_strconcat (beginning, "…", NULL);
}

static const char *
level (const ChainColumn *column, guint code)
{
  return g_ptr_array_index (column->levels, code);
}

static gboolean
is_number (const ChainCsvNotation *notation, const char *text)
{
  double value;

  return chain_csv_cell_number (notation, text, strlen (text), &value);
}

/* A level that is a number with a decimal comma but not with a point, if most levels are numbers
 * so. */
static const char *
find_decimal_comma (const ChainColumn *column, const ChainCsvOptions *options)
{
  const ChainCsvNotation comma = { .decimal = ',' };
  const ChainCsvNotation point = { .decimal = '.' };
  const char            *found = NULL;
  guint                  n_numbers = 0;

  if (options->decimal == ',' || options->thousands != 0)
    return NULL;
  for (guint code = 0; code < column->levels->len; code++)
    if (is_number (&comma, level (column, code)))
      {
        n_numbers++;
        if (found == NULL && !is_number (&point, level (column, code)))
          found = level (column, code);
      }
  return 2 * n_numbers > column->levels->len ? found : NULL;
}

/* The first row that is not a number, if most values are; else @n_rows. */
static gsize
find_slip (const ChainColumn *column, gsize n_rows, const ChainCsvNotation *notation)
{
  g_autofree guint8 *numeric = g_new (guint8, column->levels->len);
  gsize              n_numbers = 0;
  gsize              slip = n_rows;

  for (guint code = 0; code < column->levels->len; code++)
    numeric[code] = is_number (notation, level (column, code));
  for (gsize row = 0; row < n_rows; row++)
    if (column->codes[row] != CHAIN_CODE_MISSING)
      {
        n_numbers += numeric[column->codes[row]];
        if (!numeric[column->codes[row]] && slip == n_rows)
          slip = row;
      }
  return 2 * n_numbers > n_rows - column->n_missing ? slip : n_rows;
}

/**
 * chain_csv_doubt:
 * @table: what was read
 * @column: index of a column
 * @options: how its cells were read
 *
 * Returns: (transfer full) (nullable): a warning if the column was read as categories but was most
 *   likely meant as dates, or as numbers, with a decimal comma or but for a slip
 */
char *
chain_csv_doubt (const ChainTable *table, guint column, const ChainCsvOptions *options)
{
  const ChainColumn   *self = chain_table_column (table, column);
  const ChainDateForm *form;
  ChainCsvNotation     notation;
  const char          *comma;
  gsize                slip;
  g_autofree char     *cell = NULL;

  if (self->kind != CHAIN_COLUMN_CATEGORY)
    return NULL;
  form = chain_column_looks_like_dates (self);
  if (form != NULL)
    return g_strdup_printf ("column %s holds dates (%s): of the kind date they are days since "
                            "1970-01-01, else categories",
                            self->name, chain_date_form_name (form));
  comma = find_decimal_comma (self, options);
  if (comma != NULL)
    {
      cell = quote (comma);
      return g_strdup_printf ("column %s is read as categories; values such as \"%s\" would be "
                              "numbers with a decimal comma",
                              self->name, cell);
    }
  chain_csv_notation_init (&notation, options);
  slip = find_slip (self, table->n_rows, &notation);
  if (slip == table->n_rows)
    return NULL;
  cell = quote (level (self, self->codes[slip]));
  return g_strdup_printf ("column %s is read as categories: \"%s\" in line %u is not a number",
                          self->name, cell, chain_table_line (table, slip));
}
