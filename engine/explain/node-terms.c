/* node-terms.c: what the operands of a node's equation are called.
 *
 * The operation's record knows its equation over its operands. An operand that is only a part of
 * the same quantity (the product inside z) is written out, everything else is a symbol.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/node-terms.h"

#include "explain/symbols.h"

/**
 * chain_node_symbol:
 * @recording: a network
 * @walk: over its graph
 * @node: a node that holds a quantity
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * Returns: (transfer full): what the element is called, standing for its value
 */
ChainFormula *
chain_node_symbol (const ChainRecording *recording,
                   ChainWalk            *walk,
                   const ChainNode      *node,
                   gsize                 row,
                   gsize                 column)
{
  const ChainTensor *value = chain_walk_value (walk, node->index);

  if (node->kind == CHAIN_NODE_CONSTANT)
    return node->symbol != NULL ? chain_formula_symbol (node->symbol, NULL, NULL, node->value)
                                : chain_formula_number (node->value);
  if (node->kind == CHAIN_NODE_GRADIENT)
    return chain_element_derivative (recording,
                                     chain_graph_node (recording->graph, node->inputs[0]), row,
                                     column, chain_walk_batch (walk),
                                     chain_tensor_get (value, row, column));
  return chain_element_symbol (recording, node, row, column, chain_walk_batch (walk),
                               chain_tensor_get (value, row, column));
}

static ChainFormula *
term_of_input (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  const ChainNodeTerms *self = (const ChainNodeTerms *) terms;
  const ChainNode *node
      = chain_graph_node (self->recording->graph, self->node->inputs[input]);

  if (chain_node_is_part_of (node, self->node))
    return chain_node_formula (self->recording, self->walk, node, row, column);
  return chain_node_symbol (self->recording, self->walk, node, row, column);
}

/**
 * chain_node_whole:
 * @graph: a network
 * @node: one of its nodes
 * @input: (out): as which of its inputs the operation reads @node
 *
 * Parts of a quantity are recorded one after the other.
 *
 * Returns: (transfer none) (nullable): the operation that goes on with the same quantity, or
 *   %NULL if @node holds the quantity itself
 */
const ChainNode *
chain_node_whole (const ChainGraph *graph, const ChainNode *node, guint *input)
{
  for (guint i = node->index + 1; i < chain_graph_length (graph); i++)
    {
      const ChainNode *user = chain_graph_node (graph, i);

      if (!chain_node_is_part_of (node, user))
        return NULL;
      for (*input = 0; *input < user->n_inputs; (*input)++)
        if (user->inputs[*input] == node->index)
          return user;
    }
  return NULL;
}

/* A part has no symbol: it is written out. */
static ChainFormula *
term_of_output (const ChainOpTerms *terms, gsize row, gsize column)
{
  const ChainNodeTerms *self = (const ChainNodeTerms *) terms;
  guint            input;

  if (chain_node_whole (self->recording->graph, self->node, &input) != NULL)
    return chain_node_formula (self->recording, self->walk, self->node, row, column);
  return chain_node_symbol (self->recording, self->walk, self->node, row, column);
}

/* That of a part follows from that of the quantity it is a part of. */
static ChainFormula *
term_of_adjoint (const ChainOpTerms *terms, gsize row, gsize column)
{
  const ChainNodeTerms   *self = (const ChainNodeTerms *) terms;
  const ChainTensor *adjoint = chain_walk_adjoint (self->walk, self->node->index);
  guint              input;
  const ChainNode   *whole = chain_node_whole (self->recording->graph, self->node, &input);

  if (whole != NULL)
    {
      const ChainNodeTerms of_whole = chain_node_terms (self->recording, self->walk, whole);

      return whole->op->backward_equation (&of_whole.terms, input, row, column);
    }
  return chain_element_derivative (self->recording, self->node, row, column,
                                   chain_walk_batch (self->walk),
                                   chain_tensor_get (adjoint, row, column));
}

/* A network records the activation of the logits its loss reads (chain_recording_new). */
static ChainFormula *
term_of_activated (const ChainOpTerms *terms, gsize row, gsize column)
{
  const ChainNodeTerms *self = (const ChainNodeTerms *) terms;

  return chain_node_symbol (
      self->recording, self->walk,
      chain_graph_node (self->recording->graph, self->recording->prediction), row, column);
}

/**
 * chain_node_terms:
 * @recording: a network
 * @walk: over its graph
 * @node: an operation
 *
 * Returns: how the node's equation names its operands, for the functions of its operation; they
 *   are borrowed from all three
 */
ChainNodeTerms
chain_node_terms (const ChainRecording *recording, ChainWalk *walk, const ChainNode *node)
{
  ChainNodeTerms self = {
    .terms = {
      .call = {
        .op = node->op,
        .output = chain_walk_value (walk, node->index),
        .parameters = node->parameters,
      },
      .input = term_of_input,
      .output = term_of_output,
      .adjoint = term_of_adjoint,
      .activated = term_of_activated,
    },
    .recording = recording,
    .walk = walk,
    .node = node,
  };

  for (guint i = 0; i < node->n_inputs; i++)
    self.terms.call.inputs[i] = chain_walk_value (walk, node->inputs[i]);
  return self;
}

/**
 * chain_node_formula:
 * @recording: a network
 * @walk: over its graph, run far enough for @node to be known
 * @node: a node
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * Returns: (transfer full): how the element is computed; of an input or a variable its symbol
 */
ChainFormula *
chain_node_formula (const ChainRecording *recording,
                    ChainWalk            *walk,
                    const ChainNode      *node,
                    gsize                 row,
                    gsize                 column)
{
  const ChainNodeTerms self = chain_node_terms (recording, walk, node);

  if (node->kind != CHAIN_NODE_OPERATION)
    return chain_node_symbol (recording, walk, node, row, column);
  return node->op->equation (&self.terms, row, column);
}
