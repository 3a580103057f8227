/* guess.c: what the columns of a table most likely are, for a project begun from it.
 *
 * Names and values tell; every rule is a guess that the user can overrule.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/guess.h"

#include "base/number.h"
#include "data/column-kind.h"
#include "data/dataset.h"

#include <math.h>
#include <string.h>

#define LEAST_ROWS 10       /* with fewer, that all values differ says nothing */
#define MOST_CLASSES 20     /* distinct whole numbers that may be classes */
#define MANY_LEVELS 20      /* a category of more, on more than half of the rows, is a text */
#define FEW_MISSING 0.05    /* share of the rows that may be left out */
#define VALIDATION 0.2

/* What data sets call what is to be predicted, the surest first. */
static const char *const target_names[] = {
  "target",  "label",  "labels",   "class",    "classes",  "y",       "species", "diagnosis",
  "digit",   "outcome", "survived", "response", "variety", "quality", "output",  NULL,
};

/* Those of them whose numbers count nothing, they only tell apart. */
static const char *const class_names[] = {
  "target", "label",    "labels",  "class", "classes", "species", "diagnosis",
  "digit",  "outcome", "survived", "variety", NULL,
};

static const char *const id_names[] = {
  "id", "index", "idx", "rowid", "row_id", "row", "rownames", "row_names", "uid", "uuid", NULL,
};

static gboolean
is_one_of (const char *name, const char *const *names)
{
  g_autofree char *lower = g_utf8_strdown (name, -1);

  return g_strv_contains (names, g_strstrip (lower));
}

/* pandas writes an index it was not given a name for as "Unnamed: 0". */
static gboolean
is_id_name (const char *name)
{
  return is_one_of (name, id_names) || g_str_has_prefix (name, "Unnamed:");
}

static gboolean
is_counting (const ChainColumn *column, gsize n_rows)
{
  if (n_rows < LEAST_ROWS || column->n_missing > 0)
    return FALSE;
  for (gsize row = 0; row < n_rows; row++)
    if (column->numbers[row] != floor (column->numbers[row])
        || (row > 0 && column->numbers[row] != column->numbers[row - 1] + 1))
      return FALSE;
  return TRUE;
}

static gboolean
is_text (const ChainColumn *column, gsize n_rows)
{
  const gsize n_values = n_rows - column->n_missing;
  const gsize n_levels = column->levels->len;

  return n_values >= LEAST_ROWS && chain_column_looks_like_dates (column) == NULL
         && (n_levels == n_values || (n_levels > MANY_LEVELS && n_levels > n_values / 2));
}

/* How many distinct values there are, given up beyond a limit. */
static guint
count_distinct (const ChainColumn *column, gsize n_rows, guint limit)
{
  g_autoptr (GHashTable) seen = chain_number_set_new ();

  for (gsize row = 0; row < n_rows && g_hash_table_size (seen) <= limit; row++)
    if (!isnan (column->numbers[row]))
      g_hash_table_add (seen, &column->numbers[row]);
  return g_hash_table_size (seen);
}

static gboolean
are_whole (const ChainColumn *column, gsize n_rows)
{
  for (gsize row = 0; row < n_rows; row++)
    if (!isnan (column->numbers[row]) && column->numbers[row] != floor (column->numbers[row]))
      return FALSE;
  return TRUE;
}

static gboolean
looks_like_classes (const ChainColumn *column, gsize n_rows)
{
  guint n_distinct;

  if (column->kind != CHAIN_COLUMN_NUMBER || !is_one_of (column->name, class_names)
      || !are_whole (column, n_rows))
    return FALSE;
  n_distinct = count_distinct (column, n_rows, MOST_CLASSES);
  return n_distinct >= 2 && n_distinct <= MOST_CLASSES;
}

static int
compare_numbers (gconstpointer one, gconstpointer other)
{
  const double a = **(const double *const *) one;
  const double b = **(const double *const *) other;

  return a < b ? -1 : a > b;
}

/* The classes of whole numbers in the order of the numbers: 0 is then the first of 0 and 1. */
static GStrv
number_levels (const ChainColumn *column, gsize n_rows)
{
  g_autoptr (GHashTable)   seen = chain_number_set_new ();
  g_autoptr (GPtrArray)    numbers = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) levels = g_strv_builder_new ();

  for (gsize row = 0; row < n_rows; row++)
    if (!isnan (column->numbers[row]) && g_hash_table_add (seen, &column->numbers[row]))
      g_ptr_array_add (numbers, &column->numbers[row]);
  g_ptr_array_sort (numbers, compare_numbers);
  for (guint i = 0; i < numbers->len; i++)
    {
      char buffer[CHAIN_NUMBER_SIZE];

      g_strv_builder_add (levels, chain_number_write (*(double *) numbers->pdata[i] + 0.0, buffer));
    }
  return g_strv_builder_end (levels);
}

/* The column of the surest name; else the last that is not there to count the rows. */
static const ChainColumn *
guess_target (const ChainTable *table, GStrv features)
{
  const ChainColumn *target = NULL;
  guint              rank = G_N_ELEMENTS (target_names);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const ChainColumn *column = chain_table_column (table, i);
      g_autofree char   *lower = g_utf8_strdown (column->name, -1);
      guint              found = 0;

      if (column->kind == CHAIN_COLUMN_EMPTY
          || (features != NULL && g_strv_contains ((const char *const *) features, column->name)))
        continue;
      while (target_names[found] != NULL && !g_str_equal (target_names[found], lower))
        found++;
      if (found < rank || (rank >= G_N_ELEMENTS (target_names) - 1 && found == rank
                           && !is_id_name (column->name)))
        {
          target = column;
          rank = found;
        }
    }
  return target;
}

static GStrv
guess_features (const ChainTable *table, GStrv targets, gboolean all)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < table->columns->len; i++)
    {
      const ChainColumn *column = chain_table_column (table, i);

      if (column->kind != CHAIN_COLUMN_EMPTY
          && !g_strv_contains ((const char *const *) targets, column->name)
          && (all || !chain_guess_is_ignored (table, column)))
        g_strv_builder_add (names, column->name);
    }
  return g_strv_builder_end (names);
}

static const ChainColumn *
column_named (const ChainTable *table, const char *name)
{
  const int index = chain_table_find (table, name);

  return index >= 0 ? chain_table_column (table, (guint) index) : NULL;
}

static gsize
count_incomplete (const ChainTable *table, GStrv features)
{
  g_autofree guint8 *incomplete = g_new0 (guint8, MAX (table->n_rows, 1));
  gsize              n = 0;

  for (guint i = 0; features[i] != NULL; i++)
    {
      const int index = chain_table_find (table, features[i]);

      if (index < 0 || chain_table_column (table, (guint) index)->n_missing == 0)
        continue;
      for (gsize row = 0; row < table->n_rows; row++)
        incomplete[row] |= chain_table_missing (table, (guint) index, row) ? 1 : 0;
    }
  for (gsize row = 0; row < table->n_rows; row++)
    n += incomplete[row];
  return n;
}

static void
set_missing (ChainDataOptions *options, const char *name, ChainMissing missing)
{
  g_autoptr (ChainColumnOptions) column
      = chain_column_options_copy (chain_data_options_column (options, name));

  g_free (column->name);
  column->name = g_strdup (name);
  column->missing = missing;
  chain_data_options_set_column (options, column);
}

static void
guess_dates (ChainDataOptions *options, const ChainTable *table)
{
  for (guint i = 0; options->features[i] != NULL; i++)
    {
      const ChainColumn *column = column_named (table, options->features[i]);
      g_autoptr (ChainColumnOptions) dates = NULL;

      if (column == NULL || chain_column_looks_like_dates (column) == NULL)
        continue;
      dates = chain_column_options_copy (chain_data_options_column (options, column->name));
      if (dates->kind != CHAIN_KIND_AUTO)
        continue;
      g_free (dates->name);
      dates->name = g_strdup (column->name);
      dates->kind = CHAIN_KIND_DATE;
      chain_data_options_set_column (options, dates);
    }
}

/* A few rows can be spared; else numbers are filled in and categories get a level more. */
static void
guess_missing (ChainDataOptions *options, const ChainTable *table)
{
  const gboolean few = (double) count_incomplete (table, options->features)
                       <= FEW_MISSING * (double) table->n_rows;

  for (guint i = 0; options->features[i] != NULL; i++)
    {
      const ChainColumn        *column = column_named (table, options->features[i]);
      const ChainColumnOptions *said = chain_data_options_column (options, options->features[i]);

      if (column == NULL || column->n_missing == 0 || said->missing != CHAIN_MISSING_REFUSE)
        continue;
      set_missing (options, column->name,
                   few                                       ? CHAIN_MISSING_DROP
                   : chain_column_is_category (column, said) ? CHAIN_MISSING_CATEGORY
                                                             : CHAIN_MISSING_MEAN);
    }
  for (guint i = 0; options->targets[i] != NULL; i++)
    {
      const ChainColumn *column = column_named (table, options->targets[i]);

      if (column != NULL && column->n_missing > 0)
        set_missing (options, column->name, CHAIN_MISSING_DROP);
    }
}

static void
guess_classes (ChainDataOptions *options, const ChainTable *table)
{
  const ChainColumn         *column = column_named (table, options->targets[0]);
  const ChainColumnOptions  *said;
  g_autoptr (ChainColumnOptions) classes = NULL;

  if (column == NULL || options->targets[1] != NULL)
    return;
  said = chain_data_options_column (options, column->name);
  if (said->kind == CHAIN_KIND_AUTO && looks_like_classes (column, table->n_rows))
    {
      classes = chain_column_options_copy (said);
      g_free (classes->name);
      classes->name = g_strdup (column->name);
      classes->kind = CHAIN_KIND_CATEGORY;
      if (classes->levels == NULL)
        classes->levels = number_levels (column, table->n_rows);
      chain_data_options_set_column (options, classes);
    }
}

/**
 * chain_guess_is_target:
 * @name: of a column
 *
 * Returns: whether data sets give such a name to what is to be predicted
 */
gboolean
chain_guess_is_target (const char *name)
{
  return is_one_of (name, target_names);
}

/**
 * chain_guess_is_ignored:
 * @table: a table
 * @column: a column of it
 *
 * Returns: whether the column most likely tells rows apart and nothing else: it is named so, counts
 *   up, or holds a text of its own in each row
 */
gboolean
chain_guess_is_ignored (const ChainTable *table, const ChainColumn *column)
{
  if (is_id_name (column->name))
    return TRUE;
  return column->kind == CHAIN_COLUMN_NUMBER ? is_counting (column, table->n_rows)
                                             : is_text (column, table->n_rows);
}

/**
 * chain_guess_data:
 * @options: what is known already: features and targets that are given stay, and so does what is
 *   said of columns
 * @table: the rows
 *
 * Chooses what is left out: the target, by its name or as the last column; the features, all others
 * that do not merely name the rows; whether numbers are classes, and texts dates; what missing
 * values mean; standard scaling, or for pixels that from 0 to 1; and a fifth of the rows for
 * validation, for classes of each its share.
 */
void
chain_guess_data (ChainDataOptions *options, const ChainTable *table)
{
  const ChainColumn *target;
  guint              side;

  if (options->targets == NULL)
    {
      target = guess_target (table, options->features);
      options->targets = g_new0 (char *, 2);
      options->targets[0] = target != NULL ? g_strdup (target->name) : NULL;
    }
  if (options->features == NULL)
    {
      options->features = guess_features (table, options->targets, FALSE);
      if (options->features[0] == NULL)
        {
          g_strfreev (options->features);
          options->features = guess_features (table, options->targets, TRUE);
        }
    }
  options->scaling = chain_names_image_size (options->features, &side) ? CHAIN_SCALING_MINMAX
                                                                       : CHAIN_SCALING_STANDARD;
  options->validation_fraction = VALIDATION;
  if (options->targets[0] == NULL)
    return;
  guess_classes (options, table);
  guess_dates (options, table);
  guess_missing (options, table);
  target = column_named (table, options->targets[0]);
  if (target != NULL && options->targets[1] == NULL
      && chain_column_is_category (target, chain_data_options_column (options, target->name)))
    options->split = CHAIN_SPLIT_STRATIFIED;
}
