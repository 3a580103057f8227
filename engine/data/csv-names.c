/* csv-names.c: what the columns of a CSV file are called.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-names.h"

#define MOST_WARNINGS 10 /* names that are told of one by one */

/* The first of name, name.1, name.2 … that no column has, nor will have. @counts keeps where to go
 * on for the next of that name. */
static char *
distinct_name (const char *name, GHashTable *taken, GHashTable *counts)
{
  guint i = GPOINTER_TO_UINT (g_hash_table_lookup (counts, name));

  for (;;)
    {
      g_autofree char *distinct = i == 0 ? g_strdup (name) : g_strdup_printf ("%s.%u", name, i);

      i++;
      if (!g_hash_table_contains (taken, distinct))
        {
          g_hash_table_insert (counts, g_strdup (name), GUINT_TO_POINTER (i));
          return g_steal_pointer (&distinct);
        }
    }
}

static char *
number_name (guint column, GHashTable *taken, GHashTable *counts)
{
  g_autofree char *name = g_strdup_printf ("column_%u", column);

  return distinct_name (name, taken, counts);
}

static void
warn (GPtrArray *warnings, guint n_made_up, char *warning)
{
  if (n_made_up < MOST_WARNINGS)
    g_ptr_array_add (warnings, warning);
  else
    g_free (warning);
}

/**
 * chain_csv_name_columns:
 * @header: (element-type utf8): the fields of the first record
 * @has_header: whether they are names
 * @warnings: (element-type utf8): a line is added for each of the first names that had to be made
 *   up, and one for the rest
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
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint                  n_made_up = 0;

  for (guint i = 0; i < header->len && has_header; i++)
    g_hash_table_add (taken, g_ptr_array_index (header, i));
  for (guint i = 0; i < header->len; i++)
    {
      char *name = g_ptr_array_index (header, i);
      char *chosen;
      char *warning = NULL;

      if (!has_header)
        chosen = number_name (i + 1, taken, counts);
      else if (*name == '\0')
        {
          chosen = number_name (i + 1, taken, counts);
          warning = g_strdup_printf ("column %u has no name; it is called \"%s\"", i + 1, chosen);
        }
      else if (g_hash_table_add (seen, name))
        chosen = g_strdup (name);
      else
        {
          chosen = distinct_name (name, taken, counts);
          warning = g_strdup_printf (
              "more than one column is called \"%s\"; number %u is called \"%s\"", name, i + 1,
              chosen);
        }
      g_hash_table_add (taken, chosen);
      g_ptr_array_add (names, chosen);
      if (warning != NULL)
        warn (warnings, n_made_up++, warning);
    }
  if (n_made_up > MOST_WARNINGS)
    g_ptr_array_add (warnings, g_strdup_printf ("%u more columns have no name of their own",
                                                n_made_up - MOST_WARNINGS));
  return names;
}
