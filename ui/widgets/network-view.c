/* network-view.c: the network's drawing in the window: what it shows, and the pointer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-view-private.h"

#include "ui/widgets/network-account.h"
#include "ui/widgets/network-contents.h"

#define LEAST_WIDTH 300
#define LEAST_HEIGHT 240
#define CORNER 8 /* pixels around the buttons */

G_DEFINE_FINAL_TYPE (ChainNetworkView, chain_network_view, GTK_TYPE_WIDGET)

static void
forget_geometry (ChainNetworkView *view)
{
  g_clear_pointer (&view->geometry, chain_network_geometry_unref);
  view->top_drawn = FALSE;
}

static gboolean
ready (ChainNetworkView *view)
{
  return view->session && chain_session_get_stepper (view->session);
}

static gboolean
place_heads (gpointer data)
{
  ChainNetworkView *view = data;

  view->heads_source = 0;
  gtk_widget_queue_allocate (GTK_WIDGET (view));
  return G_SOURCE_REMOVE;
}

/* Whether the layers are where they were when the buttons were put over them. */
static gboolean
heads_fit (ChainNetworkView *view)
{
  const GArray *columns = view->geometry->columns;

  if (view->headed->len != columns->len)
    return FALSE;
  for (guint i = 0; i < columns->len; i++)
    {
      const ChainPictureColumn *now = &g_array_index (columns, ChainPictureColumn, i);
      const ChainPictureColumn *then = &g_array_index (view->headed, ChainPictureColumn, i);

      if (now->x != then->x || now->layer != then->layer || now->hidden != then->hidden)
        return FALSE;
    }
  return TRUE;
}

/* Makes contents and geometry where they are missing or of another size. */
gboolean
chain_network_view_prepare (ChainNetworkView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);

  if (!ready (view) || width <= 0 || height <= 0)
    return FALSE;
  if (!view->picture)
    {
      view->picture = chain_network_contents_new (
        view->session, chain_network_activity_result (view->activity));
      view->picture->corner_width = view->corner_width;
      view->picture->controls_width
        = gtk_widget_get_width (view->controls) + 2 * CORNER;
    }
  if (view->geometry && (view->geometry->width != width || view->geometry->height != height
                         || view->geometry->em != chain_text_em (context)))
    forget_geometry (view);
  if (!view->geometry)
    {
      view->look.unfolded = view->unfolded;
      view->geometry
        = chain_network_geometry_new (view->picture, context, width, height, &view->look);
      if (view->heads_source == 0 && !heads_fit (view))
        view->heads_source = g_idle_add (place_heads, view);
    }
  return TRUE;
}

static void
update_description (ChainNetworkView *view)
{
  g_autofree char *text = NULL;

  if (!ready (view))
    {
      const char *problem = view->session ? chain_session_get_problem (view->session) : NULL;

      text = g_strdup (problem ? problem : "");
    }
  else if (view->focused.kind != CHAIN_PART_NONE && chain_network_view_prepare (view))
    {
      g_autoptr (ChainPartAccount) account = NULL;

      account = chain_part_account_new (view->session, view->picture, view->geometry,
                                        &view->focused);
      text = chain_part_account_to_text (account);
    }
  else
    {
      text = chain_network_contents_caption (view->session);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

/* The numbers are others, or where they are. */
static void
on_changed (ChainNetworkView *view)
{
  forget_geometry (view);
  g_clear_pointer (&view->picture, chain_network_picture_unref);
  update_description (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

/* The same numbers are looked at differently. */
void
chain_network_view_look_changed (ChainNetworkView *view)
{
  forget_geometry (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static void
on_activity (gpointer data,
             gpointer unused)
{
  on_changed (data);
}

static gboolean
on_pulse (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       data)
{
  ChainNetworkView *view = CHAIN_NETWORK_VIEW (widget);
  const gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (view->pulse_start == 0)
    view->pulse_start = now;
  gtk_widget_queue_draw (widget);
  if (now - view->pulse_start < CHAIN_NETWORK_PULSE)
    return G_SOURCE_CONTINUE;
  view->pulse = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
animates (ChainNetworkView *view)
{
  gboolean enabled;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (view)), "gtk-enable-animations", &enabled,
                NULL);
  return enabled && !chain_session_get_training (view->session);
}

/* A step forward lets flow what it touches. */
static void
on_position_changed (ChainNetworkView *view)
{
  ChainStepper *stepper = chain_session_get_stepper (view->session);
  guint64 iteration = 0;
  guint position = 0;
  gsize part = 0;
  gboolean onward = FALSE;

  if (stepper)
    {
      iteration = chain_stepper_iteration (stepper);
      position = chain_stepper_position (stepper);
      part = chain_stepper_part (stepper);
      onward = iteration > view->iteration
               || (iteration == view->iteration
                   && (position > view->position
                       || (position == view->position && part > view->part)));
      if (iteration != view->iteration || position == 0)
        chain_network_activity_update (view->activity, view->session);
    }
  view->iteration = iteration;
  view->position = position;
  view->part = part;
  on_changed (view);
  if (!onward || !animates (view))
    return;
  view->pulse_start = 0;
  if (view->pulse == 0)
    view->pulse = gtk_widget_add_tick_callback (GTK_WIDGET (view), on_pulse, NULL, NULL);
}

/* Another project may have fewer units than what was pointed at. */
static void
on_project_changed (ChainNetworkView *view)
{
  const ChainTable *table = view->session ? chain_session_get_table (view->session) : NULL;

  if (table != view->table)
    chain_network_view_reset_look (view);
  view->table = table;
  view->hovered.kind = CHAIN_PART_NONE;
  view->focused.kind = CHAIN_PART_NONE;
  chain_network_activity_forget (view->activity);
  if (ready (view))
    chain_network_activity_update (view->activity, view->session);
  chain_network_heads_update (view->heads, view->session);
  g_array_set_size (view->headed, 0);
  on_changed (view);
}

static void
set_hovered (ChainNetworkView *view,
             const ChainPart  *part,
             double            x,
             double            y)
{
  view->pointer_x = x;
  view->pointer_y = y;
  if (part->kind == CHAIN_PART_NONE && view->hovered.kind == CHAIN_PART_NONE)
    return;
  view->hovered = *part;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (view),
                                   part->kind == CHAIN_PART_NONE ? NULL : "pointer");
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           ChainNetworkView         *view)
{
  chain_network_view_point_at (view, x, y);
}

static void
on_leave (GtkEventControllerMotion *controller,
          ChainNetworkView         *view)
{
  const ChainPart none = { CHAIN_PART_NONE };

  set_hovered (view, &none, view->pointer_x, view->pointer_y);
}

/* Selects a part; without one, or with one that stands for many, what the steps do is followed. */
void
chain_network_view_select (ChainNetworkView *view,
                           const ChainPart  *part)
{
  const gboolean many
    = part && (part->from == CHAIN_PART_ALL || part->unit == CHAIN_PART_ALL);
  const ChainSelection selection = chain_part_to_selection (many ? NULL : part);

  chain_session_set_selection (view->session, &selection);
}

static void
on_pressed (GtkGestureClick  *gesture,
            int               n_press,
            double            x,
            double            y,
            ChainNetworkView *view)
{
  gtk_widget_grab_focus (GTK_WIDGET (view));
}

static void
on_released (GtkGestureClick  *gesture,
             int               n_press,
             double            x,
             double            y,
             ChainNetworkView *view)
{
  ChainPart part = { CHAIN_PART_NONE };

  if (!chain_network_view_prepare (view))
    return;
  chain_network_geometry_hit (view->geometry, view->picture, x, y, &part);
  view->focused = part;
  if (part.kind == CHAIN_PART_FOLD || part.kind == CHAIN_PART_LAYERS)
    {
      view->hovered.kind = CHAIN_PART_NONE;
      chain_network_view_toggle_fold (view, &part);
    }
  else
    {
      chain_network_view_select (view, &part);
      if (n_press == 2)
        gtk_widget_activate_action (GTK_WIDGET (view), "win.edit-value", NULL);
    }
}

/* Moves the keyboard to a part. */
void
chain_network_view_set_focused (ChainNetworkView *view,
                                ChainPart         part)
{
  view->focused = part;
  update_description (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static void
chain_network_view_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = *minimum;
}

static void
chain_network_view_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  ChainNetworkView *view = CHAIN_NETWORK_VIEW (widget);
  GtkRequisition size;

  gtk_widget_get_preferred_size (view->controls, NULL, &size);
  gtk_widget_size_allocate (view->controls,
                            &(GtkAllocation) { CORNER, height - size.height - CORNER, size.width,
                                               size.height },
                            -1);
  chain_network_view_prepare (view);
  chain_network_heads_allocate (view->heads, view->geometry);
  g_array_set_size (view->headed, 0);
  if (view->geometry)
    g_array_append_vals (view->headed, view->geometry->columns->data,
                         view->geometry->columns->len);
}

static void
chain_network_view_dispose (GObject *object)
{
  ChainNetworkView *view = CHAIN_NETWORK_VIEW (object);

  forget_geometry (view);
  g_clear_pointer (&view->picture, chain_network_picture_unref);
  g_clear_pointer (&view->renderer, chain_network_renderer_free);
  g_clear_pointer (&view->tiles, chain_network_tiles_free);
  g_clear_pointer (&view->activity, chain_network_activity_free);
  g_clear_pointer (&view->unfolded, g_byte_array_unref);
  g_clear_pointer (&view->controls, gtk_widget_unparent);
  g_clear_pointer (&view->heads, chain_network_heads_free);
  g_clear_pointer (&view->headed, g_array_unref);
  g_clear_handle_id (&view->heads_source, g_source_remove);
  if (view->session)
    g_signal_handlers_disconnect_by_data (view->session, view);
  g_clear_object (&view->session);
  G_OBJECT_CLASS (chain_network_view_parent_class)->dispose (object);
}

static void
chain_network_view_class_init (ChainNetworkViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_network_view_dispose;
  widget_class->measure = chain_network_view_measure;
  widget_class->size_allocate = chain_network_view_size_allocate;
  widget_class->snapshot = chain_network_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "network");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  chain_network_view_install_look (klass);
}

static void
chain_network_view_init (ChainNetworkView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  view->renderer = chain_network_renderer_new (widget);
  view->tiles = chain_network_tiles_new (widget);
  view->activity = chain_network_activity_new (on_activity, view);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, "Network",
                                  -1);
  chain_network_view_add_look (view);
  chain_network_view_add_keys (view);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), view);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), view);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), view);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), view);
  g_signal_connect (click, "released", G_CALLBACK (on_released), view);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (view, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
  g_signal_connect (view, "notify::scale-factor", G_CALLBACK (on_changed), NULL);
  view->heads = chain_network_heads_new (widget);
  view->headed = g_array_new (FALSE, FALSE, sizeof (ChainPictureColumn));
  view->controls = chain_network_controls_new (view);
  gtk_widget_set_parent (view->controls, widget);
}

/**
 * chain_network_view_set_session:
 * @view: a view
 * @session: (nullable): the document whose network it shows
 */
void
chain_network_view_set_session (ChainNetworkView *view,
                                ChainSession     *session)
{
  static const char *const changes[] = { "selection-changed", "view-changed" };

  g_return_if_fail (CHAIN_IS_NETWORK_VIEW (view));

  if (view->session)
    g_signal_handlers_disconnect_by_data (view->session, view);
  g_set_object (&view->session, session);
  if (session)
    {
      g_signal_connect_object (session, "project-changed", G_CALLBACK (on_project_changed), view,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "position-changed", G_CALLBACK (on_position_changed), view,
                               G_CONNECT_SWAPPED);
      for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
        g_signal_connect_object (session, changes[i], G_CALLBACK (on_changed), view,
                                 G_CONNECT_SWAPPED);
    }
  on_project_changed (view);
}

/**
 * chain_network_view_set_corner_width:
 * @view: a view
 * @width: how far from the right edge something lies over the upper right corner
 *
 * Keeps the legend clear of that corner.
 */
void
chain_network_view_set_corner_width (ChainNetworkView *view,
                                     double            width)
{
  g_return_if_fail (CHAIN_IS_NETWORK_VIEW (view));

  if (width == view->corner_width)
    return;
  view->corner_width = width;
  on_changed (view);
}

/**
 * chain_network_view_point_at:
 * @view: a view
 * @x: pixels from its left edge
 * @y: pixels from its upper edge
 *
 * Shows what is there, as the pointer does.
 */
void
chain_network_view_point_at (ChainNetworkView *view,
                             double            x,
                             double            y)
{
  ChainPart part = { CHAIN_PART_NONE };

  g_return_if_fail (CHAIN_IS_NETWORK_VIEW (view));

  if (chain_network_view_prepare (view))
    chain_network_geometry_hit (view->geometry, view->picture, x, y, &part);
  set_hovered (view, &part, x, y);
}

/**
 * chain_network_view_is_complete:
 * @view: a view
 *
 * Returns: whether all connections are drawn as they are now; if not, they soon will be
 */
gboolean
chain_network_view_is_complete (ChainNetworkView *view)
{
  g_return_val_if_fail (CHAIN_IS_NETWORK_VIEW (view), FALSE);

  return view->geometry && !chain_network_renderer_is_busy (view->renderer);
}
