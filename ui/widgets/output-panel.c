/* output-panel.c: what the network answers to the rows of the data.
 *
 * The answers are computed while somebody looks; see live-task.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/output-panel.h"

#include "ui/live-task.h"
#include "ui/output-result.h"
#include "ui/widgets/chart-menu.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/confusion-view.h"
#include "ui/widgets/output-rows.h"
#include "ui/widgets/plot-view.h"
#include "ui/widgets/template.h"

#define FEW 12 /* features that need no search */

struct _ChainOutputPanel
{
  GtkWidget parent_instance;

  GtkDropDown        *view;
  GtkDropDown        *output;
  GtkDropDown        *x;
  GtkDropDown        *y;
  GtkToggleButton    *held;
  GtkLabel           *caption;
  GtkWidget          *sets;
  GtkToggleButton    *training;
  ChainChartMenu     *menu;
  GtkStack           *pictures;
  ChainPlotView      *plot;
  ChainConfusionView *confusion;
  GtkLabel           *heading;
  GtkWidget          *all;
  ChainOutputRows    *rows;

  ChainSession       *session;   /* owned; NULL before it is set */
  char               *listed;    /* what the choices were made for */
  ChainOutputView     views[CHAIN_N_OUTPUT_VIEWS]; /* those that can be chosen */
  guint               n_views;
  gboolean            classes;
  gboolean            updating;  /* choices are being filled */
  ChainLiveTask      *answering; /* NULL before the session is set */
  char               *notice;    /* (nullable): instead of the caption */
};

G_DEFINE_FINAL_TYPE (ChainOutputPanel, chain_output_panel, GTK_TYPE_WIDGET)

static ChainOutputView
chosen_view (ChainOutputPanel *self)
{
  const guint selected = gtk_drop_down_get_selected (self->view);

  return selected < self->n_views ? self->views[selected] : CHAIN_OUTPUT_PLANE;
}

static gpointer
request_new (GtkWidget *owner, GError **error G_GNUC_UNUSED)
{
  ChainOutputPanel   *self = CHAIN_OUTPUT_PANEL (owner);
  const ChainProject *project = chain_session_get_project (self->session);
  ChainStepper       *stepper = chain_session_get_stepper (self->session);
  ChainDataset       *dataset = chain_session_get_dataset (self->session);
  const guint         n_features = dataset->input_encoder->features->len;
  ChainOutputRequest *request = g_new0 (ChainOutputRequest, 1);
  const guint        *rows;
  gsize               n_rows;

  rows = chain_stepper_rows (stepper, &n_rows);
  request->network = chain_network_copy (project->network);
  chain_stepper_save_weights (stepper, request->network);
  request->training = project->training;
  request->dataset = chain_dataset_ref (dataset);
  request->view = chosen_view (self);
  request->validation = !gtk_toggle_button_get_active (self->training);
  request->x = MIN (gtk_drop_down_get_selected (self->x), n_features - 1);
  request->y = MIN (gtk_drop_down_get_selected (self->y), n_features - 1);
  request->held = gtk_toggle_button_get_active (self->held) && n_rows > 0
                      ? (gint64) rows[MIN (chain_session_get_sample (self->session), n_rows - 1)]
                      : -1;
  request->output = self->classes ? 0 : MIN (gtk_drop_down_get_selected (self->output),
                                             dataset->n_outputs - 1);
  request->is_filtered = request->view == CHAIN_OUTPUT_CONFUSION
                         && chain_confusion_view_get_cell (self->confusion, &request->cell);
  return request;
}

static gpointer
answer (gpointer request, GCancellable *cancellable, GError **error)
{
  return chain_output_result_new (request, cancellable, error);
}

static void
show_message (GtkWidget *owner, const char *message)
{
  ChainOutputPanel *self = CHAIN_OUTPUT_PANEL (owner);
  ChainPlot        *plot = chain_plot_new ();

  plot->message = g_strdup (message);
  chain_plot_view_take_plot (self->plot, plot);
  gtk_stack_set_visible_child (self->pictures, GTK_WIDGET (self->plot));
  chain_output_rows_show (self->rows, NULL);
  gtk_label_set_text (self->heading, NULL);
  gtk_label_set_text (self->caption, NULL);
  gtk_widget_set_visible (self->all, FALSE);
}

static void
show_heading (ChainOutputPanel *self, const ChainOutputRequest *request,
              const ChainOutputResult *result)
{
  g_autofree char *text = NULL;

  if (request->is_filtered)
    text = g_strdup_printf ("%s as %s: %" G_GSIZE_FORMAT " %s",
                            result->classes[request->cell.truth],
                            result->classes[request->cell.guess], result->n_rows,
                            result->n_rows == 1 ? "row" : "rows");
  else
    text = g_strdup_printf ("Largest losses of %" G_GSIZE_FORMAT " %s rows", result->n_rows,
                            request->validation ? "validation" : "training");
  gtk_label_set_text (self->heading, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->heading), text);
  gtk_widget_set_visible (self->all, request->is_filtered);
}

static void
show_caption (ChainOutputPanel *self, const char *caption)
{
  const char *text = self->notice != NULL ? self->notice : caption;

  gtk_label_set_text (self->caption, text != NULL ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->caption), text);
}

static void
show (GtkWidget *owner, gpointer asked, gpointer answers)
{
  ChainOutputPanel         *self = CHAIN_OUTPUT_PANEL (owner);
  const ChainOutputRequest *request = asked;
  ChainOutputResult        *result = answers;

  if (result->plot != NULL)
    {
      chain_plot_view_set_title (self->plot,
                                 chain_output_view_title (request->view, self->classes));
      chain_plot_view_take_plot (self->plot, g_steal_pointer (&result->plot));
      gtk_stack_set_visible_child (self->pictures, GTK_WIDGET (self->plot));
    }
  else
    {
      chain_confusion_view_take (self->confusion, g_steal_pointer (&result->confusion));
      gtk_stack_set_visible_child (self->pictures, GTK_WIDGET (self->confusion));
    }
  chain_output_rows_show (self->rows, result);
  show_heading (self, request, result);
  show_caption (self, result->caption);
}

static const ChainLiveTaskKind answers_to_rows = {
  .request = request_new,
  .answer = answer,
  .show = show,
  .show_message = show_message,
  .free_request = (GDestroyNotify) chain_output_request_free,
  .free_answer = (GDestroyNotify) chain_output_result_free,
};

/* Of what is shown only what matters to it can be chosen. */
static void
show_choices (ChainOutputPanel *self)
{
  ChainDataset         *dataset = chain_session_get_dataset (self->session);
  const ChainOutputView view = chosen_view (self);
  const guint           n = dataset != NULL ? dataset->input_encoder->features->len : 0;
  const gboolean        over = view == CHAIN_OUTPUT_PLANE || view == CHAIN_OUTPUT_CURVE;
  const guint           axes = view == CHAIN_OUTPUT_PLANE ? 2 : 1;

  gtk_widget_set_visible (GTK_WIDGET (self->x), over && n > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->y), view == CHAIN_OUTPUT_PLANE && n > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->held), over && n > axes);
  gtk_widget_set_visible (GTK_WIDGET (self->output),
                          dataset != NULL && !self->classes && dataset->n_outputs > 1);
  gtk_widget_set_visible (self->sets, dataset != NULL && dataset->n_validation_rows > 0);
}

static void
fill (GtkDropDown *choice, GPtrArray *titles)
{
  GtkExpression *title = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  g_ptr_array_add (titles, NULL);
  chain_choice_fill (choice, (const char *const *) titles->pdata);
  gtk_drop_down_set_expression (choice, title);
  gtk_drop_down_set_enable_search (choice, titles->len > FEW + 1);
  gtk_expression_unref (title);
}

static void
list_views (ChainOutputPanel *self, const ChainDataset *dataset,
            const ChainTrainingOptions *training)
{
  const ChainOutputView usual = chain_output_default_view (dataset, training);
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  guint                 selected = 0;

  self->n_views = 0;
  for (ChainOutputView view = 0; view < CHAIN_N_OUTPUT_VIEWS; view++)
    {
      if (!chain_output_view_fits (view, dataset, training))
        continue;
      if (view == usual)
        selected = self->n_views;
      self->views[self->n_views++] = view;
      g_ptr_array_add (titles, (gpointer) chain_output_view_title (view, self->classes));
    }
  fill (self->view, titles);
  gtk_drop_down_set_selected (self->view, selected);
}

static gboolean
varies (const ChainDataset *dataset, guint feature)
{
  ChainInputAxis axis;

  chain_input_axis (dataset, feature, &axis);
  return axis.to - axis.from != 2; /* what an axis of one value is */
}

/* The first two features that vary. */
static void
list_features (ChainOutputPanel *self, const ChainDataset *dataset)
{
  const GPtrArray *features = dataset->input_encoder->features;
  guint            chosen[2] = { 0, features->len > 1 };
  guint            n = 0;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) titles = g_ptr_array_new ();

      for (guint j = 0; j < features->len; j++)
        g_ptr_array_add (titles, ((ChainFeature *) features->pdata[j])->column);
      fill (i == 0 ? self->x : self->y, titles);
    }
  for (guint i = 0; i < features->len && n < 2; i++)
    if (varies (dataset, i))
      chosen[n++] = i;
  if (n == 1 && chosen[0] == chosen[1])
    chosen[1] = 0;
  gtk_drop_down_set_selected (self->x, chosen[0]);
  gtk_drop_down_set_selected (self->y, chosen[1]);
}

static void
list_outputs (ChainOutputPanel *self, const ChainDataset *dataset)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  for (guint i = 0; i < dataset->n_outputs; i++)
    g_ptr_array_add (titles, dataset->target_encoder->names[i]);
  fill (self->output, titles);
}

/* Choices stay as long as they mean the same. */
static char *
key_of (const ChainDataset *dataset, gboolean classes)
{
  g_autofree char *inputs = g_strjoinv ("\n", dataset->input_encoder->names);
  g_autofree char *outputs = g_strjoinv ("\n", dataset->target_encoder->names);

  return g_strdup_printf ("%d\n%s\n\n%s", classes, inputs, outputs);
}

static void
on_project_changed (ChainOutputPanel *self)
{
  ChainDataset               *dataset = chain_session_get_dataset (self->session);
  const ChainTrainingOptions *training = &chain_session_get_project (self->session)->training;
  g_autofree char            *key = NULL;

  g_clear_pointer (&self->notice, g_free);
  if (dataset != NULL)
    {
      const gboolean classes = chain_output_is_classes (dataset, training);

      key = key_of (dataset, classes);
      if (g_strcmp0 (key, self->listed) != 0)
        {
          self->updating = TRUE;
          self->classes = classes;
          list_views (self, dataset, training);
          list_features (self, dataset);
          list_outputs (self, dataset);
          chain_confusion_view_set_cell (self->confusion, NULL);
          self->updating = FALSE;
          g_free (self->listed);
          self->listed = g_steal_pointer (&key);
        }
      if (dataset->n_validation_rows == 0)
        gtk_toggle_button_set_active (self->training, TRUE);
    }
  show_choices (self);
  chain_live_task_ask_anew (self->answering);
}

static void
on_moved (ChainOutputPanel *self)
{
  g_clear_pointer (&self->notice, g_free);
  chain_live_task_ask (self->answering);
}

static void
on_chosen (ChainOutputPanel *self)
{
  if (self->session != NULL && !self->updating)
    chain_live_task_ask_anew (self->answering);
}

static void
on_view_selected (ChainOutputPanel *self)
{
  if (self->session == NULL || self->updating)
    return;
  show_choices (self);
  chain_live_task_ask_anew (self->answering);
}

static void
on_set_toggled (ChainOutputPanel *self)
{
  on_chosen (self);
}

static void
on_cell_chosen (ChainOutputPanel *self)
{
  on_chosen (self);
}

static void
on_all_clicked (ChainOutputPanel *self)
{
  chain_confusion_view_set_cell (self->confusion, NULL);
}

static void
on_row_activated (ChainOutputPanel *self, guint row)
{
  if (chain_session_go_to_row (self->session, row))
    return;
  g_free (self->notice);
  self->notice = g_strdup_printf ("Row %u: pause the run to step it", row + 1);
  show_caption (self, NULL);
}

static void
draw_for_file (cairo_t *cr, PangoContext *context, double width, double height, gpointer data)
{
  ChainOutputPanel     *self = data;
  const ChainPlot      *plot = chain_plot_view_get_plot (self->plot);
  const ChainConfusion *confusion = chain_confusion_view_get (self->confusion);

  if (gtk_stack_get_visible_child (self->pictures) == GTK_WIDGET (self->confusion))
    {
      if (confusion != NULL)
        chain_confusion_draw (confusion, NULL, NULL, cr, context, width, height,
                              &chain_palette_light);
    }
  else if (plot != NULL)
    chain_plot_draw (plot, cr, context, width, height, &chain_palette_light);
}

static char *
write_numbers (gpointer data)
{
  ChainOutputPanel     *self = data;
  const ChainPlot      *plot = chain_plot_view_get_plot (self->plot);
  const ChainConfusion *confusion = chain_confusion_view_get (self->confusion);

  if (gtk_stack_get_visible_child (self->pictures) == GTK_WIDGET (self->confusion))
    return confusion != NULL ? chain_confusion_to_csv (confusion) : g_strdup ("");
  return plot != NULL ? chain_plot_to_csv (plot) : g_strdup ("");
}

static void
chain_output_panel_map (GtkWidget *widget)
{
  ChainOutputPanel *self = CHAIN_OUTPUT_PANEL (widget);

  GTK_WIDGET_CLASS (chain_output_panel_parent_class)->map (widget);
  if (self->answering != NULL)
    chain_live_task_seen (self->answering);
}

static void
chain_output_panel_dispose (GObject *object)
{
  ChainOutputPanel *self = CHAIN_OUTPUT_PANEL (object);

  g_clear_pointer (&self->answering, chain_live_task_free);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->listed, g_free);
  g_clear_pointer (&self->notice, g_free);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_OUTPUT_PANEL);

  G_OBJECT_CLASS (chain_output_panel_parent_class)->dispose (object);
}

static void
chain_output_panel_class_init (ChainOutputPanelClass *klass)
{
  static const struct
  {
    const char *name;
    gsize       offset;
  } children[] = {
#define CHILD(name) { #name, G_STRUCT_OFFSET (ChainOutputPanel, name) }
    CHILD (view), CHILD (output), CHILD (x), CHILD (y), CHILD (held), CHILD (caption),
    CHILD (sets), CHILD (training), CHILD (menu), CHILD (pictures),
    CHILD (plot), CHILD (confusion), CHILD (heading), CHILD (all), CHILD (rows),
#undef CHILD
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_output_panel_dispose;
  widget_class->map = chain_output_panel_map;
  g_type_ensure (CHAIN_TYPE_CHART_MENU);
  g_type_ensure (CHAIN_TYPE_PLOT_VIEW);
  g_type_ensure (CHAIN_TYPE_CONFUSION_VIEW);
  g_type_ensure (CHAIN_TYPE_OUTPUT_ROWS);
  gtk_widget_class_set_css_name (widget_class, "output-panel");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/output-panel.ui");
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_class_bind_template_child_full (widget_class, children[i].name, FALSE,
                                               children[i].offset);
  gtk_widget_class_bind_template_callback (widget_class, on_view_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_set_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_cell_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_all_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
chain_output_panel_init (ChainOutputPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chain_chart_menu_set_source (self->menu, &(ChainChartSource){
                                               .title = "output",
                                               .of = GTK_WIDGET (self->pictures),
                                               .draw = draw_for_file,
                                               .csv = write_numbers,
                                               .data = self,
                                           });
}

/**
 * chain_output_panel_set_session:
 * @panel: a panel
 * @session: the document; set once
 */
void
chain_output_panel_set_session (ChainOutputPanel *panel,
                                ChainSession     *session)
{
  g_return_if_fail (CHAIN_IS_OUTPUT_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  panel->answering = chain_live_task_new (&answers_to_rows, GTK_WIDGET (panel), session);
  g_signal_connect_object (session, "project-changed", G_CALLBACK (on_project_changed), panel,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "position-changed", G_CALLBACK (on_moved), panel,
                           G_CONNECT_SWAPPED);
  on_project_changed (panel);
}
