/* network-setup.c: setting the network up layer by layer, and what an edit keeps.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include "ui/widgets/late-popover.h"

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

/* "4 relu, 3 tanh, 1 linear" */
static char *
layers (Fixture *fixture)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < chain_network_n_layers (network (fixture)); i++)
    g_string_append_printf (text, "%s%u %s", i > 0 ? ", " : "",
                            chain_network_layer (network (fixture), i)->units,
                            chain_network_layer (network (fixture), i)->activation->name);
  return g_string_free (text, FALSE);
}

static void
assert_layers (Fixture    *fixture,
               const char *expected)
{
  g_autofree char *found = layers (fixture);

  g_assert_cmpstr (found, ==, expected);
}

/* Without showing the menu: a popup of a window that no manager has placed may have no monitor. */
static void
choose_preset (Fixture    *fixture,
               const char *title)
{
  GtkWidget  *button = fixture_find (fixture, GTK_TYPE_MENU_BUTTON, "Presets");
  GtkWidget  *scroller
      = gtk_popover_get_child (chain_late_popover_get (GTK_MENU_BUTTON (button)));
  GtkListBox *list = g_object_get_data (G_OBJECT (scroller), "list");
  guint       i = 0;

  while (!g_str_equal (chain_presets[i]->title, title))
    i++;
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, (int) i));
  fixture_settle ();
}

/* Each of its presets makes a network that steps, and one undo takes it back. */
static void
test_presets (Fixture      *fixture,
              gconstpointer data)
{
  choose_preset (fixture, "Bottleneck");
  assert_layers (fixture, "2 tanh, 2 tanh, 2 tanh, 1 linear");
  choose_preset (fixture, "Deep relu");
  assert_layers (fixture, "16 relu, 16 relu, 16 relu, 16 relu, 16 relu, 1 linear");
  g_assert_cmpstr (fixture_read (fixture, "parameter-count"), ==,
                   "(2·16 + 16·16 + 16·16 + 16·16 + 16·16 + 16·1) + (16 + 16 + 16 + 16 + 16 + 1)"
                   " = 1153 parameters");
  fixture_press (fixture, "Finish pass");
  g_assert_cmpuint (chain_stepper_position (stepper (fixture)), >, 0);
  choose_preset (fixture, "The worked example’s");
  assert_layers (fixture, "1 linear");
  g_assert_cmpfloat (chain_network_layer (network (fixture), 0)->kernel->values[0], ==, 5);
  fixture_press (fixture, "Undo");
  assert_layers (fixture, "16 relu, 16 relu, 16 relu, 16 relu, 16 relu, 1 linear");
}

/* Weights go with a layer; undoing brings every number back. */
static void
test_order (Fixture      *fixture,
            gconstpointer data)
{
  double weight;

  choose_preset (fixture, "Two hidden layers");
  weight = chain_network_layer (network (fixture), 0)->kernel->values[1];
  fixture_press (fixture, "Duplicate layer");
  assert_layers (fixture, "8 tanh, 8 tanh, 8 tanh, 1 linear");
  fixture_press (fixture, "Remove layer");
  fixture_press (fixture, "Move layer down");
  assert_layers (fixture, "8 tanh, 8 tanh, 1 linear");
  fixture_press (fixture, "Undo");
  fixture_press (fixture, "Undo");
  fixture_press (fixture, "Undo");
  g_assert_cmpfloat (chain_network_layer (network (fixture), 0)->kernel->values[1], ==, weight);
}

/* Of a thousand layers there is a list, and a card of the one that is stepped through. */
static void
test_deep (Fixture      *fixture,
           gconstpointer data)
{
  ChainProject      *changed = chain_project_copy (chain_session_get_project (fixture->session));
  g_autoptr (GError) error = NULL;
  GtkWidget         *list;

  for (guint i = 0; i < 999; i++)
    g_ptr_array_insert (changed->network->layers, 0,
                        chain_layer_new (2, chain_op_find (CHAIN_OP_ACTIVATION, "tanh")));
  chain_network_fit_weights (changed->network);
  g_assert_true (chain_session_edit (fixture->session, changed, "Deepen", NULL, &error));
  fixture_settle ();
  list = fixture_find (fixture, GTK_TYPE_LIST_VIEW, "Layers");
  g_assert_nonnull (list);
  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), 499, TRUE);
  fixture_settle ();
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_SPIN_BUTTON, "Units"));
  gtk_spin_button_set_value (
      GTK_SPIN_BUTTON (fixture_find (fixture, GTK_TYPE_SPIN_BUTTON, "Units")), 3);
  fixture_settle ();
  g_assert_cmpuint (chain_network_layer (network (fixture), 499)->units, ==, 3);
  fixture_press (fixture, "Undo");
  fixture_press (fixture, "Undo");
  assert_layers (fixture, "1 linear");
}

static void
change_value (Fixture    *fixture,
              const char *text)
{
  enter (fixture, "Value of the selection", text);
}

static void
select_place (Fixture       *fixture,
              ChainSelection place)
{
  chain_session_set_selection (fixture->session, &place);
  fixture_settle ();
}

/* By hand: with w₁ = 6, ŷ = 6·2 + 8·3 − 2 = 34 and L = 16² = 256. The step stays. */
static void
test_weight (Fixture      *fixture,
             gconstpointer data)
{
  const ChainSelection weight = { CHAIN_SELECTION_CONNECTION, 1, 0, 0 };

  fixture_press (fixture, "Finish pass");
  g_assert_cmpstr (fixture_read (fixture, "loss"), ==, "196");
  select_place (fixture, weight);
  change_value (fixture, "6");
  g_assert_cmpstr (fixture_read (fixture, "loss"), ==, "256");
  g_assert_true (g_str_has_suffix (fixture_read (fixture, "selected-value"), "= 6"));
  g_assert_cmpfloat (chain_network_layer (network (fixture), 0)->kernel->values[0], ==, 6);
  change_value (fixture, "six");
  g_assert_cmpstr (fixture_read (fixture, "value-refusal"), ==,
                   "expected a number such as 0.5 or 1e-3, found “six”");
  g_assert_cmpfloat (chain_network_layer (network (fixture), 0)->kernel->values[0], ==, 6);
  fixture_press (fixture, "Undo");
  g_assert_cmpstr (fixture_read (fixture, "loss"), ==, "196");
}

/* After its update the number is that of the next iteration. */
static void
test_updated_weight (Fixture      *fixture,
                     gconstpointer data)
{
  const ChainSelection weight = { CHAIN_SELECTION_CONNECTION, 1, 0, 0 };

  for (guint i = 0; i < 3; i++)
    fixture_press (fixture, "Finish pass");
  select_place (fixture, weight);
  change_value (fixture, "4");
  g_assert_cmpuint (chain_stepper_iteration (stepper (fixture)), ==, 1);
  g_assert_cmpfloat (chain_stepper_weights (stepper (fixture), 1, FALSE)->values[0], ==, 4);
  g_assert_cmpfloat_with_epsilon (chain_stepper_weights (stepper (fixture), 1, FALSE)->values[1],
                                  6.32, 1e-12);
  fixture_press (fixture, "Undo");
  g_assert_cmpuint (chain_stepper_iteration (stepper (fixture)), ==, 0);
  g_assert_cmpfloat_with_epsilon (chain_stepper_weights (stepper (fixture), 1, FALSE)->values[0],
                                  3.88, 1e-12);
}

/* By hand: with x₁ = 3, ŷ = 37, L = 361; and with y = 37 as well, L = 0. */
static void
test_what_if (Fixture      *fixture,
              gconstpointer data)
{
  const ChainSelection input = { CHAIN_SELECTION_UNIT, 0, 0, 0 };
  const ChainSelection output = { CHAIN_SELECTION_UNIT, 1, 0, 0 };

  fixture_press (fixture, "Finish pass");
  select_place (fixture, input);
  change_value (fixture, "3");
  g_assert_cmpstr (fixture_read (fixture, "loss"), ==, "361");
  g_assert_true (g_str_has_prefix (fixture_read (fixture, "what-if"),
                                   "What if x₁ is 3 instead of 2? "));
  g_assert_false (chain_session_get_modified (fixture->session));
  select_place (fixture, output);
  change_value (fixture, "37");
  g_assert_cmpstr (fixture_read (fixture, "loss"), ==, "0");
  fixture_press (fixture, "Reset");
  g_assert_cmpstr (fixture_read (fixture, "loss"), ==, "196");
  g_assert_null (fixture_find (fixture, GTK_TYPE_BUTTON, "Reset"));
}

/* One row of a batch is stepped by itself, and the batch again. */
static void
test_alone (Fixture      *fixture,
            gconstpointer data)
{
  const char      *button = "Only this row";
  g_autofree char *loss = NULL;
  GtkWidget       *check;
  gsize            n_rows;

  g_assert_null (fixture_find (fixture, GTK_TYPE_CHECK_BUTTON, button));
  g_assert_true (chain_session_open_sample (fixture->session, "iris", NULL));
  fixture_settle ();
  fixture_press (fixture, "Finish pass");
  loss = g_strdup (fixture_read (fixture, "loss"));
  chain_session_set_sample (fixture->session, 5);
  check = fixture_find (fixture, GTK_TYPE_CHECK_BUTTON, button);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  fixture_settle ();
  chain_stepper_rows (stepper (fixture), &n_rows);
  g_assert_cmpuint (n_rows, ==, 1);
  g_assert_cmpstr (fixture_read (fixture, "loss"), !=, loss);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  fixture_settle ();
  g_assert_cmpstr (fixture_read (fixture, "loss"), ==, loss);
  g_assert_cmpuint (chain_session_get_sample (fixture->session), ==, 5);
}

static gboolean
has_stack (Fixture *fixture)
{
  return fixture_find (fixture, GTK_TYPE_WIDGET, "W = W₁·W₂·…") != NULL;
}

/* Linear layers in a row are told to be one. */
static void
test_linear (Fixture      *fixture,
             gconstpointer data)
{
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "linear-note"));
  choose_preset (fixture, "Deep linear");
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_LABEL, "linear-note"));
  gtk_expander_set_expanded (
      GTK_EXPANDER (fixture_find (fixture, GTK_TYPE_EXPANDER, "That layer")), TRUE);
  fixture_settle ();
  g_assert_true (fixture_wait (fixture, has_stack));
  choose_preset (fixture, "Deep tanh");
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "linear-note"));
}

static gboolean
has_health (Fixture *fixture)
{
  return chain_session_get_health (fixture->session) != NULL;
}

/* Rates far too large kill relu units; the layer's card says so and what to try. */
static void
test_health (Fixture      *fixture,
             gconstpointer data)
{
  ChainProject *changed;

  choose_preset (fixture, "Wide");
  changed = chain_project_copy (chain_session_get_project (fixture->session));
  for (guint i = 0; i < 64; i++)
    chain_network_layer (changed->network, 0)->bias->values[i] = i < 5 ? -1e4 : 0;
  g_assert_true (chain_session_edit (fixture->session, changed, "Change biases", NULL, NULL));
  enter (fixture, "Learning rate", "1e-6");
  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, has_health));
  fixture_settle ();
  g_assert_nonnull (strstr (fixture_read (fixture, "layer-health"), "units are dead"));
  g_assert_nonnull (strstr (fixture_read (fixture, "layer-health"), "Try a smaller learning rate"));
  g_assert_cmpint (chain_health_unit (chain_session_get_health (fixture->session), 1, 4), ==,
                   CHAIN_UNIT_DEAD);
}

static gboolean
has_label (GtkWidget  *widget,
           const char *text)
{
  gboolean has = GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !has;
       child = gtk_widget_get_next_sibling (child))
    has = has_label (child, text);
  return has;
}

/* A list of choices has its labels once its button is pressed. */
static void
test_choices (Fixture      *fixture,
              gconstpointer data)
{
  GtkWidget *choice = fixture_find (fixture, GTK_TYPE_DROP_DOWN, "Activation");

  g_assert_false (has_label (choice, "ReLU"));
  gtk_widget_set_state_flags (gtk_widget_get_first_child (choice), GTK_STATE_FLAG_CHECKED, FALSE);
  g_assert_true (has_label (choice, "ReLU"));
  g_assert_true (has_label (choice, "tanh"));
  gtk_widget_unset_state_flags (gtk_widget_get_first_child (choice), GTK_STATE_FLAG_CHECKED);
}

int
main (int    argc,
      char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;

  fixture_add ("/window/setup/place-kept", test_place_kept);
  fixture_add ("/window/setup/place-in-updates", test_place_in_updates);
  fixture_add ("/window/setup/presets", test_presets);
  fixture_add ("/window/setup/choices", test_choices);
  fixture_add ("/window/setup/order", test_order);
  fixture_add ("/window/setup/deep", test_deep);
  fixture_add ("/window/setup/weight", test_weight);
  fixture_add ("/window/setup/updated-weight", test_updated_weight);
  fixture_add ("/window/setup/what-if", test_what_if);
  fixture_add ("/window/setup/alone", test_alone);
  fixture_add ("/window/setup/linear", test_linear);
  fixture_add ("/window/setup/health", test_health);

  return g_test_run ();
}
