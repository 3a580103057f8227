/* batches.h: which rows iteration t trains on.
 *
 * A pure function of the seed and t, so that any iteration can be gone back to.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/dataset.h"

G_BEGIN_DECLS

typedef struct _ChainBatches ChainBatches;

ChainBatches *chain_batches_new       (const ChainDataset *dataset,
                                       guint               batch_size,
                                       gboolean            shuffle,
                                       guint64             seed);
void          chain_batches_free      (ChainBatches       *batches);
guint         chain_batches_per_epoch (const ChainBatches *batches);
const guint  *chain_batches_rows      (ChainBatches       *batches,
                                       guint64             iteration,
                                       gsize              *n_rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainBatches, chain_batches_free)

G_END_DECLS
