/* graph.c: a computation as a list of operations, in the order they were recorded.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/graph.h"

#include <string.h>

struct _ChainGraph
{
  GPtrArray *nodes; /* ChainNode *, each at its index */
};

/**
 * chain_graph_new:
 *
 * Returns: (transfer full): an empty graph
 */
ChainGraph *
chain_graph_new (void)
{
  ChainGraph *graph = g_new (ChainGraph, 1);

  graph->nodes = g_ptr_array_new_with_free_func (g_free);
  return graph;
}

/**
 * chain_graph_free:
 * @graph: (transfer full) (nullable): to free
 */
void
chain_graph_free (ChainGraph *graph)
{
  if (graph == NULL)
    return;
  g_ptr_array_unref (graph->nodes);
  g_free (graph);
}

static ChainNode *
append_node (ChainGraph *graph, ChainNodeKind kind, ChainShape shape, ChainOrigin origin)
{
  ChainNode *node = g_new0 (ChainNode, 1);

  node->index = graph->nodes->len;
  node->kind = kind;
  node->shape = shape;
  node->origin = origin;
  node->state_of = CHAIN_NO_NODE;
  g_ptr_array_add (graph->nodes, node);
  return node;
}

/**
 * chain_graph_add_input:
 * @graph: to append to
 * @shape: of the values that will be given
 * @origin: what they are
 *
 * Returns: the node's index
 */
guint
chain_graph_add_input (ChainGraph *graph, ChainShape shape, ChainOrigin origin)
{
  return append_node (graph, CHAIN_NODE_INPUT, shape, origin)->index;
}

/**
 * chain_graph_add_mask:
 * @graph: to append to
 * @shape: of what it masks
 * @origin: what it is
 *
 * Appends an input of factors, 1 until a run is given others: what only walks forward drops
 * nothing.
 *
 * Returns: the node's index
 */
guint
chain_graph_add_mask (ChainGraph *graph, ChainShape shape, ChainOrigin origin)
{
  ChainNode *node = append_node (graph, CHAIN_NODE_INPUT, shape, origin);

  node->value = 1;
  return node->index;
}

/**
 * chain_graph_add_variable:
 * @graph: to append to
 * @shape: of the variable; its rows may not be symbolic
 * @origin: what it is
 *
 * Returns: the node's index
 */
guint
chain_graph_add_variable (ChainGraph *graph, ChainShape shape, ChainOrigin origin)
{
  ChainNode *node;

  g_return_val_if_fail (shape.rows != CHAIN_BATCH, CHAIN_NO_NODE);

  node = append_node (graph, CHAIN_NODE_VARIABLE, shape, origin);
  node->needs_gradient = TRUE;
  return node->index;
}

/**
 * chain_graph_add_state:
 * @graph: to append to
 * @of: the variable it serves
 * @value: of all its elements before the first update
 * @origin: what it is
 *
 * Appends a variable of the same shape as another, which an optimizer keeps beside it. The loss
 * does not depend on it.
 *
 * Returns: the node's index
 */
guint
chain_graph_add_state (ChainGraph *graph, guint of, double value, ChainOrigin origin)
{
  ChainNode *node = append_node (graph, CHAIN_NODE_VARIABLE, chain_graph_node (graph, of)->shape,
                                 origin);

  node->value = value;
  node->state_of = of;
  return node->index;
}

/**
 * chain_graph_add_factor:
 * @graph: to append to
 * @of: the variable whose updates it is a factor of
 * @origin: what it is
 *
 * Appends an input of the same shape as a variable, 1 until it is given other values.
 *
 * Returns: the node's index
 */
guint
chain_graph_add_factor (ChainGraph *graph, guint of, ChainOrigin origin)
{
  const guint index = chain_graph_add_mask (graph, chain_graph_node (graph, of)->shape, origin);

  ((ChainNode *) g_ptr_array_index (graph->nodes, index))->state_of = of;
  return index;
}

/**
 * chain_graph_add_constant:
 * @graph: to append to
 * @symbol: (nullable): a static string, how equations write it; %NULL for its number
 * @value: the number
 * @origin: what it is for
 *
 * Returns: the index of a [1, 1] node
 */
guint
chain_graph_add_constant (ChainGraph *graph, const char *symbol, double value, ChainOrigin origin)
{
  ChainNode *node = append_node (graph, CHAIN_NODE_CONSTANT, (ChainShape){ 1, 1 }, origin);

  node->symbol = symbol;
  node->value = value;
  return node->index;
}

/**
 * chain_graph_add_gradient:
 * @graph: to append to
 * @of: the node whose gradient is meant
 * @origin: what it is for
 *
 * Appends the gradient of the loss with respect to a node, as a value that later operations can
 * use: this is how an update rule reads it.
 *
 * Returns: the new node's index
 */
guint
chain_graph_add_gradient (ChainGraph *graph, guint of, ChainOrigin origin)
{
  ChainNode *node;

  g_return_val_if_fail (of < graph->nodes->len, CHAIN_NO_NODE);

  node = append_node (graph, CHAIN_NODE_GRADIENT, chain_graph_node (graph, of)->shape, origin);
  node->n_inputs = 1;
  node->inputs[0] = of;
  return node->index;
}

/**
 * chain_graph_add_operation:
 * @graph: to append to
 * @op: what is done
 * @parameters: (nullable): values of the operation's parameters; %NULL for the initial ones
 * @inputs: (array): indices of the nodes it is done to, as many as @op takes
 * @origin: which quantity this computes
 * @error: set to %CHAIN_ERROR_SHAPE if the inputs' shapes do not fit together
 *
 * Returns: the node's index, or %CHAIN_NO_NODE on an error
 */
guint
chain_graph_add_operation (ChainGraph    *graph,
                           const ChainOp *op,
                           const double  *parameters,
                           const guint   *inputs,
                           ChainOrigin    origin,
                           GError       **error)
{
  ChainShape shapes[CHAIN_OP_MAX_INPUTS];
  ChainShape shape;
  ChainNode *node;

  for (guint i = 0; i < op->n_inputs; i++)
    {
      g_return_val_if_fail (inputs[i] < graph->nodes->len, CHAIN_NO_NODE);
      shapes[i] = chain_graph_node (graph, inputs[i])->shape;
    }
  if (!op->shape (op, shapes, &shape, error))
    return CHAIN_NO_NODE;

  node = append_node (graph, CHAIN_NODE_OPERATION, shape, origin);
  node->op = op;
  if (parameters != NULL)
    memcpy (node->parameters, parameters, sizeof node->parameters);
  else
    chain_parameters_init (op->parameters, node->parameters);
  node->n_inputs = op->n_inputs;
  for (guint i = 0; i < op->n_inputs; i++)
    {
      node->inputs[i] = inputs[i];
      node->needs_gradient |= op->backward != NULL
                              && chain_graph_node (graph, inputs[i])->needs_gradient;
    }
  return node->index;
}

/**
 * chain_graph_length:
 * @graph: a graph
 *
 * Returns: how many nodes have been recorded
 */
guint
chain_graph_length (const ChainGraph *graph)
{
  return graph->nodes->len;
}

/**
 * chain_graph_node:
 * @graph: a graph
 * @index: below its length
 *
 * Returns: (transfer none): the node
 */
const ChainNode *
chain_graph_node (const ChainGraph *graph, guint index)
{
  return g_ptr_array_index (graph->nodes, index);
}

/**
 * chain_node_is_part_of:
 * @node: an operation
 * @of: another, which uses it
 *
 * Returns: whether @node computes a part of the quantity that @of computes: both are operations
 *   of one origin
 */
gboolean
chain_node_is_part_of (const ChainNode *node, const ChainNode *of)
{
  return node->kind == CHAIN_NODE_OPERATION && of->kind == CHAIN_NODE_OPERATION
         && node->origin.phase == of->origin.phase && node->origin.layer == of->origin.layer
         && node->origin.quantity == of->origin.quantity;
}
