/* column-kind.c: a column read as another kind than the table holds it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/column-kind.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

/* GLib's own hash drops what stands after the point: all of 0 to 1 would be one value. */
static guint
hash_number (gconstpointer key)
{
  const double value = *(const double *) key + 0.0; /* −0 is 0 */
  guint64      bits;

  memcpy (&bits, &value, sizeof bits);
  bits ^= bits >> 32; /* whole numbers differ in the high bits alone */
  bits *= 0x9e3779b97f4a7c15;
  return (guint) (bits >> 32);
}

static gboolean
equal_numbers (gconstpointer one, gconstpointer other)
{
  return *(const double *) one == *(const double *) other;
}

/**
 * chain_number_set_new:
 *
 * Returns: (transfer full): a hash table whose keys are pointers to numbers, none of them NaN; they
 *   are not freed with it
 */
GHashTable *
chain_number_set_new (void)
{
  return g_hash_table_new (hash_number, equal_numbers);
}

/**
 * chain_column_is_category:
 * @column: a column
 * @options: what is said about it
 *
 * Returns: whether its values are levels
 */
gboolean
chain_column_is_category (const ChainColumn *column, const ChainColumnOptions *options)
{
  if (options->kind == CHAIN_KIND_AUTO)
    return column->kind == CHAIN_COLUMN_CATEGORY;
  return options->kind == CHAIN_KIND_CATEGORY && column->kind != CHAIN_COLUMN_EMPTY;
}

/**
 * chain_column_as_category:
 * @column: a column of numbers
 * @n_rows: its rows
 *
 * Returns: (transfer full): the same values as levels, in order of first appearance; the text of a
 *   level is the shortest that reads back as the number
 */
ChainColumn *
chain_column_as_category (const ChainColumn *column, gsize n_rows)
{
  g_autoptr (GHashTable) known = chain_number_set_new ();
  GPtrArray             *levels = g_ptr_array_new_with_free_func (g_free);
  guint32               *codes = g_new (guint32, MAX (n_rows, 1));

  g_return_val_if_fail (column->kind == CHAIN_COLUMN_NUMBER, NULL);

  for (gsize row = 0; row < n_rows; row++)
    {
      double  *value = &column->numbers[row];
      gpointer code;

      codes[row] = CHAIN_CODE_MISSING;
      if (isnan (*value))
        continue;
      if (!g_hash_table_lookup_extended (known, value, NULL, &code))
        {
          char buffer[CHAIN_NUMBER_SIZE];

          code = GUINT_TO_POINTER (levels->len);
          g_hash_table_insert (known, value, code);
          g_ptr_array_add (levels, g_strdup (chain_number_write (*value + 0.0, buffer)));
        }
      codes[row] = GPOINTER_TO_UINT (code);
    }
  return chain_column_new_categories (column->name, n_rows, codes, levels);
}
