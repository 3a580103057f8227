/* csv-notation.c: how the cells of a CSV file say a number, or that there is none.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-notation.h"

#include "base/decimal.h"

#include <string.h>

#define MOST_NUMBER 1024 /* bytes of a number with marks between its digits */

static const char *const usual_marks[] = { "NA", "N/A", "NaN", "null", "?", NULL };

static const char *
trim (const char *text, gsize *length)
{
  while (*length > 0 && (*text == ' ' || *text == '\t'))
    {
      text++;
      (*length)--;
    }
  while (*length > 0 && (text[*length - 1] == ' ' || text[*length - 1] == '\t'))
    (*length)--;
  return text;
}

/* "1.234.567,8" with its marks → "1234567,8"; FALSE if digits are not grouped in threes, or marks
 * stand where no number has one. */
static gboolean
drop_thousands (const ChainCsvNotation *notation,
                const char             *text,
                gsize                   length,
                char                   *number,
                gsize                  *number_length)
{
  gsize    group = 0;
  gboolean grouped = FALSE;
  gboolean integer = TRUE;

  *number_length = 0;
  for (gsize i = 0; i < length; i++)
    {
      const char c = text[i];

      if (integer && c == notation->thousands)
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
      if (c == notation->decimal)
        integer = FALSE;
      group += integer && g_ascii_isdigit (c);
      number[(*number_length)++] = c;
    }
  return !(integer && grouped && group != 3);
}

/**
 * chain_csv_notation_init:
 * @notation: (out caller-allocates): set up
 * @options: what was asked for; they outlive @notation
 */
void
chain_csv_notation_init (ChainCsvNotation *notation, const ChainCsvOptions *options)
{
  double value;

  notation->decimal = options->decimal != 0 ? options->decimal : '.';
  notation->thousands = options->thousands;
  notation->marks = options->missing != NULL ? (const char *const *) options->missing
                                             : usual_marks;
  notation->longest = 0;
  notation->is_plain = notation->thousands == 0;
  for (const char *const *mark = notation->marks; *mark != NULL; mark++)
    {
      notation->longest = MAX (notation->longest, strlen (*mark));
      if (chain_csv_cell_number (notation, *mark, strlen (*mark), &value))
        notation->is_plain = FALSE;
    }
}

/**
 * chain_csv_cell_missing:
 * @notation: how cells are written
 * @text: [length] a cell
 * @length: of the cell, in bytes
 *
 * Returns: whether the cell is blank or a missing mark, in any letter case
 */
gboolean
chain_csv_cell_missing (const ChainCsvNotation *notation, const char *text, gsize length)
{
  text = trim (text, &length);
  if (length == 0)
    return TRUE;
  if (length > notation->longest)
    return FALSE;
  for (const char *const *mark = notation->marks; *mark != NULL; mark++)
    if (g_ascii_strncasecmp (*mark, text, length) == 0 && (*mark)[length] == '\0')
      return TRUE;
  return FALSE;
}

/**
 * chain_csv_cell_number:
 * @notation: how cells are written
 * @text: [length] a cell
 * @length: of the cell, in bytes
 * @value: (out): the nearest double; undefined if there is none
 *
 * Returns: whether the cell is a number, blanks around it allowed, and not too large
 */
gboolean
chain_csv_cell_number (const ChainCsvNotation *notation,
                       const char             *text,
                       gsize                   length,
                       double                 *value)
{
  char number[MOST_NUMBER];

  text = trim (text, &length);
  if (notation->thousands != 0)
    {
      if (length > sizeof number
          || !drop_thousands (notation, text, length, number, &length))
        return FALSE;
      text = number;
    }
  return length > 0
         && chain_decimal_read (text, text + length, notation->decimal, value) == text + length;
}
