/* iterations-panel.c: the updates of a workspace, as a table and as a curve.
 *
 * A row holds the numbers before the update, as a step of the network's table does. Cells are read
 * from the workspace when they come into view.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/iterations-panel.h"

#include "ui/widgets/chart-menu.h"
#include "ui/widgets/chart-view.h"
#include "ui/widgets/column-head.h"
#include "ui/widgets/table-rows.h"

#define DIGITS 6
#define MOST_COLUMNS 14 /* of variables' elements */

/* A column: an element of a variable, its gradient, the rows or the target. */
typedef enum
{
  COLUMN_ITERATION,
  COLUMN_ROWS,
  COLUMN_TARGET,
  COLUMN_VALUE,
  COLUMN_GRADIENT,
} ColumnKind;

typedef struct
{
  ColumnKind kind;
  guint      variable;
  gsize      element;
  char      *title;
} Column;

struct _ChainIterationsPanel
{
  GtkWidget       parent_instance;

  ChainWorkbench *bench;   /* owned */
  GtkWidget      *box;
  GtkColumnView  *table;
  ChainChartView *chart;
  GtkLabel       *notice;
  GArray         *columns; /* Column */
  char           *titles;  /* of the columns shown, joined */
  guint           n_shown;
};

G_DEFINE_FINAL_TYPE (ChainIterationsPanel, chain_iterations_panel, GTK_TYPE_WIDGET)

static void
column_clear (gpointer data)
{
  g_free (((Column *) data)->title);
}

static void
add_column (GArray *columns, ColumnKind kind, guint variable, gsize element, char *title)
{
  const Column column = { kind, variable, element, title };

  g_array_append_val (columns, column);
}

static char *
element_name (const ChainWorkspaceVariable *variable, gsize element)
{
  if (chain_tensor_size (variable->value) == 1)
    return g_strdup (variable->name);
  return g_strdup_printf ("%s[%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]", variable->name,
                          element / variable->value->columns, element % variable->value->columns);
}

static GArray *
columns_of (ChainWorkspace *workspace)
{
  GArray     *columns = g_array_new (FALSE, TRUE, sizeof (Column));
  const guint target = chain_workspace_target (workspace);
  guint       n = 0;

  g_array_set_clear_func (columns, column_clear);
  add_column (columns, COLUMN_ITERATION, 0, 0, g_strdup ("iteration"));
  if (chain_workspace_reads_data (workspace))
    add_column (columns, COLUMN_ROWS, 0, 0, g_strdup ("rows"));
  if (target == CHAIN_NO_NODE)
    return columns;
  for (guint i = 0; i < chain_workspace_n_variables (workspace); i++)
    {
      const ChainWorkspaceVariable *variable = chain_workspace_variable (workspace, i);

      for (gsize k = 0; k < chain_tensor_size (variable->value) && n < MOST_COLUMNS; k++, n++)
        add_column (columns, COLUMN_VALUE, i, k, element_name (variable, k));
    }
  add_column (columns, COLUMN_TARGET, 0, 0,
              g_strdup (chain_workspace_node (workspace, target)->name));
  n = 0;
  for (guint i = 0; i < chain_workspace_n_variables (workspace); i++)
    {
      const ChainWorkspaceVariable *variable = chain_workspace_variable (workspace, i);

      for (gsize k = 0; k < chain_tensor_size (variable->value) && n < MOST_COLUMNS; k++, n++)
        {
          g_autofree char *name = element_name (variable, k);

          add_column (columns, COLUMN_GRADIENT, i, k,
                      g_strdup_printf ("∂%s/∂%s", chain_workspace_node (workspace, target)->name,
                                       name));
        }
    }
  return columns;
}

static double
number_at (const ChainWorkspaceIteration *iteration, const Column *column)
{
  const GPtrArray *tensors
      = column->kind == COLUMN_VALUE ? iteration->variables : iteration->gradients;

  switch (column->kind)
    {
      case COLUMN_ITERATION:
        return (double) iteration->iteration;
      case COLUMN_ROWS:
        return (double) iteration->first_row + 1;
      case COLUMN_TARGET:
        return iteration->loss;
      case COLUMN_VALUE:
      case COLUMN_GRADIENT:
      default:
        return ((const ChainTensor *) tensors->pdata[column->variable])->values[column->element];
    }
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, ChainIterationsPanel *self)
{
  const guint     index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
  const guint     row = chain_table_row_get_row (gtk_list_item_get_item (item));
  ChainWorkspace *workspace = chain_workbench_get_workspace (self->bench);
  GtkLabel       *label = GTK_LABEL (gtk_list_item_get_child (item));
  char            text[CHAIN_NUMBER_SIZE] = "";
  const ChainWorkspaceIteration *iteration;
  const Column                  *column;

  if (workspace == NULL || row >= chain_workspace_n_iterations (workspace)
      || index >= self->columns->len)
    {
      gtk_label_set_text (label, "");
      return;
    }
  iteration = chain_workspace_iteration (workspace, row);
  column = &g_array_index (self->columns, Column, index);
  if (column->kind == COLUMN_ROWS && iteration->n_rows > 1)
    g_snprintf (text, sizeof text, "%" G_GSIZE_FORMAT "–%" G_GSIZE_FORMAT,
                iteration->first_row + 1, iteration->first_row + iteration->n_rows);
  else
    chain_number_show (number_at (iteration, column), DIGITS, text);
  gtk_label_set_text (label, text);
}

static void
make_columns (ChainIterationsPanel *self)
{
  GListModel *old = gtk_column_view_get_columns (self->table);

  while (g_list_model_get_n_items (old) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (old, 0);

      gtk_column_view_remove_column (self->table, column);
    }
  for (guint i = 0; i < self->columns->len; i++)
    {
      GtkListItemFactory             *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (i));
      g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
      column = gtk_column_view_column_new (g_array_index (self->columns, Column, i).title, factory);
      gtk_column_view_append_column (self->table, column);
      chain_column_head_align (column, GTK_ALIGN_END);
    }
}

/* A text that was run again has other columns, or begins again. */
static void
show_table (ChainIterationsPanel *self, ChainWorkspace *workspace)
{
  g_autoptr (GString) titles = g_string_new (NULL);
  const guint         n = chain_workspace_n_iterations (workspace);

  g_clear_pointer (&self->columns, g_array_unref);
  self->columns = columns_of (workspace);
  for (guint i = 0; i < self->columns->len; i++)
    g_string_append_printf (titles, "%s\n", g_array_index (self->columns, Column, i).title);
  if (g_strcmp0 (titles->str, self->titles) != 0)
    {
      g_free (self->titles);
      self->titles = g_strdup (titles->str);
      make_columns (self);
      self->n_shown = G_MAXUINT;
    }
  if (n == self->n_shown)
    return;
  self->n_shown = n;
  {
    g_autoptr (GListModel)        rows = chain_table_rows_new (n);
    g_autoptr (GtkNoSelection)    selection = gtk_no_selection_new (g_object_ref (rows));

    while (chain_table_rows_grow (CHAIN_TABLE_ROWS (rows), TRUE))
      ;
    gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (selection));
  }
}

static ChainChart *
chart_of (ChainWorkspace *workspace)
{
  ChainChart        *chart = chain_chart_new ();
  const guint        n = chain_workspace_n_iterations (workspace);
  g_autofree double *x = g_new (double, n + 1);
  g_autofree double *y = g_new (double, n + 1);
  const guint        target = chain_workspace_target (workspace);
  const char *name = target != CHAIN_NO_NODE ? chain_workspace_node (workspace, target)->name : "";

  for (guint i = 0; i < n; i++)
    {
      x[i] = (double) chain_workspace_iteration (workspace, i)->iteration;
      y[i] = chain_workspace_iteration (workspace, i)->loss;
    }
  chart->x.title = g_strdup ("iteration");
  chart->x.counts = TRUE;
  chart->y.title = g_strdup (name);
  if (n == 0)
    chart->message = g_strdup ("No update yet");
  else
    chain_chart_add_series (chart, NULL, CHAIN_INK_ACCENT, 1.8, 1, x, y, n);
  return chart;
}

static void
show (ChainIterationsPanel *self)
{
  ChainWorkspace  *workspace = chain_workbench_get_workspace (self->bench);
  const char      *notice = chain_workbench_get_notice (self->bench);
  g_autofree char *description = NULL;

  gtk_label_set_text (self->notice, notice != NULL ? notice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice), notice != NULL);
  if (workspace == NULL)
    return;
  show_table (self, workspace);
  chain_chart_view_take_chart (self->chart, chart_of (workspace));
  description = g_strdup_printf ("%u iterations", chain_workspace_n_iterations (workspace));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Target against iteration", GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
}

/**
 * chain_iterations_panel_to_csv:
 * @panel: a #ChainIterationsPanel
 *
 * Returns: (transfer full): the table with a header row, every number in full
 */
char *
chain_iterations_panel_to_csv (gpointer panel)
{
  ChainIterationsPanel *self = CHAIN_ITERATIONS_PANEL (panel);
  ChainWorkspace       *workspace = chain_workbench_get_workspace (self->bench);
  GString              *csv = g_string_new (NULL);

  for (guint i = 0; self->columns != NULL && i < self->columns->len; i++)
    g_string_append_printf (csv, "%s\"%s\"", i > 0 ? "," : "",
                            g_array_index (self->columns, Column, i).title);
  g_string_append_c (csv, '\n');
  for (guint row = 0; workspace != NULL && row < chain_workspace_n_iterations (workspace); row++)
    {
      for (guint i = 0; i < self->columns->len; i++)
        {
          char text[CHAIN_NUMBER_SIZE];

          chain_number_write (number_at (chain_workspace_iteration (workspace, row),
                                         &g_array_index (self->columns, Column, i)), text);
          g_string_append_printf (csv, "%s%s", i > 0 ? "," : "", text);
        }
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}

static void
draw_chart (cairo_t      *cr,
            PangoContext *context,
            double        width,
            double        height,
            gpointer      data)
{
  ChainIterationsPanel *self = CHAIN_ITERATIONS_PANEL (data);
  ChainWorkspace       *workspace = chain_workbench_get_workspace (self->bench);
  g_autoptr (ChainChart) chart = workspace != NULL ? chart_of (workspace) : NULL;

  if (chart != NULL)
    chain_chart_draw (chart, cr, context, width, height, &chain_palette_light, -1);
}

static void
chain_iterations_panel_dispose (GObject *object)
{
  ChainIterationsPanel *self = CHAIN_ITERATIONS_PANEL (object);

  if (self->bench != NULL)
    g_signal_handlers_disconnect_by_data (self->bench, self);
  if (self->table != NULL)
    gtk_column_view_set_model (self->table, NULL);
  self->table = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->bench);
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->titles, g_free);

  G_OBJECT_CLASS (chain_iterations_panel_parent_class)->dispose (object);
}

static void
chain_iterations_panel_class_init (ChainIterationsPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_iterations_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chain_iterations_panel_init (ChainIterationsPanel *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *menu = chain_chart_menu_new ();

  self->n_shown = G_MAXUINT;
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->table = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Iterations", -1);
  self->notice = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->notice, 0);
  gtk_label_set_wrap (self->notice, TRUE);
  gtk_widget_set_name (GTK_WIDGET (self->notice), "update-notice");
  gtk_widget_add_css_class (GTK_WIDGET (self->notice), "mistake");
  gtk_widget_add_css_class (GTK_WIDGET (self->notice), "panel-content");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->table));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (side), GTK_WIDGET (self->notice));
  gtk_box_append (GTK_BOX (side), scrolled);
  gtk_box_append (GTK_BOX (self->box), side);
  self->chart = CHAIN_CHART_VIEW (chain_chart_view_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->chart), 300, 120);
  gtk_widget_set_hexpand (overlay, TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->chart));
  gtk_widget_set_halign (menu, GTK_ALIGN_END);
  gtk_widget_set_valign (menu, GTK_ALIGN_START);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), menu);
  gtk_box_append (GTK_BOX (self->box), overlay);
  chain_chart_menu_set_source (CHAIN_CHART_MENU (menu),
                               &(ChainChartSource){ .title = "iterations",
                                                    .of = GTK_WIDGET (self->chart),
                                                    .draw = draw_chart,
                                                    .csv = chain_iterations_panel_to_csv,
                                                    .data = self });
}

/**
 * chain_iterations_panel_set_workbench:
 * @panel: a panel
 * @bench: whose updates it shows; set once
 */
void
chain_iterations_panel_set_workbench (ChainIterationsPanel *panel, ChainWorkbench *bench)
{
  g_return_if_fail (CHAIN_IS_ITERATIONS_PANEL (panel) && panel->bench == NULL);

  panel->bench = g_object_ref (bench);
  g_signal_connect_swapped (bench, "changed", G_CALLBACK (show), panel);
  show (panel);
}
