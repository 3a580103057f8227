/* project-fit.c: a network that goes on fitting when features or targets are chosen anew.
 *
 * The weights of a feature go with it. A network keeps its output where that can predict the
 * targets; else it gets the usual one: softmax with categorical cross-entropy for classes, linear
 * with mean squared error for numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project-fit.h"

#include "data/column-kind.h"

#include <string.h>

/* What is compared with what the targets need. */
typedef struct
{
  guint       units;
  const char *activation;
  const char *loss;
} Output;

static gboolean
has_classes (const ChainProject *project, const ChainTable *table)
{
  const GStrv targets = project->data.targets;
  const int   index = targets != NULL && targets[0] != NULL && targets[1] == NULL
                          ? chain_table_find (table, targets[0])
                          : -1;

  return index >= 0
         && chain_column_is_category (chain_table_column (table, (guint) index),
                                      chain_data_options_column (&project->data, targets[0]));
}

static gboolean
all_probabilities (const ChainColumn *column, gsize n_rows)
{
  for (gsize row = 0; row < n_rows; row++)
    if (column->numbers[row] < 0 || column->numbers[row] > 1)
      return FALSE;
  return TRUE;
}

/* Two classes may be one sigmoid unit; otherwise each class has a unit. */
static gboolean
predicts_classes (const Output *output, guint n_levels)
{
  if (g_str_equal (output->activation, "softmax"))
    return output->units == n_levels && !g_str_equal (output->loss, "binary_crossentropy");
  return n_levels == 2 && output->units == 1 && g_str_equal (output->activation, "sigmoid") &&
         !g_str_equal (output->loss, "categorical_crossentropy");
}

/* Cross-entropies and softmax read their targets as probabilities. */
static gboolean
predicts_numbers (const Output *output, guint n_targets, gboolean probabilities)
{
  if (output->units != n_targets)
    return FALSE;
  if (g_str_equal (output->loss, "categorical_crossentropy"))
    return probabilities && n_targets > 1 && g_str_equal (output->activation, "softmax");
  if (g_str_equal (output->loss, "binary_crossentropy"))
    return probabilities && g_str_equal (output->activation, "sigmoid");
  return probabilities || !g_str_equal (output->activation, "softmax");
}

static void
set_output (ChainProject *project, const Output *wanted, gboolean scale_targets)
{
  ChainNetwork *network = project->network;
  ChainLayer   *layer = chain_network_layer (network, chain_network_n_layers (network) - 1);

  layer->units = wanted->units;
  chain_layer_set_activation (layer, chain_op_find (CHAIN_OP_ACTIVATION, wanted->activation));
  chain_training_options_set_loss (&project->training, chain_op_find (CHAIN_OP_LOSS, wanted->loss));
  project->data.scale_targets = scale_targets;
  if (network->n_inputs > 0)
    chain_network_fit_weights (network);
}

static guint
feature_width (const ChainDataOptions *data, const ChainTable *table, const char *feature)
{
  return chain_feature_width (table, chain_data_options_column (data, feature), feature);
}

/* The first of the numbers that a feature becomes, or of those after the last feature. */
static guint
feature_first (const ChainDataOptions *data, const ChainTable *table, const char *feature)
{
  guint first = 0;

  for (guint i = 0; data->features != NULL && data->features[i] != NULL; i++)
    {
      if (g_strcmp0 (data->features[i], feature) == 0)
        break;
      first += feature_width (data, table, data->features[i]);
    }
  return first;
}

/* Copies the rows of a kernel that belong to a feature from where they were. */
static void
move_weights (ChainTensor *to, guint to_row, const ChainTensor *from, guint from_row, guint n_rows)
{
  const gsize columns = MIN (to->columns, from->columns);

  for (guint i = 0; i < n_rows && from_row + i < from->rows; i++)
    memcpy (to->values + (to_row + i) * to->columns, from->values + (from_row + i) * from->columns,
            columns * sizeof (double));
}

/**
 * chain_project_fit_inputs:
 * @project: the project, its features already chosen
 * @table: the rows it will use
 * @features_before: (nullable) (array zero-terminated=1): the features its weights are for
 *
 * As chain_project_fit_data(), where nothing but the features was chosen anew.
 */
void
chain_project_fit_inputs (ChainProject      *project,
                          const ChainTable  *table,
                          const char *const *features_before)
{
  ChainDataOptions before = project->data;

  before.features = (GStrv) features_before;
  chain_project_fit_data (project, table, &before);
}

/**
 * chain_project_fit_data:
 * @project: the project, its features and their encodings already chosen
 * @table: the rows it will use
 * @before: the data options its weights are for
 *
 * Gives the first layer a weight for each number the chosen features become. A feature that was
 * there before, and became as many numbers, keeps its weights; another gets them from the
 * initializer. A network that has no weights yet, and one that would be left without inputs, stays
 * as it is.
 */
void
chain_project_fit_data (ChainProject           *project,
                        const ChainTable       *table,
                        const ChainDataOptions *before)
{
  g_return_if_fail (project != NULL && table != NULL && before != NULL);

  const ChainDataOptions *data = &project->data;
  ChainLayer             *layer = chain_network_layer (project->network, 0);
  const guint             width = feature_first (data, table, NULL);
  g_autoptr (ChainTensor) kernel = NULL;
  g_autoptr (ChainTensor) factors = NULL;

  if (layer->kernel == NULL || width == 0)
    return;
  kernel = g_steal_pointer (&layer->kernel);
  factors = g_steal_pointer (&layer->kernel_factors);
  project->network->n_inputs = width;
  chain_network_fit_weights (project->network);
  if (factors != NULL)
    {
      layer->kernel_factors = chain_tensor_new (layer->kernel->rows, layer->kernel->columns);
      chain_tensor_fill (layer->kernel_factors, 1);
    }
  for (guint i = 0; data->features[i] != NULL; i++)
    {
      const char *feature = data->features[i];
      const guint n = feature_width (data, table, feature);
      guint       to;
      guint       from;

      if (before->features == NULL
          || !g_strv_contains ((const char *const *) before->features, feature)
          || feature_width (before, table, feature) != n)
        continue;
      to = feature_first (data, table, feature);
      from = feature_first (before, table, feature);
      move_weights (layer->kernel, to, kernel, from, n);
      if (factors != NULL)
        move_weights (layer->kernel_factors, to, factors, from, n);
    }
}

/**
 * chain_project_fit_output:
 * @project: the project, its targets already chosen
 * @table: the rows it will use
 *
 * Where the output layer and the loss cannot predict the targets, gives them the units, the
 * activation and the loss that can; numbers are then scaled if the features are. Weights that no
 * longer fit start anew from their initializer; all others are kept. A split by classes becomes
 * random where there are none. Without targets, or with
 * targets that are no columns of @table, nothing changes: using the table tells what is wrong.
 *
 * Returns: whether anything changed
 */
gboolean
chain_project_fit_output (ChainProject *project, const ChainTable *table)
{
  g_return_val_if_fail (project != NULL && table != NULL, FALSE);

  const guint       n_layers = chain_network_n_layers (project->network);
  const ChainLayer *layer = chain_network_layer (project->network, n_layers - 1);
  const Output output = { layer->units, layer->activation->name, project->training.loss->name };
  const guint n_targets = project->data.targets != NULL ? g_strv_length (project->data.targets) : 0;
  gboolean    probabilities = TRUE;

  if (project->data.split == CHAIN_SPLIT_STRATIFIED && !has_classes (project, table))
    project->data.split = CHAIN_SPLIT_RANDOM;
  for (guint i = 0; i < n_targets; i++)
    {
      const int          index = chain_table_find (table, project->data.targets[i]);
      const ChainColumn *column = index >= 0 ? chain_table_column (table, (guint) index) : NULL;

      if (column == NULL || column->kind == CHAIN_COLUMN_EMPTY)
        return FALSE;
      if (chain_column_is_category (column, chain_data_options_column (&project->data,
                                                                        project->data.targets[i])))
        {
          const guint n_levels = feature_width (&project->data, table, project->data.targets[i]);

          if (n_targets > 1 || predicts_classes (&output, n_levels))
            return FALSE;
          set_output (project, &(Output){ n_levels, "softmax", "categorical_crossentropy" }, FALSE);
          return TRUE;
        }
      probabilities = probabilities && all_probabilities (column, table->n_rows);
    }
  if (n_targets == 0 || predicts_numbers (&output, n_targets, probabilities))
    return FALSE;
  set_output (project, &(Output){ n_targets, "linear", "mse" },
              project->data.scaling != CHAIN_SCALING_NONE);
  return TRUE;
}
