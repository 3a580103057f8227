/* workbench-steps.c: the place in the pass forward and back, and what is looked at.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/workbench-private.h"

#define PLAY_INTERVAL 700 /* milliseconds a step is shown */

/**
 * chain_workbench_get_position:
 * @bench: a workbench
 *
 * Returns: steps done
 */
guint
chain_workbench_get_position (ChainWorkbench *bench)
{
  return bench->position;
}

/**
 * chain_workbench_get_n_steps:
 * @bench: a workbench
 * @n_forward: (out) (optional): how many of them are values
 *
 * Returns: steps of the pass forward and back; 0 while there is no workspace
 */
guint
chain_workbench_get_n_steps (ChainWorkbench *bench, guint *n_forward)
{
  if (n_forward != NULL)
    *n_forward = 0;
  return bench->workspace != NULL ? chain_workspace_steps (bench->workspace, n_forward)->len : 0;
}

/**
 * chain_workbench_get_step:
 * @bench: a workbench
 *
 * Returns: (transfer none) (nullable): the step done last
 */
const ChainWorkspaceStep *
chain_workbench_get_step (ChainWorkbench *bench)
{
  if (bench->workspace == NULL || bench->position == 0)
    return NULL;
  return &g_array_index (chain_workspace_steps (bench->workspace, NULL), ChainWorkspaceStep,
                         bench->position - 1);
}

/**
 * chain_workbench_go_to:
 * @bench: a workbench
 * @position: steps to be done, at most all
 */
void
chain_workbench_go_to (ChainWorkbench *bench, guint position)
{
  position = MIN (position, chain_workbench_get_n_steps (bench, NULL));
  if (position == bench->position)
    return;
  bench->position = position;
  if (bench->selected != CHAIN_NO_NODE)
    {
      bench->selected = CHAIN_NO_NODE;
      chain_workbench_emit (bench, CHAIN_WORKBENCH_SELECTION_CHANGED);
    }
  chain_workbench_emit (bench, CHAIN_WORKBENCH_POSITION_CHANGED);
}

/**
 * chain_workbench_step:
 * @bench: a workbench
 *
 * Does the next step of the pass.
 */
void
chain_workbench_step (ChainWorkbench *bench)
{
  chain_workbench_go_to (bench, bench->position + 1);
}

/**
 * chain_workbench_step_back:
 * @bench: a workbench
 *
 * Takes back the last step.
 */
void
chain_workbench_step_back (ChainWorkbench *bench)
{
  if (bench->position > 0)
    chain_workbench_go_to (bench, bench->position - 1);
}

/**
 * chain_workbench_finish_pass:
 * @bench: a workbench
 *
 * Does all steps up to the last value, or from there to the last gradient.
 */
void
chain_workbench_finish_pass (ChainWorkbench *bench)
{
  guint       n_forward;
  const guint n_steps = chain_workbench_get_n_steps (bench, &n_forward);

  chain_workbench_go_to (bench, bench->position < n_forward ? n_forward : n_steps);
}

/**
 * chain_workbench_rewind:
 * @bench: a workbench
 *
 * Takes back all steps.
 */
void
chain_workbench_rewind (ChainWorkbench *bench)
{
  chain_workbench_go_to (bench, 0);
}

/**
 * chain_workbench_get_playing:
 * @bench: a workbench
 *
 * Returns: whether it steps by itself
 */
gboolean
chain_workbench_get_playing (ChainWorkbench *bench)
{
  return bench->play_source != 0;
}

static gboolean
on_play (gpointer data)
{
  ChainWorkbench *self = data;

  if (self->position < chain_workbench_get_n_steps (self, NULL))
    {
      chain_workbench_step (self);
      return G_SOURCE_CONTINUE;
    }
  self->play_source = 0;
  chain_workbench_emit (self, CHAIN_WORKBENCH_POSITION_CHANGED);
  return G_SOURCE_REMOVE;
}

/**
 * chain_workbench_set_playing:
 * @bench: a workbench
 * @playing: whether it steps by itself, until the end of the pass; from its beginning where it is
 *   at the end
 */
void
chain_workbench_set_playing (ChainWorkbench *bench, gboolean playing)
{
  if (playing == chain_workbench_get_playing (bench))
    return;
  g_clear_handle_id (&bench->play_source, g_source_remove);
  if (playing)
    {
      if (bench->position >= chain_workbench_get_n_steps (bench, NULL))
        chain_workbench_rewind (bench);
      bench->play_source = g_timeout_add (PLAY_INTERVAL, on_play, bench);
    }
  chain_workbench_emit (bench, CHAIN_WORKBENCH_POSITION_CHANGED);
}

/**
 * chain_workbench_get_selected:
 * @bench: a workbench
 *
 * Returns: the node that was clicked; %CHAIN_NO_NODE if none was
 */
guint
chain_workbench_get_selected (ChainWorkbench *bench)
{
  return bench->workspace != NULL ? bench->selected : CHAIN_NO_NODE;
}

/**
 * chain_workbench_set_selected:
 * @bench: a workbench
 * @node: what is looked at; %CHAIN_NO_NODE: what the step is about
 */
void
chain_workbench_set_selected (ChainWorkbench *bench, guint node)
{
  if (bench->workspace == NULL || node == bench->selected)
    return;
  bench->selected = node;
  chain_workbench_emit (bench, CHAIN_WORKBENCH_SELECTION_CHANGED);
}

/**
 * chain_workbench_get_shown:
 * @bench: a workbench
 *
 * Returns: the node selected, else that of the step, else the target; %CHAIN_NO_NODE if there is
 *   none
 */
guint
chain_workbench_get_shown (ChainWorkbench *bench)
{
  const ChainWorkspaceStep *step = chain_workbench_get_step (bench);

  if (bench->workspace == NULL)
    return CHAIN_NO_NODE;
  if (bench->selected != CHAIN_NO_NODE)
    return bench->selected;
  return step != NULL ? step->node : chain_workspace_target (bench->workspace);
}
