/* graph-order.c: the order of the slots of each layer, with few crossings.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/graph-sketch.h"

#include <string.h>

static void
rank_as_recorded (ChainGraphSketch *sketch)
{
  g_autofree guint *next = NULL;

  sketch->layer_at = g_new0 (guint, sketch->n_layers + 1);
  sketch->ranked = g_new (guint, sketch->slots->len + 1);
  for (guint i = 0; i < sketch->slots->len; i++)
    sketch->layer_at[chain_graph_slot (sketch, i)->layer + 1]++;
  for (guint i = 0; i < sketch->n_layers; i++)
    sketch->layer_at[i + 1] += sketch->layer_at[i];
  next = g_memdup2 (sketch->layer_at, (sketch->n_layers + 1) * sizeof (guint));
  for (guint i = 0; i < sketch->slots->len; i++)
    {
      const guint layer = chain_graph_slot (sketch, i)->layer;

      chain_graph_slot (sketch, i)->rank = next[layer] - sketch->layer_at[layer];
      sketch->ranked[next[layer]++] = i;
    }
}

static int
compare_wanted (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const ChainGraphSketch *sketch = data;
  const ChainGraphSlot *one = chain_graph_slot (sketch, *(const guint *) a);
  const ChainGraphSlot *other = chain_graph_slot (sketch, *(const guint *) b);

  if (one->wanted != other->wanted)
    return one->wanted < other->wanted ? -1 : 1;
  return (one->rank > other->rank) - (one->rank < other->rank);
}

/* Orders a layer by the mean rank of each slot's neighbours on one side. */
static void
order_layer (ChainGraphSketch      *sketch,
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
        sum += chain_graph_slot (sketch, neighbours[j])->rank;
      chain_graph_slot (sketch, here)->wanted
        = at[here + 1] > at[here] ? sum / (at[here + 1] - at[here]) : chain_graph_slot (sketch, here)->rank;
    }
  g_qsort_with_data (sketch->ranked + first, (int) n, sizeof (guint), compare_wanted, sketch);
  for (guint i = 0; i < n; i++)
    chain_graph_slot (sketch, sketch->ranked[first + i])->rank = i;
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
count_crossings_after (const ChainGraphSketch *sketch,
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
        g_array_append_val (ends, chain_graph_slot (sketch, sketch->after[j])->rank);
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
count_crossings (const ChainGraphSketch *sketch)
{
  guint64 crossings = 0;

  for (guint i = 0; i + 1 < sketch->n_layers; i++)
    crossings += count_crossings_after (sketch, i);
  return crossings;
}

/**
 * chain_graph_sketch_order:
 * @sketch: in layers
 *
 * Sweeps forward and back, and keeps the order with the fewest crossings.
 *
 * Returns: how many they are
 */
guint64
chain_graph_sketch_order (ChainGraphSketch *sketch)
{
  const guint n_slots = sketch->slots->len;
  const guint n_sweeps = n_slots > CHAIN_MANY_SLOTS ? 4 : 16;
  g_autofree guint *best = NULL;
  guint64 fewest;

  rank_as_recorded (sketch);
  best = g_memdup2 (sketch->ranked, n_slots * sizeof (guint));
  fewest = count_crossings (sketch);
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
      chain_graph_slot (sketch, sketch->ranked[j])->rank = j - sketch->layer_at[i];
  return fewest;
}
