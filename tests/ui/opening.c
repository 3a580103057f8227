/* opening.c: files opened in the background, cancelled, refused, changed on disk and reloaded.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define MANY 150000 /* rows: enough to outlast a few frames */

typedef struct
{
  char *folder;
  char *path;
} File;

static void
file_clear (File *file)
{
  g_unlink (file->path);
  g_rmdir (file->folder);
  g_free (file->path);
  g_free (file->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (File, file_clear)

static File
write_text (const char *name,
            const char *text)
{
  File file = { .folder = g_dir_make_tmp (NULL, NULL) };

  file.path = g_build_filename (file.folder, name, NULL);
  g_assert_true (g_file_set_contents (file.path, text, -1, NULL));
  return file;
}

/* A file that takes a while. */
static File
write_many (const char *name)
{
  g_autoptr (GString) text = g_string_new ("a,b,c,y\n");

  for (guint i = 0; i < MANY; i++)
    g_string_append_printf (text, "%u.5,%u,%u.25,%u\n", i % 97, i % 13, i % 31, i % 7);
  return write_text (name, text->str);
}

static gsize
n_rows (Fixture *fixture)
{
  return chain_session_get_table (fixture->session)->n_rows;
}

/* The document is the old one until the new one is complete. */
static void
test_background (Fixture      *fixture,
                 gconstpointer data)
{
  const ChainProject *before = chain_session_get_project (fixture->session);
  g_auto (File)       file = write_many ("many.csv");

  chain_window_open (fixture->window, file.path);
  g_assert_cmpstr (chain_session_get_work (fixture->session, NULL), ==, "Opening many.csv");
  while (chain_session_get_work (fixture->session, NULL) != NULL)
    {
      if (chain_session_get_project (fixture->session) == before)
        g_assert_cmpuint (n_rows (fixture), ==, 5);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpuint (n_rows (fixture), ==, MANY);
  g_assert_nonnull (chain_session_get_stepper (fixture->session));
}

static gboolean
offers_cancel (Fixture *fixture)
{
  return fixture_find (fixture, GTK_TYPE_BUTTON, "Cancel opening") != NULL;
}

/* A pipe that nobody writes to takes as long as the test likes. */
static void
test_cancel (Fixture      *fixture,
             gconstpointer data)
{
  const ChainProject *before = chain_session_get_project (fixture->session);
  g_auto (File)       file = write_text ("slow.csv", "");
  int                 pipe;

  g_unlink (file.path);
  g_assert_cmpint (mkfifo (file.path, 0600), ==, 0);
  pipe = g_open (file.path, O_RDWR, 0);
  g_assert_cmpint (pipe, >=, 0);
  chain_window_open (fixture->window, file.path);
  g_assert_true (fixture_wait (fixture, offers_cancel));
  g_assert_cmpstr (fixture_read (fixture, "work-title"), ==, "Opening slow.csv");
  fixture_press (fixture, "Cancel opening");
  g_assert_null (chain_session_get_work (fixture->session, NULL));
  g_assert_false (offers_cancel (fixture));
  g_assert_true (chain_session_get_project (fixture->session) == before);
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "banner"));
  close (pipe);
}

static gboolean
is_gone (Fixture *fixture)
{
  return fixture->window == NULL;
}

/* A window is not kept by the file it was reading. */
static void
test_closed (Fixture      *fixture,
             gconstpointer data)
{
  g_auto (File) file = write_text ("slow.csv", "");
  int           pipe;

  g_unlink (file.path);
  g_assert_cmpint (mkfifo (file.path, 0600), ==, 0);
  pipe = g_open (file.path, O_RDWR, 0);
  chain_window_open (fixture->window, file.path);
  g_assert_true (fixture_wait (fixture, offers_cancel));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_true (fixture_wait (fixture, is_gone));
  close (pipe);
  g_application_activate (G_APPLICATION (fixture->application));
  fixture->window
      = CHAIN_WINDOW (gtk_application_get_windows (GTK_APPLICATION (fixture->application))->data);
}

static GtkWindow *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (GTK_IS_MESSAGE_DIALOG (item->data) && gtk_widget_get_visible (item->data))
      return item->data;
  return NULL;
}

static gboolean
asks (Fixture *fixture)
{
  return find_dialog () != NULL;
}

/* What was changed while a file was read is not given up unasked. */
static void
test_changed_meanwhile (Fixture      *fixture,
                        gconstpointer data)
{
  static const char text[] = "a,y\n1,2\n2,4\n3,6\n";
  g_auto (File) file = write_text ("slow.csv", "");
  int           pipe;

  g_unlink (file.path);
  g_assert_cmpint (mkfifo (file.path, 0600), ==, 0);
  pipe = g_open (file.path, O_RDWR, 0);
  chain_window_open (fixture->window, file.path);
  g_assert_true (fixture_wait (fixture, offers_cancel));
  fixture_press (fixture, "Add layer");
  g_assert_cmpint (write (pipe, text, strlen (text)), ==, strlen (text));
  close (pipe);
  g_assert_true (fixture_wait (fixture, asks));
  g_assert_null (chain_session_get_work (fixture->session, NULL));
  gtk_dialog_response (GTK_DIALOG (find_dialog ()), GTK_RESPONSE_CANCEL);
  fixture_settle ();
  g_assert_cmpuint (n_rows (fixture), ==, 5);
  g_assert_true (chain_session_get_modified (fixture->session));
}

/* Of two files opened one after the other only the second comes. */
static void
test_replaced (Fixture      *fixture,
               gconstpointer data)
{
  g_auto (File) first = write_many ("many.csv");
  g_auto (File) second = write_text ("few.csv", "a,y\n1,2\n2,4\n3,6\n");

  chain_window_open (fixture->window, first.path);
  fixture_open (fixture, second.path);
  g_assert_cmpuint (n_rows (fixture), ==, 3);
  g_usleep (300000);
  fixture_settle ();
  g_assert_cmpuint (n_rows (fixture), ==, 3);
  g_assert_null (fixture_find (fixture, GTK_TYPE_LABEL, "banner"));
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  const ChainProject *before = chain_session_get_project (fixture->session);
  g_auto (File)       file = write_text ("ragged.csv", "a,b\n1,2\n3,4,5\n");

  fixture_open (fixture, file.path);
  g_assert_nonnull (strstr (fixture_read (fixture, "banner"), "ragged.csv:3:"));
  g_assert_true (chain_session_get_project (fixture->session) == before);
}

static gboolean
is_ready (Fixture *fixture)
{
  return !chain_session_get_preparing (fixture->session);
}

/* Edits of many rows: the setting is there at once, the rows come later, and undo works then. */
static void
test_edit (Fixture      *fixture,
           gconstpointer data)
{
  g_auto (File) file = write_many ("many.csv");
  ChainProject *changed;

  fixture_open (fixture, file.path);
  changed = chain_project_copy (chain_session_get_project (fixture->session));
  changed->data.scaling = CHAIN_SCALING_MINMAX;
  g_assert_true (chain_session_edit (fixture->session, changed, "Change scaling", NULL, NULL));
  g_assert_true (chain_session_get_preparing (fixture->session));
  g_assert_null (chain_session_get_stepper (fixture->session));
  changed = chain_project_copy (chain_session_get_project (fixture->session));
  g_assert_cmpint (changed->data.scaling, ==, CHAIN_SCALING_MINMAX);
  changed->data.validation_fraction = 0.5;
  g_assert_true (chain_session_edit (fixture->session, changed, "Change fraction", NULL, NULL));
  g_assert_true (fixture_wait (fixture, is_ready));
  g_assert_nonnull (chain_session_get_stepper (fixture->session));
  g_assert_cmpuint (chain_session_get_dataset (fixture->session)->n_validation_rows, ==, MANY / 2);
  g_assert_cmpfloat (chain_session_get_dataset (fixture->session)->inputs[0], <=, 1);

  fixture_press (fixture, "Undo");
  fixture_press (fixture, "Undo");
  g_assert_true (fixture_wait (fixture, is_ready));
  g_assert_cmpint (chain_session_get_project (fixture->session)->data.scaling, ==,
                   CHAIN_SCALING_STANDARD);
  g_assert_cmpuint (chain_session_get_dataset (fixture->session)->n_validation_rows, ==, MANY / 5);
}

static gboolean
offers_reload (Fixture *fixture)
{
  return fixture_find (fixture, GTK_TYPE_BUTTON, "Reload") != NULL;
}

static gboolean
has_four (Fixture *fixture)
{
  return n_rows (fixture) == 4;
}

static void
test_reload (Fixture      *fixture,
             gconstpointer data)
{
  g_auto (File) file = write_text ("few.csv", "a,b,y\n1,1,2\n2,5,4\n3,2,6\n");

  fixture_open (fixture, file.path);
  g_assert_false (offers_reload (fixture));
  fixture_press (fixture, "Add layer");
  g_assert_true (
      g_file_set_contents (file.path, "a,b,y\n1,1,2\n2,5,4\n3,2,6\n4,1,8\n", -1, NULL));
  g_assert_true (fixture_wait (fixture, offers_reload));
  g_assert_cmpuint (n_rows (fixture), ==, 3);
  fixture_press (fixture, "Reload");
  g_assert_true (fixture_wait (fixture, has_four));
  fixture_settle ();
  g_assert_false (offers_reload (fixture));
  g_assert_cmpuint (chain_network_n_layers (chain_session_get_project (fixture->session)->network),
                    ==, 3);
  fixture_press (fixture, "Undo");
  g_assert_cmpuint (chain_network_n_layers (chain_session_get_project (fixture->session)->network),
                    ==, 2);
  g_assert_cmpuint (n_rows (fixture), ==, 4);
}

/* A file that became a wrong one leaves the rows as they were. */
static void
test_reload_refused (Fixture      *fixture,
                     gconstpointer data)
{
  g_auto (File) file = write_text ("few.csv", "a,y\n1,2\n2,4\n3,6\n");

  fixture_open (fixture, file.path);
  g_assert_true (g_file_set_contents (file.path, "a,y\n1,2,3\n", -1, NULL));
  g_assert_true (fixture_wait (fixture, offers_reload));
  fixture_press (fixture, "Reload");
  while (chain_session_get_work (fixture->session, NULL) != NULL)
    g_main_context_iteration (NULL, TRUE);
  fixture_settle ();
  g_assert_nonnull (strstr (fixture_read (fixture, "banner"), "few.csv:2:"));
  g_assert_cmpuint (n_rows (fixture), ==, 3);
}

static GtkDropTarget *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller); /* the widget keeps it */
    }
  return NULL;
}

static gboolean
has_three (Fixture *fixture)
{
  return n_rows (fixture) == 3 && chain_session_get_work (fixture->session, NULL) == NULL;
}

static void
test_drop (Fixture      *fixture,
           gconstpointer data)
{
  g_auto (File)     file = write_text ("few.csv", "a,y\n1,2\n2,4\n3,6\n");
  g_autoptr (GFile) dropped = g_file_new_for_path (file.path);
  g_autoptr (GSList) files = g_slist_prepend (NULL, dropped);
  g_auto (GValue)   value = G_VALUE_INIT;
  gboolean          taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  g_signal_emit_by_name (find_drop_target (GTK_WIDGET (fixture->window)), "drop", &value, 10.0,
                         10.0, &taken);
  g_assert_true (taken);
  g_assert_true (fixture_wait (fixture, has_three));
}

/* A file that was opened is among the recent ones, and opens from there. */
static void
test_recent (Fixture      *fixture,
             gconstpointer data)
{
  GtkRecentManager *manager = gtk_recent_manager_get_default ();
  g_auto (File)     file = write_text ("few.csv", "a,y\n1,2\n2,4\n3,6\n");
  g_auto (File)     wrong = write_text ("wrong.csv", "a,y\n1,2,3\n");
  g_autofree char  *uri = g_filename_to_uri (file.path, NULL, NULL);
  g_autofree char  *wrong_uri = g_filename_to_uri (wrong.path, NULL, NULL);

  fixture_open (fixture, file.path);
  fixture_open (fixture, wrong.path);
  g_assert_true (gtk_recent_manager_has_item (manager, uri));
  g_assert_false (gtk_recent_manager_has_item (manager, wrong_uri));
  g_assert_true (chain_session_open_sample (fixture->session, "iris", NULL));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "open-recent",
                                  g_variant_new_string (file.path));
  g_assert_true (fixture_wait (fixture, has_three));
  gtk_recent_manager_remove_item (manager, uri, NULL);
}

int
main (int    argc,
      char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;
  fixture_add ("/window/opening/background", test_background);
  fixture_add ("/window/opening/cancel", test_cancel);
  fixture_add ("/window/opening/closed", test_closed);
  fixture_add ("/window/opening/changed-meanwhile", test_changed_meanwhile);
  fixture_add ("/window/opening/replaced", test_replaced);
  fixture_add ("/window/opening/refused", test_refused);
  fixture_add ("/window/opening/edit", test_edit);
  fixture_add ("/window/opening/reload", test_reload);
  fixture_add ("/window/opening/reload-refused", test_reload_refused);
  fixture_add ("/window/opening/drop", test_drop);
  fixture_add ("/window/opening/recent", test_recent);
  return g_test_run ();
}
