/* cell-text.c: how the cells of a column are written for people: aligned and in few digits.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/cell-text.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

#define MOST_SAMPLES 256 /* rows */
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

static gsize
count_samples (const ChainTable *table)
{
  return MIN (table->n_rows, MOST_SAMPLES);
}

/* From the first row to the last. */
static gsize
sample_row (const ChainTable *table, gsize sample)
{
  return table->n_rows > 1 ? sample * (table->n_rows - 1) / (count_samples (table) - 1) : 0;
}

static guint
count_decimals (const ChainTable *table, const ChainColumn *column)
{
  guint decimals = 0;

  for (gsize i = 0; i < count_samples (table); i++)
    {
      const double number = column->numbers[sample_row (table, i)];

      while (isfinite (number) && decimals < MOST_DECIMALS && !fits (number, decimals))
        decimals++;
    }
  return decimals;
}

/**
 * chain_cell_format_find:
 * @table: a table
 * @column: one of its columns
 * @format: (out caller-allocates): how to write its cells
 *
 * Looks at a few rows all over the table, so that a long one costs no more than a short one.
 */
void
chain_cell_format_find (const ChainTable *table, guint column, ChainCellFormat *format)
{
  const ChainColumn *cells = chain_table_column (table, column);

  *format = (ChainCellFormat){ 0 };
  if (cells->kind == CHAIN_COLUMN_NUMBER)
    format->decimals = count_decimals (table, cells);
  for (gsize i = 0; i < count_samples (table); i++)
    {
      g_autofree char *text = chain_cell_text (table, column, sample_row (table, i), format);
      const guint      width =
          text != NULL ? (guint) g_utf8_strlen (text, -1) : (guint) strlen ("missing");

      format->width = MAX (format->width, MIN (width, WIDEST));
    }
}

/**
 * chain_cell_count:
 * @count: how many there are of something
 *
 * Returns: (transfer full): the count with its thousands apart, "1 000 000"
 */
char *
chain_cell_count (gsize count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GSIZE_FORMAT, count);
  const gsize      n = strlen (digits);
  GString         *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && n > 4 && (n - i) % 3 == 0)
        g_string_append (text, "\u202f"); /* narrow, and no line break */
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
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
