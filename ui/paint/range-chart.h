/* range-chart.h: the curve of a learning-rate range test as a chart.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/lr-range.h"
#include "ui/paint/chart.h"

ChainChart *chain_range_chart_new   (const ChainLrRange        *range,
                                     const ChainLrRangeOptions *options,
                                     double                     learning_rate,
                                     gboolean                   finished);
void        chain_range_chart_add_earlier (ChainChart         *chart,
                                           const char         *name,
                                           const ChainLrRange *range,
                                           guint               age);
void        chain_range_chart_limit (const double              *raw,
                                     const double              *smoothed,
                                     gsize                      n,
                                     double                    *from,
                                     double                    *to);
