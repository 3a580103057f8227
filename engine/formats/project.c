/* project.c: the document: data, network and training.
 *
 * A new project, and a file that leaves things out, has: no scaling, no validation rows, seeds
 * of 0; layers with linear activation, a bias and Keras's initializers; training as
 * chain_training_options_init() sets it. A project made for a table takes settings that suit a
 * small net on scaled data instead.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project.h"

#include "base/error.h"
#include "model/recording.h"

#include <string.h>

#define MOST_PARAMETERS 100000000 /* 800 MB of weights; beyond, memory decides and not we */

/* What a sample opens with. */
typedef struct
{
  const char  *sample;
  const char  *layers;
  const char  *loss;
  gboolean     is_inline; /* the rows stand in the project: it can be edited by hand */
  ChainScaling scaling;
  double       validation_fraction;
  double       learning_rate;
  guint        batch_size;
  guint        epochs;
  gboolean     shuffle;
  guint64      seed;
} Preset;

static const Preset presets[] = {
  {
    .sample = "worked_example", .layers = "1 linear", .loss = "mse", .is_inline = TRUE,
    .learning_rate = 0.02, .batch_size = 1, .epochs = 7,
  },
  {
    .sample = "iris", .layers = "8 relu, 3 softmax", .loss = "categorical_crossentropy",
    .scaling = CHAIN_SCALING_STANDARD, .validation_fraction = 0.2,
    .learning_rate = 0.1, .batch_size = 16, .epochs = 60, .shuffle = TRUE, .seed = 1,
  },
};

/* The worked example starts from these numbers, on paper and here. */
static const double worked_kernel[] = { 5, 8 };
static const double worked_bias = -2;

static void
set_worked_weights (ChainNetwork *network)
{
  ChainLayer *layer = chain_network_layer (network, 0);

  layer->kernel = chain_tensor_new (G_N_ELEMENTS (worked_kernel), 1);
  layer->bias = chain_tensor_new (1, 1);
  memcpy (layer->kernel->values, worked_kernel, sizeof worked_kernel);
  chain_tensor_fill (layer->bias, worked_bias);
}

static void
set_network (ChainProject *project,
             ChainNetwork *network)
{
  chain_network_free (project->network);
  project->network = network;
}

/* Every column with a value but those in @except; or, for the target, the last of them. */
static GStrv
guess_columns (const ChainTable  *table,
               const char *const *except,
               gboolean           last_only)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  const ChainColumn       *last = NULL;

  for (guint i = 0; i < table->columns->len; i++)
    {
      const ChainColumn *column = chain_table_column (table, i);

      if (column->kind == CHAIN_COLUMN_EMPTY
          || (except != NULL && g_strv_contains (except, column->name)))
        continue;
      last = column;
      if (!last_only)
        g_strv_builder_add (names, column->name);
    }
  if (last_only && last != NULL)
    g_strv_builder_add (names, last->name);
  return g_strv_builder_end (names);
}

static gboolean
check_columns (const ChainTable  *table,
               const char *const *names,
               const char        *role,
               GError           **error)
{
  if (names[0] == NULL)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "%s: expected at least one column with values as %s, found none", table->title,
                   role);
      return FALSE;
    }
  for (guint i = 0; names[i] != NULL; i++)
    if (chain_table_find (table, names[i]) < 0)
      {
        g_autoptr (GString) all = g_string_new (NULL);

        for (guint c = 0; c < table->columns->len; c++)
          g_string_append_printf (all, "%s%s", c > 0 ? ", " : "",
                                  chain_table_column (table, c)->name);
        g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                     "%s: no column named “%s”; expected one of %s", table->title, names[i],
                     all->str);
        return FALSE;
      }
  return TRUE;
}

/* The levels of the one categorical target; NULL for numbers. */
static const ChainColumn *
class_column (const ChainTable  *table,
              const char *const *targets)
{
  const ChainColumn *column = chain_table_column (table, chain_table_find (table, targets[0]));

  return targets[1] == NULL && column->kind == CHAIN_COLUMN_CATEGORY ? column : NULL;
}

static char *
guess_layers (const ChainColumn *classes,
              guint              n_targets)
{
  return classes != NULL ? g_strdup_printf ("8 relu, %u softmax", MAX (classes->levels->len, 2))
                         : g_strdup_printf ("8 relu, %u linear", n_targets);
}

/* A crossentropy wants probabilities: 0 to 1. */
static gboolean
within_unit (const ChainTable  *table,
             const char *const *targets)
{
  for (guint i = 0; targets[i] != NULL; i++)
    {
      const ChainColumn *column = chain_table_column (table, chain_table_find (table, targets[i]));

      for (gsize row = 0; column->numbers != NULL && row < table->n_rows; row++)
        if (column->numbers[row] < 0 || column->numbers[row] > 1)
          return FALSE;
    }
  return TRUE;
}

/* The loss that reads the logits of the output layer, where the targets are probabilities. */
static const ChainOp *
guess_loss (const ChainNetwork *network,
            const ChainTable   *table,
            const char *const  *targets)
{
  const ChainLayer *last = chain_network_layer (network, chain_network_n_layers (network) - 1);

  for (const ChainOp *const *loss = chain_losses; *loss != NULL; loss++)
    if (g_strcmp0 ((*loss)->from_logits_of, last->activation->name) == 0
        && within_unit (table, targets))
      return *loss;
  return chain_op_find (CHAIN_OP_LOSS, "mse");
}

static const ChainOp *
find_loss (const char *name,
           GError    **error)
{
  const ChainOp   *loss = chain_op_find (CHAIN_OP_LOSS, name);
  g_autofree char *names = chain_op_names (CHAIN_OP_LOSS);

  if (loss == NULL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "loss \"%s\" is not available; expected one of %s", name, names);
  return loss;
}

static gboolean
check_size (const ChainNetwork *network,
            guint               n_inputs,
            GError            **error)
{
  guint64 inputs = n_inputs;
  guint64 n = 0;

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      n += inputs * layer->units + layer->units;
      inputs = layer->units;
      if (n <= MOST_PARAMETERS)
        continue;
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "network.layers[%u].units: expected at most %d weights in all, got %u units "
                   "with %" G_GUINT64_FORMAT " weights up to this layer",
                   i, MOST_PARAMETERS, layer->units, n);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_outputs (const ChainProject *project,
               const ChainDataset *dataset,
               GError            **error)
{
  const guint      last = chain_network_n_layers (project->network) - 1;
  const guint      units = chain_network_n_outputs (project->network);
  g_autofree char *why = NULL;

  if (units == dataset->n_outputs)
    return TRUE;
  if (dataset->classes != NULL)
    why = g_strdup_printf ("one for each level of %s", project->data.targets[0]);
  else if (dataset->n_outputs == 1)
    why = g_strdup_printf ("for %s", project->data.targets[0]);
  else
    why = g_strdup ("one for each target");
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
               "network.layers[%u].units: expected %u (%s), got %u", last, dataset->n_outputs, why,
               units);
  return FALSE;
}

/**
 * chain_project_new:
 * @name: for people
 * @source: where the rows come from; copied
 * @features: (array zero-terminated=1): columns the network reads
 * @targets: (array zero-terminated=1): columns it shall give
 *
 * Returns: (transfer full): a project with one linear layer and everything else at its default
 */
ChainProject *
chain_project_new (const char        *name,
                   ChainSource       *source,
                   const char *const *features,
                   const char *const *targets)
{
  ChainProject  *project = g_new0 (ChainProject, 1);
  const ChainOp *linear = chain_op_find (CHAIN_OP_ACTIVATION, "linear");

  project->name = g_strdup (name);
  project->source = chain_source_copy (source);
  project->data.features = g_strdupv ((GStrv) features);
  project->data.targets = g_strdupv ((GStrv) targets);
  project->network = chain_network_new ();
  g_ptr_array_add (project->network->layers,
                   chain_layer_new (MAX (g_strv_length ((GStrv) targets), 1), linear));
  chain_training_options_init (&project->training);
  return project;
}

/**
 * chain_project_new_for_sample:
 * @sample: name of a built-in sample
 *
 * Returns: (transfer full) (nullable): a project ready to be opened, with settings that train
 *   well; %NULL if there is no such sample
 */
ChainProject *
chain_project_new_for_sample (const char *sample)
{
  const ChainSample      *found = chain_sample_find (sample);
  g_autoptr (ChainTable)  table = NULL;
  g_autoptr (ChainSource) source = NULL;
  ChainProject           *project;
  const Preset           *preset = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_str_equal (presets[i].sample, sample))
      preset = &presets[i];
  if (found == NULL || preset == NULL)
    return NULL;
  table = chain_sample_table (found, NULL);
  g_return_val_if_fail (table != NULL, NULL);

  source = preset->is_inline ? chain_source_new_inline (table) : chain_source_new_builtin (found);
  project = chain_project_new (found->title, source, found->features, found->targets);
  set_network (project, chain_network_new_from_text (preset->layers, NULL));
  project->data.scaling = preset->scaling;
  project->data.validation_fraction = preset->validation_fraction;
  project->data.split_seed = preset->seed;
  project->network->seed = preset->seed;
  chain_training_options_set_loss (&project->training, chain_op_find (CHAIN_OP_LOSS, preset->loss));
  project->training.learning_rate = preset->learning_rate;
  project->training.batch_size = preset->batch_size;
  project->training.epochs = preset->epochs;
  project->training.shuffle = preset->shuffle;
  project->training.seed = preset->seed;
  if (g_str_equal (sample, "worked_example"))
    set_worked_weights (project->network);
  return project;
}

/**
 * chain_project_new_for_table:
 * @name: for people
 * @source: where the rows come from; copied
 * @table: the rows, loaded from @source
 * @features: (nullable) (array zero-terminated=1): columns to read; %NULL: every column with
 *   values that is no target
 * @targets: (nullable) (array zero-terminated=1): columns to predict; %NULL: the last one with
 *   values
 * @layers: (nullable): "8 relu, 3 softmax"; %NULL: one hidden layer, and an output layer that
 *   suits the targets
 * @loss: (nullable): name of a loss; %NULL: the crossentropy of a softmax or sigmoid output,
 *   otherwise mse
 * @error: set for a column, a layer or a loss that is not there
 *
 * Returns: (transfer full) (nullable): a project with standard scaling and a fifth of the rows
 *   for validation; it still has to be opened
 */
ChainProject *
chain_project_new_for_table (const char        *name,
                             ChainSource       *source,
                             const ChainTable  *table,
                             const char *const *features,
                             const char *const *targets,
                             const char        *layers,
                             const char        *loss,
                             GError           **error)
{
  g_auto (GStrv)           guessed_targets = NULL;
  g_auto (GStrv)           guessed_features = NULL;
  g_autofree char         *guessed_layers = NULL;
  g_autoptr (ChainProject) project = NULL;
  ChainNetwork            *network;
  const ChainOp           *loss_op;
  const ChainColumn       *classes;

  if (targets == NULL)
    targets = (const char *const *) (guessed_targets = guess_columns (table, NULL, TRUE));
  if (!check_columns (table, targets, "target", error))
    return NULL;
  if (features == NULL)
    features = (const char *const *) (guessed_features = guess_columns (table, targets, FALSE));
  if (!check_columns (table, features, "feature", error))
    return NULL;
  classes = class_column (table, targets);
  if (layers == NULL)
    layers = guessed_layers = guess_layers (classes, g_strv_length ((GStrv) targets));

  project = chain_project_new (name, source, features, targets);
  network = chain_network_new_from_text (layers, error);
  if (network == NULL)
    return NULL;
  set_network (project, network);
  loss_op = loss != NULL ? find_loss (loss, error) : guess_loss (network, table, targets);
  if (loss_op == NULL)
    return NULL;
  chain_training_options_set_loss (&project->training, loss_op);
  project->training.learning_rate = classes != NULL ? 0.1 : 0.05;
  project->training.batch_size = 16;
  project->training.epochs = 60;
  project->training.shuffle = TRUE;
  project->data.scaling = CHAIN_SCALING_STANDARD;
  project->data.scale_targets = loss_op->from_logits_of == NULL && classes == NULL;
  project->data.validation_fraction = 0.2;
  return g_steal_pointer (&project);
}

/**
 * chain_project_copy:
 * @project: to copy
 *
 * Returns: (transfer full): the same project, sharing only what is never changed
 */
ChainProject *
chain_project_copy (const ChainProject *project)
{
  ChainProject *copy = g_new0 (ChainProject, 1);

  copy->name = g_strdup (project->name);
  copy->source = chain_source_copy (project->source);
  chain_data_options_copy (&project->data, &copy->data);
  copy->network = chain_network_copy (project->network);
  copy->training = project->training;
  copy->paused = chain_training_state_copy (project->paused);
  copy->paused_mark = g_strdup (project->paused_mark);
  copy->unknown = project->unknown != NULL ? g_ptr_array_ref (project->unknown) : NULL;
  return copy;
}

/**
 * chain_project_free:
 * @project: (nullable) (transfer full): to free
 */
void
chain_project_free (ChainProject *project)
{
  if (project == NULL)
    return;
  g_free (project->name);
  chain_source_free (project->source);
  chain_data_options_clear (&project->data);
  chain_network_free (project->network);
  chain_training_state_free (project->paused);
  g_free (project->paused_mark);
  if (project->unknown != NULL)
    g_ptr_array_unref (project->unknown);
  g_free (project);
}

/**
 * chain_project_open_data:
 * @project: a project
 * @cancellable: (nullable): to give up with
 * @error: set if the rows cannot be read, or do not fit the network
 *
 * Loads the source and hands it to chain_project_use_table().
 *
 * Returns: (transfer full) (nullable): the rows as the network reads them
 */
ChainDataset *
chain_project_open_data (ChainProject *project,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_autoptr (ChainTable) table = chain_source_load (project->source, NULL, cancellable, error);

  return table != NULL ? chain_project_use_table (project, table, error) : NULL;
}

/**
 * chain_project_use_table:
 * @project: a project; a network without weights gets them from its initializers
 * @table: the rows of its source; referenced
 * @error: set if rows, network and loss do not fit together
 *
 * Encodes the rows and checks that the network can be run on them and trained with the loss.
 *
 * Returns: (transfer full) (nullable): the rows as the network reads them; on an error the
 *   project is as it was
 */
ChainDataset *
chain_project_use_table (ChainProject *project,
                         ChainTable   *table,
                         GError      **error)
{
  g_autoptr (ChainDataset) dataset = chain_dataset_new (
      table, &project->data, chain_network_n_outputs (project->network), error);

  if (dataset == NULL || !chain_project_use_dataset (project, dataset, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

/**
 * chain_project_use_dataset:
 * @project: a project; a network without weights gets them from its initializers
 * @dataset: rows encoded by the project's data options, for as many output units as it has
 * @error: set if rows, network and loss do not fit together
 *
 * The second half of chain_project_use_table(), for rows that are encoded already.
 *
 * Returns: %FALSE on an error, and then the project is as it was
 */
gboolean
chain_project_use_dataset (ChainProject       *project,
                           const ChainDataset *dataset,
                           GError            **error)
{
  g_autoptr (ChainNetwork)   network = chain_network_copy (project->network);
  g_autoptr (ChainRecording) trial = NULL;

  if (!check_outputs (project, dataset, error) || !check_size (network, dataset->n_inputs, error)
      || !chain_network_set_inputs (network, dataset->n_inputs, error))
    return FALSE;
  trial = chain_recording_new (network, project->training.loss, project->training.loss_parameters,
                               error);
  if (trial == NULL)
    return FALSE;
  set_network (project, g_steal_pointer (&network));
  return TRUE;
}
