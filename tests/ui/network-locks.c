/* network-locks.c: weights locked by hand, units that do not learn, and layers edited in the
 * drawing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

static const ChainNetwork *
network (Fixture *fixture)
{
  return chain_session_get_project (fixture->session)->network;
}

static ChainStepper *
stepper (Fixture *fixture)
{
  return chain_session_get_stepper (fixture->session);
}

static double
weight (Fixture *fixture,
        guint    row)
{
  return chain_stepper_weights (stepper (fixture), 1, FALSE)->values[row];
}

static void
set_active (Fixture    *fixture,
            GType       type,
            const char *name,
            gboolean    active)
{
  GtkWidget *found = fixture_find (fixture, type, name);

  g_assert_nonnull (found);
  g_object_set (found, "active", active, NULL);
  fixture_settle ();
}

/* An iteration in one step. */
static void
step_batch (Fixture *fixture)
{
  fixture_press (fixture, "Batch");
  fixture_press (fixture, "Step");
}

/* The worked example with w₁ locked at 5; w₂ = 8 − 0.02·84. */
static void
test_weight (Fixture      *fixture,
             gconstpointer data)
{
  const ChainSelection first = { CHAIN_SELECTION_CONNECTION, 1, 0, 0 };
  const guint          n_steps = chain_stepper_n_steps (stepper (fixture));

  fixture_press (fixture, "Step");
  chain_session_set_selection (fixture->session, &first);
  fixture_settle ();
  set_active (fixture, GTK_TYPE_TOGGLE_BUTTON, "Lock against training", TRUE);
  g_assert_cmpuint (chain_stepper_position (stepper (fixture)), ==, 1); /* the place stays */
  g_assert_cmpuint (chain_stepper_n_steps (stepper (fixture)), ==, n_steps);
  g_assert_nonnull (strstr (fixture_read (fixture, "selected-note"), "Locked"));

  step_batch (fixture);
  g_assert_cmpfloat (weight (fixture, 0), ==, 5);
  g_assert_cmpfloat_with_epsilon (weight (fixture, 1), 6.32, 1e-12);
  g_assert_nonnull (strstr (fixture_read (fixture, "equation"), "= 5"));

  fixture_press (fixture, "Undo");
  g_assert_null (chain_network_layer (network (fixture), 0)->kernel_factors);
  step_batch (fixture);
  g_assert_cmpfloat_with_epsilon (weight (fixture, 0), 3.88, 1e-12);
  fixture_press (fixture, "Redo");
  g_assert_nonnull (chain_network_layer (network (fixture), 0)->kernel_factors);
}

static void
test_layer (Fixture      *fixture,
            gconstpointer data)
{
  const ChainSelection bias = { CHAIN_SELECTION_BIAS, 1, 0, 0 };
  GtkWidget           *lock;

  set_active (fixture, GTK_TYPE_TOGGLE_BUTTON, "More", TRUE);
  set_active (fixture, GTK_TYPE_CHECK_BUTTON, "Trainable", FALSE);
  g_assert_false (chain_network_layer (network (fixture), 0)->trainable);
  chain_session_set_selection (fixture->session, &bias);
  fixture_settle ();
  lock = fixture_find (fixture, GTK_TYPE_TOGGLE_BUTTON, "Lock against training");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (lock)));
  g_assert_false (gtk_widget_is_sensitive (lock));
  step_batch (fixture);
  g_assert_cmpfloat (weight (fixture, 0), ==, 5);
  fixture_press (fixture, "Undo");
  g_assert_true (chain_network_layer (network (fixture), 0)->trainable);
}

static gboolean
is_examined (Fixture *fixture)
{
  return chain_session_get_present_health (fixture->session) != NULL;
}

/* Before any run: ReLU lets nothing through where z = 5·x₁ + 8·x₂ − 1000. */
static void
test_dead_unit (Fixture      *fixture,
                gconstpointer data)
{
  const ChainSelection  output = { CHAIN_SELECTION_UNIT, 1, 0, 0 };
  const ChainSelection  bias = { CHAIN_SELECTION_BIAS, 1, 0, 0 };
  ChainProject         *changed = chain_project_copy (chain_session_get_project (fixture->session));
  g_autofree char      *healthy = NULL;

  g_assert_true (fixture_wait (fixture, is_examined));
  healthy = chain_session_dup_unit_health (fixture->session, 1, 0);
  g_assert_null (healthy);
  chain_layer_set_activation (chain_network_layer (changed->network, 0),
                              chain_op_find (CHAIN_OP_ACTIVATION, "relu"));
  g_assert_true (chain_session_edit (fixture->session, changed, "Change activation", NULL, NULL));
  g_assert_true (chain_session_set_value (fixture->session, &bias, -1000, NULL));
  chain_session_set_selection (fixture->session, &output);
  g_assert_true (fixture_wait (fixture, is_examined));
  fixture_settle ();
  g_assert_true (g_str_has_prefix (fixture_read (fixture, "selected-note"), "Dead"));
}

/* The buttons over the layers. */
static void
test_heads (Fixture      *fixture,
            gconstpointer data)
{
  fixture_press (fixture, "Add a layer before Output");
  fixture_press (fixture, "Add a layer before Output");
  g_assert_cmpuint (chain_network_n_layers (network (fixture)), ==, 3);
  fixture_press (fixture, "Add a unit to Hidden 2");
  fixture_press (fixture, "Add a unit to Hidden 2");
  fixture_press (fixture, "Remove a unit from Hidden 1");
  g_assert_cmpuint (chain_network_layer (network (fixture), 0)->units, ==, 3);
  g_assert_cmpuint (chain_network_layer (network (fixture), 1)->units, ==, 6);
  fixture_press (fixture, "Take out Hidden 1");
  g_assert_cmpuint (chain_network_layer (network (fixture), 0)->units, ==, 6);
  fixture_press (fixture, "Undo");
  fixture_press (fixture, "Undo");
  g_assert_cmpuint (chain_network_layer (network (fixture), 0)->units, ==, 4);
}

int
main (int    argc,
      char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;

  fixture_add ("/window/locks/weight", test_weight);
  fixture_add ("/window/locks/layer", test_layer);
  fixture_add ("/window/locks/dead-unit", test_dead_unit);
  fixture_add ("/window/locks/heads", test_heads);

  return g_test_run ();
}
