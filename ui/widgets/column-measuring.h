/* column-measuring.h: the statistics of all columns of a table, measured on a worker thread.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/statistics.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CHAIN_MEASURED_LEVELS 8

typedef struct
{
  guint level; /* of the column */
  gsize count; /* of rows */
} ChainLevelCount;

/* What is known of one column. */
typedef struct
{
  ChainColumnStatistics statistics;
  guint                 n_levels; /* 0 for numbers */
  ChainLevelCount       levels[CHAIN_MEASURED_LEVELS]; /* the most frequent ones, in that order */
} ChainColumnMeasure;

void    chain_column_measuring_start  (ChainTable          *table,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  done,
                                       gpointer             data);
GArray *chain_column_measuring_finish (GAsyncResult        *result);

G_END_DECLS
