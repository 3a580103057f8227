/* checkpoints.c: keeping states of a run, finding them, thinning them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include "explain/checkpoints.h"

static double *
state_of (guint64 t, gsize size)
{
  double *state = g_new0 (double, size);

  state[0] = (double) t;
  return state;
}

static void
test_before (void)
{
  static const guint64 kept[] = { 5, 0, 20, 10, 10 };
  static const struct
  {
    guint64 asked;
    guint64 found;
  } cases[] = { { 0, 0 }, { 4, 0 }, { 5, 5 }, { 9, 5 }, { 10, 10 }, { 19, 10 }, { 20, 20 }, { 99, 20 } };
  g_autoptr (ChainCheckpoints) checkpoints = chain_checkpoints_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    chain_checkpoints_keep (checkpoints, kept[i], FALSE, state_of (kept[i], 1));
  g_assert_cmpuint (chain_checkpoints_first (checkpoints), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64       found;
      const double *state = chain_checkpoints_before (checkpoints, cases[i].asked, &found);

      g_assert_cmpuint (found, ==, cases[i].found);
      g_assert_cmpfloat (state[0], ==, (double) cases[i].found);
    }
}

/* Large states are thinned: few are left, the first and the last among them, in order. */
static void
test_thinning (void)
{
  const gsize                  size = 512 * 1024;
  g_autoptr (ChainCheckpoints) checkpoints = chain_checkpoints_new (size);
  guint64                      found;
  guint64                      last = G_MAXUINT64;
  guint                        different = 0;

  for (guint64 t = 0; t < 100; t++)
    chain_checkpoints_keep (checkpoints, t, FALSE, state_of (t, size));
  g_assert_cmpuint (chain_checkpoints_first (checkpoints), ==, 0);
  for (guint64 t = 0; t < 100; t++)
    {
      const double *state = chain_checkpoints_before (checkpoints, t, &found);

      g_assert_cmpuint (found, <=, t);
      g_assert_cmpfloat (state[0], ==, (double) found);
      different += found != last;
      last = found;
    }
  g_assert_cmpuint (found, ==, 99);
  g_assert_cmpuint (different, <, 17);
  g_assert_cmpuint (different, >, 4);
}

/* How each stretch was made stays known, however many states are thinned out. */
static void
test_trained (void)
{
  const gsize       size = 1024 * 1024;
  ChainCheckpoints *checkpoints = chain_checkpoints_new (size);

  for (guint64 t = 0; t < 40; t++)
    chain_checkpoints_keep (checkpoints, t, t > 10 && t <= 25, state_of (t, size));
  for (guint64 t = 0; t < 39; t++)
    g_assert_cmpint (chain_checkpoints_trained (checkpoints, t), ==, t >= 10 && t < 25);
  g_assert_false (chain_checkpoints_trained (checkpoints, 1000));
  g_assert_cmpuint (chain_checkpoints_length (checkpoints), <, 20);
  chain_checkpoints_free (checkpoints);
}

/* Back into a run that was trained: what the trainer had there, to the last bit. */
static void
test_back_into_training (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainDataset) dataset = fixture_waves (0.25);
  g_autoptr (ChainNetwork) network = chain_network_new_from_text ("4 tanh, 3 relu, 1", &error);
  g_autoptr (ChainStepper) stepper = NULL;
  g_autoptr (ChainIteration) trained = NULL;
  g_autofree double   *middle = NULL;
  g_autofree double   *end = NULL;
  g_autofree double   *found = NULL;
  ChainTrainingOptions options;
  guint64              t;

  chain_network_set_inputs (network, dataset->n_inputs, &error);
  g_assert_no_error (error);
  chain_training_options_init (&options);
  options.batch_size = 3;
  stepper = chain_stepper_new (network, &options, dataset, &error);
  trained = chain_iteration_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  while (trained->t < 20)
    {
      if (trained->t == 11)
        middle = chain_iteration_save_state (trained);
      chain_iteration_run (trained);
    }
  end = chain_iteration_save_state (trained);
  chain_stepper_adopt (stepper, 20, end);
  chain_stepper_go_to (stepper, 11, 0);
  found = chain_stepper_save_state (stepper, &t);
  g_assert_cmpuint (t, ==, 11);
  g_assert_cmpmem (found, chain_iteration_state_size (trained) * sizeof (double), middle,
                   chain_iteration_state_size (trained) * sizeof (double));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/checkpoints/before", test_before);
  g_test_add_func ("/engine/checkpoints/thinning", test_thinning);
  g_test_add_func ("/engine/checkpoints/trained", test_trained);
  g_test_add_func ("/engine/checkpoints/back-into-training", test_back_into_training);
  return g_test_run ();
}
