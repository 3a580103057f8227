/* stepper-values.c: where the stepper is, what is known there, and where that comes from.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/stepper-private.h"

static const ChainStep *
step_at (const ChainStepper *stepper, guint index)
{
  return &g_array_index (stepper->steps, ChainStep, index);
}

/**
 * chain_stepper_recording:
 * @stepper: a stepper
 *
 * Returns: (transfer none): the graph it steps through
 */
const ChainRecording *
chain_stepper_recording (const ChainStepper *stepper)
{
  return stepper->iteration->recording;
}

/**
 * chain_stepper_walk:
 * @stepper: a stepper
 *
 * Returns: (transfer none): the values; see chain_stepper_known() for which of them belong to
 *   this iteration
 */
ChainWalk *
chain_stepper_walk (ChainStepper *stepper)
{
  return stepper->iteration->walk;
}

/**
 * chain_stepper_n_steps:
 * @stepper: a stepper
 *
 * Returns: steps of every iteration; for a row that is not of the batch those before the updates
 */
guint
chain_stepper_n_steps (const ChainStepper *stepper)
{
  guint n = stepper->steps->len;

  while (stepper->outside && n > 0 && step_at (stepper, n - 1)->phase == CHAIN_PHASE_UPDATE)
    n--;
  return n;
}

/**
 * chain_stepper_step:
 * @stepper: a stepper
 * @index: from 0
 *
 * Returns: (transfer none): the step
 */
const ChainStep *
chain_stepper_step (const ChainStepper *stepper, guint index)
{
  return step_at (stepper, index);
}

/**
 * chain_stepper_iteration:
 * @stepper: a stepper
 *
 * Returns: t of the current iteration, from 0
 */
guint64
chain_stepper_iteration (const ChainStepper *stepper)
{
  return stepper->iteration->t;
}

/**
 * chain_stepper_first_iteration:
 * @stepper: a stepper
 *
 * Returns: t of the iteration it began with, to which it rewinds
 */
guint64
chain_stepper_first_iteration (const ChainStepper *stepper)
{
  return chain_checkpoints_first (stepper->checkpoints);
}

/**
 * chain_stepper_position:
 * @stepper: a stepper
 *
 * Returns: how many steps of the current iteration are done
 */
guint
chain_stepper_position (const ChainStepper *stepper)
{
  return stepper->position;
}

/**
 * chain_stepper_epoch:
 * @stepper: a stepper
 *
 * Returns: the epoch the current iteration belongs to, from 0
 */
guint
chain_stepper_epoch (const ChainStepper *stepper)
{
  return (guint) (stepper->iteration->t / chain_stepper_iterations_per_epoch (stepper));
}

/**
 * chain_stepper_iterations_per_epoch:
 * @stepper: a stepper
 *
 * Returns: iterations that take every training row once
 */
guint
chain_stepper_iterations_per_epoch (const ChainStepper *stepper)
{
  return chain_batches_per_epoch (stepper->iteration->batches);
}

/**
 * chain_stepper_learning_rate:
 * @stepper: a stepper
 *
 * Returns: the rate of the current iteration's update
 */
double
chain_stepper_learning_rate (ChainStepper *stepper)
{
  return chain_training_options_rate (&stepper->iteration->options, stepper->iteration->t);
}

static gboolean
step_done (const ChainStepper *stepper, guint node, gboolean gradient)
{
  for (guint i = 0; i < stepper->position; i++)
    if (step_at (stepper, i)->node == node && step_at (stepper, i)->gradient == gradient)
      return TRUE;
  return FALSE;
}

/* Where a variable begins in a state. */
static gsize
offset_in_state (ChainStepper *stepper, guint variable)
{
  const ChainGraph *graph = stepper->iteration->recording->graph;
  gsize             offset = 0;

  for (guint i = 0; i < variable; i++)
    if (chain_graph_node (graph, i)->kind == CHAIN_NODE_VARIABLE)
      offset += chain_tensor_size (chain_walk_value (stepper->iteration->walk, i));
  return offset;
}

/**
 * chain_stepper_history:
 * @stepper: a stepper
 * @node: a kernel or a bias
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * What is remembered: every iteration of a short run, some of a long one's.
 *
 * Returns: (transfer full) (element-type ChainStepperPast): what the element was before
 *   iterations up to the current one, in their order
 */
GArray *
chain_stepper_history (ChainStepper *stepper, guint node, gsize row, gsize column)
{
  const gsize columns = chain_walk_value (stepper->iteration->walk, node)->columns;
  const gsize place = offset_in_state (stepper, node) + row * columns + column;
  GArray     *history = g_array_new (FALSE, FALSE, sizeof (ChainStepperPast));

  for (guint i = 0; i < chain_checkpoints_length (stepper->checkpoints); i++)
    {
      ChainStepperPast past;
      const double    *state = chain_checkpoints_at (stepper->checkpoints, i, &past.t);

      if (past.t > stepper->iteration->t)
        break;
      past.value = state[place];
      g_array_append_val (history, past);
    }
  return history;
}

/**
 * chain_stepper_copy_kept:
 * @stepper: a stepper
 * @t: updates made
 * @found: (out): updates made before the state, at most @t unless the run began later
 *
 * Returns: (transfer full): the values of all variables at the last place that is remembered not
 *   after @t, as chain_iteration_load_state() reads
 */
double *
chain_stepper_copy_kept (const ChainStepper *stepper, guint64 t, guint64 *found)
{
  return g_memdup2 (chain_checkpoints_before (stepper->checkpoints, t, found),
                    chain_iteration_state_size (stepper->iteration) * sizeof (double));
}

/**
 * chain_stepper_find_row:
 * @stepper: a stepper
 * @row: of the data, from 0 in file order
 * @iteration: (out): t of the iteration of the current epoch whose batch has the row
 * @sample: (out): where in that batch, from 0
 *
 * Returns: %FALSE if the row is not for training
 */
gboolean
chain_stepper_find_row (ChainStepper *stepper, guint row, guint64 *iteration, gsize *sample)
{
  const guint   per_epoch = chain_stepper_iterations_per_epoch (stepper);
  const guint64 first = (guint64) chain_stepper_epoch (stepper) * per_epoch;

  for (*iteration = first; *iteration < first + per_epoch; ++*iteration)
    {
      gsize        n_rows;
      const guint *rows
          = chain_batches_rows (stepper->iteration->batches, *iteration, &n_rows);

      for (*sample = 0; *sample < n_rows; ++*sample)
        if (rows[*sample] == row)
          return TRUE;
    }
  return FALSE;
}

/**
 * chain_stepper_known:
 * @stepper: a stepper
 * @node: a node of the recording
 * @gradient: whether its gradient is asked for, or its value
 *
 * Returns: whether the number has been computed at this place of this iteration; what is given
 *   (targets, weights, the learning rate) always is
 */
gboolean
chain_stepper_known (ChainStepper *stepper, guint node, gboolean gradient)
{
  const ChainRecording *recording = stepper->iteration->recording;
  const ChainNode      *n = chain_graph_node (recording->graph, node);

  if (!gradient && node != recording->x
      && (n->kind == CHAIN_NODE_INPUT || n->kind == CHAIN_NODE_VARIABLE))
    return TRUE;
  return step_done (stepper, node, gradient);
}

/**
 * chain_stepper_step_under_way:
 * @stepper: a stepper
 *
 * Returns: (transfer none) (nullable): the step of which some summands are done, but not all
 */
const ChainStep *
chain_stepper_step_under_way (ChainStepper *stepper)
{
  return stepper->part > 0 ? step_at (stepper, stepper->position) : NULL;
}

/**
 * chain_stepper_current_part:
 * @stepper: a stepper
 *
 * Returns: (transfer full) (nullable): the summand done last; %NULL unless a step is under way
 */
ChainStepPart *
chain_stepper_current_part (ChainStepper *stepper)
{
  if (stepper->part == 0)
    return NULL;
  return chain_step_part_new (stepper->iteration->recording, stepper->iteration->walk,
                              step_at (stepper, stepper->position), stepper->part - 1);
}

/**
 * chain_stepper_element_known:
 * @stepper: a stepper
 * @node: a node of the recording
 * @gradient: whether its gradient is asked for, or its value
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * Returns: as chain_stepper_known(), or whether all summands of the element are done
 */
gboolean
chain_stepper_element_known (ChainStepper *stepper,
                             guint         node,
                             gboolean      gradient,
                             gsize         row,
                             gsize         column)
{
  const ChainStep   *step = chain_stepper_step_under_way (stepper);
  const ChainTensor *value;

  if (step == NULL || step->node != node || step->gradient != gradient)
    return chain_stepper_known (stepper, node, gradient);
  value = chain_stepper_value (stepper, step);
  return row * value->columns + column
         < stepper->part
               / chain_step_n_terms (stepper->iteration->recording, stepper->iteration->walk, step);
}

/**
 * chain_stepper_value:
 * @stepper: a stepper
 * @step: one of its steps, done or under way
 *
 * Returns: (transfer none): what the step computes
 */
const ChainTensor *
chain_stepper_value (ChainStepper *stepper, const ChainStep *step)
{
  return step->gradient ? chain_walk_adjoint (stepper->iteration->walk, step->node)
                        : chain_walk_value (stepper->iteration->walk, step->node);
}

/**
 * chain_stepper_weights:
 * @stepper: a stepper
 * @layer: from 1
 * @bias: whether the bias is asked for, or the kernel
 *
 * Returns: (transfer none) (nullable): the weights as they are at this place: the new ones once
 *   their update is done; %NULL for the bias of a layer without one
 */
const ChainTensor *
chain_stepper_weights (ChainStepper *stepper, guint layer, gboolean bias)
{
  const ChainRecordedLayer *recorded = &stepper->iteration->recording->layers[layer - 1];
  const guint               before = bias ? recorded->bias : recorded->kernel;
  const guint               after = bias ? recorded->new_bias : recorded->new_kernel;

  if (before == CHAIN_NO_NODE)
    return NULL;
  return chain_walk_value (stepper->iteration->walk,
                           step_done (stepper, after, FALSE) ? after : before);
}

/* What was only tried is not kept. */
static const ChainTensor *
weights_to_keep (ChainStepper *stepper, guint layer, gboolean bias)
{
  const ChainRecordedLayer *recorded = &stepper->iteration->recording->layers[layer - 1];
  const guint               before = bias ? recorded->bias : recorded->kernel;

  if ((stepper->what_ifs->len == 0 && stepper->chosen->len == 0) || before == CHAIN_NO_NODE)
    return chain_stepper_weights (stepper, layer, bias);
  return chain_walk_value (stepper->iteration->walk, before);
}

/**
 * chain_stepper_save_weights:
 * @stepper: a stepper
 * @network: of the same shape; takes the weights as they are at this place, or while other rows or
 *   inputs are tried as they were before the iteration
 */
void
chain_stepper_save_weights (ChainStepper *stepper, ChainNetwork *network)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      ChainLayer        *layer = chain_network_layer (network, i);
      const ChainTensor *bias = weights_to_keep (stepper, i + 1, TRUE);

      chain_tensor_free (layer->kernel);
      layer->kernel = chain_tensor_copy (weights_to_keep (stepper, i + 1, FALSE));
      chain_tensor_free (layer->bias);
      layer->bias = bias != NULL ? chain_tensor_copy (bias) : NULL;
    }
}

/**
 * chain_stepper_choose_rows:
 * @stepper: a stepper
 * @rows: (nullable): [n_rows] rows of the data, from 0 in file order, no more than the batch has
 * @n_rows: 0 for the batch's own
 *
 * Computes the steps done so far again with other rows, until the iteration ends; its update is
 * then made with the batch's own. What was tried of inputs and targets is forgotten.
 *
 * Rows that are not of the batch, such as one held out for validation, are computed as in
 * evaluation: no unit is dropped, and there are no steps after the backward pass.
 */
void
chain_stepper_choose_rows (ChainStepper *stepper, const guint *rows, guint n_rows)
{
  gsize n_batch;

  chain_batches_rows (stepper->iteration->batches, stepper->iteration->t, &n_batch);
  g_return_if_fail (n_rows <= n_batch);

  g_array_set_size (stepper->what_ifs, 0);
  g_array_set_size (stepper->chosen, 0);
  if (n_rows > 0)
    g_array_append_vals (stepper->chosen, rows, n_rows);
  stepper->outside = chain_what_if_rows_are_outside (stepper->chosen, stepper->iteration);
  chain_iteration_load (stepper->iteration);
  chain_what_if_rows (stepper->chosen, stepper->iteration);
  chain_stepper_repeat (stepper, MIN (stepper->position, chain_stepper_n_steps (stepper)));
}

/**
 * chain_stepper_chosen_rows:
 * @stepper: a stepper
 *
 * Returns: (transfer none) (element-type guint): the rows that are stepped instead of the batch's;
 *   none if it is the batch's
 */
const GArray *
chain_stepper_chosen_rows (const ChainStepper *stepper)
{
  return stepper->chosen;
}

/**
 * chain_stepper_is_outside:
 * @stepper: a stepper
 *
 * Returns: whether the rows that are stepped are not of the batch, so that no update follows
 */
gboolean
chain_stepper_is_outside (const ChainStepper *stepper)
{
  return stepper->outside;
}

/**
 * chain_stepper_try_value:
 * @stepper: a stepper
 * @target: whether it is one of the targets, or of the inputs
 * @row: of the batch, from 0
 * @column: of the target or input, from 0
 * @value: instead of the data's
 *
 * Computes the steps done so far again with another input or target. It counts until the
 * iteration ends; its update is then made with the data's own numbers.
 */
void
chain_stepper_try_value (ChainStepper *stepper,
                         gboolean      target,
                         gsize         row,
                         gsize         column,
                         double        value)
{
  const ChainRecording *recording = stepper->iteration->recording;
  const ChainTensor    *tensor
      = chain_walk_value (stepper->iteration->walk, target ? recording->y : recording->x);
  const ChainWhatIf     what_if
      = { target, row, column, value, chain_tensor_get (tensor, row, column) };
  g_autoptr (GArray) what_ifs = chain_what_ifs_copy (stepper->what_ifs);

  chain_what_ifs_add (what_ifs, &what_if);
  chain_stepper_try_values (stepper, what_ifs);
}

/**
 * chain_stepper_try_values:
 * @stepper: a stepper
 * @what_ifs: (element-type ChainWhatIf): other inputs and targets than the data's; none for those
 *
 * As chain_stepper_try_value(), for all at once instead of those tried before.
 */
void
chain_stepper_try_values (ChainStepper *stepper, const GArray *what_ifs)
{
  const ChainRecording *recording = stepper->iteration->recording;
  ChainWalk            *walk = stepper->iteration->walk;
  g_autoptr (GArray)    before = stepper->what_ifs;

  chain_what_ifs_apply (before, recording, walk, TRUE);
  stepper->what_ifs = chain_what_ifs_copy (what_ifs);
  chain_what_ifs_apply (stepper->what_ifs, recording, walk, FALSE);
  chain_stepper_repeat (stepper, stepper->position);
}

/**
 * chain_stepper_what_ifs:
 * @stepper: a stepper
 *
 * Returns: (transfer none) (element-type ChainWhatIf): what is tried in this iteration
 */
const GArray *
chain_stepper_what_ifs (const ChainStepper *stepper)
{
  return stepper->what_ifs;
}

/**
 * chain_stepper_equation:
 * @stepper: a stepper
 * @step: one of its steps, done
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * Returns: (transfer full): where the element of what the step computed comes from
 */
ChainEquation *
chain_stepper_equation (ChainStepper *stepper, const ChainStep *step, gsize row, gsize column)
{
  return step->gradient ? chain_equation_of_gradient (stepper->iteration->recording,
                                                      stepper->iteration->walk, step->node, row,
                                                      column)
                        : chain_equation_of_value (stepper->iteration->recording,
                                                   stepper->iteration->walk, step->node, row,
                                                   column);
}
