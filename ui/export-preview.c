/* export-preview.c: what an export will write: files with their sizes, and a look into the main
 * one.
 *
 * A text is shown by its first lines; of a file of numbers, the tensors that are read back from
 * it. A network of very many weights is only written when it is exported.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/export-preview.h"

#include "ui/paint/palette.h"

#include <gtksourceview/gtksource.h>
#include <string.h>

#define MOST_WEIGHTS 500000 /* of a network that is written for a look */
#define MOST_LINES 200
#define MOST_BYTES 32768
#define MOST_LINE 400 /* letters */

struct _ChainExportPreview
{
  GtkWidget      parent_instance;

  GtkLabel      *title;
  GtkLabel      *about;
  GtkLabel      *files;
  GtkStack      *stack;
  GtkSourceView *text;
  GtkGrid       *tensors;
  GtkLabel      *words;
};

G_DEFINE_FINAL_TYPE (ChainExportPreview, chain_export_preview, GTK_TYPE_WIDGET)

/* Whole lines, none of them endless. */
static char *
first_lines (GBytes *bytes)
{
  gsize            length;
  const char      *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_utf8_make_valid (data, (gssize) MIN (length, MOST_BYTES));
  g_auto (GStrv)   lines = g_strsplit (text, "\n", MOST_LINES + 1);
  GString         *shown = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL && i < MOST_LINES; i++)
    {
      g_autofree char *line = g_utf8_strlen (lines[i], -1) > MOST_LINE
                                  ? g_utf8_substring (lines[i], 0, MOST_LINE) : NULL;

      g_string_append (shown, i > 0 ? "\n" : "");
      g_string_append (shown, line != NULL ? line : lines[i]);
      g_string_append (shown, line != NULL ? "…" : "");
    }
  if (length > MOST_BYTES || g_strv_length (lines) > MOST_LINES)
    g_string_append (shown, "\n…");
  return g_string_free (shown, FALSE);
}

static void
show_text (ChainExportPreview *self,
           const ChainFormat  *format,
           GBytes             *bytes)
{
  GtkSourceBuffer  *buffer
      = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)));
  g_autofree char  *text = first_lines (bytes);
  GtkTextIter       start;
  GtkSourceLanguage *language
      = format->language != NULL
            ? gtk_source_language_manager_get_language (
                gtk_source_language_manager_get_default (), format->language)
            : NULL;

  gtk_source_buffer_set_language (buffer, language);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (buffer), text, -1);
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (buffer), &start);
  gtk_stack_set_visible_child_name (self->stack, "text");
}

static void
attach (ChainExportPreview *self,
        int                 column,
        int                 row,
        const char         *text,
        const char         *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (self->tensors, label, column, row, 1, 1);
}

static void
attach_tensor (ChainExportPreview *self,
               int                 row,
               const char         *name,
               const ChainTensor  *tensor,
               const char         *activation)
{
  g_autofree char *shape = g_strdup_printf ("%" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT,
                                            tensor->rows, tensor->columns);

  attach (self, 0, row, name, "monospace");
  attach (self, 1, row, shape, NULL);
  attach (self, 2, row, activation, "dim-label");
}

static void
clear_tensors (ChainExportPreview *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tensors))) != NULL)
    gtk_grid_remove (self->tensors, child);
}

static void
show_tensors (ChainExportPreview *self,
              const ChainImport  *import)
{
  int row = 0;

  clear_tensors (self);
  attach (self, 0, row, "Tensor", "strong");
  attach (self, 1, row, "Shape", "strong");
  attach (self, 2, row, "Activation", "strong");
  for (guint i = 0; i < import->layers->len; i++)
    {
      const ChainImportedLayer *layer = g_ptr_array_index (import->layers, i);

      attach_tensor (self, ++row, layer->kernel_name, layer->kernel,
                     layer->activation != NULL ? layer->activation->title : "");
      if (layer->bias != NULL)
        attach_tensor (self, ++row, layer->bias_name, layer->bias, "");
    }
  gtk_stack_set_visible_child_name (self->stack, "tensors");
}

static void
show_note (ChainExportPreview *self,
           const char         *words)
{
  gtk_label_set_text (self->words, words);
  gtk_stack_set_visible_child_name (self->stack, "words");
}

static void
show_numbers (ChainExportPreview *self,
              const ChainFormat  *format,
              GBytes             *bytes)
{
  const ChainImportSource source = { format->title, NULL, bytes };
  g_autoptr (ChainImport) import
      = format->read != NULL ? chain_import_read (format, &source, NULL) : NULL;

  if (import != NULL)
    show_tensors (self, import);
  else
    show_note (self, "");
}

/* "net.py, 12 kB" a line. */
static void
list_files (ChainExportPreview *self,
            const ChainFormat  *format,
            const char         *stem,
            GPtrArray          *files)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < files->len; i++)
    {
      const ChainFormatFile *file = g_ptr_array_index (files, i);
      g_autofree char       *size = g_format_size (g_bytes_get_size (file->bytes));
      g_autofree char       *name = file->name != NULL
                                        ? g_strdup (file->name)
                                        : g_strdup_printf ("%s.%s", stem, format->extension);

      g_string_append_printf (list, "%s%s%s, %s", i > 0 ? "\n" : "",
                              format->extension == NULL ? "in the folder: " : "", name, size);
    }
  gtk_label_set_text (self->files, list->str);
}

static void
update_colors (ChainExportPreview *self)
{
  const ChainPalette *palette;
  GdkRGBA             color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  palette = chain_palette_for_text (color.red, color.green, color.blue);
  gtk_source_buffer_set_style_scheme (
      GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text))),
      gtk_source_style_scheme_manager_get_scheme (
          gtk_source_style_scheme_manager_get_default (),
          palette == &chain_palette_dark ? "Adwaita-dark" : "Adwaita"));
}

static void
chain_export_preview_css_changed (GtkWidget         *widget,
                                  GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (chain_export_preview_parent_class)->css_changed (widget, change);
  update_colors (CHAIN_EXPORT_PREVIEW (widget));
}

static void
chain_export_preview_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chain_export_preview_parent_class)->dispose (object);
}

static void
chain_export_preview_class_init (ChainExportPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_export_preview_dispose;
  widget_class->css_changed = chain_export_preview_css_changed;
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/export-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainExportPreview, title);
  gtk_widget_class_bind_template_child (widget_class, ChainExportPreview, about);
  gtk_widget_class_bind_template_child (widget_class, ChainExportPreview, files);
  gtk_widget_class_bind_template_child (widget_class, ChainExportPreview, stack);
  gtk_widget_class_bind_template_child (widget_class, ChainExportPreview, text);
  gtk_widget_class_bind_template_child (widget_class, ChainExportPreview, tensors);
  gtk_widget_class_bind_template_child (widget_class, ChainExportPreview, words);
}

static void
chain_export_preview_init (ChainExportPreview *self)
{
  gtk_source_init ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_colors (self);
}

/**
 * chain_export_preview_show_format:
 * @preview: a preview
 * @session: whose network is exported
 * @format: a format
 *
 * Writes the network in memory and shows what comes of it, or why nothing does.
 */
void
chain_export_preview_show_format (ChainExportPreview *preview,
                                  ChainSession       *session,
                                  const ChainFormat  *format)
{
  const ChainProject   *project = chain_session_get_project (session);
  g_autofree char      *stem = g_strdelimit (g_strdup (project->name), "/", '-');
  const ChainExport     model = { project, chain_session_get_dataset (session), stem };
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) files = NULL;
  GBytes               *main_bytes;

  gtk_label_set_text (preview->title, format->title);
  gtk_label_set_text (preview->about, format->about);
  gtk_label_set_text (preview->files, "");
  if (chain_network_n_parameters (project->network) > MOST_WEIGHTS)
    {
      show_note (preview, "There is no preview of a network of this size.");
      return;
    }
  files = chain_format_write (format, &model, &error);
  if (files == NULL)
    {
      show_note (preview, error->message);
      return;
    }
  list_files (preview, format, stem, files);
  main_bytes = ((ChainFormatFile *) g_ptr_array_index (files, 0))->bytes;
  if (format->is_text)
    show_text (preview, format, main_bytes);
  else
    show_numbers (preview, format, main_bytes);
}

/**
 * chain_export_preview_show_words:
 * @preview: a preview
 * @title: what is exported
 * @words: about it
 *
 * For what has no files to look into.
 */
void
chain_export_preview_show_words (ChainExportPreview *preview,
                                 const char         *title,
                                 const char         *words)
{
  gtk_label_set_text (preview->title, title);
  gtk_label_set_text (preview->about, words);
  gtk_label_set_text (preview->files, "");
  show_note (preview, "");
}
