/* iteration.c: tests of single iterations: repeatable, harmless when they fail.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

static ChainIteration *
waves_iteration (const char *layers, guint batch_size)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0.2);
  g_autoptr (ChainNetwork) network = fixture_network (layers, 2, NULL);
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     options;
  ChainIteration          *iteration;

  chain_training_options_init (&options);
  options.batch_size = batch_size;
  options.learning_rate = 0.1;
  options.seed = 5;
  iteration = chain_iteration_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  return iteration;
}

static void
assert_state (ChainIteration *iteration, const double *expected)
{
  g_autofree double *state = chain_iteration_save_state (iteration);
  const gsize        size = chain_iteration_state_size (iteration) * sizeof (double);

  g_assert_cmpmem (state, size, expected, size);
}

static void
test_state (void)
{
  g_autoptr (ChainIteration) iteration = waves_iteration ("4 tanh, 1 linear", 7);
  g_autofree double         *start = chain_iteration_save_state (iteration);
  g_autofree double         *end = NULL;
  double                     losses[20];

  g_assert_cmpuint (chain_iteration_state_size (iteration), ==, 2 * 4 + 4 + 4 * 1 + 1);
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    losses[i] = chain_iteration_run (iteration);
  g_assert_cmpuint (iteration->t, ==, G_N_ELEMENTS (losses));
  end = chain_iteration_save_state (iteration);

  chain_iteration_load_state (iteration, 0, start);
  assert_state (iteration, start);
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    g_assert_cmpfloat (chain_iteration_run (iteration), ==, losses[i]);
  assert_state (iteration, end);
}

/* The 40 training rows make batches of 7, 7, 7, 7, 7 and 5. */
static void
test_load (void)
{
  g_autoptr (ChainIteration) iteration = waves_iteration ("1 linear", 7);
  const ChainRecording      *recording = iteration->recording;
  g_autofree double         *state = chain_iteration_save_state (iteration);

  for (guint t = 0; t < 12; t++)
    {
      const ChainTensor *x = chain_walk_value (chain_iteration_walk (iteration), recording->x);
      gsize              n_rows;
      const guint       *rows;

      chain_iteration_load_state (iteration, t, state);
      chain_iteration_load (iteration);
      rows = chain_batches_rows (iteration->batches, t, &n_rows);
      g_assert_cmpuint (n_rows, ==, t % 6 == 5 ? 5 : 7);
      g_assert_cmpuint (x->rows, ==, n_rows);
      for (gsize i = 0; i < n_rows; i++)
        g_assert_cmpfloat (chain_tensor_get (x, i, 1), ==,
                           iteration->dataset->inputs[2 * rows[i] + 1]);
      g_assert_cmpfloat (chain_walk_value (iteration->walk, recording->learning_rate)->values[0],
                         ==, 0.1);
    }
}

/* The masks of a step are its own; looking at the loss of rows drops nothing. */
static void
test_dropout (void)
{
  g_autoptr (ChainDataset)   dataset = fixture_waves (0.2);
  g_autoptr (ChainNetwork)   network = fixture_network ("6 tanh, 1 linear", 2, NULL);
  g_autoptr (ChainIteration) plain = NULL;
  g_autoptr (ChainIteration) dropping = NULL;
  ChainTrainingOptions       options;
  g_autofree double         *start = NULL;
  double                     losses[12];

  chain_training_options_init (&options);
  options.batch_size = 7;
  plain = chain_iteration_new (network, &options, dataset, NULL);
  chain_network_layer (network, 0)->dropout = 0.5;
  dropping = chain_iteration_new (network, &options, dataset, NULL);
  start = chain_iteration_save_state (dropping);

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    losses[i] = chain_iteration_run (dropping);
  chain_iteration_load_state (dropping, 0, start);
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_assert_cmpfloat (chain_iteration_loss_of_rows (dropping, dataset->validation_rows,
                                                       dataset->n_validation_rows, NULL),
                         >, 0);
      g_assert_cmpfloat (chain_iteration_run (dropping), ==, losses[i]);
    }

  chain_iteration_load_state (dropping, 0, start);
  g_assert_cmpfloat (
      chain_iteration_loss_of_rows (dropping, dataset->training_rows, 40, NULL), ==,
      chain_iteration_loss_of_rows (plain, dataset->training_rows, 40, NULL));
  g_assert_cmpfloat (chain_iteration_run (dropping), !=, chain_iteration_run (plain));
}

static void
test_given_rate (void)
{
  g_autoptr (ChainIteration) iteration = waves_iteration ("3 tanh, 1 linear", 8);
  g_autofree double         *state = chain_iteration_save_state (iteration);

  chain_iteration_run_with (iteration, 0);
  g_assert_cmpuint (iteration->t, ==, 1);
  assert_state (iteration, state);
}

/* More rows than one chunk takes, one of them a partial one. */
static void
test_loss_of_rows (void)
{
  enum
  {
    N_ROWS = 1000
  };
  const double               weights[] = { 2, 1 };
  g_autofree double         *inputs = g_new (double, N_ROWS);
  g_autofree double         *targets = g_new (double, N_ROWS);
  g_autofree guint          *rows = g_new (guint, N_ROWS);
  g_autofree double         *predictions = g_new (double, N_ROWS);
  g_autoptr (ChainNetwork)   network = fixture_network ("1 linear", 1, weights);
  g_autoptr (ChainDataset)   dataset = NULL;
  g_autoptr (ChainIteration) iteration = NULL;
  g_autofree double         *state = NULL;
  ChainTrainingOptions       options;
  double                     sum = 0;

  for (guint i = 0; i < N_ROWS; i++)
    {
      inputs[i] = i % 10;
      targets[i] = 2 * inputs[i] + i;
      rows[i] = N_ROWS - 1 - i;
      sum += (1.0 - i) * (1.0 - i);
    }
  dataset = fixture_dataset (N_ROWS, 1, inputs, 1, targets, 0);
  chain_training_options_init (&options);
  iteration = chain_iteration_new (network, &options, dataset, NULL);
  state = chain_iteration_save_state (iteration);

  g_assert_cmpfloat_with_epsilon (
    chain_iteration_loss_of_rows (iteration, rows, N_ROWS, predictions), sum / N_ROWS, 1e-8);
  g_assert_cmpfloat_with_epsilon (chain_iteration_loss_of_rows (iteration, rows + 600, 1, NULL),
                                  398 * 398, 1e-8);
  for (guint i = 0; i < N_ROWS; i++)
    g_assert_cmpfloat (predictions[i], ==, 2 * inputs[rows[i]] + 1);
  g_assert_true (isnan (chain_iteration_loss_of_rows (iteration, rows, 0, NULL)));
  g_assert_cmpuint (iteration->t, ==, 0);
  assert_state (iteration, state);
}

static const struct
{
  const char *layers;
  double      weight; /* of every kernel and bias */
  double      learning_rate;
  gboolean    finite_loss;
  const char *first_bad;
} failures[] = {
  { "1 linear", 1e200, 0.1, FALSE, "the loss" },
  { "2 linear, 2 linear, 1 linear", 1e200, 0.1, FALSE, "z of layer 2" },
  { "2 linear, 1 linear", NAN, 0.1, FALSE, "the bias of layer 1" },
  { "1 linear", 1e3, 1e306, TRUE, "the update of the kernel of layer 1" },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (ChainIteration) iteration = waves_iteration (failures[i].layers, 7);
      const gsize                size = chain_iteration_state_size (iteration);
      g_autofree double         *state = g_new (double, size);
      g_autofree char           *first_bad = NULL;
      double                     loss;

      for (gsize k = 0; k < size; k++)
        state[k] = failures[i].weight;
      chain_iteration_load_state (iteration, 3, state);
      loss = chain_iteration_run_with (iteration, failures[i].learning_rate);
      first_bad = chain_iteration_first_bad (iteration);

      g_assert_cmpint (isfinite (loss) != 0, ==, failures[i].finite_loss);
      g_assert_cmpstr (first_bad, ==, failures[i].first_bad);
      g_assert_cmpuint (iteration->t, ==, 3);
      assert_state (iteration, state);
    }
}

static void
test_no_failure (void)
{
  g_autoptr (ChainIteration) iteration = waves_iteration ("2 tanh, 1 linear", 7);

  chain_iteration_run (iteration);
  g_assert_null (chain_iteration_first_bad (iteration));
}

static const struct
{
  const char *layers;
  guint       n_inputs;
  guint       batch_size;
  const char *loss;
  ChainError  code;
} refusals[] = {
  { "1 linear", 3, 1, "mse", CHAIN_ERROR_SHAPE },
  { "2 linear", 2, 1, "mse", CHAIN_ERROR_SHAPE },
  { "1 linear", 2, 0, "mse", CHAIN_ERROR_VALUE },
  { "1 linear", 2, 1, "binary_crossentropy", CHAIN_ERROR_VALUE },
};

static void
test_refusals (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (ChainNetwork) network
        = fixture_network (refusals[i].layers, refusals[i].n_inputs, NULL);
      g_autoptr (GError)       error = NULL;
      ChainTrainingOptions     options;

      chain_training_options_init (&options);
      options.loss = chain_op_find (CHAIN_OP_LOSS, refusals[i].loss);
      options.batch_size = refusals[i].batch_size;
      g_assert_null (chain_iteration_new (network, &options, dataset, &error));
      g_assert_error (error, CHAIN_ERROR, (gint) refusals[i].code);
    }
}

static ChainIteration *
optimized_iteration (const char *optimizer, double first, double learning_rate, const char *layers)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0.2);
  g_autoptr (ChainNetwork) network = fixture_network (layers, 2, NULL);
  ChainTrainingOptions     options;

  chain_training_options_init (&options);
  options.batch_size = 7;
  options.learning_rate = learning_rate;
  options.loss = chain_op_find (CHAIN_OP_LOSS, "mae");
  options.optimizer = chain_optimizer_find (optimizer);
  chain_parameters_init (options.optimizer->parameters, options.optimizer_parameters);
  if (!isnan (first))
    options.optimizer_parameters[0] = first;
  return chain_iteration_new (network, &options, dataset, NULL);
}

/* Runs until an iteration fails, which changes not a bit; says whether one did, of a finite loss:
 * then it was the update that failed. */
static gboolean
fails_in_update (ChainIteration *iteration)
{
  for (guint i = 0; i < 40; i++)
    {
      g_autofree double *before = chain_iteration_save_state (iteration);
      const guint64      t = iteration->t;
      const double       loss = chain_iteration_run (iteration);

      if (iteration->t > t)
        continue;
      g_assert_cmpuint (iteration->t, ==, t);
      assert_state (iteration, before);
      g_assert_cmpfloat (chain_iteration_run (iteration), ==, loss);
      assert_state (iteration, before);
      return isfinite (loss);
    }
  return FALSE;
}

/* Weights from small to huge, and rates: none of the optimizers is left with half an update. */
static void
test_failed_update (void)
{
  static const struct
  {
    const char *optimizer;
    double      first; /* of its parameters; NAN: as it is at first */
  } rows[] = {
    { "sgd", NAN }, { "sgd", 0.9 },   { "rmsprop", NAN }, { "adagrad", NAN },
    { "adam", NAN }, { "adam", 1 }, { "adamw", NAN },
  };
  const double sizes[] = { 1, 1e30, 1e61, 1e120, 1e152 };
  const double rates[] = { 0.1, 1e59, 1e100, 1e200, 1e307 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint n_failed = 0;

      for (guint k = 0; k < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (rates); k++)
        {
          g_autoptr (ChainIteration) iteration
            = optimized_iteration (rows[i].optimizer, rows[i].first,
                                   rates[k % G_N_ELEMENTS (rates)], "4 relu, 1 linear");
          g_autofree double         *state = chain_iteration_save_state (iteration);

          for (guint j = 0; j < 17; j++)
            state[j] *= sizes[k / G_N_ELEMENTS (rates)];
          chain_iteration_load_state (iteration, 3, state);
          n_failed += fails_in_update (iteration);
        }
      g_assert_cmpuint (n_failed, >, 0);
    }
}

/* What an update of large numbers left behind is no danger to later ones. */
static void
test_large_states (void)
{
  g_autoptr (ChainIteration) iteration = optimized_iteration ("adam", NAN, 0.1, "4 relu, 1 linear");
  g_autofree double         *state = chain_iteration_save_state (iteration);
  const gsize                size = chain_iteration_state_size (iteration);

  for (gsize i = 17; i < size; i++)
    state[i] = 1e307;
  chain_iteration_load_state (iteration, 3, state);
  g_assert_true (isfinite (chain_iteration_run (iteration)));
  g_assert_cmpuint (iteration->t, ==, 4);
  chain_iteration_load_state (iteration, 3, state);
  chain_iteration_run_with (iteration, 1e306);
  g_assert_cmpuint (iteration->t, ==, 3);
  assert_state (iteration, state);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/iteration/state", test_state);
  g_test_add_func ("/engine/iteration/load", test_load);
  g_test_add_func ("/engine/iteration/dropout", test_dropout);
  g_test_add_func ("/engine/iteration/given-rate", test_given_rate);
  g_test_add_func ("/engine/iteration/loss-of-rows", test_loss_of_rows);
  g_test_add_func ("/engine/iteration/failures", test_failures);
  g_test_add_func ("/engine/iteration/no-failure", test_no_failure);
  g_test_add_func ("/engine/iteration/failed-update", test_failed_update);
  g_test_add_func ("/engine/iteration/large-states", test_large_states);
  g_test_add_func ("/engine/iteration/refusals", test_refusals);
  return g_test_run ();
}
