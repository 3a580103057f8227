/* scatter-panel.c: a scatter plot of two columns, chosen here, coloured by the target.
 *
 * The points are chosen on a worker thread, and only while somebody looks.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/scatter-panel.h"

#include "ui/widgets/choice.h"
#include "ui/widgets/scatter-view.h"
#include "ui/widgets/template.h"

#define FEW 12 /* columns that need no search */

struct _ChainScatterPanel
{
  GtkWidget parent_instance;

  GtkDropDown      *x;
  GtkDropDown      *y;
  ChainScatterView *view;
  GtkLabel         *caption;

  ChainSession     *session;  /* owned; NULL before it is set */
  const ChainTable *listed;   /* whose columns are offered; only compared */
  GCancellable     *choosing; /* NULL unless points are being chosen */
  gboolean          stale;    /* the plot shown is of something else */
  gboolean          updating;
};

G_DEFINE_FINAL_TYPE (ChainScatterPanel, chain_scatter_panel, GTK_TYPE_WIDGET)

enum
{
  ROW_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  ChainTable   *table;
  ChainDataset *dataset; /* (nullable) */
  guint         x, y;
  int           color;
} Request;

static void
request_free (Request *request)
{
  chain_table_unref (request->table);
  chain_dataset_unref (request->dataset);
  g_free (request);
}

static void
choose (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;

  g_task_return_pointer (task,
                         chain_scatter_new (request->table, request->dataset, request->x,
                                            request->y, request->color),
                         (GDestroyNotify) chain_scatter_free);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  ChainScatterPanel       *self = CHAIN_SCATTER_PANEL (source);
  g_autoptr (ChainScatter) scatter = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char         *caption = NULL;

  if (scatter == NULL)
    return;
  g_clear_object (&self->choosing);
  caption = chain_scatter_caption (scatter);
  gtk_label_set_text (self->caption, caption);
  chain_scatter_view_take_scatter (self->view, g_steal_pointer (&scatter));
}

static int
target_of (const ChainProject *project, const ChainTable *table)
{
  const GStrv targets = project->data.targets;

  return targets != NULL && targets[0] != NULL ? chain_table_find (table, targets[0]) : -1;
}

static void
plot (ChainScatterPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  ChainTable         *table = (ChainTable *) chain_session_get_table (self->session);
  ChainDataset       *dataset = chain_session_get_dataset (self->session);
  const guint         x = gtk_drop_down_get_selected (self->x);
  const guint         y = gtk_drop_down_get_selected (self->y);
  Request            *request;
  g_autoptr (GTask)   task = NULL;

  self->stale = FALSE;
  g_cancellable_cancel (self->choosing);
  g_clear_object (&self->choosing);
  if (table == NULL || x >= table->columns->len || y >= table->columns->len)
    return;
  request = g_new (Request, 1);
  *request = (Request){ chain_table_ref (table), NULL, x, y, target_of (project, table) };
  if (dataset != NULL)
    request->dataset = chain_dataset_ref (dataset);
  self->choosing = g_cancellable_new ();
  task = g_task_new (self, self->choosing, on_chosen, NULL);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, choose);
}

static void
choose_columns (ChainScatterPanel *self, const ChainTable *table)
{
  const ChainDataOptions *data = &chain_session_get_project (self->session)->data;
  guint                   chosen[2];

  chain_scatter_suggest (table, (const char *const *) data->features,
                         data->targets != NULL ? data->targets[0] : NULL, chosen);
  gtk_drop_down_set_selected (self->x, chosen[0]);
  gtk_drop_down_set_selected (self->y, chosen[1]);
}

/* Another table of the same columns keeps the two that were chosen. */
static gboolean
same_columns (GtkDropDown *drop_down, const ChainTable *table)
{
  GListModel *model = gtk_drop_down_get_model (drop_down);
  const guint n = model != NULL ? g_list_model_get_n_items (model) : 0;

  if (n != table->columns->len)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (model), i),
                      chain_table_column (table, i)->name))
      return FALSE;
  return TRUE;
}

static void
list_columns (ChainScatterPanel *self, const ChainTable *table)
{
  GtkDropDown *const drop_downs[] = { self->x, self->y };
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (same_columns (self->x, table))
    return;
  for (guint i = 0; i < table->columns->len; i++)
    g_ptr_array_add (names, chain_table_column (table, i)->name);
  g_ptr_array_add (names, NULL);
  self->updating = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (drop_downs); i++)
    {
      GtkExpression *name = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

      chain_choice_fill (drop_downs[i], (const char *const *) names->pdata);
      gtk_drop_down_set_expression (drop_downs[i], name);
      gtk_drop_down_set_enable_search (drop_downs[i], table->columns->len > FEW);
      gtk_expression_unref (name);
    }
  choose_columns (self, table);
  self->updating = FALSE;
}

/* A plot nobody sees is made when somebody does. */
static void
update (ChainScatterPanel *self)
{
  const ChainTable *table = chain_session_get_table (self->session);

  self->stale = TRUE;
  if (table == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->listed != table)
    list_columns (self, table);
  self->listed = table;
  plot (self);
}

static void
on_column_selected (ChainScatterPanel *self)
{
  if (!self->updating && self->session != NULL)
    plot (self);
}

static void
on_row_activated (ChainScatterPanel *self, guint row)
{
  g_signal_emit (self, signals[ROW_ACTIVATED], 0, row);
}

static void
chain_scatter_panel_map (GtkWidget *widget)
{
  ChainScatterPanel *self = CHAIN_SCATTER_PANEL (widget);

  GTK_WIDGET_CLASS (chain_scatter_panel_parent_class)->map (widget);
  if (self->stale)
    update (self);
}

static void
chain_scatter_panel_dispose (GObject *object)
{
  ChainScatterPanel *self = CHAIN_SCATTER_PANEL (object);

  g_cancellable_cancel (self->choosing);
  g_clear_object (&self->choosing);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_SCATTER_PANEL);
  G_OBJECT_CLASS (chain_scatter_panel_parent_class)->dispose (object);
}

static void
chain_scatter_panel_class_init (ChainScatterPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_scatter_panel_dispose;
  widget_class->map = chain_scatter_panel_map;
  g_type_ensure (CHAIN_TYPE_SCATTER_VIEW);
  signals[ROW_ACTIVATED]
      = g_signal_new ("row-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "scatter-panel");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/scatter-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainScatterPanel, x);
  gtk_widget_class_bind_template_child (widget_class, ChainScatterPanel, y);
  gtk_widget_class_bind_template_child (widget_class, ChainScatterPanel, view);
  gtk_widget_class_bind_template_child (widget_class, ChainScatterPanel, caption);
  gtk_widget_class_bind_template_callback (widget_class, on_column_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
chain_scatter_panel_init (ChainScatterPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chain_scatter_panel_set_session:
 * @panel: the panel
 * @session: the session it shows
 */
void
chain_scatter_panel_set_session (ChainScatterPanel *panel, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_SCATTER_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  g_signal_connect_object (session, "project-changed", G_CALLBACK (update), panel,
                           G_CONNECT_SWAPPED);
  update (panel);
}
