/* window-import.c: weights of a file into the open network, or its layers in their place.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-import.h"
#include "ui/window-private.h"

#define IMPORT "import"

/* What is asked about. */
typedef struct
{
  ChainWindow   *window; /* not owned: the dialog is destroyed with it */
  ChainIncoming *incoming;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  chain_incoming_free (question->incoming);
  g_free (question);
}

/* What should be looked at is shown where errors are. */
static void
show_warnings (ChainWindow *window,
               GPtrArray   *warnings)
{
  g_autofree char *words = NULL;

  if (warnings->len == 0)
    return;
  g_ptr_array_add (warnings, NULL);
  words = g_strjoinv ("\n", (char **) warnings->pdata);
  chain_window_show_error (window, words);
}

static void
take (ChainWindow   *window,
      ChainIncoming *incoming)
{
  g_autoptr (GError) error = NULL;

  if (!chain_session_take_incoming (window->session, incoming, &error))
    {
      chain_window_show_error (window, error->message);
      return;
    }
  gtk_revealer_set_reveal_child (window->banner, FALSE);
  show_warnings (window, incoming->warnings);
}

static void
on_answer (GtkDialog *dialog,
           int        response,
           Question  *question)
{
  if (response == GTK_RESPONSE_ACCEPT)
    take (question->window, question->incoming);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The weights do not fit the layers there are, but the file's layers fit the data. */
static void
ask_for_layers (ChainWindow   *window,
                ChainIncoming *incoming)
{
  Question  *question = g_new (Question, 1);
  GtkWidget *dialog = gtk_message_dialog_new (
      GTK_WINDOW (window), GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
      GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE, "Replace the layers by those of the file?");

  *question = (Question){ window, incoming };
  gtk_message_dialog_format_secondary_text (
      GTK_MESSAGE_DIALOG (dialog), "The weights do not fit the present layers. %s. This can be "
                                   "undone.", incoming->why);
  gtk_dialog_add_buttons (GTK_DIALOG (dialog), "Cancel", GTK_RESPONSE_CANCEL, "Replace layers",
                          GTK_RESPONSE_ACCEPT, NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  g_object_set_data_full (G_OBJECT (dialog), IMPORT, question, question_free);
  g_signal_connect (dialog, "response", G_CALLBACK (on_answer), question);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The window may be closed meanwhile. */
static GWeakRef *
weak_new (ChainWindow *window)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, window);
  return weak;
}

static ChainWindow *
weak_free_to_window (GWeakRef *weak)
{
  ChainWindow *window = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return window;
}

static void
on_imported (GObject      *session,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (ChainWindow)   window = weak_free_to_window (data);
  g_autoptr (GError)        error = NULL;
  g_autoptr (ChainIncoming) incoming
      = chain_session_import_finish (CHAIN_SESSION (session), result, &error);

  if (window == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (incoming == NULL)
    chain_window_show_error (window, error->message);
  else if (incoming->mode == CHAIN_IMPORT_NETWORK)
    ask_for_layers (window, g_steal_pointer (&incoming));
  else
    take (window, incoming);
}

/**
 * chain_window_import:
 * @window: a window
 * @path: a file, or a folder, of weights
 *
 * Puts the weights into the open network, in the background. Where they do not fit its layers but
 * fit its data, asks whether to take the layers of the file; else the window says what does not
 * fit, or that the document has become another one meanwhile.
 */
void
chain_window_import (ChainWindow *window,
                     const char  *path)
{
  g_return_if_fail (CHAIN_IS_WINDOW (window));

  if (chain_session_get_dataset (window->session) != NULL)
    chain_session_import_async (window->session, path, on_imported, weak_new (window));
}

static void
on_chosen (GtkNativeDialog *native,
           int              response,
           ChainWindow     *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
  g_autofree char  *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    chain_window_import (window, path);
  g_object_unref (native);
}

static GtkFileFilter *
filter_new (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, "Weights");
  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    if ((*format)->read != NULL && (*format)->extension != NULL)
      gtk_file_filter_add_suffix (filter, (*format)->extension);
    else if ((*format)->read != NULL)
      gtk_file_filter_add_pattern (filter, (*format)->folder_file);
  return filter;
}

/* Lets the user choose a file of weights and imports it. */
void
chain_window_choose_weights (ChainWindow *window)
{
  g_autoptr (GtkFileFilter) filter = filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  GtkFileChooserNative     *native = gtk_file_chooser_native_new (
      "Import weights", GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_OPEN, "Import", "Cancel");

  gtk_file_filter_set_name (all, "All files");
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (native), filter);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (native), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_signal_connect (native, "response", G_CALLBACK (on_chosen), window);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}
