/* early-stopping.c: when a run is stopped, at which weights, and what it is said to have been.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

#define MOST_EPOCHS 8
#define LAYERS "6 tanh, 1 linear"
#define N_WEIGHTS (2 * 6 + 6 + 6 + 1)

/* Losses epoch by epoch, and what Keras's EarlyStopping makes of them. */
static const struct
{
  const char *name;
  guint       patience;
  double      min_delta;
  guint       n_losses;
  double      losses[MOST_EPOCHS];
  guint       stopped; /* 0: not */
  guint       best;
} runs[] = {
  { "falling", 1, 0, 4, { 4, 3, 2, 1 }, 0, 4 },
  { "rising", 2, 0, 4, { 1, 2, 3, 4 }, 3, 1 },
  { "no-patience", 0, 0, 4, { 3, 2, 2, 1 }, 3, 2 },
  { "patience-of-one", 1, 0, 4, { 3, 2, 2, 1 }, 3, 2 },
  { "in-time", 3, 0, 8, { 5, 6, 6, 4, 5, 5, 3, 9 }, 0, 7 },
  { "too-late", 3, 0, 8, { 5, 6, 6, 6, 4, 5, 5, 3 }, 4, 1 },
  { "exactly-delta", 2, 0.5, 5, { 3, 2.5, 2.75, 2, 1 }, 3, 1 },
  { "more-than-delta", 2, 0.5, 5, { 3, 2.25, 2, 1.5, 1.25 }, 0, 4 },
  { "creeping", 3, 1, 6, { 5, 4.5, 4.25, 3.5, 3, 2.75 }, 0, 4 },
  { "nan", 2, 0, 5, { 2, NAN, 1, NAN, NAN }, 5, 3 },
  { "nan-at-first", 3, 0, 4, { NAN, NAN, NAN, 1 }, 3, 1 },
  { "infinite", 2, 0, 4, { INFINITY, INFINITY, 5, 6 }, 2, 1 },
};

static void
test_run (gconstpointer data)
{
  const guint                     row = GPOINTER_TO_UINT (data);
  const ChainEarlyStoppingOptions options
      = { TRUE, runs[row].patience, runs[row].min_delta, TRUE };
  ChainEarlyStopping              stopping;
  guint                           stopped = 0;
  guint                           kept = 0;

  chain_early_stopping_init (&stopping);
  for (guint epoch = 1; epoch <= runs[row].n_losses && stopped == 0; epoch++)
    {
      const ChainEarlyStoppingVerdict verdict
          = chain_early_stopping_judge (&stopping, &options, epoch, runs[row].losses[epoch - 1]);

      if (verdict == CHAIN_EARLY_STOPPING_KEEP)
        kept = epoch;
      if (verdict == CHAIN_EARLY_STOPPING_STOP)
        stopped = epoch;
    }
  g_assert_cmpuint (stopped, ==, runs[row].stopped);
  g_assert_cmpuint (stopping.best_epoch, ==, runs[row].best);
  g_assert_cmpuint (kept, ==, runs[row].best);
}

static void
test_words (void)
{
  static const struct
  {
    ChainEarlyStopping stopping;
    gboolean           restore;
    gboolean           validation;
    const char        *words;
  } cases[] = {
    { { 41, 31, 0.123, 10 }, TRUE, TRUE,
      "stopped after epoch 41: no better validation loss than 0.123 (epoch 31) in 10 epochs; its "
      "weights are restored" },
    { { 3, 2, 1.0 / 3, 1 }, FALSE, FALSE,
      "stopped after epoch 3: no better loss than 0.333333 (epoch 2) in 1 epoch" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ChainEarlyStoppingOptions options
          = { .enabled = TRUE, .restore_best_weights = cases[i].restore };
      g_autofree char *words
          = chain_early_stopping_words (&cases[i].stopping, &options, cases[i].validation);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* A net that drops a third of its activations, so that losses go up and down. */
static ChainTrainer *
stopping_trainer (const ChainEarlyStoppingOptions *stopping, double validation_fraction)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (validation_fraction);
  g_autoptr (ChainNetwork) network = fixture_network (LAYERS, 2, NULL);
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     options;
  ChainTrainer            *trainer;

  chain_training_options_init (&options);
  chain_training_options_set_optimizer (&options, chain_optimizer_find ("adam"));
  chain_network_layer (network, 0)->dropout = 1.0 / 3;
  options.batch_size = 10;
  options.learning_rate = 0.02;
  if (stopping != NULL)
    options.early_stopping = *stopping;
  trainer = chain_trainer_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  return trainer;
}

/* The first epoch with as many after it, none of them better, as patience has; from 0. */
static guint
epoch_to_restore (const ChainHistory *history, guint patience)
{
  guint best = 0;

  for (guint i = 0; i < history->epochs->len; i++)
    {
      const ChainHistoryEpoch *epoch = &g_array_index (history->epochs, ChainHistoryEpoch, i);
      const ChainHistoryEpoch *before = &g_array_index (history->epochs, ChainHistoryEpoch, best);

      if (isnan (epoch->validation_loss) ? epoch->loss < before->loss
                                         : epoch->validation_loss < before->validation_loss)
        best = i;
      if (i == best + patience)
        return best;
    }
  g_assert_not_reached ();
}

static void
assert_weights (ChainTrainer *got, ChainTrainer *expected)
{
  g_autoptr (ChainNetwork) one = fixture_network (LAYERS, 2, NULL);
  g_autoptr (ChainNetwork) other = fixture_network (LAYERS, 2, NULL);

  chain_trainer_save_weights (got, one);
  chain_trainer_save_weights (expected, other);
  for (guint i = 0; i < chain_network_n_layers (one); i++)
    {
      const ChainLayer *a = chain_network_layer (one, i);
      const ChainLayer *b = chain_network_layer (other, i);

      g_assert_cmpmem (a->kernel->values, chain_tensor_size (a->kernel) * sizeof (double),
                       b->kernel->values, chain_tensor_size (b->kernel) * sizeof (double));
      g_assert_cmpmem (a->bias->values, chain_tensor_size (a->bias) * sizeof (double),
                       b->bias->values, chain_tensor_size (b->bias) * sizeof (double));
    }
}

/* The weights and Adam's two means of each. */
static void
assert_same_state (ChainTrainer *got, const ChainTrainerSnapshot *expected)
{
  const gsize                      size = 3 * N_WEIGHTS * sizeof (double);
  g_autoptr (ChainTrainerSnapshot) snapshot = chain_trainer_snapshot (got, 0, 0);

  g_assert_cmpuint (snapshot->t, ==, expected->t);
  g_assert_cmpuint (snapshot->epochs->len, ==, expected->epochs->len);
  g_assert_cmpmem (snapshot->state, size, expected->state, size);
}

/* Against runs without early stopping, of as many epochs as it should come to: it ends there,
 * with the weights of the best epoch if they are asked for. Stopped in between, it waits on. */
static void
test_early_stopping (void)
{
  static const struct
  {
    guint    patience;
    gboolean restore;
    double   validation_fraction;
  } cases[] = {
    { 3, TRUE, 0.2 }, { 3, FALSE, 0.2 }, { 5, TRUE, 0 }, { 1, TRUE, 0.2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ChainEarlyStoppingOptions options
          = { TRUE, cases[i].patience, 0, cases[i].restore };
      const double                     fraction = cases[i].validation_fraction;
      g_autoptr (ChainTrainer)         free_run = stopping_trainer (NULL, fraction);
      g_autoptr (ChainTrainer)         best = stopping_trainer (NULL, fraction);
      g_autoptr (ChainTrainer)         once = stopping_trainer (&options, fraction);
      g_autoptr (ChainTrainer)         twice = stopping_trainer (&options, fraction);
      g_autoptr (ChainTrainerSnapshot) snapshot = NULL;
      g_autofree char                 *start = NULL;
      guint                            n_best;
      guint                            n;

      g_assert_true (chain_trainer_run (free_run, 200, NULL, NULL, NULL, NULL));
      g_assert_null (chain_trainer_message (free_run));
      n_best = epoch_to_restore (chain_trainer_history (free_run), cases[i].patience) + 1;
      n = n_best + cases[i].patience;
      g_assert_true (chain_trainer_run (best, cases[i].restore ? n_best : n, NULL, NULL, NULL,
                                        NULL));

      g_assert_true (chain_trainer_run (once, 200, NULL, NULL, NULL, NULL));
      g_assert_cmpuint (chain_trainer_history (once)->epochs->len, ==, n);
      assert_weights (once, best);
      snapshot = chain_trainer_snapshot (once, 0, 0);
      start = g_strdup_printf ("stopped after epoch %u: no better %s than ", n,
                               fraction > 0 ? "validation loss" : "loss");
      g_assert_cmpint (snapshot->status, ==, CHAIN_TRAINER_FINISHED);
      g_assert_cmpuint (snapshot->epochs_done, ==, n);
      g_assert_cmpstr (snapshot->message, ==, chain_trainer_message (once));
      g_assert_true (g_str_has_prefix (snapshot->message, start));

      g_assert_true (chain_trainer_run (twice, n - 1, NULL, NULL, NULL, NULL));
      g_assert_null (chain_trainer_message (twice));
      g_assert_true (chain_trainer_run (twice, 200, NULL, NULL, NULL, NULL));
      g_assert_cmpstr (chain_trainer_message (twice), ==, snapshot->message);
      assert_same_state (twice, snapshot);
    }
}

/* After it has stopped, one more run waits anew, and what is restored are weights alone: the
 * optimizer goes on from the last step. */
static void
test_after_early_stopping (void)
{
  const ChainEarlyStoppingOptions  options = { TRUE, 3, 0, TRUE };
  g_autoptr (ChainTrainer)         trainer = stopping_trainer (&options, 0.2);
  g_autoptr (ChainTrainer)         free_run = stopping_trainer (NULL, 0.2);
  g_autoptr (ChainTrainerSnapshot) stopped = NULL;
  g_autoptr (ChainTrainerSnapshot) last = NULL;
  guint                            n_same = 0;

  g_assert_true (chain_trainer_run (trainer, 200, NULL, NULL, NULL, NULL));
  stopped = chain_trainer_snapshot (trainer, 0, 0);
  g_assert_true (chain_trainer_run (free_run, stopped->epochs_done, NULL, NULL, NULL, NULL));
  last = chain_trainer_snapshot (free_run, 0, 0);
  g_assert_cmpuint (stopped->t, ==, last->t);
  for (guint i = 0; i < 3 * N_WEIGHTS; i++)
    n_same += stopped->state[i] == last->state[i];
  g_assert_cmpuint (n_same, ==, 2 * N_WEIGHTS);

  g_assert_true (chain_trainer_run (trainer, 3, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (chain_trainer_history (trainer)->epochs->len, ==, stopped->epochs_done + 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autofree char *path = g_strconcat ("/engine/early-stopping/", runs[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_run);
    }
  g_test_add_func ("/engine/early-stopping/words", test_words);
  g_test_add_func ("/engine/early-stopping/runs", test_early_stopping);
  g_test_add_func ("/engine/early-stopping/goes-on", test_after_early_stopping);
  return g_test_run ();
}
