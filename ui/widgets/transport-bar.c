/* transport-bar.c: moves through the steps of training, and trains.
 *
 * The buttons name the window's actions; the slider and the list below the counter go to any step
 * of the iteration.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/transport-bar.h"

#include "ui/widgets/late-popover.h"
#include "ui/widgets/steps-menu.h"
#include "ui/widgets/template.h"

struct _ChainTransportBar
{
  GtkWidget      parent_instance;

  ChainSession  *session; /* owned; NULL before it is set */
  gboolean       updating;
  GtkWidget     *step;
  GtkImage      *play_image;
  GtkRange      *position;
  GtkMenuButton *steps_button;
  GtkLabel      *counter;
  GtkStack      *train_or_pause;
  GtkButton     *train;
};

G_DEFINE_FINAL_TYPE (ChainTransportBar, chain_transport_bar, GTK_TYPE_WIDGET)

static void
on_position_value_changed (GtkRange          *range,
                           ChainTransportBar *self)
{
  if (!self->updating && self->session != NULL)
    chain_session_go_to_position (self->session, (guint) (gtk_range_get_value (range) + 0.5));
}

static void
update_position (ChainTransportBar *self)
{
  ChainStepper    *stepper = chain_session_get_stepper (self->session);
  const gboolean   training = chain_session_get_training (self->session);
  g_autofree char *text = NULL;
  guint            row;

  self->updating = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->position), stepper != NULL && !training);
  if (stepper != NULL)
    {
      const guint n_steps = chain_stepper_n_steps (stepper);
      const guint position = chain_stepper_position (stepper);
      const gboolean within = chain_stepper_part (stepper) > 0;
      const char *outside = chain_session_get_outside (self->session, &row);

      gtk_range_set_range (self->position, 0, n_steps);
      gtk_range_set_value (self->position, position);
      text = g_strdup_printf ("%s %u of %u\n%s %" G_GUINT64_FORMAT, within ? "in step" : "step",
                              within ? position + 1 : position, n_steps,
                              outside != NULL ? "trial with row" : "iteration",
                              outside != NULL ? (guint64) row + 1
                                              : chain_stepper_iteration (stepper) + 1);
    }
  gtk_label_set_text (self->counter, text != NULL ? text : "");
  self->updating = FALSE;
}

static void
update_training (ChainTransportBar *self)
{
  const gboolean training = chain_session_get_training (self->session);
  const char    *label = chain_session_get_epochs_left (self->session) > 0 ? "Continue" : "Train";

  /* The label changes, what the button is called does not. */
  if (g_strcmp0 (gtk_button_get_label (self->train), label) != 0)
    {
      gtk_button_set_label (self->train, label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->train), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      "Train", -1);
    }
  gtk_stack_set_visible_child_name (self->train_or_pause, training ? "pause" : "train");
  update_position (self);
}

static void
update_playing (ChainTransportBar *self)
{
  gtk_image_set_from_icon_name (self->play_image, chain_session_get_playing (self->session)
                                                      ? "media-playback-pause-symbolic"
                                                      : "media-seek-forward-symbolic");
}

static gboolean
chain_transport_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CHAIN_TRANSPORT_BAR (widget)->step);
}

static void
chain_transport_bar_dispose (GObject *object)
{
  ChainTransportBar *self = CHAIN_TRANSPORT_BAR (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  self->updating = TRUE;
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_TRANSPORT_BAR);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_transport_bar_parent_class)->dispose (object);
}

static void
chain_transport_bar_class_init (ChainTransportBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_transport_bar_dispose;
  widget_class->grab_focus = chain_transport_bar_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "transport");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/transport-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainTransportBar, step);
  gtk_widget_class_bind_template_child (widget_class, ChainTransportBar, play_image);
  gtk_widget_class_bind_template_child (widget_class, ChainTransportBar, position);
  gtk_widget_class_bind_template_child (widget_class, ChainTransportBar, steps_button);
  gtk_widget_class_bind_template_child (widget_class, ChainTransportBar, counter);
  gtk_widget_class_bind_template_child (widget_class, ChainTransportBar, train_or_pause);
  gtk_widget_class_bind_template_child (widget_class, ChainTransportBar, train);
  gtk_widget_class_bind_template_callback (widget_class, on_position_value_changed);
}

static void
chain_transport_bar_init (ChainTransportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chain_transport_bar_set_session:
 * @bar: a bar
 * @session: the document; set once
 */
void
chain_transport_bar_set_session (ChainTransportBar *bar,
                                 ChainSession      *session)
{
  g_return_if_fail (CHAIN_IS_TRANSPORT_BAR (bar) && bar->session == NULL);

  bar->session = g_object_ref (session);
  chain_steps_menu_recall_interval (session);
  chain_late_popover_set (bar->steps_button, chain_steps_menu_new, session);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (update_position), bar);
  g_signal_connect_swapped (session, "position-changed", G_CALLBACK (update_position), bar);
  g_signal_connect_swapped (session, "training-changed", G_CALLBACK (update_training), bar);
  g_signal_connect_swapped (session, "notify::playing", G_CALLBACK (update_playing), bar);
  update_training (bar);
}
