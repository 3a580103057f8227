/* project-fit.c: a network that goes on fitting when features or targets are chosen anew.
 *
 * The weights of a feature go with it. A network keeps its output where that can predict the
 * targets; else it gets the usual one: softmax with categorical cross-entropy for classes, linear
 * with mean squared error for numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project-fit.h"

#include <string.h>

/* What is compared with what the targets need. */
typedef struct
{
  guint       units;
  const char *activation;
  const char *loss;
} Output;

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

/* Numbers a feature becomes: one, or one for each level of a category. */
static guint
feature_width (const ChainTable *table, const char *feature)
{
  const int          index = chain_table_find (table, feature);
  const ChainColumn *column = index >= 0 ? chain_table_column (table, (guint) index) : NULL;

  if (column == NULL || column->kind == CHAIN_COLUMN_EMPTY)
    return 0;
  return column->kind == CHAIN_COLUMN_CATEGORY ? column->levels->len : 1;
}

/* The first of the numbers that a feature becomes, or of those after the last feature. */
static guint
feature_first (const ChainTable *table, const char *const *features, const char *feature)
{
  guint first = 0;

  for (guint i = 0; features != NULL && features[i] != NULL; i++)
    {
      if (g_strcmp0 (features[i], feature) == 0)
        break;
      first += feature_width (table, features[i]);
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
 * Gives the first layer a weight for each number the chosen features become. A feature that was
 * there before keeps its weights, a new one gets them from the initializer. A network that has
 * no weights yet, and one that would be left without inputs, stays as it is.
 */
void
chain_project_fit_inputs (ChainProject      *project,
                          const ChainTable  *table,
                          const char *const *features_before)
{
  g_return_if_fail (project != NULL && table != NULL);

  const char *const *features = (const char *const *) project->data.features;
  ChainLayer        *layer = chain_network_layer (project->network, 0);
  const guint        width = feature_first (table, features, NULL);
  g_autoptr (ChainTensor) before = NULL;

  if (layer->kernel == NULL || width == 0)
    return;
  before = g_steal_pointer (&layer->kernel);
  project->network->n_inputs = width;
  chain_network_fit_weights (project->network);
  for (guint i = 0; features[i] != NULL; i++)
    if (features_before != NULL && g_strv_contains (features_before, features[i]))
      move_weights (layer->kernel, feature_first (table, features, features[i]), before,
                    feature_first (table, features_before, features[i]),
                    feature_width (table, features[i]));
}

/**
 * chain_project_fit_output:
 * @project: the project, its targets already chosen
 * @table: the rows it will use
 *
 * Where the output layer and the loss cannot predict the targets, gives them the units, the
 * activation and the loss that can; numbers are then scaled if the features are. Weights that no
 * longer fit start anew from their initializer; all others are kept. Without targets, or with
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

  for (guint i = 0; i < n_targets; i++)
    {
      const int          index = chain_table_find (table, project->data.targets[i]);
      const ChainColumn *column = index >= 0 ? chain_table_column (table, (guint) index) : NULL;

      if (column == NULL || column->kind == CHAIN_COLUMN_EMPTY)
        return FALSE;
      if (column->kind == CHAIN_COLUMN_CATEGORY)
        {
          const guint n_levels = column->levels->len;

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
