/* fused-updates.c: the updates of a recording, each as one loop over plain arrays.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/fused-updates.h"

#include <string.h>

/* One weight tensor: nodes of the graph. */
typedef struct
{
  guint variable;
  guint new_variable;
  guint factor; /* CHAIN_NO_NODE where all of it trains */
  guint n_states;
  guint states[CHAIN_MAX_STATES];
  guint new_states[CHAIN_MAX_STATES];
  guint gradient; /* the gradient node */
  guint clipped;  /* CHAIN_NO_NODE where it is not clipped */
} Update;

struct _ChainFusedUpdates
{
  const ChainRecording *recording;
  const ChainOptimizer *optimizer;
  double                parameters[CHAIN_MAX_PARAMETERS];
  GArray               *updates; /* Update */
};

/* Everything recorded for one variable lies between its gradient and its assignment. */
static Update
find_update (const ChainGraph *graph, guint variable, guint new_variable, guint factor)
{
  Update update = {
    .variable = variable,
    .new_variable = new_variable,
    .factor = factor,
    .clipped = CHAIN_NO_NODE,
  };

  for (guint i = variable; i <= new_variable; i++)
    {
      const ChainNode *node = chain_graph_node (graph, i);

      if (node->kind == CHAIN_NODE_GRADIENT && node->inputs[0] == variable)
        update.gradient = i;
      else if (node->kind == CHAIN_NODE_OPERATION && node->origin.quantity == CHAIN_QUANTITY_CLIPPED
               && node->inputs[0] == update.gradient)
        update.clipped = i;
      else if (node->kind == CHAIN_NODE_VARIABLE && node->state_of == variable)
        update.states[update.n_states++] = i;
      for (guint k = 0; node->op != NULL && node->op->assigns && k < update.n_states; k++)
        if (node->inputs[0] == update.states[k])
          update.new_states[k] = i;
    }
  return update;
}

/**
 * chain_fused_updates_new:
 * @recording: (transfer none): a network with its optimizer; must outlive the updates
 * @optimizer: the one it was recorded with
 * @parameters: [CHAIN_MAX_PARAMETERS] likewise
 *
 * Returns: (transfer full): its updates
 */
ChainFusedUpdates *
chain_fused_updates_new (const ChainRecording *recording,
                         const ChainOptimizer *optimizer,
                         const double         *parameters)
{
  ChainFusedUpdates *updates = g_new0 (ChainFusedUpdates, 1);

  updates->recording = recording;
  updates->optimizer = optimizer;
  memcpy (updates->parameters, parameters, sizeof updates->parameters);
  updates->updates = g_array_new (FALSE, FALSE, sizeof (Update));
  for (guint i = 0; i < recording->n_layers; i++)
    {
      const ChainRecordedLayer *layer = &recording->layers[i];
      Update update = find_update (recording->graph, layer->kernel, layer->new_kernel,
                                   layer->kernel_factor);

      g_array_append_val (updates->updates, update);
      if (layer->bias == CHAIN_NO_NODE)
        continue;
      update = find_update (recording->graph, layer->bias, layer->new_bias, layer->bias_factor);
      g_array_append_val (updates->updates, update);
    }
  return updates;
}

/**
 * chain_fused_updates_free:
 * @updates: (transfer full) (nullable): to free
 */
void
chain_fused_updates_free (ChainFusedUpdates *updates)
{
  if (updates == NULL)
    return;
  g_array_unref (updates->updates);
  g_free (updates);
}

/* Locked elements stay what they are. */
static void
hold (const Update *update, ChainWalk *walk)
{
  const ChainTensor *factors = chain_walk_value (walk, update->factor);
  const ChainTensor *before = chain_walk_value (walk, update->variable);
  ChainTensor       *after = chain_walk_value (walk, update->new_variable);

  for (gsize i = 0; i < chain_tensor_size (factors); i++)
    if (factors->values[i] == 0)
      after->values[i] = before->values[i];
}

static void
run_update (const ChainFusedUpdates *updates, const Update *update, ChainWalk *walk)
{
  const ChainRecording *recording = updates->recording;
  ChainFusedUpdate      fused = {
    .n = chain_tensor_size (chain_walk_value (walk, update->variable)),
    .w = chain_walk_value (walk, update->variable)->values,
    .new_w = chain_walk_value (walk, update->new_variable)->values,
    .rate = chain_walk_value (walk, recording->learning_rate)->values[0],
    .step = chain_walk_value (walk, recording->step)->values[0],
    .p = updates->parameters,
  };

  if (update->clipped == CHAIN_NO_NODE)
    fused.g = chain_walk_adjoint (walk, update->variable)->values;
  else
    {
      chain_walk_forward_node (walk, update->gradient);
      chain_walk_forward_node (walk, update->clipped);
      fused.g = chain_walk_value (walk, update->clipped)->values;
    }
  for (guint i = 0; i < update->n_states; i++)
    {
      fused.states[i] = chain_walk_value (walk, update->states[i])->values;
      fused.new_states[i] = chain_walk_value (walk, update->new_states[i])->values;
    }
  updates->optimizer->fused (&fused);
  if (update->factor != CHAIN_NO_NODE)
    hold (update, walk);
}

/**
 * chain_fused_updates_run:
 * @updates: of a recording
 * @walk: over its graph, walked backward, with learning rate and step set
 *
 * Gives the assigning nodes of all variables their values, as walking the update nodes would;
 * the operations before them are left as they are. Nothing is committed.
 */
void
chain_fused_updates_run (const ChainFusedUpdates *updates, ChainWalk *walk)
{
  for (guint i = 0; i < updates->updates->len; i++)
    run_update (updates, &g_array_index (updates->updates, Update, i), walk);
}
