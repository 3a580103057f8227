/* shapes.c: outlines that several drawings share.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/shapes.h"

/**
 * chain_rounded_rectangle:
 * @cr: a drawing
 * @x: left
 * @y: top
 * @width: of the rectangle
 * @height: of the rectangle
 * @radius: of its corners, at most half of either
 *
 * Adds the outline to the path.
 */
void
chain_rounded_rectangle (cairo_t *cr,
                         double   x,
                         double   y,
                         double   width,
                         double   height,
                         double   radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}
