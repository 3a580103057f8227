/* feature.c: one column of a table and the numbers it becomes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/feature.h"

#include "base/error.h"
#include "base/number.h"
#include "data/column-kind.h"

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

static gboolean
has_levels (const ChainFeature *feature)
{
  return feature->levels != NULL;
}

/* The place of the level that is this number however it is written: a file of other rows may say
 * 1 for "1.0". */
static double
find_number (const ChainFeature *feature, double number)
{
  double level = 0;

  for (guint i = 0; feature->levels[i] != NULL; i++)
    if (chain_number_parse (feature->levels[i], &level) && level == number)
      return i;
  return NAN;
}

/* Which place each level of the column has among the feature's; NaN for one not seen at fitting. */
static void
place_levels (const ChainFeature *feature, const ChainColumn *column, double *places)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; feature->levels[i] != NULL; i++)
    g_hash_table_insert (known, feature->levels[i], GUINT_TO_POINTER (i));
  for (guint i = 0; i < column->levels->len; i++)
    {
      const char *text = g_ptr_array_index (column->levels, i);
      gpointer    place;
      double      number;

      places[i] = NAN;
      if (g_hash_table_lookup_extended (known, text, NULL, &place))
        places[i] = GPOINTER_TO_UINT (place);
      else if (chain_number_parse (text, &number))
        places[i] = find_number (feature, number);
    }
}

static void
read_levels (const ChainFeature *feature, const ChainColumn *column, double *numbers)
{
  for (guint i = 0; i < column->levels->len; i++)
    {
      const char *text = g_ptr_array_index (column->levels, i);

      if (feature->date_form != NULL ? !chain_date_form_read (feature->date_form, text, &numbers[i])
                                     : !chain_number_parse (text, &numbers[i]))
        numbers[i] = NAN;
    }
}

static const char *
ways_out (const ChainFeature *feature)
{
  return has_levels (feature) ? "drop, most_frequent or category" : "drop, mean or most_frequent";
}

static gboolean
missing_value (const ChainFeature *feature, const ChainTable *table, gsize row, GError **error)
{
  g_autofree char *where = chain_table_where (table, row);

  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "%s: column %s is missing a value; fill it in or choose what missing values mean: "
               "%s",
               where, feature->column, ways_out (feature));
  return FALSE;
}

static gboolean
wrong_number (const ChainFeature *feature, const ChainTable *table, gsize row, GError **error)
{
  const guint      column = (guint) chain_table_find (table, feature->column);
  g_autofree char *where = chain_table_where (table, row);
  g_autofree char *text = chain_table_cell_text (table, column, row);

  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "%s: column %s: expected a %s%s, found the category \"%s\"", where, feature->column,
               feature->date_form != NULL ? "date such as " : "number",
               feature->date_form != NULL ? chain_date_form_name (feature->date_form) : "", text);
  return FALSE;
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

static void
write_value (const ChainFeature *feature, double value, double *numbers)
{
  switch (feature->encoding)
    {
    case CHAIN_ENCODING_ONE_HOT:
      for (guint i = 0; i < feature->width; i++)
        numbers[i] = i == value;
      break;
    case CHAIN_ENCODING_NUMBER:
    case CHAIN_ENCODING_BINARY:
    case CHAIN_ENCODING_ORDINAL:
    default:
      numbers[0] = (value - feature->offset) / feature->scale;
      break;
    }
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
 * chain_feature_column:
 * @table: a table
 * @name: a column
 * @error: set to what there is, if it is not among it
 *
 * Returns: (transfer none) (nullable): the column
 */
const ChainColumn *
chain_feature_column (const ChainTable *table, const char *name, GError **error)
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

/**
 * chain_feature_reader_init:
 * @reader: (out caller-allocates): to be cleared with chain_feature_reader_clear()
 * @feature: whose column, kind and levels are known
 * @column: the column in some table
 * @n_rows: its rows
 */
void
chain_feature_reader_init (ChainFeatureReader *reader,
                           const ChainFeature *feature,
                           const ChainColumn  *column,
                           gsize               n_rows)
{
  *reader = (ChainFeatureReader){ .column = column };
  if (has_levels (feature) && column->kind == CHAIN_COLUMN_NUMBER)
    reader->column = reader->owned = chain_column_as_category (column, n_rows);
  if (reader->column->kind != CHAIN_COLUMN_CATEGORY)
    return;
  reader->levels = g_new (double, MAX (reader->column->levels->len, 1));
  if (has_levels (feature))
    place_levels (feature, reader->column, reader->levels);
  else
    read_levels (feature, reader->column, reader->levels);
}

/**
 * chain_feature_reader_clear:
 * @reader: a reader
 */
void
chain_feature_reader_clear (ChainFeatureReader *reader)
{
  chain_column_free (reader->owned);
  g_free (reader->levels);
  *reader = (ChainFeatureReader){ 0 };
}

/**
 * chain_feature_reader_get:
 * @reader: a reader
 * @row: a row
 * @value: (out): the number or the place of the level; NaN if it is neither
 *
 * Returns: whether there is a value
 */
gboolean
chain_feature_reader_get (const ChainFeatureReader *reader, gsize row, double *value)
{
  const ChainColumn *column = reader->column;

  *value = NAN;
  if (column->kind == CHAIN_COLUMN_NUMBER)
    *value = column->numbers[row];
  else if (column->kind == CHAIN_COLUMN_CATEGORY && column->codes[row] != CHAIN_CODE_MISSING)
    {
      *value = reader->levels[column->codes[row]];
      return TRUE;
    }
  return !isnan (*value);
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
 * Returns: %FALSE if the column is not there, or a value is not a number, not a level, or missing
 *   with nothing to stand for it
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
  const ChainColumn          *column = chain_feature_column (table, feature->column, error);
  g_auto (ChainFeatureReader) reader = { 0 };

  if (column == NULL)
    return FALSE;
  chain_feature_reader_init (&reader, feature, column, table->n_rows);
  for (gsize i = 0; i < n_rows; i++)
    {
      const gsize    row = rows != NULL ? rows[i] : i;
      double         value;
      const gboolean there = chain_feature_reader_get (&reader, row, &value);

      if (!there)
        value = feature->fill;
      if (isnan (value))
        return !there                ? missing_value (feature, table, row, error)
               : has_levels (feature) ? unknown_level (feature, table, row, error)
                                      : wrong_number (feature, table, row, error);
      write_value (feature, value, numbers + i * width + feature->first);
    }
  return TRUE;
}
