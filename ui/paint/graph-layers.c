/* graph-layers.c: the layer of each node, and the points where edges pass a layer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/graph-sketch.h"

#define LONGEST_PASS 40     /* layers an edge passes on points of its own; longer ones go straight */
#define MOST_PASSES(n) (3 * (n) + 1000)

/* The longest way from a source; then each source moves up to what first reads it. */
static void
find_layers (ChainGraphSketch *sketch)
{
  g_autofree guint *nearest = g_new (guint, sketch->n_nodes + 1);
  g_autofree gboolean *is_source = g_new (gboolean, sketch->n_nodes + 1);
  g_autoptr (GArray) starts = g_array_new (FALSE, TRUE, sizeof (guint));

  for (guint i = 0; i < sketch->n_nodes; i++)
    {
      nearest[i] = G_MAXUINT;
      is_source[i] = TRUE;
    }
  for (guint i = 0; i < sketch->n_edges; i++)
    is_source[sketch->edges[i].to] = FALSE;
  /* Edges in the order of their ends: all that lead to a node come before those from it. */
  g_array_set_size (starts, sketch->n_nodes + 1);
  for (guint i = 0; i < sketch->n_edges; i++)
    g_array_index (starts, guint, sketch->edges[i].to + 1)++;
  for (guint i = 0; i < sketch->n_nodes; i++)
    g_array_index (starts, guint, i + 1) += g_array_index (starts, guint, i);
  {
    g_autofree guint *sorted = g_new (guint, sketch->n_edges + 1);
    g_autofree guint *next = g_memdup2 (starts->data, (sketch->n_nodes + 1) * sizeof (guint));

    for (guint i = 0; i < sketch->n_edges; i++)
      sorted[next[sketch->edges[i].to]++] = i;
    for (guint i = 0; i < sketch->n_edges; i++)
      {
        const ChainGraphEdge *edge = &sketch->edges[sorted[i]];

        sketch->layer_of[edge->to]
          = MAX (sketch->layer_of[edge->to], sketch->layer_of[edge->from] + 1);
      }
  }
  for (guint i = 0; i < sketch->n_edges; i++)
    nearest[sketch->edges[i].from]
      = MIN (nearest[sketch->edges[i].from], sketch->layer_of[sketch->edges[i].to]);
  for (guint i = 0; i < sketch->n_nodes; i++)
    {
      if (is_source[i] && nearest[i] != G_MAXUINT)
        sketch->layer_of[i] = nearest[i] - 1;
      sketch->n_layers = MAX (sketch->n_layers, sketch->layer_of[i] + 1);
    }
}

static void
add_segment (ChainGraphSketch *sketch,
             guint   from,
             guint   to)
{
  const ChainGraphEdge segment = { from, to };

  g_array_append_val (sketch->segments, segment);
}

/* How far the edges of each node reach on points of their own. */
static void
find_reaches (ChainGraphSketch *sketch)
{
  gsize n_passes = 0;

  for (guint i = 0; i < sketch->n_edges; i++)
    {
      const ChainGraphEdge *edge = &sketch->edges[i];
      const guint from = sketch->layer_of[edge->from];
      const guint to = sketch->layer_of[edge->to];
      const guint now = MAX (sketch->last_pass[edge->from], from);

      if (to - from > LONGEST_PASS || to - 1 <= now
          || n_passes + to - 1 - now > MOST_PASSES (sketch->n_nodes))
        continue;
      n_passes += to - 1 - now;
      sketch->last_pass[edge->from] = to - 1;
    }
}

/**
 * chain_graph_sketch_reaches:
 * @sketch: in layers
 * @edge: one of its edges
 *
 * Returns: whether the edge goes to its end by points in every layer it passes; a very long one goes
 *   straight
 */
gboolean
chain_graph_sketch_reaches (const ChainGraphSketch         *sketch,
         const ChainGraphEdge *edge)
{
  const guint before = sketch->layer_of[edge->to] - 1;

  return before == sketch->layer_of[edge->from] || before <= sketch->last_pass[edge->from];
}

static void
make_slots (ChainGraphSketch       *sketch,
            const double *heights)
{
  for (guint i = 0; i < sketch->n_nodes; i++)
    {
      const ChainGraphSlot node = { .node = i, .layer = sketch->layer_of[i], .height = heights[i] };

      g_array_append_val (sketch->slots, node);
    }
  find_reaches (sketch);
  for (guint i = 0; i < sketch->n_nodes; i++)
    {
      sketch->first_pass[i] = CHAIN_NO_SLOT;
      for (guint layer = sketch->layer_of[i] + 1; layer <= sketch->last_pass[i]; layer++)
        {
          const ChainGraphSlot pass = { .node = CHAIN_NO_SLOT, .layer = layer };
          const guint at = sketch->slots->len;

          g_array_append_val (sketch->slots, pass);
          add_segment (sketch, layer == sketch->layer_of[i] + 1 ? i : at - 1, at);
          if (sketch->first_pass[i] == CHAIN_NO_SLOT)
            sketch->first_pass[i] = at;
        }
    }
  for (guint i = 0; i < sketch->n_edges; i++)
    {
      const ChainGraphEdge *edge = &sketch->edges[i];
      const guint passed = sketch->layer_of[edge->to] - sketch->layer_of[edge->from] - 1;

      if (chain_graph_sketch_reaches (sketch, edge))
        add_segment (sketch,
                     passed == 0 ? edge->from : sketch->first_pass[edge->from] + passed - 1,
                     edge->to);
    }
}

/**
 * chain_graph_list_neighbours:
 * @n: number of things
 * @pairs: (element-type ChainGraphEdge): of them
 * @by_end: whether to list those before each thing, rather than those after it
 * @at: (out) (transfer full): [n + 1] where each one's neighbours begin
 * @values: (out) (transfer full): [pairs] the neighbours
 *
 * Lists what stands beside each thing in the pairs.
 */
void
chain_graph_list_neighbours (guint         n,
                             const GArray *pairs,
                             gboolean      by_end,
                             guint       **at,
                             guint       **values)
{
  g_autofree guint *next = NULL;

  *at = g_new0 (guint, n + 1);
  *values = g_new (guint, pairs->len + 1);
  for (guint i = 0; i < pairs->len; i++)
    {
      const ChainGraphEdge *pair = &g_array_index (pairs, ChainGraphEdge, i);

      (*at)[(by_end ? pair->to : pair->from) + 1]++;
    }
  for (guint i = 0; i < n; i++)
    (*at)[i + 1] += (*at)[i];
  next = g_memdup2 (*at, (n + 1) * sizeof (guint));
  for (guint i = 0; i < pairs->len; i++)
    {
      const ChainGraphEdge *pair = &g_array_index (pairs, ChainGraphEdge, i);

      (*values)[next[by_end ? pair->to : pair->from]++] = by_end ? pair->from : pair->to;
    }
}

/**
 * chain_graph_sketch_layers:
 * @sketch: nodes, edges and gap; the rest empty
 * @heights: [nodes] of their boxes, pixels
 *
 * Finds the layers, the slots in them and the slots' neighbours.
 */
void
chain_graph_sketch_layers (ChainGraphSketch *sketch,
                           const double     *heights)
{
  sketch->layer_of = g_new0 (guint, sketch->n_nodes + 1);
  sketch->slots = g_array_new (FALSE, FALSE, sizeof (ChainGraphSlot));
  sketch->first_pass = g_new0 (guint, sketch->n_nodes + 1);
  sketch->last_pass = g_new0 (guint, sketch->n_nodes + 1);
  sketch->segments = g_array_new (FALSE, FALSE, sizeof (ChainGraphEdge));
  find_layers (sketch);
  make_slots (sketch, heights);
  chain_graph_list_neighbours (sketch->slots->len, sketch->segments, TRUE, &sketch->before_at,
                               &sketch->before);
  chain_graph_list_neighbours (sketch->slots->len, sketch->segments, FALSE, &sketch->after_at,
                               &sketch->after);
}

/**
 * chain_graph_sketch_clear:
 * @sketch: to be emptied; itself the caller's
 */
void
chain_graph_sketch_clear (ChainGraphSketch *sketch)
{
  g_array_unref (sketch->slots);
  g_array_unref (sketch->segments);
  g_free (sketch->layer_of);
  g_free (sketch->first_pass);
  g_free (sketch->last_pass);
  g_free (sketch->before_at);
  g_free (sketch->before);
  g_free (sketch->after_at);
  g_free (sketch->after);
  g_free (sketch->layer_at);
  g_free (sketch->ranked);
}
