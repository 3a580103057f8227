/* workspace-run.c: the values and gradients of a workspace, for the rows whose turn it is.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-private.h"

#include <string.h>

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

gboolean
chain_workspace_differentiable (const ChainWorkspace *workspace, guint node)
{
  return node != CHAIN_NO_NODE
         && chain_graph_node (workspace->build->record.graph, node)->needs_gradient;
}

void
chain_workspace_walk_backward (ChainWorkspace *workspace)
{
  if (chain_workspace_differentiable (workspace, workspace->target))
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

      if (chain_workspace_differentiable (workspace, workspace->target) && workspace->used[i]
          && chain_graph_node (graph, i)->needs_gradient)
        g_array_append_val (workspace->steps, step);
    }
}

/* Which nodes the target depends on. */
void
chain_workspace_find_used (ChainWorkspace *workspace)
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
  chain_workspace_walk_backward (workspace);
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
  chain_workspace_find_used (workspace);
}

/* Goes to the batch that begins with a row. */
gboolean
chain_workspace_use_rows (ChainWorkspace *workspace, gsize first, ChainTextPlace *place, GError **error)
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
