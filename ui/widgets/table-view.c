/* table-view.c: the rows of a table, with as many of its columns as there is room for.
 *
 * Before the table's own columns stand the number of the row and whether it trains or validates.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/table-view-private.h"

#include "ui/widgets/table-editor.h"
#include "ui/widgets/table-rows.h"

G_DEFINE_FINAL_TYPE (ChainTableView, chain_table_view, GTK_TYPE_WIDGET)

enum
{
  CELL_EDITED,
  ROW_CHOSEN,
  COLUMNS_MOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_number (const ChainTableSlot *slot, GtkInscription *cell, guint row)
{
  char text[16];

  g_snprintf (text, sizeof text, "%u", row + 1);
  gtk_inscription_set_text (cell, text);
}

static gboolean
validates (const ChainDataset *dataset, guint row)
{
  gsize from = 0;
  gsize to = dataset->n_validation_rows;

  while (from < to)
    {
      const gsize middle = from + (to - from) / 2;

      if (dataset->validation_rows[middle] < row)
        from = middle + 1;
      else
        to = middle;
    }
  return from < dataset->n_validation_rows && dataset->validation_rows[from] == row;
}

static void
show_use (const ChainTableSlot *slot, GtkInscription *cell, guint row)
{
  ChainTableView *self = slot->data;
  const char     *use = "training";

  if (self->dataset != NULL && !chain_dataset_uses (self->dataset, row))
    use = "left out";
  else if (self->dataset != NULL && validates (self->dataset, row))
    use = "validation";
  gtk_inscription_set_text (cell, use);
  gtk_widget_add_css_class (GTK_WIDGET (cell), *use == 'v' ? "validation" : "training");
}

static void
fill_uses (ChainTableView *self)
{
  gtk_column_view_column_set_visible (
      self->uses->column, self->dataset != NULL
                              && (self->dataset->n_validation_rows > 0
                                  || self->dataset->dropped != NULL));
  chain_table_slot_refresh (self->uses);
}

static guint
n_rows_of (const ChainTable *table)
{
  return table != NULL ? (guint) MIN (table->n_rows, (gsize) G_MAXUINT - 1) : 0;
}

static void
on_edited (guint row, guint column, const char *text, int rows, int columns, gpointer data)
{
  ChainTableView *self = data;
  const gint64    next_row = (gint64) row + rows;
  const gint64    next_column = (gint64) column + columns;

  if (self->table == NULL || row >= self->table->n_rows || column >= self->table->columns->len)
    return;
  if (text != NULL)
    g_signal_emit (self, signals[CELL_EDITED], 0, row, column, text);
  if (chain_table_view_slot (self, column) != NULL)
    chain_table_slot_refresh (chain_table_view_slot (self, column));
  if (rows == 0 && columns == 0)
    return;
  if (next_row < 0 || next_column < 0
      || !chain_table_view_edit_cell (self, (guint) next_row, (guint) next_column))
    gtk_widget_grab_focus (GTK_WIDGET (self->rows));
}

/* What a number is in full, for editing; shown are fewer digits. */
static char *
full_text (const ChainTable *table, guint column, guint row)
{
  if (chain_table_missing (table, column, row))
    return g_strdup ("");
  return chain_table_cell_text (table, column, row);
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, ChainTableView *self)
{
  GtkWidget            *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  const ChainTableSlot *slot = NULL;
  guint                 row;

  if (n_press != 2 || !self->editable || widget == NULL)
    return;
  for (guint i = 0; i < self->slots->len && slot == NULL; i++)
    if (chain_table_slot_find (g_ptr_array_index (self->slots, i), widget, &row))
      slot = g_ptr_array_index (self->slots, i);
  if (slot == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  chain_table_view_edit_cell (self, row, slot->index);
}

/* Enter on a row. */
static void
on_activate (GtkColumnView *rows, guint row, ChainTableView *self)
{
  if (self->editable)
    chain_table_view_edit_cell (self, row, self->first);
}

static void
on_selected (ChainTableView *self)
{
  g_signal_emit (self, signals[ROW_CHOSEN], 0, gtk_single_selection_get_selected (self->selection));
}

static void
show_other_table (ChainTableView *self, ChainTable *table)
{
  const gboolean same_rows = n_rows_of (table) == n_rows_of (self->table) && self->table != NULL;
  g_autofree char *last = g_strdup_printf ("%u", n_rows_of (table));

  g_clear_pointer (&self->table, chain_table_unref);
  self->table = table != NULL ? chain_table_ref (table) : NULL;
  self->numbers->format.width = (guint) strlen (last);
  chain_table_slot_set_title (self->numbers, "Row");
  /* The place scrolled to stays where a cell was edited. */
  if (!same_rows)
    {
      g_autoptr (GListModel) none = NULL;

      gtk_single_selection_set_model (self->selection, none);
      self->sought = CHAIN_TABLE_VIEW_NO_COLUMN;
    }
}

static gboolean
on_growing (gpointer data)
{
  ChainTableView *self = data;
  GListModel     *model = gtk_single_selection_get_model (self->selection);

  if (chain_table_rows_grow (CHAIN_TABLE_ROWS (model), FALSE))
    return G_SOURCE_CONTINUE;
  self->growing = 0;
  return G_SOURCE_REMOVE;
}

static void
show_rows (ChainTableView *self)
{
  g_autoptr (GListModel) model = chain_table_rows_new (n_rows_of (self->table));

  gtk_single_selection_set_model (self->selection, model);
  if (self->growing == 0)
    self->growing = g_idle_add (on_growing, self);
}

/* The list view that does the work inside the column view. */
static GtkWidget *
find_list (ChainTableView *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->rows));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* The Tab key goes to the rows and on from them, not through a million of them: there the arrow
 * keys move. */
static gboolean
chain_table_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  const gboolean tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (tab && gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  return GTK_WIDGET_CLASS (chain_table_view_parent_class)->focus (widget, direction);
}

static void
chain_table_view_dispose (GObject *object)
{
  ChainTableView *self = CHAIN_TABLE_VIEW (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_pointer (&self->table, chain_table_unref);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  g_clear_pointer (&self->numbers, chain_table_slot_free);
  g_clear_pointer (&self->uses, chain_table_slot_free);
  self->selection = NULL;
  self->rows = NULL;
  if (self->scroller != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->scroller));
  self->scroller = NULL;
  g_clear_handle_id (&self->fitting, g_source_remove);
  g_clear_handle_id (&self->growing, g_source_remove);
  g_clear_pointer (&self->roles, g_array_unref);
  g_clear_pointer (&self->dataset, chain_dataset_unref);
  G_OBJECT_CLASS (chain_table_view_parent_class)->dispose (object);
}

static void
chain_table_view_class_init (ChainTableViewClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_table_view_dispose;
  GTK_WIDGET_CLASS (klass)->focus = chain_table_view_focus;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "table-view");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[CELL_EDITED]
      = g_signal_new ("cell-edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                      G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING);
  signals[ROW_CHOSEN] = g_signal_new ("row-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[COLUMNS_MOVED] = g_signal_new ("columns-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
}

static void
make_rows (ChainTableView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->rows = GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (self->selection)));
  gtk_column_view_set_show_row_separators (self->rows, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Rows", -1);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected), self);
  g_signal_connect (self->rows, "activate", G_CALLBACK (on_activate), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
chain_table_view_init (ChainTableView *self)
{
  self->roles = g_array_new (FALSE, TRUE, sizeof (ChainRole));
  self->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_table_slot_free);
  self->sought = CHAIN_TABLE_VIEW_NO_COLUMN;
  make_rows (self);
  self->numbers = chain_table_slot_new (self->rows, show_number, self);
  self->numbers->number = TRUE;
  self->numbers->style = "ignored";
  chain_table_slot_set_title (self->numbers, "Row");
  self->uses = chain_table_slot_new (self->rows, show_use, self);
  self->uses->format.width = 9;
  chain_table_slot_set_title (self->uses, "Used for");
  gtk_column_view_column_set_visible (self->uses->column, FALSE);
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->rows));
  gtk_widget_set_vexpand (GTK_WIDGET (self->scroller), TRUE);
  chain_table_view_add_sideways (self);
  gtk_widget_set_parent (GTK_WIDGET (self->scroller), GTK_WIDGET (self));
}

/**
 * chain_table_view_new:
 *
 * Returns: a view that shows nothing yet
 */
GtkWidget *
chain_table_view_new (void)
{
  return g_object_new (CHAIN_TYPE_TABLE_VIEW, NULL);
}

static gboolean
take_roles (ChainTableView *self, const ChainDataOptions *options)
{
  gboolean other = FALSE;

  g_array_set_size (self->roles, self->table->columns->len);
  for (guint i = 0; i < self->roles->len; i++)
    {
      const ChainRole role = chain_role_of (options, chain_table_column (self->table, i)->name);

      other = other || g_array_index (self->roles, ChainRole, i) != role;
      g_array_index (self->roles, ChainRole, i) = role;
    }
  return other;
}

/**
 * chain_table_view_set_data:
 * @view: the view
 * @table: (nullable): the rows to show
 * @dataset: (nullable): how they are split, where they can be used at all
 * @options: what the columns are used for
 *
 * Shows the rows. With the table already shown, or one of as many rows, the place scrolled to
 * stays.
 */
void
chain_table_view_set_data (ChainTableView         *view,
                           ChainTable             *table,
                           ChainDataset           *dataset,
                           const ChainDataOptions *options)
{
  g_return_if_fail (CHAIN_IS_TABLE_VIEW (view));

  const gboolean other_table = view->table != table;
  const gboolean other_split = view->dataset != dataset;
  gboolean       other_roles;

  if (other_table)
    show_other_table (view, table);
  if (other_split)
    {
      g_clear_pointer (&view->dataset, chain_dataset_unref);
      view->dataset = dataset != NULL ? chain_dataset_ref (dataset) : NULL;
    }
  chain_table_view_drop_slots (view);
  if (table == NULL)
    return;
  other_roles = take_roles (view, options);
  if (other_table || other_split)
    fill_uses (view);
  if (other_table || other_roles || other_split)
    chain_table_view_fit (view);
  if (gtk_single_selection_get_model (view->selection) == NULL)
    show_rows (view);
  else if (other_table)
    chain_table_slot_refresh (view->numbers);
}

/**
 * chain_table_view_set_editable:
 * @view: the view
 * @editable: whether a double click, or Enter, lets the user type into a cell
 */
void
chain_table_view_set_editable (ChainTableView *view, gboolean editable)
{
  g_return_if_fail (CHAIN_IS_TABLE_VIEW (view));

  view->editable = editable;
}

/**
 * chain_table_view_get_row:
 * @view: the view
 *
 * Returns: the row that was clicked or gone to, from 0; CHAIN_TABLE_VIEW_NO_ROW for none
 */
guint
chain_table_view_get_row (ChainTableView *view)
{
  g_return_val_if_fail (CHAIN_IS_TABLE_VIEW (view), CHAIN_TABLE_VIEW_NO_ROW);

  return gtk_single_selection_get_selected (view->selection);
}

/* All rows are as high as each other. A row out of view comes to the middle. */
static void
scroll_to_row (ChainTableView *self, guint row)
{
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (self->scroller);
  const double   height = gtk_adjustment_get_upper (down) / n_rows_of (self->table);
  const double   page = gtk_adjustment_get_page_size (down);
  const double   top = gtk_adjustment_get_value (down);

  /* The list knows best where a row is that is near, or where nothing has a height yet. */
  if (page > 0 && (row * height < top || (row + 1) * height > top + page))
    gtk_adjustment_set_value (down, (row + 0.5) * height - page / 2);
  gtk_widget_activate_action (find_list (self), "list.scroll-to-item", "u", row);
}

/**
 * chain_table_view_go_to_row:
 * @view: the view
 * @row: of the table, from 0
 *
 * Brings the row into view and selects it.
 */
void
chain_table_view_go_to_row (ChainTableView *view, guint row)
{
  g_return_if_fail (CHAIN_IS_TABLE_VIEW (view));

  if (row >= n_rows_of (view->table))
    return;
  chain_table_rows_grow (CHAIN_TABLE_ROWS (gtk_single_selection_get_model (view->selection)),
                         row >= g_list_model_get_n_items (G_LIST_MODEL (view->selection)));
  scroll_to_row (view, row);
  gtk_single_selection_set_selected (view->selection, row);
}

/**
 * chain_table_view_edit_cell:
 * @view: a view that is editable
 * @row: of the table, from 0
 * @column: of the table, from 0
 *
 * Lets the user type into a cell.
 *
 * Returns: whether there is such a cell
 */
gboolean
chain_table_view_edit_cell (ChainTableView *view, guint row, guint column)
{
  const ChainTableSlot *slot;
  GtkListItem          *cell;
  g_autofree char      *text = NULL;

  g_return_val_if_fail (CHAIN_IS_TABLE_VIEW (view), FALSE);

  if (!view->editable || row >= n_rows_of (view->table) || column >= view->table->columns->len)
    return FALSE;
  chain_table_view_reveal (view, column);
  chain_table_view_go_to_row (view, row);
  slot = chain_table_view_slot (view, column);
  cell = chain_table_slot_cell (slot, row);
  if (cell == NULL || !GTK_IS_INSCRIPTION (gtk_list_item_get_child (cell)))
    return FALSE;
  text = full_text (view->table, column, row);
  chain_table_editor_begin (cell, row, column, text, slot->number, on_edited, view);
  return TRUE;
}
