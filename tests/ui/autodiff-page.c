/* autodiff-page.c: statements typed, stepped, differentiated, updated and refused in a real window.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include "ui/pages/autodiff-page.h"
#include "ui/widgets/graph-view.h"
#include "ui/widgets/iterations-panel.h"
#include "ui/widgets/number-entry.h"
#include "ui/workspace-examples.h"

#include <glib/gstdio.h>
#include <gtksourceview/gtksource.h>
#include <math.h>

/* The iterations of the worked example: w1, w2, b and L before each update, calculated apart from
 * the program. */
static const double worked_example[7][4] = {
  { 5, 8, -2, 196 },
  { 3.88, 6.32, -2.56, 5.5696 },
  { 3.9744, 6.4144, -2.4656, 24.5698662 },
  { 4.569216, 6.216128, -2.267328, 43.829908 },
  { 4.30439936, 6.48094464, -2.00251136, 435.874128 },
  { 1.79908751, 4.81073674, -1.16740741, 1.29281939 },
  { 1.89004929, 4.9471794, -1.12192652, 18.3586356 },
};

static ChainWorkbench *
bench_of (Fixture *fixture)
{
  GtkWidget *page = fixture_find (fixture, CHAIN_TYPE_AUTODIFF_PAGE, "ChainAutodiffPage");

  g_assert_nonnull (page);
  return chain_autodiff_page_get_workbench (CHAIN_AUTODIFF_PAGE (page));
}

static gboolean
is_run (Fixture *fixture)
{
  return chain_workbench_is_settled (bench_of (fixture));
}

static void
settle (Fixture *fixture)
{
  g_assert_true (fixture_wait (fixture, is_run));
  fixture_settle ();
}

static void
show_page (Fixture *fixture)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "page",
                                  g_variant_new_string ("autodiff"));
  fixture_settle ();
  settle (fixture);
}

static void
type (Fixture    *fixture,
      const char *text)
{
  GtkWidget *view = fixture_find (fixture, GTK_SOURCE_TYPE_VIEW, "Statements");

  g_assert_nonnull (view);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  settle (fixture);
}

static void
take_example (Fixture    *fixture,
              const char *name)
{
  GtkWidget *page = fixture_find (fixture, CHAIN_TYPE_AUTODIFF_PAGE, "ChainAutodiffPage");

  gtk_widget_activate_action (page, "autodiff.example", "s", name);
  settle (fixture);
}

static const char *
last_of (const char *text)
{
  const char *last = g_strrstr (text, "= ");

  return last != NULL ? last + 2 : text;
}

/* The page is not made before it is shown. */
static void
test_lazy (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_null (fixture_find (fixture, CHAIN_TYPE_AUTODIFF_PAGE, "ChainAutodiffPage"));
  fixture_press (fixture, "Autodiff");
  g_assert_nonnull (fixture_find (fixture, CHAIN_TYPE_AUTODIFF_PAGE, "ChainAutodiffPage"));
  settle (fixture);
  g_assert_cmpuint (chain_workbench_get_n_steps (bench_of (fixture), NULL), ==, 0);
  g_assert_false (gtk_widget_is_sensitive (fixture_find (fixture, GTK_TYPE_BUTTON, "Step")));
}

static void
test_steps (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const forward[] = { "10", "24", "34", "32", "14", "196" };
  static const char *const backward[] = { "1", "28", "28", "28" };

  show_page (fixture);
  take_example (fixture, "worked-example");
  fixture_press (fixture, "Rewind");
  for (guint i = 0; i < G_N_ELEMENTS (forward); i++)
    {
      fixture_press (fixture, "Step");
      g_assert_cmpstr (last_of (fixture_read (fixture, "equation")), ==, forward[i]);
    }
  g_assert_cmpstr (fixture_read (fixture, "step-counter"), ==, "step 6 of 15 · forward");
  for (guint i = 0; i < G_N_ELEMENTS (backward); i++)
    {
      GtkWidget *graph = fixture_find (fixture, CHAIN_TYPE_GRAPH_VIEW, "Graph");

      fixture_press (fixture, "Step");
      g_assert_nonnull (graph);
      g_assert_true (chain_workbench_get_step (bench_of (fixture))->gradient);
    }
  fixture_press (fixture, "Finish pass");
  g_assert_cmpstr (fixture_read (fixture, "step-counter"), ==, "step 15 of 15 · backward");
  g_assert_false (gtk_widget_is_sensitive (fixture_find (fixture, GTK_TYPE_BUTTON, "Step")));
  g_assert_nonnull (strstr (fixture_read (fixture, "node-check"), "✓"));
  for (guint i = 0; i < 15; i++)
    fixture_press (fixture, "Step back");
  g_assert_cmpuint (chain_workbench_get_position (bench_of (fixture)), ==, 0);
  /* The network was not stepped. */
  g_assert_cmpuint (chain_stepper_position (chain_session_get_stepper (fixture->session)), ==, 0);
}

static void
test_worked_example (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *csv = NULL;
  g_auto (GStrv)   lines = NULL;

  show_page (fixture);
  take_example (fixture, "worked-example");
  fixture_press (fixture, "Run");
  settle (fixture);
  csv = chain_iterations_panel_to_csv (
    fixture_find (fixture, CHAIN_TYPE_ITERATIONS_PANEL, "ChainIterationsPanel"));
  lines = g_strsplit (csv, "\n", -1);
  g_assert_true (g_str_has_prefix (lines[0], "\"iteration\",\"rows\",\"w1\",\"w2\",\"b\",\"L\""));
  g_assert_cmpuint (g_strv_length (lines), ==, 9);
  for (guint i = 0; i < G_N_ELEMENTS (worked_example); i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);

      for (guint k = 0; k < 4; k++)
        {
          const double value = g_ascii_strtod (cells[k + 2], NULL);

          g_assert_cmpfloat_with_epsilon (value, worked_example[i][k],
                                          1e-8 * fmax (1, fabs (value)));
        }
    }
  fixture_press (fixture, "Reset variables");
  settle (fixture);
  g_assert_cmpuint (
    chain_workspace_n_iterations (chain_workbench_get_workspace (bench_of (fixture))), ==, 0);
}

static void
test_tape (Fixture      *fixture,
           gconstpointer data)
{
  GtkWidget *persistent;

  show_page (fixture);
  type (fixture, "x = variable(3)\ny = x^2 + x^3\n");
  fixture_press (fixture, "Tape");
  fixture_press (fixture, "Gradient");
  g_assert_cmpstr (fixture_read (fixture, "gradient-answer"), ==, "1. ∂y/∂x = 33");
  persistent = fixture_find (fixture, GTK_TYPE_SWITCH, "Persistent tape");
  gtk_switch_set_active (GTK_SWITCH (persistent), FALSE);
  fixture_press (fixture, "Gradient");
  g_assert_cmpstr (fixture_read (fixture, "gradient-answer"), ==, "2. ∂y/∂x = 33");
  fixture_press (fixture, "Gradient");
  g_assert_nonnull (strstr (fixture_read (fixture, "gradient-answer"), "persistent"));
}

static void
test_error (Fixture      *fixture,
            gconstpointer data)
{
  ChainTextPlace place;

  show_page (fixture);
  type (fixture, "a = [[1, 2]]\na.assign_add(1)\n");
  g_assert_nonnull (chain_workbench_get_error (bench_of (fixture), &place));
  g_assert_cmpuint (place.line, ==, 2);
  g_assert_nonnull (strstr (fixture_read (fixture, "statement-error"), "line 2"));
  type (fixture, "a = variable([[1, 2]])\na.assign_add(1)\n");
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "statement-error"));
}

/* The text is the document's: undone, redone and saved with it. */
static void
test_document (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *directory = g_dir_make_tmp ("chainrule-XXXXXX", NULL);
  g_autofree char   *path = g_build_filename (directory, "a.chainrule", NULL);

  show_page (fixture);
  take_example (fixture, "matmul");
  take_example (fixture, "two-paths");
  g_assert_true (chain_session_get_modified (fixture->session));
  fixture_press (fixture, "Undo");
  settle (fixture);
  g_assert_true (g_str_has_prefix (chain_workbench_get_text (bench_of (fixture)), "a = variable"));
  fixture_press (fixture, "Redo");
  settle (fixture);
  g_assert_true (g_str_has_prefix (chain_workbench_get_text (bench_of (fixture)), "x = variable"));
  g_assert_true (chain_session_save (fixture->session, path, &error));
  g_assert_no_error (error);
  take_example (fixture, "matmul");
  fixture_open (fixture, path);
  settle (fixture);
  g_assert_true (g_str_has_prefix (chain_workbench_get_text (bench_of (fixture)), "x = variable"));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

/* A net becomes statements that give the same loss, and they become the same net. */
static void
test_network (Fixture      *fixture,
              gconstpointer data)
{
  const ChainTensor *kernel;

  show_page (fixture);
  fixture_press (fixture, "Network as graph");
  settle (fixture);
  g_assert_null (chain_workbench_get_error (bench_of (fixture), NULL));
  type (fixture, "x = features()\ny = targets()\nW = variable([[1, 2], [3, 4]])\n"
                 "V = variable([[5], [6]])\nb = variable([[7, 8]])\n"
                 "L = mse(tanh(x @ W + b) @ V, y)\n");
  fixture_press (fixture, "Open as network");
  g_assert_cmpuint (
    chain_network_n_layers (chain_session_get_project (fixture->session)->network), ==, 2);
  kernel = chain_network_layer (chain_session_get_project (fixture->session)->network, 0)->kernel;
  g_assert_cmpfloat (chain_tensor_get (kernel, 1, 0), ==, 3);
}

/* Each example runs, has a graph and variables to descend. */
static void
test_examples (Fixture      *fixture,
               gconstpointer data)
{
  guint                        n;
  const ChainWorkspaceExample *examples = chain_workspace_examples (&n);

  show_page (fixture);
  for (guint i = 0; i < n; i++)
    {
      take_example (fixture, examples[i].name);
      if (chain_workbench_get_error (bench_of (fixture), NULL) != NULL)
        g_error ("%s: %s", examples[i].name,
                 chain_workbench_get_error (bench_of (fixture), NULL)->message);
      fixture_press (fixture, "Update");
      settle (fixture);
      g_assert_cmpuint (
        chain_workspace_n_iterations (chain_workbench_get_workspace (bench_of (fixture))), ==, 1);
    }
}

static void
test_values (Fixture      *fixture,
             gconstpointer data)
{
  GtkWidget         *entry;
  const ChainTensor *value;
  ChainWorkspace    *workspace;

  show_page (fixture);
  type (fixture, "w = variable([[1, 2], [3, 4]])\ns = sum(w)\n");
  entry = fixture_find (fixture, CHAIN_TYPE_NUMBER_ENTRY, "Value of w, row 2, column 1");
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "10");
  fixture_settle ();
  workspace = chain_workbench_get_workspace (bench_of (fixture));
  value = chain_workspace_value (workspace, chain_workspace_find (workspace, "s"));
  g_assert_cmpfloat (value->values[0], ==, 17);
}

/* A number too long for its entry is rounded, but not while it is edited, and never computed with. */
static void
test_rounded (Fixture      *fixture,
              gconstpointer data)
{
  static const char whole[] = "0.1234567890123";
  GtkWidget        *entry;

  show_page (fixture);
  type (fixture, "w = variable(0.1234567890123)\nL = w^2\n");
  entry = fixture_find (fixture, CHAIN_TYPE_NUMBER_ENTRY, "Value of w");
  g_assert_nonnull (entry);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0.123457");
      g_assert_cmpstr (gtk_widget_get_tooltip_text (entry), ==, whole);
      gtk_widget_grab_focus (entry);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, whole);
      gtk_root_set_focus (gtk_widget_get_root (entry), NULL);
    }
  g_assert_cmpfloat (chain_number_entry_get_value (CHAIN_NUMBER_ENTRY (entry)), ==,
                     0.1234567890123);
}

/* Thousands of nodes are laid out in the background, and stepped. */
static void
test_large (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("x = variable(0.5)\nv0 = x\n");

  show_page (fixture);
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "v%u = sin(v%u) + x\n", i + 1, i);
  type (fixture, text->str);
  g_assert_cmpuint (chain_workspace_n_nodes (chain_workbench_get_workspace (bench_of (fixture))),
                    >=, 4000);
  for (guint i = 0; i < 20; i++)
    fixture_press (fixture, "Step");
  g_assert_true (chain_workbench_get_step (bench_of (fixture))->gradient);
}

int
main (int    argc,
      char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;
  fixture_add ("/ui/autodiff-page/lazy", test_lazy);
  fixture_add ("/ui/autodiff-page/steps", test_steps);
  fixture_add ("/ui/autodiff-page/worked-example", test_worked_example);
  fixture_add ("/ui/autodiff-page/tape", test_tape);
  fixture_add ("/ui/autodiff-page/error", test_error);
  fixture_add ("/ui/autodiff-page/document", test_document);
  fixture_add ("/ui/autodiff-page/network", test_network);
  fixture_add ("/ui/autodiff-page/examples", test_examples);
  fixture_add ("/ui/autodiff-page/values", test_values);
  fixture_add ("/ui/autodiff-page/rounded", test_rounded);
  fixture_add ("/ui/autodiff-page/large", test_large);
  return g_test_run ();
}
