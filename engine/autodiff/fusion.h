/* fusion.h: any graph, forward, with runs of its operations done in one go.
 *
 * Operations on single elements that follow each other are one step: a few elements at a time go
 * through all of them, and what lies between is never written to memory. A matrix product begins
 * such a step: product, bias and activation are one. What fits no step is one of its own. It
 * computes what a walk over the same graph does, but for rounding.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/graph.h"

G_BEGIN_DECLS

typedef struct _ChainFusion ChainFusion;

/* Operations done in one go, in their order; the last one's value is what is kept. */
typedef struct
{
  GArray *nodes; /* guint */
  char   *title; /* "matmul + add + relu" */
} ChainFusionStep;

ChainFusion           *chain_fusion_new       (const ChainGraph  *graph,
                                               guint              output);
void                   chain_fusion_free      (ChainFusion       *fusion);
guint                  chain_fusion_n_steps   (const ChainFusion *fusion);
const ChainFusionStep *chain_fusion_step      (const ChainFusion *fusion,
                                               guint              step);
gsize                  chain_fusion_n_buffers (const ChainFusion *fusion);
const ChainTensor     *chain_fusion_run       (ChainFusion       *fusion,
                                               const ChainTensor *const *given);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainFusion, chain_fusion_free)

G_END_DECLS
