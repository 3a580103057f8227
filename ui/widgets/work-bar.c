/* work-bar.c: what is being opened or prepared, how far it is, and a way out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/work-bar.h"

#include "ui/widgets/cell-text.h"
#include "ui/widgets/template.h"

#define PATIENCE 200 /* milliseconds of work before the bar is shown */
#define INTERVAL 50  /* milliseconds between two looks */

struct _ChainWorkBar
{
  GtkWidget parent_instance;

  GtkRevealer    *revealer;
  GtkLabel       *title;
  GtkLabel       *amount;
  GtkProgressBar *progress;
  GtkButton      *cancel;

  ChainSession *session; /* owned; NULL before it is set */
  guint         source;
};

G_DEFINE_FINAL_TYPE (ChainWorkBar, chain_work_bar, GTK_TYPE_WIDGET)

/* "412.3 MB of 1.0 GB · 3 200 000 rows", as far as it is known. */
static char *
describe_amount (const ChainWorkProgress *progress)
{
  GString *text = g_string_new (NULL);

  if (progress->of_bytes > 0)
    {
      g_autofree char *bytes = g_format_size (progress->bytes);
      g_autofree char *of_bytes = g_format_size (progress->of_bytes);

      g_string_append_printf (text, "%s of %s", bytes, of_bytes);
    }
  if (progress->rows > 0)
    {
      g_autofree char *rows = chain_cell_count (progress->rows);

      g_string_append_printf (text, "%s%s rows", text->len > 0 ? " · " : "", rows);
    }
  return g_string_free (text, FALSE);
}

static void
show_progress (ChainWorkBar *self, const char *title, const ChainWorkProgress *progress)
{
  g_autofree char *amount = describe_amount (progress);
  const gboolean   reading = progress->of_bytes > 0 && progress->bytes < progress->of_bytes;
  const gboolean   counting = progress->of_done > 0;

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->amount, amount);
  if (reading)
    gtk_progress_bar_set_fraction (self->progress,
                                   (double) progress->bytes / (double) progress->of_bytes);
  else if (counting)
    gtk_progress_bar_set_fraction (self->progress,
                                   (double) progress->done / (double) progress->of_done);
  else
    gtk_progress_bar_pulse (self->progress);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), progress->cancellable);
}

static gboolean
look (gpointer data)
{
  ChainWorkBar     *self = data;
  ChainWorkProgress progress;
  const char       *title = chain_session_get_work (self->session, &progress);
  const gint64      waited = title != NULL ? g_get_monotonic_time () - progress.begun : 0;

  if (title != NULL && waited >= PATIENCE * 1000)
    {
      show_progress (self, title, &progress);
      gtk_revealer_set_reveal_child (self->revealer, TRUE);
    }
  if (title != NULL)
    return G_SOURCE_CONTINUE;
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static void
on_work_changed (ChainWorkBar *self)
{
  if (self->source == 0 && chain_session_get_work (self->session, NULL) != NULL)
    self->source = g_timeout_add (INTERVAL, look, self);
  else if (self->source != 0 && chain_session_get_work (self->session, NULL) == NULL)
    {
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      g_clear_handle_id (&self->source, g_source_remove);
    }
}

static void
on_cancel (ChainWorkBar *self)
{
  chain_session_cancel_work (self->session);
}

static void
chain_work_bar_dispose (GObject *object)
{
  ChainWorkBar *self = CHAIN_WORK_BAR (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_WORK_BAR);
  G_OBJECT_CLASS (chain_work_bar_parent_class)->dispose (object);
}

static void
chain_work_bar_class_init (ChainWorkBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_work_bar_dispose;
  gtk_widget_class_set_css_name (widget_class, "work-bar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/work-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainWorkBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkBar, title);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkBar, amount);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkBar, progress);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkBar, cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
chain_work_bar_init (ChainWorkBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chain_work_bar_set_session:
 * @bar: the bar
 * @session: whose work it shows
 */
void
chain_work_bar_set_session (ChainWorkBar *bar, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_WORK_BAR (bar) && bar->session == NULL);

  bar->session = g_object_ref (session);
  g_signal_connect_object (session, "work-changed", G_CALLBACK (on_work_changed), bar,
                           G_CONNECT_SWAPPED);
  on_work_changed (bar);
}
