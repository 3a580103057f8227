/* learning-rate-page.c: a range test run, its rates used and undone, wrong fields refused.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/chart-view.h"
#include "ui/widgets/formula-view.h"
#include "ui/widgets/rate-tile.h"
#include "ui/widgets/sweep-view.h"
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

/* In a small window the chart is all in sight, and stays while its suggestions are scrolled. */
static void
test_small_window (Fixture *fixture, gconstpointer data)
{
  GtkWidget     *chart, *page;
  GtkAdjustment *scroll;

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 600);
  while (gtk_widget_get_width (GTK_WIDGET (fixture->window)) > 900)
    g_main_context_iteration (NULL, TRUE);
  run_test (fixture);
  chart = find (fixture, CHAIN_TYPE_CHART_VIEW, "Loss against learning rate");
  page = gtk_widget_get_ancestor (chart, GTK_TYPE_SCROLLED_WINDOW);
  scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (page));
  for (double value = 0; value <= 150; value += 50)
    {
      graphene_rect_t bounds;

      gtk_adjustment_set_value (scroll, value);
      fixture_settle ();
      g_assert_true (gtk_widget_compute_bounds (chart, page, &bounds));
      g_assert_cmpfloat_with_epsilon (bounds.origin.y, 0, 1);
      g_assert_cmpfloat (bounds.size.height, <=, gtk_widget_get_height (page));
      g_assert_cmpfloat (bounds.size.height, >, 250);
    }
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

static const ChainRangeTest *
range_test (Fixture *fixture, guint index)
{
  const GPtrArray *tests = chain_session_get_range_tests (fixture->session);

  g_assert_cmpuint (index, <, tests->len);
  return g_ptr_array_index (tests, index);
}

/* Earlier curves stay, with what has changed since; they are hidden, named and deleted. */
static void
test_earlier (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ChainProject      *changed;

  run_test (fixture);
  g_assert_null (fixture_find (fixture, GTK_TYPE_BUTTON, "Delete Test 1"));
  fixture_press (fixture, "Use Valley");
  g_assert_true (range_test (fixture, 0) == chain_session_get_range_test (fixture->session));
  changed = chain_project_copy (chain_session_get_project (fixture->session));
  changed->training.batch_size = 4;
  g_assert_true (chain_session_edit (fixture->session, changed, "Change batch size", NULL, &error));
  fixture_settle ();
  g_assert_null (chain_session_get_range (fixture->session));
  g_assert_cmpuint (range_test (fixture, 0)->range->loss->len, >, 50);
  fixture_press (fixture, "Run range test");
  g_assert_true (fixture_wait (fixture, is_tested));
  fixture_press (fixture, "Run range test");
  g_assert_true (fixture_wait (fixture, is_tested));
  fixture_settle ();
  g_assert_cmpuint (chain_session_get_range_tests (fixture->session)->len, ==, 3);
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_LABEL, "since then: the same settings"));
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_LABEL, "since then: batch size 4, was 16"));

  gtk_check_button_set_active (
    GTK_CHECK_BUTTON (find (fixture, GTK_TYPE_CHECK_BUTTON, "Show Test 1")), FALSE);
  g_assert_true (range_test (fixture, 0)->hidden);
  g_assert_true (chain_session_rename_range_test (fixture->session, 2, "Small batches"));
  fixture_settle ();
  fixture_press (fixture, "Delete Test 1");
  g_assert_cmpuint (chain_session_get_range_tests (fixture->session)->len, ==, 2);
  g_assert_cmpstr (range_test (fixture, 0)->name, ==, "Small batches");
  chain_session_open_sample (fixture->session, "xor", &error);
  g_assert_no_error (error);
  fixture_settle ();
  g_assert_cmpuint (chain_session_get_range_tests (fixture->session)->len, ==, 0);
  g_assert_null (fixture_find (fixture, GTK_TYPE_BUTTON, "Delete Test 2"));
}

/* The schedule is an edit like any other, and for the run as it is planned. */
static void
test_schedule (Fixture *fixture, gconstpointer data)
{
  const ChainTrainingOptions *training;
  GtkWidget *schedule;

  open_iris (fixture);
  schedule = find (fixture, GTK_TYPE_DROP_DOWN, "Schedule of the learning rate");
  gtk_test_accessible_assert_property (find (fixture, CHAIN_TYPE_FORMULA_VIEW, "schedule-equation"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "η(t) = η₀ = 0.1");
  for (guint i = 0; chain_schedules[i] != NULL; i++)
    {
      gtk_drop_down_set_selected (GTK_DROP_DOWN (schedule), i);
      fixture_settle ();
      training = &chain_session_get_project (fixture->session)->training;
      g_assert_true (training->schedule == chain_schedules[i]);
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (schedule), 4);
  fixture_settle ();
  training = &chain_session_get_project (fixture->session)->training;
  g_assert_cmpstr (training->schedule->name, ==, "cosine");
  g_assert_cmpfloat (training->schedule_parameters[0], ==,
                     training->epochs * chain_stepper_iterations_per_epoch (
                                          chain_session_get_stepper (fixture->session)));
  g_assert_nonnull (strstr (fixture_read (fixture, "schedule-summary"), "η is 0.1 at first"));
  g_assert_true (chain_session_undo (fixture->session));
  fixture_settle ();
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (schedule)), ==, 5);
}

static gboolean
is_compared (Fixture *fixture)
{
  return fixture_find (fixture, GTK_TYPE_BUTTON, "Stop") == NULL;
}

/* Several rates from the same weights, which stay; a click on one uses it. */
static void
test_rates (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tile = NULL;
  double     before;
  g_autoptr (ChainTensor) weights = NULL;
  const ChainTensor      *after;

  open_iris (fixture);
  before = rate_in_use (fixture);
  weights = chain_tensor_copy (
    chain_network_layer (chain_session_get_project (fixture->session)->network, 0)->kernel);
  gtk_spin_button_set_value (
    GTK_SPIN_BUTTON (find (fixture, GTK_TYPE_SPIN_BUTTON, "Epochs of each run")), 3);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find (fixture, GTK_TYPE_DROP_DOWN, "How many rates")),
                              0);
  fixture_press (fixture, "Train side by side");
  g_assert_true (fixture_wait (fixture, is_compared));
  fixture_settle ();
  g_assert_true (
    g_str_has_prefix (fixture_read (fixture, "rates-status"), "Best after 3 epochs: "));
  after = chain_network_layer (chain_session_get_project (fixture->session)->network, 0)->kernel;
  g_assert_cmpmem (weights->values, chain_tensor_size (weights) * sizeof (double), after->values,
                   chain_tensor_size (after) * sizeof (double));
  for (tile = find (fixture, GTK_TYPE_FLOW_BOX, "Runs with several learning rates");
       !CHAIN_IS_RATE_TILE (tile);)
    tile = gtk_widget_get_first_child (tile);
  g_assert_cmpfloat (chain_rate_tile_get_rate (CHAIN_RATE_TILE (tile)), ==, 0.0316);
  g_signal_emit_by_name (tile, "clicked");
  fixture_settle ();
  g_assert_cmpfloat (rate_in_use (fixture), ==, 0.0316);
  g_assert_true (chain_session_undo (fixture->session));
  g_assert_cmpfloat (rate_in_use (fixture), ==, before);
}

static void
open_sweep (Fixture *fixture, const char *rates, const char *units)
{
  ChainProject      *changed;
  g_autoptr (GError) error = NULL;

  open_iris (fixture);
  changed = chain_project_copy (chain_session_get_project (fixture->session));
  chain_network_free (changed->network);
  changed->network = chain_network_new_from_text ("4 tanh, 3 softmax", &error);
  g_assert_no_error (error);
  g_assert_true (chain_session_edit (fixture->session, changed, "Change layers", NULL, &error));
  gtk_stack_set_visible_child_name (
    GTK_STACK (gtk_widget_get_ancestor (find (fixture, GTK_TYPE_BUTTON, "Train side by side"),
                                        GTK_TYPE_STACK)),
    "sweep");
  fixture_settle ();
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, GTK_TYPE_ENTRY, "Values setting across")),
                         rates);
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, GTK_TYPE_ENTRY, "Values setting upwards")),
                         units);
  gtk_spin_button_set_value (
    GTK_SPIN_BUTTON (find (fixture, GTK_TYPE_SPIN_BUTTON, "Epochs of each sweep run")), 2);
  fixture_settle ();
}

/* A cell's settings become the project's, with the weights its run began with. */
static void
test_sweep (Fixture *fixture, gconstpointer data)
{
  const ChainProject *project;
  GtkWidget *view;
  guint64    before;

  open_sweep (fixture, "0.01,0.05", "2,5");
  before = chain_network_layer (chain_session_get_project (fixture->session)->network, 0)->units;
  g_assert_cmpstr (fixture_read (fixture, "sweep-plan"), ==,
                   "2 × 2 cells: 4 runs, each from new weights");
  fixture_press (fixture, "Run sweep");
  g_assert_true (fixture_wait (fixture, is_compared));
  fixture_settle ();
  g_assert_nonnull (g_strrstr (fixture_read (fixture, "sweep-status"), "validation loss"));
  view = find (fixture, CHAIN_TYPE_SWEEP_VIEW, "Loss of each combination");
  g_signal_emit_by_name (view, "picked", 3u);
  fixture_settle ();
  project = chain_session_get_project (fixture->session);
  g_assert_cmpfloat (project->training.learning_rate, ==, 0.05);
  g_assert_cmpuint (chain_network_layer (project->network, 0)->units, ==, 5);
  g_assert_cmpint (chain_sweep_view_get_picture (CHAIN_SWEEP_VIEW (view))->in_use, ==, 3);
  g_assert_true (chain_session_undo (fixture->session));
  fixture_settle ();
  project = chain_session_get_project (fixture->session);
  g_assert_cmpfloat (project->training.learning_rate, ==, 0.1);
  g_assert_cmpuint (chain_network_layer (project->network, 0)->units, ==, before);
  g_assert_cmpstr (chain_session_get_redo_label (fixture->session), ==, "Use settings");
  fixture_press (fixture, "Use the best settings");
  g_assert_cmpstr (chain_session_get_undo_label (fixture->session), ==, "Use settings");
}

/* Far more work than pressing the button takes; and what is no list of values is refused. */
static void
test_sweep_stop (Fixture *fixture, gconstpointer data)
{
  open_sweep (fixture, "1e-4:1:9", "200,400");
  gtk_spin_button_set_value (
    GTK_SPIN_BUTTON (find (fixture, GTK_TYPE_SPIN_BUTTON, "Epochs of each sweep run")), 100000);
  fixture_press (fixture, "Run sweep");
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_PROGRESS_BAR, "Sweep"));
  fixture_press (fixture, "Stop");
  g_assert_cmpstr (fixture_read (fixture, "sweep-status"), ==, "Stopped after 0 of 18 runs.");
  g_assert_null (fixture_find (fixture, GTK_TYPE_PROGRESS_BAR, "Sweep"));
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, GTK_TYPE_ENTRY, "Values setting across")),
                         "0.1,x");
  fixture_settle ();
  g_assert_cmpstr (fixture_read (fixture, "sweep-plan"), ==,
                   "learning_rate: expected a number from 1e-12 to 1000000, got x");
  g_assert_false (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "Run sweep")));
}

int
main (int argc, char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;
  fixture_add ("/ui/learning-rate-page/run", test_run);
  fixture_add ("/ui/learning-rate-page/small-window", test_small_window);
  fixture_add ("/ui/learning-rate-page/use-suggestion", test_use_suggestion);
  fixture_add ("/ui/learning-rate-page/pick", test_pick);
  fixture_add ("/ui/learning-rate-page/stop", test_stop);
  fixture_add ("/ui/learning-rate-page/fields", test_fields);
  fixture_add ("/ui/learning-rate-page/earlier", test_earlier);
  fixture_add ("/ui/learning-rate-page/schedule", test_schedule);
  fixture_add ("/ui/learning-rate-page/rates", test_rates);
  fixture_add ("/ui/learning-rate-page/sweep", test_sweep);
  fixture_add ("/ui/learning-rate-page/sweep-stop", test_sweep_stop);
  return g_test_run ();
}
