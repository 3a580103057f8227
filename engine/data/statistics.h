/* statistics.h: what a person wants to know of a column before training on it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/table.h"

G_BEGIN_DECLS

#define CHAIN_STATISTICS_BARS 24

/* Missing values and numbers that are not finite count nowhere. */
typedef struct
{
  gsize  n_values;  /* that are there */
  double minimum;   /* of a number column; NaN without values, as are the next two */
  double maximum;
  double mean;
  double deviation; /* population form */
  guint  n_bars;    /* at most CHAIN_STATISTICS_BARS */
  gsize  bars[CHAIN_STATISTICS_BARS];
} ChainColumnStatistics;

void chain_column_statistics (const ChainColumn     *column,
                              gsize                  n_rows,
                              ChainColumnStatistics *statistics);

G_END_DECLS
