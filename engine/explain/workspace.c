/* workspace.c: a text of statements as it is run: its graph and the values on it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-private.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

static void
iteration_free (gpointer data)
{
  ChainWorkspaceIteration *iteration = data;

  g_ptr_array_unref (iteration->variables);
  g_ptr_array_unref (iteration->gradients);
  g_free (iteration);
}

/* One that no name of the text begins with and goes on from in digits. */
static const char *
choose_part_letter (const ChainSyntax *syntax)
{
  static const char *const letters[] = { "v", "t", "u", "q", "r", "s" };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      gboolean taken = FALSE;

      for (guint k = 0; k < syntax->items->len; k++)
        {
          const char *text = g_array_index (syntax->items, ChainSyntaxItem, k).text;

          taken |= text != NULL && *text == *letters[i] && g_ascii_isdigit (text[1]);
        }
      for (guint k = 0; k < syntax->statements->len; k++)
        {
          const char *name = g_array_index (syntax->statements, ChainStatement, k).name;

          taken |= name != NULL && *name == *letters[i] && g_ascii_isdigit (name[1]);
        }
      if (!taken)
        return letters[i];
    }
  return "part";
}

/* Columns the text reads, by column("x1") or by their name. */
static GArray *
columns_read (const ChainWorkspace *workspace)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < workspace->syntax->items->len; i++)
    {
      const ChainSyntaxItem *item = &g_array_index (workspace->syntax->items, ChainSyntaxItem, i);
      const int column = item->kind == CHAIN_SYNTAX_STRING || item->kind == CHAIN_SYNTAX_NAME
                             ? chain_table_find (workspace->table, item->text)
                             : -1;

      if (column >= 0
          && chain_table_column (workspace->table, (guint) column)->kind == CHAIN_COLUMN_NUMBER)
        g_array_append_val (columns, column);
    }
  return columns;
}

/* Training rows of a data set, else all; those without a missing number. */
static void
list_rows (ChainWorkspace *workspace)
{
  const ChainDataset *dataset = workspace->dataset;
  g_autoptr (GArray)  columns = NULL;
  gsize               n;

  if (workspace->table == NULL)
    return;
  columns = columns_read (workspace);
  n = dataset != NULL ? dataset->n_training_rows : workspace->table->n_rows;
  for (gsize i = 0; i < n; i++)
    {
      const guint row = dataset != NULL ? dataset->training_rows[i] : (guint) i;
      gboolean    whole = TRUE;

      for (guint k = 0; k < columns->len; k++)
        whole &= !chain_table_missing (workspace->table, g_array_index (columns, guint, k), row);
      if (whole)
        g_array_append_val (workspace->rows, row);
    }
}

/* "FILE:LINE: " or "line 2, " before what is wrong. */
void
chain_workspace_prefix (const ChainWorkspace *workspace, const ChainTextPlace *place, GError **error)
{
  if (workspace->file != NULL)
    g_prefix_error (error, "%s:%u: ", workspace->file, place->line);
  else
    g_prefix_error (error, "line %u, ", place->line);
}

static void
use_context (ChainWorkspace *workspace, const ChainWorkspaceContext *context)
{
  workspace->file = g_strdup (context->file);
  workspace->batch_size = context->batch_size;
  if (context->dataset != NULL)
    workspace->dataset = chain_dataset_ref (context->dataset);
  if (context->table != NULL || context->dataset != NULL)
    workspace->table
        = chain_table_ref (context->table != NULL ? context->table : context->dataset->table);
  if (context->variables != NULL)
    workspace->first_variables = g_hash_table_ref (context->variables);
  if (context->constants != NULL)
    workspace->first_constants = g_hash_table_ref (context->constants);
}

/* The text with its rows, recorded. */
static gboolean
begin (ChainWorkspace *workspace, const char *text, ChainTextPlace *place, GError **error)
{
  workspace->syntax = chain_syntax_parse (text, place, error);
  if (workspace->syntax == NULL)
    return FALSE;
  workspace->part_letter = choose_part_letter (workspace->syntax);
  list_rows (workspace);
  if (workspace->table != NULL && workspace->rows->len == 0)
    return chain_syntax_fail (place, (ChainTextPlace){ 1, 1, 0, 0 }, CHAIN_ERROR_VALUE, error,
                              "the data has no row with a number in all columns that are read");
  return chain_workspace_use_rows (workspace, 0, place, error);
}

/**
 * chain_workspace_new:
 * @text: statements, in UTF-8; see the top of workspace.h
 * @context: (nullable): what they are run with; copied, with references to what is large
 * @place: (out) (optional): where the error is
 * @error: set to "line 2, column 5: what is wrong", or "FILE:2: column 5: what is wrong"
 *
 * Records the text and runs it.
 *
 * Returns: (transfer full) (nullable): the workspace
 */
ChainWorkspace *
chain_workspace_new (const char                  *text,
                     const ChainWorkspaceContext *context,
                     ChainTextPlace              *place,
                     GError                     **error)
{
  g_autoptr (ChainWorkspace) workspace = g_new0 (ChainWorkspace, 1);
  ChainTextPlace             where = { 1, 1, 0, 0 };
  gboolean                   begun;

  g_return_val_if_fail (g_utf8_validate (text, -1, NULL), NULL);

  workspace->strings = g_string_chunk_new (1024);
  workspace->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  workspace->steps = g_array_new (FALSE, FALSE, sizeof (ChainWorkspaceStep));
  workspace->traces
      = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_workspace_trace_free);
  workspace->iterations = g_ptr_array_new_with_free_func (iteration_free);
  workspace->target = CHAIN_NO_NODE;
  if (context != NULL)
    use_context (workspace, context);
  begun = begin (workspace, text, &where, error);
  if (place != NULL)
    *place = where;
  if (!begun)
    {
      chain_workspace_prefix (workspace, &where, error);
      return NULL;
    }
  chain_workspace_run (workspace);
  return g_steal_pointer (&workspace);
}

/**
 * chain_workspace_parse_value:
 * @text: numbers: "5", "-1/3", "[[1, 2], [3, 4]]", "zeros(2, 3)"
 * @error: set to "column 5: what is wrong"
 *
 * Returns: (transfer full) (nullable): the tensor it says
 */
ChainTensor *
chain_workspace_parse_value (const char *text, GError **error)
{
  g_autoptr (ChainSyntax)    syntax = chain_syntax_parse_expression (text, NULL, error);
  g_autoptr (ChainWorkspace) workspace = NULL;

  if (syntax == NULL)
    return NULL;
  workspace = chain_workspace_new (text, NULL, NULL, error);
  if (workspace == NULL)
    return NULL;
  return chain_tensor_copy (chain_workspace_value (workspace, workspace->target));
}

/**
 * chain_workspace_free:
 * @workspace: (transfer full) (nullable): to free
 */
void
chain_workspace_free (ChainWorkspace *workspace)
{
  if (workspace == NULL)
    return;
  chain_walk_free (workspace->walk);
  chain_workspace_build_free (workspace->build);
  g_ptr_array_unref (workspace->traces);
  g_ptr_array_unref (workspace->iterations);
  g_array_unref (workspace->rows);
  g_array_unref (workspace->steps);
  g_free (workspace->used);
  g_clear_pointer (&workspace->first_variables, g_hash_table_unref);
  g_clear_pointer (&workspace->first_constants, g_hash_table_unref);
  chain_dataset_unref (workspace->dataset);
  g_clear_pointer (&workspace->table, chain_table_unref);
  chain_syntax_free (workspace->syntax);
  g_string_chunk_free (workspace->strings);
  g_free (workspace->file);
  g_free (workspace);
}

/**
 * chain_workspace_graph:
 * @workspace: a workspace
 *
 * Returns: (transfer none): its graph, until an update goes on to a batch of another size
 */
const ChainGraph *
chain_workspace_graph (const ChainWorkspace *workspace)
{
  return workspace->build->record.graph;
}

/**
 * chain_workspace_n_nodes:
 * @workspace: a workspace
 *
 * Returns: how many nodes its graph has
 */
guint
chain_workspace_n_nodes (const ChainWorkspace *workspace)
{
  return workspace->build->record.infos->len;
}

/**
 * chain_workspace_node:
 * @workspace: a workspace
 * @node: an index below the number of nodes
 *
 * Returns: (transfer none): what is known of it
 */
const ChainWorkspaceNode *
chain_workspace_node (const ChainWorkspace *workspace, guint node)
{
  g_return_val_if_fail (node < chain_workspace_n_nodes (workspace), NULL);
  return &chain_workspace_info (&workspace->build->record, node)->node;
}

/**
 * chain_workspace_n_statements:
 * @workspace: a workspace
 *
 * Returns: how many statements its text has
 */
guint
chain_workspace_n_statements (const ChainWorkspace *workspace)
{
  return workspace->build->statements->len;
}

/**
 * chain_workspace_statement:
 * @workspace: a workspace
 * @statement: an index below the number of statements
 *
 * Returns: (transfer none): what it came to
 */
const ChainWorkspaceStatement *
chain_workspace_statement (const ChainWorkspace *workspace, guint statement)
{
  g_return_val_if_fail (statement < chain_workspace_n_statements (workspace), NULL);
  return &g_array_index (workspace->build->statements, ChainWorkspaceStatement, statement);
}

/**
 * chain_workspace_find:
 * @workspace: a workspace
 * @name: a name of the text, or of a part of an expression
 *
 * Returns: the node of that name; the last one if there are several, %CHAIN_NO_NODE if there is
 *   none
 */
guint
chain_workspace_find (const ChainWorkspace *workspace, const char *name)
{
  for (guint i = workspace->build->statements->len; i-- > 0;)
    {
      const ChainWorkspaceStatement *statement = chain_workspace_statement (workspace, i);

      if (g_strcmp0 (statement->name, name) == 0 && statement->node != CHAIN_NO_NODE)
        return statement->node;
    }
  for (guint i = chain_workspace_n_nodes (workspace); i-- > 0;)
    if (g_strcmp0 (chain_workspace_node (workspace, i)->name, name) == 0)
      return i;
  return CHAIN_NO_NODE;
}

/**
 * chain_workspace_n_variables:
 * @workspace: a workspace
 *
 * Returns: how many variables it has
 */
guint
chain_workspace_n_variables (const ChainWorkspace *workspace)
{
  return workspace->build->variables->len;
}

/**
 * chain_workspace_variable:
 * @workspace: a workspace
 * @variable: an index below the number of variables
 *
 * Returns: (transfer none): the variable, with its value and its gradient as they are now
 */
const ChainWorkspaceVariable *
chain_workspace_variable (const ChainWorkspace *workspace, guint variable)
{
  g_return_val_if_fail (variable < chain_workspace_n_variables (workspace), NULL);
  return g_ptr_array_index (workspace->build->variables, variable);
}

/**
 * chain_workspace_target:
 * @workspace: a workspace
 *
 * Returns: the node that gradients are of; %CHAIN_NO_NODE if the text has no values
 */
guint
chain_workspace_target (const ChainWorkspace *workspace)
{
  return workspace->target;
}

/**
 * chain_workspace_set_target:
 * @workspace: a workspace
 * @node: the node that gradients shall be of
 *
 * Gradients are those of the sum of its elements.
 */
void
chain_workspace_set_target (ChainWorkspace *workspace, guint node)
{
  g_return_if_fail (node < chain_workspace_n_nodes (workspace));

  workspace->target = node;
  chain_workspace_find_used (workspace);
  chain_workspace_walk_backward (workspace);
}

/**
 * chain_workspace_value:
 * @workspace: a workspace
 * @node: a node
 *
 * Returns: (transfer none): [rows, columns] its value
 */
const ChainTensor *
chain_workspace_value (ChainWorkspace *workspace, guint node)
{
  return chain_walk_value (workspace->walk, node);
}

/**
 * chain_workspace_adjoint:
 * @workspace: a workspace
 * @node: a node
 *
 * Returns: (transfer none) (nullable): [rows, columns] the gradient of the target by it; %NULL
 *   where the target does not depend on it, or it on no variable
 */
const ChainTensor *
chain_workspace_adjoint (ChainWorkspace *workspace, guint node)
{
  if (!chain_workspace_differentiable (workspace, workspace->target) || !workspace->used[node])
    return NULL;
  return chain_walk_adjoint (workspace->walk, node);
}

/**
 * chain_workspace_is_used:
 * @workspace: a workspace
 * @node: a node
 *
 * Returns: whether the target depends on it
 */
gboolean
chain_workspace_is_used (const ChainWorkspace *workspace, guint node)
{
  g_return_val_if_fail (node < chain_workspace_n_nodes (workspace), FALSE);
  return workspace->used[node];
}

/**
 * chain_workspace_steps:
 * @workspace: a workspace
 * @n_forward: (out) (optional): how many of them are forward
 *
 * One pass, step by step: the value of each operation in order, then backwards from the target the
 * gradient by each node that it and a variable are connected through.
 *
 * Returns: (transfer none) (element-type ChainWorkspaceStep): the steps
 */
const GArray *
chain_workspace_steps (const ChainWorkspace *workspace, guint *n_forward)
{
  if (n_forward != NULL)
    *n_forward = workspace->n_forward;
  return workspace->steps;
}

/**
 * chain_workspace_gradient:
 * @workspace: a workspace
 * @of: the node that is differentiated
 * @by: (array zero-terminated=1): names of what by
 * @persistent: whether the tape is kept for another time
 * @gradients: (out) (transfer full) (element-type ChainTensor): one for each name; %NULL for one
 *   that @of does not depend on, or that no variable is in
 * @error: set where a name is unknown, or the tape is used up
 *
 * Returns: whether the gradients are there
 */
gboolean
chain_workspace_gradient (ChainWorkspace    *workspace,
                          guint              of,
                          const char *const *by,
                          gboolean           persistent,
                          GPtrArray        **gradients,
                          GError           **error)
{
  const guint target = workspace->target;

  for (guint i = 0; by[i] != NULL; i++)
    if (chain_workspace_find (workspace, by[i]) == CHAIN_NO_NODE)
      {
        g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "expected the name of a value, found “%s”",
                     by[i]);
        return FALSE;
      }
  if (workspace->tape_used)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                   "the tape is used up: one that is not persistent gives one set of gradients. "
                   "TensorFlow raises RuntimeError here; GradientTape(persistent=True) gives any "
                   "number");
      return FALSE;
    }
  chain_workspace_set_target (workspace, of);
  *gradients = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_tensor_free);
  for (guint i = 0; by[i] != NULL; i++)
    {
      const guint        node = chain_workspace_find (workspace, by[i]);
      const guint        variable = chain_workspace_node (workspace, node)->variable;
      const ChainTensor *gradient = chain_workspace_adjoint (workspace, node);

      if (variable != CHAIN_NO_NODE)
        {
          const ChainWorkspaceVariable *v = chain_workspace_variable (workspace, variable);
          gboolean                      used = FALSE;

          for (guint k = 0; k < v->nodes->len; k++)
            used |= chain_workspace_is_used (workspace, g_array_index (v->nodes, guint, k));
          gradient = used && chain_workspace_differentiable (workspace, of) ? v->gradient : NULL;
        }
      g_ptr_array_add (*gradients, gradient != NULL ? chain_tensor_copy (gradient) : NULL);
    }
  chain_workspace_set_target (workspace, target);
  workspace->tape_used = !persistent;
  return TRUE;
}

/**
 * chain_workspace_rows:
 * @workspace: a workspace
 * @first: (out) (optional): the first row of its batch, from 0, of those it reads
 *
 * Returns: how many rows the batch has; 0 without data
 */
gsize
chain_workspace_rows (const ChainWorkspace *workspace, gsize *first)
{
  if (first != NULL)
    *first = workspace->first_row;
  return workspace->n_rows;
}
