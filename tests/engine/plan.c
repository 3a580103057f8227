/* plan.c (test): the compiled plan against the plain walk, which computes the same slowly.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/plan.h"
#include "base/random.h"
#include "fixtures.h"
#include "training/iteration.h"

#include <math.h>
#include <string.h>

#define SEED 11
#define TOLERANCE 1e-12 /* of the largest number of a tensor */

/* A network, its loss and rows for it, drawn from a seed. */
typedef struct
{
  const char *layers; /* as chain_network_new_from_text() reads them */
  const char *loss;
  gsize       n_inputs;
  gsize       n_rows;
  double      dropout; /* of the first layer */
  double      l1;      /* of all kernels */
  double      l2;
  gboolean    no_bias; /* in the first layer */
} Case;

typedef struct
{
  const Case     *c;
  ChainNetwork   *network;
  ChainRecording *recording;
  ChainWalk      *walk;
  ChainPlan      *plan;
  double         *inputs;
  double         *targets;
  gsize           n_outputs;
  ChainRandom     random;
} Pair;

static void
fill (double *values, gsize n, ChainRandom *random)
{
  for (gsize i = 0; i < n; i++)
    values[i] = chain_random_uniform (random, -1, 1);
}

/* What a loss of probabilities wants: rows that sum to 1. */
static void
fill_targets (Pair *pair, gsize n)
{
  for (gsize i = 0; i < n * pair->n_outputs; i++)
    pair->targets[i] = chain_random_uniform (&pair->random, 0, 1);
  for (gsize row = 0; row < n && g_str_equal (pair->c->loss, "categorical_crossentropy"); row++)
    for (gsize k = 0; k < pair->n_outputs; k++)
      pair->targets[row * pair->n_outputs + k] = k == row % pair->n_outputs;
}

static void
set_up (Pair *pair, const Case *c)
{
  g_autoptr (GError) error = NULL;

  *pair = (Pair){ .c = c };
  chain_random_init (&pair->random, SEED, 0);
  pair->network = chain_network_new_from_text (c->layers, &error);
  g_assert_no_error (error);
  pair->network->seed = SEED;
  for (guint i = 0; i < chain_network_n_layers (pair->network); i++)
    {
      chain_network_layer (pair->network, i)->l1 = c->l1;
      chain_network_layer (pair->network, i)->l2 = c->l2;
    }
  chain_network_layer (pair->network, 0)->dropout = c->dropout;
  chain_network_layer (pair->network, 0)->use_bias = !c->no_bias;
  chain_network_set_inputs (pair->network, (guint) c->n_inputs, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < chain_network_n_layers (pair->network); i++)
    {
      ChainTensor *bias = chain_network_layer (pair->network, i)->bias;

      if (bias != NULL)
        fill (bias->values, bias->columns, &pair->random);
    }
  pair->n_outputs = chain_network_n_outputs (pair->network);
  pair->recording = chain_recording_new (pair->network, chain_op_find (CHAIN_OP_LOSS, c->loss),
                                         NULL, &error);
  g_assert_no_error (error);
  pair->walk = chain_walk_new (pair->recording->graph, c->n_rows);
  pair->plan
    = chain_plan_new (pair->recording->graph, pair->recording->x, pair->recording->loss, c->n_rows);
  g_assert_nonnull (pair->plan);
  pair->inputs = g_new (double, c->n_rows * c->n_inputs);
  pair->targets = g_new (double, c->n_rows * pair->n_outputs);
  fill (pair->inputs, c->n_rows * c->n_inputs, &pair->random);
  fill_targets (pair, c->n_rows);
  chain_recording_load_weights (pair->recording, pair->network, pair->walk);
}

static void
clear (Pair *pair)
{
  chain_plan_free (pair->plan);
  chain_walk_free (pair->walk);
  chain_recording_free (pair->recording);
  chain_network_free (pair->network);
  g_free (pair->inputs);
  g_free (pair->targets);
}

static void
each_variable (Pair *pair, void (*function) (Pair *pair, guint node))
{
  for (guint i = 0; i < pair->recording->n_layers; i++)
    {
      function (pair, pair->recording->layers[i].kernel);
      if (pair->recording->layers[i].bias != CHAIN_NO_NODE)
        function (pair, pair->recording->layers[i].bias);
    }
}

static void
load_variable (Pair *pair, guint node)
{
  const ChainTensor *value = chain_walk_value (pair->walk, node);

  memcpy (chain_plan_variable (pair->plan, node), value->values,
          chain_tensor_size (value) * sizeof (double));
}

static void
compare (const double *found, const double *expected, gsize n)
{
  double largest = 0;

  for (gsize i = 0; i < n; i++)
    largest = fmax (largest, fabs (expected[i]));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (found[i], expected[i], TOLERANCE * fmax (largest, 1e-3));
}

static void
compare_gradient (Pair *pair, guint node)
{
  const ChainTensor *adjoint = chain_walk_adjoint (pair->walk, node);
  const gsize        place
    = chain_plan_variable (pair->plan, node) - chain_plan_parameters (pair->plan);

  compare (chain_plan_gradients (pair->plan) + place, adjoint->values,
           chain_tensor_size (adjoint));
}

/* The same rows one by one give the same to the last bit. */
static void
compare_chosen (Pair *pair, double loss, gsize n)
{
  const gsize         size = chain_plan_n_parameters (pair->plan) * sizeof (double);
  g_autofree double  *gradients = g_memdup2 (chain_plan_gradients (pair->plan), size);
  g_autofree guint   *chosen = g_new (guint, n);
  const ChainPlanRows rows = { pair->inputs, pair->targets, chosen, n };

  for (guint i = 0; i < n; i++)
    chosen[i] = i;
  g_assert_true (chain_plan_train (pair->plan, &rows, NULL, NULL) == loss);
  g_assert_cmpmem (chain_plan_gradients (pair->plan), size, gradients, size);
}

/* Both executors on the first @n rows. */
static void
run_both (Pair *pair, gsize n)
{
  const Case          *c = pair->c;
  const ChainRecording *recording = pair->recording;
  const ChainPlanRows   rows = { pair->inputs, pair->targets, NULL, n };
  g_autofree double    *predictions = g_new (double, n * pair->n_outputs);
  gboolean              finite = FALSE;
  double                loss;

  chain_walk_set_batch (pair->walk, n);
  memcpy (chain_walk_value (pair->walk, recording->x)->values, pair->inputs,
          n * c->n_inputs * sizeof (double));
  memcpy (chain_walk_value (pair->walk, recording->y)->values, pair->targets,
          n * pair->n_outputs * sizeof (double));
  each_variable (pair, load_variable);

  chain_recording_open_masks (recording, pair->walk);
  chain_walk_forward (pair->walk, 0, recording->loss + 1);
  loss = chain_plan_evaluate (pair->plan, &rows, predictions);
  g_assert_cmpfloat_with_epsilon (loss, chain_walk_value (pair->walk, recording->loss)->values[0],
                                  TOLERANCE * fabs (loss));
  compare (predictions, chain_walk_value (pair->walk, recording->prediction)->values,
           n * pair->n_outputs);

  chain_recording_draw_masks (recording, SEED, n, pair->walk);
  chain_walk_forward (pair->walk, 0, recording->loss + 1);
  chain_walk_backward (pair->walk, recording->loss);
  chain_plan_set_batch (pair->plan, n);
  for (guint i = 0; i < recording->n_layers; i++)
    {
      const guint mask = recording->layers[i].mask;

      for (gsize row = 0; row < n && mask != CHAIN_NO_NODE; row++)
        {
          const ChainTensor *values = chain_walk_value (pair->walk, mask);

          chain_plan_set_mask (pair->plan, mask, row, values->values + row * values->columns);
        }
    }
  loss = chain_plan_train (pair->plan, &rows, NULL, &finite);
  g_assert_true (finite);
  g_assert_cmpfloat_with_epsilon (loss, chain_walk_value (pair->walk, recording->loss)->values[0],
                                  TOLERANCE * fabs (loss));
  each_variable (pair, compare_gradient);
  compare_chosen (pair, loss, n);
}

static const gsize sizes[] = { 1, 3, 7, 17, 63, 65 };

/* Every activation in the hidden and, where it goes with the loss, in the output layer. */
static void
test_operations (void)
{
  for (guint f = 0; chain_activations[f] != NULL; f++)
    for (guint l = 0; chain_losses[l] != NULL; l++)
      {
        const ChainOp   *loss = chain_losses[l];
        const char      *last
          = loss->from_logits_of != NULL ? loss->from_logits_of : chain_activations[f]->name;
        g_autofree char *layers = g_strdup_printf ("7 %s, 5 %s, 3 %s", chain_activations[f]->name,
                                                   chain_activations[f]->name, last);
        const Case       c = { layers, loss->name, 4, 37 };
        Pair             pair;

        g_test_message ("%s, %s", layers, loss->name);
        set_up (&pair, &c);
        run_both (&pair, 37);
        run_both (&pair, 5);
        clear (&pair);
      }
}

static void
test_sizes (void)
{
  for (guint a = 0; a < G_N_ELEMENTS (sizes); a++)
    for (guint b = 0; b < G_N_ELEMENTS (sizes); b++)
      for (guint n = 0; n < G_N_ELEMENTS (sizes); n++)
        {
          g_autofree char *layers
            = g_strdup_printf ("%" G_GSIZE_FORMAT " tanh, %" G_GSIZE_FORMAT " linear", sizes[a],
                               sizes[b]);
          const Case c = { layers, "mse", sizes[(a + b) % G_N_ELEMENTS (sizes)], sizes[n] };
          Pair       pair;

          g_test_message ("%s, batch %" G_GSIZE_FORMAT, layers, sizes[n]);
          set_up (&pair, &c);
          run_both (&pair, sizes[n]);
          run_both (&pair, (sizes[n] + 1) / 2);
          clear (&pair);
        }
}

/* Layers of so few units have loops of their own, for whole strips of rows and for the last ones. */
static void
test_few_units (void)
{
  static const char *const activations[] = { "tanh", "sigmoid", "relu", "linear" };
  static const gsize       batches[] = { 1, 4, 5, 8, 9, 10, 12, 13, 16, 20, 21, 24, 32, 36, 64 };

  for (guint a = 1; a <= 5; a++)
    for (guint b = 1; b <= 5; b++)
      for (guint f = 0; f < G_N_ELEMENTS (activations); f++)
        {
          const char      *name = activations[f];
          g_autofree char *layers
            = g_strdup_printf ("%u %s, %u %s, %u linear", a, name, b, name, 1 + (a + b) % 2);
          const Case c = { layers, "mse", 1 + (a + f) % 3, 64, .no_bias = (a + b + f) % 3 == 0 };
          Pair       pair;

          g_test_message ("%s", layers);
          set_up (&pair, &c);
          for (guint n = 0; n < G_N_ELEMENTS (batches); n++)
            run_both (&pair, batches[n]);
          clear (&pair);
        }
}

static const Case extras[] = {
  { "9 relu, 3 softmax", "categorical_crossentropy", 5, 33, .dropout = 0.25 },
  { "9 swish, 6 tanh, 1 linear", "huber", 5, 40, .dropout = 0.5, .no_bias = TRUE },
  { "17 sigmoid, 1 sigmoid", "binary_crossentropy", 3, 10, .l1 = 0.01 },
  { "17 elu, 4 linear", "mae", 3, 10, .l1 = 0.01, .l2 = 0.1, .no_bias = TRUE },
  { "9 softmax, 4 softmax", "mse", 3, 70, .l2 = 0.02, .dropout = 0.1 },
  { "70 swish, 64 softmax, 90 gelu, 2 linear", "mse", 7, 40, .dropout = 0.3 },
  { "33 softmax, 40 elu, 31 softplus, 1 linear", "mse", 60, 32, .l1 = 0.01 },
  { "40 tanh, 8 sigmoid, 50 selu, 70 linear, 12 softmax", "categorical_crossentropy", 90, 96 },
  { "9 relu, 2 linear", "mse", 4, 1500, .l1 = 0.01, .l2 = 0.02 },
  /* In several parts. */
  { "150 softmax, 120 gelu, 3 softmax", "categorical_crossentropy", 100, 700, .dropout = 0.2 },
  { "130 relu, 8 tanh, 1 linear", "mae", 120, 600, .l1 = 0.001, .l2 = 0.002 },
  { "17 elu, 40 softplus, 120 swish, 120 linear, 2 sigmoid", "binary_crossentropy", 33, 777 },
  { "300 relu, 200 tanh, 10 softmax", "categorical_crossentropy", 300, 100, .l2 = 0.001 },
};

static void
test_extras (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (extras); i++)
    {
      Pair pair;

      g_test_message ("%s", extras[i].layers);
      set_up (&pair, &extras[i]);
      run_both (&pair, extras[i].n_rows);
      run_both (&pair, extras[i].n_rows / 2 + 1);
      clear (&pair);
    }
}

static void
check_threads (const Case *c)
{
  g_autofree double *first = NULL;
  Pair               pair;

  set_up (&pair, c);
  each_variable (&pair, load_variable);
  for (guint n = 1; n <= 3; n++)
    {
      const ChainPlanRows rows = { pair.inputs, pair.targets, NULL, c->n_rows };
      const gsize         size = chain_plan_n_parameters (pair.plan) * sizeof (double);

      chain_plan_set_threads (pair.plan, n);
      for (guint again = 0; again < 10; again++)
        {
          memset (chain_plan_gradients (pair.plan), 0, size);
          chain_plan_train (pair.plan, &rows, NULL, NULL);
          if (first == NULL)
            first = g_memdup2 (chain_plan_gradients (pair.plan), size);
          g_assert_cmpmem (chain_plan_gradients (pair.plan), size, first, size);
        }
    }
  clear (&pair);
}

/* The same to the last bit on any number of threads. */
static void
test_threads (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (extras); i++)
    if (extras[i].dropout == 0)
      check_threads (&extras[i]);
}

/* What the loss was taken of is still there after the way back, whatever the layers before need. */
static void
test_outputs (void)
{
  static const Case   c = { "120 softmax, 3 linear", "mse", 150, 370 };
  g_autofree double  *expected = NULL;
  const double       *outputs;
  gsize               n;
  gsize               done = 0;
  Pair                pair;

  set_up (&pair, &c);
  each_variable (&pair, load_variable);
  expected = g_new (double, c.n_rows * pair.n_outputs);
  chain_plan_evaluate (pair.plan, &(ChainPlanRows){ pair.inputs, pair.targets, NULL, c.n_rows },
                       expected);
  chain_plan_set_batch (pair.plan, c.n_rows);
  chain_plan_train (pair.plan, &(ChainPlanRows){ pair.inputs, pair.targets, NULL, c.n_rows }, NULL,
                    NULL);
  for (gsize i = 0; (outputs = chain_plan_outputs (pair.plan, i, &n)) != NULL; i++)
    {
      g_assert_cmpmem (outputs, n * pair.n_outputs * sizeof (double),
                       expected + done * pair.n_outputs, n * pair.n_outputs * sizeof (double));
      done += n;
    }
  g_assert_cmpuint (done, ==, c.n_rows);
  clear (&pair);
}

/* Beside parameters, gradients and the values of a batch a plan needs one layer's more; and of the
 * values of a large batch only a part. */
static void
test_memory (void)
{
  static const struct
  {
    Case   c;
    gsize  values; /* of a row: inputs and all layers */
    double most;
  } rows[] = {
    { { "256 relu, 256 tanh, 10 softmax", "categorical_crossentropy", 256, 64 }, 778, 1.07 },
    { { "128 relu, 64 relu, 10 softmax", "categorical_crossentropy", 784, 192 }, 986, 1.12 },
    { { "96 elu, 96 elu, 96 elu, 96 elu, 1 linear", "mse", 8, 256 }, 393, 1.2 },
    { { "96 elu, 96 elu, 96 elu, 96 elu, 1 linear", "mse", 8, 2560 }, 393, 0.25 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Case *c = &rows[i].c;
      Pair        pair;
      double      needed;

      set_up (&pair, c);
      needed = sizeof (double)
               * (2 * chain_plan_n_parameters (pair.plan) + c->n_rows * rows[i].values);
      g_test_message ("%s, batch %" G_GSIZE_FORMAT ": %.3f", c->layers, c->n_rows,
                      chain_plan_bytes (pair.plan) / needed);
      g_assert_cmpfloat (chain_plan_bytes (pair.plan) / needed, <, rows[i].most);
      clear (&pair);
    }
}

/* Both executors train alike: every optimizer, its gradients clipped or not, every loss, the last
 * batch shorter. */
static void
test_training (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);

  for (guint o = 0; chain_optimizers[o] != NULL; o++)
    for (guint l = 0; chain_losses[l] != NULL; l++)
      for (guint variant = 0; variant < 4; variant++)
        {
          const ChainOptimizer      *optimizer = chain_optimizers[o];
          const char                *last = chain_losses[l]->from_logits_of;
          g_autofree char           *layers
            = g_strdup_printf ("5 tanh, 1 %s", last != NULL ? last : "linear");
          g_autoptr (ChainNetwork)   network = fixture_network (layers, 2, NULL);
          g_autoptr (ChainIteration) on_plan = NULL;
          g_autoptr (ChainIteration) on_walk = NULL;
          g_autofree double         *got = NULL;
          g_autofree double         *expected = NULL;
          ChainTrainingOptions       options;

          chain_training_options_init (&options);
          chain_training_options_set_loss (&options, chain_losses[l]);
          chain_training_options_set_optimizer (&options, optimizer);
          options.batch_size = variant / 2 == 0 ? 7 : 50;
          options.learning_rate = 0.05;
          options.shuffle = TRUE;
          chain_network_layer (network, 0)->dropout = 0.25 * (variant % 2);
          options.optimizer_parameters[chain_parameters_count (optimizer->parameters) - 1]
            = 0.1 * (variant % 2);
          on_plan = chain_iteration_new (network, &options, dataset, NULL);
          on_walk = chain_iteration_new (network, &options, dataset, NULL);
          g_test_message ("%s, %s, variant %u", optimizer->name, chain_losses[l]->name, variant);
          for (guint t = 0; t < 12; t++)
            {
              const double loss = chain_iteration_walk_run (on_walk);

              g_assert_cmpfloat_with_epsilon (chain_iteration_run (on_plan), loss,
                                              1e-10 * (1 + fabs (loss)));
            }
          got = chain_iteration_save_state (on_plan);
          expected = chain_iteration_save_state (on_walk);
          for (gsize i = 0; i < chain_iteration_state_size (on_walk); i++)
            g_assert_cmpfloat_with_epsilon (got[i], expected[i], 1e-10);
        }
}

/* One linear unit has a loop of its own. */
static void
test_one_unit (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);

  for (guint no_bias = 0; no_bias < 2; no_bias++)
    {
      g_autoptr (ChainNetwork)   network = fixture_network ("1 linear", 2, NULL);
      g_autoptr (ChainIteration) many = NULL;
      g_autoptr (ChainIteration) single = NULL;
      g_autoptr (ChainIteration) on_walk = NULL;
      g_autofree double         *one = NULL;
      g_autofree double         *other = NULL;
      g_autofree double         *walked = NULL;
      ChainTrainingOptions       options;
      double                     losses[130];
      gsize                      n;

      chain_training_options_init (&options);
      options.batch_size = 1;
      options.learning_rate = 0.05;
      chain_network_layer (network, 0)->use_bias = !no_bias;
      many = chain_iteration_new (network, &options, dataset, NULL);
      single = chain_iteration_new (network, &options, dataset, NULL);
      on_walk = chain_iteration_new (network, &options, dataset, NULL);
      g_assert_true (many->is_delta_rule);
      g_assert_cmpuint (chain_iteration_run_many (many, G_N_ELEMENTS (losses), losses), ==,
                        G_N_ELEMENTS (losses));
      for (guint t = 0; t < G_N_ELEMENTS (losses); t++)
        {
          const double loss = chain_iteration_walk_run (on_walk);

          g_assert_cmpfloat (chain_iteration_run (single), ==, losses[t]);
          g_assert_cmpfloat_with_epsilon (losses[t], loss, 1e-12 * (1 + loss));
        }
      one = chain_iteration_save_state (many);
      other = chain_iteration_save_state (single);
      walked = chain_iteration_save_state (on_walk);
      n = chain_iteration_state_size (many);
      g_assert_cmpmem (one, n * sizeof (double), other, n * sizeof (double));
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat_with_epsilon (one[i], walked[i], 1e-12);
    }
}

/* Where iterations fail after many that did not, the weights before are come back to. */
static void
test_failure (void)
{
  static const char *const layers[] = { "1 linear", "3 linear, 1 linear" };

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autoptr (ChainDataset)   dataset = fixture_waves (0);
      g_autoptr (ChainNetwork)   network = fixture_network (layers[i], 2, NULL);
      g_autoptr (ChainIteration) many = NULL;
      g_autoptr (ChainIteration) single = NULL;
      g_autofree double         *losses = g_new (double, 5000);
      g_autofree double         *one = NULL;
      g_autofree double         *other = NULL;
      ChainTrainingOptions       options;
      guint                      made;
      gsize                      size;

      chain_training_options_init (&options);
      options.batch_size = 1;
      options.learning_rate = 3;
      many = chain_iteration_new (network, &options, dataset, NULL);
      single = chain_iteration_new (network, &options, dataset, NULL);
      made = chain_iteration_run_many (many, 5000, losses);
      g_assert_cmpuint (made, >, 3);
      g_assert_cmpuint (made, <, 5000);
      g_assert_cmpuint (many->t, ==, made);
      for (guint t = 0; t < made; t++)
        g_assert_cmpfloat (chain_iteration_run (single), ==, losses[t]);
      size = chain_iteration_state_size (many) * sizeof (double);
      one = chain_iteration_save_state (many);
      other = chain_iteration_save_state (single);
      g_assert_cmpmem (one, size, other, size);
      chain_iteration_run (single);
      g_assert_cmpuint (single->t, ==, made);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/plan/operations", test_operations);
  g_test_add_func ("/engine/plan/sizes", test_sizes);
  g_test_add_func ("/engine/plan/few-units", test_few_units);
  g_test_add_func ("/engine/plan/extras", test_extras);
  g_test_add_func ("/engine/plan/threads", test_threads);
  g_test_add_func ("/engine/plan/outputs", test_outputs);
  g_test_add_func ("/engine/plan/memory", test_memory);
  g_test_add_func ("/engine/plan/training", test_training);
  g_test_add_func ("/engine/plan/one-unit", test_one_unit);
  g_test_add_func ("/engine/plan/failure", test_failure);
  return g_test_run ();
}
