/* graph-layout.h: places the nodes of a directed graph in layers, from left to right.
 *
 * Layers by the longest way from the sources, a source just before what first reads it; order in a
 * layer by barycentres, keeping the order with the fewest crossings; heights as near to the
 * neighbours' as the gaps allow. Edges over several layers have points to pass between the boxes;
 * those from one node share them. The cost grows with nodes and edges, not with their product.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint from;
  guint to; /* larger than from: a graph is drawn in the order it was recorded in */
} ChainGraphEdge;

typedef struct
{
  double x, y; /* the middle, pixels */
  double width, height;
  guint  layer;
} ChainGraphBox;

typedef struct
{
  double x, y;
} ChainGraphPoint;

/* An edge as it is drawn: from the right side of one box to the left side of another. */
typedef struct
{
  guint from;
  guint to;
  guint first;    /* of its points */
  guint n_points; /* at least 2 */
} ChainGraphRoute;

typedef struct
{
  double left, right; /* pixels */
  guint  first;       /* of its nodes in `order` */
  guint  n_nodes;
} ChainGraphLayer;

typedef struct
{
  guint          n_nodes;
  ChainGraphBox *boxes;  /* [n_nodes] */
  guint         *order;  /* [n_nodes]: the nodes layer by layer, each from top to bottom */
  GArray        *layers; /* ChainGraphLayer */
  GArray        *routes; /* ChainGraphRoute, one for each edge, in the order of the edges */
  GArray        *points; /* ChainGraphPoint */
  double         width;  /* of all, from (0, 0) */
  double         height;
  guint64        n_crossings;
} ChainGraphLayout;

ChainGraphLayout *chain_graph_layout_new  (guint                   n_nodes,
                                           const double           *widths,
                                           const double           *heights,
                                           guint                   n_edges,
                                           const ChainGraphEdge   *edges,
                                           double                  gap);
ChainGraphLayout *chain_graph_layout_ref  (ChainGraphLayout       *layout);
void              chain_graph_layout_unref (ChainGraphLayout      *layout);
gboolean          chain_graph_layout_hit  (const ChainGraphLayout *layout,
                                           double                  x,
                                           double                  y,
                                           guint                  *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainGraphLayout, chain_graph_layout_unref)

G_END_DECLS
