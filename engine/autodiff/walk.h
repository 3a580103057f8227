/* walk.h: the plain executor: one node at a time, every intermediate value kept.
 *
 * It serves stepping, explaining and checking, where each number must be there to be seen.
 * Values of variables belong to the walk; inputs are copied in.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/graph.h"

G_BEGIN_DECLS

typedef struct _ChainWalk ChainWalk;

ChainWalk         *chain_walk_new             (const ChainGraph  *graph,
                                               gsize              largest_batch);
void               chain_walk_free            (ChainWalk         *walk);
const ChainGraph  *chain_walk_graph           (const ChainWalk   *walk);
void               chain_walk_set_batch       (ChainWalk         *walk,
                                               gsize              rows);
gsize              chain_walk_batch           (const ChainWalk   *walk);

ChainTensor       *chain_walk_value           (ChainWalk         *walk,
                                               guint              node);
ChainTensor       *chain_walk_adjoint         (ChainWalk         *walk,
                                               guint              node);

gboolean           chain_walk_reaches_loss    (const ChainWalk   *walk,
                                               guint              node);

int                chain_walk_piece           (ChainWalk         *walk,
                                               guint              node,
                                               gsize              i);
void               chain_walk_forward_node    (ChainWalk         *walk,
                                               guint              node);
void               chain_walk_backward_edge   (ChainWalk         *walk,
                                               guint              node,
                                               guint              input);
void               chain_walk_start_backward  (ChainWalk         *walk,
                                               guint              loss);
void               chain_walk_commit          (ChainWalk         *walk);

void               chain_walk_forward         (ChainWalk         *walk,
                                               guint              first,
                                               guint              last);
void               chain_walk_backward        (ChainWalk         *walk,
                                               guint              loss);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainWalk, chain_walk_free)

G_END_DECLS
