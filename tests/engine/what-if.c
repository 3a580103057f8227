/* what-if.c: stepping other numbers than the data's, and some rows of a batch alone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <string.h>

static ChainStepper *
worked_example (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainProject) project = chain_project_new_for_sample ("worked_example");
  g_autoptr (ChainDataset) dataset = chain_project_open_data (project, NULL, &error);
  ChainStepper *stepper;

  g_assert_no_error (error);
  stepper = chain_stepper_new (project->network, &project->training, dataset, &error);
  g_assert_no_error (error);
  return stepper;
}

static ChainStepper *
waves (guint batch_size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainDataset) dataset = fixture_waves (0.25);
  g_autoptr (ChainNetwork) network = NULL;
  ChainTrainingOptions options;
  ChainStepper        *stepper;

  network = chain_network_new_from_text ("4 tanh, 3 relu, 1", &error);
  g_assert_no_error (error);
  chain_network_set_inputs (network, dataset->n_inputs, &error);
  g_assert_no_error (error);
  chain_training_options_init (&options);
  options.batch_size = batch_size;
  options.shuffle = TRUE;
  stepper = chain_stepper_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  return stepper;
}

static const ChainStep *
find_step (ChainStepper *stepper, ChainPhase phase, guint layer, ChainQuantity quantity)
{
  for (guint i = 0; i < chain_stepper_n_steps (stepper); i++)
    {
      const ChainStep *step = chain_stepper_step (stepper, i);

      if (step->phase == phase && step->layer == layer && step->quantity == quantity)
        return step;
    }
  g_assert_not_reached ();
}

static double
value_of (ChainStepper *stepper, ChainPhase phase, guint layer, ChainQuantity quantity, gsize element)
{
  return chain_stepper_value (stepper, find_step (stepper, phase, layer, quantity))->values[element];
}

/* By hand: with x₁ = 3 instead of 2, ŷ = 5·3 + 8·3 − 2 = 37 and L = 19² = 361. What is tried is
 * forgotten when the iteration ends. */
static void
test_what_if (void)
{
  g_autoptr (ChainStepper) tried = worked_example ();
  g_autoptr (ChainStepper) plain = worked_example ();
  const guint              n = chain_stepper_n_steps (tried);

  chain_stepper_go_to (tried, 0, n);
  chain_stepper_try_value (tried, FALSE, 0, 0, 3);
  g_assert_cmpuint (chain_stepper_position (tried), ==, n);
  g_assert_cmpfloat (value_of (tried, CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_LOSS, 0), ==, 361);
  g_assert_cmpfloat (value_of (tried, CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_KERNEL, 0), ==,
                     2 * 19 * 3);
  chain_stepper_try_value (tried, TRUE, 0, 0, 37);
  g_assert_cmpfloat (value_of (tried, CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_LOSS, 0), ==, 0);
  g_assert_cmpuint (chain_stepper_what_ifs (tried)->len, ==, 2);
  chain_stepper_try_value (tried, TRUE, 0, 0, 18);
  g_assert_cmpuint (chain_stepper_what_ifs (tried)->len, ==, 1);

  chain_stepper_forward (tried);
  chain_stepper_go_to (plain, 1, 1);
  g_assert_cmpuint (chain_stepper_what_ifs (tried)->len, ==, 0);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat (chain_stepper_weights (tried, 1, FALSE)->values[i], ==,
                       chain_stepper_weights (plain, 1, FALSE)->values[i]);
  chain_stepper_back (tried);
  chain_stepper_back (tried);
  g_assert_cmpfloat (value_of (tried, CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_LOSS, 0), ==, 196);
}

/* The mean of what the rows of a batch give each alone is what the batch gives; the update is the
 * batch's in any case. */
static void
test_chosen_rows (void)
{
  g_autoptr (ChainStepper) alone = waves (4);
  g_autoptr (ChainStepper) plain = waves (4);
  const guint              n = chain_stepper_n_steps (alone);
  guint                    rows[4];
  gsize                    n_rows;
  double                   loss = 0;
  double                   gradient = 0;

  chain_stepper_go_to (plain, 2, n);
  chain_stepper_go_to (alone, 2, n);
  memcpy (rows, chain_stepper_rows (alone, &n_rows), sizeof rows);
  g_assert_cmpuint (n_rows, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      chain_stepper_choose_rows (alone, &rows[i], 1);
      g_assert_cmpuint (chain_stepper_rows (alone, &n_rows)[0], ==, rows[i]);
      g_assert_cmpuint (n_rows, ==, 1);
      loss += value_of (alone, CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_LOSS, 0) / 4;
      gradient += value_of (alone, CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_KERNEL, 1) / 4;
    }
  g_assert_cmpfloat_with_epsilon (
      loss, value_of (plain, CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_LOSS, 0), 1e-12);
  g_assert_cmpfloat_with_epsilon (
      gradient, value_of (plain, CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_KERNEL, 1), 1e-12);
  chain_stepper_forward (alone);
  chain_stepper_forward (plain);
  g_assert_cmpfloat (chain_stepper_weights (alone, 1, FALSE)->values[1], ==,
                     chain_stepper_weights (plain, 1, FALSE)->values[1]);
  g_assert_cmpuint (chain_stepper_chosen_rows (alone)->len, ==, 0);
}

/* By hand: the second row is not of the first batch; ŷ = 5·1 + 8·1 − 2 = 11 and L = (11 − 10)² = 1,
 * so that ∂L/∂w₁ = 2·1·1. No update follows: the first batch's own iteration begins instead. */
static void
test_outside (void)
{
  g_autoptr (ChainStepper) outside = worked_example ();
  g_autoptr (ChainStepper) plain = worked_example ();
  const guint              n = chain_stepper_n_steps (outside);
  const guint              row = 1;
  guint                    n_outside;
  gsize                    n_rows;

  chain_stepper_go_to (outside, 0, n);
  chain_stepper_choose_rows (outside, &row, 1);
  g_assert_true (chain_stepper_is_outside (outside));
  n_outside = chain_stepper_n_steps (outside);
  g_assert_cmpuint (n_outside, ==, n - 2); /* the updates of the kernel and of the bias */
  g_assert_cmpuint (chain_stepper_position (outside), ==, n_outside);
  g_assert_cmpuint (chain_stepper_rows (outside, &n_rows)[0], ==, row);
  g_assert_cmpfloat (value_of (outside, CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_LOSS, 0), ==, 1);
  g_assert_cmpfloat (value_of (outside, CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_KERNEL, 0), ==, 2);
  g_assert_cmpfloat (chain_stepper_weights (outside, 1, FALSE)->values[0], ==, 5);

  chain_stepper_go_to (outside, 0, 1);
  g_assert_true (chain_stepper_back (outside));
  g_assert_false (chain_stepper_back (outside));
  chain_stepper_go_to (outside, 0, n);
  g_assert_cmpuint (chain_stepper_position (outside), ==, n_outside);
  g_assert_false (chain_stepper_forward (outside));
  g_assert_false (chain_stepper_is_outside (outside));
  g_assert_cmpuint (chain_stepper_iteration (outside), ==, 0);
  g_assert_cmpuint (chain_stepper_position (outside), ==, 1);
  g_assert_cmpuint (chain_stepper_n_steps (outside), ==, n);

  chain_stepper_go_to (outside, 3, 1);
  chain_stepper_go_to (plain, 3, 1);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat (chain_stepper_weights (outside, 1, FALSE)->values[i], ==,
                       chain_stepper_weights (plain, 1, FALSE)->values[i]);
}

static double
held_out_loss (double dropout)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainDataset) dataset = fixture_waves (0.25);
  g_autoptr (ChainNetwork) network = NULL;
  g_autoptr (ChainStepper) stepper = NULL;
  ChainTrainingOptions     options;

  network = chain_network_new_from_text ("4 tanh, 1", &error);
  g_assert_no_error (error);
  chain_network_layer (network, 0)->dropout = dropout;
  chain_network_set_inputs (network, dataset->n_inputs, &error);
  g_assert_no_error (error);
  chain_training_options_init (&options);
  stepper = chain_stepper_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  chain_stepper_choose_rows (stepper, dataset->validation_rows, 1);
  chain_stepper_go_to (stepper, 0, chain_stepper_n_steps (stepper));
  return value_of (stepper, CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_LOSS, 0);
}

/* A row that is held out is computed as in evaluation. */
static void
test_dropout (void)
{
  g_assert_cmpfloat (held_out_loss (0.5), ==, held_out_loss (0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/what-if/values", test_what_if);
  g_test_add_func ("/engine/what-if/rows", test_chosen_rows);
  g_test_add_func ("/engine/what-if/outside", test_outside);
  g_test_add_func ("/engine/what-if/dropout", test_dropout);
  return g_test_run ();
}
