/* statement-editor.c: where statements of tensors and variables are typed.
 *
 * Undoing is the document's, so that it goes through all edits in the order they were made.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/statement-editor.h"

#include "ui/paint/palette.h"
#include "ui/widgets/template.h"

#include <gtksourceview/gtksource.h>

#define LANGUAGES "resource:///org/chainrule/Chainrule/language-specs/"
#define COMPLETED_LENGTH 2 /* letters of a word before completions are offered */

struct _ChainStatementEditor
{
  GtkWidget       parent_instance;

  ChainWorkbench *bench; /* owned */
  gboolean        updating;
  GtkTextTag     *mistake;
  GtkTextTag     *current; /* the statement of the step */
  GtkSourceView  *view;
  GtkWidget      *error_row;
  GtkLabel       *error;
};

G_DEFINE_FINAL_TYPE (ChainStatementEditor, chain_statement_editor, GTK_TYPE_WIDGET)

static GtkTextBuffer *
buffer_of (ChainStatementEditor *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static char *
dup_text (ChainStatementEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer_of (self), &start, &end);
  return gtk_text_buffer_get_text (buffer_of (self), &start, &end, FALSE);
}

static void
on_buffer_changed (ChainStatementEditor *self)
{
  g_autofree char *text = dup_text (self);

  if (!self->updating && self->bench != NULL)
    chain_workbench_set_text (self->bench, text);
}

static void
show_text (ChainStatementEditor *self)
{
  g_autofree char *shown = dup_text (self);
  const char      *text = chain_workbench_get_text (self->bench);

  if (g_str_equal (shown, text))
    return;
  self->updating = TRUE;
  gtk_text_buffer_set_text (buffer_of (self), text, -1);
  self->updating = FALSE;
}

static void
clear_tag (ChainStatementEditor *self, GtkTextTag *tag)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer_of (self), &start, &end);
  gtk_text_buffer_remove_tag (buffer_of (self), tag, &start, &end);
}

/* At the end of a line or of the text the last character is underlined. */
static void
underline (ChainStatementEditor *self, const ChainTextPlace *place)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (buffer_of (self), &start, (int) place->offset);
  gtk_text_buffer_get_iter_at_offset (buffer_of (self), &end,
                                      (int) (place->offset + MAX (1, place->length)));
  if (place->length == 0 && (gtk_text_iter_ends_line (&start) || gtk_text_iter_is_end (&start)))
    {
      end = start;
      gtk_text_iter_backward_char (&start);
    }
  gtk_text_buffer_apply_tag (buffer_of (self), self->mistake, &start, &end);
}

static void
show_error (ChainStatementEditor *self)
{
  ChainTextPlace place;
  const GError  *error = chain_workbench_get_error (self->bench, &place);

  clear_tag (self, self->mistake);
  gtk_label_set_text (self->error, error != NULL ? error->message : "");
  gtk_widget_set_visible (self->error_row, error != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  error != NULL ? error->message : "", -1);
  if (error != NULL)
    underline (self, &place);
}

/* Marks the line that the step belongs to; a text with a mistake may have other lines by now. */
static void
show_step (ChainStatementEditor *self)
{
  ChainWorkspace                *workspace = chain_workbench_get_workspace (self->bench);
  const guint                    node = chain_workbench_get_shown (self->bench);
  const ChainWorkspaceStatement *statement;
  guint                          index;
  GtkTextIter                    start, end;

  clear_tag (self, self->current);
  if (workspace == NULL || node == CHAIN_NO_NODE
      || chain_workbench_get_error (self->bench, NULL) != NULL)
    return;
  index = chain_workspace_node (workspace, node)->statement;
  if (index >= chain_workspace_n_statements (workspace))
    return;
  statement = chain_workspace_statement (workspace, index);
  gtk_text_buffer_get_iter_at_offset (buffer_of (self), &start, (int) statement->place.offset);
  gtk_text_iter_set_line_offset (&start, 0);
  end = start;
  gtk_text_iter_forward_line (&end);
  gtk_text_buffer_apply_tag (buffer_of (self), self->current, &start, &end);
}

static void
on_changed (ChainStatementEditor *self)
{
  show_error (self);
  show_step (self);
}

static void
go_to_error (ChainStatementEditor *self)
{
  ChainTextPlace place;
  GtkTextIter    at;

  if (chain_workbench_get_error (self->bench, &place) == NULL)
    return;
  gtk_text_buffer_get_iter_at_offset (buffer_of (self), &at, (int) place.offset);
  gtk_text_buffer_place_cursor (buffer_of (self), &at);
  gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self->view), &at, 0.1, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
update_colors (ChainStatementEditor *self)
{
  const ChainPalette *palette;
  GdkRGBA             color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  palette = chain_palette_for_text (color.red, color.green, color.blue);
  gtk_source_buffer_set_style_scheme (
      GTK_SOURCE_BUFFER (buffer_of (self)),
      gtk_source_style_scheme_manager_get_scheme (
          gtk_source_style_scheme_manager_get_default (),
          palette == &chain_palette_dark ? "Adwaita-dark" : "Adwaita"));
  color = (GdkRGBA){ (float) palette->follow.red, (float) palette->follow.green,
                     (float) palette->follow.blue, 0.3f };
  g_object_set (self->current, "paragraph-background-rgba", &color, NULL);
}

static void
chain_statement_editor_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (chain_statement_editor_parent_class)->css_changed (widget, change);
  if (CHAIN_STATEMENT_EDITOR (widget)->current != NULL)
    update_colors (CHAIN_STATEMENT_EDITOR (widget));
}

static gboolean
chain_statement_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CHAIN_STATEMENT_EDITOR (widget)->view));
}

static void
chain_statement_editor_dispose (GObject *object)
{
  ChainStatementEditor *self = CHAIN_STATEMENT_EDITOR (object);

  self->updating = TRUE;
  if (self->bench != NULL)
    g_signal_handlers_disconnect_by_data (self->bench, self);
  g_clear_object (&self->bench);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_STATEMENT_EDITOR);

  G_OBJECT_CLASS (chain_statement_editor_parent_class)->dispose (object);
}

static void
chain_statement_editor_class_init (ChainStatementEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_statement_editor_dispose;
  widget_class->css_changed = chain_statement_editor_css_changed;
  widget_class->grab_focus = chain_statement_editor_grab_focus;
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "statement-editor");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/statement-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainStatementEditor, view);
  gtk_widget_class_bind_template_child (widget_class, ChainStatementEditor, error_row);
  gtk_widget_class_bind_template_child (widget_class, ChainStatementEditor, error);
  gtk_widget_class_bind_template_callback (widget_class, go_to_error);
}

/* Offers the operations there are, and the names of the text itself. */
static void
add_completion (ChainStatementEditor *self)
{
  GtkSourceCompletion               *completion = gtk_source_view_get_completion (self->view);
  g_autoptr (GtkSourceCompletionWords) operations = gtk_source_completion_words_new ("Operations");
  g_autoptr (GtkSourceCompletionWords) names = gtk_source_completion_words_new ("Names");
  g_autoptr (GtkTextBuffer)          list = gtk_text_buffer_new (NULL);
  g_autoptr (GArray)                 words = chain_workspace_words ();
  g_autoptr (GString)                text = g_string_new ("assign assign_add assign_sub");

  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (text, " %s", g_array_index (words, ChainWorkspaceWord, i).word);
  gtk_text_buffer_set_text (list, text->str, -1);
  g_object_set (operations, "minimum-word-size", COMPLETED_LENGTH, "priority", 1, NULL);
  g_object_set (names, "minimum-word-size", COMPLETED_LENGTH, "priority", 2, NULL);
  gtk_source_completion_words_register (operations, list);
  gtk_source_completion_words_register (names, buffer_of (self));
  gtk_source_completion_add_provider (completion, GTK_SOURCE_COMPLETION_PROVIDER (operations));
  gtk_source_completion_add_provider (completion, GTK_SOURCE_COMPLETION_PROVIDER (names));
  g_object_set (completion, "select-on-show", FALSE, NULL);
  /* The words are those of this buffer for as long as the editor lives. */
  g_object_set_data_full (G_OBJECT (self), "operations", g_steal_pointer (&list), g_object_unref);
}

static void
chain_statement_editor_init (ChainStatementEditor *self)
{
  GtkSourceLanguageManager *languages;

  gtk_source_init ();
  gtk_widget_init_template (GTK_WIDGET (self));
  languages = gtk_source_language_manager_get_default ();
  gtk_source_language_manager_append_search_path (languages, LANGUAGES);
  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (buffer_of (self)),
                                  gtk_source_language_manager_get_language (languages,
                                                                            "chainrule"));
  gtk_text_buffer_set_enable_undo (buffer_of (self), FALSE);
  self->current = gtk_text_buffer_create_tag (buffer_of (self), NULL, NULL);
  self->mistake
      = gtk_text_buffer_create_tag (buffer_of (self), NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
  add_completion (self);
  update_colors (self);
  g_signal_connect_swapped (buffer_of (self), "changed", G_CALLBACK (on_buffer_changed), self);
}

/**
 * chain_statement_editor_set_workbench:
 * @editor: an editor
 * @bench: whose text it shows and changes; set once
 */
void
chain_statement_editor_set_workbench (ChainStatementEditor *editor, ChainWorkbench *bench)
{
  g_return_if_fail (CHAIN_IS_STATEMENT_EDITOR (editor) && editor->bench == NULL);

  editor->bench = g_object_ref (bench);
  g_signal_connect_swapped (bench, "text-changed", G_CALLBACK (show_text), editor);
  g_signal_connect_swapped (bench, "changed", G_CALLBACK (on_changed), editor);
  g_signal_connect_swapped (bench, "position-changed", G_CALLBACK (show_step), editor);
  g_signal_connect_swapped (bench, "selection-changed", G_CALLBACK (show_step), editor);
  show_text (editor);
  on_changed (editor);
}
