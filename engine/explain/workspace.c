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

static gsize
batch_rows (const ChainWorkspace *workspace, gsize first)
{
  const gsize left = workspace->rows->len - first;

  return workspace->batch_size > 0 ? MIN (workspace->batch_size, left) : left;
}

static void
load_data (const ChainWorkspace *workspace, const ChainWorkspaceInfo *info, ChainTensor *value)
{
  const ChainDataset *dataset = workspace->dataset;

  for (gsize i = 0; i < value->rows; i++)
    {
      const gsize row = g_array_index (workspace->rows, guint, workspace->first_row + i);
      double     *to = value->values + i * value->columns;

      if (info->part == CHAIN_PART_COLUMN)
        *to = chain_table_column (workspace->table, info->column)->numbers[row];
      else
        memcpy (to, (info->part == CHAIN_PART_FEATURES ? dataset->inputs : dataset->targets)
                        + row * value->columns,
                value->columns * sizeof (double));
    }
}

static void
copy_values (const ChainTensor *from, ChainTensor *to)
{
  memcpy (to->values, from->values, chain_tensor_size (from) * sizeof (double));
}

/* The second and later values of a variable that the text assigns to come from the node before;
 * once that has been done, all its nodes have the value it has now. */
static void
forward_node (ChainWorkspace *workspace, guint node)
{
  const ChainWorkspaceInfo *info = chain_workspace_info (&workspace->build->record, node);
  ChainTensor              *value = chain_walk_value (workspace->walk, node);

  if (info->given != NULL)
    copy_values (info->given, value);
  else if (info->part != CHAIN_PART_NONE)
    load_data (workspace, info, value);
  else if (info->node.role == CHAIN_WORKSPACE_VARIABLE)
    {
      ChainWorkspaceVariable *variable
          = g_ptr_array_index (workspace->build->variables, info->node.variable);

      if (!workspace->has_run && g_array_index (variable->nodes, guint, 0) != node)
        copy_values (chain_walk_value (workspace->walk, node - 1), variable->value);
      copy_values (variable->value, value);
    }
  else if (info->node.role == CHAIN_WORKSPACE_ASSIGNMENT && workspace->has_run)
    copy_values (chain_walk_value (workspace->walk,
                                   chain_graph_node (workspace->build->record.graph, node)->inputs[0]),
                 value);
  else
    chain_walk_forward_node (workspace->walk, node);
}

static void
gather_gradients (ChainWorkspace *workspace)
{
  for (guint i = 0; i < workspace->build->variables->len; i++)
    {
      ChainWorkspaceVariable *variable = g_ptr_array_index (workspace->build->variables, i);

      chain_tensor_fill (variable->gradient, 0);
      for (guint k = 0; k < variable->nodes->len; k++)
        {
          const ChainTensor *adjoint
              = chain_workspace_adjoint (workspace, g_array_index (variable->nodes, guint, k));

          for (gsize j = 0; adjoint != NULL && j < chain_tensor_size (adjoint); j++)
            variable->gradient->values[j] += adjoint->values[j];
        }
    }
}

static gboolean
is_differentiable (const ChainWorkspace *workspace, guint node)
{
  return node != CHAIN_NO_NODE
         && chain_graph_node (workspace->build->record.graph, node)->needs_gradient;
}

static void
walk_backward (ChainWorkspace *workspace)
{
  if (is_differentiable (workspace, workspace->target))
    chain_walk_backward (workspace->walk, workspace->target);
  gather_gradients (workspace);
}

static void
list_steps (ChainWorkspace *workspace)
{
  const ChainGraph *graph = workspace->build->record.graph;
  const guint       n = chain_graph_length (graph);

  g_array_set_size (workspace->steps, 0);
  for (guint i = 0; i < n; i++)
    {
      const ChainWorkspaceStep step = { i, FALSE };

      if (chain_graph_node (graph, i)->kind == CHAIN_NODE_OPERATION)
        g_array_append_val (workspace->steps, step);
    }
  workspace->n_forward = workspace->steps->len;
  for (guint i = n; i-- > 0;)
    {
      const ChainWorkspaceStep step = { i, TRUE };

      if (is_differentiable (workspace, workspace->target) && workspace->used[i]
          && chain_graph_node (graph, i)->needs_gradient)
        g_array_append_val (workspace->steps, step);
    }
}

/* Which nodes the target depends on. */
static void
find_used (ChainWorkspace *workspace)
{
  const ChainGraph *graph = workspace->build->record.graph;
  const guint       n = chain_graph_length (graph);

  g_free (workspace->used);
  workspace->used = g_new0 (gboolean, n);
  if (workspace->target != CHAIN_NO_NODE)
    workspace->used[workspace->target] = TRUE;
  for (guint i = n; i-- > 0;)
    for (guint k = 0; workspace->used[i] && k < chain_graph_node (graph, i)->n_inputs; k++)
      workspace->used[chain_graph_node (graph, i)->inputs[k]] = TRUE;
  list_steps (workspace);
}

/* The last value that depends on a variable, else the last value. */
static guint
default_target (const ChainWorkspace *workspace)
{
  const GArray *statements = workspace->build->statements;
  guint         last = CHAIN_NO_NODE;

  for (guint i = statements->len; i-- > 0;)
    {
      const ChainWorkspaceStatement *statement
          = &g_array_index (statements, ChainWorkspaceStatement, i);
      const ChainNode *node;

      if (statement->node == CHAIN_NO_NODE || statement->kind == CHAIN_STATEMENT_ASSIGN)
        continue;
      node = chain_graph_node (workspace->build->record.graph, statement->node);
      if (node->needs_gradient && node->kind == CHAIN_NODE_OPERATION)
        return statement->node;
      if (last == CHAIN_NO_NODE)
        last = statement->node;
    }
  return last;
}

/* Everything forward and, from the target, backward. */
void
chain_workspace_run (ChainWorkspace *workspace)
{
  const guint n = chain_graph_length (workspace->build->record.graph);

  for (guint i = 0; i < n; i++)
    forward_node (workspace, i);
  workspace->has_run = TRUE;
  workspace->tape_used = FALSE;
  for (guint i = 0; i < workspace->build->calls->len; i++)
    {
      ChainTrace *trace = g_ptr_array_index (workspace->traces,
                                             g_array_index (workspace->build->calls, guint, i));

      trace->n_calls++;
    }
  walk_backward (workspace);
}

/* Variables keep their values; a target that is still there stays. */
static void
use_build (ChainWorkspace *workspace, ChainWorkspaceBuild *build)
{
  ChainWorkspaceBuild *before = workspace->build;

  for (guint i = 0; before != NULL && i < before->variables->len; i++)
    {
      const ChainWorkspaceVariable *variable = g_ptr_array_index (before->variables, i);
      ChainWorkspaceVariable       *again = g_ptr_array_index (build->variables, i);

      copy_values (variable->value, again->value);
    }
  workspace->build = build;
  chain_walk_free (workspace->walk);
  workspace->walk = chain_walk_new (build->record.graph, 1);
  if (before == NULL)
    workspace->target = default_target (workspace);
  chain_workspace_build_free (before);
  find_used (workspace);
}

/* Goes to the batch that begins with a row. */
static gboolean
use_rows (ChainWorkspace *workspace, gsize first, ChainTextPlace *place, GError **error)
{
  const gsize          n_rows = batch_rows (workspace, first);
  ChainWorkspaceBuild *build;

  if (workspace->build == NULL || n_rows != workspace->n_rows)
    {
      build = chain_workspace_build_new (workspace, n_rows, place, error);
      if (build == NULL)
        return FALSE;
      use_build (workspace, build);
    }
  workspace->first_row = first;
  workspace->n_rows = n_rows;
  return TRUE;
}

/* "FILE:LINE: " or "line 2, " before what is wrong. */
static void
prefix (const ChainWorkspace *workspace, const ChainTextPlace *place, GError **error)
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
  return use_rows (workspace, 0, place, error);
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
      prefix (workspace, &where, error);
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
  find_used (workspace);
  walk_backward (workspace);
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
  if (!is_differentiable (workspace, workspace->target) || !workspace->used[node])
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
          gradient = used && is_differentiable (workspace, of) ? v->gradient : NULL;
        }
      g_ptr_array_add (*gradients, gradient != NULL ? chain_tensor_copy (gradient) : NULL);
    }
  chain_workspace_set_target (workspace, target);
  workspace->tape_used = !persistent;
  return TRUE;
}

/**
 * chain_workspace_set_value:
 * @workspace: a workspace
 * @variable: which variable
 * @row: of the element, from 0
 * @column: of the element, from 0
 * @value: what it becomes
 *
 * Runs everything again with another value. Nothing happens where there is no such element.
 *
 * Returns: whether there is such an element
 */
gboolean
chain_workspace_set_value (ChainWorkspace *workspace,
                           guint           variable,
                           gsize           row,
                           gsize           column,
                           double          value)
{
  ChainTensor *tensor;

  g_return_val_if_fail (variable < chain_workspace_n_variables (workspace), FALSE);

  tensor = chain_workspace_variable (workspace, variable)->value;
  if (row >= tensor->rows || column >= tensor->columns)
    return FALSE;
  tensor->values[row * tensor->columns + column] = value;
  chain_workspace_run (workspace);
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

static double
target_sum (ChainWorkspace *workspace)
{
  const ChainTensor *value = chain_workspace_value (workspace, workspace->target);
  double             sum = 0;

  for (gsize i = 0; i < chain_tensor_size (value); i++)
    sum += value->values[i];
  return sum;
}

static void
keep_iteration (ChainWorkspace *workspace, double loss)
{
  ChainWorkspaceIteration *iteration = g_new0 (ChainWorkspaceIteration, 1);

  iteration->iteration = workspace->iterations->len + 1;
  iteration->first_row = workspace->first_row;
  iteration->n_rows = workspace->n_rows;
  iteration->loss = loss;
  iteration->variables = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_tensor_free);
  iteration->gradients = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_tensor_free);
  for (guint i = 0; i < chain_workspace_n_variables (workspace); i++)
    {
      const ChainWorkspaceVariable *variable = chain_workspace_variable (workspace, i);

      g_ptr_array_add (iteration->variables, chain_tensor_copy (variable->value));
      g_ptr_array_add (iteration->gradients, chain_tensor_copy (variable->gradient));
    }
  g_ptr_array_add (workspace->iterations, iteration);
}

/**
 * chain_workspace_update:
 * @workspace: a workspace
 * @learning_rate: η
 * @error: set where there is nothing to descend, the target is not finite, or the text does not
 *   fit the next batch, which may be smaller
 *
 * One step of gradient descent: every variable becomes w − η ∂L/∂w. Then goes on to the next rows,
 * and after the last ones to the first, and runs everything again.
 *
 * Returns: whether the update was made
 */
gboolean
chain_workspace_update (ChainWorkspace *workspace, double learning_rate, GError **error)
{
  const gsize    next = workspace->first_row + workspace->n_rows;
  ChainTextPlace place = { 1, 1, 0, 0 };
  double         loss;

  if (!is_differentiable (workspace, workspace->target))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "nothing to descend: the target depends on no variable");
      return FALSE;
    }
  loss = target_sum (workspace);
  if (!isfinite (loss))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_DIVERGED,
                   "iteration %u: %s is not finite; try a smaller learning rate",
                   workspace->iterations->len + 1,
                   chain_workspace_node (workspace, workspace->target)->name);
      return FALSE;
    }
  keep_iteration (workspace, loss);
  if (!use_rows (workspace, next < workspace->rows->len ? next : 0, &place, error))
    {
      prefix (workspace, &place, error);
      g_ptr_array_set_size (workspace->iterations, (gint) workspace->iterations->len - 1);
      return FALSE;
    }
  for (guint i = 0; i < chain_workspace_n_variables (workspace); i++)
    {
      const ChainWorkspaceIteration *last = g_ptr_array_index (workspace->iterations,
                                                               workspace->iterations->len - 1);
      const ChainTensor             *gradient = g_ptr_array_index (last->gradients, i);
      ChainTensor                   *value = chain_workspace_variable (workspace, i)->value;

      for (gsize k = 0; k < chain_tensor_size (value); k++)
        value->values[k] -= learning_rate * gradient->values[k];
    }
  chain_workspace_run (workspace);
  return TRUE;
}

/**
 * chain_workspace_n_iterations:
 * @workspace: a workspace
 *
 * Returns: how many updates have been made
 */
guint
chain_workspace_n_iterations (const ChainWorkspace *workspace)
{
  return workspace->iterations->len;
}

/**
 * chain_workspace_iteration:
 * @workspace: a workspace
 * @iteration: an index below the number of iterations
 *
 * Returns: (transfer none): the numbers before that update
 */
const ChainWorkspaceIteration *
chain_workspace_iteration (const ChainWorkspace *workspace, guint iteration)
{
  g_return_val_if_fail (iteration < workspace->iterations->len, NULL);
  return g_ptr_array_index (workspace->iterations, iteration);
}

/**
 * chain_workspace_reset:
 * @workspace: a workspace
 *
 * Runs the text from its beginning: variables as they are written there, the first rows, no
 * iterations; functions are traced anew.
 */
void
chain_workspace_reset (ChainWorkspace *workspace)
{
  const guint target = workspace->target;

  g_ptr_array_set_size (workspace->iterations, 0);
  g_ptr_array_set_size (workspace->traces, 0);
  g_clear_pointer (&workspace->build, chain_workspace_build_free);
  workspace->has_run = FALSE;
  /* It was recorded before, and so is again. */
  if (!use_rows (workspace, 0, NULL, NULL))
    g_return_if_reached ();
  workspace->target = target;
  find_used (workspace);
  chain_workspace_run (workspace);
}
