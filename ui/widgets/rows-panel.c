/* rows-panel.c: the rows of the table, with ways to reach any row and column and to edit them.
 *
 * Rows that stand in the project itself can be edited; small tables from elsewhere can be taken
 * into the project for that.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/rows-panel.h"

#include "data/table-edit.h"
#include "ui/column-roles.h"
#include "ui/widgets/cell-text.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/table-view.h"
#include "ui/widgets/template.h"

#define MOST_CELLS 50000 /* of a table that a project file should hold */

struct _ChainRowsPanel
{
  GtkWidget parent_instance;

  ChainTableView *table;
  GtkScrollbar   *across; /* in columns */
  GtkEntry       *row;
  GtkLabel       *of_rows;
  GtkWidget      *pager;
  GtkLabel       *place;
  GtkWidget      *earlier;
  GtkWidget      *later;
  GtkWidget      *take; /* the rows into the project */
  GtkWidget      *edits;
  GtkWidget      *remove;
  GtkPopover     *columns; /* to add and delete */
  GtkEntry       *column_name;
  GtkDropDown    *column;

  ChainSession *session; /* owned; NULL before it is set */
  gboolean      stale;   /* what is shown is of something else */
};

G_DEFINE_FINAL_TYPE (ChainRowsPanel, chain_rows_panel, GTK_TYPE_WIDGET)

/* The session hands out what it only lets others read; a shared reference reads too. */
static ChainTable *
shared_table (ChainRowsPanel *self)
{
  return (ChainTable *) chain_session_get_table (self->session);
}

static void
show_place (ChainRowsPanel *self)
{
  const ChainTable *table = shared_table (self);
  const guint       first = chain_table_view_get_first (self->table);
  const guint       n = table != NULL ? table->columns->len : 0;
  const guint       end = chain_table_view_get_last (self->table);
  const guint       last = MIN (first + chain_table_view_get_n_whole (self->table), n);
  g_autofree char  *count = chain_cell_count (n);
  g_autofree char  *text = g_strdup_printf ("Columns %u–%u of %s", first + 1, last, count);

  gtk_adjustment_configure (gtk_scrollbar_get_adjustment (self->across), first, 0, n, 1,
                            MAX (last - first, 1), n - MIN (end, n));
  gtk_widget_set_visible (GTK_WIDGET (self->across), end > 0);
  gtk_widget_set_visible (self->pager, end > 0);
  gtk_label_set_text (self->place, text);
  gtk_widget_set_sensitive (self->earlier, first > 0);
  gtk_widget_set_sensitive (self->later, last < n);
}

static void
show_row (ChainRowsPanel *self)
{
  const guint      row = chain_table_view_get_row (self->table);
  g_autofree char *text
      = row == CHAIN_TABLE_VIEW_NO_ROW ? g_strdup ("") : g_strdup_printf ("%u", row + 1);

  gtk_editable_set_text (GTK_EDITABLE (self->row), text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->row), "error");
  gtk_widget_set_sensitive (self->remove, row != CHAIN_TABLE_VIEW_NO_ROW);
}

static void
list_columns (ChainRowsPanel *self, const ChainTable *table)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < table->columns->len; i++)
    g_ptr_array_add (names, chain_table_column (table, i)->name);
  g_ptr_array_add (names, NULL);
  chain_choice_fill (self->column, (const char *const *) names->pdata);
}

static void
show_editing (ChainRowsPanel *self)
{
  const ChainTable  *table = shared_table (self);
  const ChainSource *source = chain_session_get_project (self->session)->source;
  const gboolean     editable = source->kind == CHAIN_SOURCE_INLINE;
  const gboolean     small
      = table != NULL && table->n_rows <= MOST_CELLS / MAX (table->columns->len, 1);

  if (editable && table != NULL)
    list_columns (self, table);
  chain_table_view_set_editable (self->table, editable);
  gtk_widget_set_visible (self->edits, editable);
  gtk_widget_set_visible (self->take, !editable && small);
}

/* Rows that nobody sees are filled when somebody does: GTK makes many cells at once. */
static void
update (ChainRowsPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  ChainTable         *table = shared_table (self);
  g_autofree char    *count = chain_cell_count (table != NULL ? table->n_rows : 0);
  g_autofree char    *of_rows = g_strdup_printf ("of %s", count);

  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (project == NULL || self->stale)
    return;
  chain_table_view_set_data (self->table, table, chain_session_get_dataset (self->session),
                             &project->data);
  gtk_label_set_text (self->of_rows, of_rows);
  show_editing (self);
  show_place (self);
  show_row (self);
}

static void
on_row_entered (ChainRowsPanel *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->row));
  guint64     row;

  if (shared_table (self) != NULL
      && g_ascii_string_to_unsigned (text, 10, 1, shared_table (self)->n_rows, &row, NULL))
    chain_table_view_go_to_row (self->table, (guint) (row - 1));
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->row), "error");
}

static void
on_earlier (ChainRowsPanel *self)
{
  const guint first = chain_table_view_get_first (self->table);

  chain_table_view_set_first (self->table,
                              first - MIN (first, chain_table_view_get_n_whole (self->table)));
}

static void
on_later (ChainRowsPanel *self)
{
  chain_table_view_set_first (self->table, chain_table_view_get_first (self->table)
                                               + chain_table_view_get_n_whole (self->table));
}

static void
on_across (ChainRowsPanel *self)
{
  const double first = gtk_adjustment_get_value (gtk_scrollbar_get_adjustment (self->across));

  chain_table_view_set_first (self->table, (guint) (first + 0.5));
}

/* Puts other rows into a changed project, taking both. */
static gboolean
put_rows (ChainRowsPanel *self, ChainProject *changed, ChainTable *table, const char *label)
{
  chain_source_free (changed->source);
  changed->source = chain_source_new_inline (table);
  chain_table_unref (table);
  return chain_project_edit_columns (GTK_WIDGET (self), self->session, changed, label);
}

static gboolean
edit_rows (ChainRowsPanel *self, ChainTable *table, const char *label)
{
  return put_rows (self, chain_project_copy (chain_session_get_project (self->session)), table,
                   label);
}

static void
on_take (ChainRowsPanel *self)
{
  edit_rows (self, chain_table_ref (shared_table (self)), "Edit rows by hand");
}

static void
on_cell_edited (ChainRowsPanel *self, guint row, guint column, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *before = chain_table_missing (shared_table (self), column, row)
                                  ? g_strdup ("")
                                  : chain_table_cell_text (shared_table (self), column, row);
  ChainTable        *table;

  if (g_str_equal (before, text))
    return;
  table = chain_table_with_cell (shared_table (self), column, row, text, &error);
  if (table != NULL)
    edit_rows (self, table, "Change cell");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", error->message);
}

/* After the row that is selected, or the last one, comes a copy of it. */
static void
on_add (ChainRowsPanel *self)
{
  const ChainTable *table = shared_table (self);
  guint             row = chain_table_view_get_row (self->table);

  if (row == CHAIN_TABLE_VIEW_NO_ROW)
    row = (guint) table->n_rows - 1;
  if (edit_rows (self, chain_table_with_row (table, row), "Add row"))
    chain_table_view_edit_cell (self->table, row + 1, chain_table_view_get_first (self->table));
}

static void
on_remove (ChainRowsPanel *self)
{
  const ChainTable *table = shared_table (self);
  const guint       row = chain_table_view_get_row (self->table);

  if (row == CHAIN_TABLE_VIEW_NO_ROW || table->n_rows < 2)
    return;
  if (edit_rows (self, chain_table_without_row (table, row), "Delete row"))
    chain_table_view_go_to_row (self->table,
                                MIN (row, (guint) shared_table (self)->n_rows - 1));
}

static void
on_add_column (ChainRowsPanel *self)
{
  const char        *name = gtk_editable_get_text (GTK_EDITABLE (self->column_name));
  const guint        place = shared_table (self)->columns->len;
  g_autoptr (GError) error = NULL;
  ChainTable        *table = chain_table_with_column (shared_table (self), name, &error);

  if (table == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->column_name), "error");
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", error->message);
      return;
    }
  gtk_popover_popdown (self->columns);
  if (!edit_rows (self, table, "Add column"))
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->column_name), "");
  chain_table_view_show_column (self->table, place);
}

static void
on_column_name_changed (ChainRowsPanel *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->column_name), "error");
}

/* The column is ignored first: nothing names it any longer. */
static void
on_remove_column (ChainRowsPanel *self)
{
  const ChainTable        *table = shared_table (self);
  const guint              column = gtk_drop_down_get_selected (self->column);
  const ChainColumnOptions none = { .name = chain_table_column (table, column)->name };
  ChainProject            *changed;

  if (table->columns->len < 2)
    return;
  changed = chain_project_copy (chain_session_get_project (self->session));
  chain_role_choose (&changed->data, table, column, CHAIN_ROLE_IGNORE);
  chain_data_options_set_column (&changed->data, &none);
  gtk_popover_popdown (self->columns);
  put_rows (self, changed, chain_table_without_column (table, column), "Delete column");
}

static void
chain_rows_panel_map (GtkWidget *widget)
{
  ChainRowsPanel *self = CHAIN_ROWS_PANEL (widget);

  GTK_WIDGET_CLASS (chain_rows_panel_parent_class)->map (widget);
  if (self->stale && self->session != NULL)
    update (self);
}

static void
chain_rows_panel_dispose (GObject *object)
{
  ChainRowsPanel *self = CHAIN_ROWS_PANEL (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_ROWS_PANEL);
  G_OBJECT_CLASS (chain_rows_panel_parent_class)->dispose (object);
}

static void
chain_rows_panel_class_init (ChainRowsPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_rows_panel_dispose;
  widget_class->map = chain_rows_panel_map;
  g_type_ensure (CHAIN_TYPE_TABLE_VIEW);
  gtk_widget_class_set_css_name (widget_class, "rows-panel");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/rows-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, table);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, across);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, row);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, of_rows);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, pager);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, place);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, earlier);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, later);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, take);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, edits);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, remove);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, columns);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, column_name);
  gtk_widget_class_bind_template_child (widget_class, ChainRowsPanel, column);
  gtk_widget_class_bind_template_callback (widget_class, on_add_column);
  gtk_widget_class_bind_template_callback (widget_class, on_column_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_column);
  gtk_widget_class_bind_template_callback (widget_class, on_row_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_earlier);
  gtk_widget_class_bind_template_callback (widget_class, on_later);
  gtk_widget_class_bind_template_callback (widget_class, on_across);
  gtk_widget_class_bind_template_callback (widget_class, on_take);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_cell_edited);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_columns_moved",
                                                G_CALLBACK (show_place));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_row_chosen",
                                                G_CALLBACK (show_row));
}

static void
chain_rows_panel_init (ChainRowsPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chain_rows_panel_set_session:
 * @panel: the panel
 * @session: the session it shows and edits
 */
void
chain_rows_panel_set_session (ChainRowsPanel *panel, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_ROWS_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  g_signal_connect_object (session, "project-changed", G_CALLBACK (update), panel,
                           G_CONNECT_SWAPPED);
  update (panel);
}

/**
 * chain_rows_panel_show_column:
 * @panel: the panel
 * @column: of the table
 *
 * Brings the column into view and lets it stand out.
 */
void
chain_rows_panel_show_column (ChainRowsPanel *panel, guint column)
{
  g_return_if_fail (CHAIN_IS_ROWS_PANEL (panel));

  chain_table_view_show_column (panel->table, column);
}

/**
 * chain_rows_panel_go_to_row:
 * @panel: the panel
 * @row: of the table, from 0
 *
 * Brings the row into view and selects it.
 */
void
chain_rows_panel_go_to_row (ChainRowsPanel *panel, guint row)
{
  g_return_if_fail (CHAIN_IS_ROWS_PANEL (panel));

  chain_table_view_go_to_row (panel->table, row);
}
