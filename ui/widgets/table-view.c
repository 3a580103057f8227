/* table-view.c: the rows of a table, a column for each of its columns.
 *
 * Before the table's own columns stand the number of the row and whether it trains or validates.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/table-view.h"

#include "ui/column-roles.h"
#include "ui/widgets/cell-text.h"
#include "ui/widgets/table-rows.h"

#define LONGEST_TITLE 26 /* characters of a column's name in the header */

/* Places of the view's columns. */
enum
{
  NUMBER_COLUMN,
  USE_COLUMN,
  FIRST_COLUMN, /* of the table */
};

/* How one column of the view is filled. Owned by its factory. */
typedef struct
{
  ChainTableView *view; /* unowned: outlives its columns */
  guint           column;
  ChainCellFormat format;
  gboolean        number;
  gboolean        ignored;
} Filler;

struct _ChainTableView
{
  GtkWidget parent_instance;

  GtkColumnView *rows;
  GtkLabel      *note;

  ChainTable   *table;   /* owned; NULL before there is data */
  ChainDataset *dataset; /* owned; NULL while the data cannot be used */
  GArray       *roles;   /* ChainRole of each, as shown */
};

G_DEFINE_FINAL_TYPE (ChainTableView, chain_table_view, GTK_TYPE_WIDGET)

static void
set_up_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  const Filler *filler = data;
  GtkWidget    *cell = gtk_inscription_new (NULL);

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), MAX (filler->format.width, 3));
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (cell), MAX (filler->format.width, 3));
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), filler->number ? 1 : 0);
  if (filler->number)
    gtk_widget_add_css_class (cell, "numeric");
  if (filler->ignored)
    gtk_widget_add_css_class (cell, "ignored");
  gtk_list_item_set_child (list_item, cell);
}

static guint
row_of (GtkListItem *list_item)
{
  return chain_table_row_get_row (CHAIN_TABLE_ROW (gtk_list_item_get_item (list_item)));
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  const Filler    *filler = data;
  GtkWidget       *cell = gtk_list_item_get_child (list_item);
  g_autofree char *text =
      chain_cell_text (filler->view->table, filler->column, row_of (list_item), &filler->format);

  gtk_inscription_set_text (GTK_INSCRIPTION (cell), text != NULL ? text : "missing");
  if (text == NULL)
    gtk_widget_add_css_class (cell, "missing");
  else
    gtk_widget_remove_css_class (cell, "missing");
}

static void
bind_number (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  g_autofree char *text = g_strdup_printf ("%u", row_of (list_item) + 1);

  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (list_item)), text);
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
bind_use (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  const Filler       *filler = data;
  GtkWidget          *cell = gtk_list_item_get_child (list_item);
  const ChainDataset *dataset = filler->view->dataset;
  const gboolean      validation = dataset != NULL && validates (dataset, row_of (list_item));

  gtk_inscription_set_text (GTK_INSCRIPTION (cell), validation ? "validation" : "training");
  gtk_widget_remove_css_class (cell, validation ? "training" : "validation");
  gtk_widget_add_css_class (cell, validation ? "validation" : "training");
}

static GtkListItemFactory *
new_factory (const Filler *filler, GCallback bind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Filler             *own = g_memdup2 (filler, sizeof *filler);

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cell), own);
  g_signal_connect_data (factory, "bind", bind, own, (GClosureNotify) (GCallback) g_free, 0);
  return factory;
}

/* Puts a column in the place of the one there. GTK binds a cell once: where other text is to
 * stand in the cells, the column is another one. */
static GtkColumnViewColumn *
place_column (
    ChainTableView *self, guint position, const char *title, const Filler *filler, GCallback bind)
{
  g_autoptr (GtkColumnViewColumn) column =
      gtk_column_view_column_new (title, new_factory (filler, bind));
  g_autoptr (GtkColumnViewColumn) earlier =
      g_list_model_get_item (gtk_column_view_get_columns (self->rows), position);

  if (earlier != NULL)
    gtk_column_view_remove_column (self->rows, earlier);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_insert_column (self->rows, position, column);
  return column;
}

static char *
column_title (const ChainColumn *column, ChainRole role)
{
  g_autofree char *name = chain_cell_shorten (column->name, LONGEST_TITLE);

  if (role == CHAIN_ROLE_TARGET || role == CHAIN_ROLE_FURTHER_TARGET)
    return g_strconcat (name, " (target)", NULL);
  return g_steal_pointer (&name);
}

static void
remove_columns (ChainTableView *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->rows);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->rows, column);
    }
  g_array_set_size (self->roles, 0);
}

static void
fill_numbers (ChainTableView *self)
{
  g_autofree char *last = g_strdup_printf ("%" G_GSIZE_FORMAT, self->table->n_rows);
  const Filler     filler = { self, 0, { 0, (guint) strlen (last) }, TRUE, TRUE };

  place_column (self, NUMBER_COLUMN, "Row", &filler, G_CALLBACK (bind_number));
}

static void
fill_use (ChainTableView *self)
{
  const Filler         filler = { self, 0, { 0, 9 }, FALSE, FALSE };
  GtkColumnViewColumn *column =
      place_column (self, USE_COLUMN, "Used for", &filler, G_CALLBACK (bind_use));

  gtk_column_view_column_set_visible (column, self->dataset != NULL &&
                                                  self->dataset->n_validation_rows > 0);
}

static void
fill_column (ChainTableView *self, guint index, ChainRole role)
{
  const ChainColumn *column = chain_table_column (self->table, index);
  g_autofree char   *title = column_title (column, role);
  Filler             filler = { .view = self, .column = index };

  filler.number = column->kind == CHAIN_COLUMN_NUMBER;
  filler.ignored = role == CHAIN_ROLE_IGNORE;
  chain_cell_format_find (self->table, index, &filler.format);
  place_column (self, FIRST_COLUMN + index, title, &filler, G_CALLBACK (bind_cell));
  g_array_set_size (self->roles, MAX (self->roles->len, index + 1));
  g_array_index (self->roles, ChainRole, index) = role;
}

static void
show_table (ChainTableView *self, ChainTable *table)
{
  g_autofree char *note = NULL;

  remove_columns (self);
  gtk_column_view_set_model (self->rows, NULL);
  g_clear_pointer (&self->table, chain_table_unref);
  gtk_widget_set_visible (GTK_WIDGET (self->note), FALSE);
  if (table == NULL)
    return;

  g_autoptr (GtkNoSelection) model = gtk_no_selection_new (
      chain_table_rows_new ((guint) MIN (table->n_rows, (gsize) G_MAXUINT - 1)));

  self->table = chain_table_ref (table);
  fill_numbers (self);
  gtk_column_view_set_model (self->rows, GTK_SELECTION_MODEL (model));
  if (table->columns->len <= CHAIN_TABLE_VIEW_COLUMNS)
    return;
  note = g_strdup_printf ("The first %u of %u columns are shown.", CHAIN_TABLE_VIEW_COLUMNS,
                          table->columns->len);
  gtk_label_set_text (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), TRUE);
}

static void
show_split (ChainTableView *self, ChainDataset *dataset)
{
  g_clear_pointer (&self->dataset, chain_dataset_unref);
  self->dataset = dataset != NULL ? chain_dataset_ref (dataset) : NULL;
  if (self->table != NULL)
    fill_use (self);
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
  GtkWidget      *child;

  if (self->rows != NULL)
    remove_columns (self);
  self->rows = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->roles, g_array_unref);
  g_clear_pointer (&self->dataset, chain_dataset_unref);
  g_clear_pointer (&self->table, chain_table_unref);
  G_OBJECT_CLASS (chain_table_view_parent_class)->dispose (object);
}

static void
chain_table_view_class_init (ChainTableViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_table_view_dispose;
  GTK_WIDGET_CLASS (klass)->focus = chain_table_view_focus;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "table-view");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
chain_table_view_init (ChainTableView *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->roles = g_array_new (FALSE, FALSE, sizeof (ChainRole));
  self->rows = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_column_view_set_show_row_separators (self->rows, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Rows", -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->rows));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_widget_set_parent (scroller, GTK_WIDGET (self));
  self->note = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->note, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "table-note");
  gtk_widget_set_visible (GTK_WIDGET (self->note), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->note), GTK_WIDGET (self));
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

/**
 * chain_table_view_set_data:
 * @view: the view
 * @table: (nullable): the rows to show
 * @dataset: (nullable): how they are split, where they can be used at all
 * @options: what the columns are used for
 *
 * Shows the rows. With the table already shown only what has changed is bound again, and the
 * place scrolled to stays.
 */
void
chain_table_view_set_data (ChainTableView         *view,
                           ChainTable             *table,
                           ChainDataset           *dataset,
                           const ChainDataOptions *options)
{
  g_return_if_fail (CHAIN_IS_TABLE_VIEW (view));

  const gboolean other_table = view->table != table;

  if (other_table)
    show_table (view, table);
  if (other_table || view->dataset != dataset)
    show_split (view, dataset);
  if (table == NULL)
    return;
  for (guint i = 0; i < MIN (table->columns->len, CHAIN_TABLE_VIEW_COLUMNS); i++)
    {
      const ChainRole role = chain_role_of (options, chain_table_column (table, i)->name);

      if (i >= view->roles->len || g_array_index (view->roles, ChainRole, i) != role)
        fill_column (view, i, role);
    }
}
