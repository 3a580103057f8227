/* text-table.c: columns of text that line up, for the command line.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/text-table.h"

#include "chainrule.h"

#include <string.h>

#define GAP "  "

struct _ChainTextTable
{
  char      *alignment; /* a letter for each column: l or r */
  GPtrArray *cells;     /* char *, row by row */
};

/* How many columns of a terminal a text takes. */
static guint
width_of (const char *text)
{
  guint width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar character = g_utf8_get_char (at);

      width += g_unichar_iszerowidth (character) ? 0 : g_unichar_iswide (character) ? 2 : 1;
    }
  return width;
}

static void
append_spaces (GString *text,
               guint    n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c (text, ' ');
}

/**
 * chain_text_table_new:
 * @alignment: "lrr": a letter for each column, left or right
 *
 * Returns: (transfer full): a table without rows
 */
ChainTextTable *
chain_text_table_new (const char *alignment)
{
  ChainTextTable *table = g_new0 (ChainTextTable, 1);

  table->alignment = g_strdup (alignment);
  table->cells = g_ptr_array_new_with_free_func (g_free);
  return table;
}

/**
 * chain_text_table_free:
 * @table: (nullable) (transfer full): a table
 */
void
chain_text_table_free (ChainTextTable *table)
{
  if (table == NULL)
    return;
  g_free (table->alignment);
  g_ptr_array_unref (table->cells);
  g_free (table);
}

/**
 * chain_text_table_cell:
 * @table: a table
 * @format: printf format of the next cell, row by row
 * @...: its arguments
 */
void
chain_text_table_cell (ChainTextTable *table,
                       const char     *format,
                       ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (table->cells, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/**
 * chain_text_table_number:
 * @table: a table
 * @value: the next cell
 * @digits: significant digits
 */
void
chain_text_table_number (ChainTextTable *table,
                         double          value,
                         guint           digits)
{
  char buffer[CHAIN_NUMBER_SIZE];

  chain_text_table_cell (table, "%s", chain_number_show (value, digits, buffer));
}

/**
 * chain_text_table_text:
 * @table: a table whose last row is complete
 * @indent: what each line begins with
 *
 * Returns: (transfer full): the rows as lines
 */
char *
chain_text_table_text (ChainTextTable *table,
                       const char     *indent)
{
  const guint       n_columns = strlen (table->alignment);
  g_autofree guint *widths = g_new0 (guint, n_columns);
  GString          *text = g_string_new (NULL);

  g_return_val_if_fail (table->cells->len % n_columns == 0, g_string_free (text, FALSE));

  for (guint i = 0; i < table->cells->len; i++)
    widths[i % n_columns] = MAX (widths[i % n_columns],
                                 width_of (g_ptr_array_index (table->cells, i)));
  for (guint i = 0; i < table->cells->len; i++)
    {
      const char    *cell = g_ptr_array_index (table->cells, i);
      const guint    column = i % n_columns;
      const guint    space = widths[column] - width_of (cell);
      const gboolean is_last = column + 1 == n_columns;

      g_string_append (text, column == 0 ? indent : GAP);
      if (table->alignment[column] == 'r')
        append_spaces (text, space);
      g_string_append (text, cell);
      if (is_last)
        {
          while (text->len > 0 && text->str[text->len - 1] == ' ')
            g_string_truncate (text, text->len - 1);
          g_string_append_c (text, '\n');
        }
      else if (table->alignment[column] == 'l')
        append_spaces (text, space);
    }
  return g_string_free (text, FALSE);
}
