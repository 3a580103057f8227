/* schedule-panel.c: the learning-rate schedule: its parameters, formula and curve.
 *
 * The same settings stand in the training settings; both show the project and edit the project.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/schedule-panel.h"

#include "ui/paint/chart-csv.h"
#include "ui/paint/schedule-chart.h"
#include "ui/widgets/chart-menu.h"
#include "ui/widgets/chart-view.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/formula-view.h"
#include "ui/widgets/parameter-list.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/side-layout.h"
#include "ui/widgets/template.h"

#define DIGITS 4
#define TOTAL "total_steps" /* the parameter that has to go with the planned updates */

struct _ChainSchedulePanel
{
  GtkWidget parent_instance;

  GtkDropDown        *schedule;
  ChainParameterList *parameters;
  GtkButton          *match;
  ChainFormulaView   *formula;
  GtkLabel           *summary;
  ChainChartView     *chart;
  ChainChartMenu     *menu;

  ChainSession *session; /* owned; NULL before it is set */
  gboolean      updating;
};

G_DEFINE_FINAL_TYPE (ChainSchedulePanel, chain_schedule_panel, GTK_TYPE_WIDGET)

static const ChainTrainingOptions *
training_of (ChainSchedulePanel *self)
{
  return &chain_session_get_project (self->session)->training;
}

/* Updates in all the epochs; 0 while the project cannot be trained. */
static guint64
planned_updates (ChainSchedulePanel *self)
{
  const ChainStepper *stepper = chain_session_get_stepper (self->session);

  if (stepper == NULL)
    return 0;
  return (guint64) training_of (self)->epochs * chain_stepper_iterations_per_epoch (stepper);
}

static guint64
updates_made (ChainSchedulePanel *self)
{
  const ChainStepper *stepper = chain_session_get_stepper (self->session);

  return stepper != NULL ? chain_stepper_iteration (stepper) : 0;
}

/* Which parameter counts the updates of the whole schedule; -1 for none. */
static int
total_parameter (const ChainSchedule *schedule)
{
  for (guint i = 0; i < chain_parameters_count (schedule->parameters); i++)
    if (g_str_equal (schedule->parameters[i].name, TOTAL))
      return (int) i;
  return -1;
}

static void
show_match (ChainSchedulePanel *self)
{
  const ChainTrainingOptions *training = training_of (self);
  const int       total = total_parameter (training->schedule);
  const guint64   n = planned_updates (self);
  g_autofree char *label = g_strdup_printf ("Set T to all %" G_GUINT64_FORMAT " updates", n);

  gtk_button_set_label (self->match, label);
  gtk_widget_set_visible (GTK_WIDGET (self->match),
                          total >= 0 && n > 0
                            && training->schedule_parameters[total] != (double) n);
}

static void
show_formula (ChainSchedulePanel *self)
{
  const ChainTrainingOptions *training = training_of (self);
  const guint64               t = updates_made (self);
  g_autoptr (ChainEquation)   equation = g_new0 (ChainEquation, 1);

  equation->left
    = chain_formula_call ("η", chain_formula_symbol ("t", NULL, NULL, (double) t), NULL);
  equation->right
    = training->schedule->record (training->learning_rate, training->schedule_parameters, t);
  equation->value = chain_training_options_rate (training, t);
  chain_formula_view_set_equation (self->formula, equation, DIGITS);
}

static void
show_summary (ChainSchedulePanel *self)
{
  const ChainTrainingOptions *training = training_of (self);
  const guint64   n = planned_updates (self);
  const guint64   t = updates_made (self);
  char            first[CHAIN_NUMBER_SIZE], last[CHAIN_NUMBER_SIZE];
  g_autofree char *text = NULL;

  if (n == 0)
    text = g_strdup ("The data and the network do not fit together yet.");
  else
    text = g_strdup_printf (
      "%u epoch%s of %" G_GUINT64_FORMAT " updates: %" G_GUINT64_FORMAT " in all. η is %s at first "
      "and %s at last. Next is update t = %" G_GUINT64_FORMAT ".",
      training->epochs, training->epochs == 1 ? "" : "s", n / training->epochs, n,
      chain_number_show (chain_training_options_rate (training, 0), DIGITS, first),
      chain_number_show (chain_training_options_rate (training, n - 1), DIGITS, last), t);
  gtk_label_set_text (self->summary, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, "Learning rate of each update",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static ChainChart *
chart_of (ChainSchedulePanel *self)
{
  return chain_schedule_chart_new (training_of (self), planned_updates (self),
                                   updates_made (self));
}

static void
draw_picture (cairo_t *cr, PangoContext *context, double width, double height, gpointer data)
{
  g_autoptr (ChainChart) chart = chart_of (data);

  chain_color_set (cr, &chain_palette_light.canvas, 1);
  cairo_paint (cr);
  chain_chart_draw (chart, cr, context, width, height, &chain_palette_light, -1);
}

static char *
write_csv (gpointer data)
{
  g_autoptr (ChainChart) chart = chart_of (data);

  return chain_chart_csv (chart);
}

/* What follows the training. */
static void
show_place (ChainSchedulePanel *self)
{
  if (chain_session_get_project (self->session) == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  show_formula (self);
  show_summary (self);
  chain_chart_view_take_chart (self->chart, chart_of (self));
}

static void
update (ChainSchedulePanel *self)
{
  const ChainTrainingOptions *training;

  if (chain_session_get_project (self->session) == NULL)
    return;
  training = training_of (self);
  self->updating = TRUE;
  chain_choice_select (self->schedule, (const gconstpointer *) chain_schedules,
                       training->schedule);
  chain_parameter_list_set (self->parameters, training->schedule->parameters,
                            training->schedule_parameters);
  self->updating = FALSE;
  show_match (self);
  show_place (self);
}

static void
commit (ChainSchedulePanel *self, const ChainTrainingOptions *training, const char *label)
{
  ChainProject *changed = chain_project_copy (chain_session_get_project (self->session));

  changed->training = *training;
  if (!chain_project_edit (GTK_WIDGET (self), self->session, changed, label, NULL))
    update (self);
}

static void
on_schedule_changed (ChainSchedulePanel *self)
{
  ChainTrainingOptions training;
  int                  total;

  if (self->updating || self->session == NULL)
    return;
  training = *training_of (self);
  chain_training_options_set_schedule (
    &training, chain_schedules[gtk_drop_down_get_selected (self->schedule)]);
  /* A new schedule is for the run as it is planned. */
  total = total_parameter (training.schedule);
  if (total >= 0 && planned_updates (self) > 0)
    training.schedule_parameters[total] = (double) planned_updates (self);
  commit (self, &training, "Change schedule");
}

static void
on_parameter_changed (ChainSchedulePanel *self, guint index, double value)
{
  ChainTrainingOptions training = *training_of (self);
  g_autofree char     *title = chain_parameter_title (&training.schedule->parameters[index]);
  g_autofree char     *label = g_strconcat ("Change ", title, NULL);

  training.schedule_parameters[index] = value;
  commit (self, &training, label);
}

static void
on_match (ChainSchedulePanel *self)
{
  const int            total = total_parameter (training_of (self)->schedule);
  ChainTrainingOptions training = *training_of (self);

  training.schedule_parameters[total] = (double) planned_updates (self);
  commit (self, &training, "Change total steps");
}

static void
chain_schedule_panel_map (GtkWidget *widget)
{
  ChainSchedulePanel *self = CHAIN_SCHEDULE_PANEL (widget);

  GTK_WIDGET_CLASS (chain_schedule_panel_parent_class)->map (widget);
  if (self->session != NULL)
    show_place (self);
}

static void
chain_schedule_panel_dispose (GObject *object)
{
  ChainSchedulePanel *self = CHAIN_SCHEDULE_PANEL (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_SCHEDULE_PANEL);
  G_OBJECT_CLASS (chain_schedule_panel_parent_class)->dispose (object);
}

static void
chain_schedule_panel_class_init (ChainSchedulePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_schedule_panel_dispose;
  widget_class->map = chain_schedule_panel_map;
  g_type_ensure (CHAIN_TYPE_CHART_MENU);
  g_type_ensure (CHAIN_TYPE_CHART_VIEW);
  g_type_ensure (CHAIN_TYPE_FORMULA_VIEW);
  g_type_ensure (CHAIN_TYPE_PARAMETER_LIST);
  g_type_ensure (CHAIN_TYPE_SIDE_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "schedule-panel");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/schedule-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainSchedulePanel, schedule);
  gtk_widget_class_bind_template_child (widget_class, ChainSchedulePanel, parameters);
  gtk_widget_class_bind_template_child (widget_class, ChainSchedulePanel, match);
  gtk_widget_class_bind_template_child (widget_class, ChainSchedulePanel, formula);
  gtk_widget_class_bind_template_child (widget_class, ChainSchedulePanel, summary);
  gtk_widget_class_bind_template_child (widget_class, ChainSchedulePanel, chart);
  gtk_widget_class_bind_template_child (widget_class, ChainSchedulePanel, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_schedule_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_parameter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_match);
}

static void
chain_schedule_panel_init (ChainSchedulePanel *self)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; chain_schedules[i] != NULL; i++)
    g_ptr_array_add (titles, (gpointer) chain_schedules[i]->title);
  g_ptr_array_add (titles, NULL);
  self->updating = TRUE;
  chain_choice_fill (self->schedule, (const char *const *) titles->pdata);
  self->updating = FALSE;
  chain_chart_menu_set_source (self->menu, &(ChainChartSource){
                                             .title = "schedule",
                                             .of = GTK_WIDGET (self->chart),
                                             .draw = draw_picture,
                                             .csv = write_csv,
                                             .data = self,
                                           });
}

/**
 * chain_schedule_panel_set_session:
 * @panel: the panel
 * @session: the session whose project it shows and edits
 */
void
chain_schedule_panel_set_session (ChainSchedulePanel *panel, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_SCHEDULE_PANEL (panel));

  if (panel->session != NULL)
    g_signal_handlers_disconnect_by_data (panel->session, panel);
  g_set_object (&panel->session, session);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (update), panel);
  g_signal_connect_swapped (session, "position-changed", G_CALLBACK (show_place), panel);
  update (panel);
}
