/* export-preview.c: what an export will write: files with their sizes, and a look into the main
 * one.
 *
 * A text is shown by its first lines; of a file of numbers, the tensors that are read back from
 * it. They come from a worker thread, one look at a time: a choice that changes meanwhile is
 * looked at when the thread is free.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/export-preview.h"

#include "ui/export-look.h"
#include "ui/paint/palette.h"

#include <gtksourceview/gtksource.h>

#define PATIENCE 200 /* milliseconds without a word */

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

  ChainExportModel  *model;       /* of the session that is shown; NULL before */
  const ChainFormat *format;      /* that is chosen; NULL: none */
  GCancellable      *cancellable; /* of the look being taken; NULL: none is */
  guint              waiting;     /* source: to say that it takes a while; 0: none */
};

G_DEFINE_FINAL_TYPE (ChainExportPreview, chain_export_preview, GTK_TYPE_WIDGET)

static void
show_text (ChainExportPreview *self,
           const ChainFormat  *format,
           const char         *text)
{
  GtkSourceBuffer  *buffer
      = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)));
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
clear_tensors (ChainExportPreview *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tensors))) != NULL)
    gtk_grid_remove (self->tensors, child);
}

static void
show_tensors (ChainExportPreview    *self,
              const ChainExportLook *look)
{
  g_autofree char *more = g_strdup_printf ("and %u more", look->n_more);

  clear_tensors (self);
  attach (self, 0, 0, "Tensor", "strong");
  attach (self, 1, 0, "Shape", "strong");
  attach (self, 2, 0, "Activation", "strong");
  for (guint i = 0; i < look->tensors->len; i++)
    {
      const ChainExportTensor *tensor = g_ptr_array_index (look->tensors, i);

      attach (self, 0, (int) i + 1, tensor->name, "monospace");
      attach (self, 1, (int) i + 1, tensor->shape, NULL);
      attach (self, 2, (int) i + 1, tensor->activation, "dim-label");
    }
  if (look->n_more > 0)
    attach (self, 0, (int) look->tensors->len + 1, more, "dim-label");
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
show_look (ChainExportPreview    *self,
           const ChainFormat     *format,
           const ChainExportLook *look)
{
  gtk_label_set_text (self->files, look->files);
  if (look->text != NULL)
    show_text (self, format, look->text);
  else if (look->tensors != NULL)
    show_tensors (self, look);
  else
    show_note (self, "");
}

static gboolean
on_waited (gpointer data)
{
  ChainExportPreview *self = data;

  self->waiting = 0;
  show_note (self, "Being written to look at it…");
  return G_SOURCE_REMOVE;
}

static void take_look (ChainExportPreview *self);

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (ChainExportPreview) self = data;
  g_autoptr (GError)             error = NULL;
  g_autoptr (ChainExportLook)    look = chain_export_look_finish (result, &error);
  const gboolean given_up = g_cancellable_is_cancelled (self->cancellable);

  g_clear_object (&self->cancellable);
  if (given_up)
    {
      take_look (self);
      return;
    }
  g_clear_handle_id (&self->waiting, g_source_remove);
  if (look != NULL)
    show_look (self, self->format, look);
  else
    show_note (self, error->message);
}

/* At what is chosen, as soon as no other look is being taken. */
static void
take_look (ChainExportPreview *self)
{
  if (self->format == NULL || self->model == NULL || self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  chain_export_look_async (self->model, self->format, self->cancellable, on_looked,
                           g_object_ref (self));
}

static void
choose (ChainExportPreview *self,
        const ChainFormat  *format)
{
  self->format = format;
  g_clear_handle_id (&self->waiting, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
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
  ChainExportPreview *self = CHAIN_EXPORT_PREVIEW (object);
  GtkWidget          *child;

  choose (self, NULL);
  g_clear_pointer (&self->model, chain_export_model_unref);
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
 * chain_export_preview_set_session:
 * @preview: a preview
 * @session: whose network is exported; it has data
 *
 * Takes a copy of the network as it is now.
 */
void
chain_export_preview_set_session (ChainExportPreview *preview,
                                  ChainSession       *session)
{
  g_clear_pointer (&preview->model, chain_export_model_unref);
  preview->model = chain_export_model_new (session);
}

/**
 * chain_export_preview_show_format:
 * @preview: a preview with a session
 * @format: a format
 *
 * Writes the network in memory, on a thread, and then shows what comes of it, or why nothing does.
 */
void
chain_export_preview_show_format (ChainExportPreview *preview,
                                  const ChainFormat  *format)
{
  gtk_label_set_text (preview->title, format->title);
  gtk_label_set_text (preview->about, format->about);
  gtk_label_set_text (preview->files, "");
  show_note (preview, "");
  choose (preview, format);
  preview->waiting = g_timeout_add (PATIENCE, on_waited, preview);
  take_look (preview);
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
  choose (preview, NULL);
  gtk_label_set_text (preview->title, title);
  gtk_label_set_text (preview->about, words);
  gtk_label_set_text (preview->files, "");
  show_note (preview, "");
}
