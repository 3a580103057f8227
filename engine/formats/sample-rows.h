/* sample-rows.h: a few raw rows with what the network makes of them, for exports that test
 * themselves.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/format.h"

G_BEGIN_DECLS

#define CHAIN_SAMPLE_ROWS 5 /* at most */

typedef struct
{
  gsize   n_rows;
  guint   n_columns;
  guint   n_outputs;
  double *values;  /* [n_rows, n_columns] numbers, places of levels, days; NaN where missing */
  double *outputs; /* [n_rows, n_outputs] in the units of the data */
} ChainSampleRows;

ChainSampleRows *chain_sample_rows_new  (const ChainExport *model,
                                         GError           **error);
void             chain_sample_rows_free (ChainSampleRows   *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainSampleRows, chain_sample_rows_free)

G_END_DECLS
