/* feature.c: one column of a table and the numbers it becomes.
 *
 * Fitting looks at the whole table for the levels of a category and at the training rows alone for
 * the scale of a number.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/feature.h"

#include "base/error.h"
#include "base/number.h"

#include <math.h>
#include <string.h>

#define LISTED_NAMES 20 /* names a message lists before it stops */

/* What a message lists may be thousands of names: it stops after some. */
static void
list_name (GString *list, guint index, guint n_names, const char *name)
{
  if (index < LISTED_NAMES)
    g_string_append_printf (list, "%s%s", index > 0 ? ", " : "", name);
  else if (index == LISTED_NAMES)
    g_string_append_printf (list, " and %u more", n_names - index);
}

static const ChainColumn *
find_column (const ChainTable *table, const char *name, GError **error)
{
  const int           index = chain_table_find (table, name);
  g_autoptr (GString) list = NULL;

  if (index >= 0)
    return chain_table_column (table, (guint) index);
  list = g_string_new (NULL);
  for (guint i = 0; i < table->columns->len; i++)
    list_name (list, i, table->columns->len, chain_table_column (table, i)->name);
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "no column \"%s\"; %s has %s",
               name, table->title, list->str);
  return NULL;
}

static gsize
row_at (const guint *rows, gsize index)
{
  return rows != NULL ? rows[index] : index;
}

/* (value - offset) / scale: offset is the mean and scale the standard deviation in population
 * form, or they are the least value and the range. A column of one value becomes 0: dividing by
 * its deviation would make NaN of it. */
static gboolean
fit_scale (ChainFeature      *feature,
           const ChainColumn *column,
           ChainScaling       scaling,
           const guint       *rows,
           gsize              n_rows)
{
  double least = INFINITY;
  double most = -INFINITY;
  double sum = 0;
  double squares = 0;
  gsize  n = 0;

  for (gsize i = 0; i < n_rows; i++)
    {
      const double value = column->numbers[row_at (rows, i)];

      if (isnan (value))
        continue;
      least = MIN (least, value);
      most = MAX (most, value);
      sum += value;
      n++;
    }
  if (n == 0)
    return TRUE;

  feature->offset = least;
  if (least == most)
    return TRUE;
  feature->scale = most - least;
  if (scaling == CHAIN_SCALING_STANDARD)
    {
      feature->offset = sum / (double) n;
      /* In units of the range, where no square can overflow or vanish. */
      for (gsize i = 0; i < n_rows; i++)
        {
          const double value = column->numbers[row_at (rows, i)];
          const double deviation = (value - feature->offset) / (most - least);

          if (!isnan (value))
            squares += deviation * deviation;
        }
      feature->scale *= sqrt (squares / (double) n);
    }
  return isfinite (feature->offset) && isfinite (feature->scale);
}

static gboolean
fit_number (ChainFeature      *feature,
            const ChainTable  *table,
            const ChainColumn *column,
            ChainScaling       scaling,
            const guint       *rows,
            gsize              n_rows,
            GError           **error)
{
  feature->encoding = CHAIN_ENCODING_NUMBER;
  feature->width = 1;
  feature->offset = 0;
  feature->scale = 1;
  if (scaling == CHAIN_SCALING_NONE || fit_scale (feature, column, scaling, rows, n_rows))
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "%s: the values of column %s are too far apart to be scaled",
               table->title, column->name);
  return FALSE;
}

static gboolean
fit_category (ChainFeature      *feature,
              const ChainTable  *table,
              const ChainColumn *column,
              ChainEncoding      encoding,
              GError           **error)
{
  const guint n_levels = column->levels->len;

  if (encoding == CHAIN_ENCODING_NUMBER)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "%s: column %s: expected numbers, found categories such as \"%s\"", table->title,
                   column->name, (const char *) g_ptr_array_index (column->levels, 0));
      return FALSE;
    }
  if (encoding == CHAIN_ENCODING_BINARY && n_levels != 2)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                   "%s: column %s: expected 2 levels for one number, found %u",
                   table->title, column->name, n_levels);
      return FALSE;
    }
  feature->encoding = encoding;
  feature->width = encoding == CHAIN_ENCODING_BINARY ? 1 : n_levels;
  feature->offset = 0;
  feature->scale = 1;
  feature->levels = g_new0 (char *, n_levels + 1);
  for (guint i = 0; i < n_levels; i++)
    feature->levels[i] = g_strdup (g_ptr_array_index (column->levels, i));
  return TRUE;
}

static gboolean
missing_value (const ChainTable *table, const ChainColumn *column, gsize row, GError **error)
{
  g_autofree char *where = chain_table_where (table, row);

  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "%s: column %s is missing a value; fill it in or remove the row",
               where, column->name);
  return FALSE;
}

static gboolean
apply_number (const ChainFeature *feature,
              const ChainTable   *table,
              const ChainColumn  *column,
              gsize               row,
              double             *numbers,
              GError            **error)
{
  g_autofree char *where = NULL;

  if (column->kind == CHAIN_COLUMN_NUMBER)
    {
      numbers[0] = (column->numbers[row] - feature->offset) / feature->scale;
      return TRUE;
    }

  where = chain_table_where (table, row);
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "%s: column %s: expected a number, found the category \"%s\"", where, column->name,
               (const char *) g_ptr_array_index (column->levels, column->codes[row]));
  return FALSE;
}

/* The level that is this number however it is written: a file of other rows may say 1 for "1.0". */
static int
find_number (const ChainFeature *feature, double number)
{
  double level = 0;

  for (guint i = 0; feature->levels[i] != NULL; i++)
    if (chain_number_parse (feature->levels[i], &level) && level == number)
      return (int) i;
  return -1;
}

/* Which of the feature's levels each level of the column is, -1 for one not seen at fitting. NULL
 * for a column of numbers alone, which is what may be left of the levels in a smaller file. */
static int *
map_levels (const ChainFeature *feature, const ChainColumn *column)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  int                   *map;

  if (column->kind != CHAIN_COLUMN_CATEGORY)
    return NULL;
  for (guint i = 0; feature->levels[i] != NULL; i++)
    g_hash_table_insert (known, feature->levels[i], GUINT_TO_POINTER (i + 1));
  map = g_new (int, column->levels->len);
  for (guint i = 0; i < column->levels->len; i++)
    {
      const char *text = g_ptr_array_index (column->levels, i);
      double      number;

      map[i] = GPOINTER_TO_INT (g_hash_table_lookup (known, text)) - 1;
      if (map[i] < 0 && chain_number_parse (text, &number))
        map[i] = find_number (feature, number);
    }
  return map;
}

static gboolean
unknown_level (const ChainFeature *feature, const ChainTable *table, gsize row, GError **error)
{
  const guint         column = (guint) chain_table_find (table, feature->column);
  g_autofree char    *where = chain_table_where (table, row);
  g_autofree char    *text = chain_table_cell_text (table, column, row);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; feature->levels[i] != NULL; i++)
    list_name (list, i, g_strv_length (feature->levels), feature->levels[i]);
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "%s: column %s: expected one of the levels %s, found \"%s\"",
               where, feature->column, list->str, text);
  return FALSE;
}

static gboolean
apply_category (const ChainFeature *feature,
                const ChainTable   *table,
                const ChainColumn  *column,
                const int          *map,
                gsize               row,
                double             *numbers,
                GError            **error)
{
  const int level = map != NULL ? map[column->codes[row]]
                                : find_number (feature, column->numbers[row]);

  if (level < 0)
    return unknown_level (feature, table, row, error);
  if (feature->encoding == CHAIN_ENCODING_BINARY)
    numbers[0] = level;
  else
    for (guint i = 0; i < feature->width; i++)
      numbers[i] = (int) i == level;
  return TRUE;
}

/**
 * chain_feature_new:
 * @table: the rows to fit to
 * @name: the column
 * @category: how it is encoded should it hold categories
 * @scaling: should it hold numbers
 * @fit_rows: (nullable): [n_fit_rows] rows the scale is taken from; %NULL means the first
 * @n_fit_rows: number of these rows
 * @error: return location for an error
 *
 * Returns: (transfer full): the column's encoding, to stand first in an encoded row; %NULL if the
 *   column is not there, empty, or of categories that cannot be encoded as asked
 */
ChainFeature *
chain_feature_new (const ChainTable *table,
                   const char       *name,
                   ChainEncoding     category,
                   ChainScaling      scaling,
                   const guint      *fit_rows,
                   gsize             n_fit_rows,
                   GError          **error)
{
  const ChainColumn *column = find_column (table, name, error);
  ChainFeature      *feature;
  gboolean           fitted;

  if (column == NULL)
    return NULL;
  if (column->kind == CHAIN_COLUMN_EMPTY)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%s: column %s has no value in any row",
                   table->title, name);
      return NULL;
    }

  feature = g_new0 (ChainFeature, 1);
  feature->column = g_strdup (name);
  if (column->kind == CHAIN_COLUMN_NUMBER)
    fitted = fit_number (feature, table, column, scaling, fit_rows, n_fit_rows, error);
  else
    fitted = fit_category (feature, table, column, category, error);
  if (!fitted)
    g_clear_pointer (&feature, chain_feature_free);
  return feature;
}

/**
 * chain_feature_copy:
 * @feature: a fitted column
 *
 * Returns: (transfer full): another of the same levels and scale
 */
ChainFeature *
chain_feature_copy (const ChainFeature *feature)
{
  ChainFeature *copy = g_memdup2 (feature, sizeof *feature);

  copy->column = g_strdup (feature->column);
  copy->levels = g_strdupv (feature->levels);
  return copy;
}

/**
 * chain_feature_free:
 * @feature: (transfer full) (nullable): to free
 */
void
chain_feature_free (ChainFeature *feature)
{
  if (feature == NULL)
    return;
  g_free (feature->column);
  g_strfreev (feature->levels);
  g_free (feature);
}

/**
 * chain_feature_apply:
 * @feature: a fitted column
 * @table: rows to encode
 * @rows: (nullable): [n_rows] which of them; %NULL means the first @n_rows
 * @n_rows: number of rows
 * @width: numbers in a whole encoded row
 * @numbers: [n_rows, width] of which the feature's own are set
 * @error: return location for an error
 *
 * Returns: %FALSE if the column is not there, or a value is missing, not a number, or not a level
 */
gboolean
chain_feature_apply (const ChainFeature *feature,
                     const ChainTable   *table,
                     const guint        *rows,
                     gsize               n_rows,
                     gsize               width,
                     double             *numbers,
                     GError            **error)
{
  const ChainColumn *column = find_column (table, feature->column, error);
  const guint        index = (guint) chain_table_find (table, feature->column);
  g_autofree int    *map = NULL;

  if (column == NULL)
    return FALSE;
  if (feature->encoding != CHAIN_ENCODING_NUMBER)
    map = map_levels (feature, column);
  for (gsize i = 0; i < n_rows; i++)
    {
      const gsize row = row_at (rows, i);
      double     *own = numbers + i * width + feature->first;
      gboolean    done;

      if (chain_table_missing (table, index, row))
        return missing_value (table, column, row, error);
      if (feature->encoding == CHAIN_ENCODING_NUMBER)
        done = apply_number (feature, table, column, row, own, error);
      else
        done = apply_category (feature, table, column, map, row, own, error);
      if (!done)
        return FALSE;
    }
  return TRUE;
}
