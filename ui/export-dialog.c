/* export-dialog.c: asks for a format, then for a file, and exports the network.
 *
 * The formats are those of the engine's table, each with the line that says who reads it; below
 * them what the window draws.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/export-dialog.h"

struct _ChainExportDialog
{
  GtkWindow    parent_instance;

  ChainWindow *window; /* the dialog is destroyed with it */
  GtkListBox  *formats;
  GtkButton   *export_button;
};

G_DEFINE_FINAL_TYPE (ChainExportDialog, chain_export_dialog, GTK_TYPE_WINDOW)

static const struct
{
  const char *title;
  const char *about;
  const char *action; /* of the window; asks for the file itself */
} drawings[] = {
  { "Picture (.svg, .pdf, .png)", "For slides and papers: the drawing as it is shown",
    "win.save-picture" },
  { "Hand-out (.pdf)", "To print: this iteration, every step with its equations and numbers",
    "win.handout" },
};

static guint
n_formats (void)
{
  guint n = 0;

  while (chain_formats[n] != NULL)
    n++;
  return n;
}

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

static void
on_file_chosen (GtkNativeDialog   *native,
                int                response,
                ChainExportDialog *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      const ChainFormat *format = g_object_get_data (G_OBJECT (native), "format");
      g_autofree char         *ending = g_strconcat (".", format->extension, NULL);
      g_autoptr (GFile)        file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
      g_autofree char         *chosen = g_file_get_path (file);
      g_autofree char         *path = chosen == NULL || g_str_has_suffix (chosen, ending)
                                          ? g_strdup (chosen)
                                          : g_strconcat (chosen, ending, NULL);

      if (path != NULL)
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
choose_file (ChainExportDialog       *self,
             const ChainFormat *format)
{
  const ChainProject   *project
      = chain_session_get_project (chain_window_get_session (self->window));
  g_autofree char      *name = g_strjoin (".", project->name, format->extension, NULL);
  GtkFileChooserNative *native
      = gtk_file_chooser_native_new (format->title, GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, "Export", "Cancel");

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), g_strdelimit (name, "/", '-'));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_object_set_data (G_OBJECT (native), "format", (gpointer) format);
  g_signal_connect (native, "response", G_CALLBACK (on_file_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

static void
on_export_clicked (GtkButton         *button,
                   ChainExportDialog *self)
{
  const guint row
      = (guint) gtk_list_box_row_get_index (gtk_list_box_get_selected_row (self->formats));

  if (row < n_formats ())
    choose_file (self, chain_formats[row]);
  else
    draw (self, row - n_formats ());
}

static void
on_cancel_clicked (GtkButton         *button,
                   ChainExportDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
row_new (const char *heading,
         const char *says,
         const char *name)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = gtk_label_new (heading);
  GtkWidget *about = gtk_label_new (says);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (about), 0);
  gtk_label_set_wrap (GTK_LABEL (about), TRUE);
  gtk_widget_add_css_class (title, "strong");
  gtk_widget_add_css_class (about, "dim-label");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), about);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  return row;
}

static GtkWidget *
format_row_new (const ChainFormat *format)
{
  g_autofree char *heading
      = format->extension != NULL ? g_strdup_printf ("%s (.%s)", format->title, format->extension)
                                  : g_strdup_printf ("%s (folder)", format->title);

  return row_new (heading, format->about, format->title);
}

static void
chain_export_dialog_class_init (ChainExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainExportDialog, formats);
  gtk_widget_class_bind_template_child (widget_class, ChainExportDialog, export_button);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
chain_export_dialog_init (ChainExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; chain_formats[i] != NULL; i++)
    gtk_list_box_append (self->formats, format_row_new (chain_formats[i]));
  for (guint i = 0; i < G_N_ELEMENTS (drawings); i++)
    gtk_list_box_append (self->formats, row_new (drawings[i].title, drawings[i].about,
                                                 drawings[i].title));
  gtk_list_box_select_row (self->formats, gtk_list_box_get_row_at_index (self->formats, 0));
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
  return GTK_WIDGET (self);
}
