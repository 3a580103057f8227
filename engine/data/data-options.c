/* data-options.c: what a project says about its data.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/data-options.h"

#include <string.h>

const ChainDataChoice chain_scalings[] = {
  [CHAIN_SCALING_NONE] = { "none", "None" },
  [CHAIN_SCALING_STANDARD] = { "standard", "Standard", "Mean 0, standard deviation 1" },
  [CHAIN_SCALING_MINMAX] = { "minmax", "Min–max", "From 0 to 1" },
  [CHAIN_N_SCALINGS] = { NULL },
};

const ChainDataChoice chain_kinds[] = {
  [CHAIN_KIND_AUTO] = { "auto", "As found" },
  [CHAIN_KIND_NUMBER] = { "number", "Number" },
  [CHAIN_KIND_CATEGORY] = { "category", "Category", "Each distinct value is a level" },
  [CHAIN_KIND_DATE] = { "date", "Date", "Days since 1970-01-01" },
  [CHAIN_N_KINDS] = { NULL },
};

const ChainDataChoice chain_category_encodings[] = {
  [CHAIN_CATEGORY_ONE_HOT] = { "one_hot", "One-hot", "A number for each level, 1 or 0" },
  [CHAIN_CATEGORY_ORDINAL] = { "ordinal", "Ordinal", "The level’s place in the order, from 0" },
  [CHAIN_N_CATEGORY_ENCODINGS] = { NULL },
};

const ChainDataChoice chain_missing_policies[] = {
  [CHAIN_MISSING_REFUSE] = { "refuse", "Refuse", "A missing value is an error" },
  [CHAIN_MISSING_DROP] = { "drop", "Drop the row", "Rows without a value are left out" },
  [CHAIN_MISSING_MEAN] = { "mean", "Mean", "Of the training rows; for numbers" },
  [CHAIN_MISSING_MOST_FREQUENT] = { "most_frequent", "Most frequent", "Of the training rows" },
  [CHAIN_MISSING_CATEGORY] = { "category", "Own level", "One more level; for categories" },
  [CHAIN_N_MISSING] = { NULL },
};

const ChainDataChoice chain_splits[] = {
  [CHAIN_SPLIT_RANDOM] = { "random", "Random" },
  [CHAIN_SPLIT_STRATIFIED] = { "stratified", "Stratified", "Each class keeps its share" },
  [CHAIN_SPLIT_ORDERED] = { "ordered", "Ordered", "The last rows are held out" },
  [CHAIN_N_SPLITS] = { NULL },
};

static const ChainColumnOptions default_column = { 0 };

static int
find_column (const ChainDataOptions *options, const char *name)
{
  for (guint i = 0; options->columns != NULL && i < options->columns->len; i++)
    if (g_str_equal (((ChainColumnOptions *) g_ptr_array_index (options->columns, i))->name, name))
      return (int) i;
  return -1;
}

static gboolean
strv_equal (GStrv one, GStrv other)
{
  if (one == NULL || other == NULL)
    return one == other;
  return g_strv_equal ((const char *const *) one, (const char *const *) other);
}

static guint
n_columns (const ChainDataOptions *options)
{
  return options->columns != NULL ? options->columns->len : 0;
}

static gboolean
columns_equal (const ChainDataOptions *one, const ChainDataOptions *other)
{
  if (n_columns (one) != n_columns (other))
    return FALSE;
  for (guint i = 0; i < n_columns (one); i++)
    {
      const ChainColumnOptions *column = g_ptr_array_index (one->columns, i);

      if (find_column (other, column->name) < 0
          || !chain_column_options_equal (column, chain_data_options_column (other, column->name)))
        return FALSE;
    }
  return TRUE;
}

/**
 * chain_data_choice_find:
 * @choices: what there is
 * @name: (nullable): a name in a file
 *
 * Returns: the index of the choice of that name, or -1
 */
int
chain_data_choice_find (const ChainDataChoice *choices, const char *name)
{
  for (int i = 0; choices[i].name != NULL; i++)
    if (g_strcmp0 (choices[i].name, name) == 0)
      return i;
  return -1;
}

/**
 * chain_data_choice_names:
 * @choices: what there is
 *
 * Returns: (transfer full): "random, stratified, ordered", as a message lists them
 */
char *
chain_data_choice_names (const ChainDataChoice *choices)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; choices[i].name != NULL; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", choices[i].name);
  return g_string_free (names, FALSE);
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
  g_return_val_if_fail (scaling < CHAIN_N_SCALINGS, NULL);

  return chain_scalings[scaling].name;
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
  const int index = chain_data_choice_find (chain_scalings, name);

  if (index >= 0)
    *scaling = (ChainScaling) index;
  return index >= 0;
}

/**
 * chain_column_options_copy:
 * @options: to copy
 *
 * Returns: (transfer full): the same options
 */
ChainColumnOptions *
chain_column_options_copy (const ChainColumnOptions *options)
{
  ChainColumnOptions *copy = g_memdup2 (options, sizeof *options);

  copy->name = g_strdup (options->name);
  copy->levels = g_strdupv (options->levels);
  return copy;
}

/**
 * chain_column_options_free:
 * @options: (transfer full) (nullable): to free
 */
void
chain_column_options_free (ChainColumnOptions *options)
{
  if (options == NULL)
    return;
  g_free (options->name);
  g_strfreev (options->levels);
  g_free (options);
}

/**
 * chain_column_options_equal:
 * @one: options
 * @other: options
 *
 * Returns: whether both encode a column in the same way, their names aside
 */
gboolean
chain_column_options_equal (const ChainColumnOptions *one, const ChainColumnOptions *other)
{
  return one->kind == other->kind && one->date_form == other->date_form
         && one->encoding == other->encoding && strv_equal (one->levels, other->levels)
         && one->missing == other->missing && one->has_scaling == other->has_scaling
         && (!one->has_scaling || one->scaling == other->scaling);
}

/**
 * chain_column_options_is_default:
 * @options: options
 *
 * Returns: whether nothing is said that would not hold anyway
 */
gboolean
chain_column_options_is_default (const ChainColumnOptions *options)
{
  return chain_column_options_equal (options, &default_column);
}

/**
 * chain_data_options_clear:
 * @options: what they own is freed; all zero afterwards
 */
void
chain_data_options_clear (ChainDataOptions *options)
{
  g_strfreev (options->features);
  g_strfreev (options->targets);
  g_clear_pointer (&options->columns, g_ptr_array_unref);
  *options = (ChainDataOptions){ 0 };
}

/**
 * chain_data_options_copy:
 * @options: what to copy
 * @copy: (out caller-allocates): to be cleared with chain_data_options_clear()
 */
void
chain_data_options_copy (const ChainDataOptions *options, ChainDataOptions *copy)
{
  *copy = *options;
  copy->features = g_strdupv (options->features);
  copy->targets = g_strdupv (options->targets);
  copy->columns = NULL;
  for (guint i = 0; i < n_columns (options); i++)
    chain_data_options_set_column (copy, g_ptr_array_index (options->columns, i));
}

/**
 * chain_data_options_equal:
 * @one: options
 * @other: options
 *
 * Returns: whether both encode and split a table in the same way
 */
gboolean
chain_data_options_equal (const ChainDataOptions *one, const ChainDataOptions *other)
{
  return strv_equal (one->features, other->features) && strv_equal (one->targets, other->targets)
         && one->scaling == other->scaling && one->scale_targets == other->scale_targets
         && one->validation_fraction == other->validation_fraction
         && one->split_seed == other->split_seed && one->split == other->split
         && columns_equal (one, other);
}

/**
 * chain_data_options_column:
 * @options: (nullable): a project's data options
 * @name: a column
 *
 * Returns: (transfer none): what they say of the column; the default if they say nothing, and then
 *   without a name
 */
const ChainColumnOptions *
chain_data_options_column (const ChainDataOptions *options, const char *name)
{
  const int index = options != NULL ? find_column (options, name) : -1;

  return index >= 0 ? g_ptr_array_index (options->columns, (guint) index) : &default_column;
}

/**
 * chain_data_options_set_column:
 * @options: a project's data options, changed
 * @column: what shall hold for the column of its name; copied
 *
 * A column that is back at the default is not listed.
 */
void
chain_data_options_set_column (ChainDataOptions *options, const ChainColumnOptions *column)
{
  g_autoptr (ChainColumnOptions) copy = chain_column_options_copy (column);
  const int                      index = find_column (options, copy->name);

  if (options->columns == NULL)
    options->columns
        = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_column_options_free);
  if (chain_column_options_is_default (copy))
    {
      if (index >= 0)
        g_ptr_array_remove_index (options->columns, (guint) index);
    }
  else if (index < 0)
    g_ptr_array_add (options->columns, g_steal_pointer (&copy));
  else
    {
      chain_column_options_free (g_ptr_array_index (options->columns, (guint) index));
      g_ptr_array_index (options->columns, (guint) index) = g_steal_pointer (&copy);
    }
}

/**
 * chain_data_options_scaling:
 * @options: a project's data options
 * @name: a column
 *
 * Returns: how the column is scaled as a feature
 */
ChainScaling
chain_data_options_scaling (const ChainDataOptions *options, const char *name)
{
  const ChainColumnOptions *column = chain_data_options_column (options, name);

  return column->has_scaling ? column->scaling : options->scaling;
}
