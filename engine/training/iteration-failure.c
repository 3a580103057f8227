/* iteration-failure.c: where an iteration left the finite numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/iteration.h"

#include <math.h>

static const char *const quantity_words[] = {
  [CHAIN_QUANTITY_X] = "x",
  [CHAIN_QUANTITY_Y] = "y",
  [CHAIN_QUANTITY_KERNEL] = "kernel",
  [CHAIN_QUANTITY_BIAS] = "bias",
  [CHAIN_QUANTITY_Z] = "z",
  [CHAIN_QUANTITY_A] = "a",
  [CHAIN_QUANTITY_LOSS] = "the loss",
  [CHAIN_QUANTITY_LEARNING_RATE] = "the learning rate",
  [CHAIN_QUANTITY_MASK] = "the dropout mask",
  [CHAIN_QUANTITY_MOMENT] = "moment",
  [CHAIN_QUANTITY_VELOCITY] = "velocity",
  [CHAIN_QUANTITY_CLIPPED] = "clipped gradient",
  [CHAIN_QUANTITY_STEP] = "the number of the update",
  [CHAIN_QUANTITY_OTHER] = "a value",
};

static const char *
update_words (const ChainNode *node)
{
  if (node->kind == CHAIN_NODE_GRADIENT)
    return "the gradient of the ";
  return node->op != NULL && node->op->assigns ? "the new " : "the update of the ";
}

static char *
node_words (const ChainNode *node)
{
  const gboolean is_update
    = node->origin.phase == CHAIN_PHASE_UPDATE && node->kind != CHAIN_NODE_INPUT;
  const char    *prefix = is_update ? update_words (node) : "";
  const char    *quantity = quantity_words[node->origin.quantity];

  if (node->kind == CHAIN_NODE_VARIABLE)
    prefix = "the ";
  if (node->origin.layer == 0)
    return g_strconcat (prefix, quantity, NULL);
  return g_strdup_printf ("%s%s of layer %u", prefix, quantity, node->origin.layer);
}

/**
 * chain_iteration_first_bad:
 * @iteration: after a run left t as it was
 *
 * Repeats the iteration on the walk, operation by operation, as far as it is finite.
 *
 * Returns: (transfer full) (nullable): in words, the first quantity in recorded order that holds
 *   a number that is not finite, such as "z of layer 2"; %NULL if there is none
 */
char *
chain_iteration_first_bad (ChainIteration *iteration)
{
  const ChainRecording *recording = iteration->recording;
  const ChainGraph     *graph = recording->graph;
  ChainWalk            *walk = chain_iteration_walk (iteration);
  guint                 n = recording->loss + 1;

  chain_iteration_load (iteration);
  chain_walk_value (walk, recording->learning_rate)->values[0] = iteration->rate;
  chain_walk_forward (walk, 0, n);
  if (isfinite (chain_walk_value (walk, recording->loss)->values[0]))
    {
      chain_walk_backward (walk, recording->loss);
      chain_walk_forward (walk, n, chain_graph_length (graph));
      n = chain_graph_length (graph);
    }
  for (guint i = 0; i < n; i++)
    if (!chain_tensor_is_finite (chain_walk_value (walk, i)))
      return node_words (chain_graph_node (graph, i));
  return NULL;
}
