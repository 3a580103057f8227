/* curve-raster.h: draws a hundred thousand curves into a picture, far faster than Cairo.
 *
 * The curves of a fan run from one vertical line to another and leave both horizontally, as the
 * connections between two layers do: a cubic Bézier from (x0, y0) to (x1, y1) whose control points
 * lie half-way at the height of its ends. All curves of a fan share one shape,
 * y = y0 + (y1 − y0)·s(x), so that a curve costs a few operations for each pixel it covers.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/palette.h"

#include <gio/gio.h>

#define CHAIN_RASTER_STYLES 680

typedef struct
{
  float   y0, y1;
  guint16 style;
} ChainRasterCurve;

typedef struct
{
  double  x0, x1;
  GArray *curves; /* ChainRasterCurve, those on top last */
} ChainRasterFan;

typedef struct
{
  float      width;
  ChainColor color;
} ChainRasterStyle;

typedef struct
{
  guint            width, height;
  GArray          *fans; /* ChainRasterFan, side by side */
  ChainRasterStyle styles[CHAIN_RASTER_STYLES];
} ChainCurveRaster;

ChainCurveRaster *chain_curve_raster_new      (guint             width,
                                               guint             height);
void              chain_curve_raster_free     (ChainCurveRaster *raster);
ChainRasterFan   *chain_curve_raster_add_fan  (ChainCurveRaster *raster,
                                               double            x0,
                                               double            x1);
guchar           *chain_curve_raster_draw     (ChainCurveRaster *raster,
                                               guint             n_threads,
                                               GCancellable     *cancellable);
void              chain_fan_shape             (double            u,
                                               double           *s,
                                               double           *slope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainCurveRaster, chain_curve_raster_free)
