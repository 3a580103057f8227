/* network-setup.c: setting the network up layer by layer, and what an edit keeps.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

static ChainStepper *
stepper (Fixture *fixture)
{
  return chain_session_get_stepper (fixture->session);
}

static void
enter (Fixture    *fixture,
       const char *entry,
       const char *text)
{
  GtkWidget *found = fixture_find (fixture, GTK_TYPE_ENTRY, entry);

  g_assert_nonnull (found);
  gtk_editable_set_text (GTK_EDITABLE (found), text);
  g_signal_emit_by_name (found, "activate");
  fixture_settle ();
}

/* A new learning rate counts from this step on: weights, iteration and step stay, and undoing
 * brings the old rate back at the same place. */
static void
test_place_kept (Fixture      *fixture,
                 gconstpointer data)
{
  const ChainStep *step;
  double           weight;

  fixture_press (fixture, "Batch");
  fixture_press (fixture, "Step");
  fixture_press (fixture, "Step");
  fixture_press (fixture, "Operation");
  fixture_press (fixture, "Step");
  fixture_press (fixture, "Step");
  weight = chain_stepper_weights (stepper (fixture), 1, FALSE)->values[0];
  g_assert_cmpuint (chain_stepper_iteration (stepper (fixture)), ==, 2);

  enter (fixture, "Learning rate", "0.001");
  g_assert_cmpfloat (chain_session_get_project (fixture->session)->training.learning_rate, ==,
                     0.001);
  g_assert_cmpuint (chain_stepper_iteration (stepper (fixture)), ==, 2);
  g_assert_cmpuint (chain_stepper_position (stepper (fixture)), ==, 2);
  step = chain_session_get_current_step (fixture->session);
  g_assert_cmpint (step->quantity, ==, CHAIN_QUANTITY_Z);
  g_assert_cmpfloat (chain_stepper_weights (stepper (fixture), 1, FALSE)->values[0], ==, weight);

  fixture_press (fixture, "Undo");
  g_assert_cmpfloat (chain_session_get_project (fixture->session)->training.learning_rate, ==,
                     0.02);
  g_assert_cmpuint (chain_stepper_iteration (stepper (fixture)), ==, 2);
  g_assert_cmpuint (chain_stepper_position (stepper (fixture)), ==, 2);
  g_assert_cmpfloat (chain_stepper_weights (stepper (fixture), 1, FALSE)->values[0], ==, weight);
}

/* Within the updates the numbers of the iteration are computed again: nothing is updated twice. */
static void
test_place_in_updates (Fixture      *fixture,
                       gconstpointer data)
{
  fixture_press (fixture, "Finish pass");
  fixture_press (fixture, "Finish pass");
  fixture_press (fixture, "Finish pass");
  g_assert_cmpfloat_with_epsilon (chain_stepper_weights (stepper (fixture), 1, FALSE)->values[0],
                                  3.88, 1e-12);
  enter (fixture, "Learning rate", "0.01");
  g_assert_cmpfloat_with_epsilon (chain_stepper_weights (stepper (fixture), 1, FALSE)->values[0],
                                  4.44, 1e-12);
  fixture_press (fixture, "Undo");
  g_assert_cmpfloat_with_epsilon (chain_stepper_weights (stepper (fixture), 1, FALSE)->values[0],
                                  3.88, 1e-12);
}

int
main (int    argc,
      char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;

  fixture_add ("/window/setup/place-kept", test_place_kept);
  fixture_add ("/window/setup/place-in-updates", test_place_in_updates);

  return g_test_run ();
}
