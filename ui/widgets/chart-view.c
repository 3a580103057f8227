/* chart-view.c: a chart in the window, with what the pointer reads and picks.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/chart-view.h"

#include "ui/paint/chart-axis.h"

#include <math.h>

#define LEAST_WIDTH 200
#define LEAST_HEIGHT 120
#define NO_HOVER (-1.0)
#define ZOOM_STEP 0.8
#define PAN_STEP 0.1
#define READ_STEP 4 /* pixels */
#define CLOSEST 1e-9      /* of the whole axis */
#define CLOSEST_COUNT 0.5 /* of an axis of whole numbers */

struct _ChainChartView
{
  GtkWidget   parent_instance;

  ChainChart *chart;    /* (nullable) */
  gboolean    pickable;
  double      hover;    /* pixels from the left, or NO_HOVER */
  gboolean    zoomable;
  gboolean    zoomed;
  double      from, to; /* what is shown of the x axis while zoomed */
  double      whole_from, whole_to; /* what the chart asks for */
  double      drag_from, drag_to;   /* what was shown when the drag began */
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

/* Gives the chart the part of its axis that is to be seen. */
static void
apply_zoom (ChainChartView *view)
{
  if (!view->chart || !view->zoomable)
    return;
  view->chart->x.from = view->zoomed ? view->from : view->whole_from;
  view->chart->x.to = view->zoomed ? view->to : view->whole_to;
  view->chart->fits_seen = view->zoomed;
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

/* The whole of the axis, whatever is shown of it. */
static void
get_whole (ChainChartView  *view,
           ChainChartFrame *frame)
{
  const ChainAxis shown = view->chart->x;

  view->chart->x.from = view->whole_from;
  view->chart->x.to = view->whole_to;
  get_frame (view, frame);
  view->chart->x = shown;
}

/* Shows a part of the axis, given as positions within what is @from to @to now. */
static void
show_part (ChainChartView *view,
           double          from,
           double          to,
           double          first,
           double          last)
{
  ChainChartFrame  whole;
  const ChainAxis *axis = &view->chart->x;
  double           low, high, shift;
  double           closest = CLOSEST;

  get_whole (view, &whole);
  if (axis->counts && axis->scale == CHAIN_SCALE_LINEAR)
    closest = CLOSEST_COUNT / MAX (whole.x_to - whole.x_from, 1);
  low = chain_axis_position (axis, whole.x_from, whole.x_to,
                             chain_axis_value_at (axis, from, to, first));
  high = chain_axis_position (axis, whole.x_from, whole.x_to,
                              chain_axis_value_at (axis, from, to, last));
  if (!(high - low > closest))
    return;
  shift = low < 0 ? -low : high > 1 ? 1 - high : 0;
  low += shift;
  high += shift;
  view->zoomed = low > CLOSEST || high < 1 - CLOSEST;
  view->from = chain_axis_value_at (axis, whole.x_from, whole.x_to, MAX (low, 0));
  view->to = chain_axis_value_at (axis, whole.x_from, whole.x_to, MIN (high, 1));
  apply_zoom (view);
}

static void
zoom (ChainChartView *view,
      double          factor,
      double          pixel)
{
  ChainChartFrame frame;
  double          at;

  if (!get_frame (view, &frame))
    return;
  at = pixel < 0 ? 0.5 : CLAMP ((pixel - frame.left) / frame.width, 0, 1);
  show_part (view, frame.x_from, frame.x_to, at - at * factor, at + (1 - at) * factor);
}

static void
pan (ChainChartView *view,
     double          share)
{
  ChainChartFrame frame;

  if (get_frame (view, &frame))
    show_part (view, frame.x_from, frame.x_to, share, 1 + share);
}

static void
show_whole (ChainChartView *view)
{
  view->zoomed = FALSE;
  apply_zoom (view);
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

static gboolean
on_scroll (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           ChainChartView           *view)
{
  const GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (!view->zoomable || !view->chart)
    return GDK_EVENT_PROPAGATE;
  if (dx != 0 || state & GDK_SHIFT_MASK)
    pan (view, PAN_STEP * (dx != 0 ? dx : dy));
  else
    zoom (view, pow (ZOOM_STEP, -dy), view->hover);
  return GDK_EVENT_STOP;
}

static void
on_drag_begin (G_GNUC_UNUSED GtkGestureDrag *gesture,
               G_GNUC_UNUSED double          x,
               G_GNUC_UNUSED double          y,
               ChainChartView               *view)
{
  ChainChartFrame frame;

  if (!view->zoomable || !get_frame (view, &frame))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (view));
  view->drag_from = frame.x_from;
  view->drag_to = frame.x_to;
}

static void
on_drag_update (G_GNUC_UNUSED GtkGestureDrag *gesture,
                double                        dx,
                G_GNUC_UNUSED double          dy,
                ChainChartView               *view)
{
  ChainChartFrame frame;

  if (view->zoomable && view->zoomed && get_frame (view, &frame))
    show_part (view, view->drag_from, view->drag_to, -dx / frame.width, 1 - dx / frame.width);
}

/* What the arrow keys read is said as well. */
static void
read_at (ChainChartView *view,
         double          pixel)
{
  ChainChartFrame  frame;
  g_autofree char *text = NULL;

  if (!get_frame (view, &frame))
    return;
  pixel = CLAMP (pixel, frame.left, frame.left + frame.width);
  set_hover (view, pixel);
  text = chain_chart_read (view->chart, chain_chart_frame_x_at (view->chart, &frame, pixel));
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

/* The x of the curve's point nearest to what is read, or so many points further. */
static double
get_point (ChainChartView        *view,
           const ChainChartFrame *frame,
           int                    further)
{
  const double pixel = view->hover < 0 ? frame->left + frame->width / 2 : view->hover;

  return chain_chart_go (view->chart, chain_chart_frame_x_at (view->chart, frame, pixel), further);
}

static void
go_along (ChainChartView *view,
          int             way)
{
  ChainChartFrame frame;
  double          x;

  if (!get_frame (view, &frame))
    return;
  x = get_point (view, &frame, view->hover < 0 ? 0 : way);
  if (isfinite (x))
    read_at (view, frame.left
                       + frame.width
                             * chain_axis_position (&view->chart->x, frame.x_from, frame.x_to, x));
}

static void
pick_point (ChainChartView *view)
{
  ChainChartFrame frame;
  double          x;

  if (view->hover < 0 || !get_frame (view, &frame))
    return;
  x = get_point (view, &frame, 0);
  if (isfinite (x))
    g_signal_emit (view, signals[SIGNAL_PICKED], 0, x);
}

/* A chart to pick from is read point by point, so that what is picked is what was read. */
static gboolean
on_picking_key (ChainChartView *view,
                guint           key,
                int             way)
{
  if (way != 0)
    go_along (view, way);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter)
    pick_point (view);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
on_key (G_GNUC_UNUSED GtkEventControllerKey *controller,
        guint                                key,
        G_GNUC_UNUSED guint                  code,
        GdkModifierType                      state,
        ChainChartView                      *view)
{
  const int way = key == GDK_KEY_Right || key == GDK_KEY_KP_Right ? 1
                  : key == GDK_KEY_Left || key == GDK_KEY_KP_Left ? -1
                                                                  : 0;

  if (!view->chart || state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (view->pickable && !view->zoomable)
    return on_picking_key (view, key, way);
  if (!view->zoomable)
    return GDK_EVENT_PROPAGATE;
  if (way != 0 && state & GDK_SHIFT_MASK)
    pan (view, way * PAN_STEP);
  else if (way != 0)
    read_at (view, view->hover < 0 ? gtk_widget_get_width (GTK_WIDGET (view)) / 2.0
                                   : view->hover + way * READ_STEP);
  else if (key == GDK_KEY_plus || key == GDK_KEY_equal || key == GDK_KEY_KP_Add)
    zoom (view, ZOOM_STEP, view->hover);
  else if (key == GDK_KEY_minus || key == GDK_KEY_KP_Subtract)
    zoom (view, 1 / ZOOM_STEP, view->hover);
  else if (key == GDK_KEY_0 || key == GDK_KEY_KP_0)
    show_whole (view);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
on_pressed (G_GNUC_UNUSED GtkGestureClick *gesture,
            int                            n_press,
            G_GNUC_UNUSED double           x,
            G_GNUC_UNUSED double           y,
            ChainChartView                *view)
{
  if (view->pickable)
    gtk_widget_grab_focus (GTK_WIDGET (view)); /* the arrow keys go on from there */
  if (view->zoomable && n_press == 2)
    show_whole (view);
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
  if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget), 0, 0, width,
                               height);
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
add_zoom_controllers (ChainChartView *view)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (
      GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture         *drag = gtk_gesture_drag_new ();

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), view);
  gtk_widget_add_controller (GTK_WIDGET (view), scroll);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), view);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), view);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), view);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (drag));
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
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), view);
  g_signal_connect (click, "released", G_CALLBACK (on_released), view);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
  add_zoom_controllers (view);
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
  if (chart)
    {
      view->whole_from = chart->x.from;
      view->whole_to = chart->x.to;
    }
  apply_zoom (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

/**
 * chain_chart_view_set_pickable:
 * @view: a view
 * @pickable: whether a click picks an x, and on a chart that is not zoomed Enter, at a point of its
 *   first titled curve that the arrow keys go to
 */
void
chain_chart_view_set_pickable (ChainChartView *view,
                               gboolean        pickable)
{
  g_return_if_fail (CHAIN_IS_CHART_VIEW (view));

  view->pickable = pickable;
  /* It stays so: while its curve is made anew the view must not lose the focus. */
  if (pickable)
    gtk_widget_set_focusable (GTK_WIDGET (view), TRUE);
}

/**
 * chain_chart_view_set_zoomable:
 * @view: a view
 * @zoomable: whether a part of the x axis can be looked at
 */
void
chain_chart_view_set_zoomable (ChainChartView *view,
                               gboolean        zoomable)
{
  g_return_if_fail (CHAIN_IS_CHART_VIEW (view));

  view->zoomable = zoomable;
  gtk_widget_set_focusable (GTK_WIDGET (view), zoomable);
}

/**
 * chain_chart_view_draw:
 * @view: a view
 * @cr: a drawing
 * @context: fonts to write with
 * @width: of the drawing, pixels
 * @height: likewise
 *
 * Draws what is shown, in colours for paper.
 */
void
chain_chart_view_draw (ChainChartView *view,
                       cairo_t        *cr,
                       PangoContext   *context,
                       double          width,
                       double          height)
{
  g_return_if_fail (CHAIN_IS_CHART_VIEW (view));

  if (view->chart)
    chain_chart_draw (view->chart, cr, context, width, height, &chain_palette_light, NO_HOVER);
}
