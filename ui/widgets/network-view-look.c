/* network-view-look.c: zooms, moves and folds the drawing.
 *
 * The wheel enlarges what is under the pointer; two fingers on a touchpad move the drawing, and
 * with Control enlarge it; so does a pinch. Dragging the empty ground, or anything with the middle
 * button, moves it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-view-private.h"

#include <math.h>
#include <string.h>

#define STEP 1.25          /* of a button, a key or a notch of the wheel */
#define LEAST_ZOOM 0.5
#define SCROLL_PIXELS 2.0  /* for each that two fingers move */
#define WHEEL_PIXELS 60.0
#define IN_SIGHT 60.0      /* pixels from the edge of what has the keyboard, at least */

/* At least the middle of the window shows a part of the drawing. */
static void
keep_in_sight (ChainNetworkView *view)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (view));
  const double height = gtk_widget_get_height (GTK_WIDGET (view));
  const double zoom_x = view->geometry->zoom_x, zoom_y = view->look.zoom;

  view->look.x = CLAMP (view->look.x, width * (0.5 - zoom_x), width / 2);
  view->look.y = CLAMP (view->look.y, height * (0.5 - zoom_y), height / 2);
}

/* Enlarges the drawing around a point that stays where it is. */
static void
zoom_at (ChainNetworkView *view,
         double            factor,
         double            x,
         double            y)
{
  const double old_x = view->geometry->zoom_x, old_y = view->look.zoom;
  double zoom = CLAMP (old_y * factor, LEAST_ZOOM, view->geometry->most_zoom);
  double from_x = view->look.x, from_y = view->look.y;

  if (fabs (log (zoom)) < 0.02)
    zoom = 1;
  if (zoom == old_y)
    return;
  view->look.zoom = zoom;
  chain_network_view_look_changed (view);
  if (!chain_network_view_prepare (view))
    return;
  /* How much wider it becomes is the geometry's to say. */
  view->look.x = x - (x - from_x) * view->geometry->zoom_x / old_x;
  view->look.y = y - (y - from_y) * zoom / old_y;
  keep_in_sight (view);
  if (zoom == 1)
    view->look.x = view->look.y = 0;
  chain_network_view_look_changed (view);
}

static void
zoom_by (ChainNetworkView *view,
         double            factor)
{
  GtkWidget *widget = GTK_WIDGET (view);

  if (chain_network_view_prepare (view))
    zoom_at (view, factor, gtk_widget_get_width (widget) / 2.0,
             gtk_widget_get_height (widget) / 2.0);
}

static void
on_zoom_in (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  zoom_by (CHAIN_NETWORK_VIEW (widget), STEP);
}

static void
on_zoom_out (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  zoom_by (CHAIN_NETWORK_VIEW (widget), 1 / STEP);
}

static void
on_fit (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  ChainNetworkView *view = CHAIN_NETWORK_VIEW (widget);

  view->look.zoom = 1;
  view->look.x = view->look.y = 0;
  chain_network_view_look_changed (view);
}

static void
move_to (ChainNetworkView *view,
         double            x,
         double            y)
{
  if (!chain_network_view_prepare (view) || (view->look.x == x && view->look.y == y))
    return;
  view->look.x = x;
  view->look.y = y;
  keep_in_sight (view);
  chain_network_view_look_changed (view);
}

/* Moves the drawing by pixels: (right, down). */
static void
on_pan (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  ChainNetworkView *view = CHAIN_NETWORK_VIEW (widget);
  double dx, dy;

  g_variant_get (parameter, "(dd)", &dx, &dy);
  move_to (view, view->look.x + dx, view->look.y + dy);
}

/* Shows all units of all layers, or, where that is so, as few as usual. */
static void
on_unfold (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  ChainNetworkView *view = CHAIN_NETWORK_VIEW (widget);
  gboolean all = TRUE;

  if (!chain_network_view_prepare (view))
    return;
  for (guint i = 0; i < view->geometry->columns->len; i++)
    all &= g_array_index (view->geometry->columns, ChainPictureColumn, i).fold_place
           == CHAIN_PLACE_NONE;
  g_byte_array_set_size (view->unfolded, view->picture->layers->len);
  memset (view->unfolded->data, !all, view->unfolded->len);
  view->look.all_layers = !all;
  chain_network_view_look_changed (view);
}

static gboolean
on_scroll (GtkEventControllerScroll *scroll,
           double                    dx,
           double                    dy,
           ChainNetworkView         *view)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (scroll);
  const GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  const gboolean wheel = gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_WHEEL;
  const gboolean sideways = (state & GDK_SHIFT_MASK) || dy == 0;

  if (!chain_network_view_prepare (view))
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_CONTROL_MASK) || (wheel && !sideways))
    zoom_at (view, pow (STEP, -dy * (wheel ? 1 : 0.05)), view->pointer_x, view->pointer_y);
  else if (wheel)
    move_to (view, view->look.x - (dx + dy) * WHEEL_PIXELS, view->look.y);
  else
    move_to (view, view->look.x - dx * SCROLL_PIXELS, view->look.y - dy * SCROLL_PIXELS);
  return GDK_EVENT_STOP;
}

static void
on_drag_begin (GtkGestureDrag   *drag,
               double            x,
               double            y,
               ChainNetworkView *view)
{
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (drag));
  ChainPart part = { CHAIN_PART_NONE };

  view->pan_x = view->look.x;
  view->pan_y = view->look.y;
  if (!chain_network_view_prepare (view)
      || (button == GDK_BUTTON_PRIMARY
          && chain_network_geometry_hit (view->geometry, view->picture, x, y, &part)
          && part.kind != CHAIN_PART_CONNECTION)
      || (button != GDK_BUTTON_PRIMARY && button != GDK_BUTTON_MIDDLE))
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_drag_update (GtkGestureDrag   *drag,
                double            dx,
                double            dy,
                ChainNetworkView *view)
{
  const ChainPart none = { CHAIN_PART_NONE };

  if (!gtk_drag_check_threshold (GTK_WIDGET (view), 0, 0, (int) dx, (int) dy)
      && view->look.x == view->pan_x && view->look.y == view->pan_y)
    return;
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (view), "grabbing");
  view->hovered = none;
  move_to (view, view->pan_x + dx, view->pan_y + dy);
}

static void
on_drag_end (GtkGestureDrag   *drag,
             double            dx,
             double            dy,
             ChainNetworkView *view)
{
  gtk_widget_set_cursor (GTK_WIDGET (view), NULL);
}

static void
on_pinch_begin (GtkGesture       *pinch,
                GdkEventSequence *sequence,
                ChainNetworkView *view)
{
  view->pinch_zoom = view->look.zoom;
}

static void
on_pinch (GtkGestureZoom   *pinch,
          double            scale,
          ChainNetworkView *view)
{
  double x = gtk_widget_get_width (GTK_WIDGET (view)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (view)) / 2.0;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (pinch), &x, &y);
  if (chain_network_view_prepare (view))
    zoom_at (view, view->pinch_zoom * scale / view->look.zoom, x, y);
}

/* Works wherever the keyboard is, as long as the drawing is on the screen. */
static gboolean
run_action (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   data)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  return gtk_widget_activate_action (widget, data, NULL);
}

static void
add_shortcuts (GtkWidget *widget)
{
  static const struct
  {
    const char *trigger;
    const char *action;
  } keys[] = {
    { "<Control>plus", "network.zoom-in" },
    { "<Control>equal", "network.zoom-in" },
    { "<Control>KP_Add", "network.zoom-in" },
    { "<Control>minus", "network.zoom-out" },
    { "<Control>KP_Subtract", "network.zoom-out" },
    { "<Control>0", "network.fit" },
    { "<Control>KP_0", "network.fit" },
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
chain_network_view_install_look (ChainNetworkViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "network.zoom-in", NULL, on_zoom_in);
  gtk_widget_class_install_action (widget_class, "network.zoom-out", NULL, on_zoom_out);
  gtk_widget_class_install_action (widget_class, "network.fit", NULL, on_fit);
  gtk_widget_class_install_action (widget_class, "network.pan", "(dd)", on_pan);
  gtk_widget_class_install_action (widget_class, "network.unfold", NULL, on_unfold);
}

/* Lets wheel, drag, pinch and keys change how a new view is looked at. */
void
chain_network_view_add_look (ChainNetworkView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  GtkEventController *scroll
    = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  view->look = chain_network_whole;
  view->look.head_room = CHAIN_HEADS_HEIGHT + 2;
  view->unfolded = g_byte_array_new ();
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), view);
  gtk_widget_add_controller (widget, scroll);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), view);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), view);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), view);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), view);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), view);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  add_shortcuts (widget);
}

/* Another network is seen whole and folded; scale and threshold stay. */
void
chain_network_view_reset_look (ChainNetworkView *view)
{
  view->look.zoom = 1;
  view->look.x = view->look.y = 0;
  view->look.all_layers = FALSE;
  g_byte_array_set_size (view->unfolded, 0);
}

/* Shows all units of the layer of a count, or leaves some out again; likewise layers. */
void
chain_network_view_toggle_fold (ChainNetworkView *view,
                                const ChainPart  *part)
{
  if (part->kind == CHAIN_PART_LAYERS)
    {
      view->look.all_layers = !view->look.all_layers;
    }
  else
    {
      const guint layers = view->picture->layers->len;
      const guint old = view->unfolded->len;

      if (old < layers)
        {
          g_byte_array_set_size (view->unfolded, layers);
          for (guint i = old; i < layers; i++)
            view->unfolded->data[i] = 0;
        }
      view->unfolded->data[part->layer] = !view->unfolded->data[part->layer];
    }
  chain_network_view_look_changed (view);
  chain_network_view_set_focused (view, *part); /* tells what is shown now */
}

/* Moves the drawing where it must be for a unit to be seen. */
void
chain_network_view_show_part (ChainNetworkView *view,
                              const ChainPart  *part)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (view));
  const double height = gtk_widget_get_height (GTK_WIDGET (view));
  ChainPictureNode node;

  if (view->look.zoom <= 1 || !chain_network_view_prepare (view)
      || !chain_network_geometry_node (view->geometry, part->layer, part->unit, &node))
    return;
  move_to (view, view->look.x + CLAMP (node.x, IN_SIGHT, width - IN_SIGHT) - node.x,
           view->look.y + CLAMP (node.y, IN_SIGHT, height - IN_SIGHT) - node.y);
}
