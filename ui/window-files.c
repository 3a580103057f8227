/* window-files.c: opening and saving, with the questions that go before.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/window-private.h"

#define PROJECT_ENDING ".chainrule"

/* What to do after a dialog. */
typedef struct
{
  ChainWindow        *window; /* not owned: dialogs are destroyed with it */
  ChainWindowContinue proceed;
  char               *argument;
} Pending;

static Pending *
pending_new (ChainWindow        *window,
             ChainWindowContinue proceed,
             const char         *argument)
{
  Pending *pending = g_new (Pending, 1);

  *pending = (Pending){ window, proceed, g_strdup (argument) };
  return pending;
}

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  g_free (pending->argument);
  g_free (pending);
}

static void
pending_proceed (Pending *pending)
{
  if (pending->proceed != NULL)
    pending->proceed (pending->window, pending->argument);
}

static void
add_filter (GtkFileChooser    *chooser,
            const char        *name,
            const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
on_save_answer (GtkDialog *dialog,
                int        response,
                Pending   *pending)
{
  /* The dialog owns what is pending. */
  g_object_ref (dialog);
  gtk_window_destroy (GTK_WINDOW (dialog));
  if (response == GTK_RESPONSE_YES)
    chain_window_save (pending->window, FALSE, pending->proceed, pending->argument);
  else if (response == GTK_RESPONSE_NO)
    pending_proceed (pending);
  g_object_unref (dialog);
}

static gboolean
save_to (ChainWindow *window,
         const char  *path)
{
  g_autoptr (GError) error = NULL;

  if (chain_session_save (window->session, path, &error))
    return TRUE;
  chain_window_show_error (window, error->message);
  return FALSE;
}

static void
on_save_chosen (GtkNativeDialog *native,
                int              response,
                Pending         *pending)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
      g_autofree char  *chosen = g_file_get_path (file);
      g_autofree char  *path = chosen == NULL || g_str_has_suffix (chosen, PROJECT_ENDING)
                                   ? g_strdup (chosen)
                                   : g_strconcat (chosen, PROJECT_ENDING, NULL);

      if (path != NULL && save_to (pending->window, path))
        pending_proceed (pending);
    }
  g_object_unref (native);
}

static void
choose_where_to_save (ChainWindow        *window,
                      ChainWindowContinue proceed,
                      const char         *argument)
{
  GtkFileChooserNative *native = gtk_file_chooser_native_new (
      "Save project", GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE, "Save", "Cancel");
  const ChainProject   *project = chain_session_get_project (window->session);
  g_autofree char      *name = g_strconcat (project->name, PROJECT_ENDING, NULL);
  Pending              *pending = pending_new (window, proceed, argument);

  add_filter (GTK_FILE_CHOOSER (native), "Chainrule projects",
              (const char *[]){ "*" PROJECT_ENDING, NULL });
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), g_strdelimit (name, "/", '-'));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_object_set_data_full (G_OBJECT (native), "pending", pending, pending_free);
  g_signal_connect (native, "response", G_CALLBACK (on_save_chosen), pending);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

static void
remember_opened (ChainWindow *window)
{
  const ChainSource *source = chain_session_get_project (window->session)->source;
  const char        *path = chain_session_get_path (window->session);

  if (path == NULL && source->kind == CHAIN_SOURCE_CSV)
    path = source->path;
  if (path != NULL)
    chain_window_remember_file (path);
}

/* What is being opened, and for whom. */
typedef struct
{
  GWeakRef     window;   /* that it is read does not keep a closed window */
  char        *path;     /* NULL: the rows of the open document anew */
  gboolean     modified; /* the document had changes that may be given up */
} Opening;

static Opening *
opening_new (ChainWindow *window,
             const char  *path)
{
  Opening *opening = g_new0 (Opening, 1);

  g_weak_ref_init (&opening->window, window);
  opening->path = g_strdup (path);
  opening->modified = chain_session_get_modified (window->session);
  return opening;
}

static void
opening_free (Opening *opening)
{
  g_weak_ref_clear (&opening->window);
  g_free (opening->path);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

/* What was changed while the file was read is not given up unasked. */
static gboolean
must_ask (const Opening *opening,
          ChainSession  *session)
{
  return opening->path != NULL && !opening->modified
         && chain_session_get_modified (session)
         && chain_session_get_work (session, NULL) != NULL;
}

static void
on_opened (GObject      *session,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (Opening)     opening = data;
  g_autoptr (ChainWindow) window = g_weak_ref_get (&opening->window);
  g_autoptr (GError)      error = NULL;
  gboolean                opened;

  if (window == NULL)
    return;
  if (must_ask (opening, window->session) && !g_task_had_error (G_TASK (result)))
    {
      chain_session_cancel_work (window->session);
      chain_window_ask_to_save (window, chain_window_open_path, opening->path);
      return;
    }
  opened = chain_session_open_finish (CHAIN_SESSION (session), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (opened)
    {
      gtk_revealer_set_reveal_child (window->banner, FALSE);
      remember_opened (window);
    }
  else
    chain_window_show_error (window, error->message);
}

static void
on_open_chosen (GtkNativeDialog *native,
                int              response,
                ChainWindow     *window)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
      g_autofree char  *path = g_file_get_path (file);

      if (path != NULL)
        chain_window_open_path (window, path);
    }
  g_object_unref (native);
}

/* Lets the user choose a project or a CSV file and opens it. */
void
chain_window_choose_file (ChainWindow *window,
                          const char  *unused)
{
  GtkFileChooserNative *native = gtk_file_chooser_native_new (
      "Open a project or a CSV file", GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_OPEN, "Open",
      "Cancel");
  GtkFileChooser       *chooser = GTK_FILE_CHOOSER (native);

  add_filter (chooser, "Projects and CSV files",
              (const char *[]){ "*" PROJECT_ENDING, "*.csv", "*.csv.gz", "*.tsv", "*.txt", NULL });
  add_filter (chooser, "All files", (const char *[]){ "*", NULL });
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_signal_connect (native, "response", G_CALLBACK (on_open_chosen), window);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

/* Opens a project or a CSV file without asking about unsaved changes. A file that is refused
 * leaves the document as it was, and the window says why. */
void
chain_window_open_path (ChainWindow *window,
                        const char  *path)
{
  chain_session_open_async (window->session, path, on_opened, opening_new (window, path));
}

/* Reads the rows of the open document anew. */
void
chain_window_reload (ChainWindow *window)
{
  chain_session_reload_async (window->session, on_opened, opening_new (window, NULL));
}

/* Opens one of the samples that come with the program. */
void
chain_window_open_sample (ChainWindow *window,
                          const char  *name)
{
  g_autoptr (GError) error = NULL;

  if (!chain_session_open_sample (window->session, name, &error))
    chain_window_show_error (window, error->message);
}

/* Saves to the project's file, or to one the user chooses, then goes on. */
void
chain_window_save (ChainWindow        *window,
                   gboolean            choose,
                   ChainWindowContinue proceed,
                   const char         *argument)
{
  const char *path = chain_session_get_path (window->session);

  if (choose || path == NULL)
    choose_where_to_save (window, proceed, argument);
  else if (save_to (window, path) && proceed != NULL)
    proceed (window, argument);
}

/* Goes on at once if nothing would be lost; else asks whether to save first. */
void
chain_window_ask_to_save (ChainWindow        *window,
                          ChainWindowContinue proceed,
                          const char         *argument)
{
  g_autofree char *title = NULL;
  GtkWidget       *dialog;
  Pending         *pending;

  if (!chain_session_get_modified (window->session))
    {
      proceed (window, argument);
      return;
    }

  title = chain_session_dup_title (window->session);
  dialog = gtk_message_dialog_new (GTK_WINDOW (window),
                                   GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                   GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE,
                                   "Save the changes to “%s”?", title);
  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog),
                                            "Changes that are not saved are lost.");
  gtk_dialog_add_buttons (GTK_DIALOG (dialog), "Discard", GTK_RESPONSE_NO, "Cancel",
                          GTK_RESPONSE_CANCEL, "Save", GTK_RESPONSE_YES, NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_YES);
  gtk_widget_add_css_class (
      gtk_dialog_get_widget_for_response (GTK_DIALOG (dialog), GTK_RESPONSE_NO),
      "destructive-action");
  gtk_widget_add_css_class (
      gtk_dialog_get_widget_for_response (GTK_DIALOG (dialog), GTK_RESPONSE_YES),
      "suggested-action");

  pending = pending_new (window, proceed, argument);
  g_object_set_data_full (G_OBJECT (dialog), "pending", pending, pending_free);
  g_signal_connect (dialog, "response", G_CALLBACK (on_save_answer), pending);
  gtk_window_present (GTK_WINDOW (dialog));
}
