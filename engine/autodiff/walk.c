/* walk.c: the plain executor: one node at a time, every intermediate value kept.
 *
 * All tensors are allocated when the walk is made, for the largest batch; setting a smaller
 * batch only changes their row counts.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/walk.h"

#include <string.h>

struct _ChainWalk
{
  const ChainGraph *graph;
  gsize             largest_batch;
  gsize             batch;
  guint             n_nodes;
  ChainTensor     **values;
  ChainTensor     **adjoints; /* NULL entries where no gradient is needed */
  gboolean         *reached;  /* the loss of the last backward walk depends on the node */
};

/**
 * chain_walk_new:
 * @graph: (transfer none): complete; must outlive the walk
 * @largest_batch: most rows a run will have, at least 1
 *
 * Returns: (transfer full): a walk with its variables and masks at their first values (0, but
 *   for masks and some optimizers' state) and a batch of @largest_batch
 */
ChainWalk *
chain_walk_new (const ChainGraph *graph, gsize largest_batch)
{
  ChainWalk  *walk = g_new0 (ChainWalk, 1);
  const guint n = chain_graph_length (graph);

  g_return_val_if_fail (largest_batch > 0, NULL);

  walk->graph = graph;
  walk->largest_batch = largest_batch;
  walk->batch = largest_batch;
  walk->n_nodes = n;
  walk->values = g_new0 (ChainTensor *, n);
  walk->adjoints = g_new0 (ChainTensor *, n);
  walk->reached = g_new0 (gboolean, n);
  for (guint i = 0; i < n; i++)
    {
      const ChainNode *node = chain_graph_node (graph, i);
      const gsize      rows = node->shape.rows == CHAIN_BATCH ? largest_batch : node->shape.rows;

      walk->values[i] = chain_tensor_new (rows, node->shape.columns);
      chain_tensor_fill (walk->values[i], node->value);
      if (node->needs_gradient)
        walk->adjoints[i] = chain_tensor_new (rows, node->shape.columns);
    }
  return walk;
}

/**
 * chain_walk_free:
 * @walk: (transfer full) (nullable): to free
 */
void
chain_walk_free (ChainWalk *walk)
{
  if (walk == NULL)
    return;
  for (guint i = 0; i < walk->n_nodes; i++)
    {
      chain_tensor_free (walk->values[i]);
      chain_tensor_free (walk->adjoints[i]);
    }
  g_free (walk->values);
  g_free (walk->adjoints);
  g_free (walk->reached);
  g_free (walk);
}

/**
 * chain_walk_graph:
 * @walk: a walk
 *
 * Returns: (transfer none): what it walks over
 */
const ChainGraph *
chain_walk_graph (const ChainWalk *walk)
{
  return walk->graph;
}

/**
 * chain_walk_set_batch:
 * @walk: a walk
 * @rows: rows of the batch from now on, 1 to the largest batch
 */
void
chain_walk_set_batch (ChainWalk *walk, gsize rows)
{
  g_return_if_fail (rows > 0 && rows <= walk->largest_batch);

  walk->batch = rows;
  for (guint i = 0; i < walk->n_nodes; i++)
    {
      if (chain_graph_node (walk->graph, i)->shape.rows != CHAIN_BATCH)
        continue;
      walk->values[i]->rows = rows;
      if (walk->adjoints[i] != NULL)
        walk->adjoints[i]->rows = rows;
    }
}

/**
 * chain_walk_batch:
 * @walk: a walk
 *
 * Returns: rows of the batch
 */
gsize
chain_walk_batch (const ChainWalk *walk)
{
  return walk->batch;
}

/**
 * chain_walk_value:
 * @walk: a walk
 * @node: a node's index
 *
 * Inputs and variables are set by writing to what this returns.
 *
 * Returns: (transfer none): the node's value, valid as long as the walk
 */
ChainTensor *
chain_walk_value (ChainWalk *walk, guint node)
{
  g_return_val_if_fail (node < walk->n_nodes, NULL);
  return walk->values[node];
}

/**
 * chain_walk_adjoint:
 * @walk: a walk
 * @node: a node's index
 *
 * Returns: (transfer none) (nullable): ∂loss/∂node, of the node's shape; %NULL if no variable
 *   is upstream of it
 */
ChainTensor *
chain_walk_adjoint (ChainWalk *walk, guint node)
{
  g_return_val_if_fail (node < walk->n_nodes, NULL);
  return walk->adjoints[node];
}

/**
 * chain_walk_reaches_loss:
 * @walk: a walk whose backward walk has been started
 * @node: a node's index
 *
 * Returns: whether the loss depends on @node
 */
gboolean
chain_walk_reaches_loss (const ChainWalk *walk, guint node)
{
  g_return_val_if_fail (node < walk->n_nodes, FALSE);
  return walk->reached[node];
}

static ChainOpCall
call_of (ChainWalk *walk, const ChainNode *node)
{
  ChainOpCall call = {
    .op = node->op,
    .output = walk->values[node->index],
    .parameters = node->parameters,
  };

  for (guint i = 0; i < node->n_inputs; i++)
    call.inputs[i] = walk->values[node->inputs[i]];
  return call;
}

/**
 * chain_walk_piece:
 * @walk: a walk
 * @node: an operation whose row of the table has `piece`
 * @i: an element of its first input, whose value must be there
 *
 * Returns: the smooth piece of the operation that the element lies on
 */
int
chain_walk_piece (ChainWalk *walk, guint node, gsize i)
{
  const ChainNode  *n = chain_graph_node (walk->graph, node);
  const ChainOpCall call = call_of (walk, n);

  return n->op->piece (&call, i);
}

/**
 * chain_walk_forward_node:
 * @walk: a walk
 * @node: whose value is computed; its inputs' values must be there
 *
 * Does nothing for inputs and variables, which have their values.
 */
void
chain_walk_forward_node (ChainWalk *walk, guint node)
{
  const ChainNode *n = chain_graph_node (walk->graph, node);

  if (n->kind == CHAIN_NODE_OPERATION)
    {
      const ChainOpCall call = call_of (walk, n);

      n->op->forward (&call, walk->values[node]);
    }
  else if (n->kind == CHAIN_NODE_GRADIENT)
    {
      const ChainTensor *adjoint = walk->adjoints[n->inputs[0]];

      memcpy (walk->values[node]->values, adjoint->values,
              chain_tensor_size (adjoint) * sizeof (double));
    }
}

/**
 * chain_walk_start_backward:
 * @walk: a walk
 * @loss: a [1, 1] node whose value has been computed
 *
 * Sets every adjoint to 0 and the loss's to 1.
 */
void
chain_walk_start_backward (ChainWalk *walk, guint loss)
{
  g_return_if_fail (walk->adjoints[loss] != NULL);

  for (guint i = 0; i < walk->n_nodes; i++)
    {
      walk->reached[i] = i == loss;
      if (walk->adjoints[i] != NULL)
        chain_tensor_fill (walk->adjoints[i], i == loss ? 1 : 0);
    }
  for (guint i = loss + 1; i-- > 0;)
    {
      const ChainNode *node = chain_graph_node (walk->graph, i);

      for (guint k = 0; walk->reached[i] && k < node->n_inputs; k++)
        walk->reached[node->inputs[k]] = TRUE;
    }
}

/**
 * chain_walk_backward_edge:
 * @walk: a walk
 * @node: an operation whose own adjoint is complete
 * @input: which of its inputs
 *
 * Adds the vector-Jacobian product of @node to the adjoint of one of its inputs. Does nothing
 * where the loss does not depend on the node or the input needs no gradient.
 */
void
chain_walk_backward_edge (ChainWalk *walk, guint node, guint input)
{
  const ChainNode *n = chain_graph_node (walk->graph, node);
  ChainTensor     *into = walk->adjoints[n->inputs[input]];
  ChainOpCall      call;

  if (n->kind != CHAIN_NODE_OPERATION || !n->needs_gradient || !walk->reached[node] || into == NULL)
    return;
  call = call_of (walk, n);
  n->op->backward (&call, input, walk->adjoints[node], into);
}

/**
 * chain_walk_commit:
 * @walk: a walk
 *
 * Gives every variable the value its assigning operation has computed, all at once.
 */
void
chain_walk_commit (ChainWalk *walk)
{
  for (guint i = 0; i < walk->n_nodes; i++)
    {
      const ChainNode *node = chain_graph_node (walk->graph, i);

      if (node->kind == CHAIN_NODE_OPERATION && node->op->assigns)
        memcpy (walk->values[node->inputs[0]]->values, walk->values[i]->values,
                chain_tensor_size (walk->values[i]) * sizeof (double));
    }
}

/**
 * chain_walk_forward:
 * @walk: a walk
 * @first: index of the first node to compute
 * @last: index after the last one
 */
void
chain_walk_forward (ChainWalk *walk, guint first, guint last)
{
  for (guint i = first; i < last; i++)
    chain_walk_forward_node (walk, i);
}

/**
 * chain_walk_backward:
 * @walk: a walk
 * @loss: a [1, 1] node whose value has been computed
 *
 * The adjoint of every node the loss depends on, by reverse accumulation (the chain rule,
 * applied from the loss towards the inputs).
 */
void
chain_walk_backward (ChainWalk *walk, guint loss)
{
  chain_walk_start_backward (walk, loss);
  for (guint i = loss + 1; i-- > 0;)
    for (guint k = chain_graph_node (walk->graph, i)->n_inputs; k-- > 0;)
      chain_walk_backward_edge (walk, i, k);
}
