/* recording.c: a network and its loss recorded as a graph.
 *
 * A dense layer is three operations: matmul and add of one origin (z), then the activation (a).
 * With dropout the activation is a part of a, which is its product with a mask. Penalties of
 * kernels are added to the loss, all of one origin (L).
 *
 * SPDX-License-Identifier: MIT
 */
#include "model/recording.h"

#include "base/error.h"
#include "base/number.h"
#include "base/random.h"
#include "model/lock.h"

#include <string.h>

static guint
record_operation (ChainGraph    *graph,
                  const ChainOp *op,
                  const double  *parameters,
                  guint          first,
                  guint          second,
                  ChainOrigin    origin,
                  GError       **error)
{
  const guint inputs[] = { first, second };

  return chain_graph_add_operation (graph, op, parameters, inputs, origin, error);
}

/* The activation, and with dropout its product with a mask. */
static guint
record_activation (ChainRecording *recording, guint index, const ChainLayer *layer)
{
  const ChainOrigin   a = { CHAIN_PHASE_FORWARD, index + 1, CHAIN_QUANTITY_A };
  const ChainOrigin   mask = { CHAIN_PHASE_FORWARD, index + 1, CHAIN_QUANTITY_MASK };
  ChainRecordedLayer *recorded = &recording->layers[index];
  guint               activation;

  recorded->dropout = layer->dropout;
  recorded->mask = CHAIN_NO_NODE;
  /* Before the activation: the parts of a quantity follow one another. */
  if (layer->dropout > 0)
    recorded->mask = chain_graph_add_mask (recording->graph,
                                           (ChainShape){ CHAIN_BATCH, layer->units }, mask);
  activation = record_operation (recording->graph, layer->activation, layer->activation_parameters,
                                 recorded->z, CHAIN_NO_NODE, a, NULL);
  if (layer->dropout == 0)
    return activation;
  return record_operation (recording->graph, chain_op_find (CHAIN_OP_ARITHMETIC, "multiply"), NULL,
                           activation, recorded->mask, a, NULL);
}

static gboolean
record_layer (ChainRecording   *recording,
              guint             index,
              const ChainLayer *layer,
              gsize             n_inputs,
              guint             input,
              GError          **error)
{
  ChainRecordedLayer *recorded = &recording->layers[index];
  ChainGraph         *graph = recording->graph;
  const guint         number = index + 1;
  const ChainOrigin   kernel = { CHAIN_PHASE_FORWARD, number, CHAIN_QUANTITY_KERNEL };
  const ChainOrigin   bias = { CHAIN_PHASE_FORWARD, number, CHAIN_QUANTITY_BIAS };
  const ChainOrigin   z = { CHAIN_PHASE_FORWARD, number, CHAIN_QUANTITY_Z };

  recorded->new_kernel = CHAIN_NO_NODE;
  recorded->new_bias = CHAIN_NO_NODE;
  recorded->bias = CHAIN_NO_NODE;
  recorded->kernel_factor = CHAIN_NO_NODE;
  recorded->bias_factor = CHAIN_NO_NODE;
  recorded->kernel_factors = chain_layer_factors (layer, FALSE);
  recorded->bias_factors = chain_layer_factors (layer, TRUE);
  /* The backward walk goes in reverse: the kernel, recorded last, is the first to be told. */
  if (layer->use_bias)
    recorded->bias = chain_graph_add_variable (graph, (ChainShape){ 1, layer->units }, bias);
  recorded->kernel
      = chain_graph_add_variable (graph, (ChainShape){ n_inputs, layer->units }, kernel);

  recorded->z = record_operation (graph, chain_op_find (CHAIN_OP_ARITHMETIC, "matmul"), NULL,
                                  input, recorded->kernel, z, error);
  if (recorded->z == CHAIN_NO_NODE)
    return FALSE;
  if (layer->use_bias)
    recorded->z = record_operation (graph, chain_op_find (CHAIN_OP_ARITHMETIC, "add"), NULL,
                                    recorded->z, recorded->bias, z, error);
  recorded->a = record_activation (recording, index, layer);
  return TRUE;
}

/* What the network predicts is not dropped; a loss that reads logits would not even see it. */
static gboolean
check_output (const ChainNetwork *network, GError **error)
{
  const guint  last = chain_network_n_layers (network) - 1;
  const double dropout = chain_network_layer (network, last)->dropout;
  char         number[CHAIN_NUMBER_SIZE];

  if (dropout == 0)
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "network.layers[%u].dropout: expected 0 for the output layer, got %s", last,
               chain_number_write (dropout, number));
  return FALSE;
}

/* A loss that reads logits takes the last z instead of the prediction, which is then only
 * looked at. */
static gboolean
record_loss (ChainRecording     *recording,
             const ChainNetwork *network,
             const ChainOp      *loss,
             const double       *parameters,
             GError            **error)
{
  const guint       last = recording->n_layers - 1;
  const ChainLayer *layer = chain_network_layer (network, last);
  const ChainOrigin y = { CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_Y };
  const ChainOrigin origin = { CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_LOSS };

  if (loss->from_logits_of != NULL && !g_str_equal (layer->activation->name, loss->from_logits_of))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "training.loss: %s expects an output layer with %s, found %s", loss->name,
                   loss->from_logits_of, layer->activation->name);
      return FALSE;
    }
  recording->prediction = recording->layers[last].a;
  recording->y
      = chain_graph_add_input (recording->graph, (ChainShape){ CHAIN_BATCH, layer->units }, y);
  recording->data_loss = record_operation (
      recording->graph, loss, parameters,
      loss->from_logits_of != NULL ? recording->layers[last].z : recording->prediction,
      recording->y, origin, error);
  recording->loss = recording->data_loss;
  return recording->loss != CHAIN_NO_NODE;
}

/* L ← L + penalty. Both are [1, 1]: this never fails. */
static void
record_penalty (ChainRecording *recording, const char *name, double lambda, guint kernel)
{
  const ChainOrigin origin = { CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_LOSS };
  const double      parameters[CHAIN_MAX_PARAMETERS] = { lambda };
  guint             penalty;

  if (lambda == 0)
    return;
  penalty = record_operation (recording->graph, chain_op_find (CHAIN_OP_ARITHMETIC, name),
                              parameters, kernel, CHAIN_NO_NODE, origin, NULL);
  recording->loss
      = record_operation (recording->graph, chain_op_find (CHAIN_OP_ARITHMETIC, "add"), NULL,
                          recording->loss, penalty, origin, NULL);
}

static void
record_penalties (ChainRecording *recording, const ChainNetwork *network)
{
  for (guint i = 0; i < recording->n_layers; i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      record_penalty (recording, "l1_penalty", layer->l1, recording->layers[i].kernel);
      record_penalty (recording, "l2_penalty", layer->l2, recording->layers[i].kernel);
    }
}

/**
 * chain_recording_new:
 * @network: its inputs must be known
 * @loss: a row of the loss table
 * @loss_parameters: (nullable): values of its parameters; %NULL for the initial ones
 * @error: set to %CHAIN_ERROR_VALUE if the loss does not go with the output layer, or that has
 *   a dropout
 *
 * The loss is that of the predictions and, as in Keras, the L1 and L2 penalties of the kernels.
 *
 * Returns: (transfer full): the forward pass and the loss, rows symbolic, or %NULL on an error
 */
ChainRecording *
chain_recording_new (const ChainNetwork *network,
                     const ChainOp      *loss,
                     const double       *loss_parameters,
                     GError            **error)
{
  g_autoptr (ChainRecording) recording = g_new0 (ChainRecording, 1);
  const ChainOrigin x = { CHAIN_PHASE_FORWARD, 0, CHAIN_QUANTITY_X };
  guint             input;

  if (!check_output (network, error))
    return NULL;
  recording->graph = chain_graph_new ();
  recording->n_layers = chain_network_n_layers (network);
  recording->layers = g_new0 (ChainRecordedLayer, recording->n_layers);
  recording->learning_rate = CHAIN_NO_NODE;
  recording->step = CHAIN_NO_NODE;
  recording->x
      = chain_graph_add_input (recording->graph, (ChainShape){ CHAIN_BATCH, network->n_inputs }, x);
  input = recording->x;
  for (guint i = 0; i < recording->n_layers; i++)
    {
      if (!record_layer (recording, i, chain_network_layer (network, i),
                         chain_network_layer_inputs (network, i), input, error))
        return NULL;
      input = recording->layers[i].a;
    }
  if (!record_loss (recording, network, loss, loss_parameters, error))
    return NULL;
  record_penalties (recording, network);
  return g_steal_pointer (&recording);
}

/**
 * chain_recording_free:
 * @recording: (transfer full) (nullable): to free
 */
void
chain_recording_free (ChainRecording *recording)
{
  if (recording == NULL)
    return;
  chain_graph_free (recording->graph);
  for (guint i = 0; i < recording->n_layers; i++)
    {
      chain_tensor_free (recording->layers[i].kernel_factors);
      chain_tensor_free (recording->layers[i].bias_factors);
    }
  g_free (recording->layers);
  g_free (recording);
}

static void
copy_values (const ChainTensor *from, ChainTensor *to)
{
  g_return_if_fail (chain_tensor_size (from) == chain_tensor_size (to));
  memcpy (to->values, from->values, chain_tensor_size (from) * sizeof (double));
}

/**
 * chain_recording_load_weights:
 * @recording: of @network
 * @network: to take the weights from
 * @walk: over the recording's graph; its variables are set
 */
void
chain_recording_load_weights (const ChainRecording *recording,
                              const ChainNetwork   *network,
                              ChainWalk            *walk)
{
  for (guint i = 0; i < recording->n_layers; i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      copy_values (layer->kernel, chain_walk_value (walk, recording->layers[i].kernel));
      if (layer->use_bias)
        copy_values (layer->bias, chain_walk_value (walk, recording->layers[i].bias));
    }
}

/**
 * chain_recording_load_plan:
 * @recording: of @network
 * @network: to take the weights from
 * @plan: of the recording's graph; its parameters are set
 */
void
chain_recording_load_plan (const ChainRecording *recording,
                           const ChainNetwork   *network,
                           ChainPlan            *plan)
{
  for (guint i = 0; i < recording->n_layers; i++)
    {
      const ChainRecordedLayer *recorded = &recording->layers[i];
      const ChainLayer         *layer = chain_network_layer (network, i);

      memcpy (chain_plan_variable (plan, recorded->kernel), layer->kernel->values,
              chain_tensor_size (layer->kernel) * sizeof (double));
      if (layer->use_bias)
        memcpy (chain_plan_variable (plan, recorded->bias), layer->bias->values,
                chain_tensor_size (layer->bias) * sizeof (double));
    }
}

/**
 * chain_recording_save_weights:
 * @recording: of @network
 * @walk: over the recording's graph
 * @network: its weights are set to the walk's variables
 */
void
chain_recording_save_weights (const ChainRecording *recording,
                              ChainWalk            *walk,
                              ChainNetwork         *network)
{
  for (guint i = 0; i < recording->n_layers; i++)
    {
      ChainLayer *layer = chain_network_layer (network, i);

      copy_values (chain_walk_value (walk, recording->layers[i].kernel), layer->kernel);
      if (layer->use_bias)
        copy_values (chain_walk_value (walk, recording->layers[i].bias), layer->bias);
    }
}

static void
draw_mask (double *values, gsize n, double dropout, ChainRandom *random)
{
  for (gsize i = 0; i < n; i++)
    values[i] = chain_random_uniform (random, 0, 1) < dropout ? 0 : 1 / (1 - dropout);
}

/* FALSE if the layer drops nothing. */
static gboolean
begin_mask (const ChainRecordedLayer *layer, guint i, guint64 seed, guint64 t, ChainRandom *random)
{
  chain_random_init (random, seed, CHAIN_STREAM_DROPOUT + ((guint64) i << 8) + (t << 24));
  return layer->mask != CHAIN_NO_NODE;
}

/**
 * chain_recording_draw_masks:
 * @recording: a network
 * @seed: of the run
 * @t: updates made so far
 * @walk: over the recording's graph, at the batch of iteration @t; its masks are set
 *
 * Drops each activation of a layer with its dropout's probability p, and scales those kept by
 * 1/(1 − p), so that their mean stays (Srivastava et al. 2014, inverted as in Keras). The masks
 * depend on nothing but @seed, @t and the layer.
 */
void
chain_recording_draw_masks (const ChainRecording *recording,
                            guint64               seed,
                            guint64               t,
                            ChainWalk            *walk)
{
  for (guint i = 0; i < recording->n_layers; i++)
    {
      const ChainRecordedLayer *layer = &recording->layers[i];
      ChainTensor              *mask;
      ChainRandom               random;

      if (!begin_mask (layer, i, seed, t, &random))
        continue;
      mask = chain_walk_value (walk, layer->mask);
      draw_mask (mask->values, chain_tensor_size (mask), layer->dropout, &random);
    }
}

/**
 * chain_recording_draw_plan_masks:
 * @recording: a network
 * @seed: of the run
 * @t: updates made so far
 * @n_rows: of the batch of iteration @t
 * @plan: of the recording's graph, at that batch; its masks are set
 *
 * The same masks as chain_recording_draw_masks() draws.
 */
void
chain_recording_draw_plan_masks (const ChainRecording *recording,
                                 guint64               seed,
                                 guint64               t,
                                 gsize                 n_rows,
                                 ChainPlan            *plan)
{
  for (guint i = 0; i < recording->n_layers; i++)
    {
      const ChainRecordedLayer *layer = &recording->layers[i];
      g_autofree double        *values = NULL;
      gsize                     n_units;
      ChainRandom               random;

      if (!begin_mask (layer, i, seed, t, &random))
        continue;
      n_units = chain_graph_node (recording->graph, layer->mask)->shape.columns;
      values = g_new (double, n_units);
      for (gsize row = 0; row < n_rows; row++)
        {
          draw_mask (values, n_units, layer->dropout, &random);
          chain_plan_set_mask (plan, layer->mask, row, values);
        }
    }
}

/**
 * chain_recording_load_factors:
 * @recording: a network with its optimizer
 * @walk: over the recording's graph; the factors of its updates are set
 *
 * Locks what is locked in the network.
 */
void
chain_recording_load_factors (const ChainRecording *recording, ChainWalk *walk)
{
  for (guint i = 0; i < recording->n_layers; i++)
    {
      const ChainRecordedLayer *layer = &recording->layers[i];

      if (layer->kernel_factor != CHAIN_NO_NODE)
        copy_values (layer->kernel_factors, chain_walk_value (walk, layer->kernel_factor));
      if (layer->bias_factor != CHAIN_NO_NODE)
        copy_values (layer->bias_factors, chain_walk_value (walk, layer->bias_factor));
    }
}

/**
 * chain_recording_open_masks:
 * @recording: a network
 * @walk: over the recording's graph; its masks are set
 *
 * Drops nothing, as is right for what is not training.
 */
void
chain_recording_open_masks (const ChainRecording *recording, ChainWalk *walk)
{
  for (guint i = 0; i < recording->n_layers; i++)
    if (recording->layers[i].mask != CHAIN_NO_NODE)
      chain_tensor_fill (chain_walk_value (walk, recording->layers[i].mask), 1);
}
