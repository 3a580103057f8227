/* window-weights.c: what the export dialog tells of every format, and weights that come back.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include "ui/export-dialog.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static gboolean
is_idle (Fixture *fixture)
{
  return chain_session_get_work (fixture->session, NULL) == NULL;
}

/* The file is read on a thread. */
static void
import (Fixture    *fixture,
        const char *path)
{
  chain_window_import (fixture->window, path);
  g_assert_nonnull (chain_session_get_work (fixture->session, NULL));
  g_assert_true (fixture_wait (fixture, is_idle));
  fixture_settle ();
}

static void
test_import (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *path = write_weights (NULL);

  g_assert_cmpfloat (first_layer (fixture)->kernel->values[0], ==, 5);
  import (fixture, path);
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

      import (fixture, path);
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
  import (fixture, path);
  g_assert_null (find_dialog (fixture));
  g_assert_true (says (GTK_WIDGET (fixture->window), "window-weights.safetensors: expected eight"));
  g_assert_cmpfloat (first_layer (fixture)->kernel->values[0], ==, 5);
  g_assert_null (chain_session_get_undo_label (fixture->session));
  g_unlink (path);
}

/* A file that takes as long as the test likes: a pipe. */
typedef struct
{
  char *path;
  int   end;
} Slow;

static void
slow_clear (Slow *slow)
{
  close (slow->end);
  g_unlink (slow->path);
  g_free (slow->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Slow, slow_clear)

static Slow
slow_new (void)
{
  Slow slow = { .path = g_build_filename (g_get_tmp_dir (), "window-weights-slow.npz", NULL) };

  g_unlink (slow.path);
  g_assert_cmpint (mkfifo (slow.path, 0600), ==, 0);
  slow.end = g_open (slow.path, O_RDWR, 0);
  g_assert_cmpint (slow.end, >=, 0);
  return slow;
}

/* The bytes of the file, and its end. */
static void
slow_send (Slow       *slow,
           const char *path)
{
  g_autofree char *bytes = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpint (write (slow->end, bytes, length), ==, length);
  close (slow->end);
  slow->end = -1;
}

static gboolean
offers_cancel (Fixture *fixture)
{
  return fixture_find (fixture, GTK_TYPE_BUTTON, "Cancel opening") != NULL;
}

static void
test_import_cancel (Fixture      *fixture,
                    gconstpointer data)
{
  g_auto (Slow) slow = slow_new ();

  chain_window_import (fixture->window, slow.path);
  g_assert_true (fixture_wait (fixture, offers_cancel));
  g_assert_cmpstr (fixture_read (fixture, "work-title"), ==, "Importing window-weights-slow.npz");
  fixture_press (fixture, "Cancel opening");
  g_assert_null (chain_session_get_work (fixture->session, NULL));
  g_assert_false (offers_cancel (fixture));
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "banner"));
  g_assert_null (chain_session_get_undo_label (fixture->session));
}

/* Weights for the document as it was go into none that was edited since, and no question is asked;
 * what the Autodiff page keeps does not matter to them and stays. */
static void
test_import_meanwhile (Fixture      *fixture,
                       gconstpointer data)
{
  static const ChainWorkspaceOptions statements = { (char *) "y = 2", 0.1, 0 };
  g_autofree char *path = write_weights (NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_auto (Slow) slow = slow_new ();

      chain_window_import (fixture->window, slow.path);
      g_assert_true (fixture_wait (fixture, offers_cancel));
      if (i == 0)
        fixture_press (fixture, "Add layer");
      else
        chain_session_edit_workspace (fixture->session, &statements, "Edit", NULL);
      slow_send (&slow, path);
      g_assert_true (fixture_wait (fixture, is_idle));
      fixture_settle ();
      g_assert_null (find_dialog (fixture));
      g_assert_true (says (GTK_WIDGET (fixture->window), "the document changed") == (i == 0));
      g_assert_cmpstr (chain_session_get_undo_label (fixture->session), ==,
                       i == 0 ? "Add layer" : "Import weights");
      if (i == 0)
        g_assert_true (chain_session_undo (fixture->session));
    }
  g_assert_cmpfloat (first_layer (fixture)->kernel->values[0], ==, 0.125);
  g_assert_cmpstr (chain_session_get_project (fixture->session)->workspace.text, ==, "y = 2");
  g_unlink (path);
}

static gboolean
is_gone (Fixture *fixture)
{
  return fixture->window == NULL;
}

/* The window goes at once, whatever the thread is waiting for; and what it reads reaches nobody. */
static void
test_import_closed (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *path = write_weights (NULL);
  g_auto (Slow)    slow = slow_new ();

  chain_window_import (fixture->window, slow.path);
  g_assert_true (fixture_wait (fixture, offers_cancel));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_true (fixture_wait (fixture, is_gone));
  slow_send (&slow, path);
  g_usleep (100000);
  fixture_settle ();
  g_unlink (path);

  g_application_activate (G_APPLICATION (fixture->application));
  fixture->window
      = CHAIN_WINDOW (gtk_application_get_windows (GTK_APPLICATION (fixture->application))->data);
}

int
main (int   argc,
      char *argv[])
{
  if (!fixture_init (&argc, &argv))
    return 77;
  fixture_add ("/ui/weights/dialog", test_dialog);
  fixture_add ("/ui/weights/import", test_import);
  fixture_add ("/ui/weights/import-cancel", test_import_cancel);
  fixture_add ("/ui/weights/import-closed", test_import_closed);
  fixture_add ("/ui/weights/import-layers", test_import_layers);
  fixture_add ("/ui/weights/import-meanwhile", test_import_meanwhile);
  fixture_add ("/ui/weights/import-refused", test_import_refused);
  return g_test_run ();
}
