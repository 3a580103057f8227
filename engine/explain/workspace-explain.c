/* workspace-explain.c: where the numbers of a workspace come from: its equations, with symbols and
 * with numbers, and the same by differences.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-private.h"

#include <math.h>
#include <string.h>

/* Terms of one node's equation, for the callbacks of ChainOpTerms. */
typedef struct
{
  ChainOpTerms    terms; /* first: callbacks cast back */
  ChainWorkspace *workspace;
  const ChainNode *node;
} Terms;

/* "w1" is w with a subscript of 1, "w_1" too; "x2y" is as it is. */
static gsize
letters_of (const char *name, const char **digits)
{
  gsize length = strlen (name);

  while (length > 0 && g_ascii_isdigit (name[length - 1]))
    length--;
  *digits = name + length;
  if (length > 1 && name[length - 1] == '_' && **digits != '\0')
    length--;
  if (length == 0)
    {
      length = strlen (name);
      *digits = "";
    }
  return length;
}

/* Of a row or a column one number tells which, of a matrix two. */
static char *
subscript_of (const ChainTensor *tensor, const char *digits, gsize row, gsize column)
{
  GString *subscript = g_string_new (digits);

  if (chain_tensor_size (tensor) > 1 && subscript->len > 0)
    g_string_append_c (subscript, ',');
  if (tensor->rows > 1)
    g_string_append_printf (subscript, "%" G_GSIZE_FORMAT, row + 1);
  if (tensor->rows > 1 && tensor->columns > 1 && (tensor->rows > 9 || tensor->columns > 9))
    g_string_append_c (subscript, ',');
  if (tensor->columns > 1)
    g_string_append_printf (subscript, "%" G_GSIZE_FORMAT, column + 1);
  return g_string_free (subscript, subscript->len == 0);
}

static ChainFormula *
symbol_of (ChainWorkspace *workspace, guint node, gsize row, gsize column, double value)
{
  const ChainWorkspaceNode *info = chain_workspace_node (workspace, node);
  const char               *digits;
  g_autofree char          *letters = NULL;
  g_autofree char          *subscript = NULL;

  letters = g_strndup (info->name, letters_of (info->name, &digits));
  subscript = subscript_of (chain_walk_value (workspace->walk, node), digits, row, column);
  return chain_formula_symbol (letters, subscript, NULL, value);
}

/* What an element is called; a number that has no name is itself. */
ChainFormula *
chain_workspace_symbol (ChainWorkspace *workspace, guint node, gsize row, gsize column)
{
  const ChainNode *n = chain_graph_node (chain_workspace_graph (workspace), node);
  const double     value = chain_tensor_get (chain_walk_value (workspace->walk, node), row, column);

  if (n->kind == CHAIN_NODE_CONSTANT && !chain_workspace_node (workspace, node)->is_named)
    return chain_formula_number (value);
  return symbol_of (workspace, node, row, column, value);
}

static ChainFormula *
term_of_input (const ChainOpTerms *terms, guint input, gsize row, gsize column)
{
  const Terms *self = (const Terms *) terms;

  return chain_workspace_symbol (self->workspace, self->node->inputs[input], row, column);
}

static ChainFormula *
term_of_output (const ChainOpTerms *terms, gsize row, gsize column)
{
  const Terms *self = (const Terms *) terms;

  return chain_workspace_symbol (self->workspace, self->node->index, row, column);
}

/* ∂L/∂ an element; of a target that is no number, L is its sum. */
static ChainFormula *
derivative_by (ChainWorkspace *workspace, guint node, gsize row, gsize column)
{
  const ChainTensor *adjoint = chain_workspace_adjoint (workspace, node);
  const ChainTensor *target = chain_workspace_value (workspace, workspace->target);
  const char        *digits;
  const char        *name = chain_workspace_node (workspace, workspace->target)->name;
  const gsize        length = letters_of (name, &digits);
  g_autofree char   *letters = g_strndup (name, length);
  g_autofree char   *of = chain_tensor_size (target) > 1 ? g_strconcat ("Σ", letters, NULL)
                                                         : g_strdup (letters);

  return chain_formula_derivative (
      chain_formula_symbol (of, *digits != '\0' ? digits : NULL, NULL, 0),
      symbol_of (workspace, node, row, column, 0), chain_tensor_get (adjoint, row, column));
}

static ChainFormula *
term_of_adjoint (const ChainOpTerms *terms, gsize row, gsize column)
{
  const Terms *self = (const Terms *) terms;

  return derivative_by (self->workspace, self->node->index, row, column);
}

/* A loss that reads logits is recorded after their activation. */
static ChainFormula *
term_of_activated (const ChainOpTerms *terms, gsize row, gsize column)
{
  const Terms      *self = (const Terms *) terms;
  const ChainGraph *graph = chain_workspace_graph (self->workspace);

  for (guint i = self->node->index; i-- > 0;)
    {
      const ChainNode *node = chain_graph_node (graph, i);

      if (node->op != NULL && node->inputs[0] == self->node->inputs[0]
          && g_str_equal (node->op->name, self->node->op->from_logits_of))
        return chain_workspace_symbol (self->workspace, i, row, column);
    }
  g_return_val_if_reached (chain_formula_number (NAN));
}

static Terms
terms_of (ChainWorkspace *workspace, const ChainNode *node)
{
  Terms self = {
    .terms = {
      .call = {
        .op = node->op,
        .output = chain_walk_value (workspace->walk, node->index),
        .parameters = node->parameters,
      },
      .input = term_of_input,
      .output = term_of_output,
      .adjoint = term_of_adjoint,
      .activated = term_of_activated,
    },
    .workspace = workspace,
    .node = node,
  };

  for (guint i = 0; i < node->n_inputs; i++)
    self.terms.call.inputs[i] = chain_walk_value (workspace->walk, node->inputs[i]);
  return self;
}

/**
 * chain_workspace_equation:
 * @workspace: a workspace
 * @node: whose value is explained
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * Returns: (transfer full): the element over those it was computed from; of a value that is given,
 *   the right side is the symbol itself
 */
ChainEquation *
chain_workspace_equation (ChainWorkspace *workspace, guint node, gsize row, gsize column)
{
  const ChainNode *n = chain_graph_node (chain_workspace_graph (workspace), node);
  ChainEquation   *equation = g_new0 (ChainEquation, 1);
  const Terms      self = terms_of (workspace, n);

  equation->value = chain_tensor_get (chain_walk_value (workspace->walk, node), row, column);
  equation->assigns = n->op != NULL && n->op->assigns;
  equation->left = symbol_of (workspace, node, row, column, equation->value);
  equation->right = n->op != NULL ? n->op->equation (&self.terms, row, column)
                                  : symbol_of (workspace, node, row, column, equation->value);
  return equation;
}

static gboolean
is_use (const ChainWorkspace *workspace, const ChainNode *user)
{
  return user->op != NULL && user->op->backward != NULL && user->needs_gradient
         && workspace->used[user->index];
}

/**
 * chain_workspace_n_uses:
 * @workspace: a workspace
 * @node: a node
 *
 * Returns: in how many places the target depends on it: as many summands has the gradient
 */
guint
chain_workspace_n_uses (ChainWorkspace *workspace, guint node)
{
  guint n = 0;
  guint input;

  while (chain_workspace_use (workspace, node, n, &input) != CHAIN_NO_NODE)
    n++;
  return n;
}

/**
 * chain_workspace_use:
 * @workspace: a workspace
 * @node: a node
 * @use: a number below that of its uses
 * @input: (out): as which of its inputs the operation reads it
 *
 * Returns: the operation that reads it there; %CHAIN_NO_NODE if there is no such use
 */
guint
chain_workspace_use (ChainWorkspace *workspace, guint node, guint use, guint *input)
{
  const ChainGraph *graph = chain_workspace_graph (workspace);

  for (guint i = node + 1; i < chain_graph_length (graph); i++)
    for (*input = 0; *input < chain_graph_node (graph, i)->n_inputs; (*input)++)
      if (chain_graph_node (graph, i)->inputs[*input] == node
          && is_use (workspace, chain_graph_node (graph, i)) && use-- == 0)
        return i;
  return CHAIN_NO_NODE;
}

/* What one use adds to the gradient: the gradient there times the local derivative. */
static ChainFormula *
contribution (ChainWorkspace *workspace, guint user, guint input, gsize row, gsize column)
{
  const ChainNode *node = chain_graph_node (chain_workspace_graph (workspace), user);
  const Terms      self = terms_of (workspace, node);
  ChainFormula    *formula = node->op->backward_equation (&self.terms, input, row, column);

  if (!chain_op_ends_chain (node->op) || user == workspace->target)
    return formula;
  return chain_formula_times (derivative_by (workspace, user, 0, 0), formula);
}

/**
 * chain_workspace_contribution:
 * @workspace: a workspace
 * @node: whose gradient is explained
 * @use: a number below that of its uses
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * Returns: (transfer full): what one use adds to the gradient by the element
 */
ChainEquation *
chain_workspace_contribution (ChainWorkspace *workspace,
                              guint           node,
                              guint           use,
                              gsize           row,
                              gsize           column)
{
  guint          input;
  const guint    user = chain_workspace_use (workspace, node, use, &input);
  ChainEquation *equation;

  g_return_val_if_fail (user != CHAIN_NO_NODE, NULL);

  equation = g_new0 (ChainEquation, 1);
  equation->left = derivative_by (workspace, node, row, column);
  equation->right = contribution (workspace, user, input, row, column);
  equation->value = chain_formula_evaluate (equation->right);
  return equation;
}

/**
 * chain_workspace_gradient_equation:
 * @workspace: a workspace
 * @node: whose gradient is explained
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * The chain rule for one element: the sum, over everything that uses it, of the gradient there
 * times the local derivative. The target's own is 1.
 *
 * Returns: (transfer full) (nullable): the equation; %NULL where there is no gradient
 */
ChainEquation *
chain_workspace_gradient_equation (ChainWorkspace *workspace, guint node, gsize row, gsize column)
{
  const ChainTensor *adjoint = chain_workspace_adjoint (workspace, node);
  ChainEquation     *equation;
  guint              input;
  guint              user;

  if (adjoint == NULL)
    return NULL;
  equation = g_new0 (ChainEquation, 1);
  equation->value = chain_tensor_get (adjoint, row, column);
  equation->left = derivative_by (workspace, node, row, column);
  if (node == workspace->target)
    equation->right = chain_formula_number (1);
  for (guint use = 0; node != workspace->target
                      && (user = chain_workspace_use (workspace, node, use, &input)) != CHAIN_NO_NODE;
       use++)
    {
      ChainFormula *part = contribution (workspace, user, input, row, column);

      equation->right
          = equation->right == NULL ? part : chain_formula_plus (equation->right, part);
    }
  if (equation->right == NULL)
    equation->right = chain_formula_number (0);
  return equation;
}
