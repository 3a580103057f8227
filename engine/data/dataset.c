/* dataset.c: a table made ready for a network: encoded, scaled, split.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/dataset.h"

#include "base/error.h"
#include "base/random.h"

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

/* Several numbers can be learned together, several categories not: their outputs would need a
 * softmax each. */
static gboolean
find_classes (ChainDataset *dataset, GStrv targets, GError **error)
{
  const ChainTable *table = dataset->table;

  for (guint i = 0; targets[i] != NULL; i++)
    {
      const int          index = chain_table_find (table, targets[i]);
      const ChainColumn *column;

      if (index < 0 || chain_table_column (table, (guint) index)->kind != CHAIN_COLUMN_CATEGORY)
        continue;
      if (g_strv_length (targets) > 1)
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                       "data.targets: expected columns of numbers, or one column of categories "
                       "alone; column \"%s\" holds categories",
                       targets[i]);
          return FALSE;
        }
      column = chain_table_column (table, (guint) index);
      dataset->classes = g_new0 (char *, column->levels->len + 1);
      for (guint j = 0; j < column->levels->len; j++)
        dataset->classes[j] = g_strdup (g_ptr_array_index (column->levels, j));
    }
  return TRUE;
}

/* The first rows of a shuffled deck are the validation rows; both lists keep the file's order. */
static void
split_rows (ChainDataset *dataset, double validation_fraction, guint64 seed)
{
  const gsize         n = dataset->n_rows;
  const gsize         n_validation = MIN ((gsize) round ((double) n * validation_fraction), n - 1);
  g_autofree guint    *deck = g_new (guint, n);
  g_autofree gboolean *held_out = g_new0 (gboolean, n);
  ChainRandom          random;

  for (gsize i = 0; i < n; i++)
    deck[i] = (guint) i;
  chain_random_init (&random, seed, CHAIN_STREAM_SPLIT);
  chain_random_shuffle (&random, deck, n);
  for (gsize i = 0; i < n_validation; i++)
    held_out[deck[i]] = TRUE;

  dataset->training_rows = g_new (guint, n - n_validation);
  dataset->validation_rows = g_new (guint, n_validation);
  for (gsize i = 0; i < n; i++)
    if (held_out[i])
      dataset->validation_rows[dataset->n_validation_rows++] = (guint) i;
    else
      dataset->training_rows[dataset->n_training_rows++] = (guint) i;
}

static ChainEncoder *
fit_encoder (const ChainDataset  *dataset,
             const char          *where,
             GStrv                columns,
             const ChainEncoding *categories,
             ChainScaling         scaling,
             GError             **error)
{
  ChainEncoder *encoder = chain_encoder_new (
      dataset->table, (const char *const *) columns, categories, scaling, dataset->training_rows,
      dataset->n_training_rows, error);

  if (encoder == NULL)
    g_prefix_error (error, "%s: ", where);
  return encoder;
}

static gboolean
fit_encoders (ChainDataset           *dataset,
              const ChainDataOptions *options,
              guint                   output_units,
              GError                **error)
{
  const guint         n_classes = dataset->classes != NULL ? g_strv_length (dataset->classes) : 0;
  const ChainEncoding category = output_units == 1 && n_classes == 2 ? CHAIN_ENCODING_BINARY
                                                                     : CHAIN_ENCODING_ONE_HOT;

  dataset->input_encoder
      = fit_encoder (dataset, "data.features", options->features, NULL, options->scaling, error);
  if (dataset->input_encoder == NULL)
    return FALSE;
  dataset->target_encoder = fit_encoder (
      dataset, "data.targets", options->targets, dataset->classes != NULL ? &category : NULL,
      options->scale_targets ? options->scaling : CHAIN_SCALING_NONE, error);
  if (dataset->target_encoder == NULL)
    return FALSE;
  dataset->n_inputs = dataset->input_encoder->width;
  dataset->n_outputs = dataset->target_encoder->width;
  return TRUE;
}

/* A column of a million distinct texts would become a million numbers in each row: that is
 * refused, not tried until the memory is gone. */
static double *
encode (const ChainDataset *dataset, const ChainEncoder *encoder, GError **error)
{
  g_autofree double *numbers = NULL;

  if (encoder->width <= G_MAXSIZE / sizeof (double) / dataset->n_rows)
    numbers = g_try_new (double, dataset->n_rows * encoder->width);
  if (numbers == NULL)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                   "%s: %" G_GSIZE_FORMAT " rows of %u numbers each do not fit into memory",
                   dataset->table->title, dataset->n_rows, encoder->width);
      return NULL;
    }
  if (!chain_encoder_apply (encoder, dataset->table, NULL, dataset->n_rows, numbers, error))
    return NULL;
  return g_steal_pointer (&numbers);
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
  return g_strv_equal ((const char *const *) one->features, (const char *const *) other->features)
         && g_strv_equal ((const char *const *) one->targets, (const char *const *) other->targets)
         && one->scaling == other->scaling && one->scale_targets == other->scale_targets
         && one->validation_fraction == other->validation_fraction
         && one->split_seed == other->split_seed;
}

/**
 * chain_dataset_new:
 * @table: the rows; a reference is taken
 * @options: which columns, and how they are scaled and split
 * @output_units: numbers the network puts out: with 1, a target of two levels is 0 for the first
 *   and 1 for the second; else a categorical target is one-hot. Whether the targets fit the
 *   network otherwise is for the network to say.
 * @error: return location for an error
 *
 * The scale is that of the training rows. round (rows · validation_fraction) rows, at least one
 * less than there are, are kept out for validation.
 *
 * Returns: (transfer full): the data set, or %NULL if there are no rows, a column is not there,
 *   empty, or feature and target at once, a value is missing, or the targets are categories in
 *   more than one column
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
  split_rows (dataset, options->validation_fraction, options->split_seed);
  if (!find_classes (dataset, options->targets, error)
      || !fit_encoders (dataset, options, output_units, error))
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
