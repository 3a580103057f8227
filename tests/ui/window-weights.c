/* window-weights.c: what the export dialog tells of every format, and weights that come back.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include "ui/export-dialog.h"

#include <glib/gstdio.h>
#include <string.h>

/* A dialog that is open beside the window. */
static GtkWindow *
find_dialog (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (item->data != (gpointer) fixture->window && gtk_widget_get_visible (item->data))
      return item->data;
  return NULL;
}

/* Labels of the dialog hold the text. */
static gboolean
says (GtkWidget  *widget,
      const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

/* A look is taken on a thread. */
static gboolean
says_in_time (GtkWidget  *widget,
              const char *text)
{
  const gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!says (widget, text) && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  return says (widget, text);
}

static void
test_dialog (Fixture      *fixture,
             gconstpointer data)
{
  const ChainProject *project = chain_session_get_project (fixture->session);
  GtkWidget          *dialog;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.export", NULL);
  fixture_settle ();
  dialog = GTK_WIDGET (find_dialog (fixture));
  g_assert_nonnull (dialog);
  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    {
      GtkWidget       *row = fixture_find_below (dialog, GTK_TYPE_LIST_BOX_ROW, (*format)->title);
      g_autofree char *file = (*format)->extension != NULL
                                  ? g_strdup_printf ("%s.%s, ", project->name, (*format)->extension)
                                  : g_strdup_printf ("%s, ", (*format)->folder_file);

      g_assert_nonnull (row);
      gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_parent (row)), GTK_LIST_BOX_ROW (row));
      fixture_settle ();
      g_assert_true (says (dialog, (*format)->about));
      g_assert_true (says_in_time (dialog, file));
      if (!(*format)->is_text && (*format)->read != NULL)
        g_assert_true (says (dialog, "2 × 1"));
    }
  gtk_window_close (GTK_WINDOW (dialog));
  fixture_settle ();
}

/* The worked example's weights after some training elsewhere, or other layers. */
static char *
write_weights (const char *layers)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainProject) project = chain_project_new_for_sample ("worked_example");
  g_autoptr (ChainDataset) dataset = NULL;
  char                    *path = g_build_filename (g_get_tmp_dir (), "window-weights.npz", NULL);

  if (layers != NULL)
    {
      chain_network_free (project->network);
      project->network = chain_network_new_from_text (layers, NULL);
    }
  dataset = chain_project_open_data (project, NULL, &error);
  g_assert_no_error (error);
  chain_network_layer (project->network, 0)->kernel->values[0] = 0.125;
  g_assert_true (chain_format_save (chain_format_find ("npz"), project, dataset, path, &error));
  return path;
}

static const ChainLayer *
first_layer (Fixture *fixture)
{
  return chain_network_layer (chain_session_get_project (fixture->session)->network, 0);
}

static void
test_import (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *path = write_weights (NULL);

  g_assert_cmpfloat (first_layer (fixture)->kernel->values[0], ==, 5);
  chain_window_import (fixture->window, path);
  fixture_settle ();
  g_assert_null (find_dialog (fixture));
  g_assert_cmpfloat (first_layer (fixture)->kernel->values[0], ==, 0.125);
  g_assert_cmpstr (chain_session_get_undo_label (fixture->session), ==, "Import weights");
  g_assert_true (chain_session_undo (fixture->session));
  g_assert_cmpfloat (first_layer (fixture)->kernel->values[0], ==, 5);
  g_unlink (path);
}

static void
test_import_layers (Fixture      *fixture,
                    gconstpointer data)
{
  static const int  answers[] = { GTK_RESPONSE_CANCEL, GTK_RESPONSE_ACCEPT };
  static const guint units[] = { 1, 3 };
  g_autofree char  *path = write_weights ("3 tanh, 1 linear");

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      GtkWindow *dialog;

      chain_window_import (fixture->window, path);
      fixture_settle ();
      dialog = find_dialog (fixture);
      g_assert_nonnull (dialog);
      gtk_dialog_response (GTK_DIALOG (dialog), answers[i]);
      fixture_settle ();
      g_assert_cmpuint (first_layer (fixture)->units, ==, units[i]);
    }
  g_assert_true (chain_session_undo (fixture->session));
  g_assert_cmpuint (first_layer (fixture)->units, ==, 1);
  g_unlink (path);
}

static void
test_import_refused (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "window-weights.safetensors", NULL);

  g_assert_true (g_file_set_contents (path, "no weights", -1, NULL));
  chain_window_import (fixture->window, path);
  fixture_settle ();
  g_assert_null (find_dialog (fixture));
  g_assert_true (says (GTK_WIDGET (fixture->window), "window-weights.safetensors: expected eight"));
  g_assert_cmpfloat (first_layer (fixture)->kernel->values[0], ==, 5);
  g_assert_null (chain_session_get_undo_label (fixture->session));
  g_unlink (path);
}

int
main (int   argc,
      char *argv[])
{
  if (!fixture_init (&argc, &argv))
    return 77;
  fixture_add ("/ui/weights/dialog", test_dialog);
  fixture_add ("/ui/weights/import", test_import);
  fixture_add ("/ui/weights/import-layers", test_import_layers);
  fixture_add ("/ui/weights/import-refused", test_import_refused);
  return g_test_run ();
}
