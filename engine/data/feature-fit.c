/* feature-fit.c: what a column of numbers or categories says about its encoding.
 *
 * The levels of a category are those of the whole table; all that is counted or measured, the
 * scale and what stands for a missing value, comes from the training rows alone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/feature.h"

#include "base/error.h"
#include "data/column-kind.h"

#include <math.h>
#include <string.h>

#define MISSING_LEVEL "missing"

static const ChainColumnOptions default_options = { 0 };

/* Which policies there are for a value of a kind. */
static const struct
{
  gboolean numbers;
  gboolean categories;
} allowed[] = {
  [CHAIN_MISSING_REFUSE] = { TRUE, TRUE },
  [CHAIN_MISSING_DROP] = { TRUE, TRUE },
  [CHAIN_MISSING_MEAN] = { TRUE, FALSE },
  [CHAIN_MISSING_MOST_FREQUENT] = { TRUE, TRUE },
  [CHAIN_MISSING_CATEGORY] = { FALSE, TRUE },
};

static gboolean
check_missing (const ChainFeature *feature, GError **error)
{
  const gboolean is_category = feature->levels != NULL;

  if (is_category ? allowed[feature->missing].categories : allowed[feature->missing].numbers)
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "data.columns.%s.missing: expected refuse, drop, %s for a column of %s, got %s",
               feature->column,
               is_category ? "most_frequent or category" : "mean or most_frequent",
               is_category ? "categories" : "numbers",
               chain_missing_policies[feature->missing].name);
  return FALSE;
}

/* The order asked for must name every level there is. */
static gboolean
order_levels (ChainFeature *feature, const ChainColumn *column, GStrv order, GError **error)
{
  g_auto (ChainFeatureReader) reader = { 0 };

  feature->levels = g_strdupv (order);
  chain_feature_reader_init (&reader, feature, column, 0);
  for (guint i = 0; i < column->levels->len; i++)
    if (isnan (reader.levels[i]))
      {
        g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                     "data.columns.%s.levels: expected every level of the column, \"%s\" is not "
                     "among them",
                     feature->column, (const char *) g_ptr_array_index (column->levels, i));
        return FALSE;
      }
  return TRUE;
}

/* Missing values join a level of that name if there is one. */
static void
add_missing_level (ChainFeature *feature)
{
  const guint n = g_strv_length (feature->levels);

  if (!g_strv_contains ((const char *const *) feature->levels, MISSING_LEVEL))
    {
      feature->levels = g_renew (char *, feature->levels, n + 2);
      feature->levels[n] = g_strdup (MISSING_LEVEL);
      feature->levels[n + 1] = NULL;
    }
  feature->fill = 0;
  while (!g_str_equal (feature->levels[(guint) feature->fill], MISSING_LEVEL))
    feature->fill++;
}

static gboolean
find_levels (ChainFeature             *feature,
             const ChainColumn        *column,
             gsize                     n_rows,
             const ChainColumnOptions *options,
             GError                  **error)
{
  g_autoptr (ChainColumn) owned = NULL;

  if (column->kind == CHAIN_COLUMN_NUMBER)
    column = owned = chain_column_as_category (column, n_rows);
  if (options->levels != NULL)
    {
      if (!order_levels (feature, column, options->levels, error))
        return FALSE;
    }
  else
    {
      feature->levels = g_new0 (char *, column->levels->len + 1);
      for (guint i = 0; i < column->levels->len; i++)
        feature->levels[i] = g_strdup (g_ptr_array_index (column->levels, i));
    }
  if (feature->missing == CHAIN_MISSING_CATEGORY)
    add_missing_level (feature);
  return TRUE;
}

static gboolean
choose_encoding (ChainFeature           *feature,
                 const ChainTable       *table,
                 const ChainFeaturePlan *plan,
                 GError                **error)
{
  const guint n_levels = feature->levels != NULL ? g_strv_length (feature->levels) : 0;

  feature->encoding = feature->levels != NULL ? plan->category : CHAIN_ENCODING_NUMBER;
  feature->width = feature->encoding == CHAIN_ENCODING_ONE_HOT ? n_levels : 1;
  if (feature->encoding == CHAIN_ENCODING_NUMBER && n_levels > 0)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "%s: column %s: expected numbers, found categories such as \"%s\"", table->title,
                   feature->column, feature->levels[0]);
      return FALSE;
    }
  if (feature->encoding == CHAIN_ENCODING_BINARY && n_levels != 2)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                   "%s: column %s: expected 2 levels for one number, found %u",
                   table->title, feature->column, n_levels);
      return FALSE;
    }
  return TRUE;
}

static gboolean
needs_values (const ChainFeature *feature, ChainScaling scaling)
{
  if (feature->missing == CHAIN_MISSING_MEAN || feature->missing == CHAIN_MISSING_MOST_FREQUENT)
    return TRUE;
  return scaling != CHAIN_SCALING_NONE
         && (feature->encoding == CHAIN_ENCODING_NUMBER
             || feature->encoding == CHAIN_ENCODING_ORDINAL);
}

/* The values of the training rows that are there, and how many are not. What cannot be read is told
 * when the rows are encoded, with its place. */
static double *
gather_values (const ChainFeature *feature,
               const ChainColumn  *column,
               gsize               n_column_rows,
               const guint        *rows,
               gsize               n_rows,
               gsize              *n_values,
               gsize              *n_missing)
{
  g_auto (ChainFeatureReader) reader = { 0 };
  double                     *values = g_new (double, MAX (n_rows, 1));

  chain_feature_reader_init (&reader, feature, column, n_column_rows);
  *n_values = *n_missing = 0;
  for (gsize i = 0; i < n_rows; i++)
    {
      double         value;
      const gboolean there
          = chain_feature_reader_get (&reader, rows != NULL ? rows[i] : i, &value);

      *n_missing += !there;
      if (!isnan (value))
        values[(*n_values)++] = value;
    }
  return values;
}

static double
mean_of (const double *values, gsize n_values)
{
  double mean = 0;

  /* A running mean: a sum of large values could overflow. */
  for (gsize i = 0; i < n_values; i++)
    mean += (values[i] - mean) / (double) (i + 1);
  return mean;
}

/* Of equally frequent ones the first that appears. */
static double
most_frequent_of (double *values, gsize n_values)
{
  g_autoptr (GHashTable) counts = chain_number_set_new ();
  gsize                  most = 0;
  double                 found = NAN;

  for (gsize i = 0; i < n_values; i++)
    g_hash_table_replace (counts, &values[i],
                          GSIZE_TO_POINTER (
                              GPOINTER_TO_SIZE (g_hash_table_lookup (counts, &values[i])) + 1));
  for (gsize i = 0; i < n_values; i++)
    {
      const gsize count = GPOINTER_TO_SIZE (g_hash_table_lookup (counts, &values[i]));

      if (count > most)
        {
          most = count;
          found = values[i];
        }
    }
  return found;
}

static gboolean
fit_fill (ChainFeature     *feature,
          const ChainTable *table,
          double           *values,
          gsize             n_values,
          GError          **error)
{
  if (feature->missing == CHAIN_MISSING_MEAN)
    feature->fill = mean_of (values, n_values);
  else if (feature->missing == CHAIN_MISSING_MOST_FREQUENT)
    feature->fill = most_frequent_of (values, n_values);
  else
    return TRUE;
  if (n_values > 0 && isfinite (feature->fill))
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "%s: column %s: expected a value in a training row to stand for the missing ones, "
               "found none",
               table->title, feature->column);
  return FALSE;
}

/* (value - offset) / scale: offset is the mean and scale the standard deviation in population
 * form, or they are the least value and the range. A column of one value becomes 0: dividing by
 * its deviation would make NaN of it. */
static gboolean
fit_scale (ChainFeature *feature, ChainScaling scaling, const double *values, gsize n_values)
{
  double least = INFINITY;
  double most = -INFINITY;
  double sum = 0;
  double squares = 0;

  for (gsize i = 0; i < n_values; i++)
    {
      least = MIN (least, values[i]);
      most = MAX (most, values[i]);
      sum += values[i];
    }
  if (n_values == 0)
    return TRUE;

  feature->offset = least;
  if (least == most)
    return TRUE;
  feature->scale = most - least;
  if (scaling == CHAIN_SCALING_STANDARD)
    {
      feature->offset = sum / (double) n_values;
      /* In units of the range, where no square can overflow or vanish. */
      for (gsize i = 0; i < n_values; i++)
        {
          const double deviation = (values[i] - feature->offset) / (most - least);

          squares += deviation * deviation;
        }
      feature->scale *= sqrt (squares / (double) n_values);
    }
  return isfinite (feature->offset) && isfinite (feature->scale);
}

static gboolean
fit_values (ChainFeature     *feature,
            const ChainTable *table,
            const ChainColumn *column,
            ChainScaling      scaling,
            const guint      *rows,
            gsize             n_rows,
            GError          **error)
{
  g_autofree double *values = NULL;
  gsize              n_values;
  gsize              n_missing;

  if (!needs_values (feature, scaling) || n_rows == 0)
    return TRUE;
  values = gather_values (feature, column, table->n_rows, rows, n_rows, &n_values, &n_missing);
  if (!fit_fill (feature, table, values, n_values, error))
    return FALSE;
  if (scaling == CHAIN_SCALING_NONE || feature->encoding == CHAIN_ENCODING_ONE_HOT)
    return TRUE;
  for (gsize i = 0; i < n_missing && !isnan (feature->fill); i++)
    values[n_values++] = feature->fill;
  if (fit_scale (feature, scaling, values, n_values))
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "%s: the values of column %s are too far apart to be scaled",
               table->title, column->name);
  return FALSE;
}

/* Dates that nothing is said of would become a level each: the user is to say what they are. */
static gboolean
fit_dates (ChainFeature             *feature,
           const ChainTable         *table,
           const ChainColumn        *column,
           const ChainColumnOptions *options,
           GError                  **error)
{
  const ChainDateForm *form = options->date_form != NULL ? options->date_form
                                                         : chain_column_looks_like_dates (column);

  if (options->kind == CHAIN_KIND_AUTO && form != NULL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "%s: column %s holds dates; choose its kind: date (days since 1970-01-01) or "
                 "category",
                 table->title, column->name);
  else if (options->kind == CHAIN_KIND_DATE && column->kind == CHAIN_COLUMN_NUMBER)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "data.columns.%s.kind: expected a column of dates, found numbers", column->name);
  else if (options->kind == CHAIN_KIND_DATE && form == NULL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "data.columns.%s.kind: expected dates of one form, found values such as \"%s\"; "
                 "where two forms fit, say which in date_form",
                 column->name, (const char *) g_ptr_array_index (column->levels, 0));
  else
    {
      feature->date_form = options->kind == CHAIN_KIND_DATE ? form : NULL;
      return TRUE;
    }
  return FALSE;
}

static gboolean
fit (ChainFeature             *feature,
     const ChainTable         *table,
     const ChainColumn        *column,
     const ChainFeaturePlan   *plan,
     const ChainColumnOptions *options,
     const guint              *rows,
     gsize                     n_rows,
     GError                  **error)
{
  if (!fit_dates (feature, table, column, options, error))
    return FALSE;
  if (feature->kind == CHAIN_KIND_CATEGORY
      && !find_levels (feature, column, table->n_rows, options, error))
    return FALSE;
  return check_missing (feature, error) && choose_encoding (feature, table, plan, error)
         && fit_values (feature, table, column, plan->scaling, rows, n_rows, error);
}

/**
 * chain_feature_new:
 * @table: the rows to fit to
 * @plan: the column, and how to encode it
 * @fit_rows: (nullable): [n_fit_rows] rows that scale and fill are taken from; %NULL means the
 *   first
 * @n_fit_rows: number of these rows
 * @error: return location for an error
 *
 * Returns: (transfer full): the column's encoding, to stand first in an encoded row; %NULL if the
 *   column is not there, empty, or cannot be encoded as asked
 */
ChainFeature *
chain_feature_new (const ChainTable       *table,
                   const ChainFeaturePlan *plan,
                   const guint            *fit_rows,
                   gsize                   n_fit_rows,
                   GError                **error)
{
  const ChainColumnOptions *options = plan->options != NULL ? plan->options : &default_options;
  const ChainColumn        *column = chain_feature_column (table, plan->column, error);
  ChainFeature             *feature;

  if (column == NULL)
    return NULL;
  if (column->kind == CHAIN_COLUMN_EMPTY)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%s: column %s has no value in any row",
                   table->title, plan->column);
      return NULL;
    }

  feature = g_new0 (ChainFeature, 1);
  feature->column = g_strdup (plan->column);
  feature->kind = chain_column_is_category (column, options) ? CHAIN_KIND_CATEGORY
                  : options->kind == CHAIN_KIND_DATE         ? CHAIN_KIND_DATE
                                                             : CHAIN_KIND_NUMBER;
  feature->missing = options->missing;
  feature->offset = 0;
  feature->scale = 1;
  feature->fill = NAN;
  if (!fit (feature, table, column, plan, options, fit_rows, n_fit_rows, error))
    g_clear_pointer (&feature, chain_feature_free);
  return feature;
}

/**
 * chain_feature_width:
 * @table: a table
 * @options: what is said about the column
 * @column: a column
 *
 * Returns: how many numbers the column becomes as a feature; 0 if it is not there, or cannot be
 *   encoded
 */
guint
chain_feature_width (const ChainTable         *table,
                     const ChainColumnOptions *options,
                     const char               *column)
{
  const ChainFeaturePlan plan = {
    .column = column,
    .options = options,
    .category = options->encoding == CHAIN_CATEGORY_ORDINAL ? CHAIN_ENCODING_ORDINAL
                                                            : CHAIN_ENCODING_ONE_HOT,
  };
  ChainFeature *feature = chain_feature_new (table, &plan, NULL, 0, NULL);
  const guint   width = feature != NULL ? feature->width : 0;

  chain_feature_free (feature);
  return width;
}
