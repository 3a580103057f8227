/* iteration-state.c: the values of all variables of an iteration: weights, and what the optimizer
 * keeps.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/iteration.h"

#include <string.h>

static const ChainIterationVariable *
variable_at (const ChainIteration *iteration, guint index)
{
  return &g_array_index (iteration->variables, ChainIterationVariable, index);
}

static double *
values_at (const ChainIteration *iteration, guint index)
{
  return iteration->on_walk
           ? chain_walk_value (iteration->walk, variable_at (iteration, index)->node)->values
           : chain_iteration_plan_value (iteration, index)->values;
}

/**
 * chain_iteration_plan_value:
 * @iteration: between two iterations
 * @index: of a variable
 *
 * Returns: (transfer none): where the plan has it; an iteration moves it
 */
ChainTensor *
chain_iteration_plan_value (const ChainIteration *iteration, guint index)
{
  ChainIterationVariable *variable
    = &g_array_index (iteration->variables, ChainIterationVariable, index);

  if (!variable->is_state)
    variable->plan_value.values = chain_plan_parameters (iteration->plan) + variable->place;
  return &variable->plan_value;
}

/**
 * chain_iteration_variable:
 * @iteration: between two iterations
 * @node: of the recording
 *
 * Returns: (transfer none) (nullable): a variable's value, until the iteration is run or its walk
 *   asked for; %NULL if the node is none
 */
ChainTensor *
chain_iteration_variable (const ChainIteration *iteration, guint node)
{
  for (guint i = 0; i < iteration->variables->len; i++)
    {
      if (variable_at (iteration, i)->node != node)
        continue;
      if (iteration->on_walk)
        return chain_walk_value (iteration->walk, node);
      chain_plan_updates_changed (iteration->plan_updates);
      return chain_iteration_plan_value (iteration, i);
    }
  return NULL;
}

/**
 * chain_iteration_save_weights:
 * @iteration: between two iterations
 * @network: of the same layers as the one trained; its weights are overwritten
 *
 * Gives @network the weights reached.
 */
void
chain_iteration_save_weights (ChainIteration *iteration, ChainNetwork *network)
{
  for (guint i = 0; i < iteration->recording->n_layers; i++)
    {
      const ChainRecordedLayer *recorded = &iteration->recording->layers[i];
      ChainLayer               *layer = chain_network_layer (network, i);

      memcpy (layer->kernel->values,
              chain_iteration_variable (iteration, recorded->kernel)->values,
              chain_tensor_size (layer->kernel) * sizeof (double));
      if (layer->use_bias)
        memcpy (layer->bias->values, chain_iteration_variable (iteration, recorded->bias)->values,
                chain_tensor_size (layer->bias) * sizeof (double));
    }
}

/**
 * chain_iteration_state_size:
 * @iteration: an iteration
 *
 * Returns: how many numbers chain_iteration_save_state() gives: those of all variables
 */
gsize
chain_iteration_state_size (const ChainIteration *iteration)
{
  gsize size = 0;

  for (guint i = 0; i < iteration->variables->len; i++)
    size += chain_tensor_size (&variable_at (iteration, i)->plan_value);
  return size;
}

/**
 * chain_iteration_save_state:
 * @iteration: an iteration
 *
 * Returns: (transfer full): [state size] the values of all variables in the order they were
 *   recorded in, each row-major
 */
double *
chain_iteration_save_state (ChainIteration *iteration)
{
  double *state = g_new (double, chain_iteration_state_size (iteration));

  chain_iteration_copy_state (iteration, state);
  return state;
}

/**
 * chain_iteration_copy_state:
 * @iteration: an iteration
 * @state: (out caller-allocates): [state size], overwritten
 *
 * As chain_iteration_save_state(), without allocating.
 */
void
chain_iteration_copy_state (ChainIteration *iteration, double *state)
{
  for (guint i = 0; i < iteration->variables->len; i++)
    {
      const gsize size = chain_tensor_size (&variable_at (iteration, i)->plan_value);

      memcpy (state, values_at (iteration, i), size * sizeof (double));
      state += size;
    }
}

static void
load (ChainIteration *iteration, const double *state, gboolean weights_alone)
{
  for (guint i = 0; i < iteration->variables->len; i++)
    {
      const guint node = variable_at (iteration, i)->node;
      const gsize size = chain_tensor_size (&variable_at (iteration, i)->plan_value);

      if (!weights_alone
          || chain_graph_node (iteration->recording->graph, node)->state_of == CHAIN_NO_NODE)
        memcpy (values_at (iteration, i), state, size * sizeof (double));
      state += size;
    }
  chain_plan_updates_changed (iteration->plan_updates);
}

/**
 * chain_iteration_load_state:
 * @iteration: an iteration
 * @t: updates made so far
 * @state: [state size] as chain_iteration_save_state() gives it
 *
 * Goes to just before iteration @t, with these weights.
 */
void
chain_iteration_load_state (ChainIteration *iteration, guint64 t, const double *state)
{
  load (iteration, state, FALSE);
  iteration->t = t;
}

/**
 * chain_iteration_load_weights:
 * @iteration: an iteration
 * @state: [state size] as chain_iteration_save_state() gives it
 *
 * Takes over the network's weights alone: t and what the optimizer keeps stay.
 */
void
chain_iteration_load_weights (ChainIteration *iteration, const double *state)
{
  load (iteration, state, TRUE);
}
