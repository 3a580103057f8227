/* project-new.c: projects to begin with: for a sample, or for any table.
 *
 * What nothing is said of is guessed from the table: the data as chain_guess_data() does, then a
 * small network and training that suit it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project.h"

#include "base/error.h"
#include "data/column-kind.h"
#include "data/guess.h"

#include <math.h>
#include <string.h>

#define UPDATES 1000
#define LEAST_EPOCHS 20
#define MOST_EPOCHS 100

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

/* Networks that learn a shape which the usual one is too small for. */
static const struct
{
  const char *sample;
  const char *layers;
} shape_layers[] = {
  { "circle", "6 tanh, 2 softmax" },
  { "xor", "6 tanh, 2 softmax" },
  { "gauss", "2 softmax" },
  { "spiral", "16 relu, 16 relu, 2 softmax" },
  { "two_moons", "8 tanh, 2 softmax" },
  { "function", "16 tanh, 16 tanh, 1 linear" },
  { "plane", "1 linear" },
  { "multi_gauss", "32 relu, 16 relu, 1 linear" },
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

static gboolean
has_classes (const ChainTable *table, const ChainDataOptions *data)
{
  const char        *target = data->targets[0];
  const ChainColumn *column = chain_table_column (table, (guint) chain_table_find (table, target));

  return data->targets[1] == NULL
         && chain_column_is_category (column, chain_data_options_column (data, target));
}

static guint
count_inputs (const ChainTable *table, const ChainDataOptions *data)
{
  guint n = 0;

  for (guint i = 0; data->features[i] != NULL; i++)
    n += chain_feature_width (table, chain_data_options_column (data, data->features[i]),
                              data->features[i]);
  return n;
}

static char *
guess_layers (const ChainTable *table, const ChainDataOptions *data)
{
  const guint n_inputs = count_inputs (table, data);
  const guint hidden = n_inputs <= 16 ? 8 : n_inputs <= 32 ? 16 : 32;
  const char *target = data->targets[0];

  if (!has_classes (table, data))
    return g_strdup_printf ("%u relu, %u linear", hidden, g_strv_length (data->targets));
  return g_strdup_printf (
      "%u relu, %u softmax", hidden,
      MAX (chain_feature_width (table, chain_data_options_column (data, target), target), 2));
}

/* A crossentropy wants probabilities: classes, or numbers from 0 to 1. */
static gboolean
within_unit (const ChainTable *table, const ChainDataOptions *data)
{
  if (has_classes (table, data))
    return TRUE;
  for (guint i = 0; data->targets[i] != NULL; i++)
    {
      const ChainColumn *column
          = chain_table_column (table, (guint) chain_table_find (table, data->targets[i]));

      for (gsize row = 0; column->numbers != NULL && row < table->n_rows; row++)
        if (column->numbers[row] < 0 || column->numbers[row] > 1)
          return FALSE;
    }
  return TRUE;
}

/* The loss that reads the logits of the output layer, where the targets are probabilities. */
static const ChainOp *
guess_loss (const ChainNetwork     *network,
            const ChainTable       *table,
            const ChainDataOptions *data)
{
  const ChainLayer *last = chain_network_layer (network, chain_network_n_layers (network) - 1);

  for (const ChainOp *const *loss = chain_losses; *loss != NULL; loss++)
    if (g_strcmp0 ((*loss)->from_logits_of, last->activation->name) == 0
        && within_unit (table, data))
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

/* Numbers are taken for classes only if the network asked for has an output for each of them. */
static void
suit_classes (ChainDataOptions       *data,
              const ChainDataOptions *known,
              const ChainNetwork     *network)
{
  const guint               n_layers = chain_network_n_layers (network);
  const ChainLayer         *last = chain_network_layer (network, n_layers - 1);
  const char               *target = data->targets[0];
  const ChainColumnOptions *guessed = chain_data_options_column (data, target);
  g_autoptr (ChainColumnOptions) numbers = NULL;

  if (chain_data_options_column (known, target)->kind != CHAIN_KIND_AUTO
      || guessed->kind != CHAIN_KIND_CATEGORY
      || (g_str_equal (last->activation->name, "softmax")
          && last->units == g_strv_length (guessed->levels)))
    return;
  numbers = chain_column_options_copy (guessed);
  numbers->kind = CHAIN_KIND_AUTO;
  g_clear_pointer (&numbers->levels, g_strfreev);
  chain_data_options_set_column (data, numbers);
  data->split = CHAIN_SPLIT_RANDOM;
}

/* Adam at a rate that suits scaled data, for about a thousand updates: more of them and a small table
 * is learned by heart. Long tables take larger batches. */
static void
guess_training (ChainTrainingOptions *training, gsize n_rows)
{
  const double batch = n_rows < 10000 ? 16 : 128;
  const double epochs = ceil (UPDATES * batch / (double) MAX (n_rows, 1) / 10) * 10;

  chain_training_options_set_optimizer (training, chain_optimizer_find ("adam"));
  training->learning_rate = 0.01;
  training->batch_size = (guint) batch;
  training->epochs = (guint) CLAMP (epochs, LEAST_EPOCHS, MOST_EPOCHS);
  training->shuffle = TRUE;
}

/* A sample whose settings are not all written down is begun like any table. */
static ChainProject *
new_for_other_sample (const ChainSample *sample)
{
  g_autoptr (ChainSource) source = chain_source_new_builtin (sample);
  g_autoptr (ChainTable)  table = chain_sample_table (sample, NULL);
  const ChainDataOptions  known = {
    .features = (GStrv) sample->features,
    .targets = (GStrv) sample->targets,
  };
  const char   *layers = NULL;
  ChainProject *project;

  g_return_val_if_fail (table != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shape_layers); i++)
    if (g_str_equal (shape_layers[i].sample, sample->name))
      layers = shape_layers[i].layers;
  project = chain_project_new_from_table (sample->title, source, table, &known, layers, NULL, NULL);
  if (chain_sample_is_made_up (sample))
    project->training.epochs = MOST_EPOCHS;
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
  if (found == NULL)
    return NULL;
  if (preset == NULL)
    return new_for_other_sample (found);
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
 *   values that is no target and does not merely name the rows
 * @targets: (nullable) (array zero-terminated=1): columns to predict; %NULL: one named so, or the
 *   last
 * @layers: (nullable): "8 relu, 3 softmax"; %NULL: one hidden layer, and an output layer that
 *   suits the targets
 * @loss: (nullable): name of a loss; %NULL: the crossentropy of a softmax or sigmoid output,
 *   otherwise mse
 * @error: set for a column, a layer or a loss that is not there
 *
 * Returns: (transfer full) (nullable): a project with scaled features and a fifth of the rows for
 *   validation; it still has to be opened
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
  const ChainDataOptions known = {
    .features = (GStrv) features,
    .targets = (GStrv) targets,
  };

  return chain_project_new_from_table (name, source, table, &known, layers, loss, error);
}

/**
 * chain_project_new_from_table:
 * @name: for people
 * @source: where the rows come from; copied
 * @table: the rows, loaded from @source
 * @known: (nullable): what is known of the data: features, targets and what is said of columns;
 *   the rest is guessed, see chain_guess_data()
 * @layers: (nullable): as for chain_project_new_for_table()
 * @loss: (nullable): as for chain_project_new_for_table()
 * @error: set for a column, a layer or a loss that is not there
 *
 * Returns: (transfer full) (nullable): as chain_project_new_for_table()
 */
ChainProject *
chain_project_new_from_table (const char             *name,
                              ChainSource            *source,
                              const ChainTable       *table,
                              const ChainDataOptions *known,
                              const char             *layers,
                              const char             *loss,
                              GError                **error)
{
  const ChainDataOptions    nothing = { 0 };
  g_auto (ChainDataOptions) data = { 0 };
  g_autofree char          *guessed_layers = NULL;
  g_autoptr (ChainNetwork)  network = NULL;
  ChainProject             *project;
  const ChainOp            *loss_op;

  known = known != NULL ? known : &nothing;
  chain_data_options_copy (known, &data);
  chain_guess_data (&data, table);
  if (!check_columns (table, (const char *const *) data.targets, "target", error)
      || !check_columns (table, (const char *const *) data.features, "feature", error))
    return NULL;
  if (layers == NULL)
    layers = guessed_layers = guess_layers (table, &data);
  network = chain_network_new_from_text (layers, error);
  if (network == NULL)
    return NULL;
  suit_classes (&data, known, network);
  loss_op = loss != NULL ? find_loss (loss, error) : guess_loss (network, table, &data);
  if (loss_op == NULL)
    return NULL;

  data.scale_targets = loss_op->from_logits_of == NULL && !has_classes (table, &data);
  project = chain_project_new (name, source, (const char *const *) data.features,
                               (const char *const *) data.targets);
  chain_data_options_clear (&project->data);
  chain_data_options_copy (&data, &project->data);
  set_network (project, g_steal_pointer (&network));
  chain_training_options_set_loss (&project->training, loss_op);
  guess_training (&project->training, table->n_rows);
  return project;
}
