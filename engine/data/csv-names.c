/* csv-names.c: what the columns of a CSV file are called.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-names.h"

/* The first of name, name.1, name.2 … that no column has, nor will have. */
static char *
distinct_name (const char *name, GHashTable *taken)
{
  char *distinct = g_strdup (name);

  for (guint i = 1; g_hash_table_contains (taken, distinct); i++)
    {
      g_free (distinct);
      distinct = g_strdup_printf ("%s.%u", name, i);
    }
  return distinct;
}

static char *
number_name (guint column, GHashTable *taken)
{
  g_autofree char *name = g_strdup_printf ("column_%u", column);

  return distinct_name (name, taken);
}

/**
 * chain_csv_name_columns:
 * @header: (element-type utf8): the fields of the first record
 * @has_header: whether they are names
 * @warnings: (element-type utf8): a line is added for each name that had to be made up
 *
 * A column without a name is called column_1, column_2 …; of columns of one name all but the first
 * get .1, .2 … behind it.
 *
 * Returns: (transfer full) (element-type utf8): [header] the names, all different
 */
GPtrArray *
chain_csv_name_columns (GPtrArray *header, gboolean has_header, GPtrArray *warnings)
{
  GPtrArray             *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < header->len && has_header; i++)
    g_hash_table_add (taken, g_ptr_array_index (header, i));
  for (guint i = 0; i < header->len; i++)
    {
      char *name = g_ptr_array_index (header, i);
      char *chosen;
      char *warning = NULL;

      if (!has_header)
        chosen = number_name (i + 1, taken);
      else if (*name == '\0')
        {
          chosen = number_name (i + 1, taken);
          warning = g_strdup_printf ("column %u has no name; it is called \"%s\"", i + 1, chosen);
        }
      else if (g_hash_table_add (seen, name))
        chosen = g_strdup (name);
      else
        {
          chosen = distinct_name (name, taken);
          warning = g_strdup_printf (
              "more than one column is called \"%s\"; number %u is called \"%s\"", name, i + 1,
              chosen);
        }
      g_hash_table_add (taken, chosen);
      g_ptr_array_add (names, chosen);
      if (warning != NULL)
        g_ptr_array_add (warnings, warning);
    }
  return names;
}
