/* columns-panel.c: the columns of the table: what each is used for and how it is prepared.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/columns-panel.h"

#include "ui/widgets/cell-text.h"
#include "ui/widgets/column-measuring.h"
#include "ui/widgets/column-row.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/template.h"

#include <string.h>

#define FEW 8 /* columns that need no search */

struct _ChainColumnsPanel
{
  GtkWidget parent_instance;

  GtkLabel                 *heading;
  GtkSearchEntry           *search;
  GtkListView              *columns;
  GtkSignalListItemFactory *factory;
  GtkLabel                 *nothing;

  ChainSession       *session; /* owned; NULL before it is set */
  GListStore         *items;   /* ChainColumnItem, in the order of the table */
  GtkCustomFilter    *filter;
  GtkFilterListModel *found;
  const ChainTable   *shown;   /* the table the items are of; only compared */
  const ChainDataset *counted; /* whose classes were counted; only compared */
  GCancellable       *measuring;
  GCancellable       *counting;
};

G_DEFINE_FINAL_TYPE (ChainColumnsPanel, chain_columns_panel, GTK_TYPE_WIDGET)

enum
{
  COLUMN_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_measured (GObject *source, GAsyncResult *result, gpointer data)
{
  GListModel *items = data;
  g_autoptr (GListModel) owned = items;
  g_autoptr (GArray) all = chain_column_measuring_finish (result);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      g_autoptr (ChainColumnItem) item = g_list_model_get_item (items, i);

      if (item != NULL)
        chain_column_item_set_measure (item, &g_array_index (all, ChainColumnMeasure, i));
    }
}

/* A column that was open stays open where the table is another one of the same columns. */
static gboolean
was_open (GListModel *before, guint index, const char *name)
{
  g_autoptr (ChainColumnItem) item
      = before != NULL ? g_list_model_get_item (before, index) : NULL;

  return item != NULL && chain_column_item_get_open (item)
         && g_str_equal (chain_column_item_get_column (item)->name, name);
}

/* Items of a new table; those of the earlier one are let go with their model, so that what was
 * being measured for them reaches nobody. */
static void
renew_items (ChainColumnsPanel *self)
{
  ChainTable *table = (ChainTable *) chain_session_get_table (self->session); /* shared, read */
  g_autoptr (GListStore) before = g_steal_pointer (&self->items);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  self->shown = table;
  self->items = g_list_store_new (CHAIN_TYPE_COLUMN_ITEM);
  for (guint i = 0; table != NULL && i < table->columns->len; i++)
    {
      ChainColumnItem *item = chain_column_item_new (table, i);

      chain_column_item_set_open (item, was_open (before != NULL ? G_LIST_MODEL (before) : NULL, i,
                                                  chain_table_column (table, i)->name));
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->items, 0, 0, items->pdata, items->len);
  gtk_filter_list_model_set_model (self->found, G_LIST_MODEL (self->items));
  if (table == NULL)
    return;
  self->measuring = g_cancellable_new ();
  chain_column_measuring_start (table, self->measuring, on_measured, g_object_ref (self->items));
}

/* Where the target's classes are the levels of its column, in the same order: elsewhere the counts
 * have no place in it. Returns its item. */
static ChainColumnItem *
find_classes (ChainColumnsPanel *self, const ChainDataset *dataset)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; dataset != NULL && dataset->classes != NULL && i < n; i++)
    {
      g_autoptr (ChainColumnItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      const ChainColumn *column = chain_column_item_get_column (item);

      if (chain_column_item_get_role (item) != CHAIN_ROLE_TARGET
          || column->kind != CHAIN_COLUMN_CATEGORY)
        continue;
      if (column->levels->len != g_strv_length (dataset->classes)
          || !g_str_equal (dataset->classes[0], g_ptr_array_index (column->levels, 0)))
        return NULL;
      return g_steal_pointer (&item);
    }
  return NULL;
}

static ChainClassCount *
count_classes (const ChainDataset *dataset)
{
  const guint       n = g_strv_length (dataset->classes);
  g_autofree gsize *training = g_new0 (gsize, n);
  g_autofree gsize *validation = g_new0 (gsize, n);
  ChainClassCount  *balance = g_new (ChainClassCount, n);

  chain_dataset_class_counts (dataset, training, validation);
  for (guint i = 0; i < n; i++)
    balance[i] = (ChainClassCount){ training[i], validation[i] };
  return balance;
}

static void
run_counting (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, count_classes (data), g_free);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChainColumnItem) item = data;
  const ChainDataset *dataset = g_task_get_task_data (G_TASK (result));
  ChainClassCount    *balance = g_task_propagate_pointer (G_TASK (result), NULL);

  if (balance != NULL)
    chain_column_item_take_balance (item, balance, g_strv_length (dataset->classes));
}

/* The rows of each class, for the target of a classification. */
static void
show_balance (ChainColumnsPanel *self, ChainDataset *dataset)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autoptr (ChainColumnItem) target = find_classes (self, dataset);
  g_autoptr (GTask) task = NULL;

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ChainColumnItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (item != target)
        chain_column_item_take_balance (item, NULL, 0);
    }
  if (target == NULL)
    return;
  self->counting = g_cancellable_new ();
  task = g_task_new (NULL, self->counting, on_counted, g_object_ref (target));
  g_task_set_task_data (task, chain_dataset_ref (dataset), (GDestroyNotify) chain_dataset_unref);
  g_task_run_in_thread (task, run_counting);
}

static void
show_heading (ChainColumnsPanel *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  const guint found = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  g_autofree char *count = chain_cell_count (n);
  g_autofree char *text = found < n ? g_strdup_printf ("COLUMNS · %u OF %s", found, count)
                                    : g_strdup_printf ("COLUMNS · %s", count);

  gtk_label_set_text (self->heading, text);
  gtk_widget_set_visible (GTK_WIDGET (self->search), n > FEW);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), found == 0 && n > 0);
}

static void
update (ChainColumnsPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  const gboolean      other = self->shown != chain_session_get_table (self->session);
  ChainDataset       *dataset = chain_session_get_dataset (self->session);

  if (project == NULL)
    return;
  if (other || self->items == NULL)
    renew_items (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (ChainColumnItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      const char *name = chain_column_item_get_column (item)->name;

      chain_column_item_set_use (item, chain_role_of (&project->data, name),
                                 chain_data_options_column (&project->data, name));
    }
  if (other || self->counted != dataset)
    show_balance (self, dataset);
  self->counted = dataset;
  show_heading (self);
}

static void
on_role_chosen (ChainColumnsPanel *self, guint column, guint role)
{
  const ChainTable *table = chain_session_get_table (self->session);
  ChainProject *changed = chain_project_copy (chain_session_get_project (self->session));

  chain_role_choose (&changed->data, table, column, role);
  chain_project_edit_columns (GTK_WIDGET (self), self->session, changed, "Change role");
}

static void
on_options_chosen (ChainColumnsPanel *self, const ChainColumnOptions *options)
{
  ChainProject *changed = chain_project_copy (chain_session_get_project (self->session));

  chain_data_options_set_column (&changed->data, options);
  chain_project_edit_columns (GTK_WIDGET (self), self->session, changed, "Change column");
}

static gboolean
matches (gpointer item, gpointer data)
{
  ChainColumnsPanel *self = data;
  const char        *sought = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char   *name = g_utf8_casefold (chain_column_item_get_column (item)->name, -1);
  g_autofree char   *part = g_utf8_casefold (sought, -1);

  return strstr (name, part) != NULL;
}

static void
on_search_changed (ChainColumnsPanel *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  if (self->items != NULL)
    show_heading (self);
}

/* A click on a column opens its details and shows it among the rows. */
static void
on_activate (ChainColumnsPanel *self, guint position)
{
  g_autoptr (ChainColumnItem) item = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  if (item == NULL)
    return;
  chain_column_item_set_open (item, !chain_column_item_get_open (item));
  g_signal_emit (self, signals[COLUMN_ACTIVATED], 0, chain_column_item_get_index (item));
}

static void
set_up_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, ChainColumnsPanel *self)
{
  GtkWidget *row = chain_column_row_new ();

  g_signal_connect_swapped (row, "role-chosen", G_CALLBACK (on_role_chosen), self);
  g_signal_connect_swapped (row, "options-chosen", G_CALLBACK (on_options_chosen), self);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  chain_column_row_set_item (CHAIN_COLUMN_ROW (gtk_list_item_get_child (list_item)),
                             CHAIN_COLUMN_ITEM (gtk_list_item_get_item (list_item)));
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  chain_column_row_set_item (CHAIN_COLUMN_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
chain_columns_panel_dispose (GObject *object)
{
  ChainColumnsPanel *self = CHAIN_COLUMNS_PANEL (object);

  g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_COLUMNS_PANEL);
  g_clear_object (&self->items);
  g_clear_object (&self->found);
  self->filter = NULL;
  G_OBJECT_CLASS (chain_columns_panel_parent_class)->dispose (object);
}

static void
chain_columns_panel_class_init (ChainColumnsPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_columns_panel_dispose;
  signals[COLUMN_ACTIVATED]
      = g_signal_new ("column-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "columns-panel");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/columns-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainColumnsPanel, heading);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnsPanel, search);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnsPanel, columns);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnsPanel, factory);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnsPanel, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
}

static void
chain_columns_panel_init (ChainColumnsPanel *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->found = gtk_filter_list_model_new (NULL, GTK_FILTER (self->filter));
  g_signal_connect (self->factory, "setup", G_CALLBACK (set_up_row), self);
  g_signal_connect (self->factory, "bind", G_CALLBACK (bind_row), NULL);
  g_signal_connect (self->factory, "unbind", G_CALLBACK (unbind_row), NULL);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->found)));
  gtk_list_view_set_model (self->columns, GTK_SELECTION_MODEL (selection));
}

/**
 * chain_columns_panel_set_session:
 * @panel: the panel
 * @session: the session it shows and edits
 */
void
chain_columns_panel_set_session (ChainColumnsPanel *panel, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_COLUMNS_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  g_signal_connect_object (session, "project-changed", G_CALLBACK (update), panel,
                           G_CONNECT_SWAPPED);
  update (panel);
}
