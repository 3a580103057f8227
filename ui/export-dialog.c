/* export-dialog.c: asks for a format, then for a file, and exports the network.
 *
 * The formats are those of the engine's table; below them what the window draws. Beside the list
 * stand who reads the format that is chosen, what will be written, and a look into it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/export-dialog.h"

#include "ui/export-preview.h"

struct _ChainExportDialog
{
  GtkWindow    parent_instance;

  ChainWindow *window; /* the dialog is destroyed with it */
  GtkListBox  *formats;
  GtkButton   *export_button;

  ChainExportPreview *preview;
};

G_DEFINE_FINAL_TYPE (ChainExportDialog, chain_export_dialog, GTK_TYPE_WINDOW)

static const struct
{
  const char *title;
  const char *endings;
  const char *about;
  const char *action; /* of the window; asks for the file itself */
} drawings[] = {
  { "Picture", ".svg, .pdf, .png", "For slides and papers: the drawing as it is shown",
    "win.save-picture" },
  { "Hand-out", ".pdf", "To print: this iteration, every step with its equations and numbers",
    "win.handout" },
};

#define FORMAT "format" /* of a row; that of a drawing has none */

static void
save (ChainExportDialog       *self,
      const ChainFormat *format,
      const char              *path)
{
  ChainSession      *session = chain_window_get_session (self->window);
  g_autoptr (GError) error = NULL;

  if (!chain_format_save (format, chain_session_get_project (session),
                          chain_session_get_dataset (session), path, &error))
    chain_window_show_error (self->window, error->message);
  gtk_window_close (GTK_WINDOW (self));
}

/* A folder has no ending; a name without one gets that of the format. */
static char *
complete (const ChainFormat *format,
          const char        *chosen)
{
  g_autofree char *ending = g_strdup_printf (".%s", format->extension);

  return format->extension == NULL || g_str_has_suffix (chosen, ending)
             ? g_strdup (chosen) : g_strconcat (chosen, ending, NULL);
}

static void
on_file_chosen (GtkNativeDialog   *native,
                int                response,
                ChainExportDialog *self)
{
  const ChainFormat *format = g_object_get_data (G_OBJECT (native), FORMAT);
  g_autoptr (GFile)  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
  g_autofree char   *chosen = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && chosen != NULL)
    {
      g_autofree char *path = complete (format, chosen);

      save (self, format, path);
    }
  g_object_unref (native);
}

static void
draw (ChainExportDialog *self,
      guint              drawing)
{
  GtkWidget *window = GTK_WIDGET (self->window);

  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action (window, drawings[drawing].action, NULL);
}

static void
choose_file (ChainExportDialog *self,
             const ChainFormat *format)
{
  const ChainProject   *project
      = chain_session_get_project (chain_window_get_session (self->window));
  const gboolean        is_folder = format->extension == NULL;
  g_autofree char      *name = g_strdup_printf ("%s.%s", project->name, format->extension);
  GtkFileChooserNative *native = gtk_file_chooser_native_new (
      format->title, GTK_WINDOW (self),
      is_folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_SAVE, "Export",
      "Cancel");

  if (!is_folder)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), g_strdelimit (name, "/", '-'));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_object_set_data (G_OBJECT (native), FORMAT, (gpointer) format);
  g_signal_connect (native, "response", G_CALLBACK (on_file_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

/* Rows of drawings come after those of formats. */
static guint
drawing_of (GtkListBoxRow *row)
{
  return (guint) gtk_list_box_row_get_index (row)
         - GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "first"));
}

static void
on_export_clicked (GtkButton         *button,
                   ChainExportDialog *self)
{
  GtkListBoxRow     *row = gtk_list_box_get_selected_row (self->formats);
  const ChainFormat *format = g_object_get_data (G_OBJECT (row), FORMAT);

  if (format != NULL)
    choose_file (self, format);
  else
    draw (self, drawing_of (row));
}

static void
on_row_selected (GtkListBox        *list,
                 GtkListBoxRow     *row,
                 ChainExportDialog *self)
{
  const ChainFormat *format = row != NULL ? g_object_get_data (G_OBJECT (row), FORMAT) : NULL;

  if (self->window == NULL || row == NULL)
    return;
  if (format != NULL)
    chain_export_preview_show_format (self->preview, format);
  else
    chain_export_preview_show_words (self->preview, drawings[drawing_of (row)].title,
                                     drawings[drawing_of (row)].about);
}

static void
on_cancel_clicked (GtkButton         *button,
                   ChainExportDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
row_new (const char *name,
         const char *ending)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (name);
  GtkWidget *file = gtk_label_new (ending);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (file), 0);
  gtk_widget_add_css_class (file, "dim-label");
  gtk_widget_add_css_class (file, "caption");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), file);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  return row;
}

static GtkWidget *
format_row_new (const ChainFormat *format)
{
  g_autofree char *ending = g_strdup_printf (".%s", format->extension);
  GtkWidget       *row = row_new (format->title, format->extension != NULL ? ending : "folder");

  g_object_set_data (G_OBJECT (row), FORMAT, (gpointer) format);
  return row;
}

static void
append_rows (ChainExportDialog *self)
{
  guint n = 0;

  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    if ((*format)->write != NULL)
      {
        gtk_list_box_append (self->formats, format_row_new (*format));
        n++;
      }
  for (guint i = 0; i < G_N_ELEMENTS (drawings); i++)
    {
      GtkWidget *row = row_new (drawings[i].title, drawings[i].endings);

      g_object_set_data (G_OBJECT (row), "first", GUINT_TO_POINTER (n));
      gtk_list_box_append (self->formats, row);
    }
}

static void
chain_export_dialog_class_init (ChainExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHAIN_TYPE_EXPORT_PREVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainExportDialog, formats);
  gtk_widget_class_bind_template_child (widget_class, ChainExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, ChainExportDialog, preview);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
chain_export_dialog_init (ChainExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  append_rows (self);
}

/**
 * chain_export_dialog_new:
 * @window: the window whose network is exported
 *
 * Returns: the dialog, modal to @window, not shown yet
 */
GtkWidget *
chain_export_dialog_new (ChainWindow *window)
{
  ChainExportDialog *self
      = g_object_new (CHAIN_TYPE_EXPORT_DIALOG, "transient-for", window, "modal", TRUE,
                      "destroy-with-parent", TRUE, NULL);

  self->window = window;
  chain_export_preview_set_session (self->preview, chain_window_get_session (window));
  gtk_list_box_select_row (self->formats, gtk_list_box_get_row_at_index (self->formats, 0));
  return GTK_WIDGET (self);
}
