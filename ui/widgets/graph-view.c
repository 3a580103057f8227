/* graph-view.c: a graph of operations in the window: what it shows, and the pointer.
 *
 * What was drawn is kept as a texture until something about it changes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/graph-view-private.h"

#define LEAST_WIDTH 300
#define LEAST_HEIGHT 200
#define CORNER 8

G_DEFINE_FINAL_TYPE (ChainGraphView, chain_graph_view, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_SELECTED,
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What was drawn is out of date. */
void
chain_graph_view_redraw (ChainGraphView *view)
{
  g_clear_object (&view->texture);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static const ChainGraphNode *
node_at (ChainGraphView *view, guint node)
{
  return &g_array_index (view->picture->nodes, ChainGraphNode, node);
}

gboolean
chain_graph_view_has_nodes (ChainGraphView *view)
{
  return view->picture != NULL && view->picture->nodes->len > 0;
}

static void
append_numbers (GString *text, const char *name, const ChainGraphNumbers *numbers)
{
  if (numbers->rows == 0)
    return;
  g_string_append_printf (text, ", %s = ", name);
  for (guint i = 0; i < numbers->rows * numbers->columns; i++)
    g_string_append_printf (text, "%s%s",
                            i == 0                      ? ""
                            : i % numbers->columns == 0 ? "; "
                                                        : " ",
                            numbers->cells[i]);
}

void
chain_graph_view_describe (ChainGraphView *view)
{
  const guint node =
      view->look.focused != CHAIN_GRAPH_NO_NODE ? view->look.focused : view->look.current;
  g_autoptr (GString) text = g_string_new (NULL);

  if (!chain_graph_view_has_nodes (view))
    {
      g_string_append (text, view->message != NULL ? view->message : "");
    }
  else if (node == CHAIN_GRAPH_NO_NODE)
    {
      g_string_append_printf (text, "%u nodes in %u layers", view->picture->nodes->len,
                              view->picture->layout->layers->len);
    }
  else
    {
      const guint8 known = view->known != NULL ? view->known->data[node] : 0xff;

      g_string_append_printf (text, "%s: %s %s", node_at (view, node)->name,
                              node_at (view, node)->operation, node_at (view, node)->shape);
      if (known & CHAIN_GRAPH_VALUE_KNOWN)
        append_numbers (text, "value", &node_at (view, node)->value);
      if ((known & CHAIN_GRAPH_ADJOINT_KNOWN) && node_at (view, node)->adjoint_name != NULL)
        append_numbers (text, node_at (view, node)->adjoint_name, &node_at (view, node)->adjoint);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text->str, -1);
}

guint
chain_graph_view_hit (ChainGraphView *view, double x, double y)
{
  guint node;

  if (chain_graph_view_has_nodes (view) &&
      chain_graph_layout_hit (view->picture->layout, (x - view->look.x) / view->look.scale,
                              (y - view->look.y) / view->look.scale, &node))
    return node;
  return CHAIN_GRAPH_NO_NODE;
}

/* Something is to be done with a node. */
void
chain_graph_view_activate (ChainGraphView *view, guint node)
{
  g_signal_emit (view, signals[SIGNAL_ACTIVATED], 0, node);
}

void
chain_graph_view_select (ChainGraphView *view, guint node)
{
  view->look.focused = node;
  g_signal_emit (view, signals[SIGNAL_SELECTED], 0, node);
  chain_graph_view_describe (view);
  chain_graph_view_redraw (view);
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, ChainGraphView *view)
{
  view->pointer_x = x;
  view->pointer_y = y;
  gtk_widget_set_cursor_from_name (
      GTK_WIDGET (view),
      chain_graph_view_hit (view, x, y) != CHAIN_GRAPH_NO_NODE ? "pointer" : NULL);
}

static void
on_released (GtkGestureClick *click, int n_press, double x, double y, ChainGraphView *view)
{
  const guint node = chain_graph_view_hit (view, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (view));
  if (!chain_graph_view_has_nodes (view))
    return;
  chain_graph_view_select (view, node);
  if (n_press == 2 && node != CHAIN_GRAPH_NO_NODE)
    chain_graph_view_activate (view, node);
}

static void
add_button (ChainGraphView *view, const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (view->controls), button);
}

static void
chain_graph_view_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
}

static void
chain_graph_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ChainGraphView *view = CHAIN_GRAPH_VIEW (widget);
  GtkRequisition  size;

  gtk_widget_get_preferred_size (view->controls, &size, NULL);
  gtk_widget_size_allocate (view->controls,
                            &(GtkAllocation){ width - size.width - CORNER,
                                              height - size.height - CORNER, size.width,
                                              size.height },
                            -1);
  if (view->fitted && chain_graph_view_has_nodes (view))
    chain_graph_look_fit (&view->look, view->picture, width, height);
  g_clear_object (&view->texture);
}

const ChainPalette *
chain_graph_view_palette (ChainGraphView *view)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (view)), &color);
  return chain_palette_for_text (color.red, color.green, color.blue);
}

/* Draws what is in sight; of a view without a picture, its message. */
static void
draw (cairo_t *cr, PangoContext *context, double width, double height, gpointer data)
{
  ChainGraphView     *view = data;
  const ChainPalette *palette = chain_graph_view_palette (view);

  if (chain_graph_view_has_nodes (view))
    {
      chain_graph_picture_draw (view->picture, &view->look, cr, context, palette, width, height);
      return;
    }
  chain_color_set (cr, &palette->dim_text, 1);
  if (view->message != NULL)
    chain_text_show (cr, context, view->message, 1, CHAIN_TEXT_PLAIN, width / 2, height / 2, 0.5,
                     0.5);
}

static GdkTexture *
draw_texture (ChainGraphView *view, int width, int height)
{
  const int        scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;
  cairo_t    *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  draw (cr, gtk_widget_get_pango_context (GTK_WIDGET (view)), width, height, view);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) cairo_image_surface_get_stride (surface) *
                                          (gsize) (height * scale),
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new (width * scale, height * scale, GDK_MEMORY_DEFAULT, bytes,
                                    (gsize) cairo_image_surface_get_stride (surface));
  return texture;
}

static void
chain_graph_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ChainGraphView *view = CHAIN_GRAPH_VIEW (widget);
  const int       width = gtk_widget_get_width (widget);
  const int       height = gtk_widget_get_height (widget);

  if (width <= 0 || height <= 0)
    return;
  if (view->texture == NULL)
    view->texture = draw_texture (view, width, height);
  gtk_snapshot_append_texture (snapshot, view->texture,
                               &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gtk_widget_snapshot_child (widget, view->controls, snapshot);
}

static void
chain_graph_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (chain_graph_view_parent_class)->css_changed (widget, change);
  chain_graph_view_redraw (CHAIN_GRAPH_VIEW (widget));
}

static void
chain_graph_view_dispose (GObject *object)
{
  ChainGraphView *view = CHAIN_GRAPH_VIEW (object);

  g_clear_pointer (&view->controls, gtk_widget_unparent);
  g_clear_pointer (&view->picture, chain_graph_picture_unref);
  g_clear_pointer (&view->known, g_byte_array_unref);
  g_clear_pointer (&view->message, g_free);
  g_clear_object (&view->texture);

  G_OBJECT_CLASS (chain_graph_view_parent_class)->dispose (object);
}

static void
chain_graph_view_class_init (ChainGraphViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_graph_view_dispose;
  widget_class->measure = chain_graph_view_measure;
  widget_class->size_allocate = chain_graph_view_size_allocate;
  widget_class->snapshot = chain_graph_view_snapshot;
  widget_class->css_changed = chain_graph_view_css_changed;
  gtk_widget_class_set_css_name (widget_class, "graph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  chain_graph_view_install_look (klass);
  signals[SIGNAL_SELECTED] = g_signal_new ("selected", CHAIN_TYPE_GRAPH_VIEW, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", CHAIN_TYPE_GRAPH_VIEW, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
add_pointer (ChainGraphView *view)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture         *click = gtk_gesture_click_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), view);
  g_signal_connect (click, "released", G_CALLBACK (on_released), view);
  gtk_widget_add_controller (GTK_WIDGET (view), motion);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
}

static void
chain_graph_view_init (ChainGraphView *view)
{
  view->look = (ChainGraphLook){ .scale = 1,
                                 .current = CHAIN_GRAPH_NO_NODE,
                                 .selected = CHAIN_GRAPH_NO_NODE,
                                 .focused = CHAIN_GRAPH_NO_NODE };
  view->fitted = TRUE;
  gtk_widget_set_focusable (GTK_WIDGET (view), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (view), GTK_OVERFLOW_HIDDEN);
  view->controls = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (view->controls, "canvas-controls");
  gtk_widget_set_parent (view->controls, GTK_WIDGET (view));
  add_button (view, "zoom-out-symbolic", "Zoom out", "graph.zoom-out");
  add_button (view, "zoom-in-symbolic", "Zoom in", "graph.zoom-in");
  add_button (view, "zoom-fit-best-symbolic", "Show all", "graph.fit");
  add_pointer (view);
  chain_graph_view_add_look (view);
  chain_graph_view_add_keys (view);
}

/**
 * chain_graph_view_set_picture:
 * @view: a view
 * @picture: (nullable): what to show, laid out
 *
 * A picture with the layout of the one before is seen from the same place.
 */
void
chain_graph_view_set_picture (ChainGraphView *view, ChainGraphPicture *picture)
{
  gboolean same;

  g_return_if_fail (CHAIN_IS_GRAPH_VIEW (view));

  same = picture != NULL && view->picture != NULL && picture->layout == view->picture->layout;
  if (picture != NULL)
    chain_graph_picture_ref (picture);
  g_clear_pointer (&view->picture, chain_graph_picture_unref);
  view->picture = picture;
  if (!same)
    {
      view->look.focused = view->look.selected = view->look.current = CHAIN_GRAPH_NO_NODE;
      view->look.known = NULL;
      g_clear_pointer (&view->known, g_byte_array_unref);
      view->fitted = TRUE;
    }
  if (view->fitted)
    chain_graph_view_fit (view);
  chain_graph_view_describe (view);
  chain_graph_view_redraw (view);
}

/**
 * chain_graph_view_set_step:
 * @view: a view with a picture
 * @known: (nullable): [nodes] ChainGraphKnown; %NULL: all of it
 * @current: the node the step is about; %G_MAXUINT: none
 * @backward: whether the step is about its gradient
 */
void
chain_graph_view_set_step (ChainGraphView *view,
                           GByteArray     *known,
                           guint           current,
                           gboolean        backward)
{
  g_return_if_fail (CHAIN_IS_GRAPH_VIEW (view));
  g_return_if_fail (known == NULL || view->picture == NULL ||
                    known->len == view->picture->nodes->len);

  if (known != NULL)
    g_byte_array_ref (known);
  g_clear_pointer (&view->known, g_byte_array_unref);
  view->known = known;
  view->look.known = known != NULL ? known->data : NULL;
  if (current != view->look.current)
    view->look.focused = CHAIN_GRAPH_NO_NODE;
  view->look.current = current;
  view->look.backward = backward;
  if (chain_graph_view_has_nodes (view))
    chain_graph_view_show_node (view, current);
  chain_graph_view_describe (view);
  chain_graph_view_redraw (view);
}

/**
 * chain_graph_view_set_selected:
 * @view: a view
 * @node: what is framed; %G_MAXUINT: nothing
 */
void
chain_graph_view_set_selected (ChainGraphView *view, guint node)
{
  g_return_if_fail (CHAIN_IS_GRAPH_VIEW (view));

  if (view->look.selected == node)
    return;
  view->look.selected = node;
  chain_graph_view_redraw (view);
}

/**
 * chain_graph_view_set_message:
 * @view: a view
 * @message: (nullable): what stands where there is no picture
 */
void
chain_graph_view_set_message (ChainGraphView *view, const char *message)
{
  g_return_if_fail (CHAIN_IS_GRAPH_VIEW (view));

  g_free (view->message);
  view->message = g_strdup (message);
  chain_graph_view_describe (view);
  chain_graph_view_redraw (view);
}
