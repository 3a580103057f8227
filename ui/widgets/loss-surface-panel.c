/* loss-surface-panel.c: the loss over two chosen parameters, and the way of descent.
 *
 * A surface is computed while somebody looks; see live-task.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/loss-surface-panel.h"

#include "ui/live-task.h"
#include "ui/surface-result.h"
#include "ui/widgets/chart-menu.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/plot-view.h"
#include "ui/widgets/template.h"
#include "ui/widgets/weight-list.h"

#define MOST_SEARCHED 2000 /* parameters: naming more to search among them takes too long */
#define FEW 12             /* that need no search */

static const struct
{
  const char *title;
  guint       last;
} ways[] = {
  { "Whole run", 0 },
  { "Last 1000 iterations", 1000 },
  { "Last 100 iterations", 100 },
  { "Last 20 iterations", 20 },
};

struct _ChainLossSurfacePanel
{
  GtkWidget parent_instance;

  GtkDropDown     *x;
  GtkDropDown     *y;
  GtkDropDown     *last;
  GtkToggleButton *penalties;
  GtkLabel        *caption;
  GtkWidget       *fit;
  ChainChartMenu  *menu;
  ChainPlotView   *plot;

  ChainSession    *session;   /* owned; NULL before it is set */
  char            *listed;    /* the layers that the choices were made for */
  gboolean         updating;  /* choices are being filled */
  gboolean         chosen;    /* the range is one that was zoomed or moved to */
  gboolean         has_range; /* a range was found or chosen: */
  double           x_from, x_to, y_from, y_to;
  ChainLiveTask   *measuring; /* of surfaces; NULL before the session is set */
};

G_DEFINE_FINAL_TYPE (ChainLossSurfacePanel, chain_loss_surface_panel, GTK_TYPE_WIDGET)

static void
show_message (GtkWidget *owner, const char *message)
{
  ChainLossSurfacePanel *self = CHAIN_LOSS_SURFACE_PANEL (owner);
  ChainPlot             *plot = chain_plot_new ();

  plot->message = g_strdup (message);
  chain_plot_view_take_plot (self->plot, plot);
  gtk_label_set_text (self->caption, NULL);
}

static gpointer
request_new (GtkWidget *owner, GError **error)
{
  ChainLossSurfacePanel *self = CHAIN_LOSS_SURFACE_PANEL (owner);
  const ChainProject *project = chain_session_get_project (self->session);
  const guint64       n = chain_surface_n_weights (project->network);
  const guint         i = gtk_drop_down_get_selected (self->x);
  const guint         j = gtk_drop_down_get_selected (self->y);
  const guint         way = gtk_drop_down_get_selected (self->last);
  ChainSurfaceWeight  x, y;
  ChainSurfaceRequest *request;

  if (i >= n || j >= n || i == j)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "Choose two different parameters");
      return NULL;
    }
  chain_surface_weight_at (project->network, i, &x);
  chain_surface_weight_at (project->network, j, &y);
  request = chain_surface_request_new (
      project->network, &project->training, chain_session_get_dataset (self->session),
      chain_session_get_stepper (self->session), &x, &y,
      way < G_N_ELEMENTS (ways) ? ways[way].last : 0, chain_session_get_training (self->session));
  request->penalties = gtk_toggle_button_get_active (self->penalties);
  request->has_range = self->has_range;
  request->is_chosen = self->chosen;
  request->x_from = self->x_from;
  request->x_to = self->x_to;
  request->y_from = self->y_from;
  request->y_to = self->y_to;
  return request;
}

static gpointer
measure (gpointer request, GCancellable *cancellable, GError **error)
{
  return chain_surface_result_new (request, cancellable, error);
}

/* A range that was moved to since stays. */
static void
show (GtkWidget *owner, gpointer asked, gpointer surface)
{
  ChainLossSurfacePanel     *self = CHAIN_LOSS_SURFACE_PANEL (owner);
  const ChainSurfaceRequest *request = asked;
  ChainSurfaceResult        *result = surface;
  g_autofree char *title = g_strdup_printf ("Loss over %s and %s", request->x_name, request->y_name);

  if (!self->chosen)
    {
      self->has_range = TRUE;
      self->x_from = request->x_from;
      self->x_to = request->x_to;
      self->y_from = request->y_from;
      self->y_to = request->y_to;
    }
  result->plot->x.from = self->x_from;
  result->plot->x.to = self->x_to;
  result->plot->y.from = self->y_from;
  result->plot->y.to = self->y_to;
  chain_plot_view_set_title (self->plot, title);
  chain_plot_view_take_plot (self->plot, g_steal_pointer (&result->plot));
  gtk_label_set_text (self->caption, result->caption);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->caption), result->caption);
}

static const ChainLiveTaskKind surfaces = {
  .request = request_new,
  .answer = measure,
  .show = show,
  .show_message = show_message,
  .free_request = (GDestroyNotify) chain_surface_request_free,
  .free_answer = (GDestroyNotify) chain_surface_result_free,
};

static void
forget_range (ChainLossSurfacePanel *self)
{
  self->has_range = FALSE;
  self->chosen = FALSE;
  gtk_widget_set_sensitive (self->fit, FALSE);
}

static void
fill (GtkDropDown *choice, ChainWeightList *list)
{
  GtkExpression *title = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  const guint    n = g_list_model_get_n_items (G_LIST_MODEL (list));

  chain_choice_fill (choice, NULL);
  gtk_drop_down_set_expression (choice, title);
  gtk_drop_down_set_enable_search (choice, n > FEW && n <= MOST_SEARCHED);
  gtk_drop_down_set_model (choice, G_LIST_MODEL (list));
  gtk_expression_unref (title);
}

/* At first two weights of the first unit; the weight and the bias of one that has only one. */
static void
list_weights (ChainLossSurfacePanel *self, const ChainProject *project)
{
  g_autoptr (ChainWeightList) list
      = chain_weight_list_new (project->network, &project->training, NULL);
  const ChainTensor *kernel = chain_network_layer (project->network, 0)->kernel;

  if (list == NULL)
    return;
  self->updating = TRUE;
  fill (self->x, list);
  fill (self->y, list);
  gtk_drop_down_set_selected (self->x, 0);
  gtk_drop_down_set_selected (self->y, (guint) kernel->columns);
  self->updating = FALSE;
}

/* Choices stay as long as the layers do. */
static char *
key_of (const ChainNetwork *network)
{
  GString *key = g_string_new (NULL);

  g_string_append_printf (key, "%u", network->n_inputs);
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    g_string_append_printf (key, " %u%s", chain_network_layer (network, i)->units,
                            chain_network_layer (network, i)->bias != NULL ? "+" : "");
  return g_string_free (key, FALSE);
}

static gboolean
has_penalties (const ChainNetwork *network)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    if (chain_network_layer (network, i)->l1 > 0 || chain_network_layer (network, i)->l2 > 0)
      return TRUE;
  return FALSE;
}

static void
on_project_changed (ChainLossSurfacePanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);

  if (chain_session_get_stepper (self->session) != NULL)
    {
      g_autofree char *key = key_of (project->network);

      if (g_strcmp0 (key, self->listed) != 0)
        {
          list_weights (self, project);
          g_free (self->listed);
          self->listed = g_steal_pointer (&key);
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (self->penalties), has_penalties (project->network));
  forget_range (self);
  chain_live_task_ask_anew (self->measuring);
}

static void
on_moved (ChainLossSurfacePanel *self)
{
  chain_live_task_ask (self->measuring);
}

static void
on_weight_selected (ChainLossSurfacePanel *self)
{
  if (self->session == NULL || self->updating)
    return;
  forget_range (self);
  chain_live_task_ask_anew (self->measuring);
}

static void
on_last_selected (ChainLossSurfacePanel *self)
{
  on_weight_selected (self);
}

static void
on_penalties_toggled (ChainLossSurfacePanel *self)
{
  if (self->session != NULL)
    chain_live_task_ask_anew (self->measuring);
}

static void
on_fit (ChainLossSurfacePanel *self)
{
  forget_range (self);
  chain_live_task_ask_anew (self->measuring);
}

static void
on_range_changed (ChainLossSurfacePanel *self)
{
  const ChainPlot *plot = chain_plot_view_get_plot (self->plot);

  self->chosen = TRUE;
  self->x_from = plot->x.from;
  self->x_to = plot->x.to;
  self->y_from = plot->y.from;
  self->y_to = plot->y.to;
  gtk_widget_set_sensitive (self->fit, TRUE);
  chain_live_task_ask_soon (self->measuring);
}

static void
draw_for_file (cairo_t *cr, PangoContext *context, double width, double height, gpointer data)
{
  const ChainPlot *plot = chain_plot_view_get_plot (CHAIN_LOSS_SURFACE_PANEL (data)->plot);

  if (plot != NULL)
    chain_plot_draw (plot, cr, context, width, height, &chain_palette_light);
}

static char *
write_numbers (gpointer data)
{
  const ChainPlot *plot = chain_plot_view_get_plot (CHAIN_LOSS_SURFACE_PANEL (data)->plot);

  return plot != NULL && plot->message == NULL ? chain_plot_to_csv (plot) : g_strdup ("");
}

static void
chain_loss_surface_panel_map (GtkWidget *widget)
{
  ChainLossSurfacePanel *self = CHAIN_LOSS_SURFACE_PANEL (widget);

  GTK_WIDGET_CLASS (chain_loss_surface_panel_parent_class)->map (widget);
  if (self->measuring != NULL)
    chain_live_task_seen (self->measuring);
}

static void
chain_loss_surface_panel_dispose (GObject *object)
{
  ChainLossSurfacePanel *self = CHAIN_LOSS_SURFACE_PANEL (object);

  g_clear_pointer (&self->measuring, chain_live_task_free);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->listed, g_free);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_LOSS_SURFACE_PANEL);

  G_OBJECT_CLASS (chain_loss_surface_panel_parent_class)->dispose (object);
}

static void
chain_loss_surface_panel_class_init (ChainLossSurfacePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_loss_surface_panel_dispose;
  widget_class->map = chain_loss_surface_panel_map;
  g_type_ensure (CHAIN_TYPE_CHART_MENU);
  g_type_ensure (CHAIN_TYPE_PLOT_VIEW);
  gtk_widget_class_set_css_name (widget_class, "loss-surface-panel");
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/chainrule/Chainrule/ui/loss-surface-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainLossSurfacePanel, x);
  gtk_widget_class_bind_template_child (widget_class, ChainLossSurfacePanel, y);
  gtk_widget_class_bind_template_child (widget_class, ChainLossSurfacePanel, last);
  gtk_widget_class_bind_template_child (widget_class, ChainLossSurfacePanel, penalties);
  gtk_widget_class_bind_template_child (widget_class, ChainLossSurfacePanel, caption);
  gtk_widget_class_bind_template_child (widget_class, ChainLossSurfacePanel, fit);
  gtk_widget_class_bind_template_child (widget_class, ChainLossSurfacePanel, menu);
  gtk_widget_class_bind_template_child (widget_class, ChainLossSurfacePanel, plot);
  gtk_widget_class_bind_template_callback (widget_class, on_weight_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_last_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_penalties_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_range_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_fit);
}

static void
chain_loss_surface_panel_init (ChainLossSurfacePanel *self)
{
  const char *titles[G_N_ELEMENTS (ways) + 1] = { NULL };

  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    titles[i] = ways[i].title;
  chain_choice_fill (self->last, titles);
  chain_plot_view_set_zoomable (self->plot, TRUE);
  chain_chart_menu_set_source (self->menu, &(ChainChartSource){
                                               .title = "loss surface",
                                               .of = GTK_WIDGET (self->plot),
                                               .draw = draw_for_file,
                                               .csv = write_numbers,
                                               .data = self,
                                           });
}

/**
 * chain_loss_surface_panel_set_session:
 * @panel: a panel
 * @session: the document; set once
 */
void
chain_loss_surface_panel_set_session (ChainLossSurfacePanel *panel,
                                      ChainSession          *session)
{
  g_return_if_fail (CHAIN_IS_LOSS_SURFACE_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  panel->measuring = chain_live_task_new (&surfaces, GTK_WIDGET (panel), session);
  g_signal_connect_object (session, "project-changed", G_CALLBACK (on_project_changed), panel,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "position-changed", G_CALLBACK (on_moved), panel,
                           G_CONNECT_SWAPPED);
  on_project_changed (panel);
}
