/* split.h: which rows are held out for validation.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/data-options.h"

G_BEGIN_DECLS

/* The rows to split, and what they are split by. */
typedef struct
{
  const guint   *rows;    /* [n_rows] ascending */
  gsize          n_rows;  /* at least 1 */
  const guint32 *classes; /* of every row of the table, below n_classes; for stratified only */
  guint          n_classes;
} ChainSplitRows;

gsize chain_split_hold_out (const ChainSplitRows *rows,
                            ChainSplit            split,
                            double                fraction,
                            guint64               seed,
                            gboolean             *held_out);

G_END_DECLS
