/* table-csv.c: a table as a CSV file (RFC 4180, with lines that end in LF).
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/table-csv.h"

#include <string.h>

static void
append_cell (GString    *csv,
             const char *text)
{
  g_auto (GStrv)   parts = NULL;
  g_autofree char *doubled = NULL;

  if (text == NULL)
    return;
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  parts = g_strsplit (text, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  g_string_append_printf (csv, "\"%s\"", doubled);
}

/**
 * chain_table_to_csv:
 * @table: rows
 *
 * Returns: (transfer full): the names of the columns, and the rows; a missing value is empty
 */
GBytes *
chain_table_to_csv (const ChainTable *table)
{
  GString *csv = g_string_new (NULL);

  for (guint i = 0; i < table->columns->len; i++)
    {
      g_string_append (csv, i > 0 ? "," : "");
      append_cell (csv, chain_table_column (table, i)->name);
    }
  g_string_append_c (csv, '\n');
  for (gsize row = 0; row < table->n_rows; row++)
    {
      for (guint i = 0; i < table->columns->len; i++)
        {
          g_autofree char *text = chain_table_missing (table, i, row)
                                      ? NULL : chain_table_cell_text (table, i, row);

          g_string_append (csv, i > 0 ? "," : "");
          append_cell (csv, text);
        }
      g_string_append_c (csv, '\n');
    }
  return g_string_free_to_bytes (csv);
}
