/* chart.h: series against axes; a new plot is a new list of series and marks.
 *
 * A chart only describes; drawing it changes nothing. Long series are reduced to the smallest
 * and largest value of each pixel column, so cost follows the width and not the length.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/curve.h"
#include "ui/paint/palette.h"

#include <pango/pangocairo.h>

typedef enum
{
  CHAIN_SCALE_LINEAR,
  CHAIN_SCALE_LOG,
} ChainScale;

typedef struct
{
  char      *title;  /* with unit; drawn beside the axis */
  ChainScale scale;
  double     from;   /* equal to `to`: fitted to the series */
  double     to;
  gboolean   counts; /* whole numbers, of steps or epochs: no tick between two of them */
} ChainAxis;

/* Which colour of the palette a series or mark takes. */
typedef enum
{
  CHAIN_INK_ACCENT,
  CHAIN_INK_CONTRAST, /* the orange of a second curve */
  CHAIN_INK_TEXT,
  CHAIN_INK_FOLLOW,
  CHAIN_INK_RUN, /* and those after it, as many as there are: a colour for each run or layer */
} ChainInk;

typedef struct
{
  char    *title;  /* in the legend; NULL: not listed */
  ChainInk ink;
  double   width;  /* of the line, pixels */
  double   alpha;
  double  *x;      /* [n], ascending */
  double  *y;      /* [n]; NaN breaks the line */
  gsize    n;
  ChainCurve *curve; /* (nullable): holds the points, then x, y and n are not used */
  gboolean dashed;
} ChainSeries;

/* A vertical line at an x, with words. */
typedef struct
{
  char    *title;
  double   x;
  ChainInk ink;
  gboolean strong; /* the recommended one */
} ChainMark;

typedef struct
{
  ChainAxis  x;
  ChainAxis  y;
  GPtrArray *series;  /* ChainSeries * */
  GPtrArray *marks;   /* ChainMark * */
  gboolean   fits_seen; /* the y axis is fitted to what lies within the x axis' `from` and `to` */
  char      *message; /* (nullable): shown in the middle while there is nothing to plot */
  gboolean   without_legend; /* titles are for the pointer alone */
} ChainChart;

typedef struct
{
  double left, top, width, height; /* of the plotting area, pixels */
  double x_from, x_to, y_from, y_to;
} ChainChartFrame;

ChainChart *chain_chart_new        (void);
void        chain_chart_free       (ChainChart       *chart);
void        chain_chart_add_series (ChainChart       *chart,
                                    const char       *title,
                                    ChainInk          ink,
                                    double            width,
                                    double            alpha,
                                    const double     *x,
                                    const double     *y,
                                    gsize             n);
ChainSeries *chain_chart_add_curve (ChainChart       *chart,
                                    const char       *title,
                                    ChainInk          ink,
                                    double            width,
                                    double            alpha,
                                    ChainCurve       *curve);
void        chain_chart_add_mark   (ChainChart       *chart,
                                    const char       *title,
                                    double            x,
                                    ChainInk          ink,
                                    gboolean          strong);

void        chain_chart_frame      (const ChainChart *chart,
                                    PangoContext     *context,
                                    double            width,
                                    double            height,
                                    ChainChartFrame  *frame);
double      chain_chart_frame_x_at (const ChainChart *chart,
                                    const ChainChartFrame *frame,
                                    double            pixel);
double      chain_chart_go         (const ChainChart *chart,
                                    double            x,
                                    int               further);
char       *chain_chart_read       (const ChainChart *chart,
                                    double            x);
void        chain_chart_draw       (const ChainChart *chart,
                                    cairo_t          *cr,
                                    PangoContext     *context,
                                    double            width,
                                    double            height,
                                    const ChainPalette *palette,
                                    double            hover_pixel);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainChart, chain_chart_free)
