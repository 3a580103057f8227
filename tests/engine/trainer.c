/* trainer.c: tests of whole runs: the worked example, stopping and going on, divergence, and
 * looking on from another thread.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

#define LAYERS "6 tanh, 1 linear"

static ChainTrainer *
waves_trainer (double learning_rate, double validation_fraction)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (validation_fraction);
  g_autoptr (ChainNetwork) network = fixture_network (LAYERS, 2, NULL);
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     options;
  ChainTrainer            *trainer;

  chain_training_options_init (&options);
  options.batch_size = 8;
  options.learning_rate = learning_rate;
  trainer = chain_trainer_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  return trainer;
}

static const ChainHistoryStep *
step_at (const ChainHistory *history, guint index)
{
  g_assert_cmpuint (index, <, history->steps->len);
  return &g_array_index (history->steps, ChainHistoryStep, index);
}

static const ChainHistoryEpoch *
epoch_at (const ChainHistory *history, guint index)
{
  g_assert_cmpuint (index, <, history->epochs->len);
  return &g_array_index (history->epochs, ChainHistoryEpoch, index);
}

static void
assert_member (JsonObject *object, const char *member, double value)
{
  g_assert_cmpfloat_with_epsilon (value, json_object_get_double_member (object, member), 1e-12);
}

/* The five samples, one at a time, seven times over; each update against the file. */
static void
test_worked_example (void)
{
  const double               weights[] = { 5, 8, -2 };
  g_autoptr (JsonNode)       root = fixture_json ("cases/nets/worked_example.json");
  JsonArray                 *updates
    = json_object_get_array_member (json_node_get_object (root), "per_sample_steps");
  g_autoptr (ChainNetwork)   network = fixture_network ("1 linear", 2, weights);
  const guint                n = json_array_get_length (updates);
  double                     inputs[5][2];
  double                     targets[5];
  ChainTrainingOptions       options;
  g_autoptr (ChainDataset)   dataset = NULL;
  g_autoptr (ChainTrainer)   trainer = NULL;
  g_autoptr (ChainIteration) iteration = NULL;
  g_autoptr (GError)         error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      JsonObject *update = json_array_get_object_element (updates, i);

      inputs[i][0] = json_object_get_double_member (update, "x1");
      inputs[i][1] = json_object_get_double_member (update, "x2");
      targets[i] = json_object_get_double_member (update, "y");
    }
  dataset = fixture_dataset (5, 2, &inputs[0][0], 1, targets, 0);
  chain_training_options_init (&options);
  options.learning_rate = 0.02;
  options.batch_size = 1;
  options.shuffle = FALSE;
  trainer = chain_trainer_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  iteration = chain_iteration_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  g_assert_true (chain_trainer_run (trainer, 7, NULL, NULL, NULL, &error));
  g_assert_no_error (error);

  g_assert_cmpuint (n, ==, 35);
  g_assert_cmpuint (chain_trainer_history (trainer)->steps->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      JsonObject             *update = json_array_get_object_element (updates, i);
      const ChainHistoryStep *step = step_at (chain_trainer_history (trainer), i);
      const ChainLayer       *layer = chain_network_layer (network, 0);

      assert_member (update, "L", step->loss);
      g_assert_cmpfloat (step->learning_rate, ==, 0.02);
      g_assert_cmpuint (step->step, ==, i);
      g_assert_cmpuint (step->epoch, ==, i / 5);
      chain_iteration_run (iteration);
      chain_iteration_save_weights (iteration, network);
      assert_member (update, "new_w1", layer->kernel->values[0]);
      assert_member (update, "new_w2", layer->kernel->values[1]);
      assert_member (update, "new_b", layer->bias->values[0]);
    }

  chain_trainer_save_weights (trainer, network);
  assert_member (json_array_get_object_element (updates, n - 1), "new_w2",
                 chain_network_layer (network, 0)->kernel->values[1]);
  assert_member (json_array_get_object_element (updates, n - 1), "new_b",
                 chain_network_layer (network, 0)->bias->values[0]);
}

/* 40 training rows in five batches of 8, 10 validation rows. */
static void
test_epochs (void)
{
  g_autoptr (ChainTrainer) trainer = waves_trainer (0.1, 0.2);
  const ChainHistory      *history = chain_trainer_history (trainer);
  g_autoptr (ChainDataset) dataset = fixture_waves (0.2);
  g_autoptr (ChainNetwork) network = fixture_network (LAYERS, 2, NULL);
  g_autoptr (ChainMetrics) metrics = NULL;
  double                   sum = 0;

  g_assert_true (chain_trainer_run (trainer, 3, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (history->epochs->len, ==, 3);
  g_assert_cmpuint (history->steps->len, ==, 15);
  for (guint i = 5; i < 10; i++)
    sum += step_at (history, i)->loss;
  g_assert_cmpfloat_with_epsilon (epoch_at (history, 1)->loss, sum / 5, 1e-15);
  g_assert_cmpuint (epoch_at (history, 1)->epoch, ==, 1);
  g_assert_cmpuint (epoch_at (history, 1)->step, ==, 9);
  g_assert_cmpfloat (epoch_at (history, 1)->learning_rate, ==, 0.1);

  chain_trainer_save_weights (trainer, network);
  metrics = chain_evaluate (network, chain_op_find (CHAIN_OP_LOSS, "mse"), NULL, dataset,
                            dataset->validation_rows, dataset->n_validation_rows, NULL, NULL);
  g_assert_cmpuint (metrics->n_rows, ==, 10);
  g_assert_cmpfloat (epoch_at (history, 2)->validation_loss, ==, metrics->loss);
  g_assert_cmpfloat (epoch_at (history, 2)->metric, ==, metrics->r2);
}

/* An epoch's loss weighs its batches by their rows: 50 rows in six batches of 8 and one of 2. */
static void
test_short_batch (void)
{
  g_autoptr (ChainTrainer) trainer = waves_trainer (0.1, 0);
  const ChainHistory      *history = chain_trainer_history (trainer);
  double                   sum = 0;

  g_assert_true (chain_trainer_run (trainer, 1, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (history->steps->len, ==, 7);
  for (guint i = 0; i < 7; i++)
    sum += step_at (history, i)->loss * (i < 6 ? 8 : 2);
  g_assert_cmpfloat_with_epsilon (epoch_at (history, 0)->loss, sum / 50, 1e-15);
  g_assert_true (isnan (epoch_at (history, 0)->validation_loss));
  g_assert_false (isnan (epoch_at (history, 0)->metric));
}

static void
assert_same_run (ChainTrainer *got, ChainTrainer *expected)
{
  g_autoptr (ChainTrainerSnapshot) a = chain_trainer_snapshot (got, 0, 0);
  g_autoptr (ChainTrainerSnapshot) b = chain_trainer_snapshot (expected, 0, 0);
  const gsize                      state_size = (2 * 6 + 6 + 6 + 1) * sizeof (double);

  g_assert_cmpuint (a->t, ==, b->t);
  g_assert_cmpmem (a->state, state_size, b->state, state_size);
  g_assert_cmpuint (a->steps->len, ==, b->steps->len);
  g_assert_cmpuint (a->epochs->len, ==, b->epochs->len);
  for (guint i = 0; i < a->steps->len; i++)
    g_assert_cmpfloat (g_array_index (a->steps, ChainHistoryStep, i).loss, ==,
                       g_array_index (b->steps, ChainHistoryStep, i).loss);
  for (guint i = 0; i < a->epochs->len; i++)
    g_assert_cmpfloat (g_array_index (a->epochs, ChainHistoryEpoch, i).loss, ==,
                       g_array_index (b->epochs, ChainHistoryEpoch, i).loss);
}

static gboolean
stop_after (guint epochs_done, guint epochs_planned, gpointer data)
{
  g_assert_cmpuint (epochs_planned, ==, 10);
  return epochs_done < GPOINTER_TO_UINT (data);
}

static void
test_stop_and_go_on (void)
{
  g_autoptr (ChainTrainer) once = waves_trainer (0.1, 0);
  g_autoptr (ChainTrainer) twice = waves_trainer (0.1, 0);
  g_autoptr (GError)       error = NULL;

  g_assert_true (chain_trainer_run (once, 10, NULL, NULL, NULL, NULL));
  g_assert_false (chain_trainer_run (twice, 10, NULL, stop_after, GUINT_TO_POINTER (4), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (chain_trainer_history (twice)->epochs->len, ==, 4);
  g_assert_true (chain_trainer_run (twice, 6, NULL, NULL, NULL, NULL));
  assert_same_run (twice, once);
}

static void
test_cancelled_before (void)
{
  g_autoptr (ChainTrainer)         trainer = waves_trainer (0.1, 0);
  g_autoptr (GCancellable)         cancellable = g_cancellable_new ();
  g_autoptr (GError)               error = NULL;
  g_autoptr (ChainTrainerSnapshot) snapshot = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (chain_trainer_run (trainer, 3, cancellable, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  snapshot = chain_trainer_snapshot (trainer, 0, 0);
  g_assert_cmpint (snapshot->status, ==, CHAIN_TRAINER_CANCELLED);
  g_assert_cmpuint (snapshot->t, ==, 0);
  g_assert_no_error (snapshot->error);
}

/* A thread stopped anywhere, on it from there on this thread: the same as one go. */
static void
test_stopped_thread (void)
{
  const guint              many = 100000000; /* no machine gets there before it is stopped */
  g_autoptr (ChainTrainer) once = waves_trainer (0.05, 0);
  g_autoptr (ChainTrainer) twice = waves_trainer (0.05, 0);
  guint                    n_epochs;

  chain_trainer_start (twice, many);
  for (guint64 t = 0; t == 0; g_thread_yield ())
    {
      g_autoptr (ChainTrainerSnapshot) snapshot = chain_trainer_snapshot (twice, 0, 0);

      g_assert_cmpint (snapshot->status, ==, CHAIN_TRAINER_RUNNING);
      g_assert_cmpuint (snapshot->epochs_planned, ==, many);
      t = snapshot->t;
    }
  chain_trainer_cancel (twice);
  chain_trainer_join (twice);

  n_epochs = chain_trainer_history (twice)->epochs->len;
  g_assert_cmpuint (n_epochs, <, many - 2);
  g_assert_true (chain_trainer_run (twice, 2, NULL, NULL, NULL, NULL));
  g_assert_true (chain_trainer_run (once, n_epochs + 2, NULL, NULL, NULL, NULL));
  assert_same_run (twice, once);
}

/* Every snapshot is one moment: its steps are those up to its t, and its weights theirs. */
static void
test_snapshots (void)
{
  g_autoptr (ChainTrainer)   trainer = waves_trainer (0.05, 0.2);
  g_autoptr (ChainDataset)   dataset = fixture_waves (0.2);
  g_autoptr (ChainNetwork)   network = fixture_network (LAYERS, 2, NULL);
  g_autoptr (ChainIteration) iteration = NULL;
  ChainTrainingOptions       options;
  ChainTrainerStatus         status = CHAIN_TRAINER_RUNNING;
  guint                      n_steps = 0;
  guint                      n_epochs = 0;
  guint                      n_moments = 0;
  gsize                      size;

  chain_training_options_init (&options);
  options.batch_size = 8;
  options.learning_rate = 0.05;
  iteration = chain_iteration_new (network, &options, dataset, NULL);
  size = chain_iteration_state_size (iteration) * sizeof (double);

  chain_trainer_start (trainer, 4000);
  while (status == CHAIN_TRAINER_RUNNING)
    {
      g_autoptr (ChainTrainerSnapshot) snapshot
        = chain_trainer_snapshot (trainer, n_steps, n_epochs);
      g_autofree double               *state = NULL;

      status = snapshot->status;
      n_moments += snapshot->steps->len > 0;
      for (guint i = 0; i < snapshot->steps->len; i++)
        g_assert_cmpfloat (g_array_index (snapshot->steps, ChainHistoryStep, i).loss, ==,
                           chain_iteration_run (iteration));
      n_steps += snapshot->steps->len;
      n_epochs += snapshot->epochs->len;
      g_assert_cmpuint (snapshot->t, ==, n_steps);
      g_assert_cmpuint (n_epochs, ==, n_steps / 5);
      g_assert_cmpuint (snapshot->epochs_done, ==, n_epochs);
      state = chain_iteration_save_state (iteration);
      g_assert_cmpmem (snapshot->state, size, state, size);
      g_assert_cmpint (snapshot->epochs_per_second > 0, ==, n_steps > 0);
    }
  g_assert_cmpint (status, ==, CHAIN_TRAINER_FINISHED);
  g_assert_cmpuint (n_steps, ==, 20000);
  g_assert_cmpuint (n_moments, >, 0);
  chain_trainer_join (trainer);
}

static void
test_free_while_running (void)
{
  ChainTrainer *trainer = waves_trainer (0.01, 0);

  chain_trainer_start (trainer, G_MAXUINT / 8);
  chain_trainer_free (trainer);
}

static void
test_continue_from (void)
{
  g_autoptr (ChainTrainer)         trainer = waves_trainer (0.1, 0);
  g_autoptr (ChainTrainer)         other = waves_trainer (0.1, 0);
  g_autoptr (ChainTrainerSnapshot) middle = NULL;
  g_autoptr (ChainTrainerSnapshot) end = NULL;
  g_autoptr (ChainTrainerSnapshot) same = NULL;

  chain_trainer_run (trainer, 2, NULL, NULL, NULL, NULL);
  middle = chain_trainer_snapshot (trainer, 0, 0);
  chain_trainer_run (trainer, 3, NULL, NULL, NULL, NULL);
  end = chain_trainer_snapshot (trainer, middle->steps->len, middle->epochs->len);

  chain_trainer_run (other, 1, NULL, NULL, NULL, NULL);
  chain_trainer_continue_from (other, middle->t, middle->state);
  g_assert_cmpuint (chain_trainer_history (other)->steps->len, ==, 0);
  chain_trainer_run (other, 3, NULL, NULL, NULL, NULL);
  same = chain_trainer_snapshot (other, 0, 0);

  g_assert_cmpuint (same->t, ==, 35);
  g_assert_cmpuint (same->steps->len, ==, end->steps->len);
  for (guint i = 0; i < same->steps->len; i++)
    g_assert_cmpfloat (g_array_index (same->steps, ChainHistoryStep, i).loss, ==,
                       g_array_index (end->steps, ChainHistoryStep, i).loss);
  g_assert_cmpmem (same->state, 25 * sizeof (double), end->state, 25 * sizeof (double));
}

/* The message to the letter, and finite weights. */
static const struct
{
  double      weight; /* of every kernel and bias, before step 9 */
  double      learning_rate;
  const char *message;
} divergences[] = {
  { 1e200, 0.1, "the loss became infinite. " },
  { 1e3, 1e306,
    "a weight left the range of numbers; the update of the kernel of layer 2 left the range of "
    "numbers first. " },
};

static void
test_divergence (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (divergences); i++)
    {
      g_autoptr (ChainTrainer)         trainer = waves_trainer (divergences[i].learning_rate, 0);
      g_autoptr (ChainTrainerSnapshot) snapshot = NULL;
      g_autofree char                 *message = NULL;
      g_autoptr (GError)               error = NULL;
      double                           state[25];

      for (guint k = 0; k < G_N_ELEMENTS (state); k++)
        state[k] = divergences[i].weight;
      chain_trainer_continue_from (trainer, 9, state);
      g_assert_false (chain_trainer_run (trainer, 10, NULL, NULL, NULL, &error));
      g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_DIVERGED);
      message = g_strdup_printf ("training stopped at iteration 10 (epoch 2): %sTry a smaller learning "
                                 "rate; the weights before that iteration are kept",
                                 divergences[i].message);
      g_assert_cmpstr (error->message, ==, message);

      snapshot = chain_trainer_snapshot (trainer, 0, 0);
      g_assert_cmpint (snapshot->status, ==, CHAIN_TRAINER_FAILED);
      g_assert_cmpstr (snapshot->error->message, ==, message);
      g_assert_cmpmem (snapshot->state, sizeof (state), state, sizeof (state));
    }
}

/* However far it gets at a huge rate, the weights kept are those before the step that failed. */
static void
test_last_good_weights (void)
{
  g_autoptr (ChainTrainer)         trainer = waves_trainer (1e60, 0);
  g_autoptr (ChainTrainer)         again = waves_trainer (1e60, 0);
  g_autoptr (ChainTrainerSnapshot) snapshot = NULL;
  g_autoptr (ChainTrainerSnapshot) failed_again = NULL;

  chain_trainer_start (trainer, 10);
  chain_trainer_join (trainer);
  snapshot = chain_trainer_snapshot (trainer, 0, 0);
  g_assert_error (snapshot->error, CHAIN_ERROR, CHAIN_ERROR_DIVERGED);
  g_assert_cmpuint (snapshot->t, >, 0);
  g_assert_cmpuint (snapshot->steps->len, ==, snapshot->t);
  for (guint i = 0; i < 25; i++)
    g_assert_true (isfinite (snapshot->state[i]));

  chain_trainer_continue_from (again, snapshot->t, snapshot->state);
  g_assert_false (chain_trainer_run (again, 1, NULL, NULL, NULL, NULL));
  failed_again = chain_trainer_snapshot (again, 0, 0);
  g_assert_cmpuint (failed_again->t, ==, snapshot->t);
  g_assert_cmpstr (failed_again->error->message, ==, snapshot->error->message);
}

static ChainDataset *
iris_new (void)
{
  const ChainSample        *sample = chain_sample_find ("iris");
  g_autoptr (ChainTable)    table = chain_sample_table (sample, NULL);
  g_auto (ChainDataOptions) options = {
    .features = g_strdupv ((char **) sample->features),
    .targets = g_strdupv ((char **) sample->targets),
    .scaling = CHAIN_SCALING_STANDARD,
    .validation_fraction = 0.2,
  };
  g_autoptr (GError)        error = NULL;
  ChainDataset             *dataset = chain_dataset_new (table, &options, 3, &error);

  g_assert_no_error (error);
  return dataset;
}

/* Classes are learnt from several initial weights, and the network given takes them over. */
static void
test_iris (void)
{
  g_autoptr (ChainDataset) dataset = iris_new ();

  for (guint seed = 0; seed < 3; seed++)
    {
      g_autoptr (ChainNetwork) network = fixture_network ("8 relu, 3 softmax", 4, NULL);
      g_autoptr (ChainTrainer) trainer = NULL;
      g_autoptr (ChainMetrics) metrics = NULL;
      ChainTrainingOptions     options;

      network->seed = seed;
      chain_network_reset_weights (network);
      chain_training_options_init (&options);
      options.loss = chain_op_find (CHAIN_OP_LOSS, "categorical_crossentropy");
      options.batch_size = 16;
      options.learning_rate = 0.1;
      trainer = chain_trainer_new (network, &options, dataset, NULL);
      g_assert_true (chain_trainer_run (trainer, 60, NULL, NULL, NULL, NULL));

      chain_trainer_save_weights (trainer, network);
      metrics = chain_evaluate (network, options.loss, NULL, dataset, dataset->validation_rows,
                                dataset->n_validation_rows, NULL, NULL);
      g_assert_cmpuint (metrics->n_rows, ==, 30);
      g_assert_cmpuint (metrics->n_classes, ==, 3);
      g_assert_cmpfloat (metrics->accuracy, >=, 0.93);
      g_assert_cmpfloat (epoch_at (chain_trainer_history (trainer), 59)->metric, ==,
                         metrics->accuracy);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/trainer/worked-example", test_worked_example);
  g_test_add_func ("/engine/trainer/epochs", test_epochs);
  g_test_add_func ("/engine/trainer/short-batch", test_short_batch);
  g_test_add_func ("/engine/trainer/stop-and-go-on", test_stop_and_go_on);
  g_test_add_func ("/engine/trainer/cancelled-before", test_cancelled_before);
  g_test_add_func ("/engine/trainer/stopped-thread", test_stopped_thread);
  g_test_add_func ("/engine/trainer/snapshots", test_snapshots);
  g_test_add_func ("/engine/trainer/free-while-running", test_free_while_running);
  g_test_add_func ("/engine/trainer/continue-from", test_continue_from);
  g_test_add_func ("/engine/trainer/divergence", test_divergence);
  g_test_add_func ("/engine/trainer/last-good-weights", test_last_good_weights);
  g_test_add_func ("/engine/trainer/iris", test_iris);
  return g_test_run ();
}
