/* training-panel.c: how the network trains: loss, optimizer, rate, batches, epochs.
 *
 * Below a schedule a small curve shows the learning rate of every planned update.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/training-panel.h"

#include "ui/paint/sparkline.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/parameter-list.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/stop-panel.h"
#include "ui/widgets/template.h"
#include "ui/widgets/tooltip.h"

#include <math.h>

struct _ChainTrainingPanel
{
  GtkWidget           parent_instance;

  ChainSession       *session; /* owned; NULL before it is set */
  gboolean            updating;

  GtkDropDown        *loss;
  ChainParameterList *loss_parameters;
  GtkDropDown        *optimizer;
  ChainParameterList *optimizer_parameters;
  GtkEntry           *learning_rate;
  GtkDropDown        *schedule;
  ChainParameterList *schedule_parameters;
  GtkLabel           *schedule_formula;
  GtkDrawingArea     *rate_curve;
  GtkLabel           *rate_range;
  GtkSpinButton      *batch_size;
  GtkSpinButton      *epochs;
  GtkCheckButton     *early_stopping;
  ChainParameterList *early_stopping_parameters;
  ChainStopPanel     *stop;
  GtkCheckButton     *shuffle;
  GtkSpinButton      *seed;
};

G_DEFINE_FINAL_TYPE (ChainTrainingPanel, chain_training_panel, GTK_TYPE_WIDGET)

#define CURVE_POINTS 200
#define DIGITS 4

/* What stands in fields of its own, as if a record listed it. */
enum
{
  PATIENCE,
  MIN_DELTA,
  RESTORE,
};

static const ChainParameter early_stopping_parameters[CHAIN_MAX_PARAMETERS] = {
  [PATIENCE] = { "patience", "patience", CHAIN_PARAMETER_WHOLE, 10, 0, 1e9 },
  [MIN_DELTA] = { "min_delta", "min delta", CHAIN_PARAMETER_NUMBER, 0, 0, G_MAXDOUBLE },
  [RESTORE] = { "restore_best_weights", "restore best weights", CHAIN_PARAMETER_SWITCH, 1, 0, 1 },
};

/* Updates in all the epochs; 0 while the project cannot be trained. */
static guint64
planned_updates (ChainTrainingPanel *self)
{
  const ChainStepper *stepper = chain_session_get_stepper (self->session);

  if (stepper == NULL)
    return 0;
  return (guint64) chain_session_get_project (self->session)->training.epochs
         * chain_stepper_iterations_per_epoch (stepper);
}

static void
draw_rate_curve (GtkDrawingArea *area,
                 cairo_t        *cr,
                 int             width,
                 int             height,
                 gpointer        data)
{
  ChainTrainingPanel  *self = data;
  const guint64        n = planned_updates (self);
  const guint          n_points = (guint) MIN (n, CURVE_POINTS);
  ChainSparklineRange  range = { 0, 0 };
  const ChainTrainingOptions *options;
  double               rates[CURVE_POINTS];
  GdkRGBA              color;

  if (n_points < 2)
    return;
  options = &chain_session_get_project (self->session)->training;
  for (guint i = 0; i < n_points; i++)
    rates[i] = chain_training_options_rate (options, (n - 1) * i / (n_points - 1));
  chain_sparkline_stretch (&range, rates, n_points);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  chain_sparkline_draw (rates, n_points, &range, cr, width, height);
}

static void
show_rates (ChainTrainingPanel         *self,
            const ChainTrainingOptions *options)
{
  const guint64 n = planned_updates (self);
  /* Without parameters the rate never changes: that needs no curve. */
  const gboolean curved = n > 1 && chain_parameters_count (options->schedule->parameters) > 0;
  double        first, last;
  char          first_text[CHAIN_NUMBER_SIZE], last_text[CHAIN_NUMBER_SIZE];
  g_autofree char *text = NULL;

  gtk_label_set_text (self->schedule_formula, options->schedule->formula);
  gtk_widget_set_visible (GTK_WIDGET (self->rate_curve), curved);
  gtk_widget_set_visible (GTK_WIDGET (self->rate_range), curved);
  if (!curved)
    return;
  first = chain_training_options_rate (options, 0);
  last = chain_training_options_rate (options, n - 1);
  text = g_strdup_printf ("η %s at first, %s at last of %" G_GUINT64_FORMAT " updates",
                          chain_number_show (first, DIGITS, first_text),
                          chain_number_show (last, DIGITS, last_text), n);
  gtk_label_set_text (self->rate_range, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rate_curve),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self->rate_curve));
}

static void
show_learning_rate (ChainTrainingPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  char                buffer[CHAIN_NUMBER_SIZE];

  gtk_editable_set_text (GTK_EDITABLE (self->learning_rate),
                         chain_number_write (project->training.learning_rate, buffer));
  gtk_widget_remove_css_class (GTK_WIDGET (self->learning_rate), "error");
}

static void
show_early_stopping (ChainTrainingPanel              *self,
                     const ChainEarlyStoppingOptions *options)
{
  const ChainDataset *dataset = chain_session_get_dataset (self->session);
  const gboolean      validation = dataset != NULL && dataset->n_validation_rows > 0;
  const double        values[CHAIN_MAX_PARAMETERS] = {
    [PATIENCE] = options->patience,
    [MIN_DELTA] = options->min_delta,
    [RESTORE] = options->restore_best_weights,
  };

  gtk_check_button_set_active (self->early_stopping, options->enabled);
  chain_tooltip_set (
      GTK_WIDGET (self->early_stopping),
      validation ? "Stop when the validation loss has not got better for so many epochs"
                 : "Stop when the training loss has not got better for so many epochs");
  chain_parameter_list_set (self->early_stopping_parameters, early_stopping_parameters, values);
  gtk_widget_set_visible (GTK_WIDGET (self->early_stopping_parameters), options->enabled);
}

static void
update_from_project (ChainTrainingPanel *self)
{
  const ChainProject         *project = chain_session_get_project (self->session);
  const ChainTrainingOptions *options;

  if (project == NULL)
    return;
  options = &project->training;
  self->updating = TRUE;
  chain_choice_select (self->loss, (const gconstpointer *) chain_losses,
                       options->loss);
  chain_choice_select (self->optimizer, (const gconstpointer *) chain_optimizers,
                       options->optimizer);
  chain_choice_select (self->schedule, (const gconstpointer *) chain_schedules,
                       options->schedule);
  chain_parameter_list_set (self->loss_parameters, options->loss->parameters,
                            options->loss_parameters);
  chain_parameter_list_set (self->optimizer_parameters, options->optimizer->parameters,
                            options->optimizer_parameters);
  chain_parameter_list_set (self->schedule_parameters, options->schedule->parameters,
                            options->schedule_parameters);
  chain_tooltip_set (GTK_WIDGET (self->optimizer), options->optimizer->formula);
  show_rates (self, options);
  gtk_spin_button_set_value (self->batch_size, options->batch_size);
  gtk_spin_button_set_value (self->epochs, options->epochs);
  show_early_stopping (self, &options->early_stopping);
  gtk_check_button_set_active (self->shuffle, options->shuffle);
  gtk_spin_button_set_value (self->seed, (double) options->seed);
  gtk_widget_set_sensitive (GTK_WIDGET (self->seed), options->shuffle);
  show_learning_rate (self);
  self->updating = FALSE;
}

/* Hands in changed training options, or shows the old ones again. */
static void
commit (ChainTrainingPanel         *self,
        const ChainTrainingOptions *options,
        const char                 *label,
        const char                 *merge)
{
  ChainProject *changed = chain_project_copy (chain_session_get_project (self->session));

  changed->training = *options;
  if (!chain_project_edit (GTK_WIDGET (self), self->session, changed, label, merge))
    update_from_project (self);
}

static gboolean
begin_edit (ChainTrainingPanel   *self,
            ChainTrainingOptions *options)
{
  if (self->updating || self->session == NULL
      || chain_session_get_project (self->session) == NULL)
    return FALSE;
  *options = chain_session_get_project (self->session)->training;
  return TRUE;
}

static void
on_loss_changed (GtkDropDown        *choice,
                 GParamSpec         *property,
                 ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  chain_training_options_set_loss (&options, chain_losses[gtk_drop_down_get_selected (choice)]);
  commit (self, &options, "Change loss", NULL);
}

static void
on_optimizer_changed (GtkDropDown        *choice,
                      GParamSpec         *property,
                      ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  chain_training_options_set_optimizer (
      &options, chain_optimizers[gtk_drop_down_get_selected (choice)]);
  commit (self, &options, "Change optimizer", NULL);
}

static void
on_schedule_changed (GtkDropDown        *choice,
                     GParamSpec         *property,
                     ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  chain_training_options_set_schedule (&options,
                                       chain_schedules[gtk_drop_down_get_selected (choice)]);
  commit (self, &options, "Change schedule", NULL);
}

/* Hands in an edit that is named after a parameter: "Change weight decay". */
static void
commit_parameter (ChainTrainingPanel         *self,
                  const ChainTrainingOptions *options,
                  const ChainParameter       *parameter)
{
  g_autofree char *title = chain_parameter_title (parameter);
  g_autofree char *label = g_strconcat ("Change ", title, NULL);

  commit (self, options, label, NULL);
}

static void
on_loss_parameter_changed (ChainParameterList *list,
                           guint               index,
                           double              value,
                           ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.loss_parameters[index] = value;
  commit_parameter (self, &options, &options.loss->parameters[index]);
}

static void
on_optimizer_parameter_changed (ChainParameterList *list,
                                guint               index,
                                double              value,
                                ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.optimizer_parameters[index] = value;
  commit_parameter (self, &options, &options.optimizer->parameters[index]);
}

static void
on_schedule_parameter_changed (ChainParameterList *list,
                               guint               index,
                               double              value,
                               ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.schedule_parameters[index] = value;
  commit_parameter (self, &options, &options.schedule->parameters[index]);
}

static void
on_batch_size_changed (GtkSpinButton      *button,
                       ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.batch_size = (guint) gtk_spin_button_get_value_as_int (button);
  commit (self, &options, "Change batch size", "batch-size");
}

static void
on_epochs_changed (GtkSpinButton      *button,
                   ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.epochs = (guint) gtk_spin_button_get_value_as_int (button);
  commit (self, &options, "Change epochs", "epochs");
}

static void
on_early_stopping_toggled (GtkCheckButton     *button,
                           ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.early_stopping.enabled = gtk_check_button_get_active (button);
  commit (self, &options, "Change early stopping", NULL);
}

static void
on_early_stopping_parameter_changed (ChainParameterList *list,
                                     guint               index,
                                     double              value,
                                     ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  if (index == PATIENCE)
    options.early_stopping.patience = (guint) value;
  else if (index == MIN_DELTA)
    options.early_stopping.min_delta = value;
  else
    options.early_stopping.restore_best_weights = value != 0;
  commit_parameter (self, &options, &early_stopping_parameters[index]);
}

static void
on_shuffle_toggled (GtkCheckButton     *button,
                    ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.shuffle = gtk_check_button_get_active (button);
  commit (self, &options, "Change shuffling", NULL);
}

static void
on_seed_changed (GtkSpinButton      *button,
                 ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.seed = (guint64) gtk_spin_button_get_value (button);
  commit (self, &options, "Change seed", "order-seed");
}

static void
take_learning_rate (ChainTrainingPanel *self)
{
  const char          *text = gtk_editable_get_text (GTK_EDITABLE (self->learning_rate));
  ChainTrainingOptions options;
  double               rate;

  if (!begin_edit (self, &options))
    return;
  if (!chain_number_parse_shown (text, &rate) || !isfinite (rate) || rate <= 0)
    {
      g_autofree char *message
          = g_strdup_printf ("learning rate: expected a number above 0, found “%s”", text);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", message);
      show_learning_rate (self);
      return;
    }
  if (rate == options.learning_rate)
    return;
  options.learning_rate = rate;
  commit (self, &options, "Change learning rate", NULL);
}

static void
on_learning_rate_activate (GtkEntry           *entry,
                           ChainTrainingPanel *self)
{
  take_learning_rate (self);
}

static void
on_learning_rate_leave (GtkEventControllerFocus *controller,
                        ChainTrainingPanel      *self)
{
  take_learning_rate (self);
}

/* Marks an unfinished or wrong number while it is being typed. */
static void
on_learning_rate_changed (GtkEditable        *editable,
                          ChainTrainingPanel *self)
{
  double rate;

  if (chain_number_parse_shown (gtk_editable_get_text (editable), &rate) && isfinite (rate) && rate > 0)
    gtk_widget_remove_css_class (GTK_WIDGET (editable), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (editable), "error");
}

static void
chain_training_panel_dispose (GObject *object)
{
  ChainTrainingPanel *self = CHAIN_TRAINING_PANEL (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  self->updating = TRUE;
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_TRAINING_PANEL);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_training_panel_parent_class)->dispose (object);
}

static void
chain_training_panel_class_init (ChainTrainingPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHAIN_TYPE_PARAMETER_LIST);
  G_OBJECT_CLASS (klass)->dispose = chain_training_panel_dispose;
  g_type_ensure (CHAIN_TYPE_STOP_PANEL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/training-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, loss);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, loss_parameters);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, optimizer);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, optimizer_parameters);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, schedule);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, schedule_parameters);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, schedule_formula);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, rate_curve);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, rate_range);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, batch_size);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, epochs);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, early_stopping);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, early_stopping_parameters);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, shuffle);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, seed);
  gtk_widget_class_bind_template_callback (widget_class, on_loss_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_loss_parameter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_optimizer_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_optimizer_parameter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_schedule_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_schedule_parameter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_learning_rate_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_learning_rate_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_learning_rate_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_batch_size_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_epochs_changed);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, stop);
  gtk_widget_class_bind_template_callback (widget_class, on_early_stopping_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_early_stopping_parameter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_shuffle_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_seed_changed);
}

static void
chain_training_panel_init (ChainTrainingPanel *self)
{
  g_autoptr (GPtrArray) losses = g_ptr_array_new ();
  g_autoptr (GPtrArray) optimizers = g_ptr_array_new ();
  g_autoptr (GPtrArray) schedules = g_ptr_array_new ();

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; chain_losses[i] != NULL; i++)
    g_ptr_array_add (losses, (gpointer) chain_losses[i]->title);
  for (guint i = 0; chain_optimizers[i] != NULL; i++)
    g_ptr_array_add (optimizers, (gpointer) chain_optimizers[i]->title);
  for (guint i = 0; chain_schedules[i] != NULL; i++)
    g_ptr_array_add (schedules, (gpointer) chain_schedules[i]->title);
  g_ptr_array_add (losses, NULL);
  g_ptr_array_add (optimizers, NULL);
  g_ptr_array_add (schedules, NULL);
  chain_choice_fill (self->loss, (const char *const *) losses->pdata);
  chain_choice_fill (self->optimizer, (const char *const *) optimizers->pdata);
  chain_choice_fill (self->schedule, (const char *const *) schedules->pdata);
  gtk_drawing_area_set_draw_func (self->rate_curve, draw_rate_curve, self, NULL);
  self->updating = FALSE;
}

/**
 * chain_training_panel_set_session:
 * @panel: a panel
 * @session: the document; set once
 */
void
chain_training_panel_set_session (ChainTrainingPanel *panel,
                                  ChainSession       *session)
{
  g_return_if_fail (CHAIN_IS_TRAINING_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  chain_stop_panel_set_session (panel->stop, session);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (update_from_project), panel);
  update_from_project (panel);
}
