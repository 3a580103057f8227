/* health.c: tests of networks made to be dead, saturated, vanishing, exploding and healthy.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>
#include <string.h>

static ChainHealth *
health_of (ChainNetwork *network, const char *loss, double learning_rate, ChainDataset *dataset)
{
  g_autoptr (GError)   error = NULL;
  ChainTrainingOptions options;
  ChainHealth         *health;

  chain_training_options_init (&options);
  chain_training_options_set_loss (&options, chain_op_find (CHAIN_OP_LOSS, loss));
  options.learning_rate = learning_rate;
  options.batch_size = 4;
  health = chain_health_new (network, &options, dataset, 0, NULL, &error);
  g_assert_no_error (error);
  return health;
}

static void
assert_warning (const ChainHealth *health, guint index, const char *text)
{
  g_assert_cmpuint (index, <, health->warnings->len);
  g_assert_cmpstr (g_ptr_array_index (health->warnings, index), ==, text);
}

static void
test_healthy (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0.2);
  g_autoptr (ChainNetwork) network = fixture_network ("6 tanh, 5 tanh, 1 linear", 2, NULL);
  g_autoptr (ChainHealth)  health = health_of (network, "mse", 0.01, dataset);

  g_assert_cmpuint (health->warnings->len, ==, 0);
  g_assert_cmpuint (health->n_rows, ==, dataset->n_training_rows);
  g_assert_cmpuint (health->n_layers, ==, 3);
  for (guint i = 0; i < health->n_layers; i++)
    {
      const ChainLayerHealth *layer = &health->layers[i];

      g_assert_cmpuint (layer->n_units, ==, chain_network_layer (network, i)->units);
      g_assert_cmpuint (layer->n_dead + layer->n_saturated, ==, 0);
      g_assert_cmpfloat (layer->mean_z, >, 0);
      g_assert_cmpfloat (layer->mean_z, <, layer->largest_z);
      g_assert_cmpfloat (layer->signal_ratio, >, 0.01);
      g_assert_cmpfloat (layer->signal_ratio, <=, 1);
    }
}

/* What becomes of a unit whose weighted sum is far below or far above 0. */
static const struct
{
  const char *activation;
  char        below; /* d: dead, s: saturated, -: neither */
  char        above;
} far[] = {
  { "linear", '-', '-' },   { "relu", 'd', '-' },     { "leaky_relu", '-', '-' },
  { "elu", 's', '-' },      { "selu", 's', '-' },     { "sigmoid", 's', 's' },
  { "tanh", 's', 's' },     { "softplus", 's', '-' }, { "softsign", 's', 's' },
  { "swish", 's', '-' },    { "gelu", 'd', '-' },     { "softmax", '-', '-' },
};

static char
far_at (const char *activation, double bias)
{
  const double             weights[] = { 0.5, -1, 0.3, 0.2, /* b */ bias, bias, 1, 1, /* b */ 0 };
  g_autofree char         *layers = g_strdup_printf ("2 %s, 1 linear", activation);
  g_autoptr (ChainDataset) dataset = fixture_waves (0);
  g_autoptr (ChainNetwork) network = fixture_network (layers, 2, weights);
  g_autoptr (ChainHealth)  health = health_of (network, "mse", 1e-9, dataset);

  g_assert_true (health->layers[0].n_dead == 0 || health->layers[0].n_saturated == 0);
  if (health->layers[0].n_dead == 2)
    assert_warning (health, 0, "Hidden 1: 2 of 2 units are dead: their output is 0 on every row");
  if (health->layers[0].n_saturated == 2)
    assert_warning (health, 0, "Hidden 1: 2 of 2 units are saturated: the activation is nearly "
                               "flat on nearly every row");
  return health->layers[0].n_dead == 2 ? 'd' : health->layers[0].n_saturated == 2 ? 's' : '-';
}

static void
test_far (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (far); i++)
    {
      g_test_message ("%s", far[i].activation);
      g_assert_cmpint (far_at (far[i].activation, -60), ==, far[i].below);
      g_assert_cmpint (far_at (far[i].activation, 60), ==, far[i].above);
      g_assert_cmpint (far_at (far[i].activation, 0), ==, '-');
    }
  for (const ChainOp *const *op = chain_activations; *op != NULL; op++)
    {
      gboolean covered = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (far); i++)
        covered |= g_str_equal (far[i].activation, (*op)->name);
      g_assert_true (covered);
    }
}

/* One of three relu units is 0 on all rows; another one on some, which is what relu is for. */
static void
test_some_dead (void)
{
  guint n_marked = 0;
  const double             inputs[] = { -1, 1, 2 };
  const double             targets[] = { 1, 0, 3 };
  const double             weights[] = { 1, 1, -1, /* b */ 0, -9, 5, 0.5, 0.5, 0.5, /* b */ 0 };
  g_autoptr (ChainDataset) dataset = fixture_dataset (3, 1, inputs, 1, targets, 0);
  g_autoptr (ChainNetwork) network = fixture_network ("3 relu, 1 linear", 1, weights);
  g_autoptr (ChainHealth)  health = health_of (network, "mse", 1e-3, dataset);

  g_assert_cmpuint (health->layers[0].n_dead, ==, 1);
  g_assert_cmpuint (health->warnings->len, ==, 1);
  assert_warning (health, 0, "Hidden 1: 1 of 3 units is dead: its output is 0 on every row");
  g_assert_cmpstr (health->layers[0].warnings->pdata[0], ==,
                   "1 of 3 units is dead: its output is 0 on every row");
  g_assert_cmpuint (health->layers[0].advice->len, ==, 1);
  for (guint unit = 0; unit < 3; unit++)
    n_marked += chain_health_unit (health, 1, unit) == CHAIN_UNIT_DEAD;
  g_assert_cmpuint (n_marked, ==, 1);
  g_assert_cmpint (chain_health_unit (health, 7, 0), ==, CHAIN_UNIT_HEALTHY);
}

/* z is 3x − 1, for x of 1 and 2; L = (2 z)² as the target is 0; so ∂L/∂z = 4 z per mean row. */
static void
test_figures (void)
{
  const double             inputs[] = { 1, 2 };
  const double             targets[] = { 0, 0 };
  const double             weights[] = { 3, -1, 2, 0 };
  g_autoptr (ChainDataset) dataset = fixture_dataset (2, 1, inputs, 1, targets, 0);
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear, 1 linear", 1, weights);
  g_autoptr (ChainHealth)  health = health_of (network, "mse", 0.001, dataset);
  const ChainLayerHealth  *layer = &health->layers[0];

  g_assert_cmpfloat (layer->mean_z, ==, 3.5);
  g_assert_cmpfloat (layer->largest_z, ==, 5);
  g_assert_cmpfloat_with_epsilon (layer->gradient_norm, 8 + 40, 1e-12);
  g_assert_cmpfloat_with_epsilon (layer->signal, sqrt ((64.0 + 400) / 2), 1e-12);
  g_assert_cmpfloat_with_epsilon (layer->signal_ratio, 2, 1e-12);
  g_assert_cmpfloat_with_epsilon (layer->update_ratio, 0.048 / 3, 1e-12);
}

static ChainNetwork *
deep_network (const char *activation, guint n_layers, double weight)
{
  g_autoptr (GString) layers = g_string_new (NULL);
  ChainNetwork       *network;

  for (guint i = 0; i < n_layers; i++)
    g_string_append_printf (layers, "2 %s, ", activation);
  g_string_append (layers, "1 linear");
  network = fixture_network (layers->str, 2, NULL);
  for (guint i = 0; i <= n_layers; i++)
    chain_tensor_fill (chain_network_layer (network, i)->kernel, weight);
  return network;
}

static void
test_vanishing (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);
  g_autoptr (ChainNetwork) network = deep_network ("sigmoid", 6, 0.5);
  g_autoptr (ChainHealth)  health = health_of (network, "mse", 1e-3, dataset);

  g_assert_cmpuint (health->warnings->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (health->warnings, 0),
                                   "Hidden 2: the gradient vanishes on its way back: ∂L/∂z is "));
  g_assert_cmpfloat (health->layers[2].signal_ratio, >, CHAIN_HEALTH_VANISHING);
  g_assert_cmpfloat (health->layers[1].signal_ratio, <, CHAIN_HEALTH_VANISHING);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat (health->layers[i].signal_ratio, <, health->layers[i + 1].signal_ratio);
}

/* Each layer back doubles it and multiplies it by 4: 4, 32, 256, 2048. */
static void
test_exploding (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);
  g_autoptr (ChainNetwork) network = deep_network ("linear", 4, 4);
  g_autoptr (ChainHealth)  health = health_of (network, "mse", 1e-12, dataset);

  g_assert_cmpfloat_with_epsilon (health->layers[3].signal_ratio, 4, 1e-9);
  g_assert_cmpfloat_with_epsilon (health->layers[0].signal_ratio, 2048, 1e-9);
  g_assert_cmpuint (health->warnings->len, ==, 1);
  assert_warning (health, 0, "Hidden 1: the gradient explodes on its way back: ∂L/∂z is 2048 "
                             "times that of the output");
}

static void
test_large_update (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, NULL);
  g_autoptr (ChainHealth)  health = health_of (network, "mse", 5, dataset);

  g_assert_cmpuint (health->warnings->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (health->warnings, 0),
                                   "Output: one update changes the weights by "));
}

/* A sigmoid that its loss reads the logits of may be flat: that is what being right looks like.
 * Past the last bit of a probability it is told all the same. */
static void
test_logits (void)
{
  const double inputs[] = { -1, 1 };
  const double targets[] = { 0, 1 };
  const double scales[] = { 20, 50 };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      const double             weights[] = { scales[i], 0 };
      g_autoptr (ChainDataset) dataset = fixture_dataset (2, 1, inputs, 1, targets, 0);
      g_autoptr (ChainNetwork) network = fixture_network ("1 sigmoid", 1, weights);
      g_autoptr (ChainHealth)  health = health_of (network, "binary_crossentropy", 0.1, dataset);

      g_assert_cmpuint (health->layers[0].n_saturated, ==, 0);
      g_assert_cmpuint (health->warnings->len, ==, i);
      if (i == 1)
        assert_warning (health, 0,
                        "Output: z is as large as 50: probabilities are rounded to 0 or 1");
    }
}

/* With the state of a run, its weights count and not the network's. */
static void
test_state (void)
{
  g_autoptr (ChainDataset)   dataset = fixture_waves (0);
  g_autoptr (ChainNetwork)   network = fixture_network ("1 linear", 2, NULL);
  g_autoptr (ChainIteration) iteration = NULL;
  g_autoptr (ChainHealth)    health = NULL;
  g_autofree double         *state = NULL;
  ChainTrainingOptions       options;

  chain_training_options_init (&options);
  chain_training_options_set_optimizer (&options, chain_optimizer_find ("adam"));
  iteration = chain_iteration_new (network, &options, dataset, NULL);
  for (guint i = 0; i < 5; i++)
    chain_iteration_run (iteration);
  state = chain_iteration_save_state (iteration);
  chain_tensor_fill (chain_network_layer (network, 0)->kernel, 0);
  health = chain_health_new (network, &options, dataset, iteration->t, state, NULL);
  g_assert_cmpfloat (health->layers[0].mean_z, >, 0);
  g_assert_cmpfloat (health->layers[0].update_ratio, >, 0);
}

static void
test_misfit (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 3, NULL);
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     options;

  chain_training_options_init (&options);
  g_assert_null (chain_health_new (network, &options, dataset, 0, NULL, &error));
  g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/health/healthy", test_healthy);
  g_test_add_func ("/engine/health/far-from-zero", test_far);
  g_test_add_func ("/engine/health/some-dead", test_some_dead);
  g_test_add_func ("/engine/health/figures", test_figures);
  g_test_add_func ("/engine/health/vanishing", test_vanishing);
  g_test_add_func ("/engine/health/exploding", test_exploding);
  g_test_add_func ("/engine/health/large-update", test_large_update);
  g_test_add_func ("/engine/health/logits", test_logits);
  g_test_add_func ("/engine/health/state", test_state);
  g_test_add_func ("/engine/health/misfit", test_misfit);
  return g_test_run ();
}
