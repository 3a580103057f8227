/* chart-frame.h: measures shared by laying a chart out and drawing it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/chart.h"
#include "ui/paint/text.h"

#define CHAIN_CHART_PAD 6.0
#define CHAIN_CHART_SCALE 0.82        /* of the text, to the font of the window */
#define CHAIN_CHART_SWATCH 14.0       /* the line before a legend entry, pixels */
#define CHAIN_CHART_TITLE_FROM 170.0  /* least height with room for a title below the x axis */

gboolean chain_chart_is_empty           (const ChainChart      *chart);
guint    chain_chart_legend_rows        (const ChainChart      *chart,
                                         PangoContext          *context,
                                         double                 width);
double   chain_chart_legend_entry_width (const ChainSeries     *series,
                                         PangoContext          *context);
double   chain_chart_line_height        (PangoContext          *context);
GArray  *chain_chart_y_ticks            (const ChainChart      *chart,
                                         PangoContext          *context,
                                         const ChainChartFrame *frame);
GArray  *chain_chart_x_ticks            (const ChainChart      *chart,
                                         PangoContext          *context,
                                         const ChainChartFrame *frame);

/* What every part of a chart's drawing needs to know. */
typedef struct
{
  const ChainChart   *chart;
  cairo_t            *cr;
  PangoContext       *context;
  const ChainPalette *palette;
  double              width, height;
  ChainChartFrame     frame;
  double              line; /* height of a line of text */
} ChainChartDrawing;

const ChainColor *chain_ink_color        (const ChainPalette      *palette,
                                          ChainInk                 ink);
double            chain_crisp            (double                   pixel);
double            chain_chart_x_pixel    (const ChainChartDrawing *drawing,
                                          double                   x);
double            chain_chart_y_pixel    (const ChainChartDrawing *drawing,
                                          double                   y);
void              chain_chart_draw_lines (const ChainChartDrawing *drawing);
void              chain_chart_draw_marks (const ChainChartDrawing *drawing);
