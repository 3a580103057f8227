/* network-view.c: the network's drawing in the window: pointer, keyboard and a cached image.
 *
 * The connections, the costly part, are kept as an image until their numbers, the size or the
 * colours change; the rest is drawn over it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-view.h"

#include "ui/paint/card.h"
#include "ui/paint/network-drawing.h"
#include "ui/widgets/network-account.h"
#include "ui/widgets/network-contents.h"

#include <math.h>

#define LEAST_WIDTH 300
#define LEAST_HEIGHT 240
#define CARD_DIGITS 6

struct _ChainNetworkView
{
  GtkWidget             parent_instance;

  ChainSession         *session;  /* (nullable) */
  ChainNetworkPicture  *picture;  /* (nullable): made when next drawn */
  ChainNetworkGeometry *geometry; /* (nullable): of the picture */
  cairo_surface_t      *image;    /* (nullable): the connections */
  const ChainPalette   *palette;  /* of the image */
  double                corner_width; /* of the upper right corner that something lies over */

  ChainPart             hovered;
  double                pointer_x, pointer_y;
  ChainPart             focused;
};

G_DEFINE_FINAL_TYPE (ChainNetworkView, chain_network_view, GTK_TYPE_WIDGET)

static void
forget_geometry (ChainNetworkView *view)
{
  g_clear_pointer (&view->geometry, chain_network_geometry_free);
  g_clear_pointer (&view->image, cairo_surface_destroy);
}

static gboolean
ready (ChainNetworkView *view)
{
  return view->session && chain_session_get_stepper (view->session);
}

/* Makes contents and geometry where they are missing or of another size. */
static gboolean
prepare (ChainNetworkView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);

  if (!ready (view) || width <= 0 || height <= 0)
    return FALSE;
  if (!view->picture)
    {
      view->picture = chain_network_contents_new (view->session);
      view->picture->corner_width = view->corner_width;
    }
  if (view->geometry && (view->geometry->width != width || view->geometry->height != height
                         || view->geometry->em
                              != chain_text_em (gtk_widget_get_pango_context (widget))))
    forget_geometry (view);
  if (!view->geometry)
    view->geometry = chain_network_geometry_new (view->picture,
                                                 gtk_widget_get_pango_context (widget), width,
                                                 height);
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
  else if (view->focused.kind != CHAIN_PART_NONE)
    {
      g_autoptr (ChainPartAccount) account = chain_part_account_new (view->session, &view->focused);

      text = chain_part_account_to_text (account);
    }
  else
    {
      text = chain_network_contents_caption (view->session);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
on_changed (ChainNetworkView *view)
{
  forget_geometry (view);
  g_clear_pointer (&view->picture, chain_network_picture_free);
  update_description (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

/* Another project may have fewer units than what was pointed at. */
static void
on_project_changed (ChainNetworkView *view)
{
  view->hovered.kind = CHAIN_PART_NONE;
  view->focused.kind = CHAIN_PART_NONE;
  on_changed (view);
}

static void
set_hovered (ChainNetworkView *view,
             const ChainPart  *part,
             double            x,
             double            y)
{
  if (part->kind == CHAIN_PART_NONE && view->hovered.kind == CHAIN_PART_NONE)
    return;
  view->hovered = *part;
  view->pointer_x = x;
  view->pointer_y = y;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (view),
                                   part->kind == CHAIN_PART_NONE ? NULL : "pointer");
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static void
on_motion (G_GNUC_UNUSED GtkEventControllerMotion *controller,
           double                                  x,
           double                                  y,
           ChainNetworkView                       *view)
{
  ChainPart part = { CHAIN_PART_NONE };

  if (prepare (view))
    chain_network_geometry_hit (view->geometry, x, y, &part);
  set_hovered (view, &part, x, y);
}

static void
on_leave (G_GNUC_UNUSED GtkEventControllerMotion *controller,
          ChainNetworkView                       *view)
{
  const ChainPart none = { CHAIN_PART_NONE };

  set_hovered (view, &none, 0, 0);
}

static void
select_part (ChainNetworkView *view,
             const ChainPart  *part)
{
  const ChainSelection selection = chain_part_to_selection (part);

  chain_session_set_selection (view->session, &selection);
}

static void
on_pressed (G_GNUC_UNUSED GtkGestureClick *gesture,
            G_GNUC_UNUSED int              n_press,
            double                         x,
            double                         y,
            ChainNetworkView              *view)
{
  ChainPart part = { CHAIN_PART_NONE };

  if (prepare (view))
    {
      chain_network_geometry_hit (view->geometry, x, y, &part);
      view->focused = part;
      select_part (view, &part);
    }
  gtk_widget_grab_focus (GTK_WIDGET (view));
}

static void
set_focused (ChainNetworkView *view,
             ChainPart         part)
{
  view->focused = part;
  update_description (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

/* The connections that end in the focused unit, one after the other. */
static void
cycle_incoming (ChainNetworkView *view)
{
  const GArray *edges = view->geometry->edges;
  const gboolean on_edge = view->focused.kind == CHAIN_PART_CONNECTION;
  const ChainPictureEdge *first = NULL, *next = NULL;
  gboolean passed = !on_edge;

  for (guint i = 0; i < edges->len; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (edges, ChainPictureEdge, i);

      if (edge->part.layer != view->focused.layer || edge->part.unit != view->focused.unit)
        continue;
      first = first ? first : edge;
      if (passed && !next)
        next = edge;
      passed |= on_edge && chain_part_equal (&edge->part, &view->focused);
    }
  if (first)
    set_focused (view, next ? next->part : first->part);
}

static void
focus_bias (ChainNetworkView *view)
{
  const ChainPart part = { CHAIN_PART_BIAS, view->focused.layer, 0, view->focused.unit };
  const ChainPictureNode *node;

  node = chain_network_geometry_node (view->geometry, part.layer, part.unit);
  if (node && node->bias.width > 0)
    set_focused (view, part);
}

static gboolean
on_key (G_GNUC_UNUSED GtkEventControllerKey *controller,
        guint                                key,
        G_GNUC_UNUSED guint                  code,
        GdkModifierType                      modifiers,
        ChainNetworkView                    *view)
{
  static const struct
  {
    guint key;
    int   columns, units;
  } moves[] = {
    { GDK_KEY_Left, -1, 0 },    { GDK_KEY_Right, 1, 0 },    { GDK_KEY_Up, 0, -1 },
    { GDK_KEY_Down, 0, 1 },     { GDK_KEY_KP_Left, -1, 0 }, { GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_KP_Up, 0, -1 },   { GDK_KEY_KP_Down, 0, 1 },
  };
  const gboolean focused = view->focused.kind != CHAIN_PART_NONE;

  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) || !prepare (view))
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      if (moves[i].key != key)
        continue;
      set_focused (view, chain_network_geometry_neighbour (view->geometry, &view->focused,
                                                           moves[i].columns, moves[i].units));
      return GDK_EVENT_STOP;
    }
  if (!focused)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      select_part (view, &view->focused);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      set_focused (view, (ChainPart) { CHAIN_PART_NONE });
      select_part (view, NULL);
      return GDK_EVENT_STOP;
    case GDK_KEY_c:
      cycle_incoming (view);
      return GDK_EVENT_STOP;
    case GDK_KEY_b:
      focus_bias (view);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
chain_network_view_measure (G_GNUC_UNUSED GtkWidget *widget,
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

/* A ring where the keyboard is, while the keyboard is used. */
static const ChainPart *
ringed (ChainNetworkView *view)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));

  if (!gtk_widget_has_focus (GTK_WIDGET (view)) || !GTK_IS_WINDOW (root)
      || !gtk_window_get_focus_visible (GTK_WINDOW (root)))
    return NULL;
  return &view->focused;
}

static void
draw_problem (ChainNetworkView *view,
              cairo_t          *cr,
              double            width,
              double            height)
{
  const char *problem = view->session ? chain_session_get_problem (view->session) : NULL;
  g_autoptr (PangoLayout) text = NULL;

  if (!problem)
    return;
  text = chain_text_new (gtk_widget_get_pango_context (GTK_WIDGET (view)), problem, 1,
                         CHAIN_TEXT_PLAIN);
  pango_layout_set_single_paragraph_mode (text, FALSE);
  pango_layout_set_alignment (text, PANGO_ALIGN_CENTER);
  pango_layout_set_wrap (text, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (text, (int) (MAX (width - 48, 1) * PANGO_SCALE));
  chain_color_set (cr, &view->palette->dim_text, 1);
  chain_text_draw (cr, text, width / 2, height / 2, 0.5, 0.5);
}

static void
draw_connections (ChainNetworkView *view,
                  cairo_t          *cr)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));

  if (!view->image)
    {
      cairo_t *onto;

      view->image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                                (int) view->geometry->width * scale,
                                                (int) view->geometry->height * scale);
      cairo_surface_set_device_scale (view->image, scale, scale);
      onto = cairo_create (view->image);
      chain_network_draw_connections (view->picture, view->geometry, onto, view->palette);
      cairo_destroy (onto);
    }
  cairo_set_source_surface (cr, view->image, 0, 0);
  cairo_paint (cr);
}

/* The numbers of what the pointer is on. */
static void
draw_card (ChainNetworkView *view,
           cairo_t          *cr,
           double            width,
           double            height)
{
  g_autoptr (ChainPartAccount) account = NULL;
  g_autoptr (ChainCard) card = NULL;
  g_autofree char *title = NULL;

  if (view->hovered.kind == CHAIN_PART_NONE)
    return;
  account = chain_part_account_new (view->session, &view->hovered);
  title = g_markup_escape_text (account->title, -1);
  card = chain_card_new (title);
  for (guint i = 0; i < account->numbers->len; i++)
    {
      const ChainPartNumber *number = &g_array_index (account->numbers, ChainPartNumber, i);
      const gboolean weight = view->hovered.kind == CHAIN_PART_CONNECTION && number->value != 0;
      const ChainColor *sign = number->value < 0 ? &view->palette->negative
                                                 : &view->palette->positive;
      char text[CHAIN_NUMBER_SIZE];

      chain_card_add (card, number->name, chain_number_show (number->value, CARD_DIGITS, text),
                      weight ? sign : &view->palette->text);
    }
  if (account->numbers->len == 0)
    chain_card_add (card, "not computed yet", "", &view->palette->dim_text);
  chain_card_draw (card, cr, gtk_widget_get_pango_context (GTK_WIDGET (view)), view->palette,
                   view->pointer_x, view->pointer_y, width, height);
}

static void
chain_network_view_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  ChainNetworkView *view = CHAIN_NETWORK_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  const ChainPalette *palette;
  GdkRGBA color;
  cairo_t *cr;

  if (width <= 0 || height <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  palette = chain_palette_for_text (color.red, color.green, color.blue);
  if (palette != view->palette)
    g_clear_pointer (&view->image, cairo_surface_destroy);
  view->palette = palette;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  chain_color_set (cr, &palette->canvas, 1);
  cairo_paint (cr);
  if (prepare (view))
    {
      draw_connections (view, cr);
      chain_network_draw_top (view->picture, view->geometry, cr,
                              gtk_widget_get_pango_context (widget), palette, &view->hovered,
                              ringed (view));
      draw_card (view, cr, width, height);
    }
  else
    {
      draw_problem (view, cr, width, height);
    }
  cairo_destroy (cr);
}

static void
chain_network_view_dispose (GObject *object)
{
  ChainNetworkView *view = CHAIN_NETWORK_VIEW (object);

  forget_geometry (view);
  g_clear_pointer (&view->picture, chain_network_picture_free);
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
  widget_class->snapshot = chain_network_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "network");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
chain_network_view_init (ChainNetworkView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (widget, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, "Network",
                                  -1);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), view);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), view);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), view);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), view);
  gtk_widget_add_controller (widget, keys);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), view);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (view, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
  g_signal_connect (view, "notify::scale-factor", G_CALLBACK (on_changed), NULL);
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
  static const char *const changes[] = { "position-changed", "selection-changed", "view-changed" };

  g_return_if_fail (CHAIN_IS_NETWORK_VIEW (view));

  if (view->session)
    g_signal_handlers_disconnect_by_data (view->session, view);
  g_set_object (&view->session, session);
  if (session)
    {
      g_signal_connect_object (session, "project-changed", G_CALLBACK (on_project_changed), view,
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
