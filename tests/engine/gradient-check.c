/* gradient-check.c: tests of the gradients against central differences: every row of the tables,
 * kinks, wrong derivatives and samples.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>
#include <string.h>

static ChainIteration *
iteration_for (ChainNetwork *network, const ChainOp *loss, ChainDataset *dataset, guint batch_size)
{
  g_autoptr (GError)   error = NULL;
  ChainTrainingOptions options;
  ChainIteration      *iteration;

  chain_training_options_init (&options);
  chain_training_options_set_loss (&options, loss);
  options.batch_size = batch_size;
  iteration = chain_iteration_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  return iteration;
}

/* Targets that are probabilities, so that they suit every loss. */
static ChainDataset *
two_outputs (void)
{
  static const double inputs[][2]
    = { { 0.3, -1.2 }, { 1.1, 0.4 }, { -0.7, 0.9 }, { 0.2, 0.1 }, { -1.5, -0.6 } };
  static const double targets[][2]
    = { { 1, 0 }, { 0, 1 }, { 0.25, 0.75 }, { 0, 1 }, { 0.5, 0.5 } };

  return fixture_dataset (G_N_ELEMENTS (inputs), 2, &inputs[0][0], 2, &targets[0][0], 0);
}

static ChainGradientCheck
check_of (ChainIteration *iteration)
{
  g_autoptr (GError) error = NULL;
  g_autofree double *before = chain_iteration_save_state (iteration);
  g_autofree double *after = NULL;
  const gsize        size = chain_iteration_state_size (iteration) * sizeof (double);
  ChainGradientCheck check;

  g_assert_true (chain_gradient_check_run (iteration, NULL, NULL, &check, &error));
  g_assert_no_error (error);
  after = chain_iteration_save_state (iteration);
  g_assert_cmpmem (before, size, after, size);
  g_assert_cmpuint (iteration->t, ==, 0);
  return check;
}

static ChainGradientCheck
check_layers (const char *layers, const ChainOp *loss)
{
  g_autoptr (ChainDataset)   dataset = two_outputs ();
  g_autoptr (ChainNetwork)   network = fixture_network (layers, 2, NULL);
  g_autoptr (ChainIteration) iteration = iteration_for (network, loss, dataset, 5);

  g_test_message ("%s, %s", layers, loss->name);
  return check_of (iteration);
}

static const ChainOp *
loss_named (const char *name)
{
  return chain_op_find (CHAIN_OP_LOSS, name);
}

static void
test_activation (gconstpointer data)
{
  const ChainOp     *activation = data;
  g_autofree char   *layers = g_strdup_printf ("4 %s, 3 %s, 2 linear", activation->name,
                                               activation->name);
  ChainGradientCheck check = check_layers (layers, loss_named ("mse"));

  g_assert_cmpuint (check.n_parameters, ==, (2 * 4 + 4) + (4 * 3 + 3) + (3 * 2 + 2));
  g_assert_cmpuint (check.n_checked, ==, check.n_parameters);
  g_assert_cmpuint (check.n_rows, ==, 5);
  g_assert_cmpuint (check.n_kinks, ==, 0);
  g_assert_cmpuint (check.largest.node, !=, CHAIN_NO_NODE);
  g_assert_cmpfloat (check.largest.error, <, 2e-9);
}

static void
test_loss (gconstpointer data)
{
  const ChainOp     *loss = data;
  g_autofree char   *layers = g_strdup_printf (
    "4 tanh, 3 sigmoid, 2 %s", loss->from_logits_of != NULL ? loss->from_logits_of : "linear");
  ChainGradientCheck check = check_layers (layers, loss);

  g_assert_cmpuint (check.n_kinks, ==, 0);
  g_assert_cmpfloat (check.largest.error, <, 2e-9);
}

/* Input 1 feeds hidden unit 1 with a weighted sum of exactly 0. */
static ChainNetwork *
at_kink (const char *layers)
{
  static const double weights[] = { 1, 0.5, /* b */ -2, 0.25, /* W2 */ 0.7, -0.4, /* b */ 0.1 };

  return fixture_network (layers, 1, weights);
}

/* What the unit at the kink touches on its way in lies at a kink; the rest is compared. */
static void
test_kink (gconstpointer data)
{
  const ChainOp             *activation = data;
  g_autofree char           *layers = g_strdup_printf ("2 %s, 1 linear", activation->name);
  const double               input = 2;
  const double               target = 5;
  g_autoptr (ChainDataset)   dataset = fixture_dataset (1, 1, &input, 1, &target, 0);
  g_autoptr (ChainNetwork)   network = at_kink (layers);
  g_autoptr (ChainIteration) iteration = iteration_for (network, loss_named ("mse"), dataset, 1);
  const ChainGradientCheck   check = check_of (iteration);
  gboolean                   kink;

  g_assert_cmpuint (check.n_checked, ==, 7);
  g_assert_cmpuint (check.n_kinks, ==, activation->piece != NULL ? 2 : 0);
  g_assert_cmpfloat (check.largest.error, <, 2e-9);
  chain_gradient_check_element (iteration->recording, iteration->walk,
                                iteration->recording->layers[0].bias, 0, 0, &kink);
  g_assert_cmpint (kink, ==, activation->piece != NULL);
}

/* Losses with an error of exactly 0, or exactly δ. */
static void
test_loss_kink (void)
{
  static const struct
  {
    const char *loss;
    double      target;
    guint       n_kinks;
  } cases[] = { { "mae", 2, 2 }, { "mae", 2.5, 0 }, { "huber", 1, 2 }, { "huber", 3, 2 },
                { "huber", 1.5, 0 }, { "mse", 2, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const double               weights[] = { 1, 0 };
      const double               input = 2;
      g_autoptr (ChainDataset)   dataset = fixture_dataset (1, 1, &input, 1, &cases[i].target, 0);
      g_autoptr (ChainNetwork)   network = fixture_network ("1 linear", 1, weights);
      g_autoptr (ChainIteration) iteration
        = iteration_for (network, loss_named (cases[i].loss), dataset, 1);
      const ChainGradientCheck   check = check_of (iteration);

      g_assert_cmpuint (check.n_kinks, ==, cases[i].n_kinks);
      g_assert_true ((check.largest.node == CHAIN_NO_NODE) == (cases[i].n_kinks == 2));
    }
}

/* Wide relu layers cross many kinks; smaller steps get around nearly all of them. */
static void
test_many_kinks (void)
{
  g_autoptr (ChainDataset)   dataset = fixture_waves (0);
  g_autoptr (ChainNetwork)   network = fixture_network ("24 relu, 24 relu, 1 linear", 2, NULL);
  g_autoptr (ChainIteration) iteration = iteration_for (network, loss_named ("mse"), dataset, 50);
  const ChainGradientCheck   check = check_of (iteration);

  g_assert_cmpuint (check.n_kinks, <, check.n_checked / 10);
  g_assert_cmpfloat (check.largest.error, <, CHAIN_GRADIENT_CHECK_TOLERANCE / 10);
}

/* Inputs in the thousands: steps follow them. */
static void
test_scale (void)
{
  static const double        scales[] = { 1e-4, 1, 1e4 };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      const double               inputs[] = { 3 * scales[i], -2 * scales[i] };
      const double               targets[] = { 0.4, -0.3 };
      const double               weights[]
        = { 0.3 / scales[i], -0.4 / scales[i], 0.1, 0.2, 0.8, -0.5, 0.3 };
      g_autoptr (ChainDataset)   dataset = fixture_dataset (2, 1, inputs, 1, targets, 0);
      g_autoptr (ChainNetwork)   network = fixture_network ("2 tanh, 1 linear", 1, weights);
      g_autoptr (ChainIteration) iteration
        = iteration_for (network, loss_named ("mse"), dataset, 2);

      g_assert_cmpfloat (check_of (iteration).largest.error, <, 2e-8);
    }
}

/* A derivative that is wrong by one part in ten thousand, in a copy of a row of the table. */
static double
wrong_derivative (double z, double a, const double *p)
{
  return 1.0001 * chain_op_find (CHAIN_OP_ACTIVATION, "tanh")->derivative (z, a, p);
}

static void
test_wrong (void)
{
  g_autoptr (ChainDataset)   dataset = fixture_waves (0);
  g_autoptr (ChainNetwork)   network = fixture_network ("3 tanh, 1 linear", 2, NULL);
  ChainOp                    wrong = *chain_network_layer (network, 0)->activation;
  g_autoptr (ChainIteration) iteration = NULL;
  ChainGradientCheck         check;

  wrong.derivative = wrong_derivative;
  chain_network_layer (network, 0)->activation = &wrong;
  iteration = iteration_for (network, loss_named ("mse"), dataset, 50);
  check = check_of (iteration);
  g_assert_cmpfloat (check.largest.error, >, 0.9e-4);
  g_assert_cmpfloat (check.largest.error, <, 1.1e-4);
  g_assert_cmpfloat_with_epsilon (check.largest.analytic, 1.0001 * check.largest.numeric, 1e-9);
  g_assert_cmpint (chain_graph_node (iteration->recording->graph, check.largest.node)->origin.layer,
                   ==, 1);
}

static void
count_calls (guint64 n_done, guint64 n_planned, gpointer data)
{
  guint64 *n_calls = data;

  g_assert_cmpuint (n_done, ==, ++*n_calls);
  g_assert_cmpuint (n_planned, ==, CHAIN_GRADIENT_CHECK_MOST_PARAMETERS);
}

static void
test_sample (void)
{
  g_autoptr (ChainDataset)   dataset = fixture_waves (0);
  g_autoptr (ChainNetwork)   network = fixture_network ("120 tanh, 90 tanh, 1 linear", 2, NULL);
  g_autoptr (ChainIteration) iteration = iteration_for (network, loss_named ("mse"), dataset, 1);
  ChainGradientCheck         first;
  ChainGradientCheck         second;
  guint64                    n_calls = 0;

  g_assert_true (chain_gradient_check_run (iteration, count_calls, &n_calls, &first, NULL));
  g_assert_cmpuint (n_calls, ==, CHAIN_GRADIENT_CHECK_MOST_PARAMETERS);
  g_assert_cmpuint (first.n_parameters, ==, 360 + 120 * 90 + 90 + 91);
  g_assert_cmpuint (first.n_checked, ==, n_calls);
  g_assert_cmpfloat (first.largest.error, <, 1e-8);
  second = check_of (iteration);
  g_assert_cmpmem (&first, sizeof first, &second, sizeof second);
}

/* One element is as in the whole check, and the walk is left as it was, whatever it held. */
static void
test_element (void)
{
  g_autoptr (ChainDataset)   dataset = fixture_waves (0);
  g_autoptr (ChainNetwork)   network = fixture_network ("3 tanh, 1 linear", 2, NULL);
  g_autoptr (ChainIteration) iteration = iteration_for (network, loss_named ("mse"), dataset, 9);
  const ChainRecording      *recording = iteration->recording;
  const guint                kernel = recording->layers[0].kernel;
  const ChainTensor         *adjoint;
  const ChainTensor         *a;

  chain_iteration_load (iteration);
  chain_walk_forward (iteration->walk, 0, recording->loss + 1);
  chain_walk_backward (iteration->walk, recording->loss);
  adjoint = chain_walk_adjoint (iteration->walk, kernel);
  a = chain_walk_value (iteration->walk, recording->layers[0].a);
  chain_tensor_fill (chain_walk_value (iteration->walk, recording->layers[0].a), 77);
  for (gsize i = 0; i < chain_tensor_size (adjoint); i++)
    {
      gboolean     kink = TRUE;
      const double numeric = chain_gradient_check_element (recording, iteration->walk, kernel,
                                                           i / 3, i % 3, &kink);

      g_assert_false (kink);
      g_assert_cmpfloat_with_epsilon (numeric, adjoint->values[i], 1e-11);
      g_assert_cmpfloat (a->values[i], ==, 77);
    }
  g_assert_cmpmem (chain_walk_value (iteration->walk, kernel)->values, 6 * sizeof (double),
                   chain_network_layer (network, 0)->kernel->values, 6 * sizeof (double));
}

static void
test_not_finite (void)
{
  const double               weights[] = { 1e200, 1e200 };
  const double               input = 1;
  const double               target = 0;
  g_autoptr (ChainDataset)   dataset = fixture_dataset (1, 1, &input, 1, &target, 0);
  g_autoptr (ChainNetwork)   network = fixture_network ("1 linear", 1, weights);
  g_autoptr (ChainIteration) iteration = iteration_for (network, loss_named ("mse"), dataset, 1);
  g_autoptr (GError)         error = NULL;
  ChainGradientCheck         check;

  g_assert_false (chain_gradient_check_run (iteration, NULL, NULL, &check, &error));
  g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_DIVERGED);
  g_assert_nonnull (strstr (error->message, "the loss is not finite"));
}

static void
add_for_each (const char *path, const ChainOp *const *table, GTestDataFunc test)
{
  for (const ChainOp *const *op = table; *op != NULL; op++)
    {
      g_autofree char *name = g_strconcat (path, (*op)->name, NULL);

      g_test_add_data_func (name, *op, test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_for_each ("/engine/gradient-check/activation/", chain_activations, test_activation);
  add_for_each ("/engine/gradient-check/loss/", chain_losses, test_loss);
  add_for_each ("/engine/gradient-check/kink/", chain_activations, test_kink);
  g_test_add_func ("/engine/gradient-check/kink-of-loss", test_loss_kink);
  g_test_add_func ("/engine/gradient-check/many-kinks", test_many_kinks);
  g_test_add_func ("/engine/gradient-check/scale", test_scale);
  g_test_add_func ("/engine/gradient-check/wrong", test_wrong);
  g_test_add_func ("/engine/gradient-check/sample", test_sample);
  g_test_add_func ("/engine/gradient-check/element", test_element);
  g_test_add_func ("/engine/gradient-check/not-finite", test_not_finite);
  return g_test_run ();
}
