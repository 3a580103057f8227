/* graph-view-look.c: zooms and moves the drawing of a graph.
 *
 * The wheel enlarges what is under the pointer; two fingers on a touchpad move the drawing, and
 * with Control enlarge it; so does a pinch. A drag moves it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/graph-view-private.h"

#include <math.h>

#define STEP 1.25 /* of a button, a key or a notch of the wheel */
#define MOST_SCALE 4.0
#define SCROLL_PIXELS 2.0 /* for each that two fingers move */
#define WHEEL_PIXELS 60.0
#define IN_SIGHT 40.0 /* pixels from the edge of what is looked at, at least */

/* Shows all of it, and follows the window's size from now on. */
void
chain_graph_view_fit (ChainGraphView *view)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (view));
  const int height = gtk_widget_get_height (GTK_WIDGET (view));

  view->fitted = TRUE;
  if (chain_graph_view_has_nodes (view) && width > 0 && height > 0)
    chain_graph_look_fit (&view->look, view->picture, width, height);
  chain_graph_view_redraw (view);
}

/* At least the middle of the window shows a part of the drawing. */
void
chain_graph_view_move_to (ChainGraphView *view, double x, double y)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (view));
  const double height = gtk_widget_get_height (GTK_WIDGET (view));

  if (!chain_graph_view_has_nodes (view))
    return;
  view->look.x = CLAMP (x, width / 2 - view->picture->layout->width * view->look.scale, width / 2);
  view->look.y =
      CLAMP (y, height / 2 - view->picture->layout->height * view->look.scale, height / 2);
  view->fitted = FALSE;
  chain_graph_view_redraw (view);
}

/* Enlarges the drawing around a point that stays where it is. */
static void
zoom_at (ChainGraphView *view, double factor, double x, double y)
{
  ChainGraphLook whole = view->look;
  const double   old = view->look.scale;
  double         scale;

  if (!chain_graph_view_has_nodes (view))
    return;
  chain_graph_look_fit (&whole, view->picture, gtk_widget_get_width (GTK_WIDGET (view)),
                        gtk_widget_get_height (GTK_WIDGET (view)));
  scale = CLAMP (old * factor, whole.scale / 2, MAX (MOST_SCALE, whole.scale));
  view->look.scale = scale;
  chain_graph_view_move_to (view, x - (x - view->look.x) * scale / old,
                            y - (y - view->look.y) * scale / old);
}

static void
zoom_by (ChainGraphView *view, double factor)
{
  zoom_at (view, factor, gtk_widget_get_width (GTK_WIDGET (view)) / 2.0,
           gtk_widget_get_height (GTK_WIDGET (view)) / 2.0);
}

/* Moves the drawing where it must be for a node to be seen. */
void
chain_graph_view_show_node (ChainGraphView *view, guint node)
{
  const ChainGraphBox *box;
  const double         width = gtk_widget_get_width (GTK_WIDGET (view));
  const double         height = gtk_widget_get_height (GTK_WIDGET (view));
  double               x, y, half_width, half_height;

  if (node == CHAIN_GRAPH_NO_NODE || view->fitted || width <= 0)
    return;
  box = &view->picture->layout->boxes[node];
  x = view->look.x + box->x * view->look.scale;
  y = view->look.y + box->y * view->look.scale;
  half_width = MIN (box->width * view->look.scale / 2 + IN_SIGHT, width / 2);
  half_height = MIN (box->height * view->look.scale / 2 + IN_SIGHT, height / 2);
  if (x < half_width || x > width - half_width || y < half_height || y > height - half_height)
    chain_graph_view_move_to (view, view->look.x + CLAMP (x, half_width, width - half_width) - x,
                              view->look.y + CLAMP (y, half_height, height - half_height) - y);
}

static void
on_zoom_in (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zoom_by (CHAIN_GRAPH_VIEW (widget), STEP);
}

static void
on_zoom_out (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zoom_by (CHAIN_GRAPH_VIEW (widget), 1 / STEP);
}

static void
on_fit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  chain_graph_view_fit (CHAIN_GRAPH_VIEW (widget));
}

static gboolean
on_scroll (GtkEventControllerScroll *scroll, double dx, double dy, ChainGraphView *view)
{
  const GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  const gboolean wheel = gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_WHEEL;
  const gboolean sideways = (state & GDK_SHIFT_MASK) || dy == 0;

  if ((state & GDK_CONTROL_MASK) || (wheel && !sideways))
    zoom_at (view, pow (STEP, -dy * (wheel ? 1 : 0.05)), view->pointer_x, view->pointer_y);
  else if (wheel)
    chain_graph_view_move_to (view, view->look.x - (dx + dy) * WHEEL_PIXELS, view->look.y);
  else
    chain_graph_view_move_to (view, view->look.x - dx * SCROLL_PIXELS,
                              view->look.y - dy * SCROLL_PIXELS);
  return GDK_EVENT_STOP;
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, ChainGraphView *view)
{
  view->pan_x = view->look.x;
  view->pan_y = view->look.y;
}

static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, ChainGraphView *view)
{
  if (!gtk_drag_check_threshold (GTK_WIDGET (view), 0, 0, (int) dx, (int) dy) &&
      view->look.x == view->pan_x && view->look.y == view->pan_y)
    return;
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  chain_graph_view_move_to (view, view->pan_x + dx, view->pan_y + dy);
}

static void
on_pinch_begin (GtkGesture *pinch, GdkEventSequence *sequence, ChainGraphView *view)
{
  view->pinch_scale = view->look.scale;
}

static void
on_pinch (GtkGestureZoom *pinch, double scale, ChainGraphView *view)
{
  double x = gtk_widget_get_width (GTK_WIDGET (view)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (view)) / 2.0;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (pinch), &x, &y);
  if (chain_graph_view_has_nodes (view))
    zoom_at (view, view->pinch_scale * scale / view->look.scale, x, y);
}

static gboolean
run_action (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_activate_action (widget, data, NULL);
}

static void
add_shortcuts (GtkWidget *widget)
{
  static const struct
  {
    const char *trigger;
    const char *action;
  } keys[] = {
    { "<Control>plus", "graph.zoom-in" },
    { "<Control>equal", "graph.zoom-in" },
    { "<Control>KP_Add", "graph.zoom-in" },
    { "<Control>minus", "graph.zoom-out" },
    { "<Control>KP_Subtract", "graph.zoom-out" },
    { "<Control>0", "graph.fit" },
    { "<Control>KP_0", "graph.fit" },
  };
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (shortcuts),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].trigger),
                          gtk_callback_action_new (run_action, (gpointer) keys[i].action, NULL)));
  gtk_widget_add_controller (widget, shortcuts);
}

/* Installs the actions on the class. */
void
chain_graph_view_install_look (ChainGraphViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "graph.zoom-in", NULL, on_zoom_in);
  gtk_widget_class_install_action (widget_class, "graph.zoom-out", NULL, on_zoom_out);
  gtk_widget_class_install_action (widget_class, "graph.fit", NULL, on_fit);
}

/* Lets wheel, drag, pinch and keys change how a new view is looked at. */
void
chain_graph_view_add_look (ChainGraphView *view)
{
  GtkWidget          *widget = GTK_WIDGET (view);
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), view);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), view);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), view);
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), view);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), view);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  add_shortcuts (widget);
}
