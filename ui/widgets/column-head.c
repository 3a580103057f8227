/* column-head.c: titles of a table's columns that stand where the column's cells do.
 *
 * GTK 4.8 has no property for it: the label is looked for among the widgets of the head.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/column-head.h"

static guint
place_of (GtkColumnViewColumn *column, GListModel *columns)
{
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) other = g_list_model_get_item (columns, i);

      if (other == column)
        return i;
    }
  return G_MAXUINT;
}

static GtkWidget *
find_label (GtkWidget *widget)
{
  GtkWidget *label = NULL;

  if (GTK_IS_LABEL (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && label == NULL;
       child = gtk_widget_get_next_sibling (child))
    label = find_label (child);
  return label;
}

/* The heads stand in the first child of the view, one for each column, shown or not. */
static GtkWidget *
find_title (GtkColumnViewColumn *column)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (gtk_column_view_column_get_column_view (column));
  GtkWidget     *head;
  guint          place;

  if (view == NULL)
    return NULL;
  place = place_of (column, gtk_column_view_get_columns (view));
  head = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (view)));
  while (head != NULL && place-- > 0)
    head = gtk_widget_get_next_sibling (head);
  return head != NULL ? find_label (head) : NULL;
}

/**
 * chain_column_head_align:
 * @column: a column of a view
 * @align: %GTK_ALIGN_START for texts, %GTK_ALIGN_END for numbers
 *
 * Puts the column's title over the same end as its cells.
 */
void
chain_column_head_align (GtkColumnViewColumn *column, GtkAlign align)
{
  GtkWidget *title = find_title (column);

  if (title == NULL)
    return;
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_halign (title, align);
}
