/* sweep-view.c: a sweep over two settings; hovering reads a cell, clicking picks it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/sweep-view.h"

#define LEAST_WIDTH 300
#define LEAST_HEIGHT 200
#define NOWHERE (-1)

struct _ChainSweepView
{
  GtkWidget          parent_instance;

  ChainSweepPicture *picture; /* (nullable) */
  int                hover;   /* a cell, or NOWHERE */
  int                marked;  /* by the keyboard; a cell, or NOWHERE */
};

G_DEFINE_FINAL_TYPE (ChainSweepView, chain_sweep_view, GTK_TYPE_WIDGET)

static guint picked_signal;

static int
cell_at (ChainSweepView *view, double x, double y)
{
  GtkWidget      *widget = GTK_WIDGET (view);
  ChainSweepFrame frame;

  if (view->picture == NULL)
    return NOWHERE;
  chain_sweep_picture_frame (view->picture, gtk_widget_get_pango_context (widget),
                             gtk_widget_get_width (widget), gtk_widget_get_height (widget), &frame);
  return chain_sweep_picture_cell_at (view->picture, &frame, x, y);
}

static void
set_hover (ChainSweepView *view, int cell)
{
  if (view->hover == cell)
    return;
  view->hover = cell;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (view), cell != NOWHERE ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static void
on_motion (GtkEventControllerMotion *motion G_GNUC_UNUSED, double x, double y, ChainSweepView *view)
{
  set_hover (view, cell_at (view, x, y));
}

static void
on_leave (GtkEventControllerMotion *motion G_GNUC_UNUSED, ChainSweepView *view)
{
  set_hover (view, NOWHERE);
}

static void
on_released (GtkGestureClick *click G_GNUC_UNUSED,
             int              n G_GNUC_UNUSED,
             double           x,
             double           y,
             ChainSweepView  *view)
{
  const int cell = cell_at (view, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (view));
  if (cell != NOWHERE)
    g_signal_emit (view, picked_signal, 0, (guint) cell);
}

static void
describe (ChainSweepView *view)
{
  g_autofree char *text = view->picture != NULL && view->marked != NOWHERE
                            ? chain_sweep_picture_describe (view->picture, view->marked)
                            : g_strdup ("Arrow keys move over the cells, Enter uses one");

  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static gboolean
move_mark (ChainSweepView *view, int columns, int rows)
{
  const int n = (int) view->picture->columns;
  const int cell = view->marked;

  if (cell == NOWHERE)
    view->marked = MAX (view->picture->best, 0);
  else
    view->marked = CLAMP (cell / n + rows, 0, (int) view->picture->rows - 1) * n
                   + CLAMP (cell % n + columns, 0, n - 1);
  describe (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
  return TRUE;
}

static gboolean
on_key (GtkEventControllerKey *keys G_GNUC_UNUSED,
        guint                  key,
        guint                  code G_GNUC_UNUSED,
        GdkModifierType        state,
        ChainSweepView        *view)
{
  if (view->picture == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
      return move_mark (view, -1, 0);
    case GDK_KEY_Right:
      return move_mark (view, 1, 0);
    case GDK_KEY_Up:
      return move_mark (view, 0, 1);
    case GDK_KEY_Down:
      return move_mark (view, 0, -1);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      if (view->marked != NOWHERE)
        g_signal_emit (view, picked_signal, 0, (guint) view->marked);
      return view->marked != NOWHERE;
    default:
      return FALSE;
    }
}

static void
on_focus_left (GtkEventControllerFocus *focus G_GNUC_UNUSED, ChainSweepView *view)
{
  view->marked = NOWHERE;
  describe (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static void
chain_sweep_view_measure (GtkWidget     *widget G_GNUC_UNUSED,
                          GtkOrientation orientation,
                          int            for_size G_GNUC_UNUSED,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline G_GNUC_UNUSED,
                          int           *natural_baseline G_GNUC_UNUSED)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
}

static void
chain_sweep_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ChainSweepView *view = CHAIN_SWEEP_VIEW (widget);
  const int       width = gtk_widget_get_width (widget);
  const int       height = gtk_widget_get_height (widget);
  GdkRGBA         color;
  cairo_t        *cr;

  if (view->picture == NULL || width <= 0 || height <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  chain_sweep_picture_draw (view->picture, cr, gtk_widget_get_pango_context (widget), width, height,
                            chain_palette_for_text (color.red, color.green, color.blue),
                            view->hover != NOWHERE ? view->hover : view->marked);
  cairo_destroy (cr);
}

static void
chain_sweep_view_dispose (GObject *object)
{
  ChainSweepView *view = CHAIN_SWEEP_VIEW (object);

  g_clear_pointer (&view->picture, chain_sweep_picture_free);
  G_OBJECT_CLASS (chain_sweep_view_parent_class)->dispose (object);
}

static void
chain_sweep_view_class_init (ChainSweepViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_sweep_view_dispose;
  widget_class->measure = chain_sweep_view_measure;
  widget_class->snapshot = chain_sweep_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "sweep");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  picked_signal = g_signal_new ("picked", CHAIN_TYPE_SWEEP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
chain_sweep_view_init (ChainSweepView *view)
{
  GtkWidget          *widget = GTK_WIDGET (view);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture         *click = gtk_gesture_click_new ();

  view->hover = view->marked = NOWHERE;
  gtk_widget_set_focusable (widget, TRUE);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), view);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), view);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), view);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), view);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_left), view);
  g_signal_connect (click, "released", G_CALLBACK (on_released), view);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

/**
 * chain_sweep_view_take_picture:
 * @view: a view
 * @picture: (transfer full) (nullable): what to show from now on
 */
void
chain_sweep_view_take_picture (ChainSweepView *view, ChainSweepPicture *picture)
{
  const guint n = picture != NULL ? picture->columns * picture->rows : 0;

  g_return_if_fail (CHAIN_IS_SWEEP_VIEW (view));

  chain_sweep_picture_free (view->picture);
  view->picture = picture;
  if (view->hover >= (int) n)
    view->hover = NOWHERE;
  if (view->marked >= (int) n)
    view->marked = NOWHERE;
  describe (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

/**
 * chain_sweep_view_get_picture:
 * @view: a view
 *
 * Returns: (transfer none) (nullable): what it shows
 */
const ChainSweepPicture *
chain_sweep_view_get_picture (ChainSweepView *view)
{
  return view->picture;
}
