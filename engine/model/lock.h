/* lock.h: weights that training leaves as they are: single ones, and those of whole layers.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "model/network.h"

G_BEGIN_DECLS

gboolean     chain_layer_is_locked  (const ChainLayer   *layer,
                                     gboolean            bias,
                                     gsize               row,
                                     gsize               column);
void         chain_layer_set_locked (ChainLayer         *layer,
                                     gboolean            bias,
                                     gsize               row,
                                     gsize               column,
                                     gboolean            locked);
ChainTensor *chain_layer_factors    (const ChainLayer   *layer,
                                     gboolean            bias);
guint64      chain_network_n_locked (const ChainNetwork *network);

G_END_DECLS
