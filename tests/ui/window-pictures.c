/* window-pictures.c: the drawing and the hand-out leave the window as files and on the clipboard.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include "ui/handout.h"
#include "ui/widgets/network-view.h"

#include <glib/gstdio.h>
#include <string.h>

static const struct
{
  const char *name;
  const char *begins;
} formats[] = {
  { "net.svg", "<?xml" },
  { "net.pdf", "%PDF-" },
  { "net.PNG", "\x89PNG" },
};

static char *
folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char              *folder = g_dir_make_tmp ("chainrule-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static gboolean
begins_with (const char *path,
             const char *begins)
{
  g_autofree char *contents = NULL;
  gsize            length;

  return g_file_get_contents (path, &contents, &length, NULL) && length > 500
         && memcmp (contents, begins, strlen (begins)) == 0;
}

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  ChainNetworkView *view
      = CHAIN_NETWORK_VIEW (fixture_find (fixture, CHAIN_TYPE_NETWORK_VIEW, "ChainNetworkView"));
  g_autofree char  *folder = folder_new ();

  chain_session_go_to_position (fixture->session, 4);
  fixture_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char   *path = g_build_filename (folder, formats[i].name, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_true (chain_network_view_save_picture (view, path, &error));
      g_assert_no_error (error);
      g_assert_true (begins_with (path, formats[i].begins));
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_save_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  ChainNetworkView *view
      = CHAIN_NETWORK_VIEW (fixture_find (fixture, CHAIN_TYPE_NETWORK_VIEW, "ChainNetworkView"));
  static const struct
  {
    const char *path;
    const char *message;
  } rows[] = {
    { "/no-such-folder/net.svg", "*/no-such-folder*" },
    { "net.gif", "net.gif: expected a name that ends in .svg, .pdf or .png" },
    { "net", "net: expected a name that ends in .svg, .pdf or .png" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (chain_network_view_save_picture (view, rows[i].path, &error));
      g_assert_true (g_pattern_match_simple (rows[i].message, error->message));
    }
}

/* The clipboard's bytes arrive while the program runs. */
static void
on_spliced (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

typedef struct
{
  GOutputStream *text;
  gboolean       done;
} Pasted;

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Pasted                  *pasted = data;
  g_autoptr (GError)       error = NULL;
  g_autoptr (GInputStream) stream
      = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);

  g_assert_no_error (error);
  g_output_stream_splice_async (pasted->text, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, on_spliced, &pasted->done);
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  GdkClipboard          *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  const GdkContentFormats *there;
  const char            *types[] = { "image/svg+xml", NULL };
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  Pasted                 pasted = { stream, FALSE };
  g_autofree char       *text = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy-picture", NULL);
  there = gdk_clipboard_get_formats (clipboard);
  g_assert_true (gdk_content_formats_contain_mime_type (there, "image/svg+xml"));
  g_assert_true (gdk_content_formats_contain_mime_type (there, "image/png"));
  gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, NULL, on_read, &pasted);
  while (!pasted.done)
    g_main_context_iteration (NULL, TRUE);
  text = g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)));
  g_assert_true (g_str_has_prefix (text, "<?xml"));
  g_assert_nonnull (strstr (text, "</svg>"));
}

/* Writing the hand-out steps through the iteration; the window stays where it is. */
static void
test_handout (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char        *folder = folder_new ();
  g_autofree char        *path = g_build_filename (folder, "handout.pdf", NULL);
  g_autofree char        *wrong = g_build_filename (folder, "handout.svg", NULL);
  ChainStepper           *stepper = chain_session_get_stepper (fixture->session);
  g_autoptr (ChainSession) copy = NULL;
  g_autoptr (GError)      error = NULL;

  chain_session_go_to_iteration (fixture->session, 2);
  chain_session_go_to_position (fixture->session, 4);
  copy = chain_session_copy (fixture->session);
  g_assert_cmpuint (chain_stepper_iteration (chain_session_get_stepper (copy)), ==, 2);
  g_assert_cmpuint (chain_stepper_position (chain_session_get_stepper (copy)), ==, 4);
  g_assert_true (chain_handout_save (copy, &chain_papers[0], path, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (begins_with (path, "%PDF-"));
  g_assert_cmpuint (chain_stepper_iteration (stepper), ==, 2);
  g_assert_cmpuint (chain_stepper_position (stepper), ==, 4);
  g_assert_false (chain_handout_save (copy, &chain_papers[0], wrong, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "expected a name that ends in .pdf"));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static GtkWidget *
find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *window = windows; window != NULL; window = window->next)
    if (g_type_is_a (G_OBJECT_TYPE (window->data), type) && gtk_widget_get_mapped (window->data))
      return window->data;
  return NULL;
}

/* The commands ask where to save, the hand-out's also for the paper. */
static void
test_dialogs (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *action;
    const char *name;
    gboolean    paper;
  } rows[] = {
    { "win.save-picture", "Worked example.svg", FALSE },
    { "win.handout", "Worked example.pdf", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget       *dialog;
      g_autofree char *name = NULL;

      gtk_widget_activate_action (GTK_WIDGET (fixture->window), rows[i].action, NULL);
      fixture_settle ();
      dialog = find_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
      g_assert_nonnull (dialog);
      name = gtk_file_chooser_get_current_name (GTK_FILE_CHOOSER (dialog));
      g_assert_cmpstr (name, ==, rows[i].name);
      g_assert_cmpint (gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), "paper") != NULL,
                       ==, rows[i].paper);
      gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
      fixture_settle ();
      g_assert_null (find_window (GTK_TYPE_FILE_CHOOSER_DIALOG));
    }
}

int
main (int    argc,
      char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;
  fixture_add ("/window/pictures/save", test_save);
  fixture_add ("/window/pictures/save-refused", test_save_refused);
  fixture_add ("/window/pictures/copy", test_copy);
  fixture_add ("/window/pictures/handout", test_handout);
  fixture_add ("/window/pictures/dialogs", test_dialogs);
  return g_test_run ();
}
