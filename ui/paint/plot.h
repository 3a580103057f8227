/* plot.h: a plane with a field of colours, lines and points of rows: what a network says.
 *
 * A plot only describes; drawing it changes nothing. Of the field colours are those of classes, the
 * stronger the surer, or those of a scale of numbers, or bands between contour lines.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/chart.h"

#include <pango/pangocairo.h>

#define CHAIN_PLOT_NO_ROW G_MAXUINT
#define CHAIN_PLOT_NO_CLASS G_MAXUINT

typedef struct
{
  char  *title;
  GStrv  levels; /* of a category, whose places are 0, 1, …; NULL for numbers */
  double from;
  double to;
} ChainPlotAxis;

typedef enum
{
  CHAIN_FIELD_NUMBERS,  /* a cell for each number */
  CHAIN_FIELD_CLASSES,  /* a cell for each class */
  CHAIN_FIELD_CONTOURS, /* heights at the corners of cells, the outermost on the rim */
} ChainFieldKind;

typedef struct
{
  ChainFieldKind kind;
  guint          columns;
  guint          rows;
  double         x_from, x_to;
  double         y_from, y_to;
  char          *title;   /* of the values */
  double        *values;  /* [rows, columns], the upper row first: numbers, heights, or how likely
                             the class is */
  guint         *classes; /* [rows, columns]; NULL unless it is of classes */
} ChainPlotField;

typedef struct
{
  char    *title;  /* in the legend and in files; NULL: not listed */
  ChainInk ink;
  double   width;  /* pixels */
  gboolean dashed;
  gboolean dots;   /* at its places; the first one hollow */
  double  *x;      /* [n] */
  double  *y;      /* [n] */
  double  *t;      /* [n] iterations of the places; NULL unless it is a way */
  gsize    n;
} ChainPlotLine;

typedef struct
{
  double   x, y;
  guint    row;   /* of the table */
  guint    class; /* whose colour and shape it has; CHAIN_PLOT_NO_CLASS: one for all */
  double   number; /* whose colour it has on the scale; NaN: none */
  double   truth;  /* a class or a number */
  double   predicted;
  double   loss;
  gboolean validation;
  gboolean wrong;
} ChainPlotPoint;

typedef struct
{
  ChainPlotAxis   x, y;
  GStrv           classes;   /* names; NULL for numbers */
  ChainPlotField *field;     /* NULL: none */
  GPtrArray      *lines;     /* ChainPlotLine * */
  GArray         *points;    /* ChainPlotPoint */
  gboolean        has_scale; /* numbers have colours from color_from to color_to */
  double          color_from, color_to;
  char           *color_title;
  gboolean        is_split;  /* points are of training and of validation rows */
  gboolean        has_here;  /* a place is marked */
  double          here_x, here_y;
  char           *message;   /* instead of a plot; NULL: there is one */
} ChainPlot;

typedef struct
{
  double left, top, width, height; /* of the plotting area, pixels */
} ChainPlotFrame;

/* What is under the pointer. */
typedef struct
{
  int    point;      /* index, or -1 */
  int    line;       /* index of a way, or -1 */
  gsize  place;      /* of the line */
  double x, y;       /* in the units of the axes */
} ChainPlotHover;

ChainPlot      *chain_plot_new       (void);
void            chain_plot_free      (ChainPlot            *plot);
void            chain_plot_field_free (ChainPlotField      *field);
void            chain_plot_take_field (ChainPlot           *plot,
                                       ChainPlotField      *field);
ChainPlotLine  *chain_plot_add_line  (ChainPlot            *plot,
                                      const char           *title,
                                      ChainInk              ink,
                                      double                width,
                                      gsize                 n);
void            chain_plot_fit       (ChainPlot            *plot);

void            chain_plot_frame     (const ChainPlot      *plot,
                                      PangoContext         *context,
                                      double                width,
                                      double                height,
                                      ChainPlotFrame       *frame);
double          chain_plot_x_pixel   (const ChainPlot      *plot,
                                      const ChainPlotFrame *frame,
                                      double                x);
double          chain_plot_y_pixel   (const ChainPlot      *plot,
                                      const ChainPlotFrame *frame,
                                      double                y);
gboolean        chain_plot_find      (const ChainPlot      *plot,
                                      const ChainPlotFrame *frame,
                                      double                x,
                                      double                y,
                                      ChainPlotHover       *hover);
int             chain_plot_next      (const ChainPlot      *plot,
                                      int                   point,
                                      gboolean              up,
                                      int                   by);
void            chain_plot_hover_point (const ChainPlot    *plot,
                                        int                 point,
                                        ChainPlotHover     *hover);
GPtrArray      *chain_plot_read      (const ChainPlot      *plot,
                                      const ChainPlotHover *hover);
char           *chain_plot_describe  (const ChainPlot      *plot,
                                      const ChainPlotHover *hover);
char           *chain_plot_to_csv    (const ChainPlot      *plot);
gboolean        chain_plot_field_at  (const ChainPlotField *field,
                                      double                x,
                                      double                y,
                                      guint                *column,
                                      guint                *row);

void            chain_plot_draw      (const ChainPlot      *plot,
                                      cairo_t              *cr,
                                      PangoContext         *context,
                                      double                width,
                                      double                height,
                                      const ChainPalette   *palette);
void            chain_plot_draw_field (const ChainPlot      *plot,
                                       const ChainPlotFrame *frame,
                                       cairo_t              *cr,
                                       PangoContext         *context,
                                       const ChainPalette   *palette);
void            chain_plot_draw_hover (const ChainPlot      *plot,
                                       const ChainPlotHover *hover,
                                       cairo_t              *cr,
                                       PangoContext         *context,
                                       double                width,
                                       double                height,
                                       const ChainPalette   *palette);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainPlot, chain_plot_free)
