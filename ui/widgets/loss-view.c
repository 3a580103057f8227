/* loss-view.c: the loss of the current run against the iteration.
 *
 * The loss of each batch is a thin line; the means of the epochs and the validation loss are
 * strong ones. The loss axis is logarithmic as long as every value is above zero.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/loss-view.h"

#include "ui/widgets/chart-view.h"

#include <math.h>

struct _ChainLossView
{
  GtkWidget       parent_instance;

  ChainSession   *session; /* owned; NULL before it is set */
  ChainChartView *chart;
};

G_DEFINE_FINAL_TYPE (ChainLossView, chain_loss_view, GTK_TYPE_WIDGET)

static void
add_batches (ChainChart         *chart,
             const ChainHistory *history)
{
  const gsize         n = history->steps->len;
  g_autofree double  *x = g_new (double, n);
  g_autofree double  *y = g_new (double, n);
  const gboolean      alone = history->epochs->len < 2;

  for (gsize i = 0; i < n; i++)
    {
      const ChainHistoryStep *step = &g_array_index (history->steps, ChainHistoryStep, i);

      x[i] = (double) step->step;
      y[i] = step->loss;
    }
  chain_chart_add_series (chart, alone ? "training loss" : "batch", CHAIN_INK_ACCENT,
                          alone ? 1.8 : 1, alone ? 1 : 0.35, x, y, n);
}

static void
add_epochs (ChainChart         *chart,
            const ChainHistory *history)
{
  const gsize        n = history->epochs->len;
  g_autofree double *x = g_new (double, n);
  g_autofree double *loss = g_new (double, n);
  g_autofree double *validation = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      const ChainHistoryEpoch *epoch = &g_array_index (history->epochs, ChainHistoryEpoch, i);

      x[i] = (double) epoch->step;
      loss[i] = epoch->loss;
      validation[i] = epoch->validation_loss;
    }
  if (n > 1)
    chain_chart_add_series (chart, "training loss", CHAIN_INK_ACCENT, 1.8, 1, x, loss, n);
  if (n > 0 && isfinite (validation[n - 1]))
    chain_chart_add_series (chart, "validation loss", CHAIN_INK_CONTRAST, 1.8, 1, x, validation,
                            n);
}

static gboolean
all_above_zero (const ChainChart *chart)
{
  for (guint i = 0; i < chart->series->len; i++)
    {
      const ChainSeries *series = chart->series->pdata[i];

      for (gsize j = 0; j < series->n; j++)
        if (series->y[j] <= 0)
          return FALSE;
    }
  return TRUE;
}

static void
update_chart (ChainLossView *self)
{
  const ChainHistory    *history = chain_session_get_history (self->session);
  g_autoptr (ChainChart) chart = chain_chart_new ();

  chart->x.title = g_strdup ("iteration");
  chart->y.title = g_strdup ("loss");
  if (history != NULL && history->steps->len > 0)
    {
      add_batches (chart, history);
      add_epochs (chart, history);
      chart->y.scale = all_above_zero (chart) ? CHAIN_SCALE_LOG : CHAIN_SCALE_LINEAR;
    }
  else
    chart->message = g_strdup ("The loss curve appears here as the network trains");
  chain_chart_view_take_chart (self->chart, g_steal_pointer (&chart));
}

static void
chain_loss_view_dispose (GObject *object)
{
  ChainLossView *self = CHAIN_LOSS_VIEW (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->chart != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->chart));
  self->chart = NULL;
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_loss_view_parent_class)->dispose (object);
}

static void
chain_loss_view_class_init (ChainLossViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_loss_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chain_loss_view_init (ChainLossView *self)
{
  self->chart = CHAIN_CHART_VIEW (chain_chart_view_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Loss curve", -1);
  gtk_widget_set_parent (GTK_WIDGET (self->chart), GTK_WIDGET (self));
}

/**
 * chain_loss_view_set_session:
 * @view: a view
 * @session: the document; set once
 */
void
chain_loss_view_set_session (ChainLossView *view,
                             ChainSession  *session)
{
  g_return_if_fail (CHAIN_IS_LOSS_VIEW (view) && view->session == NULL);

  view->session = g_object_ref (session);
  g_signal_connect_swapped (session, "training-changed", G_CALLBACK (update_chart), view);
  update_chart (view);
}
