/* network-file.c: a network's drawing by itself, in strokes that stay sharp at any size.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-file.h"

#include "ui/paint/network-drawing.h"

/**
 * chain_network_file_draw:
 * @cr: a drawing
 * @context: fonts to write with; its font becomes the one of the file, if that has one
 * @width: pixels
 * @height: pixels
 * @data: a ChainNetworkFile
 *
 * Draws all of it on its canvas; a #ChainPictureDraw.
 */
void
chain_network_file_draw (cairo_t      *cr,
                         PangoContext *context,
                         double        width,
                         double        height,
                         gpointer      data)
{
  const ChainNetworkFile *file = data;
  g_autoptr (ChainNetworkGeometry) geometry = NULL;

  if (file->font)
    pango_context_set_font_description (context, file->font);
  geometry = chain_network_geometry_new (file->picture, context, width, height, file->look);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  chain_color_set (cr, &file->palette->canvas, 1);
  cairo_paint (cr);
  chain_network_draw_connections (file->picture, geometry, cr, file->palette);
  chain_network_draw_top (file->picture, geometry, cr, context, file->palette);
  cairo_restore (cr);
}
