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
  gint64          next;    /* monotonic time from which the chart may be made again */
  guint           timeout; /* 0: none is waiting to do so */
};

G_DEFINE_FINAL_TYPE (ChainLossView, chain_loss_view, GTK_TYPE_WIDGET)

#define MOST_BUCKETS 2000 /* more points than a window has columns are reduced to so many pairs */
#define IDLE_SHARE 10     /* a long run's chart is made again after so many times what it took */

/* Point @i of a curve. */
typedef double (*Reader) (const ChainHistory *history,
                          gsize               i,
                          double             *x);

static double
read_batch (const ChainHistory *history,
            gsize               i,
            double             *x)
{
  const ChainHistoryStep *step = &g_array_index (history->steps, ChainHistoryStep, i);

  *x = (double) step->step;
  return step->loss;
}

static double
read_epoch (const ChainHistory *history,
            gsize               i,
            double             *x)
{
  const ChainHistoryEpoch *epoch = &g_array_index (history->epochs, ChainHistoryEpoch, i);

  *x = (double) epoch->step;
  return epoch->loss;
}

static double
read_validation (const ChainHistory *history,
                 gsize               i,
                 double             *x)
{
  const ChainHistoryEpoch *epoch = &g_array_index (history->epochs, ChainHistoryEpoch, i);

  *x = (double) epoch->step;
  return epoch->validation_loss;
}

static const struct
{
  const char *title;
  Reader      read;
  gboolean    per_step;
  ChainInk    ink;
  double      width;
  double      alpha;
} curves[] = {
  { "batch", read_batch, TRUE, CHAIN_INK_ACCENT, 1, 0.35 },
  { "training loss", read_epoch, FALSE, CHAIN_INK_ACCENT, 1.8, 1 },
  { "validation loss", read_validation, FALSE, CHAIN_INK_CONTRAST, 1.8, 1 },
};

/* Appends the smallest and the largest of some points, in their order. */
static gsize
append_extremes (const ChainHistory *history,
                 Reader              read,
                 gsize               from,
                 gsize               to,
                 double             *x,
                 double             *y)
{
  gsize  low = from, high = from;
  double least, most, at;
  gsize  n = 0;

  least = most = read (history, from, &at);
  for (gsize i = from + 1; i < to; i++)
    {
      const double value = read (history, i, &at);

      if (value < least)
        {
          least = value;
          low = i;
        }
      if (value > most)
        {
          most = value;
          high = i;
        }
    }
  y[n] = read (history, MIN (low, high), &x[n]);
  n++;
  if (low == high)
    return n;
  y[n] = read (history, MAX (low, high), &x[n]);
  return n + 1;
}

static void
add_curve (ChainChart         *chart,
           const ChainHistory *history,
           gsize               curve)
{
  const gsize        n = (curves[curve].per_step ? history->steps : history->epochs)->len;
  const gsize        stride = n > 2 * MOST_BUCKETS ? n / MOST_BUCKETS : 1;
  g_autofree double *x = g_new (double, 2 * (n / stride + 1));
  g_autofree double *y = g_new (double, 2 * (n / stride + 1));
  gsize              n_points = 0;

  for (gsize from = 0; from < n; from += stride)
    n_points += append_extremes (history, curves[curve].read, from, MIN (from + stride, n),
                                 x + n_points, y + n_points);
  if (n_points > 1 && isfinite (y[n_points - 1]))
    chain_chart_add_series (chart, curves[curve].title, curves[curve].ink, curves[curve].width,
                            curves[curve].alpha, x, y, n_points);
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
make_chart (ChainLossView *self)
{
  const ChainHistory    *history = chain_session_get_history (self->session);
  g_autoptr (ChainChart) chart = chain_chart_new ();
  const gint64           start = g_get_monotonic_time ();

  chart->x.title = g_strdup ("iteration");
  chart->y.title = g_strdup ("loss");
  if (history != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (curves); i++)
      add_curve (chart, history, i);
  if (chart->series->len > 0)
    chart->y.scale = all_above_zero (chart) ? CHAIN_SCALE_LOG : CHAIN_SCALE_LINEAR;
  else
    chart->message = g_strdup ("The loss curve appears here as the network trains");
  chain_chart_view_take_chart (self->chart, g_steal_pointer (&chart));
  self->next = g_get_monotonic_time () + IDLE_SHARE * (g_get_monotonic_time () - start);
}

static gboolean
on_timeout (gpointer data)
{
  ChainLossView *self = data;

  self->timeout = 0;
  make_chart (self);
  return G_SOURCE_REMOVE;
}

/* The longer the run, the more a chart costs and the less often it is made. */
static void
update_chart (ChainLossView *self)
{
  const gint64 wait = self->next - g_get_monotonic_time ();

  if (wait > 0 && chain_session_get_training (self->session))
    {
      if (self->timeout == 0)
        self->timeout = g_timeout_add ((guint) (wait / 1000) + 1, on_timeout, self);
      return;
    }
  g_clear_handle_id (&self->timeout, g_source_remove);
  make_chart (self);
}

static void
chain_loss_view_dispose (GObject *object)
{
  ChainLossView *self = CHAIN_LOSS_VIEW (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_handle_id (&self->timeout, g_source_remove);
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
