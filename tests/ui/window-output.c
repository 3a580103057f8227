/* window-output.c: window tests of what the network answers and of the loss over two parameters.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include "ui/widgets/chart-menu.h"
#include "ui/widgets/confusion-view.h"
#include "ui/widgets/output-rows.h"
#include "ui/widgets/plot-view.h"

#include <string.h>

static void
show_tab (Fixture *fixture, const char *name)
{
  GtkWidget *stack = fixture_find (fixture, GTK_TYPE_STACK, "results");

  g_assert_nonnull (stack);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), name);
  fixture_settle ();
}

static void
open_sample (Fixture *fixture, const char *name)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-sample", "s", name);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "network");
  fixture_settle ();
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static const ChainPlot *
plot_of (Fixture *fixture)
{
  GtkWidget *view = find_type (GTK_WIDGET (fixture->window), CHAIN_TYPE_PLOT_VIEW);

  return view != NULL ? chain_plot_view_get_plot (CHAIN_PLOT_VIEW (view)) : NULL;
}

static gboolean
has_plot (Fixture *fixture)
{
  return plot_of (fixture) != NULL && plot_of (fixture)->message == NULL;
}

static gboolean
has_matrix (Fixture *fixture)
{
  GtkWidget *view = find_type (GTK_WIDGET (fixture->window), CHAIN_TYPE_CONFUSION_VIEW);

  return view != NULL && chain_confusion_view_get (CHAIN_CONFUSION_VIEW (view)) != NULL;
}

static gboolean
is_still (Fixture *fixture)
{
  return !chain_session_get_training (fixture->session);
}

static void
choose (Fixture *fixture, const char *choice, guint selected)
{
  GtkWidget *found = fixture_find (fixture, GTK_TYPE_DROP_DOWN, choice);

  g_assert_nonnull (found);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (found), selected);
  fixture_settle ();
}

/* Two inputs: the plane, with all rows on it, and a title for each class. */
static void
test_surface (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const ChainPlot *plot;
  ChainDataset    *dataset;

  open_sample (fixture, "spiral");
  show_tab (fixture, "output");
  g_assert_true (fixture_wait (fixture, has_plot));
  plot = plot_of (fixture);
  dataset = chain_session_get_dataset (fixture->session);
  g_assert_nonnull (plot->field);
  g_assert_cmpint (plot->field->kind, ==, CHAIN_FIELD_CLASSES);
  g_assert_cmpuint (plot->points->len, ==, dataset->n_rows);
  g_assert_true (plot->is_split);
}

/* A click on a point puts its row into the stepper; one held out for validation goes forward and
 * backward, and says that nothing is learned from it. */
static void
test_click (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  GtkWidget            *view;
  const ChainPlot      *plot;
  const ChainPlotPoint *point = NULL, *held_out = NULL;
  const guint          *rows;
  gsize                 n_rows;
  guint                 row, trains;
  g_autofree char      *expected = NULL;
  g_autoptr (ChainNetwork) weights = NULL;

  open_sample (fixture, "spiral");
  show_tab (fixture, "output");
  g_assert_true (fixture_wait (fixture, has_plot));
  view = find_type (GTK_WIDGET (fixture->window), CHAIN_TYPE_PLOT_VIEW);
  plot = plot_of (fixture);
  for (guint i = 0; i < plot->points->len; i++)
    {
      const ChainPlotPoint *each = &g_array_index (plot->points, ChainPlotPoint, i);

      if (each->validation)
        held_out = each;
      else
        point = each;
    }
  trains = point->row;
  row = held_out->row;
  g_signal_emit_by_name (view, "row-activated", row);
  expected = g_strdup_printf ("Validation row %u does not train: it goes forward and backward, and "
                              "no update follows", row + 1);
  g_assert_cmpstr (fixture_read (fixture, "outside-row"), ==, expected);
  rows = chain_stepper_rows (chain_session_get_stepper (fixture->session), &n_rows);
  g_assert_cmpuint (n_rows, ==, 1);
  g_assert_cmpuint (rows[0], ==, row);
  weights = chain_network_copy (chain_session_get_project (fixture->session)->network);
  fixture_press (fixture, "Finish pass");
  fixture_press (fixture, "Step");
  g_assert_null (chain_session_get_outside (fixture->session, NULL));
  g_assert_cmpuint (chain_stepper_iteration (chain_session_get_stepper (fixture->session)), ==, 0);
  g_assert_cmpfloat (
      chain_stepper_weights (chain_session_get_stepper (fixture->session), 1, FALSE)->values[0], ==,
      chain_network_layer (weights, 0)->kernel->values[0]);
  g_signal_emit_by_name (view, "row-activated", row = trains);
  rows = chain_stepper_rows (chain_session_get_stepper (fixture->session), &n_rows);
  g_assert_cmpuint (rows[chain_session_get_sample (fixture->session)], ==, row);
}

static int
room_of (Fixture *fixture)
{
  GtkWidget *results = fixture_find (fixture, GTK_TYPE_STACK, "results");
  GtkWidget *paned = gtk_widget_get_ancestor (results, GTK_TYPE_PANED);

  return gtk_widget_get_height (paned) - gtk_paned_get_position (GTK_PANED (paned));
}

static gboolean
has_new_window (Fixture *fixture)
{
  return gtk_widget_get_mapped (GTK_WIDGET (fixture->window))
         && fixture_find (fixture, GTK_TYPE_STACK, "results") != NULL
         && gtk_widget_get_height (fixture_find (fixture, GTK_TYPE_STACK, "results")) > 0;
}

static gboolean
is_enlarged (Fixture *fixture)
{
  GtkWidget *results = fixture_find (fixture, GTK_TYPE_STACK, "results");
  GtkWidget *paned = gtk_widget_get_ancestor (results, GTK_TYPE_PANED);

  return 4 * gtk_widget_get_height (results) > 3 * gtk_widget_get_height (paned);
}

static gboolean
has_drawing (Fixture *fixture)
{
  return !is_enlarged (fixture);
}

/* What is shown of the results, and in how much room, is so again at the next start. */
static void
test_remembered (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  GtkWidget *results = fixture_find (fixture, GTK_TYPE_STACK, "results");
  GtkPaned  *paned = GTK_PANED (gtk_widget_get_ancestor (results, GTK_TYPE_PANED));
  int        room;

  show_tab (fixture, "output");
  gtk_paned_set_position (paned, gtk_paned_get_position (paned) + 20);
  fixture_settle ();
  room = room_of (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.close", NULL);
  fixture_settle ();
  fixture->window = CHAIN_WINDOW (chain_window_new (GTK_APPLICATION (fixture->application)));
  fixture->session = chain_window_get_session (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_assert_true (fixture_wait (fixture, has_new_window));
  fixture_settle ();
  results = fixture_find (fixture, GTK_TYPE_STACK, "results");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (results)), ==, "output");
  g_assert_cmpint (room_of (fixture), ==, room);

  fixture_press (fixture, "Enlarge results");
  g_assert_true (fixture_wait (fixture, is_enlarged));
  fixture_press (fixture, "Enlarge results");
  g_assert_true (fixture_wait (fixture, has_drawing));
  g_assert_cmpint (room_of (fixture), ==, room);
}

/* A cell of the matrix lists its rows, and only those; the button lists all again. */
static void
test_matrix (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const ChainConfusionCell cell = { 1, 1 };
  const ChainConfusion    *matrix;
  GtkWidget               *view;
  g_autofree char         *expected = NULL;
  gsize                    sum = 0;

  open_sample (fixture, "iris");
  show_tab (fixture, "output");
  g_assert_true (fixture_wait (fixture, has_matrix));
  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, is_still));
  view = find_type (GTK_WIDGET (fixture->window), CHAIN_TYPE_CONFUSION_VIEW);
  chain_confusion_view_set_cell (CHAIN_CONFUSION_VIEW (view), &cell);
  for (guint i = 0; i < 200 && strstr (fixture_read (fixture, "output-heading"), " as ") == NULL; i++)
    {
      fixture_settle ();
      g_usleep (10000);
    }
  matrix = chain_confusion_view_get (CHAIN_CONFUSION_VIEW (view));
  for (guint i = 0; i < 9; i++)
    sum += matrix->counts[i];
  g_assert_cmpuint (sum, ==, chain_session_get_dataset (fixture->session)->n_training_rows);
  g_assert_cmpfloat (matrix->accuracy, >, 0.9);
  expected = g_strdup_printf ("versicolor as versicolor: %" G_GSIZE_FORMAT " rows",
                              matrix->counts[4]);
  g_assert_cmpstr (fixture_read (fixture, "output-heading"), ==, expected);
  fixture_press (fixture, "List the rows of all cells");
  g_assert_false (chain_confusion_view_get_cell (CHAIN_CONFUSION_VIEW (view),
                                                 &(ChainConfusionCell){ 0 }));
}

/* What a regression offers: numbers against numbers, each with as many points as rows. */
static void
test_regression (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const ChainPlot *plot;

  open_sample (fixture, "diabetes");
  show_tab (fixture, "output");
  g_assert_true (fixture_wait (fixture, has_plot));
  plot = plot_of (fixture);
  g_assert_true (g_str_has_prefix (plot->x.title, "true "));
  g_assert_cmpuint (plot->points->len, ==,
                    chain_session_get_dataset (fixture->session)->n_training_rows);
  for (guint i = 0; i < plot->points->len; i++)
    {
      const ChainPlotPoint *point = &g_array_index (plot->points, ChainPlotPoint, i);

      g_assert_cmpfloat (point->x, ==, point->truth);
      g_assert_cmpfloat (point->truth, >=, 25); /* in the unit of the file, though it is scaled */
    }
}

static gboolean
has_validation (Fixture *fixture)
{
  return strstr (fixture_read (fixture, "output-heading"), "validation rows") != NULL;
}

static void
test_validation (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  GtkWidget *button;

  open_sample (fixture, "iris");
  show_tab (fixture, "output");
  g_assert_true (fixture_wait (fixture, has_matrix));
  button = fixture_find (fixture, GTK_TYPE_TOGGLE_BUTTON, "Validation");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_assert_true (fixture_wait (fixture, has_validation));
}

static gboolean
has_way (Fixture *fixture)
{
  const ChainPlot *plot = plot_of (fixture);

  return has_plot (fixture) && ((ChainPlotLine *) plot->lines->pdata[0])->n == 36;
}

/* The worked example: w₁ and w₂ from where they begin, through every iteration of the run. */
static void
test_descent (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const ChainPlotLine *way;
  const ChainPlot     *plot;

  open_sample (fixture, "worked_example");
  show_tab (fixture, "loss-surface");
  g_assert_true (fixture_wait (fixture, has_plot));
  plot = plot_of (fixture);
  g_assert_cmpstr (plot->x.title, ==, "w₁");
  g_assert_cmpstr (plot->y.title, ==, "w₂");
  g_assert_cmpfloat (plot->here_x, ==, 5);
  g_assert_cmpfloat (plot->here_y, ==, 8);
  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, has_way));
  plot = plot_of (fixture);
  way = plot->lines->pdata[0];
  g_assert_cmpfloat (way->x[0], ==, 5);
  g_assert_cmpfloat_with_epsilon (way->x[1], 3.88, 1e-12);
  g_assert_cmpfloat_with_epsilon (way->y[1], 6.32, 1e-12);
  g_assert_cmpfloat (way->x[35], ==, plot->here_x);
  for (gsize i = 0; i < way->n; i++)
    g_assert_cmpfloat (way->t[i], ==, i + 1);
}

static gboolean
has_message (Fixture *fixture)
{
  return plot_of (fixture) != NULL && plot_of (fixture)->message != NULL;
}

static gboolean
is_of_bias (Fixture *fixture)
{
  return has_plot (fixture) && g_strcmp0 (plot_of (fixture)->x.title, "b") == 0;
}

static void
test_parameters (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  open_sample (fixture, "worked_example");
  show_tab (fixture, "loss-surface");
  g_assert_true (fixture_wait (fixture, has_plot));
  choose (fixture, "Parameter across", 1);
  g_assert_true (fixture_wait (fixture, has_message));
  choose (fixture, "Parameter across", 2);
  g_assert_true (fixture_wait (fixture, is_of_bias));
  g_assert_cmpfloat (plot_of (fixture)->here_x, ==, -2);
}

static void
save (Fixture *fixture, const char *name)
{
  static const char *const endings[] = { "svg", "pdf", "png", "csv" };
  ChainChartMenu          *menu
      = CHAIN_CHART_MENU (find_type (fixture_find (fixture, GTK_TYPE_STACK, "results"),
                                     CHAIN_TYPE_CHART_MENU));

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char   *file = g_strdup_printf ("%s.%s", name, endings[i]);
      g_autofree char   *path = g_test_build_filename (G_TEST_BUILT, file, NULL);
      g_autofree char   *contents = NULL;
      g_autoptr (GError) error = NULL;
      gsize              length;

      g_assert_true (chain_chart_menu_save (menu, path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      g_assert_cmpuint (length, >, 100);
    }
}

static void
test_save (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  open_sample (fixture, "iris");
  show_tab (fixture, "output");
  g_assert_true (fixture_wait (fixture, has_matrix));
  save (fixture, "output-matrix");
  choose (fixture, "What is shown of the output", 0);
  g_assert_true (fixture_wait (fixture, has_plot));
  save (fixture, "output-plane");
  show_tab (fixture, "loss-surface");
  g_assert_true (fixture_wait (fixture, has_plot));
  save (fixture, "output-loss-surface");
}

/* Another document while answers are being computed: none of the old arrive. */
static void
test_switching (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "digits", "spiral", "diabetes", "worked_example" };

  show_tab (fixture, "output");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    open_sample (fixture, names[i]);
  g_assert_true (fixture_wait (fixture, has_plot));
  for (guint i = 0; i < 20; i++)
    {
      fixture_settle ();
      g_usleep (5000);
    }
  g_assert_cmpuint (plot_of (fixture)->points->len, ==, 5);
}

int
main (int argc, char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;
  fixture_add ("/ui/output/surface", test_surface);
  fixture_add ("/ui/output/click", test_click);
  fixture_add ("/ui/output/matrix", test_matrix);
  fixture_add ("/ui/output/regression", test_regression);
  fixture_add ("/ui/output/validation", test_validation);
  fixture_add ("/ui/output/save", test_save);
  fixture_add ("/ui/output/switching", test_switching);
  fixture_add ("/ui/loss-surface/descent", test_descent);
  fixture_add ("/ui/loss-surface/parameters", test_parameters);
  fixture_add ("/ui/results/remembered", test_remembered); /* last: others begin without */
  return g_test_run ();
}
