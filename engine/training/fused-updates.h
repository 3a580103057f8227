/* fused-updates.h: the updates of a recording, each as one loop over plain arrays.
 *
 * What the graph's update nodes compute one operation at a time, without the values in between;
 * the numbers are the same to the last bit.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/optimizer.h"

G_BEGIN_DECLS

typedef struct _ChainFusedUpdates ChainFusedUpdates;

ChainFusedUpdates *chain_fused_updates_new  (const ChainRecording    *recording,
                                             const ChainOptimizer    *optimizer,
                                             const double            *parameters);
void               chain_fused_updates_free (ChainFusedUpdates       *updates);
void               chain_fused_updates_run  (const ChainFusedUpdates *updates,
                                             ChainWalk               *walk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainFusedUpdates, chain_fused_updates_free)

G_END_DECLS
