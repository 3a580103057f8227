/* sparkline.c: a line without axes, as small as a word.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/sparkline.h"

#include <math.h>

#define MARGIN 2 /* above and below, for the line's own width */
#define LINE_WIDTH 1.5
#define LEAST_RANGE 1e-300

/**
 * chain_sparkline_stretch:
 * @range: (inout): a range; its high below its low where it is still empty
 * @values: [n_values]: numbers; those that are not finite are left out
 * @n_values: how many
 *
 * Widens a range until it holds all values.
 */
void
chain_sparkline_stretch (ChainSparklineRange *range,
                         const double        *values,
                         guint                n_values)
{
  for (guint i = 0; i < n_values; i++)
    {
      const gboolean empty = range->high < range->low;

      if (!isfinite (values[i]))
        continue;
      range->low = empty ? values[i] : MIN (range->low, values[i]);
      range->high = empty ? values[i] : MAX (range->high, values[i]);
    }
}

/**
 * chain_sparkline_draw:
 * @values: [n_values]: what is drawn, in equal steps from the left edge to the right
 * @n_values: how many
 * @range: what lies between the edges
 * @cr: a drawing with the line's colour set
 * @width: of the drawing
 * @height: likewise
 *
 * Draws the line; it breaks where a value is not finite.
 */
void
chain_sparkline_draw (const double              *values,
                      guint                      n_values,
                      const ChainSparklineRange *range,
                      cairo_t                   *cr,
                      double                     width,
                      double                     height)
{
  const double scale
      = (height - 2 * MARGIN) / fmax (range->high - range->low, LEAST_RANGE);

  for (guint i = 0; i < n_values; i++)
    {
      const double x = n_values > 1 ? width * i / (n_values - 1) : 0;

      if (isfinite (values[i]))
        cairo_line_to (cr, x, height - MARGIN - scale * (values[i] - range->low));
      else
        cairo_new_sub_path (cr);
    }
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}
