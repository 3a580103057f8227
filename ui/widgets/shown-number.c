/* shown-number.c: which numbers of the iteration the inspector is about.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/shown-number.h"

/**
 * chain_shown_row:
 * @session: a session with a stepper
 * @step: one of its steps
 *
 * Returns: the row of the step's value that is looked at: the sample's, where it has one for each
 */
gsize
chain_shown_row (ChainSession    *session,
                 const ChainStep *step)
{
  ChainStepper    *stepper = chain_session_get_stepper (session);
  const ChainNode *node = chain_graph_node (chain_stepper_recording (stepper)->graph, step->node);

  return node->shape.rows == CHAIN_BATCH ? chain_session_get_sample (session) : 0;
}

static gboolean
step_is_about (const ChainStep      *step,
               const ChainSelection *selection)
{
  if (step->layer != selection->layer)
    return FALSE;
  switch (selection->kind)
    {
    case CHAIN_SELECTION_UNIT:
      return step->quantity == CHAIN_QUANTITY_Z || step->quantity == CHAIN_QUANTITY_A;
    case CHAIN_SELECTION_BIAS:
      return step->quantity == CHAIN_QUANTITY_BIAS;
    case CHAIN_SELECTION_CONNECTION:
      return step->quantity == CHAIN_QUANTITY_KERNEL;
    case CHAIN_SELECTION_STEP:
    default:
      return FALSE;
    }
}

/**
 * chain_shown_numbers:
 * @session: a session
 * @element: of the current step's value, row by row: the one that is shown while nothing is
 *   selected
 * @shown: (out caller-allocates) (array length=most): what has been computed in this iteration
 *   about the selection, newest first
 * @most: how many there may be
 *
 * Returns: how many there are
 */
guint
chain_shown_numbers (ChainSession     *session,
                     gsize             element,
                     ChainShownNumber *shown,
                     guint             most)
{
  ChainStepper         *stepper = chain_session_get_stepper (session);
  const ChainSelection *selection = chain_session_get_selection (session);
  const ChainStep      *current = chain_session_get_current_step (session);
  guint                 n = 0;

  if (stepper == NULL || most == 0)
    return 0;
  if (selection->kind == CHAIN_SELECTION_STEP)
    {
      const ChainTensor *value;

      if (current == NULL)
        return 0;
      value = chain_stepper_value (stepper, current);
      if (element >= chain_tensor_size (value))
        element = 0;
      shown[0] = (ChainShownNumber){ current, element / value->columns, element % value->columns };
      return 1;
    }

  for (guint i = chain_stepper_position (stepper); i-- > 0 && n < most;)
    {
      const ChainStep *step = chain_stepper_step (stepper, i);

      if (step_is_about (step, selection))
        shown[n++] = (ChainShownNumber){ step,
                              selection->kind == CHAIN_SELECTION_CONNECTION
                                  ? selection->from
                                  : chain_shown_row (session, step),
                              selection->unit };
    }
  return n;
}
