/* contours.h: lines and bands of equal height over a grid of numbers, by marching squares.
 *
 * Places are in units of the grid: (0, 0) is its first number, (1, 0) the next of the row. What
 * is not finite counts as higher than all.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct
{
  double x, y;
} ChainContourPoint;

typedef struct
{
  double   level;
  gboolean closed;
  GArray  *points; /* ChainContourPoint; the first is not repeated where it is closed */
} ChainContour;

GArray    *chain_contour_levels (const double *values,
                                 gsize         n,
                                 guint         most);
GPtrArray *chain_contours_new   (const double *values,
                                 guint         columns,
                                 guint         rows,
                                 double        level);
void       chain_contour_free   (ChainContour *contour);
void       chain_contour_above  (cairo_t      *cr,
                                 const double *values,
                                 guint         columns,
                                 guint         rows,
                                 double        level);
