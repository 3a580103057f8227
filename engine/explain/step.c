/* step.c: the steps of an iteration, found by walking the graph, and their names.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/step.h"

static void
append_step (GArray *steps, ChainPhase phase, const ChainNode *node, gboolean gradient)
{
  const ChainStep step = { phase, node->origin.layer, node->origin.quantity, gradient, node->index };

  g_array_append_val (steps, step);
}

/* Marks the nodes that another node of the same quantity goes on from. */
static gboolean *
find_parts (const ChainGraph *graph)
{
  gboolean *is_part = g_new0 (gboolean, chain_graph_length (graph));

  for (guint i = 0; i < chain_graph_length (graph); i++)
    {
      const ChainNode *node = chain_graph_node (graph, i);

      for (guint k = 0; k < node->n_inputs; k++)
        is_part[node->inputs[k]]
            |= chain_node_is_part_of (chain_graph_node (graph, node->inputs[k]), node);
    }
  return is_part;
}

static void
list_values (GArray               *steps,
             const ChainRecording *recording,
             const gboolean       *is_part,
             guint                 first,
             guint                 last)
{
  const ChainGraph *graph = recording->graph;

  for (guint i = first; i < last; i++)
    {
      const ChainNode *node = chain_graph_node (graph, i);

      if (i == recording->x
          || (node->kind == CHAIN_NODE_OPERATION && !is_part[i]))
        append_step (steps, node->origin.phase, node, FALSE);
    }
}

/* In reverse order of recording, so that everything that uses a node comes before it. */
static void
list_gradients (GArray               *steps,
                const ChainRecording *recording,
                ChainWalk            *walk,
                const gboolean       *is_part)
{
  const ChainGraph *graph = recording->graph;

  chain_walk_start_backward (walk, recording->loss);
  for (guint i = recording->loss; i-- > 0;)
    if (chain_graph_node (graph, i)->needs_gradient && chain_walk_reaches_loss (walk, i)
        && !is_part[i])
      append_step (steps, CHAIN_PHASE_BACKWARD, chain_graph_node (graph, i), TRUE);
}

/**
 * chain_steps_new:
 * @recording: a network with its optimizer
 * @walk: over its graph; its adjoints are lost
 *
 * Returns: (transfer full) (element-type ChainStep): the steps of every iteration, in order
 */
GArray *
chain_steps_new (const ChainRecording *recording, ChainWalk *walk)
{
  GArray              *steps = g_array_new (FALSE, FALSE, sizeof (ChainStep));
  g_autofree gboolean *is_part = find_parts (recording->graph);

  list_values (steps, recording, is_part, 0, recording->loss + 1);
  list_gradients (steps, recording, walk, is_part);
  list_values (steps, recording, is_part, recording->loss + 1,
               chain_graph_length (recording->graph));
  return steps;
}

static char *
layer_title (const ChainRecording *recording, guint layer)
{
  return layer == recording->n_layers ? g_strdup ("Output") : g_strdup_printf ("Hidden %u", layer);
}

/**
 * chain_step_title:
 * @recording: what the step belongs to
 * @step: a step
 *
 * Returns: (transfer full): the step in a few words: "Weighted sum z of Hidden 1",
 *   "Gradient ∂L/∂w of Output", "Update of b of Output"
 */
char *
chain_step_title (const ChainRecording *recording, const ChainStep *step)
{
  const ChainOrigin origin = { step->phase, step->layer, step->quantity };
  g_autofree char  *layer = layer_title (recording, step->layer);
  const char       *letter = chain_quantity_letter (recording, &origin);
  const ChainNode  *served
      = chain_node_served (recording, chain_graph_node (recording->graph, step->node));

  if (step->layer == 0)
    return g_strdup (chain_quantity_words (step->quantity));
  if (step->quantity == CHAIN_QUANTITY_CLIPPED)
    return g_strdup_printf ("%s for %s of %s", chain_quantity_words (step->quantity),
                            chain_quantity_letter (recording, &served->origin), layer);
  if (served != NULL)
    return g_strdup_printf ("Update of %s for %s of %s", letter,
                            chain_quantity_letter (recording, &served->origin), layer);
  if (step->phase == CHAIN_PHASE_UPDATE)
    return g_strdup_printf ("Update of %s of %s", letter, layer);
  if (step->gradient)
    return g_strdup_printf ("Gradient ∂L/∂%s of %s", letter, layer);
  if (step->quantity == CHAIN_QUANTITY_A && step->layer == recording->n_layers)
    return g_strdup ("Prediction ŷ");
  return g_strdup_printf ("%s of %s", chain_quantity_words (step->quantity), layer);
}
