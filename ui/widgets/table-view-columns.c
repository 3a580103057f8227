/* table-view-columns.c: which columns of a table are on screen.
 *
 * The columns on screen are slots that show one column of the table or another: moving over a
 * wide table changes text, not widgets. There are as many slots as fill the width.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/table-fit.h"
#include "ui/widgets/table-view-private.h"

#define MOST_SLOTS 24    /* GTK makes cells for some 200 rows of them */
#define LIKELY_WIDTH 600 /* pixels, before the first frame */

static void
show_cell (const ChainTableSlot *slot, GtkInscription *cell, guint row)
{
  ChainTableView  *self = slot->data;
  g_autofree char *text = chain_cell_text (self->table, slot->index, row, &slot->format);

  gtk_inscription_set_text (cell, text != NULL ? text : "missing");
  if (text == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (cell), "missing");
  if (slot->index == self->sought)
    gtk_widget_add_css_class (GTK_WIDGET (cell), "sought");
}

/* Lets a slot show a column of the table. */
static void
fill_slot (ChainTableView *self, ChainTableSlot *slot, guint index)
{
  const ChainColumn *column = chain_table_column (self->table, index);
  const ChainRole    role = g_array_index (self->roles, ChainRole, index);
  g_autofree char   *title = chain_table_fit_title (column, role);

  slot->index = index;
  slot->number = column->kind == CHAIN_COLUMN_NUMBER;
  slot->style = role == CHAIN_ROLE_IGNORE ? "ignored" : NULL;
  chain_cell_format_find (self->table, index, &slot->format);
  chain_table_slot_set_title (slot, title);
  chain_table_slot_refresh (slot);
}

/* Pixels that the table's own columns have. */
static int
width_left (ChainTableView *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int uses
      = gtk_column_view_column_get_visible (self->uses->column) ? self->uses->width : 0;

  return (width > 0 ? width : LIKELY_WIDTH) - self->numbers->width - uses;
}

/* Slots to fill the width with, the last of them perhaps cut off, whatever they show. */
static void
fill_slots (ChainTableView *self)
{
  const guint n = MIN (self->table->columns->len, MOST_SLOTS);
  int         left = width_left (self);

  self->n_whole = 0;
  for (guint i = 0; i < n && (i < self->slots->len || left > 0); i++)
    {
      const gboolean  any = self->first + i < self->table->columns->len;
      ChainTableSlot *slot;

      if (i == self->slots->len)
        g_ptr_array_add (self->slots, chain_table_slot_new (self->rows, show_cell, self));
      slot = g_ptr_array_index (self->slots, i);
      gtk_column_view_column_set_visible (slot->column, any);
      if (!any)
        continue;
      fill_slot (self, slot, self->first + i);
      left -= gtk_column_view_column_get_fixed_width (slot->column);
      self->n_whole += left >= 0;
    }
  self->n_whole = MAX (self->n_whole, 1);
}

/* No slots without a column. */
void
chain_table_view_drop_slots (ChainTableView *self)
{
  const guint n = self->table != NULL ? self->table->columns->len : 0;

  g_ptr_array_set_size (self->slots, MIN (self->slots->len, n));
}

ChainTableSlot *
chain_table_view_slot (ChainTableView *self, guint column)
{
  if (self->table == NULL || column >= self->table->columns->len || column < self->first
      || column - self->first >= self->slots->len)
    return NULL;
  return g_ptr_array_index (self->slots, column - self->first);
}

/* Puts columns into the slots for the width there is now. */
void
chain_table_view_fit (ChainTableView *self)
{
  self->fitted = gtk_widget_get_width (GTK_WIDGET (self));
  self->last = chain_table_fit_last (GTK_WIDGET (self->rows), self->table, self->roles,
                                     width_left (self));
  self->first = MIN (self->first, self->last);
  fill_slots (self);
  g_signal_emit_by_name (self, "columns-moved");
}

static gboolean
on_fitting (gpointer data)
{
  ChainTableView *self = data;

  self->fitting = 0;
  if (self->table != NULL && self->fitted != gtk_widget_get_width (GTK_WIDGET (self)))
    chain_table_view_fit (self);
  return G_SOURCE_REMOVE;
}

/* Widgets cannot be made while others are given their place. */
static void
on_width (ChainTableView *self)
{
  if (self->fitting == 0)
    self->fitting = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_fitting, self, NULL);
}

static void
move (ChainTableView *self, int by)
{
  const gint64 first = (gint64) self->first + by;

  if (self->table != NULL && first >= 0)
    chain_table_view_set_first (self, (guint) first);
}

/* Sideways by a column, with a wheel or the arrow keys. */
static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, ChainTableView *self)
{
  const GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  const double by = (state & GDK_SHIFT_MASK) != 0 ? dy : dx;

  if (by == 0)
    return GDK_EVENT_PROPAGATE;
  move (self, by > 0 ? 1 : -1);
  return GDK_EVENT_STOP;
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        ChainTableView        *self)
{
  if (key != GDK_KEY_Left && key != GDK_KEY_Right)
    return GDK_EVENT_PROPAGATE;
  move (self, key == GDK_KEY_Right ? 1 : -1);
  return GDK_EVENT_STOP;
}

/* What else would scroll by pixels. */
static void
on_sideways (ChainTableView *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_hadjustment (self->scroller), 0);
}

/* Sideways there are other columns, not other pixels: the numbers of the rows stay in view. */
void
chain_table_view_add_sideways (ChainTableView *self)
{
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES
                                         | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkAdjustment      *across = gtk_scrolled_window_get_hadjustment (self->scroller);

  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_EXTERNAL, GTK_POLICY_AUTOMATIC);
  g_signal_connect_swapped (across, "notify::page-size", G_CALLBACK (on_width), self);
  g_signal_connect_swapped (across, "value-changed", G_CALLBACK (on_sideways), self);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->rows), keys);
}

/**
 * chain_table_view_get_first:
 * @view: the view
 *
 * Returns: the first column of the table that is shown
 */
guint
chain_table_view_get_first (ChainTableView *view)
{
  g_return_val_if_fail (CHAIN_IS_TABLE_VIEW (view), 0);

  return view->first;
}

/**
 * chain_table_view_set_first:
 * @view: the view
 * @column: the first column of the table to show, as far as others are left behind it
 */
void
chain_table_view_set_first (ChainTableView *view, guint column)
{
  g_return_if_fail (CHAIN_IS_TABLE_VIEW (view));

  if (view->table == NULL)
    return;
  column = MIN (column, view->last);
  if (column == view->first)
    return;
  view->first = column;
  fill_slots (view);
  g_signal_emit_by_name (view, "columns-moved");
}

/**
 * chain_table_view_get_last:
 * @view: the view
 *
 * Returns: the first column from which all the others fit
 */
guint
chain_table_view_get_last (ChainTableView *view)
{
  g_return_val_if_fail (CHAIN_IS_TABLE_VIEW (view), 0);

  return view->last;
}

/**
 * chain_table_view_get_n_whole:
 * @view: the view
 *
 * Returns: how many columns are in view, without one that is cut off
 */
guint
chain_table_view_get_n_whole (ChainTableView *view)
{
  g_return_val_if_fail (CHAIN_IS_TABLE_VIEW (view), 0);

  return view->n_whole;
}

/* Moves to a column that is not wholly in view, and no further than it takes. */
void
chain_table_view_reveal (ChainTableView *self, guint column)
{
  if (column < self->first)
    chain_table_view_set_first (self, column);
  else if (column >= self->first + self->n_whole)
    chain_table_view_set_first (self, column + 1 - self->n_whole);
  /* There are fewer wide ones. */
  if (column >= self->first + self->n_whole)
    chain_table_view_set_first (self, column);
}

/**
 * chain_table_view_show_column:
 * @view: the view
 * @column: of the table
 *
 * Brings the column into view and lets it stand out.
 */
void
chain_table_view_show_column (ChainTableView *view, guint column)
{
  g_return_if_fail (CHAIN_IS_TABLE_VIEW (view));

  if (view->table == NULL || column >= view->table->columns->len)
    return;
  view->sought = column;
  if (chain_table_view_slot (view, column) == NULL)
    chain_table_view_set_first (view, column - MIN (column, view->n_whole / 4));
  chain_table_view_reveal (view, column);
  fill_slots (view);
}
