/* plot-private.h: what the files that draw a plot share.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/class-colors.h"
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
void     chain_plot_draw_legend (const ChainPlotDrawing *d);
void     chain_plot_draw_marker (const ChainPlotDrawing *d,
                                 ChainMarker             marker,
                                 const ChainColor       *color,
                                 double                  x,
                                 double                  y,
                                 double                  radius,
                                 gboolean                hollow);
void     chain_plot_draw_cross  (const ChainPlotDrawing *d,
                                 double                  x,
                                 double                  y,
                                 double                  radius);
