/* linear-stack.c: the one linear layer that a stack of linear layers equals.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/linear-stack.h"

#include <string.h>

/**
 * chain_linear_stack_is:
 * @network: a network
 *
 * The last activation does not matter: softmax of a linear stack is softmax of one linear layer.
 *
 * Returns: whether there are hidden layers, and none of them bends
 */
gboolean
chain_linear_stack_is (const ChainNetwork *network)
{
  for (guint i = 0; i + 1 < chain_network_n_layers (network); i++)
    if (!g_str_equal (chain_network_layer (network, i)->activation->name, "linear"))
      return FALSE;
  return chain_network_n_layers (network) > 1;
}

/* Returns: (transfer full): left · right, summed in the order of the inner index */
static ChainTensor *
product (const ChainTensor *left, const ChainTensor *right)
{
  ChainTensor *result = chain_tensor_new (left->rows, right->columns);

  memset (result->values, 0, chain_tensor_size (result) * sizeof (double));
  for (gsize row = 0; row < left->rows; row++)
    for (gsize i = 0; i < left->columns; i++)
      {
        const double  factor = left->values[row * left->columns + i];
        const double *from = right->values + i * right->columns;
        double       *to = result->values + row * result->columns;

        for (gsize column = 0; column < right->columns; column++)
          to[column] += factor * from[column];
      }
  return result;
}

static void
append_layer (ChainLinearStack *stack, const ChainLayer *layer)
{
  ChainTensor *kernel = product (stack->kernel, layer->kernel);
  ChainTensor *bias = product (stack->bias, layer->kernel);

  if (layer->use_bias)
    for (gsize i = 0; i < bias->columns; i++)
      bias->values[i] += layer->bias->values[i];
  chain_tensor_free (stack->kernel);
  chain_tensor_free (stack->bias);
  stack->kernel = kernel;
  stack->bias = bias;
}

/**
 * chain_linear_stack_new:
 * @network: with weights, and for which chain_linear_stack_is() holds
 *
 * x·W + b is what the last layer's activation is given, up to rounding.
 *
 * Returns: (transfer full): W and b
 */
ChainLinearStack *
chain_linear_stack_new (const ChainNetwork *network)
{
  const ChainLayer *first = chain_network_layer (network, 0);
  ChainLinearStack *stack;

  g_return_val_if_fail (chain_linear_stack_is (network), NULL);

  stack = g_new (ChainLinearStack, 1);
  stack->kernel = chain_tensor_copy (first->kernel);
  if (first->use_bias)
    stack->bias = chain_tensor_copy (first->bias);
  else
    {
      stack->bias = chain_tensor_new (1, first->units);
      memset (stack->bias->values, 0, first->units * sizeof (double));
    }
  for (guint i = 1; i < chain_network_n_layers (network); i++)
    append_layer (stack, chain_network_layer (network, i));
  return stack;
}

/**
 * chain_linear_stack_free:
 * @stack: (transfer full) (nullable): to free
 */
void
chain_linear_stack_free (ChainLinearStack *stack)
{
  if (stack == NULL)
    return;
  chain_tensor_free (stack->kernel);
  chain_tensor_free (stack->bias);
  g_free (stack);
}
