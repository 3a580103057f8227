/* graph-sketch.h: a layered graph before it has coordinates, for graph-layout.c and its helpers.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/graph-layout.h"

G_BEGIN_DECLS

#define CHAIN_NO_SLOT G_MAXUINT
#define CHAIN_MANY_SLOTS 4000 /* with more, fewer sweeps have to do */

/* A node, or an edge that passes a layer. */
typedef struct
{
  guint  node; /* CHAIN_NO_SLOT: an edge */
  guint  layer;
  guint  rank; /* in its layer, from 0 */
  double height;
  double y;
  double wanted;
} ChainGraphSlot;

typedef struct
{
  guint                 n_nodes;
  guint                 n_edges;
  const ChainGraphEdge *edges;
  double                gap;
  guint                *layer_of;   /* [n_nodes] */
  guint                 n_layers;
  GArray               *slots;      /* ChainGraphSlot; the nodes first */
  guint                *first_pass; /* [n_nodes]: slot of the layer after it; CHAIN_NO_SLOT: none */
  guint                *last_pass;  /* [n_nodes]: layer of the last of them */
  GArray               *segments;   /* ChainGraphEdge between slots of adjacent layers */
  guint                *before_at;  /* [slots + 1]: where its neighbours begin in before */
  guint                *before;     /* slots of the layer before */
  guint                *after_at;
  guint                *after;
  guint                *layer_at;   /* [n_layers + 1]: where a layer begins in ranked */
  guint                *ranked;     /* slots, layer by layer in their order */
} ChainGraphSketch;

static inline ChainGraphSlot *
chain_graph_slot (const ChainGraphSketch *sketch,
                  guint                   i)
{
  return &g_array_index (sketch->slots, ChainGraphSlot, i);
}

void     chain_graph_list_neighbours (guint                   n,
                                      const GArray           *pairs,
                                      gboolean                by_end,
                                      guint                 **at,
                                      guint                 **values);
gboolean chain_graph_sketch_reaches  (const ChainGraphSketch *sketch,
                                      const ChainGraphEdge   *edge);
void     chain_graph_sketch_layers   (ChainGraphSketch       *sketch,
                                      const double           *heights);
guint64  chain_graph_sketch_order    (ChainGraphSketch       *sketch);
void     chain_graph_sketch_clear    (ChainGraphSketch       *sketch);

G_END_DECLS
