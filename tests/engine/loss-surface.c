/* loss-surface.c: tests of the loss over two weights and of the way descent took.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

static const ChainSurfaceWeight w1 = { .layer = 0, .row = 0 };
static const ChainSurfaceWeight w2 = { .layer = 0, .row = 1 };
static const ChainSurfaceWeight b = { .layer = 0, .bias = TRUE };

/* y = 2 x₁ + 3 x₂ + 5 */
static ChainDataset *
new_dataset (void)
{
  static const double inputs[] = { 2, 3, /**/ 1, 4, /**/ 0, -1, /**/ 3, 0 };
  static const double targets[] = { 18, 19, 2, 11 };

  return fixture_dataset (4, 2, inputs, 1, targets, 0);
}

static void
init_options (ChainTrainingOptions *options)
{
  chain_training_options_init (options);
  chain_training_options_set_loss (options, chain_op_find (CHAIN_OP_LOSS, "mse"));
  chain_training_options_set_optimizer (options, chain_optimizer_find ("sgd"));
  options->learning_rate = 0.02;
  options->batch_size = 1;
  options->shuffle = FALSE;
}

/* L = mean of (2 − w₁)² x₁² + …: by hand at every point. */
static void
test_values (void)
{
  const double                 weights[] = { 5, 8, 5 };
  const ChainSurfaceAxis        x = { w1, -1, 3 }, y = { w2, 1, 5 };
  g_autoptr (ChainNetwork)     network = fixture_network ("1 linear", 2, weights);
  g_autoptr (ChainDataset)     dataset = new_dataset ();
  g_autoptr (ChainLossSurface) surface = NULL;
  g_autoptr (GError)           error = NULL;
  ChainTrainingOptions         options;

  init_options (&options);
  surface = chain_loss_surface_new (network, &options, dataset, &x, &y, 5, 100, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (surface->n_rows, ==, 4);
  for (guint row = 0; row < 5; row++)
    for (guint column = 0; column < 5; column++)
      {
        const double d1 = -1 + (double) column - 2, d2 = 5 - (double) row - 3;
        double       expected = 0;

        for (guint i = 0; i < 4; i++)
          {
            const double error_of_row = d1 * dataset->inputs[2 * i] + d2 * dataset->inputs[2 * i + 1];

            expected += error_of_row * error_of_row / 4;
          }
        g_assert_cmpfloat_with_epsilon (surface->losses[row * 5 + column], expected, 1e-10);
      }
  /* The network itself stays as it is. */
  g_assert_cmpfloat (*chain_network_weight (network, &w1), ==, 5);
}

static void
test_penalties (void)
{
  const double             weights[] = { 2, 3, 5 };
  const ChainSurfaceAxis    x = { w1, 2, 3 }, y = { b, 5, 6 };
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, weights);
  g_autoptr (ChainDataset) dataset = new_dataset ();
  ChainTrainingOptions     options;

  init_options (&options);
  chain_network_layer (network, 0)->l2 = 0.5;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ChainLossSurface) surface
          = chain_loss_surface_new (network, &options, dataset, &x, &y, 2, 100, i == 1, NULL, NULL);

      g_assert_cmpfloat_with_epsilon (surface->losses[2], i == 1 ? 0.5 * 13 : 0, 1e-12);
    }
}

static void
test_some_rows (void)
{
  const ChainSurfaceAxis        x = { w1, 2, 3 }, y = { b, 5, 6 };
  g_autoptr (ChainNetwork)     network = fixture_network ("1 linear", 2, NULL);
  g_autoptr (ChainDataset)     dataset = new_dataset ();
  g_autoptr (ChainLossSurface) surface = NULL;
  ChainTrainingOptions         options;

  init_options (&options);
  surface = chain_loss_surface_new (network, &options, dataset, &x, &y, 2, 2, FALSE, NULL, NULL);
  g_assert_cmpuint (surface->n_rows, ==, 2);
  g_assert_cmpuint (surface->of_rows, ==, 4);
}

static void
test_cancel (void)
{
  const ChainSurfaceAxis    x = { w1, 2, 3 }, y = { b, 5, 6 };
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, NULL);
  g_autoptr (ChainDataset) dataset = new_dataset ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     options;

  init_options (&options);
  g_cancellable_cancel (cancellable);
  g_assert_null (chain_loss_surface_new (network, &options, dataset, &x, &y, 9, 9, FALSE,
                                         cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The numbers of the worked example, and those of the run that is repeated. */
static void
test_way (void)
{
  const double               weights[] = { 5, 8, -2 };
  g_autoptr (ChainNetwork)   network = fixture_network ("1 linear", 2, weights);
  g_autoptr (ChainDataset)   dataset = new_dataset ();
  g_autoptr (ChainIteration) iteration = NULL;
  g_autoptr (GArray)         way = NULL;
  g_autofree double         *state = NULL;
  ChainTrainingOptions       options;

  init_options (&options);
  iteration = chain_iteration_new (network, &options, dataset, NULL);
  state = chain_iteration_save_state (iteration);
  way = chain_descent_repeat (network, &options, dataset, state, 0, 6, &w1, &w2, NULL, NULL);
  g_assert_cmpuint (way->len, ==, 7);
  for (guint i = 0; i < way->len; i++)
    {
      const ChainDescentPoint *point = &g_array_index (way, ChainDescentPoint, i);
      const ChainTensor       *kernel
          = chain_iteration_variable (iteration, iteration->recording->layers[0].kernel);

      g_assert_cmpuint (point->t, ==, i);
      g_assert_cmpfloat (point->x, ==, kernel->values[0]);
      g_assert_cmpfloat (point->y, ==, kernel->values[1]);
      chain_iteration_run (iteration);
    }
  g_assert_cmpfloat_with_epsilon (g_array_index (way, ChainDescentPoint, 1).x, 3.88, 1e-12);
  g_assert_cmpfloat_with_epsilon (g_array_index (way, ChainDescentPoint, 1).y, 6.32, 1e-12);
}

/* Where the run diverged the way ends. */
static void
test_diverged (void)
{
  const double             state[] = { 1e200, 1e200, 0 };
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, NULL);
  g_autoptr (ChainDataset) dataset = new_dataset ();
  g_autoptr (GArray)       way = NULL;
  ChainTrainingOptions     options;

  init_options (&options);
  way = chain_descent_repeat (network, &options, dataset, state, 3, 100, &w1, &b, NULL, NULL);
  g_assert_cmpuint (way->len, <, 97);
  g_assert_cmpuint (g_array_index (way, ChainDescentPoint, 0).t, ==, 3);
}

static void
test_no_such_weight (void)
{
  const ChainSurfaceWeight   none[] = { { 1, FALSE, 0, 0 }, { 0, FALSE, 2, 0 }, { 0, TRUE, 1, 0 } };
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (chain_network_weight (network, &none[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/loss-surface/values", test_values);
  g_test_add_func ("/engine/loss-surface/penalties", test_penalties);
  g_test_add_func ("/engine/loss-surface/some-rows", test_some_rows);
  g_test_add_func ("/engine/loss-surface/cancel", test_cancel);
  g_test_add_func ("/engine/descent/way", test_way);
  g_test_add_func ("/engine/descent/diverged", test_diverged);
  g_test_add_func ("/engine/descent/no-such-weight", test_no_such_weight);
  return g_test_run ();
}
