/* network-legend.c: what colour and width of a connection mean, with the scale in force.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-drawing.h"

#define LEFT 16.0
#define TOP 12.0

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
draw_scale (const ChainNetworkGeometry *geometry,
            cairo_t                    *cr,
            const ChainPalette         *palette,
            double                      x,
            double                      y,
            double                      width)
{
  const double half = 0.31 * geometry->line;
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

/**
 * chain_network_draw_legend:
 * @picture: a picture
 * @geometry: its geometry
 * @cr: a drawing
 * @context: fonts to write with
 * @palette: colours
 *
 * Draws the legend in the upper left corner; it says so where no number is known yet.
 */
void
chain_network_draw_legend (const ChainNetworkPicture  *picture,
                           const ChainNetworkGeometry *geometry,
                           cairo_t                    *cr,
                           PangoContext               *context,
                           const ChainPalette         *palette)
{
  const double strongest = chain_network_picture_strongest (picture);
  const double middle = TOP + geometry->line / 2;
  const double width = MIN (11 * geometry->em, 0.3 * geometry->width);
  g_autoptr (PangoLayout) title = NULL;
  g_autofree char *scale = NULL;
  g_autofree char *most = NULL;
  g_autofree char *least = NULL;
  double title_width, x;

  if (!picture->overlay_title)
    return;
  title = chain_text_new (context, picture->overlay_title, 0.95,
                          CHAIN_TEXT_MARKUP | CHAIN_TEXT_BOLD);
  chain_text_size (title, &title_width, NULL);
  chain_color_set (cr, &palette->text, 1);
  chain_text_draw (cr, title, LEFT, middle, 0, 0.5);
  x = LEFT + title_width + 14;
  if (strongest <= 0)
    {
      gboolean known = FALSE;

      for (guint l = 1; l < picture->layers->len; l++)
        known |= chain_network_picture_layer (picture, l)->overlay != NULL;
      chain_color_set (cr, &palette->dim_text, 1);
      chain_text_show (cr, context, known ? "all 0" : "not computed yet", CHAIN_PICTURE_SMALL,
                       CHAIN_TEXT_PLAIN, x, middle, 0, 0.5);
      return;
    }
  draw_scale (geometry, cr, palette, x, middle, width);
  scale = chain_picture_number (strongest, 3);
  most = g_strconcat ("+", scale, NULL);
  least = g_strconcat ("−", scale, NULL);
  chain_color_set (cr, &palette->dim_text, 1);
  chain_text_show (cr, context, least, CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN, x,
                   TOP + geometry->line, 0, 0);
  chain_text_show (cr, context, "0", CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN, x + width / 2,
                   TOP + geometry->line, 0.5, 0);
  chain_text_show (cr, context, most, CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN, x + width,
                   TOP + geometry->line, 1, 0);
}
