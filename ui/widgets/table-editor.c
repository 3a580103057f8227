/* table-editor.c: typing into a cell of the rows.
 *
 * An entry stands in the place of the cell's child and goes when it is done.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/table-editor.h"

typedef struct
{
  GtkListItem     *cell;
  GtkWidget       *child; /* owned: what the cell showed */
  GtkWidget       *entry;
  guint            row;
  guint            column;
  ChainTableEdited edited;
  gpointer         data;
  gboolean         done;
} Editor;

static void
editor_free (gpointer data, GClosure *closure)
{
  Editor *editor = data;

  g_object_unref (editor->child);
  g_free (editor);
}

/* Puts the child back before telling, since the rows may change on that; not more than once, as
 * the entry also loses the focus by going. */
static void
end (Editor *editor, gboolean take, int rows, int columns)
{
  g_autoptr (GtkWidget) entry = g_object_ref (editor->entry);
  g_autofree char *text = NULL;

  if (editor->done)
    return;
  editor->done = TRUE;
  if (take)
    text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  gtk_list_item_set_child (editor->cell, editor->child);
  editor->edited (editor->row, editor->column, text, rows, columns, editor->data);
}

static void
on_activate (GtkEntry *entry, Editor *editor)
{
  end (editor, TRUE, 1, 0);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        Editor                *editor)
{
  if (key == GDK_KEY_Escape)
    end (editor, FALSE, 0, 0);
  else if (key == GDK_KEY_ISO_Left_Tab || (key == GDK_KEY_Tab && (state & GDK_SHIFT_MASK) != 0))
    end (editor, TRUE, 0, -1);
  else if (key == GDK_KEY_Tab)
    end (editor, TRUE, 0, 1);
  else if (key == GDK_KEY_Up)
    end (editor, TRUE, -1, 0);
  else if (key == GDK_KEY_Down)
    end (editor, TRUE, 1, 0);
  else
    return FALSE;
  return TRUE;
}

static void
on_leave (GtkEventControllerFocus *controller, Editor *editor)
{
  end (editor, TRUE, 0, 0);
}

/**
 * chain_table_editor_begin:
 * @cell: the cell, with its child
 * @row: of the table
 * @column: of the table
 * @text: what stands there
 * @number: whether it is a number
 * @edited: called once, when it is over
 * @data: for @edited
 */
void
chain_table_editor_begin (GtkListItem     *cell,
                          guint            row,
                          guint            column,
                          const char      *text,
                          gboolean         number,
                          ChainTableEdited edited,
                          gpointer         data)
{
  Editor             *editor = g_new0 (Editor, 1);
  GtkWidget          *entry = gtk_entry_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  *editor = (Editor){ .cell = cell, .entry = entry, .row = row, .column = column };
  editor->child = g_object_ref (gtk_list_item_get_child (cell));
  editor->edited = edited;
  editor->data = data;
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 4);
  gtk_entry_set_alignment (GTK_ENTRY (entry), number ? 1 : 0);
  gtk_widget_add_css_class (entry, "cell-entry");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Cell",
                                  -1);
  g_signal_connect_data (entry, "activate", G_CALLBACK (on_activate), editor, editor_free, 0);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), editor);
  g_signal_connect (focus, "leave", G_CALLBACK (on_leave), editor);
  gtk_widget_add_controller (entry, keys);
  gtk_widget_add_controller (entry, focus);
  gtk_list_item_set_child (cell, entry);
  gtk_widget_grab_focus (entry);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
}
