/* statistics.h: what a person wants to know of a column before training on it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/dataset.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CHAIN_STATISTICS_BARS 24

/* Missing values and numbers that are not finite count nowhere but in n_missing and n_infinite.
 * A bar of a number column counts the values from its edge to below the next, the last bar those at
 * its upper edge too. */
typedef struct
{
  gsize    n_values;     /* that are there */
  gsize    n_missing;
  gsize    n_infinite;
  gsize    n_distinct;   /* numbers; or levels that some row has */
  double   minimum;      /* of a number column; NaN without values, as are the next */
  double   maximum;
  double   mean;
  double   deviation;    /* population form */
  double   quartiles[3]; /* the middle one is the median; between two values they are mixed */
  gboolean is_whole;     /* only whole numbers */
  guint    n_bars;       /* at most CHAIN_STATISTICS_BARS */
  gsize    bars[CHAIN_STATISTICS_BARS];
  double   edges[CHAIN_STATISTICS_BARS + 1]; /* [n_bars + 1] of a number column */
  gboolean is_logarithmic; /* the edges grow by a factor: the values are skewed, all above 0 */
  gsize    n_below;      /* far out values that the first bar counts too */
  gsize    n_above;      /* and the last */
} ChainColumnStatistics;

gboolean chain_column_statistics   (const ChainColumn     *column,
                                    gsize                  n_rows,
                                    GCancellable          *cancellable,
                                    ChainColumnStatistics *statistics);
void     chain_column_level_counts (const ChainColumn     *column,
                                    gsize                  n_rows,
                                    gsize                 *counts);
void     chain_dataset_class_counts (const ChainDataset   *dataset,
                                     gsize                *training,
                                     gsize                *validation);

G_END_DECLS
