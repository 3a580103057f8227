/* graph-layout.c: places the nodes of a directed graph in layers.
 *
 * The method is that of Sugiyama, Tagawa and Toda (1981): layers and points where an edge passes a
 * layer (graph-layers.c), their order (graph-order.c), and here the coordinates.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/graph-layout.h"

#include "ui/paint/graph-sketch.h"

#include <math.h>

#define PASS_GAP 0.3        /* of the gap between boxes: beside a passing edge */
#define LAYER_GAP 1.7       /* of the gap between boxes: between layers */
#define PASS_WEIGHT 4.0     /* long edges would rather be straight */

static double
gap_between (const ChainGraphSketch *sketch,
             const ChainGraphSlot   *one,
             const ChainGraphSlot   *other)
{
  const gboolean pass = one->node == CHAIN_NO_SLOT || other->node == CHAIN_NO_SLOT;

  return (one->height + other->height) / 2 + sketch->gap * (pass ? PASS_GAP : 1);
}

/* Slots that were pushed together move as one, to the mean of what they want. */
typedef struct
{
  double sum;    /* of weight × (wanted − offset) */
  double weight;
  guint  first;
} Block;

/* Puts the slots of a layer where they want to be, in their order and with the gaps between
 * them: the least squares solution, by pooling neighbours that would overlap. */
static void
place_layer (ChainGraphSketch *sketch,
             guint   layer)
{
  const guint first = sketch->layer_at[layer];
  const guint end = sketch->layer_at[layer + 1];
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  g_autofree double *offsets = g_new (double, end - first + 1);
  guint b = 0;

  for (guint i = first; i < end; i++)
    {
      const ChainGraphSlot *here = chain_graph_slot (sketch, sketch->ranked[i]);
      const double weight = here->node == CHAIN_NO_SLOT ? PASS_WEIGHT : 1;
      Block block = { 0, weight, i };

      offsets[i - first] = i == first ? 0
                                      : offsets[i - first - 1]
                                          + gap_between (sketch,
                                                         chain_graph_slot (sketch, sketch->ranked[i - 1]), here);
      block.sum = weight * (here->wanted - offsets[i - first]);
      while (blocks->len > 0)
        {
          const Block *last = &g_array_index (blocks, Block, blocks->len - 1);

          if (last->sum / last->weight < block.sum / block.weight)
            break;
          block.sum += last->sum;
          block.weight += last->weight;
          block.first = last->first;
          g_array_set_size (blocks, blocks->len - 1);
        }
      g_array_append_val (blocks, block);
    }
  for (guint i = first; i < end; i++)
    {
      while (b + 1 < blocks->len && g_array_index (blocks, Block, b + 1).first <= i)
        b++;
      chain_graph_slot (sketch, sketch->ranked[i])->y = g_array_index (blocks, Block, b).sum
                                              / g_array_index (blocks, Block, b).weight
                                            + offsets[i - first];
    }
}

static double
mean_height (const ChainGraphSketch *sketch,
             guint         here,
             gboolean      before,
             gboolean      after)
{
  double sum = 0;
  guint n = 0;

  for (guint j = sketch->before_at[here]; before && j < sketch->before_at[here + 1]; j++, n++)
    sum += chain_graph_slot (sketch, sketch->before[j])->y;
  for (guint j = sketch->after_at[here]; after && j < sketch->after_at[here + 1]; j++, n++)
    sum += chain_graph_slot (sketch, sketch->after[j])->y;
  return n > 0 ? sum / n : chain_graph_slot (sketch, here)->y;
}

static void
find_heights (ChainGraphSketch *sketch)
{
  const guint n_sweeps = sketch->slots->len > CHAIN_MANY_SLOTS ? 5 : 14;

  for (guint i = 0; i < sketch->n_layers; i++)
    place_layer (sketch, i);
  for (guint sweep = 0; sweep < n_sweeps; sweep++)
    for (guint i = 0; i < sketch->n_layers; i++)
      {
        const guint layer = sweep % 2 == 0 ? i : sketch->n_layers - 1 - i;
        const gboolean last = sweep + 2 >= n_sweeps;

        for (guint j = sketch->layer_at[layer]; j < sketch->layer_at[layer + 1]; j++)
          chain_graph_slot (sketch, sketch->ranked[j])->wanted
            = mean_height (sketch, sketch->ranked[j], last || sweep % 2 == 0,
                           last || sweep % 2 == 1);
        place_layer (sketch, layer);
      }
}

/* Boxes and layers from slots, with everything right of and below (0, 0). */
static void
place_boxes (const ChainGraphSketch     *sketch,
             ChainGraphLayout *layout,
             const double     *widths)
{
  double top = 0, bottom = 0, left = 0;
  guint n = 0;

  for (guint i = 0; i < sketch->slots->len; i++)
    {
      const ChainGraphSlot *here = chain_graph_slot (sketch, i);

      top = i == 0 ? here->y - here->height / 2 : MIN (top, here->y - here->height / 2);
      bottom = i == 0 ? here->y + here->height / 2 : MAX (bottom, here->y + here->height / 2);
    }
  for (guint i = 0; i < sketch->n_layers; i++)
    {
      ChainGraphLayer layer = { .left = left, .first = n };
      double width = 0;

      for (guint j = sketch->layer_at[i]; j < sketch->layer_at[i + 1]; j++)
        {
          const ChainGraphSlot *here = chain_graph_slot (sketch, sketch->ranked[j]);

          chain_graph_slot (sketch, sketch->ranked[j])->y -= top;
          if (here->node == CHAIN_NO_SLOT)
            continue;
          width = MAX (width, widths[here->node]);
          layout->order[n++] = here->node;
        }
      layer.right = left + width;
      layer.n_nodes = n - layer.first;
      for (guint j = layer.first; j < n; j++)
        layout->boxes[layout->order[j]]
          = (ChainGraphBox){ left + width / 2, chain_graph_slot (sketch, layout->order[j])->y,
                             widths[layout->order[j]], chain_graph_slot (sketch, layout->order[j])->height, i };
      g_array_append_val (layout->layers, layer);
      left = layer.right + LAYER_GAP * sketch->gap;
    }
  layout->width = sketch->n_layers > 0 ? left - LAYER_GAP * sketch->gap : 0;
  layout->height = bottom - top;
}

typedef struct
{
  double from_y; /* of the last point before the end */
  guint  edge;
} Arrival;

static int
compare_arrivals (gconstpointer a,
                  gconstpointer b)
{
  const Arrival *one = a;
  const Arrival *other = b;

  if (one->from_y != other->from_y)
    return one->from_y < other->from_y ? -1 : 1;
  return (one->edge > other->edge) - (one->edge < other->edge);
}

static void
add_point (ChainGraphLayout *layout,
           double            x,
           double            y)
{
  const ChainGraphPoint point = { x, y };

  g_array_append_val (layout->points, point);
}

/* Points of each edge but the last, which is the edge's place at its end. */
static void
route_edges (const ChainGraphSketch     *sketch,
             ChainGraphLayout *layout)
{
  for (guint i = 0; i < sketch->n_edges; i++)
    {
      const ChainGraphEdge *edge = &sketch->edges[i];
      const ChainGraphBox *from = &layout->boxes[edge->from];
      const ChainGraphBox *to = &layout->boxes[edge->to];
      const guint passed = to->layer - from->layer - 1;
      ChainGraphRoute route = { edge->from, edge->to, layout->points->len, 0 };

      add_point (layout, from->x + from->width / 2, from->y);
      for (guint j = 0; j < passed && chain_graph_sketch_reaches (sketch, edge); j++)
        {
          const double y = chain_graph_slot (sketch, sketch->first_pass[edge->from] + j)->y;
          const ChainGraphLayer *layer
            = &g_array_index (layout->layers, ChainGraphLayer, from->layer + 1 + j);

          add_point (layout, layer->left, y);
          add_point (layout, layer->right, y);
        }
      add_point (layout, to->x - to->width / 2, to->y);
      route.n_points = layout->points->len - route.first;
      g_array_append_val (layout->routes, route);
    }
}

/* Edges reach a box one below the other, in the order they come from. */
static void
spread_ends (const ChainGraphSketch     *sketch,
             ChainGraphLayout *layout)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (ChainGraphEdge));
  g_autofree guint *at = NULL;
  g_autofree guint *arriving = NULL;

  for (guint i = 0; i < sketch->n_edges; i++)
    {
      const ChainGraphEdge pair = { i, sketch->edges[i].to };

      g_array_append_val (pairs, pair);
    }
  chain_graph_list_neighbours (sketch->n_nodes, pairs, TRUE, &at, &arriving);
  for (guint i = 0; i < sketch->n_nodes; i++)
    {
      const guint n = at[i + 1] - at[i];
      const ChainGraphBox *box = &layout->boxes[i];
      g_autofree Arrival *arrivals = g_new (Arrival, n + 1);

      for (guint j = 0; j < n; j++)
        {
          const ChainGraphRoute *route
            = &g_array_index (layout->routes, ChainGraphRoute, arriving[at[i] + j]);

          arrivals[j].edge = arriving[at[i] + j];
          arrivals[j].from_y
            = g_array_index (layout->points, ChainGraphPoint, route->first + route->n_points - 2).y;
        }
      qsort (arrivals, n, sizeof (Arrival), compare_arrivals);
      for (guint j = 0; j < n; j++)
        {
          const ChainGraphRoute *route
            = &g_array_index (layout->routes, ChainGraphRoute, arrivals[j].edge);
          const double share = ((j + 1.0) / (n + 1) - 0.5) * MIN (1, n * 0.35);

          g_array_index (layout->points, ChainGraphPoint, route->first + route->n_points - 1).y
            = box->y + share * box->height;
        }
    }
}

/**
 * chain_graph_layout_new:
 * @n_nodes: number of nodes
 * @widths: [n_nodes] of their boxes, pixels
 * @heights: [n_nodes] likewise
 * @n_edges: number of edges
 * @edges: [n_edges]; a pair may stand there more than once
 * @gap: between boxes of a layer, pixels
 *
 * Returns: (transfer full): where everything is drawn
 */
ChainGraphLayout *
chain_graph_layout_new (guint                 n_nodes,
                        const double         *widths,
                        const double         *heights,
                        guint                 n_edges,
                        const ChainGraphEdge *edges,
                        double                gap)
{
  ChainGraphLayout *layout = g_atomic_rc_box_new0 (ChainGraphLayout);
  ChainGraphSketch sketch = { .n_nodes = n_nodes, .n_edges = n_edges, .edges = edges, .gap = gap };

  layout->n_nodes = n_nodes;
  layout->boxes = g_new0 (ChainGraphBox, n_nodes + 1);
  layout->order = g_new0 (guint, n_nodes + 1);
  layout->layers = g_array_new (FALSE, FALSE, sizeof (ChainGraphLayer));
  layout->routes = g_array_new (FALSE, FALSE, sizeof (ChainGraphRoute));
  layout->points = g_array_new (FALSE, FALSE, sizeof (ChainGraphPoint));
  chain_graph_sketch_layers (&sketch, heights);
  layout->n_crossings = chain_graph_sketch_order (&sketch);
  find_heights (&sketch);
  place_boxes (&sketch, layout, widths);
  route_edges (&sketch, layout);
  spread_ends (&sketch, layout);
  chain_graph_sketch_clear (&sketch);
  return layout;
}

static void
layout_clear (gpointer data)
{
  ChainGraphLayout *layout = data;

  g_free (layout->boxes);
  g_free (layout->order);
  g_array_unref (layout->layers);
  g_array_unref (layout->routes);
  g_array_unref (layout->points);
}

/**
 * chain_graph_layout_ref:
 * @layout: a layout
 *
 * Returns: (transfer full): the same; it never changes
 */
ChainGraphLayout *
chain_graph_layout_ref (ChainGraphLayout *layout)
{
  return g_atomic_rc_box_acquire (layout);
}

/**
 * chain_graph_layout_unref:
 * @layout: (transfer full): a layout
 */
void
chain_graph_layout_unref (ChainGraphLayout *layout)
{
  g_atomic_rc_box_release_full (layout, layout_clear);
}

/**
 * chain_graph_layout_hit:
 * @layout: a layout
 * @x: pixels from the left of the whole drawing
 * @y: pixels from its top
 * @node: (out): the node there
 *
 * Returns: whether there is one
 */
gboolean
chain_graph_layout_hit (const ChainGraphLayout *layout,
                        double                  x,
                        double                  y,
                        guint                  *node)
{
  for (guint i = 0; i < layout->layers->len; i++)
    {
      const ChainGraphLayer *layer = &g_array_index (layout->layers, ChainGraphLayer, i);

      if (x < layer->left || x > layer->right)
        continue;
      for (guint j = layer->first; j < layer->first + layer->n_nodes; j++)
        {
          const ChainGraphBox *box = &layout->boxes[layout->order[j]];

          if (fabs (x - box->x) <= box->width / 2 && fabs (y - box->y) <= box->height / 2)
            {
              *node = layout->order[j];
              return TRUE;
            }
        }
    }
  return FALSE;
}
