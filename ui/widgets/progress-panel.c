/* progress-panel.c: how fast training goes, how far it is, and how good: loss, metric, iteration,
 * rate.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/progress-panel.h"

#include "ui/widgets/template.h"

#include <math.h>

struct _ChainProgressPanel
{
  GtkWidget     parent_instance;

  ChainSession *session; /* owned; NULL before it is set */
  GtkLabel     *loss;
  GtkLabel     *validation_loss;
  GtkLabel     *metric_name;
  GtkLabel     *metric;
  GtkLabel     *iteration;
  GtkLabel     *learning_rate;
  GtkLabel     *epochs;
  GtkLabel     *message;
  GtkDropDown    *pace;
  GtkProgressBar *bar;
  GtkLabel     *left;
};

G_DEFINE_FINAL_TYPE (ChainProgressPanel, chain_progress_panel, GTK_TYPE_WIDGET)

#define DIGITS 5
#define UNKNOWN "–"

/* Steps a second. */
static const struct
{
  guint       steps;
  const char *title;
} paces[] = {
  { 2, "2 steps a second" },   { 5, "5 steps a second" },       { 20, "20 steps a second" },
  { 100, "100 steps a second" }, { 1000, "1000 steps a second" }, { 0, "Full speed" },
};

static void
show_number (GtkLabel *label,
             double    value)
{
  char buffer[CHAIN_NUMBER_SIZE];

  gtk_label_set_text (label,
                      isnan (value) ? UNKNOWN : chain_number_show (value, DIGITS, buffer));
}

static const ChainHistoryEpoch *
last_epoch (const ChainHistory *history)
{
  if (history == NULL || history->epochs->len == 0)
    return NULL;
  return &g_array_index (history->epochs, ChainHistoryEpoch, history->epochs->len - 1);
}

/* The loss of the stepped batch once it is computed; else that of the last epoch. */
static double
current_loss (ChainProgressPanel *self)
{
  ChainStepper            *stepper = chain_session_get_stepper (self->session);
  const ChainHistoryEpoch *epoch = last_epoch (chain_session_get_history (self->session));

  if (stepper != NULL && !chain_session_get_training (self->session))
    {
      const guint loss = chain_stepper_recording (stepper)->loss;

      if (chain_stepper_known (stepper, loss, FALSE))
        return chain_walk_value (chain_stepper_walk (stepper), loss)->values[0];
    }
  return epoch != NULL ? epoch->loss : NAN;
}

static void
update_metric (ChainProgressPanel *self)
{
  const ChainDataset *dataset = chain_session_get_dataset (self->session);
  const gboolean      validation = dataset != NULL && dataset->n_validation_rows > 0;
  const ChainMetrics *metrics = chain_session_get_metrics (self->session, validation);
  const gboolean      classes = metrics != NULL ? metrics->n_classes > 0
                                                : dataset != NULL && dataset->classes != NULL;
  g_autofree char    *name = g_strdup_printf ("%s (%s)", classes ? "Accuracy" : "R²",
                                              validation ? "validation" : "training");

  gtk_label_set_text (self->metric_name, name);
  show_number (self->metric, metrics == NULL ? NAN : classes ? metrics->accuracy : metrics->r2);
}

static void
update_position (ChainProgressPanel *self)
{
  ChainStepper    *stepper = chain_session_get_stepper (self->session);
  g_autofree char *iteration = NULL;

  if (stepper != NULL)
    iteration = g_strdup_printf ("%" G_GUINT64_FORMAT, chain_stepper_iteration (stepper) + 1);
  gtk_label_set_text (self->iteration, iteration != NULL ? iteration : UNKNOWN);
  show_number (self->learning_rate,
               stepper != NULL ? chain_stepper_learning_rate (stepper) : NAN);
  show_number (self->loss, current_loss (self));
}

static void
update_epochs (ChainProgressPanel *self)
{
  g_autofree char *text = NULL;
  guint            done, planned;
  double           speed;

  chain_session_get_progress (self->session, &done, &planned, &speed);
  if (chain_session_get_training (self->session))
    text = g_strdup_printf ("%u of %u · %.0f/s", done, planned, speed);
  else if (planned > 0)
    text = g_strdup_printf ("%u of %u", done, planned);
  gtk_label_set_text (self->epochs, text != NULL ? text : UNKNOWN);
}

/* Seconds in the unit that suits them: "12 s", "3 min", "2.5 h". */
static char *
duration_text (double seconds)
{
  if (seconds < 100)
    return g_strdup_printf ("%.0f s", ceil (seconds));
  if (seconds < 100 * 60)
    return g_strdup_printf ("%.0f min", seconds / 60);
  return g_strdup_printf ("%.1f h", seconds / 3600);
}

static void
update_left (ChainProgressPanel *self)
{
  const ChainRun     *run = chain_session_get_run (self->session);
  const guint         left = chain_session_get_epochs_left (self->session);
  const gboolean      training = chain_session_get_training (self->session);
  g_autoptr (GString) text = g_string_new (NULL);
  guint               done, planned;
  double              speed, share;

  chain_session_get_progress (self->session, &done, &planned, &speed);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), planned > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->left), planned > 0 && run != NULL);
  if (planned == 0 || run == NULL)
    return;
  share = done + (double) (run->end % run->steps_per_epoch) / run->steps_per_epoch;
  gtk_progress_bar_set_fraction (self->bar, MIN (share / planned, 1));
  if (training)
    g_string_printf (text, "epoch %u of %u, step %" G_GUINT64_FORMAT " of %u",
                     MIN (done + 1, planned), planned, run->end % run->steps_per_epoch + 1,
                     run->steps_per_epoch);
  else if (left > 0)
    g_string_printf (text, "paused; %u epoch%s left", left, left == 1 ? "" : "s");
  if (training && speed > 0)
    {
      g_autofree char *rest = duration_text ((planned - share) / speed);

      g_string_append_printf (text, " · %s left", rest);
    }
  gtk_label_set_text (self->left, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->left), text->len > 0);
}

static void
update_pace (ChainProgressPanel *self)
{
  const guint pace = chain_session_get_pace (self->session);

  for (guint i = 0; i < G_N_ELEMENTS (paces); i++)
    if (paces[i].steps == pace && gtk_drop_down_get_selected (self->pace) != i)
      gtk_drop_down_set_selected (self->pace, i);
}

static void
on_pace_selected (ChainProgressPanel *self)
{
  const guint i = gtk_drop_down_get_selected (self->pace);

  if (self->session != NULL && i < G_N_ELEMENTS (paces)
      && paces[i].steps != chain_session_get_pace (self->session))
    chain_session_set_pace (self->session, paces[i].steps);
}

static void
update_all (ChainProgressPanel *self)
{
  const ChainHistoryEpoch *epoch = last_epoch (chain_session_get_history (self->session));
  const char              *message = chain_session_get_training_message (self->session);

  show_number (self->validation_loss, epoch != NULL ? epoch->validation_loss : NAN);
  update_metric (self);
  update_epochs (self);
  update_left (self);
  update_position (self);
  gtk_label_set_text (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL && *message != '\0');
}

static void
chain_progress_panel_dispose (GObject *object)
{
  ChainProgressPanel *self = CHAIN_PROGRESS_PANEL (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_PROGRESS_PANEL);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_progress_panel_parent_class)->dispose (object);
}

static void
chain_progress_panel_class_init (ChainProgressPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_progress_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/progress-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainProgressPanel, loss);
  gtk_widget_class_bind_template_child (widget_class, ChainProgressPanel, validation_loss);
  gtk_widget_class_bind_template_child (widget_class, ChainProgressPanel, metric_name);
  gtk_widget_class_bind_template_child (widget_class, ChainProgressPanel, metric);
  gtk_widget_class_bind_template_child (widget_class, ChainProgressPanel, iteration);
  gtk_widget_class_bind_template_child (widget_class, ChainProgressPanel, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, ChainProgressPanel, epochs);
  gtk_widget_class_bind_template_child (widget_class, ChainProgressPanel, message);
  gtk_widget_class_bind_template_child (widget_class, ChainProgressPanel, pace);
  gtk_widget_class_bind_template_child (widget_class, ChainProgressPanel, bar);
  gtk_widget_class_bind_template_child (widget_class, ChainProgressPanel, left);
  gtk_widget_class_bind_template_callback (widget_class, on_pace_selected);
}

static void
chain_progress_panel_init (ChainProgressPanel *self)
{
  const char *titles[G_N_ELEMENTS (paces) + 1] = { NULL };
  g_autoptr (GtkStringList) list = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (paces); i++)
    titles[i] = paces[i].title;
  list = gtk_string_list_new (titles);
  gtk_drop_down_set_model (self->pace, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->pace, G_N_ELEMENTS (paces) - 1);
}

/**
 * chain_progress_panel_set_session:
 * @panel: a panel
 * @session: the document; set once
 */
void
chain_progress_panel_set_session (ChainProgressPanel *panel,
                                  ChainSession       *session)
{
  g_return_if_fail (CHAIN_IS_PROGRESS_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (update_all), panel);
  g_signal_connect_swapped (session, "position-changed", G_CALLBACK (update_position), panel);
  g_signal_connect_swapped (session, "training-changed", G_CALLBACK (update_all), panel);
  g_signal_connect_swapped (session, "view-changed", G_CALLBACK (update_pace), panel);
  update_all (panel);
}
