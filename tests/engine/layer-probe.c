/* layer-probe.c: tests of what a run's history tells of layers and of regularisation.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

#define LAYERS "5 tanh, 1 linear"
#define RATE 0.05
#define L2 0.01

static ChainTrainer *
trainer_new (const char *layers, const char *optimizer, guint batch_size, gboolean probes)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0.2);
  g_autoptr (ChainNetwork) network = fixture_network (layers, 2, NULL);
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     options;
  ChainTrainer            *trainer;

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    chain_network_layer (network, i)->l2 = i == 0 ? L2 : 0;
  chain_training_options_init (&options);
  chain_training_options_set_optimizer (&options, chain_optimizer_find (optimizer));
  options.batch_size = batch_size;
  options.learning_rate = RATE;
  trainer = chain_trainer_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  if (probes)
    chain_trainer_probe_layers (trainer);
  return trainer;
}

static const ChainHistoryProbe *
probe_at (const ChainTrainer *trainer, guint index)
{
  const GArray *probes = chain_trainer_history (trainer)->probes;

  g_assert_cmpuint (index, <, probes->len);
  return &g_array_index (probes, ChainHistoryProbe, index);
}

static double
square (const ChainTensor *tensor, const ChainTensor *less)
{
  double sum = 0;

  for (gsize i = 0; tensor != NULL && i < chain_tensor_size (tensor); i++)
    sum += pow (tensor->values[i] - (less != NULL ? less->values[i] : 0), 2);
  return sum;
}

/* Plain gradient descent changes weights by rate times gradient: so both numbers follow from the
 * weights before and after. One linear unit is trained in a loop of its own. */
static void
test_numbers (void)
{
  static const struct
  {
    const char *layers;
    guint       batch_size;
  } rows[] = {
    { LAYERS, 8 },
    { LAYERS, 1000 },
    { "150 relu, 130 tanh, 1 linear", 40 },
    { "1 linear", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (ChainTrainer) trainer
        = trainer_new (rows[i].layers, "sgd", rows[i].batch_size, TRUE);
      g_autoptr (ChainNetwork) before = fixture_network (rows[i].layers, 2, NULL);
      g_autoptr (ChainNetwork) after = fixture_network (rows[i].layers, 2, NULL);
      const guint              n_layers = chain_network_n_layers (before);

      chain_trainer_save_weights (trainer, before);
      chain_iteration_run (chain_trainer_iteration (trainer));
      chain_trainer_save_weights (trainer, after);
      chain_trainer_free (g_steal_pointer (&trainer));
      trainer = trainer_new (rows[i].layers, "sgd", rows[i].batch_size, TRUE);
      g_assert_true (chain_trainer_run (trainer, 1, NULL, NULL, NULL, NULL));
      for (guint k = 0; k < n_layers; k++)
        {
          const ChainLayer        *was = chain_network_layer (before, k);
          const ChainLayer        *is = chain_network_layer (after, k);
          const ChainHistoryProbe *probe = probe_at (trainer, k);
          const double             kernel = square (is->kernel, was->kernel);

          g_assert_cmpuint (probe->step, ==, 0);
          g_assert_cmpuint (probe->layer, ==, k + 1);
          g_assert_cmpfloat_with_epsilon (probe->update_ratio,
                                          sqrt (kernel / square (was->kernel, NULL)), 1e-9);
          g_assert_cmpfloat_with_epsilon (
            probe->gradient_norm, sqrt (kernel + square (is->bias, was->bias)) / RATE, 1e-9);
        }
    }
}

/* Looking changes nothing, and gets rarer the longer a run is. */
static void
test_rare (void)
{
  static const char *const optimizers[] = { "sgd", "adam" };

  for (guint i = 0; i < G_N_ELEMENTS (optimizers); i++)
    {
      g_autoptr (ChainTrainer)         seen = trainer_new (LAYERS, optimizers[i], 1, TRUE);
      g_autoptr (ChainTrainer)         unseen = trainer_new (LAYERS, optimizers[i], 1, FALSE);
      g_autoptr (ChainTrainerSnapshot) one = NULL;
      g_autoptr (ChainTrainerSnapshot) other = NULL;
      g_autoptr (GArray)               probes = NULL;
      guint64                          last = 0;

      g_assert_true (chain_trainer_run (seen, 60, NULL, NULL, NULL, NULL));
      g_assert_true (chain_trainer_run (unseen, 60, NULL, NULL, NULL, NULL));
      one = chain_trainer_snapshot (seen, 0, 0);
      other = chain_trainer_snapshot (unseen, 0, 0);
      g_assert_cmpmem (one->state, 21 * sizeof (double), other->state, 21 * sizeof (double));
      probes = chain_trainer_snapshot_probes (seen, 0);
      g_assert_cmpuint (one->t, >, 4 * CHAIN_HISTORY_ALL_PROBES);
      g_assert_cmpuint (probes->len / 2, <, 3 * CHAIN_HISTORY_ALL_PROBES);
      for (guint k = 0; k < probes->len; k++)
        {
          const ChainHistoryProbe *probe = &g_array_index (probes, ChainHistoryProbe, k);

          g_assert_cmpuint (probe->step, >=, last);
          g_assert_cmpuint (probe->step - last, <=, one->t / CHAIN_HISTORY_ALL_PROBES * 2);
          last = probe->step;
        }
      g_assert_cmpuint (chain_trainer_history (unseen)->probes->len, ==, 0);
    }
}

/* @trainer is freed. */
static void
compare_with_walk (const ChainIteration *iteration, const double *state, ChainTrainer *trainer)
{
  ChainIteration    *walked = chain_trainer_iteration (trainer);
  g_autofree double *expected = NULL;

  while (walked->t < iteration->t)
    chain_iteration_walk_run (walked);
  expected = chain_iteration_save_state (walked);
  for (gsize i = 0; i < chain_iteration_state_size (walked); i++)
    g_assert_cmpfloat_with_epsilon (state[i], expected[i], 1e-7);
  chain_trainer_free (trainer);
}

/* Many parameters are updated in pieces, on several threads, and measured in smaller pieces, and a
 * large batch goes in parts: nothing of it shows in the weights, nor threads in the measures. */
static void
check_pieces (guint batch_size)
{
  for (guint o = 0; chain_optimizers[o] != NULL; o++)
    {
      const char   *name = chain_optimizers[o]->name;
      ChainTrainer *trainers[3];
      double       *states[G_N_ELEMENTS (trainers)];
      const GArray *probes[G_N_ELEMENTS (trainers)];
      gsize         size;

      g_test_message ("%s", name);
      for (guint i = 0; i < G_N_ELEMENTS (trainers); i++)
        {
          trainers[i] = trainer_new ("150 relu, 130 tanh, 1 linear", name, batch_size, i > 0);
          chain_iteration_set_threads (chain_trainer_iteration (trainers[i]), MAX (i, 1));
          g_assert_true (chain_trainer_run (trainers[i], 3, NULL, NULL, NULL, NULL));
          states[i] = chain_iteration_save_state (chain_trainer_iteration (trainers[i]));
          probes[i] = chain_trainer_history (trainers[i])->probes;
        }
      size = chain_iteration_state_size (chain_trainer_iteration (trainers[0])) * sizeof (double);
      g_assert_cmpmem (states[0], size, states[1], size);
      g_assert_cmpmem (states[0], size, states[2], size);
      compare_with_walk (chain_trainer_iteration (trainers[0]), states[0],
                         trainer_new ("150 relu, 130 tanh, 1 linear", name, batch_size, FALSE));
      g_assert_cmpuint (probes[1]->len, >, 3);
      g_assert_cmpmem (probes[1]->data, probes[1]->len * sizeof (ChainHistoryProbe),
                       probes[2]->data, probes[2]->len * sizeof (ChainHistoryProbe));
      for (guint i = 0; i < G_N_ELEMENTS (trainers); i++)
        {
          g_free (states[i]);
          chain_trainer_free (trainers[i]);
        }
    }
}

static void
test_pieces (void)
{
  check_pieces (40);
  check_pieces (10000);
}

/* With a batch of all rows, an epoch is a step: its penalty is of the weights before, that of the
 * validation rows of the weights after. */
static void
test_penalty (void)
{
  g_autoptr (ChainTrainer)       trainer = trainer_new (LAYERS, "sgd", 100000, FALSE);
  g_autoptr (ChainNetwork)       network = fixture_network (LAYERS, 2, NULL);
  const ChainHistoryEpoch       *epoch;

  for (guint i = 0; i < 3; i++)
    {
      double before;

      chain_trainer_save_weights (trainer, network);
      before = L2 * square (chain_network_layer (network, 0)->kernel, NULL);
      g_assert_true (chain_trainer_run (trainer, 1, NULL, NULL, NULL, NULL));
      chain_trainer_save_weights (trainer, network);
      epoch = &g_array_index (chain_trainer_history (trainer)->epochs, ChainHistoryEpoch, i);
      g_assert_cmpfloat_with_epsilon (epoch->penalty, before, 1e-12);
      g_assert_cmpfloat_with_epsilon (
        epoch->validation_penalty,
        L2 * square (chain_network_layer (network, 0)->kernel, NULL), 1e-12);
      g_assert_cmpfloat (epoch->loss, >, epoch->penalty);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/layer-probe/numbers", test_numbers);
  g_test_add_func ("/engine/layer-probe/rare", test_rare);
  g_test_add_func ("/engine/layer-probe/pieces", test_pieces);
  g_test_add_func ("/engine/layer-probe/penalty", test_penalty);
  return g_test_run ();
}
