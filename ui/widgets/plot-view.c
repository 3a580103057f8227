/* plot-view.c: shows a plot; the pointer and the arrow keys read it, a click picks a row.
 *
 * The plot is drawn once for a size and a theme; what is under the pointer is drawn over it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/plot-view.h"

#include <math.h>

#define LEAST_WIDTH 200
#define NATURAL_WIDTH 560 /* before what stands beside it gets more than it needs */
#define LEAST_HEIGHT 150
#define ZOOM_STEP 1.25
#define PAN_STEP 0.1 /* of the range, for each press of an arrow key */
#define CLICK 4.0    /* pixels a click may be off without being a drag */

struct _ChainPlotView
{
  GtkWidget parent_instance;

  ChainPlot          *plot;      /* (nullable) */
  char               *title;     /* for those who do not see it */
  gboolean            zoomable;
  cairo_surface_t    *picture;   /* NULL: to be drawn */
  int                 width;     /* of the picture, pixels */
  int                 height;
  const ChainPalette *palette;   /* of the picture */
  gboolean            reads;     /* something is read */
  ChainPlotHover      hover;     /* what; where `reads` */
  gboolean            points;    /* the pointer is in the view, at: */
  double              pointer_x, pointer_y;
  ChainPlotAxis       drag_x, drag_y; /* ranges as a drag began; titles are not theirs */
};

G_DEFINE_FINAL_TYPE (ChainPlotView, chain_plot_view, GTK_TYPE_WIDGET)

enum
{
  ROW_ACTIVATED,
  RANGE_CHANGED,
  RANGE_RESET,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
draw_picture (ChainPlotView *self, int width, int height, const ChainPalette *palette)
{
  const int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_t  *cr;

  g_clear_pointer (&self->picture, cairo_surface_destroy);
  self->picture
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * factor, height * factor);
  cairo_surface_set_device_scale (self->picture, factor, factor);
  self->width = width;
  self->height = height;
  self->palette = palette;
  cr = cairo_create (self->picture);
  chain_plot_draw (self->plot, cr, gtk_widget_get_pango_context (GTK_WIDGET (self)), width, height,
                   palette);
  cairo_destroy (cr);
}

static void
chain_plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ChainPlotView      *self = CHAIN_PLOT_VIEW (widget);
  const int           width = gtk_widget_get_width (widget);
  const int           height = gtk_widget_get_height (widget);
  const ChainPalette *palette;
  GdkRGBA             color;
  cairo_t            *cr;

  if (self->plot == NULL || width <= 0 || height <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  palette = chain_palette_for_text (color.red, color.green, color.blue);
  if (self->picture == NULL || width != self->width || height != self->height
      || palette != self->palette)
    draw_picture (self, width, height, palette);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_set_source_surface (cr, self->picture, 0, 0);
  cairo_paint (cr);
  if (self->reads)
    chain_plot_draw_hover (self->plot, &self->hover, cr, gtk_widget_get_pango_context (widget),
                           width, height, palette);
  cairo_destroy (cr);
}

static void
chain_plot_view_measure (GtkWidget     *widget G_GNUC_UNUSED,
                         GtkOrientation orientation,
                         int            for_size G_GNUC_UNUSED,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline G_GNUC_UNUSED,
                         int           *natural_baseline G_GNUC_UNUSED)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : LEAST_HEIGHT;
}

static void
get_frame (ChainPlotView *self, ChainPlotFrame *frame)
{
  GtkWidget *widget = GTK_WIDGET (self);

  chain_plot_frame (self->plot, gtk_widget_get_pango_context (widget),
                    gtk_widget_get_width (widget), gtk_widget_get_height (widget), frame);
}

static void
describe (ChainPlotView *self)
{
  g_autofree char *text = NULL;

  if (self->plot == NULL)
    return;
  text = chain_plot_describe (self->plot, self->reads ? &self->hover : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
redraw (ChainPlotView *self)
{
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Reads what is under the pointer, if it is in the view. */
static void
read_pointer (ChainPlotView *self)
{
  ChainPlotFrame frame;

  if (self->plot == NULL || self->plot->message != NULL)
    self->reads = FALSE;
  else if (self->points)
    {
      get_frame (self, &frame);
      self->reads
          = chain_plot_find (self->plot, &frame, self->pointer_x, self->pointer_y, &self->hover);
    }
  gtk_widget_set_cursor_from_name (
      GTK_WIDGET (self), self->reads && self->hover.point >= 0 ? "pointer" : NULL);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (GtkEventControllerMotion *controller G_GNUC_UNUSED,
           double                    x,
           double                    y,
           ChainPlotView            *self)
{
  self->points = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  read_pointer (self);
}

static void
on_leave (GtkEventControllerMotion *controller G_GNUC_UNUSED, ChainPlotView *self)
{
  self->points = FALSE;
  self->reads = FALSE;
  read_pointer (self);
}

static void
activate (ChainPlotView *self)
{
  guint row;

  if (!self->reads || self->hover.point < 0)
    return;
  row = g_array_index (self->plot->points, ChainPlotPoint, self->hover.point).row;
  if (row != CHAIN_PLOT_NO_ROW)
    g_signal_emit (self, signals[ROW_ACTIVATED], 0, row);
}

static void
set_range (ChainPlotAxis *axis, double from, double to)
{
  if (!(to - from > 1e-12 * fmax (fabs (from), fabs (to))) || !isfinite (from) || !isfinite (to))
    return;
  axis->from = from;
  axis->to = to;
}

static void
range_changed (ChainPlotView *self)
{
  redraw (self);
  g_signal_emit (self, signals[RANGE_CHANGED], 0);
}

static void
zoom_axis (ChainPlotAxis *axis, double at, double factor)
{
  set_range (axis, at - (at - axis->from) / factor, at + (axis->to - at) / factor);
}

static void
zoom (ChainPlotView *self, double factor, double x, double y)
{
  zoom_axis (&self->plot->x, x, factor);
  zoom_axis (&self->plot->y, y, factor);
  range_changed (self);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller G_GNUC_UNUSED,
           double                    dx G_GNUC_UNUSED,
           double                    dy,
           ChainPlotView            *self)
{
  ChainPlotFrame frame;
  ChainPlotHover at;

  if (!self->zoomable || self->plot == NULL || self->plot->message != NULL)
    return GDK_EVENT_PROPAGATE;
  get_frame (self, &frame);
  if (!chain_plot_find (self->plot, &frame, self->pointer_x, self->pointer_y, &at))
    return GDK_EVENT_PROPAGATE;
  zoom (self, pow (ZOOM_STEP, -dy), at.x, at.y);
  return GDK_EVENT_STOP;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x G_GNUC_UNUSED, double y G_GNUC_UNUSED,
               ChainPlotView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!self->zoomable || self->plot == NULL)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->drag_x = self->plot->x;
  self->drag_y = self->plot->y;
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, ChainPlotView *self)
{
  ChainPlotFrame frame;
  double         across, up;

  if (fabs (dx) < CLICK && fabs (dy) < CLICK)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  get_frame (self, &frame);
  across = dx / frame.width * (self->drag_x.to - self->drag_x.from);
  up = dy / frame.height * (self->drag_y.to - self->drag_y.from);
  set_range (&self->plot->x, self->drag_x.from - across, self->drag_x.to - across);
  set_range (&self->plot->y, self->drag_y.from + up, self->drag_y.to + up);
  range_changed (self);
}

static void
on_released (GtkGestureClick *gesture G_GNUC_UNUSED, int n_press, double x, double y,
             ChainPlotView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->zoomable && n_press == 2)
    {
      g_signal_emit (self, signals[RANGE_RESET], 0);
      return;
    }
  on_motion (NULL, x, y, self);
  activate (self);
}

static gboolean
read_next (ChainPlotView *self, gboolean up, int by)
{
  const int point = self->reads ? self->hover.point : -1;
  const int next = chain_plot_next (self->plot, point, up, by);

  if (next < 0)
    return GDK_EVENT_PROPAGATE;
  chain_plot_hover_point (self->plot, next, &self->hover);
  self->reads = TRUE;
  self->points = FALSE;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return GDK_EVENT_STOP;
}

static gboolean
move (ChainPlotView *self, gboolean up, int by)
{
  ChainPlotAxis *axis = up ? &self->plot->y : &self->plot->x;
  const double   step = by * PAN_STEP * (axis->to - axis->from);

  set_range (axis, axis->from + step, axis->to + step);
  range_changed (self);
  return GDK_EVENT_STOP;
}

static gboolean
zoom_by_key (ChainPlotView *self, guint key)
{
  const double x = (self->plot->x.from + self->plot->x.to) / 2;
  const double y = (self->plot->y.from + self->plot->y.to) / 2;

  if (key == GDK_KEY_plus || key == GDK_KEY_KP_Add || key == GDK_KEY_equal)
    zoom (self, ZOOM_STEP, x, y);
  else if (key == GDK_KEY_minus || key == GDK_KEY_KP_Subtract)
    zoom (self, 1 / ZOOM_STEP, x, y);
  else if (key == GDK_KEY_0 || key == GDK_KEY_KP_0)
    g_signal_emit (self, signals[RANGE_RESET], 0);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
on_key (GtkEventControllerKey *controller G_GNUC_UNUSED,
        guint                  key,
        guint                  code G_GNUC_UNUSED,
        GdkModifierType        state,
        ChainPlotView         *self)
{
  static const struct
  {
    guint    key;
    gboolean up;
    int      by;
  } arrows[] = {
    { GDK_KEY_Right, FALSE, 1 },
    { GDK_KEY_Left, FALSE, -1 },
    { GDK_KEY_Up, TRUE, 1 },
    { GDK_KEY_Down, TRUE, -1 },
  };

  if (self->plot == NULL || self->plot->message != NULL
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    if (key == arrows[i].key)
      return self->zoomable ? move (self, arrows[i].up, arrows[i].by)
                            : read_next (self, arrows[i].up, arrows[i].by);
  if (self->zoomable)
    return zoom_by_key (self, key);
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !self->reads)
    return GDK_EVENT_PROPAGATE;
  activate (self);
  return GDK_EVENT_STOP;
}

static void
chain_plot_view_dispose (GObject *object)
{
  ChainPlotView *self = CHAIN_PLOT_VIEW (object);

  g_clear_pointer (&self->plot, chain_plot_free);
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  g_clear_pointer (&self->title, g_free);
  G_OBJECT_CLASS (chain_plot_view_parent_class)->dispose (object);
}

static void
chain_plot_view_class_init (ChainPlotViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_plot_view_dispose;
  widget_class->measure = chain_plot_view_measure;
  widget_class->snapshot = chain_plot_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[ROW_ACTIVATED]
      = g_signal_new ("row-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[RANGE_CHANGED] = g_signal_new ("range-changed", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RANGE_RESET] = g_signal_new ("range-reset", G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
add_controllers (ChainPlotView *self)
{
  GtkWidget          *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkGesture         *drag = gtk_gesture_drag_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (widget, keys);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (widget, scroll);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
}

static void
chain_plot_view_init (ChainPlotView *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_controllers (self);
}

/**
 * chain_plot_view_new:
 *
 * Returns: (transfer floating): a view without a plot
 */
GtkWidget *
chain_plot_view_new (void)
{
  return g_object_new (CHAIN_TYPE_PLOT_VIEW, NULL);
}

/**
 * chain_plot_view_set_title:
 * @view: a view
 * @title: what it shows, for those who do not see it
 */
void
chain_plot_view_set_title (ChainPlotView *view, const char *title)
{
  g_return_if_fail (CHAIN_IS_PLOT_VIEW (view));

  g_free (view->title);
  view->title = g_strdup (title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/**
 * chain_plot_view_set_zoomable:
 * @view: a view
 * @zoomable: whether the ranges of its axes can be changed
 */
void
chain_plot_view_set_zoomable (ChainPlotView *view, gboolean zoomable)
{
  g_return_if_fail (CHAIN_IS_PLOT_VIEW (view));

  view->zoomable = zoomable;
}

/**
 * chain_plot_view_take_plot:
 * @view: a view
 * @plot: (transfer full) (nullable): what to show from now on
 */
void
chain_plot_view_take_plot (ChainPlotView *view, ChainPlot *plot)
{
  g_return_if_fail (CHAIN_IS_PLOT_VIEW (view));

  /* A point that the keyboard reads stays the one that is read, where there still is one. */
  if (view->reads && !view->points)
    {
      view->reads = plot != NULL && plot->message == NULL && view->hover.point >= 0
                    && (guint) view->hover.point < plot->points->len;
      if (view->reads)
        chain_plot_hover_point (plot, view->hover.point, &view->hover);
    }
  g_clear_pointer (&view->plot, chain_plot_free);
  view->plot = plot;
  redraw (view);
  read_pointer (view);
}

/**
 * chain_plot_view_get_plot:
 * @view: a view
 *
 * Returns: (transfer none) (nullable): what it shows
 */
const ChainPlot *
chain_plot_view_get_plot (ChainPlotView *view)
{
  return view->plot;
}
