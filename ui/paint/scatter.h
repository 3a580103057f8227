/* scatter.h: the rows of a table as points of two of its columns, coloured by a third.
 *
 * Made on any thread; drawing changes nothing. Of many rows some are drawn, chosen evenly.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/dataset.h"
#include "ui/paint/palette.h"

#include <pango/pangocairo.h>

#define CHAIN_SCATTER_POINTS 20000 /* at most */

/* One of the three columns. */
typedef struct
{
  char  *name;
  GStrv  levels; /* of a category; NULL for numbers */
  double from;   /* least and largest of the points, or the places of levels with room around */
  double to;
  gboolean spread; /* points that would lie over each other come apart: levels, whole numbers */
} ChainScatterColumn;

typedef struct
{
  double   x, y;
  double   color;      /* a number, or the place of a level; NaN: missing */
  guint    row;        /* of the table */
  gboolean validation;
} ChainScatterPoint;

typedef struct
{
  ChainScatterColumn x, y;
  ChainScatterColumn color;    /* without a name: all points alike */
  ChainScatterPoint *points;   /* [n_points] */
  guint              n_points;
  gsize              n_rows;   /* of the table */
  gsize              n_chosen; /* rows that were looked at */
  gboolean           is_split; /* there are validation rows */
} ChainScatter;

typedef struct
{
  double left, top, width, height; /* of the plotting area, pixels */
} ChainScatterFrame;

void          chain_scatter_suggest (const ChainTable        *table,
                                     const char *const       *features,
                                     const char              *target,
                                     guint                    chosen[2]);
ChainScatter *chain_scatter_new     (const ChainTable        *table,
                                     const ChainDataset      *dataset,
                                     guint                    x,
                                     guint                    y,
                                     int                      color);
void          chain_scatter_free    (ChainScatter            *scatter);
char         *chain_scatter_caption (const ChainScatter      *scatter);

void          chain_scatter_frame   (const ChainScatter      *scatter,
                                     PangoContext            *context,
                                     double                   width,
                                     double                   height,
                                     ChainScatterFrame       *frame);
int           chain_scatter_find    (const ChainScatter      *scatter,
                                     const ChainScatterFrame *frame,
                                     double                   x,
                                     double                   y);
int           chain_scatter_next    (const ChainScatter      *scatter,
                                     int                      point,
                                     gboolean                 up,
                                     int                      by);
char         *chain_scatter_describe (const ChainScatter     *scatter,
                                     int                      point);
void          chain_scatter_draw    (const ChainScatter      *scatter,
                                     cairo_t                 *cr,
                                     PangoContext            *context,
                                     double                   width,
                                     double                   height,
                                     const ChainPalette      *palette);
void          chain_scatter_draw_small (const ChainScatter   *scatter,
                                     cairo_t                 *cr,
                                     double                   width,
                                     double                   height,
                                     const ChainPalette      *palette);
void          chain_scatter_draw_point (const ChainScatter   *scatter,
                                     int                      point,
                                     cairo_t                 *cr,
                                     PangoContext            *context,
                                     double                   width,
                                     double                   height,
                                     const ChainPalette      *palette);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainScatter, chain_scatter_free)
