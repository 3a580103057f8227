/* network.c: a feed-forward network as a person describes it: layers, and their weights.
 *
 * SPDX-License-Identifier: MIT
 */
#include "model/network.h"

#include "base/error.h"

#include <string.h>

/**
 * chain_layer_new:
 * @units: 1 to %CHAIN_MAX_UNITS
 * @activation: a row of the activation table
 *
 * Returns: (transfer full): a dense layer with a bias and Keras's initializers, without weights
 */
ChainLayer *
chain_layer_new (guint units, const ChainOp *activation)
{
  ChainLayer *layer = g_new0 (ChainLayer, 1);

  layer->units = units;
  layer->use_bias = TRUE;
  layer->trainable = TRUE;
  chain_layer_set_activation (layer, activation);
  chain_layer_set_initializers (layer, chain_initializer_find ("glorot_uniform"),
                                chain_initializer_find ("zeros"));
  return layer;
}

static ChainTensor *
copy_of (const ChainTensor *tensor)
{
  return tensor != NULL ? chain_tensor_copy (tensor) : NULL;
}

/**
 * chain_layer_copy:
 * @layer: to copy
 *
 * Returns: (transfer full): the same layer with its own weights and locks
 */
ChainLayer *
chain_layer_copy (const ChainLayer *layer)
{
  ChainLayer *copy = g_memdup2 (layer, sizeof *layer);

  copy->kernel = copy_of (layer->kernel);
  copy->bias = copy_of (layer->bias);
  copy->kernel_factors = copy_of (layer->kernel_factors);
  copy->bias_factors = copy_of (layer->bias_factors);
  return copy;
}

/**
 * chain_layer_free:
 * @layer: (transfer full) (nullable): to free
 */
void
chain_layer_free (ChainLayer *layer)
{
  if (layer == NULL)
    return;
  chain_tensor_free (layer->kernel);
  chain_tensor_free (layer->bias);
  chain_tensor_free (layer->kernel_factors);
  chain_tensor_free (layer->bias_factors);
  g_free (layer);
}

/**
 * chain_layer_set_activation:
 * @layer: a layer
 * @activation: its activation from now on, with the initial values of its parameters
 */
void
chain_layer_set_activation (ChainLayer *layer, const ChainOp *activation)
{
  layer->activation = activation;
  chain_parameters_init (activation->parameters, layer->activation_parameters);
}

/**
 * chain_layer_set_initializers:
 * @layer: a layer
 * @kernel: how its kernel begins from now on, with the initial values of its parameters
 * @bias: how its bias begins, likewise
 */
void
chain_layer_set_initializers (ChainLayer             *layer,
                              const ChainInitializer *kernel,
                              const ChainInitializer *bias)
{
  layer->kernel_initializer = kernel;
  layer->bias_initializer = bias;
  chain_parameters_init (kernel->parameters, layer->kernel_parameters);
  chain_parameters_init (bias->parameters, layer->bias_parameters);
}

/**
 * chain_network_new:
 *
 * Returns: (transfer full): a network without layers
 */
ChainNetwork *
chain_network_new (void)
{
  ChainNetwork *network = g_new0 (ChainNetwork, 1);

  network->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_layer_free);
  return network;
}

static ChainLayer *
layer_from_text (const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);
  const char     *parts[2] = { NULL, "linear" };
  guint           n_parts = 0;
  guint64         units;
  const ChainOp  *activation;

  for (char **word = words; *word != NULL; word++)
    {
      if (**word == '\0')
        continue;
      if (n_parts < 2)
        parts[n_parts] = *word;
      n_parts++;
    }
  if (n_parts < 1 || n_parts > 2
      || !g_ascii_string_to_unsigned (parts[0], 10, 1, CHAIN_MAX_UNITS, &units, NULL))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "layers: expected units (1 to %d) and an activation such as \"8 relu\", "
                   "found \"%s\"",
                   CHAIN_MAX_UNITS, text);
      return NULL;
    }
  activation = chain_op_find (CHAIN_OP_ACTIVATION, parts[1]);
  if (activation == NULL)
    {
      g_autofree char *names = chain_op_names (CHAIN_OP_ACTIVATION);

      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "layers: activation \"%s\" is not available, expected one of %s", parts[1],
                   names);
      return NULL;
    }
  return chain_layer_new ((guint) units, activation);
}

/**
 * chain_network_new_from_text:
 * @layers: "8 relu, 3 softmax": units and activation of each layer
 * @error: set if a layer does not read
 *
 * Returns: (transfer full): the network, or %NULL on an error
 */
ChainNetwork *
chain_network_new_from_text (const char *layers, GError **error)
{
  g_autoptr (ChainNetwork) network = chain_network_new ();
  g_auto (GStrv) texts = g_strsplit (layers, ",", -1);

  for (char **text = texts; *text != NULL; text++)
    {
      ChainLayer *layer = layer_from_text (*text, error);

      if (layer == NULL)
        return NULL;
      g_ptr_array_add (network->layers, layer);
    }
  if (network->layers->len == 0)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "layers: expected at least one, such as \"8 relu, 3 softmax\"");
      return NULL;
    }
  return g_steal_pointer (&network);
}

/**
 * chain_network_copy:
 * @network: to copy
 *
 * Returns: (transfer full): the same network with its own weights
 */
ChainNetwork *
chain_network_copy (const ChainNetwork *network)
{
  ChainNetwork *copy = chain_network_new ();

  copy->seed = network->seed;
  copy->n_inputs = network->n_inputs;
  for (guint i = 0; i < network->layers->len; i++)
    g_ptr_array_add (copy->layers, chain_layer_copy (chain_network_layer (network, i)));
  return copy;
}

/**
 * chain_network_free:
 * @network: (transfer full) (nullable): to free
 */
void
chain_network_free (ChainNetwork *network)
{
  if (network == NULL)
    return;
  g_ptr_array_unref (network->layers);
  g_free (network);
}

/**
 * chain_network_layer:
 * @network: a network
 * @layer: from 0
 *
 * Returns: (transfer none): the layer
 */
ChainLayer *
chain_network_layer (const ChainNetwork *network, guint layer)
{
  return g_ptr_array_index (network->layers, layer);
}

/**
 * chain_network_n_layers:
 * @network: a network
 *
 * Returns: how many layers have weights: the input is not one
 */
guint
chain_network_n_layers (const ChainNetwork *network)
{
  return network->layers->len;
}

/**
 * chain_network_layer_inputs:
 * @network: a network
 * @layer: from 0
 *
 * Returns: how many numbers the layer reads
 */
guint
chain_network_layer_inputs (const ChainNetwork *network, guint layer)
{
  return layer == 0 ? network->n_inputs : chain_network_layer (network, layer - 1)->units;
}

/**
 * chain_network_n_outputs:
 * @network: a network
 *
 * Returns: units of the last layer
 */
guint
chain_network_n_outputs (const ChainNetwork *network)
{
  return chain_network_layer (network, network->layers->len - 1)->units;
}

/**
 * chain_network_n_parameters:
 * @network: a network whose inputs are known
 *
 * Returns: weights and biases, Σ (inputs · units) + Σ units of layers with a bias
 */
guint64
chain_network_n_parameters (const ChainNetwork *network)
{
  guint64 n = 0;

  for (guint i = 0; i < network->layers->len; i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      n += (guint64) chain_network_layer_inputs (network, i) * layer->units;
      n += layer->use_bias ? layer->units : 0;
    }
  return n;
}

/**
 * chain_network_layer_title:
 * @network: a network
 * @layer: from 0
 *
 * Returns: (transfer full): "Output" for the last one, "Hidden 1", "Hidden 2" before
 */
char *
chain_network_layer_title (const ChainNetwork *network, guint layer)
{
  if (layer + 1 == network->layers->len)
    return g_strdup ("Output");
  return g_strdup_printf ("Hidden %u", layer + 1);
}

/* New weights of a layer's shape. Each layer has its own streams, so that the weights of one do
 * not depend on the size of another. */
static void
draw_weights (const ChainNetwork *network, guint index, ChainTensor **kernel, ChainTensor **bias)
{
  const ChainLayer *layer = chain_network_layer (network, index);
  ChainRandom       random;

  *kernel = chain_tensor_new (chain_network_layer_inputs (network, index), layer->units);
  *bias = layer->use_bias ? chain_tensor_new (1, layer->units) : NULL;
  chain_random_init (&random, network->seed, CHAIN_STREAM_WEIGHTS + ((guint64) index << 8));
  layer->kernel_initializer->fill (*kernel, layer->kernel_parameters, &random);
  if (*bias != NULL)
    layer->bias_initializer->fill (*bias, layer->bias_parameters, &random);
}

static void
set_weights (ChainLayer *layer, ChainTensor *kernel, ChainTensor *bias)
{
  chain_tensor_free (layer->kernel);
  chain_tensor_free (layer->bias);
  layer->kernel = kernel;
  layer->bias = bias;
}

/**
 * chain_network_reset_weights:
 * @network: a network whose inputs are known
 *
 * Gives every layer new weights from its initializers and the network's seed.
 */
void
chain_network_reset_weights (ChainNetwork *network)
{
  for (guint i = 0; i < network->layers->len; i++)
    {
      ChainTensor *kernel;
      ChainTensor *bias;

      draw_weights (network, i, &kernel, &bias);
      set_weights (chain_network_layer (network, i), kernel, bias);
    }
}

static void
copy_overlap (const ChainTensor *from, ChainTensor *to)
{
  const gsize columns = MIN (from->columns, to->columns);

  for (gsize r = 0; r < MIN (from->rows, to->rows); r++)
    memcpy (to->values + r * to->columns, from->values + r * from->columns,
            columns * sizeof (double));
}

/* A new weight trains. */
static void
fit_factors (ChainTensor **factors, const ChainTensor *weights)
{
  ChainTensor *before = g_steal_pointer (factors);

  if (before != NULL && weights != NULL)
    {
      *factors = chain_tensor_new (weights->rows, weights->columns);
      chain_tensor_fill (*factors, 1);
      copy_overlap (before, *factors);
    }
  chain_tensor_free (before);
}

/**
 * chain_network_fit_weights:
 * @network: a network whose inputs are known and whose layers were edited
 *
 * Makes the weights fit the layers' shapes again: numbers of connections that still exist stay, and
 * locked ones stay locked; new ones come from the initializers.
 */
void
chain_network_fit_weights (ChainNetwork *network)
{
  for (guint i = 0; i < network->layers->len; i++)
    {
      ChainLayer  *layer = chain_network_layer (network, i);
      ChainTensor *kernel;
      ChainTensor *bias;

      draw_weights (network, i, &kernel, &bias);
      if (layer->kernel != NULL)
        copy_overlap (layer->kernel, kernel);
      if (layer->bias != NULL && bias != NULL)
        copy_overlap (layer->bias, bias);
      set_weights (layer, kernel, bias);
      fit_factors (&layer->kernel_factors, kernel);
      fit_factors (&layer->bias_factors, bias);
    }
}

/**
 * chain_network_move_layer:
 * @network: a network whose inputs are known
 * @from: the layer's place, from 0
 * @to: its place afterwards
 *
 * Weights move with their layer as far as they fit there, see chain_network_fit_weights().
 */
void
chain_network_move_layer (ChainNetwork *network, guint from, guint to)
{
  g_ptr_array_insert (network->layers, (int) to, g_ptr_array_steal_index (network->layers, from));
  chain_network_fit_weights (network);
}

/**
 * chain_network_duplicate_layer:
 * @network: a network whose inputs are known
 * @layer: which to copy, from 0
 *
 * The copy comes right after the layer. It has the same weights if it has as many inputs, else
 * new ones.
 */
void
chain_network_duplicate_layer (ChainNetwork *network, guint layer)
{
  ChainLayer *copy = chain_layer_copy (chain_network_layer (network, layer));

  if (copy->kernel != NULL && copy->kernel->rows != copy->units)
    {
      g_clear_pointer (&copy->kernel, chain_tensor_free);
      g_clear_pointer (&copy->bias, chain_tensor_free);
      g_clear_pointer (&copy->kernel_factors, chain_tensor_free);
      g_clear_pointer (&copy->bias_factors, chain_tensor_free);
    }
  g_ptr_array_insert (network->layers, (int) layer + 1, copy);
  chain_network_fit_weights (network);
}

static gboolean
check_tensor (const ChainTensor *tensor,
              guint              layer,
              const char        *what,
              gsize              rows,
              gsize              columns,
              GError           **error)
{
  if (tensor->rows == rows && tensor->columns == columns)
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
               "network.weights[%u].%s: expected shape [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT
               "], found [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]",
               layer, what, rows, columns, tensor->rows, tensor->columns);
  return FALSE;
}

static gboolean
check_weights (const ChainNetwork *network, guint n_inputs, GError **error)
{
  gsize inputs = n_inputs;

  for (guint i = 0; i < network->layers->len; i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      if (layer->kernel == NULL || (layer->use_bias && layer->bias == NULL))
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                       "network.weights[%u].%s: missing, expected weights for every layer or none",
                       i, layer->kernel == NULL ? "kernel" : "bias");
          return FALSE;
        }
      if (!check_tensor (layer->kernel, i, "kernel", inputs, layer->units, error)
          || (layer->use_bias && !check_tensor (layer->bias, i, "bias", 1, layer->units, error)))
        return FALSE;
      inputs = layer->units;
    }
  return TRUE;
}

static gboolean
has_weights (const ChainNetwork *network)
{
  for (guint i = 0; i < network->layers->len; i++)
    if (chain_network_layer (network, i)->kernel != NULL)
      return TRUE;
  return FALSE;
}

/**
 * chain_network_set_inputs:
 * @network: a network
 * @n_inputs: how many numbers the data gives it
 * @error: set to %CHAIN_ERROR_SHAPE, naming the weights, if those it has do not fit
 *
 * Makes the network ready to run: weights it has are checked, a network without any gets them
 * from its initializers.
 *
 * Returns: %FALSE on an error, and then the network is as it was
 */
gboolean
chain_network_set_inputs (ChainNetwork *network, guint n_inputs, GError **error)
{
  g_return_val_if_fail (network->layers->len > 0, FALSE);

  if (has_weights (network))
    {
      if (!check_weights (network, n_inputs, error))
        return FALSE;
      network->n_inputs = n_inputs;
      return TRUE;
    }
  network->n_inputs = n_inputs;
  chain_network_reset_weights (network);
  return TRUE;
}
