/* optimizer-loops.h: the update rules as one loop each over plain arrays.
 *
 * What the recorded operations compute one at a time, without the values in between; the numbers
 * are the same to the last bit. New values may take the place of old ones.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/optimizer.h"

G_BEGIN_DECLS

void chain_fused_sgd     (const ChainFusedUpdate *u);
void chain_fused_rmsprop (const ChainFusedUpdate *u);
void chain_fused_adagrad (const ChainFusedUpdate *u);
void chain_fused_adam    (const ChainFusedUpdate *u);

G_END_DECLS
