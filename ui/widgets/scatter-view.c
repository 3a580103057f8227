/* scatter-view.c: shows a scatter plot; hovering reads a row, a click picks it. With the keyboard the
 * arrows move from point to point and Enter picks.
 *
 * The points are drawn once for a size and a theme; what is under the pointer is drawn over them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/scatter-view.h"

#define LEAST_WIDTH 240
#define LEAST_HEIGHT 180
#define NO_POINT (-1)

struct _ChainScatterView
{
  GtkWidget parent_instance;

  ChainScatter       *scatter; /* (nullable) */
  cairo_surface_t    *picture; /* NULL: to be drawn */
  int                 width;   /* of the picture, pixels */
  int                 height;
  const ChainPalette *palette; /* of the picture */
  int                 hover;   /* index of a point, or NO_POINT */
};

G_DEFINE_FINAL_TYPE (ChainScatterView, chain_scatter_view, GTK_TYPE_WIDGET)

enum
{
  ROW_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
draw_picture (ChainScatterView *self, int width, int height, const ChainPalette *palette)
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
  chain_scatter_draw (self->scatter, cr, gtk_widget_get_pango_context (GTK_WIDGET (self)), width,
                      height, palette);
  cairo_destroy (cr);
}

static void
chain_scatter_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ChainScatterView   *self = CHAIN_SCATTER_VIEW (widget);
  const int           width = gtk_widget_get_width (widget);
  const int           height = gtk_widget_get_height (widget);
  const ChainPalette *palette;
  GdkRGBA             color;
  cairo_t            *cr;

  if (self->scatter == NULL || width <= 0 || height <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  palette = chain_palette_for_text (color.red, color.green, color.blue);
  if (self->picture == NULL || width != self->width || height != self->height
      || palette != self->palette)
    draw_picture (self, width, height, palette);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_set_source_surface (cr, self->picture, 0, 0);
  cairo_paint (cr);
  if (self->hover != NO_POINT)
    chain_scatter_draw_point (self->scatter, self->hover, cr,
                              gtk_widget_get_pango_context (widget), width, height, palette);
  cairo_destroy (cr);
}

static void
chain_scatter_view_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = *minimum;
}

static int
find_point (ChainScatterView *self, double x, double y)
{
  GtkWidget        *widget = GTK_WIDGET (self);
  ChainScatterFrame frame;

  if (self->scatter == NULL)
    return NO_POINT;
  chain_scatter_frame (self->scatter, gtk_widget_get_pango_context (widget),
                       gtk_widget_get_width (widget), gtk_widget_get_height (widget), &frame);
  return chain_scatter_find (self->scatter, &frame, x, y);
}

static void
describe (ChainScatterView *self)
{
  const ChainScatter *scatter = self->scatter;
  g_autofree char    *label = NULL;
  g_autofree char    *text = NULL;

  if (scatter == NULL)
    return;
  label = g_strdup_printf ("Scatter plot of %s against %s", scatter->y.name, scatter->x.name);
  text = self->hover != NO_POINT ? chain_scatter_describe (scatter, self->hover)
                                 : chain_scatter_caption (scatter);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
set_hover (ChainScatterView *self, int hover)
{
  if (self->hover == hover)
    return;
  self->hover = hover;
  describe (self);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), hover != NO_POINT ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, ChainScatterView *self)
{
  set_hover (self, find_point (self, x, y));
}

static void
on_leave (GtkEventControllerMotion *controller, ChainScatterView *self)
{
  set_hover (self, NO_POINT);
}

static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, ChainScatterView *self)
{
  const int point = find_point (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (point != NO_POINT)
    g_signal_emit (self, signals[ROW_ACTIVATED], 0, self->scatter->points[point].row);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        ChainScatterView      *self)
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

  if (self->scatter == NULL)
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    if (key == arrows[i].key)
      {
        set_hover (self,
                   chain_scatter_next (self->scatter, self->hover, arrows[i].up, arrows[i].by));
        return GDK_EVENT_STOP;
      }
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || self->hover == NO_POINT)
    return GDK_EVENT_PROPAGATE;
  g_signal_emit (self, signals[ROW_ACTIVATED], 0, self->scatter->points[self->hover].row);
  return GDK_EVENT_STOP;
}

static void
chain_scatter_view_dispose (GObject *object)
{
  ChainScatterView *self = CHAIN_SCATTER_VIEW (object);

  g_clear_pointer (&self->scatter, chain_scatter_free);
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  G_OBJECT_CLASS (chain_scatter_view_parent_class)->dispose (object);
}

static void
chain_scatter_view_class_init (ChainScatterViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_scatter_view_dispose;
  widget_class->measure = chain_scatter_view_measure;
  widget_class->snapshot = chain_scatter_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "scatter");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[ROW_ACTIVATED]
      = g_signal_new ("row-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
chain_scatter_view_init (ChainScatterView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture         *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  self->hover = NO_POINT;
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * chain_scatter_view_new:
 *
 * Returns: (transfer floating): a view without a plot
 */
GtkWidget *
chain_scatter_view_new (void)
{
  return g_object_new (CHAIN_TYPE_SCATTER_VIEW, NULL);
}

/**
 * chain_scatter_view_take_scatter:
 * @view: a view
 * @scatter: (transfer full) (nullable): what to show from now on
 */
void
chain_scatter_view_take_scatter (ChainScatterView *view, ChainScatter *scatter)
{
  g_return_if_fail (CHAIN_IS_SCATTER_VIEW (view));

  g_clear_pointer (&view->scatter, chain_scatter_free);
  g_clear_pointer (&view->picture, cairo_surface_destroy);
  view->scatter = scatter;
  view->hover = NO_POINT;
  describe (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}
