/* graph-layout.c: places the nodes of a directed graph in layers.
 *
 * The method is that of Sugiyama, Tagawa and Toda (1981): layers, points where an edge passes a
 * layer, order, coordinates. Nodes and passing points are the slots of a layer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/graph-layout.h"

#include <math.h>
#include <string.h>

#define NO_SLOT G_MAXUINT
#define LONGEST_PASS 40     /* layers an edge passes on points of its own; longer ones go straight */
#define MOST_PASSES(n) (3 * (n) + 1000)
#define MANY_SLOTS 4000     /* with more, fewer sweeps have to do */
#define PASS_GAP 0.3        /* of the gap between boxes: beside a passing edge */
#define LAYER_GAP 1.7       /* of the gap between boxes: between layers */
#define PASS_WEIGHT 4.0     /* long edges would rather be straight */

/* A node, or an edge that passes a layer. */
typedef struct
{
  guint  node; /* NO_SLOT: an edge */
  guint  layer;
  guint  rank; /* in its layer, from 0 */
  double height;
  double y;
  double wanted;
} Slot;

typedef struct
{
  guint                 n_nodes;
  guint                 n_edges;
  const ChainGraphEdge *edges;
  double                gap;
  guint                *layer_of;   /* [n_nodes] */
  guint                 n_layers;
  GArray               *slots;      /* Slot; the nodes first */
  guint                *first_pass; /* [n_nodes]: slot of the layer after it; NO_SLOT: none */
  guint                *last_pass;  /* [n_nodes]: layer of the last of them */
  GArray               *segments;   /* ChainGraphEdge between slots of adjacent layers */
  guint                *before_at;  /* [slots + 1]: where its neighbours begin in before */
  guint                *before;     /* slots of the layer before */
  guint                *after_at;
  guint                *after;
  guint                *layer_at;   /* [n_layers + 1]: where a layer begins in ranked */
  guint                *ranked;     /* slots, layer by layer in their order */
} Sketch;

static Slot *
slot (const Sketch *sketch,
      guint         i)
{
  return &g_array_index (sketch->slots, Slot, i);
}

/* The longest way from a source; then each source moves up to what first reads it. */
static void
find_layers (Sketch *sketch)
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
add_segment (Sketch *sketch,
             guint   from,
             guint   to)
{
  const ChainGraphEdge segment = { from, to };

  g_array_append_val (sketch->segments, segment);
}

/* How far the edges of each node reach on points of their own. */
static void
find_reaches (Sketch *sketch)
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

static gboolean
reaches (const Sketch         *sketch,
         const ChainGraphEdge *edge)
{
  const guint before = sketch->layer_of[edge->to] - 1;

  return before == sketch->layer_of[edge->from] || before <= sketch->last_pass[edge->from];
}

static void
make_slots (Sketch       *sketch,
            const double *heights)
{
  for (guint i = 0; i < sketch->n_nodes; i++)
    {
      const Slot node = { .node = i, .layer = sketch->layer_of[i], .height = heights[i] };

      g_array_append_val (sketch->slots, node);
    }
  find_reaches (sketch);
  for (guint i = 0; i < sketch->n_nodes; i++)
    {
      sketch->first_pass[i] = NO_SLOT;
      for (guint layer = sketch->layer_of[i] + 1; layer <= sketch->last_pass[i]; layer++)
        {
          const Slot pass = { .node = NO_SLOT, .layer = layer };
          const guint at = sketch->slots->len;

          g_array_append_val (sketch->slots, pass);
          add_segment (sketch, layer == sketch->layer_of[i] + 1 ? i : at - 1, at);
          if (sketch->first_pass[i] == NO_SLOT)
            sketch->first_pass[i] = at;
        }
    }
  for (guint i = 0; i < sketch->n_edges; i++)
    {
      const ChainGraphEdge *edge = &sketch->edges[i];
      const guint passed = sketch->layer_of[edge->to] - sketch->layer_of[edge->from] - 1;

      if (reaches (sketch, edge))
        add_segment (sketch,
                     passed == 0 ? edge->from : sketch->first_pass[edge->from] + passed - 1,
                     edge->to);
    }
}

/* Lists, for each of n things, the values that stand beside it in pairs. */
static void
list_neighbours (guint         n,
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

static void
rank_as_recorded (Sketch *sketch)
{
  g_autofree guint *next = NULL;

  sketch->layer_at = g_new0 (guint, sketch->n_layers + 1);
  sketch->ranked = g_new (guint, sketch->slots->len + 1);
  for (guint i = 0; i < sketch->slots->len; i++)
    sketch->layer_at[slot (sketch, i)->layer + 1]++;
  for (guint i = 0; i < sketch->n_layers; i++)
    sketch->layer_at[i + 1] += sketch->layer_at[i];
  next = g_memdup2 (sketch->layer_at, (sketch->n_layers + 1) * sizeof (guint));
  for (guint i = 0; i < sketch->slots->len; i++)
    {
      const guint layer = slot (sketch, i)->layer;

      slot (sketch, i)->rank = next[layer] - sketch->layer_at[layer];
      sketch->ranked[next[layer]++] = i;
    }
}

static int
compare_wanted (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const Sketch *sketch = data;
  const Slot *one = slot (sketch, *(const guint *) a);
  const Slot *other = slot (sketch, *(const guint *) b);

  if (one->wanted != other->wanted)
    return one->wanted < other->wanted ? -1 : 1;
  return (one->rank > other->rank) - (one->rank < other->rank);
}

/* Orders a layer by the mean rank of each slot's neighbours on one side. */
static void
order_layer (Sketch      *sketch,
             guint        layer,
             const guint *at,
             const guint *neighbours)
{
  const guint first = sketch->layer_at[layer];
  const guint n = sketch->layer_at[layer + 1] - first;

  for (guint i = first; i < first + n; i++)
    {
      const guint here = sketch->ranked[i];
      double sum = 0;

      for (guint j = at[here]; j < at[here + 1]; j++)
        sum += slot (sketch, neighbours[j])->rank;
      slot (sketch, here)->wanted
        = at[here + 1] > at[here] ? sum / (at[here + 1] - at[here]) : slot (sketch, here)->rank;
    }
  g_qsort_with_data (sketch->ranked + first, (int) n, sizeof (guint), compare_wanted, sketch);
  for (guint i = 0; i < n; i++)
    slot (sketch, sketch->ranked[first + i])->rank = i;
}

static int
compare_guint (gconstpointer a,
               gconstpointer b)
{
  const guint one = *(const guint *) a;
  const guint other = *(const guint *) b;

  return (one > other) - (one < other);
}

/* Crossings between a layer and the next: inversions among the ends, taken in the order of the
 * beginnings, counted with a tree of partial sums (Barth, Jünger and Mutzel, 2002). */
static guint64
count_crossings_after (const Sketch *sketch,
                       guint         layer)
{
  const guint n = sketch->layer_at[layer + 2] - sketch->layer_at[layer + 1];
  g_autofree guint *tree = g_new0 (guint, n + 1);
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));
  guint64 crossings = 0;
  guint seen = 0;

  for (guint i = sketch->layer_at[layer]; i < sketch->layer_at[layer + 1]; i++)
    {
      const guint here = sketch->ranked[i];

      g_array_set_size (ends, 0);
      for (guint j = sketch->after_at[here]; j < sketch->after_at[here + 1]; j++)
        g_array_append_val (ends, slot (sketch, sketch->after[j])->rank);
      g_array_sort (ends, compare_guint);
      for (guint j = 0; j < ends->len; j++)
        {
          guint not_after = 0;

          for (guint k = g_array_index (ends, guint, j) + 1; k > 0; k -= k & -k)
            not_after += tree[k];
          crossings += seen - not_after;
        }
      for (guint j = 0; j < ends->len; j++, seen++)
        for (guint k = g_array_index (ends, guint, j) + 1; k <= n; k += k & -k)
          tree[k]++;
    }
  return crossings;
}

static guint64
count_crossings (const Sketch *sketch)
{
  guint64 crossings = 0;

  for (guint i = 0; i + 1 < sketch->n_layers; i++)
    crossings += count_crossings_after (sketch, i);
  return crossings;
}

/* Sweeps forward and back, and keeps the order with the fewest crossings. */
static guint64
reduce_crossings (Sketch *sketch)
{
  const guint n_slots = sketch->slots->len;
  const guint n_sweeps = n_slots > MANY_SLOTS ? 4 : 16;
  g_autofree guint *best = g_memdup2 (sketch->ranked, n_slots * sizeof (guint));
  guint64 fewest = count_crossings (sketch);

  for (guint sweep = 0; sweep < n_sweeps && fewest > 0; sweep++)
    {
      guint64 crossings;

      for (guint i = 1; i < sketch->n_layers; i++)
        if (sweep % 2 == 0)
          order_layer (sketch, i, sketch->before_at, sketch->before);
        else
          order_layer (sketch, sketch->n_layers - 1 - i, sketch->after_at, sketch->after);
      crossings = count_crossings (sketch);
      if (crossings < fewest)
        {
          fewest = crossings;
          memcpy (best, sketch->ranked, n_slots * sizeof (guint));
        }
    }
  for (guint i = 0; i < n_slots; i++)
    sketch->ranked[i] = best[i];
  for (guint i = 0; i < sketch->n_layers; i++)
    for (guint j = sketch->layer_at[i]; j < sketch->layer_at[i + 1]; j++)
      slot (sketch, sketch->ranked[j])->rank = j - sketch->layer_at[i];
  return fewest;
}

static double
gap_between (const Sketch *sketch,
             const Slot   *one,
             const Slot   *other)
{
  const gboolean pass = one->node == NO_SLOT || other->node == NO_SLOT;

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
place_layer (Sketch *sketch,
             guint   layer)
{
  const guint first = sketch->layer_at[layer];
  const guint end = sketch->layer_at[layer + 1];
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  g_autofree double *offsets = g_new (double, end - first + 1);
  guint b = 0;

  for (guint i = first; i < end; i++)
    {
      const Slot *here = slot (sketch, sketch->ranked[i]);
      const double weight = here->node == NO_SLOT ? PASS_WEIGHT : 1;
      Block block = { 0, weight, i };

      offsets[i - first] = i == first ? 0
                                      : offsets[i - first - 1]
                                          + gap_between (sketch,
                                                         slot (sketch, sketch->ranked[i - 1]), here);
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
      slot (sketch, sketch->ranked[i])->y = g_array_index (blocks, Block, b).sum
                                              / g_array_index (blocks, Block, b).weight
                                            + offsets[i - first];
    }
}

static double
mean_height (const Sketch *sketch,
             guint         here,
             gboolean      before,
             gboolean      after)
{
  double sum = 0;
  guint n = 0;

  for (guint j = sketch->before_at[here]; before && j < sketch->before_at[here + 1]; j++, n++)
    sum += slot (sketch, sketch->before[j])->y;
  for (guint j = sketch->after_at[here]; after && j < sketch->after_at[here + 1]; j++, n++)
    sum += slot (sketch, sketch->after[j])->y;
  return n > 0 ? sum / n : slot (sketch, here)->y;
}

static void
find_heights (Sketch *sketch)
{
  const guint n_sweeps = sketch->slots->len > MANY_SLOTS ? 5 : 14;

  for (guint i = 0; i < sketch->n_layers; i++)
    place_layer (sketch, i);
  for (guint sweep = 0; sweep < n_sweeps; sweep++)
    for (guint i = 0; i < sketch->n_layers; i++)
      {
        const guint layer = sweep % 2 == 0 ? i : sketch->n_layers - 1 - i;
        const gboolean last = sweep + 2 >= n_sweeps;

        for (guint j = sketch->layer_at[layer]; j < sketch->layer_at[layer + 1]; j++)
          slot (sketch, sketch->ranked[j])->wanted
            = mean_height (sketch, sketch->ranked[j], last || sweep % 2 == 0,
                           last || sweep % 2 == 1);
        place_layer (sketch, layer);
      }
}

/* Boxes and layers from slots, with everything right of and below (0, 0). */
static void
place_boxes (const Sketch     *sketch,
             ChainGraphLayout *layout,
             const double     *widths)
{
  double top = 0, bottom = 0, left = 0;
  guint n = 0;

  for (guint i = 0; i < sketch->slots->len; i++)
    {
      const Slot *here = slot (sketch, i);

      top = i == 0 ? here->y - here->height / 2 : MIN (top, here->y - here->height / 2);
      bottom = i == 0 ? here->y + here->height / 2 : MAX (bottom, here->y + here->height / 2);
    }
  for (guint i = 0; i < sketch->n_layers; i++)
    {
      ChainGraphLayer layer = { .left = left, .first = n };
      double width = 0;

      for (guint j = sketch->layer_at[i]; j < sketch->layer_at[i + 1]; j++)
        {
          const Slot *here = slot (sketch, sketch->ranked[j]);

          slot (sketch, sketch->ranked[j])->y -= top;
          if (here->node == NO_SLOT)
            continue;
          width = MAX (width, widths[here->node]);
          layout->order[n++] = here->node;
        }
      layer.right = left + width;
      layer.n_nodes = n - layer.first;
      for (guint j = layer.first; j < n; j++)
        layout->boxes[layout->order[j]]
          = (ChainGraphBox){ left + width / 2, slot (sketch, layout->order[j])->y,
                             widths[layout->order[j]], slot (sketch, layout->order[j])->height, i };
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
route_edges (const Sketch     *sketch,
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
      for (guint j = 0; j < passed && reaches (sketch, edge); j++)
        {
          const double y = slot (sketch, sketch->first_pass[edge->from] + j)->y;
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
spread_ends (const Sketch     *sketch,
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
  list_neighbours (sketch->n_nodes, pairs, TRUE, &at, &arriving);
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

static void
sketch_clear (Sketch *sketch)
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
  Sketch sketch = {
    .n_nodes = n_nodes,
    .n_edges = n_edges,
    .edges = edges,
    .gap = gap,
    .layer_of = g_new0 (guint, n_nodes + 1),
    .slots = g_array_new (FALSE, FALSE, sizeof (Slot)),
    .first_pass = g_new0 (guint, n_nodes + 1),
    .last_pass = g_new0 (guint, n_nodes + 1),
    .segments = g_array_new (FALSE, FALSE, sizeof (ChainGraphEdge)),
  };

  layout->n_nodes = n_nodes;
  layout->boxes = g_new0 (ChainGraphBox, n_nodes + 1);
  layout->order = g_new0 (guint, n_nodes + 1);
  layout->layers = g_array_new (FALSE, FALSE, sizeof (ChainGraphLayer));
  layout->routes = g_array_new (FALSE, FALSE, sizeof (ChainGraphRoute));
  layout->points = g_array_new (FALSE, FALSE, sizeof (ChainGraphPoint));
  find_layers (&sketch);
  make_slots (&sketch, heights);
  list_neighbours (sketch.slots->len, sketch.segments, TRUE, &sketch.before_at, &sketch.before);
  list_neighbours (sketch.slots->len, sketch.segments, FALSE, &sketch.after_at, &sketch.after);
  rank_as_recorded (&sketch);
  layout->n_crossings = reduce_crossings (&sketch);
  find_heights (&sketch);
  place_boxes (&sketch, layout, widths);
  route_edges (&sketch, layout);
  spread_ends (&sketch, layout);
  sketch_clear (&sketch);
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
