/* network.c: layers, parameter counts, weights that fit; the summary.
 *
 * SPDX-License-Identifier: MIT
 */
#include <chainrule.h>

#include <math.h>
#include <string.h>

static ChainNetwork *
network_of (const char *layers, guint inputs)
{
  g_autoptr (GError) error = NULL;
  ChainNetwork *network = chain_network_new_from_text (layers, &error);

  g_assert_no_error (error);
  chain_network_set_inputs (network, inputs, &error);
  g_assert_no_error (error);
  return network;
}

static void
test_count (void)
{
  static const struct
  {
    const char *layers;
    guint       inputs;
    const char *formula;
  } cases[] = {
    { "5 relu, 2 softmax", 3, "(3·5 + 5·2) + (5 + 2) = 32" },
    { "1", 2, "(2·1) + (1) = 3" },
    { "64 relu, 32 tanh, 3 softmax", 13, "(13·64 + 64·32 + 32·3) + (64 + 32 + 3) = 3075" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainNetwork) network = network_of (cases[i].layers, cases[i].inputs);
      g_autofree char *formula = chain_summary_count_formula (network);
      g_autofree char *text = chain_summary_text (network);

      g_assert_cmpstr (formula, ==, cases[i].formula);
      g_assert_nonnull (strstr (text, cases[i].formula));
    }
}

static void
test_count_without_bias (void)
{
  g_autoptr (ChainNetwork) network = network_of ("5 relu, 2", 3);
  g_autofree char *some = NULL;
  g_autofree char *none = NULL;

  chain_network_layer (network, 0)->use_bias = FALSE;
  some = chain_summary_count_formula (network);
  g_assert_cmpstr (some, ==, "(3·5 + 5·2) + (2) = 27");
  chain_network_layer (network, 1)->use_bias = FALSE;
  none = chain_summary_count_formula (network);
  g_assert_cmpstr (none, ==, "3·5 + 5·2 = 25");
}

static void
test_text_errors (void)
{
  static const char *const wrong[] = { "", "relu", "0 relu", "-1 relu", "8 relo", "8 relu extra",
                                       "8 relu,", "100001 relu", "8,5 relu,1e9" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (chain_network_new_from_text (wrong[i], &error));
      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error->message, "layers: "));
    }
}

/* Weights of connections that still exist stay as they are when layers change. */
static void
test_fit_weights (void)
{
  g_autoptr (ChainNetwork) network = network_of ("3 tanh, 2", 2);
  g_autoptr (ChainNetwork) before = chain_network_copy (network);

  chain_network_layer (network, 0)->units = 5;
  chain_network_fit_weights (network);
  for (guint layer = 0; layer < 2; layer++)
    {
      const ChainTensor *old = chain_network_layer (before, layer)->kernel;
      const ChainTensor *new = chain_network_layer (network, layer)->kernel;

      for (gsize r = 0; r < old->rows; r++)
        for (gsize c = 0; c < old->columns; c++)
          g_assert_cmpfloat (chain_tensor_get (old, r, c), ==, chain_tensor_get (new, r, c));
    }
  g_assert_cmpuint (chain_network_layer (network, 0)->kernel->columns, ==, 5);
  g_assert_cmpuint (chain_network_layer (network, 1)->kernel->rows, ==, 5);
}

/* Weights go with their layer; the block that fits stays. */
static void
test_move_layer (void)
{
  g_autoptr (ChainNetwork) network = network_of ("3 tanh, 3 relu, 3 elu, 1", 3);
  g_autoptr (ChainNetwork) before = chain_network_copy (network);
  static const guint order[] = { 1, 2, 0, 3 };

  chain_network_move_layer (network, 0, 2);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const ChainLayer *new = chain_network_layer (network, i);
      const ChainLayer *old = chain_network_layer (before, order[i]);

      g_assert_true (new->activation == old->activation);
      g_assert_cmpmem (new->kernel->values, chain_tensor_size (new->kernel) * sizeof (double),
                       old->kernel->values, chain_tensor_size (old->kernel) * sizeof (double));
    }
}

/* A copy has the weights only where it reads as many inputs. */
static void
test_duplicate_layer (void)
{
  g_autoptr (ChainNetwork) network = network_of ("3 tanh, 2 relu, 1", 3);

  chain_network_duplicate_layer (network, 0);
  chain_network_duplicate_layer (network, 2);
  g_assert_cmpuint (chain_network_n_layers (network), ==, 5);
  g_assert_cmpmem (chain_network_layer (network, 1)->kernel->values, 9 * sizeof (double),
                   chain_network_layer (network, 0)->kernel->values, 9 * sizeof (double));
  g_assert_cmpuint (chain_network_layer (network, 3)->kernel->rows, ==, 2);
  g_assert_cmpfloat (chain_network_layer (network, 3)->kernel->values[0], !=,
                     chain_network_layer (network, 2)->kernel->values[0]);
  g_assert_true (chain_network_layer (network, 3)->activation
                 == chain_op_find (CHAIN_OP_ACTIVATION, "relu"));
}

/* Each preset runs, and keeps what the data decides. */
static void
test_presets (void)
{
  for (guint i = 0; chain_presets[i] != NULL; i++)
    for (guint inputs = 1; inputs < 5; inputs++)
      {
        g_autoptr (ChainNetwork)   network = network_of ("5 relu, 3 softmax", inputs);
        g_autoptr (ChainRecording) recording = NULL;
        g_autoptr (GError)         error = NULL;

        if (!chain_preset_fits (chain_presets[i], network))
          continue;
        chain_preset_use (chain_presets[i], network);
        g_assert_true (chain_network_set_inputs (network, inputs, &error));
        g_assert_cmpuint (chain_network_n_outputs (network), ==, 3);
        recording = chain_recording_new (
            network, chain_op_find (CHAIN_OP_LOSS, "categorical_crossentropy"), NULL, &error);
        g_assert_no_error (error);
      }
}

static void
test_preset_weights (void)
{
  g_autoptr (ChainNetwork) network = network_of ("5 relu, 1 tanh", 2);
  g_autoptr (ChainNetwork) wide = network_of ("5 relu, 1 tanh", 3);
  const ChainPreset *preset = chain_presets[0];

  for (guint i = 0; !g_str_equal (preset->name, "worked_example"); i++)
    preset = chain_presets[i];
  g_assert_false (chain_preset_fits (preset, wide));
  g_assert_true (chain_preset_fits (preset, network));
  chain_preset_use (preset, network);
  g_assert_cmpuint (chain_network_n_layers (network), ==, 1);
  g_assert_cmpfloat (chain_network_layer (network, 0)->kernel->values[1], ==, 8);
  g_assert_cmpfloat (chain_network_layer (network, 0)->bias->values[0], ==, -2);
}

/* A very deep network's formula stays a line or two. */
static void
test_count_of_deep (void)
{
  g_autoptr (GString)      layers = g_string_new ("2");
  g_autoptr (ChainNetwork) network = NULL;
  g_autofree char         *formula = NULL;

  for (guint i = 1; i < 1000; i++)
    g_string_append (layers, ", 2");
  network = network_of (layers->str, 2);
  formula = chain_summary_count_formula (network);
  g_assert_true (g_str_has_suffix (formula, " + 2 + … + 2) = 6000"));
  g_assert_cmpuint (strlen (formula), <, 250);
}

static void
test_weights_must_fit (void)
{
  g_autoptr (ChainNetwork) network = network_of ("3 tanh, 2", 2);
  g_autoptr (GError) error = NULL;

  g_assert_false (chain_network_set_inputs (network, 4, &error));
  g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE);
  g_assert_cmpstr (error->message, ==,
                   "network.weights[0].kernel: expected shape [4, 3], found [2, 3]");
  g_assert_cmpuint (network->n_inputs, ==, 2);
}

/* Every initializer stays in the range its formula promises, and repeats from its seed. */
static void
test_initializers (void)
{
  for (const ChainInitializer *const *row = chain_initializers; *row != NULL; row++)
    {
      g_autoptr (ChainTensor) one = chain_tensor_new (30, 20);
      g_autoptr (ChainTensor) other = chain_tensor_new (30, 20);
      ChainRandom random;
      double      p[CHAIN_MAX_PARAMETERS];

      chain_parameters_init ((*row)->parameters, p);
      chain_random_init (&random, 7, CHAIN_STREAM_WEIGHTS);
      (*row)->fill (one, p, &random);
      chain_random_init (&random, 7, CHAIN_STREAM_WEIGHTS);
      (*row)->fill (other, p, &random);
      g_assert_cmpmem (one->values, 600 * sizeof (double), other->values, 600 * sizeof (double));
      for (gsize i = 0; i < 600; i++)
        g_assert_cmpfloat (fabs (one->values[i]), <=, 1);
      g_assert_true (chain_initializer_find ((*row)->name) == *row);
    }
}

static void
test_glorot_limit (void)
{
  g_autoptr (ChainTensor) kernel = chain_tensor_new (40, 60);
  const double limit = sqrt (6.0 / 100);
  double       largest = 0;
  double       mean = 0;
  ChainRandom  random;

  chain_random_init (&random, 1, CHAIN_STREAM_WEIGHTS);
  chain_initializer_find ("glorot_uniform")->fill (kernel, NULL, &random);
  for (gsize i = 0; i < 2400; i++)
    {
      largest = fmax (largest, fabs (kernel->values[i]));
      mean += kernel->values[i] / 2400;
    }
  g_assert_cmpfloat (largest, <=, limit);
  g_assert_cmpfloat (largest, >, 0.99 * limit);
  g_assert_cmpfloat (fabs (mean), <, 0.02 * limit * 3);
}

/* A loss that reads logits refuses another output activation, by name. */
static void
test_loss_needs_its_activation (void)
{
  g_autoptr (ChainNetwork) network = network_of ("3 relu", 2);
  g_autoptr (GError) error = NULL;

  g_assert_null (chain_recording_new (
      network, chain_op_find (CHAIN_OP_LOSS, "categorical_crossentropy"), NULL, &error));
  g_assert_cmpstr (error->message, ==,
                   "training.loss: categorical_crossentropy expects an output layer with "
                   "softmax, found relu");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/network/count", test_count);
  g_test_add_func ("/engine/network/count-without-bias", test_count_without_bias);
  g_test_add_func ("/engine/network/text-errors", test_text_errors);
  g_test_add_func ("/engine/network/fit-weights", test_fit_weights);
  g_test_add_func ("/engine/network/move-layer", test_move_layer);
  g_test_add_func ("/engine/network/duplicate-layer", test_duplicate_layer);
  g_test_add_func ("/engine/network/presets", test_presets);
  g_test_add_func ("/engine/network/preset-weights", test_preset_weights);
  g_test_add_func ("/engine/network/count-of-deep", test_count_of_deep);
  g_test_add_func ("/engine/network/weights-must-fit", test_weights_must_fit);
  g_test_add_func ("/engine/network/initializers", test_initializers);
  g_test_add_func ("/engine/network/glorot-limit", test_glorot_limit);
  g_test_add_func ("/engine/network/loss-needs-its-activation", test_loss_needs_its_activation);
  return g_test_run ();
}
