/* sparkline.h: a line without axes, as small as a word.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* What lies between the lower and the upper edge. */
typedef struct
{
  double low;
  double high;
} ChainSparklineRange;

void chain_sparkline_stretch (ChainSparklineRange       *range,
                              const double              *values,
                              guint                      n_values);
void chain_sparkline_draw    (const double              *values,
                              guint                      n_values,
                              const ChainSparklineRange *range,
                              cairo_t                   *cr,
                              double                     width,
                              double                     height);

G_END_DECLS
