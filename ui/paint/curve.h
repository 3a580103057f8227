/* curve.h: a long line of points that grows at its end, and its extremes over any stretch.
 *
 * Beside the points stand the extremes of every sixteen of them, of every sixteen of those, and
 * so on: what is drawn of ten million points costs as much as what is drawn of a thousand.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CHAIN_CURVE_LEVELS 8

/* Of the points that are finite. */
typedef struct
{
  double least;          /* infinite without any */
  double most;           /* minus infinity without any */
  double least_positive; /* infinite without any above 0 */
} ChainExtremes;

typedef struct
{
  GArray *x;                          /* double, ascending */
  GArray *y;                          /* double; NaN breaks the line */
  GArray *levels[CHAIN_CURVE_LEVELS]; /* ChainExtremes of 16, 256, … points; the last may be of
                                         fewer */
} ChainCurve;

ChainCurve    *chain_curve_new      (void);
ChainCurve    *chain_curve_ref      (ChainCurve       *curve);
void           chain_curve_unref    (ChainCurve       *curve);
void           chain_curve_append   (ChainCurve       *curve,
                                     double            x,
                                     double            y);
gsize          chain_curve_length   (const ChainCurve *curve);
gsize          chain_curve_find     (const ChainCurve *curve,
                                     double            x);
gsize          chain_curve_nearest  (const ChainCurve *curve,
                                     double            x);
ChainExtremes  chain_curve_extremes (const ChainCurve *curve,
                                     gsize             from,
                                     gsize             to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainCurve, chain_curve_unref)

G_END_DECLS
