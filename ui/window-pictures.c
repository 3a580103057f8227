/* window-pictures.c: the window's commands that draw: save and copy the picture, the hand-out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/handout.h"
#include "ui/paint/picture-file.h"
#include "ui/window-private.h"

#define PAPER "paper" /* the file dialog's choice */

/* Saves what the command is for. */
typedef gboolean (*Save) (ChainWindow    *window,
                          GtkFileChooser *chooser,
                          const char     *path,
                          GError        **error);

typedef struct
{
  const char *title;
  const char *extension; /* that a name without one gets */
  gboolean    on_paper;
  Save        save;
} Command;

static gboolean
save_picture (ChainWindow    *window,
              GtkFileChooser *chooser,
              const char     *path,
              GError        **error)
{
  ChainAutodiffPage *page = chain_window_autodiff_page (window);

  if (page != NULL)
    return chain_autodiff_page_save_picture (page, path, error);
  return chain_network_page_save_picture (window->network_page, path, error);
}

static void
on_written (GObject      *session,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (ChainWindow) window = data;
  g_autoptr (GError)      error = NULL;

  if (!chain_handout_save_finish (CHAIN_SESSION (session), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    chain_window_show_error (window, error->message);
}

static gboolean
save_handout (ChainWindow    *window,
              GtkFileChooser *chooser,
              const char     *path,
              GError        **error)
{
  const char *name = gtk_file_chooser_get_choice (chooser, PAPER);
  const ChainPaper *paper = name != NULL ? chain_paper_find (name) : NULL;

  chain_handout_save_async (window->session, paper != NULL ? paper : &chain_papers[0], path,
                            on_written, g_object_ref (window));
  return TRUE;
}

static const Command picture = { "Save picture", "svg", FALSE, save_picture };
static const Command handout = { "Save hand-out", "pdf", TRUE, save_handout };

/* A name without an ending gets one, unless that is another file nobody was asked about. */
static char *
complete (const char *path,
          const char *extension)
{
  g_autofree char *full = g_strdup_printf ("%s.%s", path, extension);

  if (chain_picture_format_for_path (path) != NULL || g_file_test (full, G_FILE_TEST_EXISTS))
    return g_strdup (path);
  return g_steal_pointer (&full);
}

static void
on_chosen (GtkNativeDialog *native,
           int              response,
           ChainWindow     *window)
{
  GtkFileChooser    *chooser = GTK_FILE_CHOOSER (native);
  const Command     *command = g_object_get_data (G_OBJECT (native), "command");
  g_autoptr (GFile)  file = gtk_file_chooser_get_file (chooser);
  g_autofree char   *chosen = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT && chosen != NULL
      && chain_session_get_stepper (window->session) != NULL)
    {
      g_autofree char *path = complete (chosen, command->extension);

      if (!command->save (window, chooser, path, &error))
        chain_window_show_error (window, error->message);
    }
  g_object_unref (native);
}

/* The paper that is usual where the user lives comes first. */
static void
add_papers (GtkFileChooser *chooser)
{
  const char *names[CHAIN_N_PAPERS + 1] = { NULL };
  const char *titles[CHAIN_N_PAPERS + 1] = { NULL };

  for (guint i = 0; i < CHAIN_N_PAPERS; i++)
    {
      names[i] = chain_papers[i].name;
      titles[i] = chain_papers[i].title;
    }
  gtk_file_chooser_add_choice (chooser, PAPER, "Paper", names, titles);
  gtk_file_chooser_set_choice (
      chooser, PAPER,
      g_str_equal (gtk_paper_size_get_default (), GTK_PAPER_NAME_LETTER) ? "letter" : "a4");
}

static void
choose (ChainWindow   *window,
        const Command *command)
{
  const ChainProject   *project = chain_session_get_project (window->session);
  g_autofree char      *name = g_strdup_printf ("%s.%s", project->name, command->extension);
  GtkFileChooserNative *native
      = gtk_file_chooser_native_new (command->title, GTK_WINDOW (window),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, "Save", "Cancel");
  GtkFileFilter        *filter = gtk_file_filter_new ();

  for (guint i = 0; i < CHAIN_N_PICTURE_FORMATS; i++)
    if (!command->on_paper || g_str_equal (chain_picture_formats[i].extension, command->extension))
      gtk_file_filter_add_suffix (filter, chain_picture_formats[i].extension);
  gtk_file_filter_set_name (filter, command->on_paper ? "PDF" : "Pictures: SVG, PDF, PNG");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (native), filter);
  g_object_unref (filter);
  if (command->on_paper)
    add_papers (GTK_FILE_CHOOSER (native));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), g_strdelimit (name, "/", '-'));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_object_set_data (G_OBJECT (native), "command", (gpointer) command);
  g_signal_connect (native, "response", G_CALLBACK (on_chosen), window);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

/* Asks for a file and draws the network into it, as it is shown. */
void
chain_window_save_picture (ChainWindow *window)
{
  choose (window, &picture);
}

/* Puts the drawing on the clipboard. */
void
chain_window_copy_picture (ChainWindow *window)
{
  g_autoptr (GError) error = NULL;

  if (!chain_network_page_copy_picture (window->network_page, &error))
    chain_window_show_error (window, error->message);
}

/* Asks for a file and writes the current iteration into it, step by step. */
void
chain_window_save_handout (ChainWindow *window)
{
  choose (window, &handout);
}
