/* histogram.h: the bars of a column's values, small enough for a list.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/statistics.h"
#include "ui/paint/palette.h"

void chain_histogram_draw (const ChainColumnStatistics *statistics,
                           cairo_t                     *cr,
                           double                       width,
                           double                       height,
                           const ChainColor            *color);
