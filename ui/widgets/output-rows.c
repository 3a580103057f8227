/* output-rows.c: the rows with the largest loss, as a table; one that is picked is a signal.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/output-rows.h"

#include "ui/widgets/column-head.h"

#include <math.h>
#include <string.h>

#define DIGITS 4
#define LONGEST 14 /* characters of a class, as far as there is room */

/* A row of the table: its cells, and the row of the data. */
#define CHAIN_TYPE_OUTPUT_ITEM (chain_output_item_get_type ())
G_DECLARE_FINAL_TYPE (ChainOutputItem, chain_output_item, CHAIN, OUTPUT_ITEM, GObject)

enum
{
  CELL_ROW,
  CELL_TRUE,
  CELL_PREDICTED,
  CELL_LOSS,
  N_CELLS,
};

struct _ChainOutputItem
{
  GObject parent_instance;

  guint    row;
  gboolean names; /* the answers are classes */
  char    *cells[N_CELLS];
};

G_DEFINE_FINAL_TYPE (ChainOutputItem, chain_output_item, G_TYPE_OBJECT)

static const struct
{
  const char *title;
  int         width; /* characters at least */
  gboolean    answer;
} columns[N_CELLS] = {
  [CELL_ROW] = { "Row", 3, FALSE },
  [CELL_TRUE] = { "True", 8, TRUE },
  [CELL_PREDICTED] = { "Predicted", 8, TRUE },
  [CELL_LOSS] = { "Loss", 9, FALSE },
};

struct _ChainOutputRows
{
  GtkWidget parent_instance;

  GtkWidget           *scroller;         /* owned, as the only child */
  GListStore          *items;            /* ChainOutputItem */
  GtkColumnViewColumn *answers[N_CELLS]; /* the view's; NULL: of no answer */
  GArray              *shown;            /* ChainOutputRow that the items are of */
};

G_DEFINE_FINAL_TYPE (ChainOutputRows, chain_output_rows, GTK_TYPE_WIDGET)

enum
{
  ROW_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
chain_output_item_finalize (GObject *object)
{
  for (guint i = 0; i < N_CELLS; i++)
    g_free (CHAIN_OUTPUT_ITEM (object)->cells[i]);
  G_OBJECT_CLASS (chain_output_item_parent_class)->finalize (object);
}

static void
chain_output_item_class_init (ChainOutputItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chain_output_item_finalize;
}

static void
chain_output_item_init (ChainOutputItem *self G_GNUC_UNUSED)
{
}

static char *
answer_text (GStrv classes, double value)
{
  char digits[CHAIN_NUMBER_SIZE];

  if (classes != NULL && value >= 0 && value < g_strv_length (classes))
    return g_strdup (classes[(guint) value]);
  return g_strdup (chain_number_show (value, DIGITS, digits));
}

static ChainOutputItem *
item_new (const ChainOutputRow *row, GStrv classes)
{
  ChainOutputItem *item = g_object_new (CHAIN_TYPE_OUTPUT_ITEM, NULL);
  char             digits[CHAIN_NUMBER_SIZE];

  item->row = row->row;
  item->names = classes != NULL;
  item->cells[CELL_ROW] = g_strdup_printf ("%u", row->row + 1);
  item->cells[CELL_TRUE] = answer_text (classes, row->truth);
  item->cells[CELL_PREDICTED] = answer_text (classes, row->predicted);
  item->cells[CELL_LOSS] = g_strdup (chain_number_show (row->loss, DIGITS, digits));
  return item;
}

static void
on_setup (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *item, gpointer data)
{
  const guint cell = GPOINTER_TO_UINT (data);
  GtkWidget  *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  /* Names that are long tend to differ at their end as well; a number is shown in whole. */
  gtk_label_set_ellipsize (GTK_LABEL (label), columns[cell].answer ? PANGO_ELLIPSIZE_MIDDLE
                                                                   : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_width_chars (GTK_LABEL (label), columns[cell].width);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LONGEST);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *item, gpointer data)
{
  const guint      cell = GPOINTER_TO_UINT (data);
  ChainOutputItem *of = gtk_list_item_get_item (item);
  GtkLabel        *label = GTK_LABEL (gtk_list_item_get_child (item));

  gtk_label_set_text (label, of->cells[cell]);
  if (!columns[cell].answer)
    return;
  gtk_label_set_xalign (label, of->names ? 0 : 1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), of->cells[cell]);
}

static void
on_activate (GtkColumnView *view G_GNUC_UNUSED, guint position, ChainOutputRows *self)
{
  g_autoptr (ChainOutputItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  if (item != NULL)
    g_signal_emit (self, signals[ROW_ACTIVATED], 0, item->row);
}

static GtkWidget *
view_new (ChainOutputRows *self)
{
  GtkSelectionModel *selection
      = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->items))));
  GtkWidget         *view = gtk_column_view_new (selection);

  gtk_column_view_set_single_click_activate (GTK_COLUMN_VIEW (view), TRUE);
  gtk_widget_add_css_class (view, "data-table");
  gtk_widget_add_css_class (view, "output-rows");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Rows with the largest loss", -1);
  for (guint i = 0; i < N_CELLS; i++)
    {
      GtkListItemFactory            *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GUINT_TO_POINTER (i));
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (i));
      column = gtk_column_view_column_new (columns[i].title, factory);
      gtk_column_view_column_set_expand (column, columns[i].answer);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
      chain_column_head_align (column, GTK_ALIGN_END);
      self->answers[i] = columns[i].answer ? column : NULL;
    }
  g_signal_connect (view, "activate", G_CALLBACK (on_activate), self);
  return view;
}

static void
chain_output_rows_dispose (GObject *object)
{
  ChainOutputRows *self = CHAIN_OUTPUT_ROWS (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->items);
  g_clear_pointer (&self->shown, g_array_unref);
  G_OBJECT_CLASS (chain_output_rows_parent_class)->dispose (object);
}

static void
chain_output_rows_class_init (ChainOutputRowsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_output_rows_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[ROW_ACTIVATED]
      = g_signal_new ("row-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
chain_output_rows_init (ChainOutputRows *self)
{
  self->items = g_list_store_new (CHAIN_TYPE_OUTPUT_ITEM);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), view_new (self));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

static gboolean
is_shown (const ChainOutputRows *self, const GArray *rows)
{
  return self->shown != NULL && self->shown->len == rows->len
         && memcmp (self->shown->data, rows->data, rows->len * sizeof (ChainOutputRow)) == 0;
}

/**
 * chain_output_rows_show:
 * @rows: a table
 * @result: (nullable): whose rows to list from now on
 */
void
chain_output_rows_show (ChainOutputRows *rows, const ChainOutputResult *result)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (CHAIN_IS_OUTPUT_ROWS (rows));

  if (result != NULL && is_shown (rows, result->rows))
    return;
  g_clear_pointer (&rows->shown, g_array_unref);
  for (guint i = 0; result != NULL && i < result->rows->len; i++)
    g_ptr_array_add (items, item_new (&g_array_index (result->rows, ChainOutputRow, i),
                                      result->classes));
  if (result != NULL)
    rows->shown = g_array_ref (result->rows);
  for (guint i = 0; result != NULL && i < N_CELLS; i++)
    if (rows->answers[i] != NULL)
      chain_column_head_align (rows->answers[i],
                               result->classes != NULL ? GTK_ALIGN_START : GTK_ALIGN_END);
  g_list_store_splice (rows->items, 0, g_list_model_get_n_items (G_LIST_MODEL (rows->items)),
                       items->pdata, items->len);
}
