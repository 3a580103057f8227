/* learning-rate-page.c: a range test run, its rates used and undone, wrong fields refused.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/chart-view.h"
#include "window-fixture.h"

static void
open_iris (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "learning-rate");
  chain_session_open_sample (fixture->session, "iris", &error);
  g_assert_no_error (error);
  fixture_settle ();
}

static GtkWidget *
find (Fixture *fixture, GType type, const char *name)
{
  GtkWidget *widget = fixture_find (fixture, type, name);

  g_assert_nonnull (widget);
  return widget;
}

static double
rate_in_use (Fixture *fixture)
{
  return chain_session_get_project (fixture->session)->training.learning_rate;
}

static gboolean
is_tested (Fixture *fixture)
{
  return !chain_session_get_testing_range (fixture->session);
}

static void
run_test (Fixture *fixture)
{
  open_iris (fixture);
  fixture_press (fixture, "Run range test");
  g_assert_true (fixture_wait (fixture, is_tested));
  fixture_settle ();
  g_assert_nonnull (chain_session_get_range (fixture->session));
}

static void
test_run (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chart;
  g_autoptr (ChainTensor) before = NULL;
  g_autofree char   *description = NULL;
  const ChainTensor *after;

  open_iris (fixture);
  chart = find (fixture, CHAIN_TYPE_CHART_VIEW, "Loss against learning rate");
  before = chain_tensor_copy (
      chain_network_layer (chain_session_get_project (fixture->session)->network, 0)->kernel);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "0 iterations recorded");
  run_test (fixture);
  g_assert_cmpuint (chain_session_get_range (fixture->session)->loss->len, >, 50);
  description = g_strdup_printf ("%u iterations recorded",
                                 chain_session_get_range (fixture->session)->loss->len);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_BUTTON, "Run range test"));
  after = chain_network_layer (chain_session_get_project (fixture->session)->network, 0)->kernel;
  g_assert_cmpmem (before->values, chain_tensor_size (before) * sizeof (double), after->values,
                   chain_tensor_size (after) * sizeof (double));
}

/* A rule's button uses its rate; undo brings the earlier one back. */
static void
test_use_suggestion (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button;
  double     before, suggested;

  run_test (fixture);
  before = rate_in_use (fixture);
  button = find (fixture, GTK_TYPE_BUTTON, "Use Recommended");
  g_assert_true (chain_session_get_recommended_rate (fixture->session, &suggested));
  g_assert_cmpfloat (suggested, !=, before);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  fixture_settle ();
  g_assert_cmpfloat (rate_in_use (fixture), ==, suggested);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_BUTTON, "Undo learning rate"));
  g_assert_true (
      g_str_has_prefix (fixture_read (fixture, "learning-rate-status"), "Learning rate is now "));
  g_assert_nonnull (chain_session_get_range (fixture->session));

  g_assert_true (chain_session_undo (fixture->session));
  fixture_settle ();
  g_assert_cmpfloat (rate_in_use (fixture), ==, before);
  g_assert_null (fixture_find (fixture, GTK_TYPE_BUTTON, "Undo learning rate"));
  g_assert_nonnull (chain_session_get_range (fixture->session));
  g_assert_true (gtk_widget_get_sensitive (button));
  g_assert_true (chain_session_redo (fixture->session));
  g_assert_cmpfloat (rate_in_use (fixture), ==, suggested);
  g_assert_nonnull (chain_session_get_range (fixture->session));
}

static void
test_pick (Fixture *fixture, gconstpointer data)
{
  run_test (fixture);
  g_signal_emit_by_name (find (fixture, CHAIN_TYPE_CHART_VIEW, "Loss against learning rate"),
                         "picked", 0.0125);
  fixture_settle ();
  g_assert_cmpfloat (rate_in_use (fixture), ==, 0.0125);
  g_assert_true (fixture_find (fixture, GTK_TYPE_LABEL, "Learning rate 0.0125") != NULL);
}

/* A network whose test takes far longer than pressing the button. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError)   error = NULL;
  ChainProject        *changed;

  open_iris (fixture);
  changed = chain_project_copy (chain_session_get_project (fixture->session));
  chain_network_free (changed->network);
  changed->network = chain_network_new_from_text ("512 tanh, 512 tanh, 3 softmax", &error);
  g_assert_no_error (error);
  g_assert_true (chain_session_edit (fixture->session, changed, "Change layers", NULL, &error));
  fixture_settle ();
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (fixture, GTK_TYPE_SPIN_BUTTON, "Iterations")),
                             100000);
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, GTK_TYPE_ENTRY, "To learning rate")), "1e-4");
  fixture_press (fixture, "Run range test");
  g_assert_true (chain_session_get_testing_range (fixture->session));
  fixture_press (fixture, "Stop");
  g_assert_false (chain_session_get_testing_range (fixture->session));
  fixture_settle ();
  g_assert_true (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "Run range test")));
}

static void
test_fields (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *from, *to;
    gboolean    valid;
  } cases[] = {
    { "1e-6", "1", TRUE }, { "0.0001", "1E1", TRUE }, { "0", "1", FALSE },
    { "-1", "1", FALSE },  { "1e-3", "x", FALSE },    { "", "1", FALSE },
    { "1", "0.1", FALSE }, { "0.5", "0.5", FALSE },   { "1e-9", "1e-8", TRUE },
  };

  open_iris (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (find (fixture, GTK_TYPE_ENTRY, "From learning rate")),
                             cases[i].from);
      gtk_editable_set_text (GTK_EDITABLE (find (fixture, GTK_TYPE_ENTRY, "To learning rate")),
                             cases[i].to);
      g_test_message ("%s to %s", cases[i].from, cases[i].to);
      fixture_settle ();
      g_assert_cmpint (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "Run range test")),
                       ==, cases[i].valid);
      g_assert_cmpint (fixture_find (fixture, GTK_TYPE_LABEL, "range-mistake") != NULL, ==,
                       !cases[i].valid);
      if (cases[i].valid)
        g_assert_cmpfloat (chain_session_get_range_options (fixture->session)->from, ==,
                           g_ascii_strtod (cases[i].from, NULL));
    }
}

int
main (int argc, char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;
  fixture_add ("/ui/learning-rate-page/run", test_run);
  fixture_add ("/ui/learning-rate-page/use-suggestion", test_use_suggestion);
  fixture_add ("/ui/learning-rate-page/pick", test_pick);
  fixture_add ("/ui/learning-rate-page/stop", test_stop);
  fixture_add ("/ui/learning-rate-page/fields", test_fields);
  return g_test_run ();
}
