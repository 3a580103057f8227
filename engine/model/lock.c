/* lock.c: weights that training leaves as they are: single ones, and those of whole layers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "model/lock.h"

/**
 * chain_layer_is_locked:
 * @layer: a layer
 * @bias: whether an element of the bias is meant, or of the kernel
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * Returns: whether training leaves the element alone: it is locked, or the layer is not trainable
 */
gboolean
chain_layer_is_locked (const ChainLayer *layer, gboolean bias, gsize row, gsize column)
{
  const ChainTensor *factors = bias ? layer->bias_factors : layer->kernel_factors;

  return !layer->trainable || (factors != NULL && chain_tensor_get (factors, row, column) == 0);
}

static gboolean
is_all_ones (const ChainTensor *factors)
{
  for (gsize i = 0; i < chain_tensor_size (factors); i++)
    if (factors->values[i] == 0)
      return FALSE;
  return TRUE;
}

/**
 * chain_layer_set_locked:
 * @layer: a layer with weights
 * @bias: whether an element of the bias is meant, or of the kernel
 * @row: of the element, from 0
 * @column: of the element, from 0
 * @locked: whether training leaves the element alone
 *
 * Locks one element, or lets it train again. It does not train in a layer that is not trainable.
 */
void
chain_layer_set_locked (ChainLayer *layer, gboolean bias, gsize row, gsize column, gboolean locked)
{
  const ChainTensor *weights = bias ? layer->bias : layer->kernel;
  ChainTensor      **factors = bias ? &layer->bias_factors : &layer->kernel_factors;

  g_return_if_fail (weights != NULL && row < weights->rows && column < weights->columns);

  if (*factors == NULL && !locked)
    return;
  if (*factors == NULL)
    {
      *factors = chain_tensor_new (weights->rows, weights->columns);
      chain_tensor_fill (*factors, 1);
    }
  (*factors)->values[row * weights->columns + column] = locked ? 0 : 1;
  if (!locked && is_all_ones (*factors))
    g_clear_pointer (factors, chain_tensor_free);
}

/**
 * chain_layer_factors:
 * @layer: a layer with weights
 * @bias: whether those of the bias are asked for, or of the kernel
 *
 * Returns: (transfer full) (nullable): of each element what its updates are multiplied by: 0 where
 *   it is locked, 1 where it trains; %NULL where all of them train
 */
ChainTensor *
chain_layer_factors (const ChainLayer *layer, gboolean bias)
{
  const ChainTensor *weights = bias ? layer->bias : layer->kernel;
  const ChainTensor *factors = bias ? layer->bias_factors : layer->kernel_factors;

  if (weights == NULL)
    return NULL;
  if (!layer->trainable)
    return chain_tensor_new (weights->rows, weights->columns);
  return factors != NULL ? chain_tensor_copy (factors) : NULL;
}

static guint64
count_zeros (const ChainTensor *factors)
{
  guint64 n = 0;

  for (gsize i = 0; factors != NULL && i < chain_tensor_size (factors); i++)
    n += factors->values[i] == 0;
  return n;
}

/**
 * chain_network_n_locked:
 * @network: a network whose inputs are known
 *
 * Returns: how many of its weights and biases training leaves alone
 */
guint64
chain_network_n_locked (const ChainNetwork *network)
{
  guint64 n = 0;

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      if (layer->trainable)
        n += count_zeros (layer->kernel_factors) + count_zeros (layer->bias_factors);
      else
        n += (guint64) chain_network_layer_inputs (network, i) * layer->units
             + (layer->use_bias ? layer->units : 0);
    }
  return n;
}
