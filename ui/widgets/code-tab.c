/* code-tab.c: what the inspector is about as a TensorFlow program, to read and to copy.
 *
 * Long matrices are cut in what is shown; what is copied is whole and can be run.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/code-tab.h"

#include "ui/paint/palette.h"
#include "ui/widgets/shown-number.h"
#include "ui/widgets/template.h"

#include <gtksourceview/gtksource.h>

#define OWN_LINE "step" /* the category of the mark at the step's own line */

struct _ChainCodeTab
{
  GtkWidget      parent_instance;

  ChainSession  *session; /* owned */

  GtkLabel      *about;
  GtkWidget     *copy;
  GtkSourceView *view;
};

G_DEFINE_FINAL_TYPE (ChainCodeTab, chain_code_tab, GTK_TYPE_WIDGET)

static ChainCode *
new_code (ChainCodeTab   *self,
          ChainCodeLength length)
{
  ChainShownNumber shown;

  if (chain_shown_numbers (self->session, 0, &shown, 1) == 0)
    return NULL;
  if (chain_session_get_selection (self->session)->kind == CHAIN_SELECTION_STEP)
    shown.row = chain_shown_row (self->session, shown.step);
  return chain_code_new (chain_session_get_stepper (self->session), shown.step, shown.row,
                         shown.column, length);
}

static void
show_code (ChainCodeTab    *self,
           const ChainCode *code)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter    start;
  GtkTextIter    end;

  gtk_text_buffer_set_text (buffer, code->text, -1);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_source_buffer_remove_source_marks (GTK_SOURCE_BUFFER (buffer), &start, &end, OWN_LINE);
  gtk_text_buffer_get_iter_at_line (buffer, &start, (int) code->line - 1);
  gtk_source_buffer_create_source_mark (GTK_SOURCE_BUFFER (buffer), NULL, OWN_LINE, &start);
}

static void
update (ChainCodeTab *self)
{
  g_autoptr (ChainCode) code = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  code = new_code (self, CHAIN_CODE_SHORT);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->view)), code != NULL);
  gtk_widget_set_sensitive (self->copy, code != NULL);
  gtk_label_set_text (self->about, code != NULL ? "The same in TensorFlow, with these numbers"
                                                : "Nothing is computed yet. Step on to see its code.");
  if (code != NULL)
    show_code (self, code);
}

static void
on_copy (ChainCodeTab *self)
{
  g_autoptr (ChainCode) code = new_code (self, CHAIN_CODE_WHOLE);

  if (code != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), code->text);
}

/* Scheme and highlight go with the text's colour, that is, with the theme. */
static void
update_colors (ChainCodeTab *self)
{
  GtkSourceBuffer *buffer
      = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)));
  g_autoptr (GtkSourceMarkAttributes) attributes = gtk_source_mark_attributes_new ();
  const ChainPalette                 *palette;
  GdkRGBA                             color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  palette = chain_palette_for_text (color.red, color.green, color.blue);
  gtk_source_buffer_set_style_scheme (
      buffer, gtk_source_style_scheme_manager_get_scheme (
                  gtk_source_style_scheme_manager_get_default (),
                  palette == &chain_palette_dark ? "Adwaita-dark" : "Adwaita"));
  color = (GdkRGBA){ (float) palette->follow.red, (float) palette->follow.green,
                     (float) palette->follow.blue, 0.35f };
  gtk_source_mark_attributes_set_background (attributes, &color);
  gtk_source_view_set_mark_attributes (self->view, OWN_LINE, attributes, 0);
}

static void
chain_code_tab_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (chain_code_tab_parent_class)->css_changed (widget, change);
  if (CHAIN_CODE_TAB (widget)->view != NULL)
    update_colors (CHAIN_CODE_TAB (widget));
}

static void
chain_code_tab_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chain_code_tab_parent_class)->map (widget);
  update (CHAIN_CODE_TAB (widget));
}

static void
chain_code_tab_dispose (GObject *object)
{
  ChainCodeTab *self = CHAIN_CODE_TAB (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_CODE_TAB);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_code_tab_parent_class)->dispose (object);
}

static void
chain_code_tab_class_init (ChainCodeTabClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_code_tab_dispose;
  widget_class->map = chain_code_tab_map;
  widget_class->css_changed = chain_code_tab_css_changed;
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/code-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainCodeTab, about);
  gtk_widget_class_bind_template_child (widget_class, ChainCodeTab, copy);
  gtk_widget_class_bind_template_child (widget_class, ChainCodeTab, view);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
chain_code_tab_init (ChainCodeTab *self)
{
  GtkSourceLanguage *python;

  gtk_source_init ();
  gtk_widget_init_template (GTK_WIDGET (self));
  python = gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (),
                                                     "python3");
  gtk_source_buffer_set_language (
      GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view))), python);
  update_colors (self);
}

/**
 * chain_code_tab_new:
 * @session: the document
 *
 * Returns: (transfer floating): a tab that follows the session while it is shown
 */
GtkWidget *
chain_code_tab_new (ChainSession *session)
{
  static const char *const signals[] = { "project-changed", "position-changed",
                                         "selection-changed" };
  ChainCodeTab *self = g_object_new (CHAIN_TYPE_CODE_TAB, NULL);

  self->session = g_object_ref (session);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (session, signals[i], G_CALLBACK (update), self);
  return GTK_WIDGET (self);
}
