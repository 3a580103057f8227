/* table-slot.c: one column of the rows on screen, whichever column of the table it shows now.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/table-slot.h"

#include "ui/widgets/column-head.h"
#include "ui/widgets/table-fit.h"
#include "ui/widgets/table-rows.h"

static void
set_up_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  GtkWidget *cell = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), 0);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (cell), 0);
  gtk_list_item_set_child (list_item, cell);
}

static void
show_cell (ChainTableSlot *slot, GtkListItem *list_item)
{
  GtkWidget     *child = gtk_list_item_get_child (list_item);
  ChainTableRow *row = CHAIN_TABLE_ROW (gtk_list_item_get_item (list_item));
  const char    *classes[] = { slot->number ? "numeric" : "text", slot->style, NULL };
  GtkInscription *cell;

  if (!GTK_IS_INSCRIPTION (child) || row == NULL) /* being edited */
    return;
  cell = GTK_INSCRIPTION (child);
  gtk_widget_set_css_classes (child, classes);
  gtk_inscription_set_xalign (cell, slot->number ? 1 : 0);
  slot->show (slot, cell, chain_table_row_get_row (row));
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  ChainTableSlot *slot = data;

  g_ptr_array_add (slot->cells, list_item);
  show_cell (slot, list_item);
}

static void
unbind_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  ChainTableSlot *slot = data;

  g_ptr_array_remove_fast (slot->cells, list_item);
}

/**
 * chain_table_slot_new:
 * @view: the view, which gets one more column
 * @show: fills a cell
 * @data: for @show
 *
 * Returns: (transfer full): a slot that shows the first column
 */
ChainTableSlot *
chain_table_slot_new (GtkColumnView *view, ChainTableSlotShow show, gpointer data)
{
  ChainTableSlot     *slot = g_new0 (ChainTableSlot, 1);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  slot->show = show;
  slot->data = data;
  slot->cells = g_ptr_array_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cell), slot);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), slot);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell), slot);
  slot->column = gtk_column_view_column_new (NULL, factory);
  gtk_column_view_column_set_resizable (slot->column, TRUE);
  gtk_column_view_append_column (view, slot->column);
  return slot;
}

/**
 * chain_table_slot_free:
 * @slot: (transfer full): taken out of its view with all its cells
 */
void
chain_table_slot_free (ChainTableSlot *slot)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (gtk_column_view_column_get_column_view (slot->column));

  if (view != NULL)
    gtk_column_view_remove_column (view, slot->column);
  g_object_unref (slot->column);
  g_ptr_array_unref (slot->cells);
  g_free (slot);
}

/**
 * chain_table_slot_set_title:
 * @slot: a slot
 * @title: of what it shows
 *
 * The slot gets the width that it needs, which spares GTK asking every cell. A width that the user
 * gave it stays as long as that is the same.
 */
void
chain_table_slot_set_title (ChainTableSlot *slot, const char *title)
{
  GtkWidget *view = GTK_WIDGET (gtk_column_view_column_get_column_view (slot->column));
  const int  width = chain_table_fit_width (view, title, &slot->format);

  gtk_column_view_column_set_title (slot->column, title);
  chain_column_head_align (slot->column, slot->number ? GTK_ALIGN_END : GTK_ALIGN_START);
  if (width != slot->width)
    gtk_column_view_column_set_fixed_width (slot->column, width);
  slot->width = width;
}

/**
 * chain_table_slot_refresh:
 * @slot: a slot that shows something else now
 */
void
chain_table_slot_refresh (ChainTableSlot *slot)
{
  for (guint i = 0; i < slot->cells->len; i++)
    show_cell (slot, g_ptr_array_index (slot->cells, i));
}

/**
 * chain_table_slot_cell:
 * @slot: a slot
 * @row: a row of the table
 *
 * Returns: (nullable) (transfer none): the cell of the row; %NULL while it is far from view
 */
GtkListItem *
chain_table_slot_cell (const ChainTableSlot *slot, guint row)
{
  for (guint i = 0; i < slot->cells->len; i++)
    {
      GtkListItem *cell = g_ptr_array_index (slot->cells, i);

      if (gtk_list_item_get_position (cell) == row)
        return cell;
    }
  return NULL;
}

/**
 * chain_table_slot_find:
 * @slot: a slot
 * @widget: what is below the pointer
 * @row: (out): the row of the cell
 *
 * Returns: whether it is one of the slot's cells, or the padding around one
 */
gboolean
chain_table_slot_find (const ChainTableSlot *slot, GtkWidget *widget, guint *row)
{
  for (guint i = 0; i < slot->cells->len; i++)
    {
      GtkListItem *cell = g_ptr_array_index (slot->cells, i);
      GtkWidget   *child = gtk_list_item_get_child (cell);

      if (child == NULL || (child != widget && gtk_widget_get_parent (child) != widget))
        continue;
      *row = gtk_list_item_get_position (cell);
      return TRUE;
    }
  return FALSE;
}
