/* dataset.c: a table made ready for a network: encoded, scaled, split.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/dataset.h"

#include "base/error.h"
#include "data/column-kind.h"
#include "data/feature.h"
#include "data/split.h"

#include <math.h>
#include <string.h>

static gboolean
check_options (const ChainTable *table, const ChainDataOptions *options, GError **error)
{
  const char *const *features = (const char *const *) options->features;

  if (table->n_rows == 0)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE, "%s has no rows", table->title);
  else if (features == NULL || features[0] == NULL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "data.features: expected at least one column, found none");
  else if (options->targets == NULL || options->targets[0] == NULL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "data.targets: expected at least one column, found none");
  else if (!(options->validation_fraction >= 0 && options->validation_fraction < 1))
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "data.validation_fraction: expected a number from 0 to below 1, got %g",
                 options->validation_fraction);
  else
    {
      for (guint i = 0; options->targets[i] != NULL; i++)
        if (g_strv_contains (features, options->targets[i]))
          {
            g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                         "data.targets: column \"%s\" is a feature already", options->targets[i]);
            return FALSE;
          }
      return TRUE;
    }
  return FALSE;
}

/* What is said of columns must be of columns there are. */
static gboolean
check_columns (const ChainTable *table, const ChainDataOptions *options, GError **error)
{
  for (guint i = 0; options->columns != NULL && i < options->columns->len; i++)
    {
      const ChainColumnOptions *column = g_ptr_array_index (options->columns, i);

      if (chain_feature_column (table, column->name, error) != NULL)
        continue;
      g_prefix_error (error, "data.columns.%s: ", column->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_target (const ChainColumn *column, const ChainColumnOptions *options, GError **error)
{
  if (options->missing != CHAIN_MISSING_REFUSE && options->missing != CHAIN_MISSING_DROP)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "data.columns.%s.missing: expected refuse or drop for a target, got %s",
                 column->name, chain_missing_policies[options->missing].name);
  else if (options->encoding == CHAIN_CATEGORY_ORDINAL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "data.columns.%s.encoding: expected one_hot for a target, got ordinal",
                 column->name);
  else
    return TRUE;
  return FALSE;
}

/* Several numbers can be learned together, several categories not: their outputs would need a
 * softmax each. */
static gboolean
check_targets (const ChainTable *table, const ChainDataOptions *options, GError **error)
{
  for (guint i = 0; options->targets[i] != NULL; i++)
    {
      const char               *name = options->targets[i];
      const int                 index = chain_table_find (table, name);
      const ChainColumnOptions *said = chain_data_options_column (options, name);
      const ChainColumn        *column;

      if (index < 0)
        continue;
      column = chain_table_column (table, (guint) index);
      if (!check_target (column, said, error))
        return FALSE;
      if (options->targets[1] == NULL || !chain_column_is_category (column, said))
        continue;
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                   "data.targets: expected columns of numbers, or one column of categories "
                   "alone; column \"%s\" holds categories",
                   name);
      return FALSE;
    }
  return TRUE;
}

/* Marks the rows that a column with the policy to drop has no value in. */
static void
drop_rows (ChainDataset *dataset, const char *name, ChainMissing missing)
{
  const int index = chain_table_find (dataset->table, name);

  if (index < 0 || missing != CHAIN_MISSING_DROP
      || chain_table_column (dataset->table, (guint) index)->n_missing == 0)
    return;
  if (dataset->dropped == NULL)
    dataset->dropped = g_new0 (guint8, dataset->n_rows);
  for (gsize row = 0; row < dataset->n_rows; row++)
    if (!dataset->dropped[row] && chain_table_missing (dataset->table, (guint) index, row))
      {
        dataset->dropped[row] = 1;
        dataset->n_dropped++;
      }
}

static gboolean
drop_missing (ChainDataset *dataset, const ChainDataOptions *options, GError **error)
{
  const GStrv names[] = { options->features, options->targets };

  for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
    for (guint i = 0; names[k][i] != NULL; i++)
      drop_rows (dataset, names[k][i], chain_data_options_column (options, names[k][i])->missing);
  if (dataset->n_dropped < dataset->n_rows)
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
               "%s: expected a row with a value in every column used, found none",
               dataset->table->title);
  return FALSE;
}

/* A target cannot be filled in; saying so before the rows are encoded names the ways there are. */
static gboolean
check_missing_targets (const ChainDataset     *dataset,
                       const ChainDataOptions *options,
                       GError                **error)
{
  for (guint i = 0; options->targets[i] != NULL; i++)
    {
      const int index = chain_table_find (dataset->table, options->targets[i]);

      if (index < 0 || chain_table_column (dataset->table, (guint) index)->n_missing == 0)
        continue;
      for (gsize row = 0; row < dataset->n_rows; row++)
        if (chain_dataset_uses (dataset, row)
            && chain_table_missing (dataset->table, (guint) index, row))
          {
            g_autofree char *where = chain_table_where (dataset->table, row);

            g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                         "%s: column %s is missing a value; fill it in or choose what missing "
                         "values mean: drop",
                         where, options->targets[i]);
            return FALSE;
          }
    }
  return TRUE;
}

static guint *
used_rows (const ChainDataset *dataset, gsize *n_rows)
{
  guint *rows = g_new (guint, MAX (dataset->n_rows, 1));

  *n_rows = 0;
  for (gsize row = 0; row < dataset->n_rows; row++)
    if (chain_dataset_uses (dataset, row))
      rows[(*n_rows)++] = (guint) row;
  return rows;
}

/* The target as a category, for a split by its classes; @owned if it had to be made. */
static const ChainColumn *
find_class_column (const ChainDataset     *dataset,
                   const ChainDataOptions *options,
                   ChainColumn           **owned,
                   GError                **error)
{
  const ChainColumn *column
      = chain_feature_column (dataset->table, options->targets[0], NULL);

  if (column == NULL || options->targets[1] != NULL
      || !chain_column_is_category (column,
                                    chain_data_options_column (options, options->targets[0])))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "data.split: expected a target of categories for stratified, found \"%s\"",
                   options->targets[0]);
      return NULL;
    }
  if (column->kind == CHAIN_COLUMN_NUMBER)
    column = *owned = chain_column_as_category (column, dataset->n_rows);
  return column;
}

static gboolean
split_rows (ChainDataset *dataset, const ChainDataOptions *options, GError **error)
{
  const gsize             n = dataset->n_rows;
  ChainSplitRows          rows = { 0 };
  g_autofree guint       *used = used_rows (dataset, &rows.n_rows);
  g_autofree gboolean    *held_out = g_new0 (gboolean, n);
  g_autoptr (ChainColumn) owned = NULL;
  gsize                   n_validation;

  rows.rows = used;
  if (options->split == CHAIN_SPLIT_STRATIFIED)
    {
      const ChainColumn *classes = find_class_column (dataset, options, &owned, error);

      if (classes == NULL)
        return FALSE;
      rows.classes = classes->codes;
      rows.n_classes = classes->levels->len;
    }
  n_validation = chain_split_hold_out (&rows, options->split, options->validation_fraction,
                                       options->split_seed, held_out);
  dataset->training_rows = g_new (guint, rows.n_rows - n_validation);
  dataset->validation_rows = g_new (guint, MAX (n_validation, 1));
  for (gsize i = 0; i < rows.n_rows; i++)
    if (held_out[used[i]])
      dataset->validation_rows[dataset->n_validation_rows++] = used[i];
    else
      dataset->training_rows[dataset->n_training_rows++] = used[i];
  return TRUE;
}

/* A message that begins with its place in the project needs no other. */
static ChainEncoder *
fit_encoder (const ChainDataset     *dataset,
             const char             *where,
             const ChainFeaturePlan *plans,
             guint                   n_plans,
             GError                **error)
{
  g_autoptr (GError) found = NULL;
  ChainEncoder      *encoder = chain_encoder_fit (dataset->table, plans, n_plans,
                                                  dataset->training_rows,
                                                  dataset->n_training_rows, &found);

  if (encoder == NULL)
    {
      if (!g_str_has_prefix (found->message, "data."))
        g_prefix_error (&found, "%s: ", where);
      g_propagate_error (error, g_steal_pointer (&found));
    }
  return encoder;
}

static gboolean
fit_inputs (ChainDataset *dataset, const ChainDataOptions *options, GError **error)
{
  const guint                  n = g_strv_length (options->features);
  g_autofree ChainFeaturePlan *plans = g_new0 (ChainFeaturePlan, n);

  for (guint i = 0; i < n; i++)
    {
      const ChainColumnOptions *column = chain_data_options_column (options, options->features[i]);

      plans[i] = (ChainFeaturePlan){
        .column = options->features[i],
        .options = column,
        .category = column->encoding == CHAIN_CATEGORY_ORDINAL ? CHAIN_ENCODING_ORDINAL
                                                               : CHAIN_ENCODING_ONE_HOT,
        .scaling = chain_data_options_scaling (options, options->features[i]),
      };
    }
  dataset->input_encoder = fit_encoder (dataset, "data.features", plans, n, error);
  if (dataset->input_encoder == NULL)
    return FALSE;
  dataset->n_inputs = dataset->input_encoder->width;
  return TRUE;
}

/* One output is enough for two classes. */
static gboolean
fit_targets (ChainDataset           *dataset,
             const ChainDataOptions *options,
             guint                   output_units,
             GError                **error)
{
  const guint                  n = g_strv_length (options->targets);
  g_autofree ChainFeaturePlan *plans = g_new0 (ChainFeaturePlan, n);
  const ChainFeature          *first;

  for (guint i = 0; i < n; i++)
    plans[i] = (ChainFeaturePlan){
      .column = options->targets[i],
      .options = chain_data_options_column (options, options->targets[i]),
      .category = CHAIN_ENCODING_ONE_HOT,
      .scaling = options->scale_targets ? options->scaling : CHAIN_SCALING_NONE,
    };
  dataset->target_encoder = fit_encoder (dataset, "data.targets", plans, n, error);
  if (dataset->target_encoder == NULL)
    return FALSE;
  first = g_ptr_array_index (dataset->target_encoder->features, 0);
  dataset->classes = g_strdupv (first->levels);
  if (dataset->classes != NULL && output_units == 1 && first->width == 2)
    {
      chain_encoder_free (dataset->target_encoder);
      plans[0].category = CHAIN_ENCODING_BINARY;
      dataset->target_encoder = fit_encoder (dataset, "data.targets", plans, n, error);
    }
  dataset->n_outputs = dataset->target_encoder->width;
  return TRUE;
}

/* The rows come one after the other from the encoder; those left out are put between them. */
static void
spread_rows (double *numbers, guint width, const guint *used, gsize n_used, gsize n_rows)
{
  gsize next = n_rows;

  for (gsize i = n_used; i-- > 0; next = used[i])
    {
      memmove (numbers + (gsize) used[i] * width, numbers + i * width, width * sizeof (double));
      for (gsize k = ((gsize) used[i] + 1) * width; k < next * width; k++)
        numbers[k] = NAN;
    }
  for (gsize k = 0; k < next * width; k++)
    numbers[k] = NAN;
}

/* A column of a million distinct texts would become a million numbers in each row: that is
 * refused, not tried until the memory is gone. */
static double *
encode (const ChainDataset *dataset, const ChainEncoder *encoder, GError **error)
{
  g_autofree double *numbers = NULL;
  g_autofree guint  *used = NULL;
  gsize              n_used = dataset->n_rows;

  if (encoder->width <= G_MAXSIZE / sizeof (double) / MAX (dataset->n_rows, 1))
    numbers = g_try_new (double, MAX (dataset->n_rows * encoder->width, 1));
  if (numbers == NULL)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                   "%s: %" G_GSIZE_FORMAT " rows of %u numbers each do not fit into memory",
                   dataset->table->title, dataset->n_rows, encoder->width);
      return NULL;
    }
  if (dataset->n_dropped > 0)
    used = used_rows (dataset, &n_used);
  if (!chain_encoder_apply (encoder, dataset->table, used, n_used, numbers, error))
    return NULL;
  if (dataset->n_dropped > 0)
    spread_rows (numbers, encoder->width, used, n_used, dataset->n_rows);
  return g_steal_pointer (&numbers);
}

/**
 * chain_dataset_new:
 * @table: the rows; a reference is taken
 * @options: which columns, and how they are encoded, scaled and split
 * @output_units: numbers the network puts out: with 1, a target of two levels is 0 for the first
 *   and 1 for the second; else a categorical target is one-hot. Whether the targets fit the
 *   network otherwise is for the network to say.
 * @error: return location for an error
 *
 * What is fitted is fitted to the training rows. See chain_split_hold_out() for those held out for
 * validation. Rows that lack a value in a column with the policy to drop them take no part.
 *
 * Returns: (transfer full): the data set, or %NULL if there are no rows, a column is not there,
 *   empty, or feature and target at once, a value is missing, the targets are categories in
 *   more than one column, or a column cannot be encoded as asked
 */
ChainDataset *
chain_dataset_new (ChainTable             *table,
                   const ChainDataOptions *options,
                   guint                   output_units,
                   GError                **error)
{
  g_autoptr (ChainDataset) dataset = NULL;

  if (!check_options (table, options, error))
    return NULL;

  dataset = g_new0 (ChainDataset, 1);
  g_atomic_ref_count_init (&dataset->references);
  dataset->table = chain_table_ref (table);
  dataset->n_rows = table->n_rows;
  if (!check_columns (table, options, error) || !check_targets (table, options, error)
      || !drop_missing (dataset, options, error)
      || !check_missing_targets (dataset, options, error)
      || !split_rows (dataset, options, error) || !fit_inputs (dataset, options, error)
      || !fit_targets (dataset, options, output_units, error))
    return NULL;
  dataset->inputs = encode (dataset, dataset->input_encoder, error);
  if (dataset->inputs == NULL)
    return NULL;
  dataset->targets = encode (dataset, dataset->target_encoder, error);
  if (dataset->targets == NULL)
    return NULL;
  return g_steal_pointer (&dataset);
}

/**
 * chain_dataset_new_like:
 * @fitted: a data set
 * @table: other rows, in columns of the same names
 * @targets: whether the targets must be there too; otherwise they are all 0
 * @error: return location for an error
 *
 * Encodes and scales as the training rows of @fitted say; nothing is fitted anew.
 *
 * Returns: (transfer full): the rows, none of them for training or validation; %NULL if a column is
 *   not there, a level is not known, or a value is missing with nothing to stand for it
 */
ChainDataset *
chain_dataset_new_like (const ChainDataset *fitted,
                        ChainTable         *table,
                        gboolean            targets,
                        GError            **error)
{
  g_autoptr (ChainDataset) dataset = g_new0 (ChainDataset, 1);
  const ChainEncoder      *encoders[] = { fitted->input_encoder, fitted->target_encoder };

  g_atomic_ref_count_init (&dataset->references);
  dataset->table = chain_table_ref (table);
  dataset->input_encoder = chain_encoder_copy (fitted->input_encoder);
  dataset->target_encoder = chain_encoder_copy (fitted->target_encoder);
  dataset->classes = g_strdupv (fitted->classes);
  dataset->n_rows = table->n_rows;
  dataset->n_inputs = fitted->n_inputs;
  dataset->n_outputs = fitted->n_outputs;
  for (guint k = 0; k < (targets ? 2 : 1); k++)
    for (guint i = 0; i < encoders[k]->features->len; i++)
      {
        const ChainFeature *feature = g_ptr_array_index (encoders[k]->features, i);

        drop_rows (dataset, feature->column, feature->missing);
      }
  dataset->inputs = encode (dataset, dataset->input_encoder, error);
  if (dataset->inputs == NULL)
    return NULL;
  dataset->targets = targets ? encode (dataset, dataset->target_encoder, error)
                             : g_new0 (double, MAX (dataset->n_rows * dataset->n_outputs, 1));
  return dataset->targets != NULL ? g_steal_pointer (&dataset) : NULL;
}

/**
 * chain_dataset_ref:
 * @dataset: a data set
 *
 * Returns: (transfer full): @dataset, with one more reference
 */
ChainDataset *
chain_dataset_ref (ChainDataset *dataset)
{
  g_atomic_ref_count_inc (&dataset->references);
  return dataset;
}

/**
 * chain_dataset_unref:
 * @dataset: (transfer full) (nullable): freed with its last reference
 */
void
chain_dataset_unref (ChainDataset *dataset)
{
  if (dataset == NULL || !g_atomic_ref_count_dec (&dataset->references))
    return;
  chain_table_unref (dataset->table);
  chain_encoder_free (dataset->input_encoder);
  chain_encoder_free (dataset->target_encoder);
  g_free (dataset->inputs);
  g_free (dataset->targets);
  g_free (dataset->training_rows);
  g_free (dataset->validation_rows);
  g_free (dataset->dropped);
  g_strfreev (dataset->classes);
  g_free (dataset);
}

/**
 * chain_dataset_gather:
 * @dataset: a data set
 * @rows: [n_rows] rows of it, in any order
 * @n_rows: number of rows
 * @inputs: (out caller-allocates) (optional): [n_rows, n_inputs] their inputs
 * @targets: (out caller-allocates) (optional): [n_rows, n_outputs] their targets
 */
void
chain_dataset_gather (const ChainDataset *dataset,
                      const guint        *rows,
                      gsize               n_rows,
                      double             *inputs,
                      double             *targets)
{
  const gsize n_inputs = dataset->n_inputs;
  const gsize n_outputs = dataset->n_outputs;

  for (gsize i = 0; i < n_rows; i++)
    {
      if (inputs != NULL)
        memcpy (inputs + i * n_inputs, dataset->inputs + rows[i] * n_inputs,
                n_inputs * sizeof (double));
      if (targets != NULL)
        memcpy (targets + i * n_outputs, dataset->targets + rows[i] * n_outputs,
                n_outputs * sizeof (double));
    }
}

/**
 * chain_dataset_uses:
 * @dataset: a data set
 * @row: a row
 *
 * Returns: whether the row takes part; else it lacks a value in a column with the policy to drop it
 */
gboolean
chain_dataset_uses (const ChainDataset *dataset, gsize row)
{
  return dataset->dropped == NULL || !dataset->dropped[row];
}
