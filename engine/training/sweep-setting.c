/* sweep-setting.c: what a sweep can vary, one record each.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/sweep-setting.h"

#include "base/error.h"

static double
read_learning_rate (const ChainNetwork         *network G_GNUC_UNUSED,
                    const ChainTrainingOptions *training,
                    guint                       layer G_GNUC_UNUSED)
{
  return training->learning_rate;
}

static void
apply_learning_rate (ChainNetwork         *network G_GNUC_UNUSED,
                     ChainTrainingOptions *training,
                     guint                 layer G_GNUC_UNUSED,
                     double                value)
{
  training->learning_rate = value;
}

static const ChainSweepSetting learning_rate = {
  .name = "learning_rate",
  .title = "Learning rate",
  .usual = "1e-4:1:9",
  .kind = CHAIN_SWEEP_NUMBER,
  .least = 1e-12,
  .most = 1e6,
  .logarithmic = TRUE,
  .read = read_learning_rate,
  .apply = apply_learning_rate,
};

static double
read_batch_size (const ChainNetwork         *network G_GNUC_UNUSED,
                 const ChainTrainingOptions *training,
                 guint                       layer G_GNUC_UNUSED)
{
  return training->batch_size;
}

static void
apply_batch_size (ChainNetwork         *network G_GNUC_UNUSED,
                  ChainTrainingOptions *training,
                  guint                 layer G_GNUC_UNUSED,
                  double                value)
{
  training->batch_size = (guint) value;
}

static const ChainSweepSetting batch_size = {
  .name = "batch_size",
  .title = "Batch size",
  .usual = "1:128:8",
  .kind = CHAIN_SWEEP_WHOLE,
  .least = 1,
  .most = 1000000,
  .logarithmic = TRUE,
  .read = read_batch_size,
  .apply = apply_batch_size,
};

/* The layers a setting of hidden layers concerns: one, or all of them. */
static gboolean
concerns (const ChainNetwork *network, guint layer, guint index)
{
  return layer == 0 ? index + 1 < chain_network_n_layers (network) : index + 1 == layer;
}

static const ChainLayer *
first_concerned (const ChainNetwork *network, guint layer)
{
  return chain_network_layer (network, layer == 0 ? 0 : layer - 1);
}

static double
read_units (const ChainNetwork         *network,
            const ChainTrainingOptions *training G_GNUC_UNUSED,
            guint                       layer)
{
  return first_concerned (network, layer)->units;
}

static void
apply_units (ChainNetwork         *network,
             ChainTrainingOptions *training G_GNUC_UNUSED,
             guint                 layer,
             double                value)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    if (concerns (network, layer, i))
      chain_network_layer (network, i)->units = (guint) value;
}

static const ChainSweepSetting units = {
  .name = "units",
  .title = "Units",
  .usual = "2,4,8,16,32",
  .kind = CHAIN_SWEEP_WHOLE,
  .least = 1,
  .most = CHAIN_MAX_UNITS,
  .logarithmic = TRUE,
  .needs_hidden = TRUE,
  .per_layer = TRUE,
  .fresh = TRUE,
  .read = read_units,
  .apply = apply_units,
};

static double
read_layers (const ChainNetwork         *network,
             const ChainTrainingOptions *training G_GNUC_UNUSED,
             guint                       layer G_GNUC_UNUSED)
{
  return chain_network_n_layers (network) - 1;
}

/* More of them are copies of the last hidden one. */
static void
apply_layers (ChainNetwork         *network,
              ChainTrainingOptions *training G_GNUC_UNUSED,
              guint                 layer G_GNUC_UNUSED,
              double                value)
{
  const guint n = (guint) value + 1;

  while (chain_network_n_layers (network) > n)
    g_ptr_array_remove_index (network->layers, chain_network_n_layers (network) - 2);
  while (chain_network_n_layers (network) < n)
    {
      const guint last = chain_network_n_layers (network) - 2;

      g_ptr_array_insert (network->layers, (int) last + 1,
                          chain_layer_copy (chain_network_layer (network, last)));
    }
}

static const ChainSweepSetting layers = {
  .name = "layers",
  .title = "Hidden layers",
  .usual = "1,2,3,4",
  .kind = CHAIN_SWEEP_WHOLE,
  .least = 0,
  .most = 50,
  .needs_hidden = TRUE,
  .fresh = TRUE,
  .read = read_layers,
  .apply = apply_layers,
};

static guint
index_of (const gconstpointer *table, gconstpointer row)
{
  guint index = 0;

  while (table[index] != NULL && table[index] != row)
    index++;
  return index;
}

static const char *
activation_choice (guint index)
{
  return chain_activations[index] != NULL ? chain_activations[index]->name : NULL;
}

static double
read_activation (const ChainNetwork         *network,
                 const ChainTrainingOptions *training G_GNUC_UNUSED,
                 guint                       layer)
{
  return index_of ((const gconstpointer *) chain_activations,
                   first_concerned (network, layer)->activation);
}

static void
apply_activation (ChainNetwork         *network,
                  ChainTrainingOptions *training G_GNUC_UNUSED,
                  guint                 layer,
                  double                value)
{
  const ChainOp *activation = chain_activations[(guint) value];

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      ChainLayer *one = chain_network_layer (network, i);

      if (concerns (network, layer, i) && one->activation != activation)
        chain_layer_set_activation (one, activation);
    }
}

static const ChainSweepSetting activation = {
  .name = "activation",
  .title = "Activation",
  .usual = "relu,tanh,sigmoid",
  .kind = CHAIN_SWEEP_CHOICE,
  .needs_hidden = TRUE,
  .per_layer = TRUE,
  .choice = activation_choice,
  .read = read_activation,
  .apply = apply_activation,
};

static const char *
optimizer_choice (guint index)
{
  return chain_optimizers[index] != NULL ? chain_optimizers[index]->name : NULL;
}

static double
read_optimizer (const ChainNetwork         *network G_GNUC_UNUSED,
                const ChainTrainingOptions *training,
                guint                       layer G_GNUC_UNUSED)
{
  return index_of ((const gconstpointer *) chain_optimizers, training->optimizer);
}

static void
apply_optimizer (ChainNetwork         *network G_GNUC_UNUSED,
                 ChainTrainingOptions *training,
                 guint                 layer G_GNUC_UNUSED,
                 double                value)
{
  const ChainOptimizer *chosen = chain_optimizers[(guint) value];

  if (training->optimizer != chosen)
    chain_training_options_set_optimizer (training, chosen);
}

static const ChainSweepSetting optimizer = {
  .name = "optimizer",
  .title = "Optimizer",
  .usual = "sgd,rmsprop,adam",
  .kind = CHAIN_SWEEP_CHOICE,
  .choice = optimizer_choice,
  .read = read_optimizer,
  .apply = apply_optimizer,
};

static double
read_l2 (const ChainNetwork         *network,
         const ChainTrainingOptions *training G_GNUC_UNUSED,
         guint                       layer)
{
  return first_concerned (network, layer)->l2;
}

static void
apply_l2 (ChainNetwork         *network,
          ChainTrainingOptions *training G_GNUC_UNUSED,
          guint                 layer,
          double                value)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    if (layer == 0 || i + 1 == layer)
      chain_network_layer (network, i)->l2 = value;
}

static const ChainSweepSetting l2 = {
  .name = "l2",
  .title = "L2",
  .usual = "0,1e-4,1e-3,1e-2",
  .kind = CHAIN_SWEEP_NUMBER,
  .least = 0,
  .most = 1e6,
  .logarithmic = TRUE,
  .per_layer = TRUE,
  .read = read_l2,
  .apply = apply_l2,
};

static double
read_dropout (const ChainNetwork         *network,
              const ChainTrainingOptions *training G_GNUC_UNUSED,
              guint                       layer)
{
  return first_concerned (network, layer)->dropout;
}

static void
apply_dropout (ChainNetwork         *network,
               ChainTrainingOptions *training G_GNUC_UNUSED,
               guint                 layer,
               double                value)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    if (concerns (network, layer, i))
      chain_network_layer (network, i)->dropout = value;
}

static const ChainSweepSetting dropout = {
  .name = "dropout",
  .title = "Dropout",
  .usual = "0,0.1,0.2,0.5",
  .kind = CHAIN_SWEEP_NUMBER,
  .least = 0,
  .most = 0.99,
  .needs_hidden = TRUE,
  .per_layer = TRUE,
  .read = read_dropout,
  .apply = apply_dropout,
};

static double
read_seed (const ChainNetwork         *network,
           const ChainTrainingOptions *training G_GNUC_UNUSED,
           guint                       layer G_GNUC_UNUSED)
{
  return (double) network->seed;
}

static void
apply_seed (ChainNetwork         *network,
            ChainTrainingOptions *training,
            guint                 layer G_GNUC_UNUSED,
            double                value)
{
  network->seed = (guint64) value;
  training->seed = (guint64) value;
}

static const ChainSweepSetting seed = {
  .name = "seed",
  .title = "Seed",
  .usual = "0,1,2,3,4",
  .kind = CHAIN_SWEEP_WHOLE,
  .least = 0,
  .most = 4294967295.0,
  .fresh = TRUE,
  .read = read_seed,
  .apply = apply_seed,
};

const ChainSweepSetting *const chain_sweep_settings[] = {
  &learning_rate, &units, &layers, &batch_size, &activation, &optimizer, &l2, &dropout, &seed, NULL,
};

/**
 * chain_sweep_setting_find:
 * @name: as on the command line
 *
 * Returns: (transfer none) (nullable): the setting of that name; %NULL if there is none
 */
const ChainSweepSetting *
chain_sweep_setting_find (const char *name)
{
  for (guint i = 0; chain_sweep_settings[i] != NULL; i++)
    if (g_str_equal (chain_sweep_settings[i]->name, name))
      return chain_sweep_settings[i];
  return NULL;
}

/**
 * chain_sweep_setting_applies:
 * @setting: a setting
 * @layer: from 1; 0 for all it concerns
 * @network: whose settings it is to vary
 * @error: set to %CHAIN_ERROR_VALUE if it cannot
 *
 * Returns: whether @network has such a setting
 */
gboolean
chain_sweep_setting_applies (const ChainSweepSetting *setting,
                             guint                    layer,
                             const ChainNetwork      *network,
                             GError                 **error)
{
  const guint n = chain_network_n_layers (network);
  const guint most = setting->needs_hidden ? n - 1 : n;

  if (setting->needs_hidden && n < 2)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "%s: expected a network with a hidden layer, this one has none", setting->name);
  else if (layer > most)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "%s: expected a layer from 1 to %u, got %u", setting->name, most, layer);
  else
    return TRUE;
  return FALSE;
}
