/* equation.c: where one number comes from.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/equation.h"

#include "explain/node-terms.h"

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
  equation->right = chain_node_formula (recording, walk, n, row, column);
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
            const ChainNodeTerms self = chain_node_terms (recording, walk, user);
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
