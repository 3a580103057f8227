/* data-edits.c: rows made by hand and by formula: cells, columns, made-up samples, functions.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/column-roles.h"
#include "ui/widgets/table-view.h"
#include "window-fixture.h"

#include <math.h>

static gboolean
has_rows (Fixture *fixture)
{
  return fixture_find (fixture, GTK_TYPE_INSCRIPTION, "1") != NULL;
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  return fixture_find (fixture, GTK_TYPE_LABEL, text) != NULL ||
         fixture_find (fixture, GTK_TYPE_INSCRIPTION, text) != NULL;
}

static GtkDropDown *
role_of (Fixture *fixture, const char *column)
{
  g_autofree char *name = g_strconcat ("Role of ", column, NULL);
  GtkWidget       *role = fixture_find (fixture, GTK_TYPE_DROP_DOWN, name);

  g_assert_nonnull (role);
  return GTK_DROP_DOWN (role);
}

static guint
n_rows_shown (Fixture *fixture)
{
  GtkWidget *view = fixture_find (fixture, GTK_TYPE_COLUMN_VIEW, "Rows");

  g_assert_nonnull (view);
  return g_list_model_get_n_items (
      G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view))));
}

/* Types into the cell that is being edited, and presses a key as a person would. */
static void
type (Fixture *fixture, const char *text, guint key)
{
  GtkWidget  *entry = fixture_find (fixture, GTK_TYPE_ENTRY, "Cell");
  GListModel *controllers;

  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  controllers = gtk_widget_observe_controllers (entry);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        {
          g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
          break;
        }
    }
  g_object_unref (controllers);
  fixture_settle ();
}

static double
number_at (Fixture *fixture, guint column, guint row)
{
  return chain_table_column (chain_session_get_table (fixture->session), column)->numbers[row];
}

/* The worked example is typed over, a row is added and deleted, and all of it undone. */
static void
test_edit_cells (Fixture *fixture, gconstpointer data)
{
  GtkWidget *rows;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "data");
  g_assert_true (fixture_wait (fixture, has_rows));
  fixture_settle ();
  rows = fixture_find (fixture, GTK_TYPE_COLUMN_VIEW, "Rows");
  g_signal_emit_by_name (rows, "activate", 1);
  fixture_settle ();
  type (fixture, "7.25", GDK_KEY_Tab);
  type (fixture, "−2", GDK_KEY_Down);
  type (fixture, "9", GDK_KEY_Escape);
  g_assert_null (fixture_find (fixture, GTK_TYPE_ENTRY, "Cell"));
  g_assert_cmpfloat (number_at (fixture, 0, 1), ==, 7.25);
  g_assert_cmpfloat (number_at (fixture, 1, 1), ==, -2);
  g_assert_cmpfloat (number_at (fixture, 1, 2), !=, 9);
  g_assert_true (shows (fixture, "7.25"));

  g_signal_emit_by_name (rows, "activate", 0);
  fixture_settle ();
  type (fixture, "seven", GDK_KEY_Tab);
  g_assert_nonnull (strstr (fixture_read (fixture, "banner"), "expected a number"));
  g_assert_cmpfloat (number_at (fixture, 0, 0), ==, 2);
  type (fixture, "3", GDK_KEY_Escape);

  fixture_press (fixture, "Add row");
  g_assert_cmpuint (n_rows_shown (fixture), ==, 6);
  type (fixture, "1", GDK_KEY_Escape);
  fixture_press (fixture, "Delete row");
  g_assert_cmpuint (n_rows_shown (fixture), ==, 5);
  for (guint i = 0; i < 4; i++)
    fixture_press (fixture, "Undo");
  g_assert_cmpfloat (number_at (fixture, 0, 1), ==, 1);
  g_assert_cmpuint (n_rows_shown (fixture), ==, 5);
}

/* Of the popover that adds columns (first row) and deletes them. */
static GtkWidget *
columns_control (Fixture *fixture, int column, int row)
{
  GtkWidget  *button = fixture_find (fixture, GTK_TYPE_MENU_BUTTON, "Add or delete a column");
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));

  return gtk_grid_get_child_at (GTK_GRID (gtk_popover_get_child (popover)), column, row);
}

static void
click_columns_control (Fixture *fixture, int row)
{
  g_signal_emit_by_name (columns_control (fixture, 1, row), "clicked");
  fixture_settle ();
}

/* A column is added, filled, used, deleted; all of it is undone. */
static void
test_edit_columns (Fixture *fixture, gconstpointer data)
{
  GtkWidget *name;
  GtkWidget *table;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "data");
  g_assert_true (fixture_wait (fixture, has_rows));
  fixture_settle ();
  name = columns_control (fixture, 0, 0);
  gtk_editable_set_text (GTK_EDITABLE (name), "x2");
  click_columns_control (fixture, 0);
  g_assert_true (gtk_widget_has_css_class (name, "error"));
  g_assert_cmpuint (chain_session_get_table (fixture->session)->columns->len, ==, 3);
  gtk_editable_set_text (GTK_EDITABLE (name), "x3");
  click_columns_control (fixture, 0);
  table = gtk_widget_get_ancestor (fixture_find (fixture, GTK_TYPE_COLUMN_VIEW, "Rows"),
                                   CHAIN_TYPE_TABLE_VIEW);
  g_assert_true (chain_table_view_edit_cell (CHAIN_TABLE_VIEW (table), 0, 3));
  fixture_settle ();
  type (fixture, "4.5", GDK_KEY_Down);
  type (fixture, "-1", GDK_KEY_Up);
  g_assert_cmpuint (chain_session_get_table (fixture->session)->columns->len, ==, 4);
  g_assert_cmpfloat (number_at (fixture, 3, 0), ==, 4.5);
  g_assert_cmpfloat (number_at (fixture, 3, 1), ==, -1);
  type (fixture, "4.5", GDK_KEY_Escape);
  g_assert_cmpuint (gtk_drop_down_get_selected (role_of (fixture, "x3")), ==, CHAIN_ROLE_IGNORE);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (columns_control (fixture, 0, 1)), 1);
  click_columns_control (fixture, 1);
  g_assert_cmpuint (chain_session_get_dataset (fixture->session)->n_inputs, ==, 1);
  g_assert_cmpstr (chain_table_column (chain_session_get_table (fixture->session), 1)->name, ==,
                   "y");
  g_assert_nonnull (chain_session_get_stepper (fixture->session));
  for (guint i = 0; i < 4; i++)
    fixture_press (fixture, "Undo");
  g_assert_cmpuint (chain_session_get_table (fixture->session)->columns->len, ==, 3);
  g_assert_cmpuint (chain_session_get_dataset (fixture->session)->n_inputs, ==, 2);
}

/* A made-up sample is made anew with each step of a slider; its steps are undone as one. */
static void
test_sample (Fixture *fixture, gconstpointer data)
{
  GtkWidget *noise;
  GtkWidget *seed;
  double     first;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "data");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-sample", "s", "spiral");
  fixture_settle ();
  noise = fixture_find (fixture, GTK_TYPE_SCALE, "Noise of the sample");
  g_assert_nonnull (noise);
  first = number_at (fixture, 0, 0);
  gtk_range_set_value (GTK_RANGE (noise), 0.1);
  gtk_range_set_value (GTK_RANGE (noise), 0.25);
  fixture_settle ();
  g_assert_cmpfloat (
      chain_session_get_project (fixture->session)->source->sample_options.noise, ==, 0.25);
  g_assert_cmpfloat (number_at (fixture, 0, 0), !=, first);
  fixture_press (fixture, "Undo");
  g_assert_cmpfloat (number_at (fixture, 0, 0), ==, first);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (noise)), ==, 0);

  gtk_range_set_value (GTK_RANGE (fixture_find (fixture, GTK_TYPE_SCALE, "Rows of the sample")), 3);
  fixture_settle ();
  g_assert_cmpuint (n_rows_shown (fixture), ==, 1000);
  seed = fixture_find (fixture, GTK_TYPE_SPIN_BUTTON, "Seed of the sample");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (seed), 5);
  fixture_settle ();
  g_assert_cmpuint (
      chain_session_get_project (fixture->session)->source->sample_options.seed, ==, 5);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-sample", "s", "iris");
}

static void
set_text (Fixture *fixture, const char *name, const char *text)
{
  GtkWidget *entry = fixture_find (fixture, GTK_TYPE_ENTRY, name);

  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  fixture_settle ();
}

/* Every row is on the curve: x is in the range, and without noise y is the value there. */
static void
assert_on_curve (Fixture *fixture, double (*f) (double), double from, double to)
{
  const ChainTable *table = chain_session_get_table (fixture->session);

  g_assert_cmpuint (table->n_rows, ==, 500);
  for (guint row = 0; row < table->n_rows; row++)
    {
      g_assert_cmpfloat (number_at (fixture, 0, row), >=, from);
      g_assert_cmpfloat (number_at (fixture, 0, row), <=, to);
      g_assert_cmpfloat_with_epsilon (number_at (fixture, 1, row),
                                      f (number_at (fixture, 0, row)), 1e-12);
    }
}

static double
parabola (double x)
{
  return x * x - 1;
}

static double
logarithm (double x)
{
  return log (x);
}

/* A formula is typed: the rows follow, what is wrong is told with its column and changes nothing. */
static void
test_function (Fixture *fixture, gconstpointer data)
{
  const char *half_typed[] = { "x", "x^2", "x^2 − 1", "x^2 - 1" };

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "data");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-sample", "s", "function");
  fixture_settle ();
  gtk_range_set_value (
      GTK_RANGE (fixture_find (fixture, GTK_TYPE_SCALE, "Noise of the sample")), 0);
  for (guint i = 0; i < G_N_ELEMENTS (half_typed); i++)
    set_text (fixture, "Function of x", half_typed[i]);
  assert_on_curve (fixture, parabola, -10, 10);
  g_assert_true (shows (fixture, "500 rows × 2 columns · y = x^2 - 1"));

  set_text (fixture, "Function of x", "x^2 - sine(x)");
  g_assert_nonnull (strstr (fixture_read (fixture, "function-message"), "column 7: "));
  assert_on_curve (fixture, parabola, -10, 10);
  set_text (fixture, "Function of x", "ln(x)");
  g_assert_nonnull (strstr (fixture_read (fixture, "function-message"), "has no value at x"));
  assert_on_curve (fixture, parabola, -10, 10);
  set_text (fixture, "Least x", "30");
  g_assert_nonnull (strstr (fixture_read (fixture, "function-message"), "above where it begins"));
  assert_on_curve (fixture, parabola, -10, 10);
  set_text (fixture, "Least x", "0.5");
  assert_on_curve (fixture, logarithm, 0.5, 10);
  set_text (fixture, "Largest x", "2");
  assert_on_curve (fixture, logarithm, 0.5, 2);
  g_assert_null (strstr (fixture_read (fixture, "function-message"), "range"));

  fixture_press (fixture, "Undo");
  g_assert_cmpstr (gtk_editable_get_text (
                       GTK_EDITABLE (fixture_find (fixture, GTK_TYPE_ENTRY, "Function of x"))),
                   ==, "sin(x)/x");
  g_assert_cmpstr (gtk_editable_get_text (
                       GTK_EDITABLE (fixture_find (fixture, GTK_TYPE_ENTRY, "Least x"))),
                   ==, "-10");
  fixture_press (fixture, "Redo");
  assert_on_curve (fixture, logarithm, 0.5, 2);
}

int
main (int argc, char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;
  fixture_add ("/ui/data-edits/edit-cells", test_edit_cells);
  fixture_add ("/ui/data-edits/edit-columns", test_edit_columns);
  fixture_add ("/ui/data-edits/sample", test_sample);
  fixture_add ("/ui/data-edits/function", test_function);

  return g_test_run ();
}
