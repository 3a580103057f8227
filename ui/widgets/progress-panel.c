/* progress-panel.c: how far training is, and how good: loss, metric, iteration, rate.
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
};

G_DEFINE_FINAL_TYPE (ChainProgressPanel, chain_progress_panel, GTK_TYPE_WIDGET)

#define DIGITS 5
#define UNKNOWN "–"

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

static void
update_all (ChainProgressPanel *self)
{
  const ChainHistoryEpoch *epoch = last_epoch (chain_session_get_history (self->session));
  const char              *message = chain_session_get_training_message (self->session);

  show_number (self->validation_loss, epoch != NULL ? epoch->validation_loss : NAN);
  update_metric (self);
  update_epochs (self);
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
}

static void
chain_progress_panel_init (ChainProgressPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  update_all (panel);
}
