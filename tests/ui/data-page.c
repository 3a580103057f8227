/* data-page.c: a CSV file opened, its roles chosen, undone and refused on the data page.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/column-roles.h"
#include "ui/widgets/scatter-view.h"
#include "ui/widgets/table-view.h"
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <math.h>

static const char flowers[] = "length,width,colour,species\n"
                              "5.1,3.5,red,rose\n"
                              "4.9,3,blue,lily\n"
                              "6.25,2.5,red,rose\n"
                              "5.5,2.25,white,daisy\n"
                              "6,2.75,red,lily\n";

static const char gaps[] = "a,b,c,y\n1,2,3,4\n2,,1,3\n3,1,2,5\n";

static const char ragged[] = "a,b\n1,2\n3,4,5\n";

static char *
write_file (const char *name, const char *contents)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  char            *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
  return path;
}

static void
remove_file (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (folder);
}

static gboolean
has_rows (Fixture *fixture)
{
  return fixture_find (fixture, GTK_TYPE_INSCRIPTION, "1") != NULL;
}

static void
open_text (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = write_file (name, text);
  g_autoptr (GError) error = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "data");
  chain_session_open (fixture->session, path, &error);
  g_assert_no_error (error);
  remove_file (path);
  g_assert_true (fixture_wait (fixture, has_rows));
  fixture_settle ();
}

/* Opens a project as if it came from a file, where an edit would have been refused. */
static void
open_project (Fixture *fixture, ChainProject *owned)
{
  g_autoptr (ChainProject) project = owned;
  g_autofree char   *path = write_file ("project.chainrule", "");
  g_autofree char   *rows = write_file ("gaps.csv", gaps);
  g_autoptr (GError) error = NULL;

  chain_source_free (project->source);
  project->source = chain_source_new_csv (rows, &(ChainCsvOptions){ 0 });
  g_assert_true (chain_project_save (project, path, &error));
  chain_session_open (fixture->session, path, &error);
  g_assert_no_error (error);
  remove_file (path);
  remove_file (rows);
  fixture_settle ();
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

static const ChainLayer *
output_of (Fixture *fixture)
{
  const ChainNetwork *network = chain_session_get_project (fixture->session)->network;

  return chain_network_layer (network, chain_network_n_layers (network) - 1);
}

static guint
n_rows_shown (Fixture *fixture)
{
  GtkWidget *view = fixture_find (fixture, GTK_TYPE_COLUMN_VIEW, "Rows");

  g_assert_nonnull (view);
  return g_list_model_get_n_items (
      G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view))));
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  open_text (fixture, "flowers.csv", flowers);
  g_assert_cmpuint (n_rows_shown (fixture), ==, 5);
  g_assert_true (shows (fixture, "flowers.csv"));
  g_assert_true (shows (fixture, "species (target)"));
  g_assert_true (shows (fixture, "6.25"));
  g_assert_true (shows (fixture, "5.10"));
  g_assert_true (shows (fixture, "daisy"));
  g_assert_true (shows (fixture, "3 levels"));
  g_assert_cmpuint (gtk_drop_down_get_selected (role_of (fixture, "length")), ==,
                    CHAIN_ROLE_FEATURE);
  g_assert_cmpuint (gtk_drop_down_get_selected (role_of (fixture, "species")), ==,
                    CHAIN_ROLE_TARGET);
  g_assert_cmpuint (output_of (fixture)->units, ==, 3);
}

static gboolean
is_measured (Fixture *fixture)
{
  return shows (fixture, "4.9 to 6.25, mean 5.55");
}

static void
test_statistics (Fixture *fixture, gconstpointer data)
{
  open_text (fixture, "flowers.csv", flowers);
  g_assert_true (fixture_wait (fixture, is_measured));
}

/* A number as the target: the output and the loss follow, and undo brings both back. */
static void
test_target (Fixture *fixture, gconstpointer data)
{
  const ChainProject *project;

  open_text (fixture, "flowers.csv", flowers);
  gtk_drop_down_set_selected (role_of (fixture, "length"), CHAIN_ROLE_TARGET);
  fixture_settle ();
  project = chain_session_get_project (fixture->session);
  g_assert_cmpstr (project->data.targets[0], ==, "length");
  g_assert_null (project->data.targets[1]);
  g_assert_cmpstr (project->training.loss->name, ==, "mse");
  g_assert_cmpstr (output_of (fixture)->activation->name, ==, "linear");
  g_assert_cmpuint (output_of (fixture)->units, ==, 1);
  g_assert_cmpuint (gtk_drop_down_get_selected (role_of (fixture, "species")), ==,
                    CHAIN_ROLE_FEATURE);
  g_assert_true (shows (fixture, "length (target)"));
  g_assert_nonnull (chain_session_get_stepper (fixture->session));

  g_assert_true (chain_session_undo (fixture->session));
  fixture_settle ();
  project = chain_session_get_project (fixture->session);
  g_assert_cmpstr (project->data.targets[0], ==, "species");
  g_assert_cmpstr (project->training.loss->name, ==, "categorical_crossentropy");
  g_assert_cmpuint (output_of (fixture)->units, ==, 3);
  g_assert_cmpuint (gtk_drop_down_get_selected (role_of (fixture, "length")), ==,
                    CHAIN_ROLE_FEATURE);
  g_assert_true (shows (fixture, "species (target)"));
}

static void
test_ignore (Fixture *fixture, gconstpointer data)
{
  guint before;

  open_text (fixture, "flowers.csv", flowers);
  before = chain_session_get_dataset (fixture->session)->n_inputs;
  gtk_drop_down_set_selected (role_of (fixture, "colour"), CHAIN_ROLE_IGNORE);
  fixture_settle ();
  g_assert_cmpuint (chain_session_get_dataset (fixture->session)->n_inputs, ==, before - 3);
  g_assert_true (chain_session_undo (fixture->session));
  g_assert_cmpuint (chain_session_get_dataset (fixture->session)->n_inputs, ==, before);
}

/* The last feature cannot go: the page says why and shows the role as it stays. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  open_text (fixture, "flowers.csv", flowers);
  gtk_drop_down_set_selected (role_of (fixture, "length"), CHAIN_ROLE_IGNORE);
  gtk_drop_down_set_selected (role_of (fixture, "width"), CHAIN_ROLE_IGNORE);
  gtk_drop_down_set_selected (role_of (fixture, "colour"), CHAIN_ROLE_IGNORE);
  fixture_settle ();
  g_assert_cmpuint (gtk_drop_down_get_selected (role_of (fixture, "colour")), ==,
                    CHAIN_ROLE_FEATURE);
  g_assert_nonnull (chain_session_get_dataset (fixture->session));
  g_assert_nonnull (strstr (fixture_read (fixture, "banner"), "data.features"));
}

static gboolean
shows_validation (Fixture *fixture)
{
  return shows (fixture, "validation");
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  GtkWidget              *validation;
  GtkWidget              *scaling;
  const ChainDataOptions *options;

  open_text (fixture, "flowers.csv", flowers);
  validation = fixture_find (fixture, GTK_TYPE_SPIN_BUTTON, "Validation fraction");
  scaling = fixture_find (fixture, GTK_TYPE_DROP_DOWN, "Scaling");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (validation), 0.4);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (scaling), CHAIN_SCALING_MINMAX);
  fixture_settle ();
  options = &chain_session_get_project (fixture->session)->data;
  g_assert_cmpfloat_with_epsilon (options->validation_fraction, 0.4, 1e-12);
  g_assert_cmpint (options->scaling, ==, CHAIN_SCALING_MINMAX);
  g_assert_cmpuint (chain_session_get_dataset (fixture->session)->n_validation_rows, ==, 2);
  g_assert_true (fixture_wait (fixture, shows_validation));
}

static void
test_bad_file (Fixture *fixture, gconstpointer data)
{
  const ChainProject *project;
  g_autofree char    *path = write_file ("ragged.csv", ragged);
  g_autoptr (GError) error = NULL;

  open_text (fixture, "flowers.csv", flowers);
  project = chain_session_get_project (fixture->session);
  g_assert_false (chain_session_open (fixture->session, path, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, ":3:"));
  fixture_settle ();
  g_assert_true (chain_session_get_project (fixture->session) == project);
  g_assert_cmpuint (n_rows_shown (fixture), ==, 5);
  g_assert_true (shows (fixture, "flowers.csv"));
  remove_file (path);
}

/* A file opens with what its missing values mean; a project may refuse them. */
static void
open_refusing (Fixture *fixture)
{
  static const char *const names[] = { "a", "b", "c", "y" };
  ChainProject *changed;

  open_text (fixture, "gaps.csv", gaps);
  g_assert_true (shows (fixture, "number, 1 missing"));
  g_assert_true (shows (fixture, "missing"));
  g_assert_null (chain_session_get_problem (fixture->session));
  changed = chain_project_copy (chain_session_get_project (fixture->session));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      ChainColumnOptions options = *chain_data_options_column (&changed->data, names[i]);

      options.name = (char *) names[i];
      options.missing = CHAIN_MISSING_REFUSE;
      chain_data_options_set_column (&changed->data, &options);
    }
  g_assert_false (chain_session_edit (fixture->session, chain_project_copy (changed), "Refuse",
                                      NULL, NULL));
  open_project (fixture, changed);
  g_assert_nonnull (chain_session_get_problem (fixture->session));
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_BOX, "problem-card"));
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  open_refusing (fixture);
  fixture_press (fixture, "Ignore columns with missing values");
  g_assert_null (chain_session_get_problem (fixture->session));
  g_assert_null (fixture_find (fixture, GTK_TYPE_BOX, "problem-card"));
  g_assert_cmpuint (gtk_drop_down_get_selected (role_of (fixture, "b")), ==, CHAIN_ROLE_IGNORE);
}

static void
test_fill_missing (Fixture *fixture, gconstpointer data)
{
  const ChainDataset *dataset;

  open_refusing (fixture);
  fixture_press (fixture, "Fill in missing values");
  g_assert_null (chain_session_get_problem (fixture->session));
  dataset = chain_session_get_dataset (fixture->session);
  g_assert_cmpuint (dataset->n_inputs, ==, 3);
  g_assert_cmpuint (dataset->n_dropped, ==, 0);
  fixture_press (fixture, "Undo");
  g_assert_nonnull (chain_session_get_problem (fixture->session));
}

/* Role by role is a way out too, though each single edit leaves a problem. */
static gboolean
shows_left_out (Fixture *fixture)
{
  return shows (fixture, "left out");
}

/* A row that lacks a value and is dropped is said to be. */
static void
test_left_out (Fixture *fixture, gconstpointer data)
{
  char                     name[] = "b";
  const ChainColumnOptions drop = { .name = name, .missing = CHAIN_MISSING_DROP };
  ChainProject            *changed;

  open_refusing (fixture);
  changed = chain_project_copy (chain_session_get_project (fixture->session));
  chain_data_options_set_column (&changed->data, &drop);
  g_assert_true (chain_session_edit (fixture->session, changed, "Drop", NULL, NULL));
  g_assert_true (fixture_wait (fixture, shows_left_out));
}

static void
test_missing_by_role (Fixture *fixture, gconstpointer data)
{
  open_refusing (fixture);
  gtk_drop_down_set_selected (role_of (fixture, "a"), CHAIN_ROLE_TARGET);
  fixture_settle ();
  g_assert_cmpuint (gtk_drop_down_get_selected (role_of (fixture, "a")), ==, CHAIN_ROLE_TARGET);
  gtk_drop_down_set_selected (role_of (fixture, "b"), CHAIN_ROLE_IGNORE);
  fixture_settle ();
  g_assert_null (chain_session_get_problem (fixture->session));
  g_assert_nonnull (chain_session_get_stepper (fixture->session));
}

/* What a column's details offer, chosen and undone. */
static void
test_details (Fixture *fixture, gconstpointer data)
{
  GtkWidget *columns;
  GtkWidget *encoding;

  open_text (fixture, "flowers.csv", flowers);
  columns = fixture_find (fixture, GTK_TYPE_LIST_VIEW, "Columns");
  g_signal_emit_by_name (columns, "activate", 2);
  fixture_settle ();
  encoding = fixture_find (fixture, GTK_TYPE_DROP_DOWN, "Encoding");
  g_assert_nonnull (encoding);
  g_assert_cmpuint (chain_session_get_dataset (fixture->session)->n_inputs, ==, 5);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (encoding), CHAIN_CATEGORY_ORDINAL);
  fixture_settle ();
  g_assert_cmpuint (chain_session_get_dataset (fixture->session)->n_inputs, ==, 3);
  g_assert_nonnull (chain_session_get_stepper (fixture->session));
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_DROP_DOWN, "Encoding")); /* still open */
  fixture_press (fixture, "Undo");
  g_assert_cmpuint (chain_session_get_dataset (fixture->session)->n_inputs, ==, 5);
}

static void
places_in_view (Fixture *fixture, guint *first, guint *last)
{
  g_assert_cmpint (sscanf (fixture_read (fixture, "columns-place"), "Columns %u–%u of 1000", first,
                           last), ==, 2);
}

/* Whether the whole title is within the table. */
static gboolean
is_in_view (Fixture *fixture, const char *title)
{
  GtkWidget      *rows = fixture_find (fixture, GTK_TYPE_COLUMN_VIEW, "Rows");
  GtkWidget      *table = gtk_widget_get_ancestor (rows, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget      *label = fixture_find_below (rows, GTK_TYPE_LABEL, title);
  graphene_rect_t bounds;

  return label != NULL && gtk_widget_compute_bounds (label, table, &bounds)
         && bounds.origin.x >= 0
         && bounds.origin.x + bounds.size.width <= gtk_widget_get_width (table);
}

/* A thousand columns: all are reached, by pages, by search, by a click and by scrolling. */
static void
test_wide (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *search;
  GtkWidget *across;
  guint      first;
  guint      last;
  guint      page;

  for (guint row = 0; row < 4; row++)
    for (guint i = 0; i < 1000; i++)
      {
        if (row == 0)
          g_string_append_printf (text, "%sc%03u", i > 0 ? "," : "", i);
        else
          g_string_append_printf (text, "%s%u", i > 0 ? "," : "", i * row);
        if (i == 999)
          g_string_append_c (text, '\n');
      }
  open_text (fixture, "wide.csv", text->str);
  places_in_view (fixture, &first, &last);
  g_assert_cmpuint (first, ==, 1);
  g_assert_cmpuint (last, >=, 5);
  g_assert_cmpuint (last, <=, 24);
  g_assert_false (gtk_widget_is_sensitive (
      fixture_find (fixture, GTK_TYPE_BUTTON, "Earlier columns")));
  fixture_press (fixture, "Later columns");
  page = last;
  places_in_view (fixture, &first, &last);
  g_assert_cmpuint (first, ==, page + 1);
  g_assert_cmpuint (last, >, first);
  g_assert_true (is_in_view (fixture, "Row")); /* whatever columns are shown */

  search = fixture_find (fixture, GTK_TYPE_SEARCH_ENTRY, "Search columns");
  gtk_editable_set_text (GTK_EDITABLE (search), "C777");
  g_signal_emit_by_name (search, "search-changed");
  fixture_settle ();
  g_assert_true (shows (fixture, "COLUMNS · 1 OF 1000"));
  g_signal_emit_by_name (fixture_find (fixture, GTK_TYPE_LIST_VIEW, "Columns"), "activate", 0);
  fixture_settle ();
  places_in_view (fixture, &first, &last);
  g_assert_cmpuint (first, <=, 778);
  g_assert_cmpuint (last, >=, 778);
  g_assert_true (shows (fixture, "1554")); /* 777 in the second row */
  g_assert_true (is_in_view (fixture, "c777"));

  across = fixture_find (fixture, GTK_TYPE_SCROLLBAR, "Columns in view");
  gtk_adjustment_set_value (gtk_scrollbar_get_adjustment (GTK_SCROLLBAR (across)), 1000);
  fixture_settle ();
  places_in_view (fixture, &first, &last);
  g_assert_cmpuint (last, ==, 1000);
  g_assert_true (is_in_view (fixture, "c999 (target)"));
  g_assert_true (is_in_view (fixture, "Row"));
  g_assert_false (gtk_widget_is_sensitive (
      fixture_find (fixture, GTK_TYPE_BUTTON, "Later columns")));
}

static void
go_to_row (Fixture *fixture, const char *row)
{
  GtkWidget *entry = fixture_find (fixture, GTK_TYPE_ENTRY, "Go to row");

  gtk_editable_set_text (GTK_EDITABLE (entry), row);
  g_signal_emit_by_name (entry, "activate");
  fixture_settle ();
}

static gboolean
shows_far_row (Fixture *fixture)
{
  return shows (fixture, "4321");
}

static void
test_go_to_row (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("a,y\n");

  for (guint row = 1; row <= 5000; row++)
    g_string_append_printf (text, "%u.5,%u\n", row % 7, row % 3);
  open_text (fixture, "long.csv", text->str);
  g_assert_false (shows_far_row (fixture));
  go_to_row (fixture, "4321");
  g_assert_true (fixture_wait (fixture, shows_far_row));
  go_to_row (fixture, "5001");
  g_assert_true (gtk_widget_has_css_class (
      fixture_find (fixture, GTK_TYPE_ENTRY, "Go to row"), "error"));
}

static gboolean
is_plotted (Fixture *fixture)
{
  return g_str_equal (fixture_read (fixture, "scatter-caption"), "5 rows");
}

/* A click on a point of the plot goes to its row. */
static void
test_scatter (Fixture *fixture, gconstpointer data)
{
  GtkWidget *plot;

  open_text (fixture, "flowers.csv", flowers);
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (fixture_find (fixture, GTK_TYPE_TOGGLE_BUTTON, "Scatter plot")), TRUE);
  g_assert_true (fixture_wait (fixture, is_plotted));
  plot = fixture_find (fixture, CHAIN_TYPE_SCATTER_VIEW, "Scatter plot of width against length");
  g_assert_nonnull (plot);
  g_signal_emit_by_name (plot, "row-activated", 3);
  fixture_settle ();
  g_assert_cmpstr (gtk_editable_get_text (
                       GTK_EDITABLE (fixture_find (fixture, GTK_TYPE_ENTRY, "Go to row"))),
                   ==, "4");
}

/* The Tab key leaves the rows again, however many there are. */
static void
test_tab (Fixture *fixture, gconstpointer data)
{
  GtkWidget *rows;
  GtkWidget *focus;

  open_text (fixture, "flowers.csv", flowers);
  rows = fixture_find (fixture, GTK_TYPE_COLUMN_VIEW, "Rows");
  g_assert_true (gtk_widget_child_focus (rows, GTK_DIR_TAB_FORWARD));
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (gtk_widget_is_ancestor (focus, rows));
  gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_FORWARD);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_false (focus != NULL && gtk_widget_is_ancestor (focus, rows));
}

int
main (int argc, char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;
  fixture_add ("/ui/data-page/rows", test_rows);
  fixture_add ("/ui/data-page/statistics", test_statistics);
  fixture_add ("/ui/data-page/target", test_target);
  fixture_add ("/ui/data-page/ignore", test_ignore);
  fixture_add ("/ui/data-page/refused", test_refused);
  fixture_add ("/ui/data-page/settings", test_settings);
  fixture_add ("/ui/data-page/bad-file", test_bad_file);
  fixture_add ("/ui/data-page/missing", test_missing);
  fixture_add ("/ui/data-page/left-out", test_left_out);
  fixture_add ("/ui/data-page/missing-by-role", test_missing_by_role);
  fixture_add ("/ui/data-page/fill-missing", test_fill_missing);
  fixture_add ("/ui/data-page/details", test_details);
  fixture_add ("/ui/data-page/wide", test_wide);
  fixture_add ("/ui/data-page/go-to-row", test_go_to_row);
  fixture_add ("/ui/data-page/scatter", test_scatter);
  fixture_add ("/ui/data-page/tab", test_tab);
  return g_test_run ();
}
