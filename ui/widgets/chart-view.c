/* chart-view.c: a chart in the window, with what the pointer reads and picks.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/chart-view.h"

#define LEAST_WIDTH 200
#define LEAST_HEIGHT 120
#define NO_HOVER (-1.0)

struct _ChainChartView
{
  GtkWidget   parent_instance;

  ChainChart *chart;    /* (nullable) */
  gboolean    pickable;
  double      hover;    /* pixels from the left, or NO_HOVER */
};

G_DEFINE_FINAL_TYPE (ChainChartView, chain_chart_view, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
get_frame (ChainChartView  *view,
           ChainChartFrame *frame)
{
  GtkWidget *widget = GTK_WIDGET (view);

  if (!view->chart || gtk_widget_get_width (widget) <= 0)
    return FALSE;
  chain_chart_frame (view->chart, gtk_widget_get_pango_context (widget),
                     gtk_widget_get_width (widget), gtk_widget_get_height (widget), frame);
  return TRUE;
}

static gboolean
is_inside (const ChainChartFrame *frame,
           double                 x,
           double                 y)
{
  return x >= frame->left && x <= frame->left + frame->width && y >= frame->top
         && y <= frame->top + frame->height;
}

static void
set_hover (ChainChartView *view,
           double          hover)
{
  if (view->hover == hover)
    return;
  view->hover = hover;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (view),
                                   view->pickable && hover >= 0 ? "crosshair" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static void
on_motion (G_GNUC_UNUSED GtkEventControllerMotion *controller,
           double                                  x,
           double                                  y,
           ChainChartView                         *view)
{
  ChainChartFrame frame;

  set_hover (view, get_frame (view, &frame) && is_inside (&frame, x, y) ? x : NO_HOVER);
}

static void
on_leave (G_GNUC_UNUSED GtkEventControllerMotion *controller,
          ChainChartView                         *view)
{
  set_hover (view, NO_HOVER);
}

static void
on_released (G_GNUC_UNUSED GtkGestureClick *gesture,
             G_GNUC_UNUSED int              n_press,
             double                         x,
             double                         y,
             ChainChartView                *view)
{
  ChainChartFrame frame;

  if (view->pickable && get_frame (view, &frame) && is_inside (&frame, x, y))
    g_signal_emit (view, signals[SIGNAL_PICKED], 0,
                   chain_chart_frame_x_at (view->chart, &frame, x));
}

static void
chain_chart_view_measure (G_GNUC_UNUSED GtkWidget *widget,
                          GtkOrientation           orientation,
                          G_GNUC_UNUSED int        for_size,
                          int                     *minimum,
                          int                     *natural,
                          G_GNUC_UNUSED int       *minimum_baseline,
                          G_GNUC_UNUSED int       *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = *minimum;
}

static void
chain_chart_view_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  ChainChartView *view = CHAIN_CHART_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  GdkRGBA color;
  cairo_t *cr;

  if (!view->chart || width <= 0 || height <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  chain_chart_draw (view->chart, cr, gtk_widget_get_pango_context (widget), width, height,
                    chain_palette_for_text (color.red, color.green, color.blue), view->hover);
  cairo_destroy (cr);
}

static void
chain_chart_view_dispose (GObject *object)
{
  ChainChartView *view = CHAIN_CHART_VIEW (object);

  g_clear_pointer (&view->chart, chain_chart_free);
  G_OBJECT_CLASS (chain_chart_view_parent_class)->dispose (object);
}

static void
chain_chart_view_class_init (ChainChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_chart_view_dispose;
  widget_class->measure = chain_chart_view_measure;
  widget_class->snapshot = chain_chart_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  /**
   * ChainChartView::picked:
   * @view: the chart
   * @x: the value on the x axis that was clicked
   *
   * The user clicked the plotting area of a pickable chart.
   */
  signals[SIGNAL_PICKED] = g_signal_new ("picked", CHAIN_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static void
chain_chart_view_init (ChainChartView *view)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  view->hover = NO_HOVER;
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), view);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), view);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), view);
  gtk_widget_add_controller (GTK_WIDGET (view), motion);
  g_signal_connect (click, "released", G_CALLBACK (on_released), view);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
}

/**
 * chain_chart_view_new:
 *
 * Returns: (transfer floating): a view without a chart
 */
GtkWidget *
chain_chart_view_new (void)
{
  return g_object_new (CHAIN_TYPE_CHART_VIEW, NULL);
}

/**
 * chain_chart_view_take_chart:
 * @view: a view
 * @chart: (transfer full) (nullable): what to show from now on
 */
void
chain_chart_view_take_chart (ChainChartView *view,
                             ChainChart     *chart)
{
  g_return_if_fail (CHAIN_IS_CHART_VIEW (view));

  g_clear_pointer (&view->chart, chain_chart_free);
  view->chart = chart;
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

/**
 * chain_chart_view_set_pickable:
 * @view: a view
 * @pickable: whether a click picks an x
 */
void
chain_chart_view_set_pickable (ChainChartView *view,
                               gboolean        pickable)
{
  g_return_if_fail (CHAIN_IS_CHART_VIEW (view));

  view->pickable = pickable;
}
