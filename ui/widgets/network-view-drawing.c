/* network-view-drawing.c: the layers of the drawing, each made anew only when it changes.
 *
 * The connections, the costly part, are a texture refined on other threads; units and words are
 * another. What the pointer and the keyboard are on, and what flows, lies over both, so that
 * following the pointer costs next to nothing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-view-private.h"

#include "ui/paint/card.h"
#include "ui/widgets/network-account.h"

#include <math.h>

#define CARD_DIGITS 6
#define CARD_WIDTH 42 /* letters in a line of words */

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
              GtkSnapshot      *snapshot,
              float             width,
              float             height)
{
  const char *problem = view->session ? chain_session_get_problem (view->session) : NULL;
  g_autoptr (PangoLayout) text = NULL;
  cairo_t *cr;

  if (!problem)
    return;
  text = chain_text_new (gtk_widget_get_pango_context (GTK_WIDGET (view)), problem, 1,
                         CHAIN_TEXT_PLAIN);
  pango_layout_set_single_paragraph_mode (text, FALSE);
  pango_layout_set_alignment (text, PANGO_ALIGN_CENTER);
  pango_layout_set_wrap (text, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (text, (int) (MAX (width - 48, 1) * PANGO_SCALE));
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  chain_color_set (cr, &view->palette->dim_text, 1);
  chain_text_draw (cr, text, width / 2, height / 2, 0.5, 0.5);
  cairo_destroy (cr);
}

/* Lays what the eye should follow under units and words. */
static void
draw_followed (ChainNetworkView *view,
               cairo_t          *cr,
               int               scale)
{
  const int width = (int) view->geometry->width * scale;
  const int height = (int) view->geometry->height * scale;
  cairo_surface_t *surface;
  g_autofree guchar *pixels = NULL;

  if (chain_network_count_followed (view->picture, view->geometry) == 0
      || chain_network_follows_too_many (view->picture, view->geometry))
    return;
  pixels = chain_network_raster_connections (view->picture, view->geometry, view->palette,
                                             CHAIN_CONNECTIONS_FOLLOWED, scale, 1, NULL);
  surface = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, width, height,
                                                 width * 4);
  cairo_surface_set_device_scale (surface, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_surface_destroy (surface);
}

static void
draw_top (ChainNetworkView *view)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  cairo_t *cr = chain_network_tiles_begin (view->tiles, (int) view->geometry->width,
                                           (int) view->geometry->height, scale);

  draw_followed (view, cr, scale);
  chain_network_draw_top (view->picture, view->geometry, cr,
                          gtk_widget_get_pango_context (GTK_WIDGET (view)), view->palette);
  chain_network_tiles_end (view->tiles, cr);
  view->top_drawn = TRUE;
}

/* A line in words, broken into as many as it takes. */
static void
add_words (ChainNetworkView *view,
           ChainCard        *card,
           const char       *words)
{
  g_auto (GStrv) each = g_strsplit (words, " ", -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (char **word = each; *word; word++)
    {
      if (line->len > 0 && g_utf8_strlen (line->str, -1) + g_utf8_strlen (*word, -1) > CARD_WIDTH)
        {
          chain_card_add (card, line->str, "", &view->palette->dim_text);
          g_string_truncate (line, 0);
        }
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", *word);
    }
  chain_card_add (card, line->str, "", &view->palette->dim_text);
}

/* The numbers of what the pointer is on. */
static void
draw_card (ChainNetworkView *view,
           cairo_t          *cr,
           float             width,
           float             height)
{
  g_autoptr (ChainPartAccount) account = NULL;
  g_autoptr (ChainCard) card = NULL;
  g_autofree char *title = NULL;

  account = chain_part_account_new (view->session, view->picture, view->geometry, &view->hovered);
  title = g_markup_escape_text (account->title, -1);
  card = chain_card_new (title);
  for (guint i = 0; i < account->numbers->len; i++)
    {
      const ChainPartNumber *number = &g_array_index (account->numbers, ChainPartNumber, i);
      const gboolean weight = view->hovered.kind == CHAIN_PART_CONNECTION && number->value != 0;
      char text[CHAIN_NUMBER_SIZE];

      chain_card_add (card, number->name, chain_number_show (number->value, CARD_DIGITS, text),
                      weight ? chain_network_edge_color (view->palette, number->value)
                             : &view->palette->text);
    }
  if (account->numbers->len == 0
      && (!account->hint || view->hovered.kind == CHAIN_PART_UNIT))
    chain_card_add (card, "not computed yet", "", &view->palette->dim_text);
  if (account->hint)
    add_words (view, card, account->hint);
  chain_card_draw (card, cr, gtk_widget_get_pango_context (GTK_WIDGET (view)), view->palette,
                   view->pointer_x, view->pointer_y, width, height);
}

/* Adds what was recorded, with bounds no larger than it: only these are painted anew. */
static void
append_recorded (GtkSnapshot     *snapshot,
                 cairo_surface_t *recorded)
{
  double x, y, width, height;
  cairo_t *cr;

  cairo_recording_surface_ink_extents (recorded, &x, &y, &width, &height);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT ((float) floor (x), (float) floor (y),
                                                       (float) ceil (width) + 1,
                                                       (float) ceil (height) + 1));
  cairo_set_source_surface (cr, recorded, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (recorded);
}

static void
draw_pointed (ChainNetworkView *view,
              GtkSnapshot      *snapshot,
              float             width,
              float             height)
{
  const ChainPart *focused = ringed (view);
  cairo_surface_t *recorded;
  cairo_t *cr;

  if (view->hovered.kind == CHAIN_PART_NONE && !(focused && focused->kind != CHAIN_PART_NONE))
    return;
  recorded = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cr = cairo_create (recorded);
  chain_network_draw_pointed (view->picture, view->geometry, cr,
                              gtk_widget_get_pango_context (GTK_WIDGET (view)), view->palette,
                              &view->hovered, focused);
  cairo_destroy (cr);
  append_recorded (snapshot, recorded);
  if (view->hovered.kind == CHAIN_PART_NONE)
    return;
  recorded = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cr = cairo_create (recorded);
  draw_card (view, cr, width, height);
  cairo_destroy (cr);
  append_recorded (snapshot, recorded);
}

static void
draw_pulse (ChainNetworkView *view,
            GtkSnapshot      *snapshot)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (view));
  cairo_surface_t *recorded;
  double progress;
  cairo_t *cr;

  if (view->pulse == 0 || view->pulse_start == 0)
    return;
  progress = (double) (gdk_frame_clock_get_frame_time (clock) - view->pulse_start)
             / CHAIN_NETWORK_PULSE;
  recorded = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cr = cairo_create (recorded);
  chain_network_draw_pulse (view->picture, view->geometry, cr, view->palette,
                            CLAMP (progress, 0, 1));
  cairo_destroy (cr);
  append_recorded (snapshot, recorded);
}

static void
draw_network (ChainNetworkView *view,
              GtkSnapshot      *snapshot,
              float             width,
              float             height)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));

  chain_network_renderer_request (view->renderer, view->picture, view->geometry, view->palette,
                                  scale);
  if (!view->top_drawn)
    draw_top (view);
  chain_network_renderer_snapshot (view->renderer, snapshot, view->geometry);
  chain_network_tiles_snapshot (view->tiles, snapshot);
  draw_pulse (view, snapshot);
  draw_pointed (view, snapshot, width, height);
}

static void
update_palette (ChainNetworkView *view)
{
  const ChainPalette *palette;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (view)), &color);
  palette = chain_palette_for_text (color.red, color.green, color.blue);
  if (palette != view->palette)
    view->top_drawn = FALSE;
  view->palette = palette;
}

/* Draws the network, or why there is none. */
void
chain_network_view_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  ChainNetworkView *view = CHAIN_NETWORK_VIEW (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  const ChainColor *canvas;

  if (width <= 0 || height <= 0)
    return;
  update_palette (view);
  canvas = &view->palette->canvas;
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { (float) canvas->red, (float) canvas->green,
                                                    (float) canvas->blue, 1 },
                             &bounds);
  gtk_snapshot_push_clip (snapshot, &bounds);
  if (chain_network_view_prepare (view))
    draw_network (view, snapshot, width, height);
  else
    draw_problem (view, snapshot, width, height);
  gtk_snapshot_pop (snapshot);
  gtk_widget_snapshot_child (widget, view->controls, snapshot);
  chain_network_heads_snapshot (view->heads, snapshot);
}
