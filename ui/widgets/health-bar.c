/* health-bar.c: how a run ended and what keeps the network from learning, until it is dismissed.
 *
 * A failed run is told by the window; the bar tells that early stopping ended it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/health-bar.h"

#include "ui/widgets/template.h"

#define MOST_HEIGHT 60 /* three lines; the rest is scrolled to */

struct _ChainHealthBar
{
  GtkWidget          parent_instance;

  ChainSession      *session;   /* owned; NULL before it is set */
  const ChainHealth *dismissed; /* the one whose warnings were read; not owned, only compared */
  GtkScrolledWindow *scroller;
  GtkLabel          *warnings;
};

G_DEFINE_FINAL_TYPE (ChainHealthBar, chain_health_bar, GTK_TYPE_WIDGET)

/* As high as the text: a short window takes the room from the drawing, not from the lines. The
 * lines are measured as they are, since the label may not have been given its width yet. */
static void
fit_height (ChainHealthBar *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (
      GTK_WIDGET (self->warnings), gtk_label_get_text (self->warnings));
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  /* A scrollbar, even one that is not shown, is higher than a line. */
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER,
                                  height > MOST_HEIGHT ? GTK_POLICY_AUTOMATIC : GTK_POLICY_NEVER);
  gtk_scrolled_window_set_min_content_height (self->scroller, MIN (height, MOST_HEIGHT));
}

static void
append_line (GString    *text,
             const char *line)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

static void
update (ChainHealthBar *self)
{
  const ChainHealth  *health = chain_session_get_health (self->session);
  const char         *message = chain_session_get_training_message (self->session);
  g_autoptr (GString) text = g_string_new (NULL);

  if (health == NULL)
    self->dismissed = NULL;
  else if (message != NULL && !chain_session_get_training_failed (self->session))
    g_string_printf (text, "Training %s", message);
  for (guint i = 0; health != NULL && i < health->warnings->len; i++)
    append_line (text, health->warnings->pdata[i]);
  gtk_label_set_text (self->warnings, text->str);
  if (text->len > 0)
    fit_height (self);
  gtk_widget_set_visible (GTK_WIDGET (self), text->len > 0 && health != self->dismissed);
}

static void
on_dismissed (GtkButton      *button,
              ChainHealthBar *self)
{
  self->dismissed = chain_session_get_health (self->session);
  update (self);
}

static void
chain_health_bar_dispose (GObject *object)
{
  ChainHealthBar *self = CHAIN_HEALTH_BAR (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_HEALTH_BAR);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_health_bar_parent_class)->dispose (object);
}

static void
chain_health_bar_class_init (ChainHealthBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_health_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/health-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainHealthBar, scroller);
  gtk_widget_class_bind_template_child (widget_class, ChainHealthBar, warnings);
  gtk_widget_class_bind_template_callback (widget_class, on_dismissed);
}

static void
chain_health_bar_init (ChainHealthBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chain_health_bar_set_session:
 * @bar: a bar
 * @session: the document; set once
 */
void
chain_health_bar_set_session (ChainHealthBar *bar,
                              ChainSession   *session)
{
  g_return_if_fail (CHAIN_IS_HEALTH_BAR (bar) && bar->session == NULL);

  bar->session = g_object_ref (session);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (update), bar);
  g_signal_connect_swapped (session, "training-changed", G_CALLBACK (update), bar);
  update (bar);
}
