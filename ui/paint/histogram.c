/* histogram.c: the bars of a column's values, small enough for a list.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/histogram.h"

#include <math.h>

#define WIDEST_BAR 14.0 /* of a picture in a list */
#define LIST_HEIGHT 40.0 /* a higher one is looked at on its own, and filled */
#define GAP 1.0

/**
 * chain_histogram_draw:
 * @statistics: a column's bars; without any only the base line is drawn
 * @cr: where to
 * @width: of the drawing, pixels
 * @height: of the drawing, pixels
 * @color: of the bars
 *
 * Draws the bars from the left, the longest as high as the drawing. A bar with any value in it
 * is at least a pixel high.
 */
void
chain_histogram_draw (const ChainColumnStatistics *statistics,
                      cairo_t                     *cr,
                      double                       width,
                      double                       height,
                      const ChainColor            *color)
{
  const double floor_y = floor (height) - 1;
  gsize        most = 1;

  chain_color_set (cr, color, 0.25);
  cairo_rectangle (cr, 0, floor_y, width, 1);
  cairo_fill (cr);
  if (statistics == NULL || statistics->n_bars == 0)
    return;

  const double share_of_width = width / statistics->n_bars;
  const double step = height < LIST_HEIGHT ? fmin (WIDEST_BAR, share_of_width) : share_of_width;

  for (guint i = 0; i < statistics->n_bars; i++)
    most = MAX (most, statistics->bars[i]);
  for (guint i = 0; i < statistics->n_bars; i++)
    {
      const double share = (double) statistics->bars[i] / (double) most;

      if (statistics->bars[i] > 0)
        cairo_rectangle (cr, i * step, floor_y, step - GAP, -fmax (1, share * (floor_y - 1)));
    }
  chain_color_set (cr, color, 0.45);
  cairo_fill (cr);
}
