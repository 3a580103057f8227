/* locks.c: tests of weights that training leaves alone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>
#include <string.h>

#define N_ITERATIONS 12

/* Layer, whether of the bias, row, column. */
static const struct
{
  guint    layer;
  gboolean bias;
  gsize    row;
  gsize    column;
} locks[] = {
  { 0, FALSE, 0, 0 }, { 0, FALSE, 1, 2 }, { 0, TRUE, 0, 3 }, { 1, FALSE, 2, 1 }, { 3, TRUE, 0, 0 },
};

/* The third layer is not trainable, of the others single elements are locked. */
static ChainNetwork *
locked_network (void)
{
  ChainNetwork *network = fixture_network ("4 tanh, 3 sigmoid, 3 tanh, 1 linear", 2, NULL);

  chain_network_layer (network, 2)->trainable = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (locks); i++)
    chain_layer_set_locked (chain_network_layer (network, locks[i].layer), locks[i].bias,
                            locks[i].row, locks[i].column, TRUE);
  return network;
}

/* What trains has moved, what is locked has not, to the last bit. */
static void
assert_held (const ChainNetwork *before, const ChainNetwork *after)
{
  for (guint i = 0; i < chain_network_n_layers (before); i++)
    for (guint bias = 0; bias < 2; bias++)
      {
        const ChainLayer  *layer = chain_network_layer (before, i);
        const ChainLayer  *trained = chain_network_layer (after, i);
        const ChainTensor *from = bias ? layer->bias : layer->kernel;
        const ChainTensor *to = bias ? trained->bias : trained->kernel;

        for (gsize k = 0; k < chain_tensor_size (from); k++)
          g_assert_cmpint (from->values[k] == to->values[k], ==,
                           chain_layer_is_locked (layer, bias, k / from->columns,
                                                  k % from->columns));
      }
}

static void
assert_near (const ChainNetwork *one, const ChainNetwork *other, double tolerance)
{
  for (guint i = 0; i < chain_network_n_layers (one); i++)
    {
      const ChainTensor *a = chain_network_layer (one, i)->kernel;
      const ChainTensor *b = chain_network_layer (other, i)->kernel;

      for (gsize k = 0; k < chain_tensor_size (a); k++)
        g_assert_cmpfloat (fabs (a->values[k] - b->values[k]), <=, tolerance);
    }
}

/* Of every rule: the plan, the fused walk and single steps. */
static const struct
{
  const char *name;
  double      parameters[3]; /* the first ones, where not all are the initial ones */
  double      clip;
} rules[] = {
  { "sgd", { 0 }, 0 },           { "sgd", { 0.9 }, 0 },         { "sgd", { 0.9, 1 }, 0 },
  { "sgd", { 0 }, 0.1 },         { "rmsprop", { 0.9, 0, 1e-7 }, 0 },
  { "rmsprop", { 0.9, 0.5, 1e-7 }, 0 }, { "adagrad", { 0.1, 1e-7 }, 0 },
  { "adam", { 0.9, 0.999, 1e-7 }, 0 },  { "adamw", { 0.9, 0.999, 1e-7 }, 0 },
};

static void
init_options (ChainTrainingOptions *options, guint rule)
{
  chain_training_options_init (options);
  options->optimizer = chain_optimizer_find (rules[rule].name);
  chain_parameters_init (options->optimizer->parameters, options->optimizer_parameters);
  memcpy (options->optimizer_parameters, rules[rule].parameters, sizeof rules[rule].parameters);
  options->optimizer_parameters[chain_parameters_count (options->optimizer->parameters) - 1]
    = rules[rule].clip;
  options->learning_rate = 0.05;
  options->batch_size = 7;
}

static void
test_rules (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);

  for (guint rule = 0; rule < G_N_ELEMENTS (rules); rule++)
    {
      g_autoptr (ChainNetwork)   network = locked_network ();
      g_autoptr (ChainNetwork)   planned = chain_network_copy (network);
      g_autoptr (ChainNetwork)   walked = chain_network_copy (network);
      g_autoptr (ChainNetwork)   stepped = chain_network_copy (network);
      g_autoptr (ChainIteration) plan = NULL;
      g_autoptr (ChainIteration) walk = NULL;
      g_autoptr (ChainStepper)   stepper = NULL;
      g_autoptr (GError)         error = NULL;
      ChainTrainingOptions       options;

      init_options (&options, rule);
      plan = chain_iteration_new (network, &options, dataset, &error);
      g_assert_no_error (error);
      walk = chain_iteration_new (network, &options, dataset, &error);
      stepper = chain_stepper_new (network, &options, dataset, &error);
      for (guint i = 0; i < N_ITERATIONS; i++)
        {
          chain_iteration_run (plan);
          chain_iteration_walk_run (walk);
          for (guint k = 0; k < chain_stepper_n_steps (stepper); k++)
            chain_stepper_forward (stepper);
        }
      chain_iteration_save_weights (plan, planned);
      chain_iteration_save_weights (walk, walked);
      chain_stepper_save_weights (stepper, stepped);
      assert_held (network, planned);
      assert_held (network, stepped);
      assert_near (planned, stepped, 1e-12);
      assert_near (walked, stepped, 0);
    }
}

static void
test_range_test (void)
{
  g_autoptr (ChainDataset)   dataset = fixture_waves (0);
  g_autoptr (ChainNetwork)   network = locked_network ();
  g_autoptr (ChainNetwork)   tested = chain_network_copy (network);
  g_autoptr (ChainIteration) iteration = NULL;
  g_autoptr (GError)         error = NULL;
  ChainTrainingOptions       options;

  init_options (&options, 0);
  iteration = chain_iteration_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_ITERATIONS; i++)
    chain_iteration_run_with (iteration, 0.001 * (i + 1));
  chain_iteration_save_weights (iteration, tested);
  assert_held (network, tested);
}

/* One linear unit has a loop of its own, which knows of no locks. */
static void
test_one_unit (void)
{
  static const double      inputs[] = { 2, 3, 1, 1 };
  static const double      targets[] = { 18, 10 };
  static const double      weights[] = { 5, 8, -2 };
  g_autoptr (ChainDataset) dataset = fixture_dataset (2, 2, inputs, 1, targets, 0);
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, weights);
  ChainLayer              *layer = chain_network_layer (network, 0);
  g_autoptr (ChainTrainer) trainer = NULL;
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     options;

  chain_training_options_init (&options);
  options.batch_size = 1;
  options.shuffle = FALSE;
  options.learning_rate = 0.02;
  chain_layer_set_locked (layer, FALSE, 0, 0, TRUE);
  trainer = chain_trainer_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  g_assert_true (chain_trainer_run (trainer, 1, NULL, NULL, NULL, &error));
  chain_trainer_save_weights (trainer, network);
  /* e = 14, then e = 5 + 6.32 − 2.56 − 10 = −1.24. */
  g_assert_cmpfloat (layer->kernel->values[0], ==, 5);
  g_assert_cmpfloat_with_epsilon (layer->kernel->values[1], 6.32 + 0.04 * 1.24, 1e-12);
  g_assert_cmpfloat_with_epsilon (layer->bias->values[0], -2.56 + 0.04 * 1.24, 1e-12);
}

static void
test_explained (void)
{
  static const double      inputs[] = { 2, 3 };
  static const double      targets[] = { 18 };
  static const double      weights[] = { 5, 8, -2 };
  g_autoptr (ChainDataset) dataset = fixture_dataset (1, 2, inputs, 1, targets, 0);
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, weights);
  g_autoptr (ChainStepper) stepper = NULL;
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     options;
  guint                    n = 0;

  chain_training_options_init (&options);
  options.learning_rate = 0.02;
  chain_layer_set_locked (chain_network_layer (network, 0), FALSE, 0, 0, TRUE);
  stepper = chain_stepper_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  chain_stepper_go_to (stepper, 0, chain_stepper_n_steps (stepper));
  for (guint i = 0; i < chain_stepper_n_steps (stepper); i++)
    {
      const ChainStep          *step = chain_stepper_step (stepper, i);
      g_autoptr (ChainEquation) equation = NULL;
      g_autofree char          *text = NULL;

      if (step->phase != CHAIN_PHASE_UPDATE || step->quantity != CHAIN_QUANTITY_KERNEL)
        continue;
      equation = chain_stepper_equation (stepper, step, 0, 0);
      text = chain_equation_to_text (equation, 6);
      g_assert_cmpstr (text, ==, "w₁ ← w₁ − s_w1·η·∂L/∂w₁ = 5 − 0·0.02·56 = 5");
      n++;
    }
  g_assert_cmpuint (n, ==, 1);
}

static void
test_set (void)
{
  g_autoptr (ChainNetwork) network = fixture_network ("2 tanh, 1 linear", 3, NULL);
  ChainLayer              *layer = chain_network_layer (network, 0);

  g_assert_null (chain_layer_factors (layer, FALSE));
  chain_layer_set_locked (layer, FALSE, 2, 1, FALSE);
  g_assert_null (layer->kernel_factors);
  chain_layer_set_locked (layer, FALSE, 2, 1, TRUE);
  chain_layer_set_locked (layer, TRUE, 0, 1, TRUE);
  g_assert_cmpuint (chain_network_n_locked (network), ==, 2);
  g_assert_true (chain_layer_is_locked (layer, FALSE, 2, 1));
  g_assert_false (chain_layer_is_locked (layer, FALSE, 2, 0));
  layer->trainable = FALSE;
  g_assert_true (chain_layer_is_locked (layer, FALSE, 2, 0));
  g_assert_cmpuint (chain_network_n_locked (network), ==, 8);
  layer->trainable = TRUE;
  chain_layer_set_locked (layer, FALSE, 2, 1, FALSE);
  g_assert_null (layer->kernel_factors);
  g_assert_cmpuint (chain_network_n_locked (network), ==, 1);
}

/* Locks go with their weights as shapes change. */
static void
test_shapes (void)
{
  g_autoptr (ChainNetwork) network = fixture_network ("2 tanh, 2 tanh, 1 linear", 2, NULL);
  ChainLayer              *layer = chain_network_layer (network, 1);

  chain_layer_set_locked (layer, FALSE, 1, 1, TRUE);
  chain_layer_set_locked (layer, TRUE, 0, 1, TRUE);
  layer->units = 4;
  chain_network_fit_weights (network);
  g_assert_cmpuint (chain_network_n_locked (network), ==, 2);
  g_assert_true (chain_layer_is_locked (layer, FALSE, 1, 1));
  g_assert_false (chain_layer_is_locked (layer, FALSE, 1, 3));
  chain_network_move_layer (network, 1, 0);
  g_assert_true (chain_layer_is_locked (chain_network_layer (network, 0), FALSE, 1, 1));
  layer->use_bias = FALSE;
  chain_network_fit_weights (network);
  g_assert_null (layer->bias_factors);
  layer->units = 1;
  chain_network_fit_weights (network);
  g_assert_false (chain_layer_is_locked (layer, FALSE, 1, 0));
}

/* What stands in a file, and the message where it cannot be. */
static const struct
{
  const char *locked;
  const char *message; /* NULL: it reads, and is saved as it was */
} files[] = {
  { "{\"kernel\": [[0, 1], [1, 0]], \"bias\": [2]},\n      {}", NULL },
  { "{},\n      {\"kernel\": [[2, 0]]}", NULL },
  { "{}", "network.locked: expected 2, one for each layer, got 1" },
  { "{}, 3", "network.locked[1]: expected an object, got 3" },
  { "{}, {\"kernel\": 1}", "network.locked[1].kernel: expected an array, got 1" },
  { "{}, {\"kernel\": [1]}", "network.locked[1].kernel[0]: expected an array, got 1" },
  { "{}, {\"kernel\": [[1]]}",
    "network.locked[1].kernel[0]: expected an input and a unit, got 1 items" },
  { "{}, {\"kernel\": [[3, 0]]}",
    "network.locked[1].kernel[0][0]: expected an integer from 0 to 2, got 3" },
  { "{\"bias\": [0.5]}, {}",
    "network.locked[0].bias[0]: expected an integer from 0 to 2, got 0.5" },
  { "{}, {\"bias\": [0]}",
    "network.locked[1].bias[0]: expected none for a layer without bias, got 0" },
};

static ChainProject *
project_with (const char *locked, GError **error)
{
  g_autofree char          *path = fixture_scratch ("locks.chainrule");
  g_autoptr (ChainNetwork)  network = chain_network_new_from_text ("3 tanh, 1 linear", NULL);
  g_autoptr (ChainProject)  project = chain_project_new_for_sample ("worked_example");
  g_autofree char          *text = NULL;
  g_autofree char          *with = NULL;
  char                     *weights;

  chain_network_layer (network, 0)->trainable = FALSE;
  chain_network_layer (network, 1)->use_bias = FALSE;
  g_assert_true (chain_network_set_inputs (network, 2, NULL));
  chain_network_free (project->network);
  project->network = g_steal_pointer (&network);
  g_assert_true (chain_project_save (project, path, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  weights = strstr (text, "\"weights\"");
  *weights = '\0';
  with = g_strdup_printf ("%s\"locked\": [\n      %s\n    ],\n    \"%s", text, locked, weights + 1);
  g_assert_true (g_file_set_contents (path, with, -1, NULL));
  return chain_project_load (path, NULL, error);
}

static void
test_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char          *path = fixture_scratch ("locks-saved.chainrule");
      g_autoptr (GError)        error = NULL;
      g_autoptr (ChainProject)  project = project_with (files[i].locked, &error);
      g_autofree char          *text = NULL;

      if (files[i].message != NULL)
        {
          g_assert_null (project);
          g_assert_nonnull (strstr (error->message, files[i].message));
          continue;
        }
      g_assert_no_error (error);
      g_assert_false (chain_network_layer (project->network, 0)->trainable);
      g_assert_true (chain_network_layer (project->network, 1)->trainable);
      g_assert_true (chain_project_save (project, path, &error));
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, files[i].locked));
      g_assert_nonnull (strstr (text, "\"trainable\": false"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/locks/set", test_set);
  g_test_add_func ("/engine/locks/shapes", test_shapes);
  g_test_add_func ("/engine/locks/rules", test_rules);
  g_test_add_func ("/engine/locks/range-test", test_range_test);
  g_test_add_func ("/engine/locks/one-unit", test_one_unit);
  g_test_add_func ("/engine/locks/explained", test_explained);
  g_test_add_func ("/engine/locks/files", test_files);
  return g_test_run ();
}
