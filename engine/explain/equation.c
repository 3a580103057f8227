/* equation.c: where one number comes from.
 *
 * The operation's record knows its equation over its operands; this file says what the operands
 * are called. An operand that is only a part of the same quantity (the product inside z) is
 * written out, everything else is a symbol.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/equation.h"

/* The terms of one node's equation, for the callbacks of ChainOpTerms. */
typedef struct
{
  ChainOpTerms          terms; /* first: callbacks cast back */
  const ChainRecording *recording;
  ChainWalk            *walk;
  const ChainNode      *node;
} NodeTerms;

static ChainFormula *formula_of_value (const ChainRecording *recording, ChainWalk *walk,
                                       const ChainNode *node, gsize row, gsize column);
static NodeTerms     terms_of         (const ChainRecording *recording, ChainWalk *walk,
                                       const ChainNode *node);

static ChainFormula *
symbol_of (const NodeTerms *self, const ChainNode *node, gsize row, gsize column)
{
  const ChainTensor *value = chain_walk_value (self->walk, node->index);

  if (node->kind == CHAIN_NODE_CONSTANT)
    return node->symbol != NULL ? chain_formula_symbol (node->symbol, NULL, NULL, node->value)
                                : chain_formula_number (node->value);
  if (node->kind == CHAIN_NODE_GRADIENT)
    return chain_element_derivative (self->recording,
                                     chain_graph_node (self->recording->graph, node->inputs[0]), row,
                                     column, chain_walk_batch (self->walk),
                                     chain_tensor_get (value, row, column));
  return chain_element_symbol (self->recording, node, row, column, chain_walk_batch (self->walk),
                               chain_tensor_get (value, row, column));
}

static ChainFormula *
term_of_input (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  const NodeTerms *self = (const NodeTerms *) terms;
  const ChainNode *node
      = chain_graph_node (self->recording->graph, self->node->inputs[input]);

  if (chain_node_is_part_of (node, self->node))
    return formula_of_value (self->recording, self->walk, node, row, column);
  return symbol_of (self, node, row, column);
}

/* The operation that goes on with the same quantity, and as which of its inputs; NULL if @node
 * holds the quantity itself. Parts are recorded one after the other. */
static const ChainNode *
goes_on_as (const ChainGraph *graph, const ChainNode *node, guint *input)
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
  const NodeTerms *self = (const NodeTerms *) terms;
  guint            input;

  if (goes_on_as (self->recording->graph, self->node, &input) != NULL)
    return formula_of_value (self->recording, self->walk, self->node, row, column);
  return symbol_of (self, self->node, row, column);
}

/* That of a part follows from that of the quantity it is a part of. */
static ChainFormula *
term_of_adjoint (const ChainOpTerms *terms, gsize row, gsize column)
{
  const NodeTerms   *self = (const NodeTerms *) terms;
  const ChainTensor *adjoint = chain_walk_adjoint (self->walk, self->node->index);
  guint              input;
  const ChainNode   *whole = goes_on_as (self->recording->graph, self->node, &input);

  if (whole != NULL)
    {
      const NodeTerms of_whole = terms_of (self->recording, self->walk, whole);

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
  const NodeTerms *self = (const NodeTerms *) terms;

  return symbol_of (
      self, chain_graph_node (self->recording->graph, self->recording->prediction), row, column);
}

static NodeTerms
terms_of (const ChainRecording *recording, ChainWalk *walk, const ChainNode *node)
{
  NodeTerms self = {
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

static ChainFormula *
formula_of_value (const ChainRecording *recording,
                  ChainWalk            *walk,
                  const ChainNode      *node,
                  gsize                 row,
                  gsize                 column)
{
  const NodeTerms self = terms_of (recording, walk, node);

  if (node->kind != CHAIN_NODE_OPERATION)
    return symbol_of (&self, node, row, column);
  return node->op->equation (&self.terms, row, column);
}

/**
 * chain_equation_of_value:
 * @recording: a network with its optimizer
 * @walk: over its graph, run far enough for @node to be known
 * @node: whose value is explained
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * Returns: (transfer full): the element over the quantities it was computed from; for inputs
 *   and variables, whose value is given, the right side is the symbol itself
 */
ChainEquation *
chain_equation_of_value (const ChainRecording *recording,
                         ChainWalk            *walk,
                         guint                 node,
                         gsize                 row,
                         gsize                 column)
{
  const ChainNode *n = chain_graph_node (recording->graph, node);
  ChainEquation   *equation = g_new0 (ChainEquation, 1);

  equation->value = chain_tensor_get (chain_walk_value (walk, node), row, column);
  equation->assigns = n->kind == CHAIN_NODE_OPERATION && n->op->assigns;
  equation->left = chain_element_symbol (recording, n, row, column, chain_walk_batch (walk),
                                         equation->value);
  equation->right = formula_of_value (recording, walk, n, row, column);
  return equation;
}

/**
 * chain_equation_of_gradient:
 * @recording: a network
 * @walk: over its graph, walked backward far enough for @node's adjoint to be complete
 * @node: whose gradient is explained
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * The chain rule for one element: the sum, over everything that uses it, of the gradient there
 * times the local derivative.
 *
 * Returns: (transfer full): ∂L/∂element over the gradients it was computed from
 */
ChainEquation *
chain_equation_of_gradient (const ChainRecording *recording,
                            ChainWalk            *walk,
                            guint                 node,
                            gsize                 row,
                            gsize                 column)
{
  const ChainNode *n = chain_graph_node (recording->graph, node);
  ChainEquation   *equation = g_new0 (ChainEquation, 1);

  equation->value = chain_tensor_get (chain_walk_adjoint (walk, node), row, column);
  equation->left = chain_element_derivative (recording, n, row, column, chain_walk_batch (walk),
                                             equation->value);
  for (guint i = node + 1; i <= recording->loss; i++)
    {
      const ChainNode *user = chain_graph_node (recording->graph, i);

      for (guint k = 0; k < user->n_inputs; k++)
        if (user->inputs[k] == node && user->op != NULL && chain_walk_reaches_loss (walk, i))
          {
            const NodeTerms self = terms_of (recording, walk, user);
            ChainFormula   *part = user->op->backward_equation (&self.terms, k, row, column);

            equation->right
                = equation->right == NULL ? part : chain_formula_plus (equation->right, part);
          }
    }
  if (equation->right == NULL)
    equation->right = chain_formula_number (0);
  return equation;
}

/**
 * chain_equation_free:
 * @equation: (transfer full) (nullable): to free
 */
void
chain_equation_free (ChainEquation *equation)
{
  if (equation == NULL)
    return;
  chain_formula_free (equation->left);
  chain_formula_free (equation->right);
  g_free (equation);
}

/* A leaf's value is given, not computed: it has nothing to put numbers into. */
static gboolean
is_given (const ChainEquation *equation)
{
  return equation->right->kind == CHAIN_FORMULA_SYMBOL
         && equation->left->kind == CHAIN_FORMULA_SYMBOL
         && g_strcmp0 (equation->left->text, equation->right->text) == 0
         && g_strcmp0 (equation->left->subscript, equation->right->subscript) == 0
         && g_strcmp0 (equation->left->superscript, equation->right->superscript) == 0;
}

/**
 * chain_equation_is_given:
 * @equation: an equation
 *
 * Returns: whether it only states a value that was given: left = value is all there is to show
 */
gboolean
chain_equation_is_given (const ChainEquation *equation)
{
  return !equation->assigns && is_given (equation);
}

/**
 * chain_equation_to_text:
 * @equation: to print
 * @digits: significant digits of the numbers
 *
 * Returns: (transfer full): symbols, numbers and result in one line of UTF-8:
 *   "z = w₁·x₁ + w₂·x₂ + b = 5·2 + 8·3 + (−2) = 32"
 */
char *
chain_equation_to_text (const ChainEquation *equation, guint digits)
{
  g_autoptr (ChainFormula) result = chain_formula_number (equation->value);
  g_autofree char *left
      = chain_formula_to_text (equation->left, CHAIN_FORMULA_IN_SYMBOLS, digits);
  g_autofree char *symbols
      = chain_formula_to_text (equation->right, CHAIN_FORMULA_IN_SYMBOLS, digits);
  g_autofree char *numbers
      = chain_formula_to_text (equation->right, CHAIN_FORMULA_IN_NUMBERS, digits);
  g_autofree char *value = chain_formula_to_text (result, CHAIN_FORMULA_IN_NUMBERS, digits);
  GString         *text = g_string_new (left);

  if (!chain_equation_is_given (equation))
    {
      g_string_append_printf (text, " %s %s", equation->assigns ? "←" : "=", symbols);
      if (!g_str_equal (numbers, value) && !g_str_equal (numbers, symbols))
        g_string_append_printf (text, " = %s", numbers);
    }
  g_string_append_printf (text, " = %s", value);
  return g_string_free (text, FALSE);
}
