/* window-settings.c: every number the network computes with can be seen and changed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include "ui/widgets/parameter-list.h"

static const ChainTrainingOptions *
training (Fixture *fixture)
{
  return &chain_session_get_project (fixture->session)->training;
}

static const ChainLayer *
first_layer (Fixture *fixture)
{
  return chain_network_layer (chain_session_get_project (fixture->session)->network, 0);
}

static void
enter (Fixture    *fixture,
       const char *entry,
       const char *text)
{
  GtkWidget *found = fixture_find (fixture, GTK_TYPE_ENTRY, entry);

  if (found == NULL)
    g_error ("no entry “%s”", entry);
  gtk_editable_set_text (GTK_EDITABLE (found), text);
  g_signal_emit_by_name (found, "activate");
  fixture_settle ();
}

static const char *
read_entry (Fixture    *fixture,
            const char *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (fixture_find (fixture, GTK_TYPE_ENTRY, entry)));
}

static void
choose (Fixture             *fixture,
        const char          *list,
        const gconstpointer *table,
        gconstpointer        row)
{
  GtkWidget *found = fixture_find (fixture, GTK_TYPE_DROP_DOWN, list);
  guint      i = 0;

  g_assert_nonnull (found);
  while (table[i] != row)
    i++;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (found), i);
  fixture_settle ();
}

static void
check (Fixture    *fixture,
       const char *button,
       gboolean    active)
{
  GtkWidget *found = fixture_find (fixture, GTK_TYPE_CHECK_BUTTON, button);

  g_assert_nonnull (found);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (found), active);
  fixture_settle ();
}

static guint
count_steps (Fixture      *fixture,
             ChainQuantity quantity)
{
  ChainStepper *stepper = chain_session_get_stepper (fixture->session);
  guint         n = 0;

  for (guint i = 0; i < chain_stepper_n_steps (stepper); i++)
    n += chain_stepper_step (stepper, i)->quantity == quantity;
  return n;
}

/* A velocity is a step of its own, and only there where there is momentum. */
static void
test_momentum (Fixture      *fixture,
               gconstpointer data)
{
  g_assert_cmpuint (count_steps (fixture, CHAIN_QUANTITY_VELOCITY), ==, 0);
  g_assert_cmpstr (read_entry (fixture, "momentum"), ==, "0");

  enter (fixture, "momentum", "0.9");
  g_assert_cmpfloat (training (fixture)->optimizer_parameters[0], ==, 0.9);
  g_assert_cmpstr (chain_session_get_undo_label (fixture->session), ==, "Change momentum");
  g_assert_cmpuint (count_steps (fixture, CHAIN_QUANTITY_VELOCITY), >=, 2); /* of w and of b */

  enter (fixture, "momentum", "2");
  g_assert_cmpfloat (training (fixture)->optimizer_parameters[0], ==, 0.9);
  g_assert_cmpstr (read_entry (fixture, "momentum"), ==, "0.9");
  g_assert_cmpstr (fixture_read (fixture, "banner"), ==,
                   "momentum: expected a number from 0 to 1, found “2”");

  fixture_press (fixture, "Undo");
  g_assert_cmpstr (read_entry (fixture, "momentum"), ==, "0");
  g_assert_cmpuint (count_steps (fixture, CHAIN_QUANTITY_VELOCITY), ==, 0);
}

static void
test_nesterov (Fixture      *fixture,
               gconstpointer data)
{
  check (fixture, "nesterov", TRUE);
  g_assert_cmpfloat (training (fixture)->optimizer_parameters[1], ==, 1);
  fixture_press (fixture, "Undo");
  g_assert_cmpfloat (training (fixture)->optimizer_parameters[1], ==, 0);
  g_assert_false (gtk_check_button_get_active (
      GTK_CHECK_BUTTON (fixture_find (fixture, GTK_TYPE_CHECK_BUTTON, "nesterov"))));
}

/* Each optimizer, loss and schedule offers exactly its parameters, with their values. */
static void
assert_offered (Fixture              *fixture,
                const ChainParameter *parameters)
{
  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    {
      g_autofree char *title = chain_parameter_title (&parameters[i]);
      char             number[CHAIN_NUMBER_SIZE];

      if (parameters[i].kind == CHAIN_PARAMETER_SWITCH)
        g_assert_nonnull (fixture_find (fixture, GTK_TYPE_CHECK_BUTTON, title));
      else
        g_assert_cmpfloat (g_ascii_strtod (read_entry (fixture, title), NULL), ==,
                           g_ascii_strtod (chain_number_write (parameters[i].initial, number),
                                           NULL));
    }
}

static void
test_all_records (Fixture      *fixture,
                  gconstpointer data)
{
  const ChainOp *huber = chain_op_find (CHAIN_OP_LOSS, "huber");

  choose (fixture, "Loss", (gconstpointer *) chain_losses, huber);
  assert_offered (fixture, huber->parameters);
  for (guint i = 0; chain_optimizers[i] != NULL; i++)
    {
      choose (fixture, "Optimizer", (gconstpointer *) chain_optimizers, chain_optimizers[i]);
      assert_offered (fixture, chain_optimizers[i]->parameters);
    }
  choose (fixture, "Optimizer", (gconstpointer *) chain_optimizers, chain_optimizers[0]);
  for (guint i = 0; chain_schedules[i] != NULL; i++)
    {
      choose (fixture, "Schedule", (gconstpointer *) chain_schedules, chain_schedules[i]);
      assert_offered (fixture, chain_schedules[i]->parameters);
      g_assert_cmpstr (fixture_read (fixture, "schedule-formula"), ==,
                       chain_schedules[i]->formula);
    }
}

/* 35 updates from 0.02; the last is made at t = 34: 0.02 · 0.1^(34/34). */
static void
test_schedule (Fixture      *fixture,
               gconstpointer data)
{
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "rate-range"));

  choose (fixture, "Schedule", (gconstpointer *) chain_schedules,
          chain_schedule_find ("exponential"));
  enter (fixture, "s", "34");
  g_assert_cmpfloat (training (fixture)->schedule_parameters[0], ==, 34);
  g_assert_cmpstr (fixture_read (fixture, "rate-range"), ==,
                   "η 0.02 at first, 0.002 at last of 35 updates");
  g_assert_nonnull (
      fixture_find (fixture, GTK_TYPE_DRAWING_AREA, "Learning rate over the planned updates"));

  fixture_press (fixture, "Undo");
  fixture_press (fixture, "Undo");
  g_assert_cmpstr (training (fixture)->schedule->name, ==, "constant");
  g_assert_null (fixture_find (fixture, GTK_TYPE_ENTRY, "s"));
}

/* Another slope leaves the weights alone. */
static void
test_activation (Fixture      *fixture,
                 gconstpointer data)
{
  choose (fixture, "Activation", (gconstpointer *) chain_activations,
          chain_op_find (CHAIN_OP_ACTIVATION, "leaky_relu"));
  g_assert_cmpstr (read_entry (fixture, "alpha"), ==, "0.3");
  enter (fixture, "alpha", "0.05");
  g_assert_cmpfloat (first_layer (fixture)->activation_parameters[0], ==, 0.05);
  g_assert_cmpstr (chain_session_get_undo_label (fixture->session), ==, "Change alpha");
  g_assert_cmpfloat (first_layer (fixture)->kernel->values[0], ==, 5);
  fixture_press (fixture, "Undo");
  g_assert_cmpstr (read_entry (fixture, "alpha"), ==, "0.3");
}

static void
open_details (Fixture *fixture)
{
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (fixture_find (fixture, GTK_TYPE_TOGGLE_BUTTON, "More")), TRUE);
  fixture_settle ();
}

static void
test_initializers (Fixture      *fixture,
                   gconstpointer data)
{
  const gconstpointer *table = (gconstpointer *) chain_initializers;

  g_assert_null (fixture_find (fixture, GTK_TYPE_DROP_DOWN, "Bias initializer"));
  open_details (fixture);
  choose (fixture, "Initializer", table, chain_initializer_find ("constant"));
  enter (fixture, "kernel value", "0.25");
  g_assert_cmpfloat (first_layer (fixture)->kernel->values[1], ==, 0.25);
  g_assert_cmpfloat (first_layer (fixture)->bias->values[0], ==, -2); /* not drawn again */
  choose (fixture, "Bias initializer", table, chain_initializer_find ("constant"));
  enter (fixture, "bias value", "-1.5");
  g_assert_cmpfloat (first_layer (fixture)->bias->values[0], ==, -1.5);
  g_assert_cmpfloat (first_layer (fixture)->kernel->values[1], ==, 0.25);
  g_assert_cmpstr (chain_session_get_undo_label (fixture->session), ==, "Change bias value");
}

/* What is folded away and not 0 is told all the same. */
static void
test_regularization (Fixture      *fixture,
                     gconstpointer data)
{
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "folded-settings"));
  open_details (fixture);
  g_assert_null (fixture_find (fixture, GTK_TYPE_ENTRY, "dropout")); /* not on the output */
  enter (fixture, "l1", "0.5");
  enter (fixture, "l2", "0.01");
  g_assert_cmpfloat (first_layer (fixture)->l1, ==, 0.5);
  g_assert_cmpfloat (first_layer (fixture)->l2, ==, 0.01);
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (fixture_find (fixture, GTK_TYPE_TOGGLE_BUTTON, "More")), FALSE);
  fixture_settle ();
  g_assert_cmpstr (fixture_read (fixture, "folded-settings"), ==, "l1 0.5 · l2 0.01");

  fixture_press (fixture, "Add layer");
  open_details (fixture);
  enter (fixture, "dropout", "0.5");
  g_assert_cmpfloat (first_layer (fixture)->dropout, ==, 0.5);
  enter (fixture, "dropout", "1");
  g_assert_cmpfloat (first_layer (fixture)->dropout, ==, 0.5);
}

static gboolean
is_examined (Fixture *fixture)
{
  return chain_session_get_health (fixture->session) != NULL;
}

static void
test_early_stopping (Fixture      *fixture,
                     gconstpointer data)
{
  g_assert_null (fixture_find (fixture, GTK_TYPE_ENTRY, "patience"));
  check (fixture, "Early stopping", TRUE);
  g_assert_true (training (fixture)->early_stopping.enabled);
  enter (fixture, "patience", "3");
  enter (fixture, "min delta", "1e-3");
  check (fixture, "restore best weights", FALSE);
  g_assert_cmpuint (training (fixture)->early_stopping.patience, ==, 3);
  g_assert_cmpfloat (training (fixture)->early_stopping.min_delta, ==, 1e-3);
  g_assert_false (training (fixture)->early_stopping.restore_best_weights);
  enter (fixture, "patience", "2.5");
  g_assert_cmpuint (training (fixture)->early_stopping.patience, ==, 3);
  fixture_press (fixture, "Dismiss");

  enter (fixture, "min delta", "1e6"); /* no epoch is that much better than the first */
  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, is_examined));
  fixture_settle ();
  g_assert_true (g_str_has_prefix (fixture_read (fixture, "health-warnings"),
                                   "Training stopped after epoch 4: "));
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "banner")); /* nothing went wrong */
}

static void
test_contributions (Fixture      *fixture,
                    gconstpointer data)
{
  fixture_press (fixture, "Contributions");
  g_assert_cmpint (chain_session_get_overlay (fixture->session), ==,
                   CHAIN_OVERLAY_CONTRIBUTIONS);
}

/* ReLU lets nothing through where z = 5·x₁ + 8·x₂ − 1000. */
static void
test_health (Fixture      *fixture,
             gconstpointer data)
{
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "health-warnings"));
  open_details (fixture);
  choose (fixture, "Activation", (gconstpointer *) chain_activations,
          chain_op_find (CHAIN_OP_ACTIVATION, "relu"));
  choose (fixture, "Bias initializer", (gconstpointer *) chain_initializers,
          chain_initializer_find ("constant"));
  enter (fixture, "bias value", "-1000");

  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, is_examined));
  fixture_settle ();
  g_assert_nonnull (strstr (fixture_read (fixture, "health-warnings"), "dead"));
  fixture_press (fixture, "Dismiss warnings");
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "health-warnings"));

  fixture_press (fixture, "Train"); /* another run tells it again */
  g_assert_true (fixture_wait (fixture, is_examined));
  fixture_settle ();
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_LABEL, "health-warnings"));
  fixture_press (fixture, "Undo");
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "health-warnings"));
}

int
main (int    argc,
      char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;

  fixture_add ("/window/settings/momentum", test_momentum);
  fixture_add ("/window/settings/nesterov", test_nesterov);
  fixture_add ("/window/settings/all-records", test_all_records);
  fixture_add ("/window/settings/schedule", test_schedule);
  fixture_add ("/window/settings/activation", test_activation);
  fixture_add ("/window/settings/initializers", test_initializers);
  fixture_add ("/window/settings/regularization", test_regularization);
  fixture_add ("/window/settings/early-stopping", test_early_stopping);
  fixture_add ("/window/settings/contributions", test_contributions);
  fixture_add ("/window/settings/health", test_health);

  return g_test_run ();
}
