/* network-legend.c: what colour and width of a connection mean, with the scale in force.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-drawing.h"

#include "ui/paint/text-cache.h"

#define LEFT 16.0
#define TOP 12.0
#define LEAST_SCALE 110.0 /* pixels the scale with three numbers takes */

static void
add_stop (cairo_pattern_t  *pattern,
          double            offset,
          const ChainColor *color,
          double            alpha)
{
  cairo_pattern_add_color_stop_rgba (pattern, offset, color->red, color->green, color->blue,
                                     color->alpha * alpha);
}

/* Two wedges that meet in a point: thick and strong outside, thin and faint at zero. */
static void
draw_scale (const ChainNetworkDrawing *drawing,
            double                     x,
            double                     y,
            double                     width)
{
  const ChainPalette *palette = drawing->palette;
  cairo_t *cr = drawing->cr;
  const double half = 0.31 * drawing->geometry->line;
  cairo_pattern_t *pattern = cairo_pattern_create_linear (x, 0, x + width, 0);

  add_stop (pattern, 0, &palette->negative, 1);
  add_stop (pattern, 0.5, &palette->negative, 0.35);
  add_stop (pattern, 0.5, &palette->positive, 0.35);
  add_stop (pattern, 1, &palette->positive, 1);
  cairo_move_to (cr, x, y - half);
  cairo_line_to (cr, x + width / 2, y - 0.6);
  cairo_line_to (cr, x + width, y - half);
  cairo_line_to (cr, x + width, y + half);
  cairo_line_to (cr, x + width / 2, y + 0.6);
  cairo_line_to (cr, x, y + half);
  cairo_close_path (cr);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
}

static void
write_small (const ChainNetworkDrawing *drawing,
             const char                *text,
             double                     x,
             guint                      row,
             double                     x_anchor)
{
  chain_text_show (drawing->cr, drawing->context, text, CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN, x,
                   TOP + (row + 0.5) * drawing->geometry->line, x_anchor, 0.5);
}

/* What is not drawn is told. */
static void
write_hidden (const ChainNetworkDrawing *drawing,
              guint                      row)
{
  const guint64 n = drawing->geometry->scale.n_hidden;
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  text = g_strdup_printf ("%" G_GUINT64_FORMAT " weaker ones not drawn", n);
  write_small (drawing, text, LEFT, row, 0);
}

/* The scale below its name, with the largest number beside the name or, without room, below. */
static void
draw_narrow (const ChainNetworkDrawing *drawing,
             const char                *largest,
             double                     x,
             double                     room)
{
  double width;
  gboolean beside;

  chain_text_size (chain_text_cached (drawing->context, largest, CHAIN_PICTURE_SMALL,
                                      CHAIN_TEXT_PLAIN), &width, NULL);
  beside = x + width <= LEFT + room;
  write_small (drawing, largest, beside ? x : LEFT, beside ? 0 : 2, 0);
  draw_scale (drawing, LEFT, TOP + 1.5 * drawing->geometry->line, CLAMP (room, 40, LEAST_SCALE));
  write_hidden (drawing, beside ? 2 : 3);
}

/**
 * chain_network_draw_legend:
 * @drawing: a drawing
 *
 * Draws the legend in the upper left corner: the name beside the scale, or above it where the
 * other corner leaves too little room. It says so where no number is known yet.
 */
void
chain_network_draw_legend (const ChainNetworkDrawing *drawing)
{
  const ChainNetworkPicture *picture = drawing->picture;
  const ChainNetworkGeometry *geometry = drawing->geometry;
  const ChainPalette *palette = drawing->palette;
  cairo_t *cr = drawing->cr;
  const ChainNetworkScale *measured = &geometry->scale;
  const double strongest = measured->strongest;
  const double room = geometry->width - picture->corner_width - LEFT - 8;
  g_autofree char *scale = chain_picture_number (strongest, 3);
  g_autofree char *most = g_strconcat ("+", scale, NULL);
  g_autofree char *least = g_strconcat ("−", scale, NULL);
  g_autofree char *both = g_strconcat ("±", scale, NULL);
  g_autofree char *weak = chain_picture_number (strongest / 1000, 1);
  g_autofree char *middle = measured->logarithmic ? g_strconcat ("±", weak, NULL) : g_strdup ("0");
  g_autoptr (PangoLayout) title = NULL;
  double title_width, x, width;

  if (!picture->overlay_title)
    return;
  title = chain_text_new (drawing->context, picture->overlay_title, 1, CHAIN_TEXT_BOLD);
  chain_text_size (title, &title_width, NULL);
  x = LEFT + title_width + 14;
  width = MIN (MIN (11 * geometry->em, 0.3 * geometry->width), room - title_width - 14);
  if (geometry->look.zoom != 1)
    chain_network_draw_ground (cr, palette, LEFT - 8, TOP - 6, MAX (x + width, LEAST_SCALE + LEFT),
                               2 * geometry->line + 8);
  chain_color_set (cr, &palette->text, 1);
  chain_text_draw (cr, title, LEFT, TOP + geometry->line / 2, 0, 0.5);
  chain_color_set (cr, &palette->dim_text, 1);
  if (strongest <= 0)
    {
      write_small (drawing, measured->known ? "all 0" : "not computed yet",
                   width < LEAST_SCALE ? LEFT : x, width < LEAST_SCALE ? 1 : 0, 0);
      return;
    }
  if (width < LEAST_SCALE)
    {
      draw_narrow (drawing, both, x, room);
      return;
    }
  write_small (drawing, least, x, 1, 0);
  write_small (drawing, middle, x + width / 2, 1, 0.5);
  write_small (drawing, most, x + width, 1, 1);
  write_hidden (drawing, 2);
  draw_scale (drawing, x, TOP + geometry->line / 2, width);
}
