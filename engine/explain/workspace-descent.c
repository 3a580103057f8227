/* workspace-descent.c: variables of a workspace given other values: by hand, or down the gradient.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-private.h"

#include "base/error.h"

#include <math.h>

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

  if (!chain_workspace_differentiable (workspace, workspace->target))
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
  if (!chain_workspace_use_rows (workspace, next < workspace->rows->len ? next : 0, &place, error))
    {
      chain_workspace_prefix (workspace, &place, error);
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
  if (!chain_workspace_use_rows (workspace, 0, NULL, NULL))
    g_return_if_reached ();
  workspace->target = target;
  chain_workspace_find_used (workspace);
  chain_workspace_run (workspace);
}
