/* training-state.c: what a paused run needs to go on.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/training-state.h"

#include <math.h>
#include <string.h>

static void
variable_free (gpointer data)
{
  ChainStateVariable *variable = data;

  chain_tensor_free (variable->value);
  g_free (variable);
}

/**
 * chain_training_state_new:
 * @step: updates made
 *
 * Returns: (transfer full): a state without variables
 */
ChainTrainingState *
chain_training_state_new (guint64 step)
{
  ChainTrainingState *state = g_new0 (ChainTrainingState, 1);

  state->step = step;
  state->epoch_measure = NAN;
  state->variables = g_ptr_array_new_with_free_func (variable_free);
  state->best_weights = g_ptr_array_new_with_free_func (variable_free);
  chain_early_stopping_init (&state->stopping);
  return state;
}

static gpointer
variable_copy (gconstpointer source, gpointer data G_GNUC_UNUSED)
{
  ChainStateVariable *copy = g_memdup2 (source, sizeof *copy);

  copy->value = chain_tensor_copy (copy->value);
  return copy;
}

static const ChainNode *
node_at (const ChainIteration *iteration, guint index)
{
  return chain_graph_node (iteration->recording->graph, index);
}

/**
 * chain_training_state_of:
 * @iteration: between two iterations
 *
 * Returns: (transfer full): its counter and the optimizer's variables, copied
 */
ChainTrainingState *
chain_training_state_of (ChainIteration *iteration)
{
  ChainTrainingState *state = chain_training_state_new (iteration->t);

  for (guint i = 0; i < chain_graph_length (iteration->recording->graph); i++)
    {
      const ChainNode *node = node_at (iteration, i);

      if (node->kind == CHAIN_NODE_VARIABLE && node->state_of != CHAIN_NO_NODE)
        chain_training_state_add (state, node->origin.layer,
                                  node_at (iteration, node->state_of)->origin.quantity,
                                  node->origin.quantity, chain_iteration_variable (iteration, i));
    }
  return state;
}

/**
 * chain_training_state_copy:
 * @state: (nullable): to copy
 *
 * Returns: (transfer full) (nullable): a copy
 */
ChainTrainingState *
chain_training_state_copy (const ChainTrainingState *state)
{
  ChainTrainingState *copy;

  if (state == NULL)
    return NULL;
  copy = g_memdup2 (state, sizeof *copy);
  copy->variables = g_ptr_array_copy (state->variables, variable_copy, NULL);
  copy->best_weights = g_ptr_array_copy (state->best_weights, variable_copy, NULL);
  return copy;
}

/**
 * chain_training_state_free:
 * @state: (transfer full) (nullable): to free
 */
void
chain_training_state_free (ChainTrainingState *state)
{
  if (state == NULL)
    return;
  g_ptr_array_unref (state->variables);
  g_ptr_array_unref (state->best_weights);
  g_free (state);
}

/**
 * chain_training_state_add:
 * @state: a state
 * @layer: from 1
 * @of: the kernel or the bias that the variable serves
 * @quantity: what it is to it
 * @value: its value; copied
 */
void
chain_training_state_add (ChainTrainingState *state,
                          guint               layer,
                          ChainQuantity       of,
                          ChainQuantity       quantity,
                          const ChainTensor  *value)
{
  ChainStateVariable *variable = g_new (ChainStateVariable, 1);

  *variable = (ChainStateVariable){ layer, of, quantity, chain_tensor_copy (value) };
  g_ptr_array_add (state->variables, variable);
}

/**
 * chain_training_state_add_best:
 * @state: a state
 * @layer: from 1
 * @of: whether it is the kernel or the bias
 * @value: its value in the best epoch; copied
 */
void
chain_training_state_add_best (ChainTrainingState *state,
                               guint               layer,
                               ChainQuantity       of,
                               const ChainTensor  *value)
{
  ChainStateVariable *weight = g_new (ChainStateVariable, 1);

  *weight = (ChainStateVariable){ layer, of, of, chain_tensor_copy (value) };
  g_ptr_array_add (state->best_weights, weight);
}

/**
 * chain_training_state_keep_best:
 * @state: without best weights
 * @iteration: of the run
 * @values: [state size] as chain_iteration_copy_state() gave them after the best epoch
 *
 * Adds the weights among them.
 */
void
chain_training_state_keep_best (ChainTrainingState   *state,
                                const ChainIteration *iteration,
                                const double         *values)
{
  for (guint i = 0; i < chain_graph_length (iteration->recording->graph); i++)
    {
      const ChainNode         *node = node_at (iteration, i);
      const ChainTensor       *shape = chain_iteration_variable (iteration, i);
      g_autoptr (ChainTensor)  value = NULL;

      if (node->kind != CHAIN_NODE_VARIABLE)
        continue;
      if (node->state_of == CHAIN_NO_NODE)
        {
          value = chain_tensor_new (shape->rows, shape->columns);
          memcpy (value->values, values, chain_tensor_size (shape) * sizeof (double));
          chain_training_state_add_best (state, node->origin.layer, node->origin.quantity, value);
        }
      values += chain_tensor_size (shape);
    }
}

static const ChainStateVariable *
find (const GPtrArray *variables, const ChainStateVariable *like)
{
  for (guint i = 0; i < variables->len; i++)
    {
      const ChainStateVariable *variable = g_ptr_array_index (variables, i);

      if (variable->layer == like->layer && variable->of == like->of
          && variable->quantity == like->quantity
          && variable->value->rows == like->value->rows
          && variable->value->columns == like->value->columns)
        return variable;
    }
  return NULL;
}

/**
 * chain_training_state_best:
 * @state: of a paused run
 * @iteration: of a network of the same layers
 *
 * Returns: (transfer full) (nullable): [state size] the best weights as
 *   chain_iteration_load_weights() takes them; %NULL if @state does not have them all
 */
double *
chain_training_state_best (const ChainTrainingState *state, const ChainIteration *iteration)
{
  g_autofree double *values = g_new0 (double, chain_iteration_state_size (iteration));
  gsize              at = 0;

  for (guint i = 0; i < chain_graph_length (iteration->recording->graph); i++)
    {
      const ChainNode          *node = node_at (iteration, i);
      const ChainStateVariable  weight = { node->origin.layer, node->origin.quantity,
                                           node->origin.quantity,
                                           chain_iteration_variable (iteration, i) };
      const ChainStateVariable *best;

      if (node->kind != CHAIN_NODE_VARIABLE)
        continue;
      best = find (state->best_weights, &weight);
      if (node->state_of == CHAIN_NO_NODE && best == NULL)
        return NULL;
      if (node->state_of == CHAIN_NO_NODE)
        memcpy (values + at, best->value->values,
                chain_tensor_size (best->value) * sizeof (double));
      at += chain_tensor_size (weight.value);
    }
  return g_steal_pointer (&values);
}

/**
 * chain_training_state_apply:
 * @state: of a paused run
 * @iteration: with the weights of that run
 *
 * Goes to just before the iteration that was due.
 *
 * Returns: %FALSE, and nothing is changed, if the optimizer has other variables than @state
 */
gboolean
chain_training_state_apply (const ChainTrainingState *state, ChainIteration *iteration)
{
  g_autoptr (ChainTrainingState) own = chain_training_state_of (iteration);
  guint                          next = 0;

  if (own->variables->len != state->variables->len)
    return FALSE;
  for (guint i = 0; i < own->variables->len; i++)
    if (find (state->variables, g_ptr_array_index (own->variables, i)) == NULL)
      return FALSE;
  for (guint i = 0; i < chain_graph_length (iteration->recording->graph); i++)
    {
      const ChainNode *node = node_at (iteration, i);
      ChainTensor     *value = chain_iteration_variable (iteration, i);

      if (node->kind == CHAIN_NODE_VARIABLE && node->state_of != CHAIN_NO_NODE)
        memcpy (value->values,
                find (state->variables, g_ptr_array_index (own->variables, next++))->value->values,
                chain_tensor_size (value) * sizeof (double));
    }
  iteration->t = state->step;
  return TRUE;
}

/**
 * chain_training_state_is_needed:
 * @state: of a paused run
 * @iteration: of that run
 *
 * Returns: %FALSE if a new run from the same weights would go the same way: nothing remembered, no
 *   schedule, nothing drawn, nothing waited for, and the next epoch just due
 */
gboolean
chain_training_state_is_needed (const ChainTrainingState *state, const ChainIteration *iteration)
{
  const ChainTrainingOptions *options = &iteration->options;
  gboolean                    drops = FALSE;

  for (guint i = 0; i < iteration->recording->n_layers; i++)
    drops |= iteration->recording->layers[i].mask != CHAIN_NO_NODE;
  return state->step > 0
         && (state->variables->len > 0 || options->shuffle || drops
             || options->early_stopping.enabled
             || chain_parameters_count (options->schedule->parameters) > 0
             || state->step % chain_batches_per_epoch (iteration->batches) != 0);
}
