/* range-picture.c: the curve of a learning-rate range test as a picture in a file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/range-picture.h"

#include "ui/paint/picture-file.h"
#include "ui/paint/range-chart.h"

#define WIDTH 800
#define HEIGHT 500

static void
draw (cairo_t      *cr,
      PangoContext *context,
      double        width,
      double        height,
      gpointer      chart)
{
  chain_color_set (cr, &chain_palette_light.canvas, 1);
  cairo_paint (cr);
  chain_chart_draw (chart, cr, context, width, height, &chain_palette_light, -1);
}

/**
 * chain_range_picture_is:
 * @path: a file name
 *
 * Returns: %TRUE if its ending is that of a picture
 */
gboolean
chain_range_picture_is (const char *path)
{
  return chain_picture_format_for_path (path) != NULL;
}

/**
 * chain_range_picture_save:
 * @range: a finished test
 * @options: what it was asked for
 * @learning_rate: the project's own rate, marked in the chart
 * @path: a file that ends in .svg, .png or .pdf
 * @error: set if it cannot be written
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_range_picture_save (const ChainLrRange        *range,
                          const ChainLrRangeOptions *options,
                          double                     learning_rate,
                          const char                *path,
                          GError                   **error)
{
  g_autoptr (ChainChart) chart = chain_range_chart_new (range, options, learning_rate, TRUE);

  return chain_picture_file_save (path, WIDTH, HEIGHT, draw, chart, error);
}
