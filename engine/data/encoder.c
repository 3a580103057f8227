/* encoder.c: from the columns of a table to the numbers a network reads.
 *
 * Fitting looks at the whole table for the levels of a category and at the training rows alone for
 * the scale of a number.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/encoder.h"

#include "base/error.h"
#include "base/number.h"

#include <math.h>
#include <string.h>

#define LISTED_NAMES 20 /* names a message lists before it stops */

static const char *const scaling_names[] = {
  [CHAIN_SCALING_NONE] = "none",
  [CHAIN_SCALING_STANDARD] = "standard",
  [CHAIN_SCALING_MINMAX] = "minmax",
};

static void
feature_free (ChainFeature *feature)
{
  g_free (feature->column);
  g_strfreev (feature->levels);
  g_free (feature);
}

static ChainEncoder *
encoder_new (void)
{
  ChainEncoder *encoder = g_new0 (ChainEncoder, 1);

  encoder->features = g_ptr_array_new_with_free_func ((GDestroyNotify) feature_free);
  return encoder;
}

static const ChainFeature *
encoder_feature (const ChainEncoder *encoder, guint index)
{
  return g_ptr_array_index (encoder->features, index);
}

static char *
list_columns (const ChainTable *table)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < MIN (table->columns->len, LISTED_NAMES); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", chain_table_column (table, i)->name);
  if (table->columns->len > LISTED_NAMES)
    g_string_append_printf (list, " and %u more", table->columns->len - LISTED_NAMES);
  return g_string_free (list, FALSE);
}

static const ChainColumn *
find_column (const ChainTable *table, const char *name, GError **error)
{
  const int         index = chain_table_find (table, name);
  g_autofree char  *list = NULL;

  if (index >= 0)
    return chain_table_column (table, (guint) index);
  list = list_columns (table);
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "no column \"%s\"; %s has %s",
               name, table->title, list);
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

static void
name_numbers (ChainEncoder *encoder)
{
  encoder->names = g_new0 (char *, encoder->width + 1);
  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = encoder_feature (encoder, i);

      for (guint j = 0; j < feature->width; j++)
        encoder->names[feature->first + j]
            = feature->encoding == CHAIN_ENCODING_ONE_HOT
                  ? g_strdup_printf ("%s=%s", feature->column, feature->levels[j])
                  : g_strdup (feature->column);
    }
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
  const guint      column = (guint) chain_table_find (table, feature->column);
  g_autofree char *where = chain_table_where (table, row);
  g_autofree char *text = chain_table_cell_text (table, column, row);
  g_autofree char *list = g_strjoinv (", ", feature->levels);

  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "%s: column %s: expected one of the levels %s, found \"%s\"",
               where, feature->column, list, text);
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

static gboolean
apply_feature (const ChainEncoder *encoder,
               const ChainFeature *feature,
               const ChainTable   *table,
               const guint        *rows,
               gsize               n_rows,
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
      double     *cell = numbers + i * encoder->width + feature->first;
      gboolean    done;

      if (chain_table_missing (table, index, row))
        return missing_value (table, column, row, error);
      if (feature->encoding == CHAIN_ENCODING_NUMBER)
        done = apply_number (feature, table, column, row, cell, error);
      else
        done = apply_category (feature, table, column, map, row, cell, error);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_feature (ChainEncoder      *encoder,
             const ChainTable  *table,
             const char        *name,
             ChainEncoding      category,
             ChainScaling       scaling,
             const guint       *rows,
             gsize              n_rows,
             GError           **error)
{
  const ChainColumn *column = find_column (table, name, error);
  ChainFeature      *feature;

  if (column == NULL)
    return FALSE;
  for (guint i = 0; i < encoder->features->len; i++)
    if (strcmp (encoder_feature (encoder, i)->column, name) == 0)
      {
        g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "column \"%s\" is named twice", name);
        return FALSE;
      }
  if (column->kind == CHAIN_COLUMN_EMPTY)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%s: column %s has no value in any row",
                   table->title, name);
      return FALSE;
    }

  feature = g_new0 (ChainFeature, 1);
  feature->column = g_strdup (name);
  feature->first = encoder->width;
  g_ptr_array_add (encoder->features, feature);
  if (!(column->kind == CHAIN_COLUMN_NUMBER
            ? fit_number (feature, table, column, scaling, rows, n_rows, error)
            : fit_category (feature, table, column, category, error)))
    return FALSE;
  encoder->width += feature->width;
  return TRUE;
}

/**
 * chain_scaling_name:
 * @scaling: a way of scaling
 *
 * Returns: its name in project files
 */
const char *
chain_scaling_name (ChainScaling scaling)
{
  g_return_val_if_fail ((gsize) scaling < G_N_ELEMENTS (scaling_names), NULL);

  return scaling_names[scaling];
}

/**
 * chain_scaling_find:
 * @name: a name in a project file
 * @scaling: (out): the way of scaling of that name; left alone if there is none
 *
 * Returns: whether there is one
 */
gboolean
chain_scaling_find (const char *name, ChainScaling *scaling)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scaling_names); i++)
    if (g_strcmp0 (scaling_names[i], name) == 0)
      {
        *scaling = (ChainScaling) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * chain_encoder_new:
 * @table: the rows to fit to
 * @columns: (array zero-terminated=1): names of the columns to encode, in this order
 * @categories: (nullable): [columns] how each is encoded should it hold categories; %NULL means
 *   %CHAIN_ENCODING_ONE_HOT
 * @scaling: of the columns of numbers
 * @fit_rows: (nullable): [n_fit_rows] rows the scale is taken from, missing values aside; %NULL
 *   means the first @n_fit_rows
 * @n_fit_rows: number of these rows; with none, nothing is scaled
 * @error: return location for an error
 *
 * The levels of a category are those of the whole table, in order of first appearance. A column
 * that holds one and the same number is only shifted to 0.
 *
 * Returns: (transfer full): the encoder, or %NULL if a column is not in @table, named twice,
 *   empty, or of categories that cannot be encoded as asked
 */
ChainEncoder *
chain_encoder_new (const ChainTable    *table,
                   const char *const   *columns,
                   const ChainEncoding *categories,
                   ChainScaling         scaling,
                   const guint         *fit_rows,
                   gsize                n_fit_rows,
                   GError             **error)
{
  g_autoptr (ChainEncoder) encoder = encoder_new ();

  for (guint i = 0; columns[i] != NULL; i++)
    {
      const ChainEncoding category = categories != NULL ? categories[i] : CHAIN_ENCODING_ONE_HOT;

      if (!add_feature (encoder, table, columns[i], category, scaling, fit_rows, n_fit_rows, error))
        return NULL;
    }
  name_numbers (encoder);
  return g_steal_pointer (&encoder);
}

/**
 * chain_encoder_copy:
 * @encoder: an encoder
 *
 * Returns: (transfer full): another of the same columns, levels and scales
 */
ChainEncoder *
chain_encoder_copy (const ChainEncoder *encoder)
{
  ChainEncoder *copy = encoder_new ();

  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = encoder_feature (encoder, i);
      ChainFeature       *twin = g_memdup2 (feature, sizeof *feature);

      twin->column = g_strdup (feature->column);
      twin->levels = g_strdupv (feature->levels);
      g_ptr_array_add (copy->features, twin);
    }
  copy->width = encoder->width;
  copy->names = g_strdupv (encoder->names);
  return copy;
}

/**
 * chain_encoder_free:
 * @encoder: (transfer full) (nullable): to free
 */
void
chain_encoder_free (ChainEncoder *encoder)
{
  if (encoder == NULL)
    return;
  g_ptr_array_unref (encoder->features);
  g_strfreev (encoder->names);
  g_free (encoder);
}

/**
 * chain_encoder_apply:
 * @encoder: a fitted encoder
 * @table: rows to encode, in columns of the names it was fitted to
 * @rows: (nullable): [n_rows] which of them; %NULL means the first @n_rows
 * @n_rows: number of rows
 * @numbers: (out caller-allocates): [n_rows, width] row-major; half written on failure
 * @error: return location for an error
 *
 * Returns: %FALSE if a column is not there, a value is missing, or it is not a number or not a
 *   level the encoder knows; the message names the line
 */
gboolean
chain_encoder_apply (const ChainEncoder *encoder,
                     const ChainTable   *table,
                     const guint        *rows,
                     gsize               n_rows,
                     double             *numbers,
                     GError            **error)
{
  for (guint i = 0; i < encoder->features->len; i++)
    if (!apply_feature (encoder, encoder_feature (encoder, i), table, rows, n_rows, numbers, error))
      return FALSE;
  return TRUE;
}
