/* plot-private.h: what the files that draw a plot share.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/plot.h"
#include "ui/paint/text.h"

#define CHAIN_PLOT_SCALE 0.82    /* of the text */
#define CHAIN_PLOT_PAD 8.0
#define CHAIN_PLOT_LONGEST 120.0 /* pixels of a name */

typedef struct
{
  const ChainPlot    *plot;
  cairo_t            *cr;
  PangoContext       *context;
  const ChainPalette *palette;
  ChainPlotFrame      frame;
  double              width, height;
  double              line; /* height of a line of text */
} ChainPlotDrawing;

double   chain_plot_line_height (PangoContext           *context);
gboolean chain_plot_is_covered  (const ChainPlotDrawing *d);
void     chain_plot_draw_axes   (const ChainPlotDrawing *d);
