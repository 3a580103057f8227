/* cell-text.c: how the cells of a column are written for people: aligned and in few digits.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/cell-text.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

#define SAMPLED_ROWS 256
#define MOST_DECIMALS 6
#define WIDEST 28

/* Whether the number is written out in full with so many decimals. */
static gboolean
fits (double number, guint decimals)
{
  const double scaled = number * pow (10, decimals);

  return fabs (scaled) < 1e15 && fabs (scaled - round (scaled)) <= 1e-9 * fmax (1, fabs (scaled));
}

/* Whether so many decimals, if not all of the number, are enough of it to read. */
static gboolean
rounds (double number, guint decimals)
{
  return decimals == MOST_DECIMALS && fabs (number) >= 1e-3 && fabs (number) < 1e9;
}

static guint
count_decimals (const ChainColumn *column, gsize n_rows)
{
  guint decimals = 0;

  for (gsize row = 0; row < n_rows; row++)
    while (isfinite (column->numbers[row]) && decimals < MOST_DECIMALS &&
           !fits (column->numbers[row], decimals))
      decimals++;
  return decimals;
}

/**
 * chain_cell_format_find:
 * @table: a table
 * @column: one of its columns
 * @format: (out caller-allocates): how to write its cells
 *
 * Looks at the first rows only, so that a long table costs no more than a short one.
 */
void
chain_cell_format_find (const ChainTable *table, guint column, ChainCellFormat *format)
{
  const gsize        n_rows = MIN (table->n_rows, SAMPLED_ROWS);
  const ChainColumn *cells = chain_table_column (table, column);

  *format = (ChainCellFormat){ 0 };
  if (cells->kind == CHAIN_COLUMN_NUMBER)
    format->decimals = count_decimals (cells, n_rows);
  for (gsize row = 0; row < n_rows; row++)
    {
      g_autofree char *text = chain_cell_text (table, column, row, format);
      const guint      width = text != NULL ? (guint) g_utf8_strlen (text, -1) : strlen ("missing");

      format->width = MAX (format->width, MIN (width, WIDEST));
    }
}

/**
 * chain_cell_shorten:
 * @text: a name of any length
 * @length: characters to show at most
 *
 * Both ends of a long name tell it from its neighbours.
 *
 * Returns: (transfer full): the text, without its middle where it is too long
 */
char *
chain_cell_shorten (const char *text, guint length)
{
  const glong      found = g_utf8_strlen (text, -1);
  g_autofree char *start = NULL;

  if (found <= (glong) length)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, length / 2);
  return g_strconcat (
      start, "…", g_utf8_offset_to_pointer (text, found - (glong) (length - length / 2 - 1)), NULL);
}

/**
 * chain_cell_text:
 * @table: a table
 * @column: one of its columns
 * @row: one of its rows
 * @format: how the column is written
 *
 * A number of more than six decimals is rounded to them, unless that leaves too little of it.
 *
 * Returns: (transfer full) (nullable): the cell; %NULL where its value is missing
 */
char *
chain_cell_text (const ChainTable *table, guint column, gsize row, const ChainCellFormat *format)
{
  const ChainColumn *cells = chain_table_column (table, column);
  char               digits[CHAIN_NUMBER_SIZE];
  char               pattern[8];
  double             number;

  if (chain_table_missing (table, column, row))
    return NULL;
  if (cells->kind != CHAIN_COLUMN_NUMBER)
    return chain_table_cell_text (table, column, row);
  number = cells->numbers[row];
  if (!isfinite (number) || !(fits (number, format->decimals) || rounds (number, format->decimals)))
    return g_strdup (chain_number_show (number, 15, digits));
  g_snprintf (pattern, sizeof pattern, "%%.%uf", format->decimals);
  g_ascii_formatd (digits, sizeof digits, pattern, fabs (number));
  return g_strconcat (number < 0 ? "−" : "", digits, NULL);
}
