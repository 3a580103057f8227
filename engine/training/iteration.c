/* iteration.c: one iteration of training on the walk, and its state between iterations.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/iteration.h"

#include "base/error.h"
#include "training/evaluation.h"

#include <math.h>
#include <string.h>

static gboolean
check_options (const ChainTrainingOptions *options, const ChainDataset *dataset, GError **error)
{
  if (options->batch_size < 1)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "batch_size: expected at least 1 row, got 0");
      return FALSE;
    }
  if (dataset->n_training_rows == 0)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "training needs at least 1 training row, the data has none");
      return FALSE;
    }
  return TRUE;
}

/**
 * chain_iteration_new:
 * @network: with weights; copied, not kept
 * @options: how to train; copied
 * @dataset: where the rows are; a reference is kept
 * @error: return location for a #GError
 *
 * Fails with %CHAIN_ERROR_SHAPE if network and dataset do not fit together, with
 * %CHAIN_ERROR_VALUE if there is nothing to train on, and where the loss cannot follow the last
 * layer.
 *
 * Returns: (transfer full): iteration 0; %NULL on error
 */
ChainIteration *
chain_iteration_new (const ChainNetwork         *network,
                     const ChainTrainingOptions *options,
                     ChainDataset               *dataset,
                     GError                    **error)
{
  g_autoptr (ChainRecording) recording = NULL;
  ChainIteration            *iteration;

  if (!check_options (options, dataset, error) || !chain_evaluate_fits (network, dataset, error))
    return NULL;
  recording = chain_recording_new (network, options->loss, options->loss_parameters, error);
  if (recording == NULL)
    return NULL;
  chain_optimizer_record (options->optimizer, options->optimizer_parameters, recording);

  iteration = g_new0 (ChainIteration, 1);
  iteration->options = *options;
  iteration->dataset = chain_dataset_ref (dataset);
  iteration->recording = g_steal_pointer (&recording);
  iteration->batches
    = chain_batches_new (dataset, options->batch_size, options->shuffle, options->seed);
  iteration->chunk
    = chain_evaluate_chunk (dataset, MIN (options->batch_size, dataset->n_training_rows));
  iteration->walk = chain_walk_new (iteration->recording->graph, iteration->chunk);
  iteration->updates = chain_fused_updates_new (iteration->recording, options->optimizer,
                                                options->optimizer_parameters);
  chain_recording_load_weights (iteration->recording, network, iteration->walk);
  return iteration;
}

/**
 * chain_iteration_free:
 * @iteration: (transfer full) (nullable): to free
 */
void
chain_iteration_free (ChainIteration *iteration)
{
  if (iteration == NULL)
    return;
  chain_fused_updates_free (iteration->updates);
  chain_walk_free (iteration->walk);
  chain_batches_free (iteration->batches);
  chain_recording_free (iteration->recording);
  chain_dataset_unref (iteration->dataset);
  g_free (iteration);
}

static double
scheduled_rate (const ChainIteration *iteration)
{
  return chain_training_options_rate (&iteration->options, iteration->t);
}

static void
load (ChainIteration *iteration, double learning_rate)
{
  const ChainRecording *recording = iteration->recording;
  gsize                 n_rows;
  const guint          *rows = chain_batches_rows (iteration->batches, iteration->t, &n_rows);

  chain_walk_set_batch (iteration->walk, n_rows);
  chain_dataset_gather (iteration->dataset, rows, n_rows,
                        chain_walk_value (iteration->walk, recording->x)->values,
                        chain_walk_value (iteration->walk, recording->y)->values);
  chain_recording_draw_masks (recording, iteration->options.seed, iteration->t, iteration->walk);
  chain_walk_value (iteration->walk, recording->learning_rate)->values[0] = learning_rate;
  chain_walk_value (iteration->walk, recording->step)->values[0] = (double) iteration->t + 1;
}

/**
 * chain_iteration_load:
 * @iteration: between two iterations
 *
 * Puts the inputs of iteration t into the walk: the rows of its batch, the masks of its
 * dropouts and its learning rate.
 */
void
chain_iteration_load (ChainIteration *iteration)
{
  load (iteration, scheduled_rate (iteration));
}

static gboolean
is_finite (const ChainTensor *tensor)
{
  gboolean finite = TRUE;

  for (gsize i = 0; i < chain_tensor_size (tensor); i++)
    finite &= isfinite (tensor->values[i]) != 0;
  return finite;
}

static gboolean
updates_are_finite (ChainIteration *iteration)
{
  const ChainRecording *recording = iteration->recording;

  for (guint i = 0; i < recording->n_layers; i++)
    {
      const ChainRecordedLayer *layer = &recording->layers[i];

      if (!is_finite (chain_walk_value (iteration->walk, layer->new_kernel)))
        return FALSE;
      if (layer->bias != CHAIN_NO_NODE
          && !is_finite (chain_walk_value (iteration->walk, layer->new_bias)))
        return FALSE;
    }
  return TRUE;
}

/**
 * chain_iteration_run:
 * @iteration: between two iterations
 *
 * Makes iteration t with the scheduled learning rate: chain_iteration_run_with() says how.
 *
 * Returns: the loss of the batch before the update
 */
double
chain_iteration_run (ChainIteration *iteration)
{
  return chain_iteration_run_with (iteration, scheduled_rate (iteration));
}

/**
 * chain_iteration_run_with:
 * @iteration: between two iterations
 * @learning_rate: used instead of the scheduled one
 *
 * Makes iteration t: forward, backward and update, after which t is one more. Where the loss or
 * a new weight is not finite, t and the weights stay as they were, and
 * chain_iteration_first_bad() tells where it began.
 *
 * Returns: the loss of the batch before the update
 */
double
chain_iteration_run_with (ChainIteration *iteration, double learning_rate)
{
  const ChainRecording *recording = iteration->recording;
  ChainWalk            *walk = iteration->walk;
  double                loss;

  load (iteration, learning_rate);
  chain_walk_forward (walk, 0, recording->loss + 1);
  loss = chain_walk_value (walk, recording->loss)->values[0];
  if (!isfinite (loss))
    return loss;

  chain_walk_backward (walk, recording->loss);
  chain_fused_updates_run (iteration->updates, walk);
  if (!updates_are_finite (iteration))
    {
      /* Once more, operation by operation, so that the first bad one can be told. */
      chain_walk_forward (walk, recording->loss + 1, chain_graph_length (recording->graph));
      return loss;
    }
  chain_walk_commit (walk);
  iteration->t++;
  return loss;
}

static gboolean
is_variable (const ChainIteration *iteration, guint node)
{
  return chain_graph_node (iteration->recording->graph, node)->kind == CHAIN_NODE_VARIABLE;
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

  for (guint i = 0; i < chain_graph_length (iteration->recording->graph); i++)
    if (is_variable (iteration, i))
      size += chain_tensor_size (chain_walk_value (iteration->walk, i));
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
  for (guint i = 0; i < chain_graph_length (iteration->recording->graph); i++)
    if (is_variable (iteration, i))
      {
        const ChainTensor *variable = chain_walk_value (iteration->walk, i);

        memcpy (state, variable->values, chain_tensor_size (variable) * sizeof (double));
        state += chain_tensor_size (variable);
      }
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
  for (guint i = 0; i < chain_graph_length (iteration->recording->graph); i++)
    if (is_variable (iteration, i))
      {
        ChainTensor *variable = chain_walk_value (iteration->walk, i);

        memcpy (variable->values, state, chain_tensor_size (variable) * sizeof (double));
        state += chain_tensor_size (variable);
      }
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
  for (guint i = 0; i < chain_graph_length (iteration->recording->graph); i++)
    if (is_variable (iteration, i))
      {
        ChainTensor *variable = chain_walk_value (iteration->walk, i);

        if (chain_graph_node (iteration->recording->graph, i)->state_of == CHAIN_NO_NODE)
          memcpy (variable->values, state, chain_tensor_size (variable) * sizeof (double));
        state += chain_tensor_size (variable);
      }
}

/**
 * chain_iteration_loss_of_rows:
 * @iteration: between two iterations
 * @rows: [n_rows] rows of the dataset
 * @n_rows: number of rows
 * @predictions: (out caller-allocates) (optional): [n_rows, outputs] ŷ, overwritten
 *
 * Walks forward over the rows with the present weights. t and the weights stay as they are; what
 * was loaded or computed in the walk is overwritten.
 *
 * Returns: the mean loss over the rows; NaN without rows
 */
double
chain_iteration_loss_of_rows (ChainIteration *iteration,
                              const guint    *rows,
                              gsize           n_rows,
                              double         *predictions)
{
  return chain_evaluate_walk (iteration->recording, iteration->walk, iteration->chunk,
                              iteration->dataset, rows, n_rows, predictions);
}

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
 * @iteration: after chain_iteration_run() left t as it was
 *
 * Returns: (transfer full) (nullable): in words, the first quantity in recorded order that holds
 *   a number that is not finite, such as "z of layer 2"; %NULL if there is none
 */
char *
chain_iteration_first_bad (ChainIteration *iteration)
{
  const ChainGraph *graph = iteration->recording->graph;

  for (guint i = 0; i < chain_graph_length (graph); i++)
    if (!is_finite (chain_walk_value (iteration->walk, i)))
      return node_words (chain_graph_node (graph, i));
  return NULL;
}
