/* stepper.c: training, one operation at a time, forwards and back.
 *
 * Within an iteration all values stay in the walk, so going back is only forgetting; the
 * variables change when the next iteration begins. Across iterations the stepper keeps
 * checkpoints of the variables and repeats iterations from the nearest one: an iteration is a
 * pure function of the variables before it, so the values are the same to the last bit.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/stepper-private.h"

static const ChainStep *
step_at (const ChainStepper *stepper, guint index)
{
  return &g_array_index (stepper->steps, ChainStep, index);
}

static void
begin_iteration (ChainStepper *stepper, gboolean trained)
{
  chain_checkpoints_keep (stepper->checkpoints, stepper->iteration->t, trained,
                          chain_iteration_save_state (stepper->iteration));
  chain_iteration_load (stepper->iteration);
  g_array_set_size (stepper->what_ifs, 0);
  g_array_set_size (stepper->chosen, 0);
  stepper->outside = FALSE;
  stepper->position = 0;
  stepper->part = 0;
}

/* Makes the present iteration, from the variables as they are now, the first one. */
void
chain_stepper_restart (ChainStepper *stepper)
{
  chain_checkpoints_clear (stepper->checkpoints);
  begin_iteration (stepper, FALSE);
}

/**
 * chain_stepper_new:
 * @network: where to start from; copied
 * @options: how to train; copied
 * @dataset: to train on
 * @error: set if network, loss and data do not fit together
 *
 * Returns: (transfer full): a stepper before the first step of the first iteration, or %NULL
 *   on an error
 */
ChainStepper *
chain_stepper_new (const ChainNetwork         *network,
                   const ChainTrainingOptions *options,
                   ChainDataset               *dataset,
                   GError                    **error)
{
  ChainIteration *iteration = chain_iteration_new (network, options, dataset, error);
  ChainStepper   *stepper;

  if (iteration == NULL)
    return NULL;
  stepper = g_new0 (ChainStepper, 1);
  stepper->iteration = iteration;
  stepper->what_ifs = chain_what_ifs_new ();
  stepper->chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  stepper->checkpoints = chain_checkpoints_new (chain_iteration_state_size (iteration));
  stepper->steps = chain_steps_new (iteration->recording, chain_iteration_walk (iteration));
  begin_iteration (stepper, FALSE);
  return stepper;
}

/**
 * chain_stepper_free:
 * @stepper: (transfer full) (nullable): to free
 */
void
chain_stepper_free (ChainStepper *stepper)
{
  if (stepper == NULL)
    return;
  chain_iteration_free (stepper->iteration);
  g_array_unref (stepper->steps);
  g_array_unref (stepper->what_ifs);
  g_array_unref (stepper->chosen);
  chain_checkpoints_free (stepper->checkpoints);
  g_free (stepper);
}

/**
 * chain_stepper_rows:
 * @stepper: a stepper
 * @n_rows: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_rows): the data rows of the current batch, or those
 *   chosen instead, from 0 in file order
 */
const guint *
chain_stepper_rows (ChainStepper *stepper, gsize *n_rows)
{
  *n_rows = stepper->chosen->len;
  if (stepper->chosen->len > 0)
    return (const guint *) (gconstpointer) stepper->chosen->data;
  return chain_batches_rows (stepper->iteration->batches, stepper->iteration->t, n_rows);
}

/**
 * chain_stepper_batch_rows:
 * @stepper: a stepper
 * @n_rows: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_rows): the data rows of the current batch, whatever is
 *   chosen instead, from 0 in file order
 */
const guint *
chain_stepper_batch_rows (ChainStepper *stepper, gsize *n_rows)
{
  return chain_batches_rows (stepper->iteration->batches, stepper->iteration->t, n_rows);
}

/* Values: every node since the one before it, the parts of the quantity among them. */
static void
run_values (ChainStepper *stepper, guint index)
{
  const ChainStep *step = step_at (stepper, index);
  guint            first = 0;

  for (guint i = 0; i < index; i++)
    if (!step_at (stepper, i)->gradient)
      first = step_at (stepper, i)->node + 1;
  chain_walk_forward (stepper->iteration->walk, first, step->node + 1);
}

/* The same quantity computed in parts has the same gradient in parts. */
static void
run_gradients_of_parts (ChainStepper *stepper, guint node)
{
  const ChainGraph *graph = stepper->iteration->recording->graph;
  const ChainNode  *whole = chain_graph_node (graph, node);

  for (guint k = 0; k < whole->n_inputs; k++)
    if (chain_node_is_part_of (chain_graph_node (graph, whole->inputs[k]), whole))
      {
        chain_walk_backward_edge (stepper->iteration->walk, node, k);
        run_gradients_of_parts (stepper, whole->inputs[k]);
      }
}

/* In the order of chain_walk_backward(), so that sums round alike. */
static void
run_gradient (ChainStepper *stepper, const ChainStep *step)
{
  const ChainRecording *recording = stepper->iteration->recording;

  for (guint i = recording->loss; i > step->node; i--)
    {
      const ChainNode *user = chain_graph_node (recording->graph, i);

      for (guint k = user->n_inputs; k-- > 0;)
        if (user->inputs[k] == step->node)
          chain_walk_backward_edge (stepper->iteration->walk, i, k);
    }
  run_gradients_of_parts (stepper, step->node);
}

/* ∂L/∂L = 1 is no step of its own, and so it is for the loss and the penalties that L is made of. */
static void
start_backward (ChainStepper *stepper)
{
  const guint loss = stepper->iteration->recording->loss;

  chain_walk_start_backward (stepper->iteration->walk, loss);
  run_gradients_of_parts (stepper, loss);
}

static void
compute_step (ChainStepper *stepper)
{
  const ChainStep *step = step_at (stepper, stepper->position);

  if (step->gradient)
    run_gradient (stepper, step);
  else
    run_values (stepper, stepper->position);
  if (step->phase == CHAIN_PHASE_LOSS)
    start_backward (stepper);
}

/* A step under way is computed already: gradients add up, and must not be added to twice. */
static void
run_step (ChainStepper *stepper)
{
  if (stepper->part == 0)
    compute_step (stepper);
  stepper->part = 0;
  stepper->position++;
}

/* As stepped there from the start of the iteration: gradients add up, and must not be added to
 * twice. */
void
chain_stepper_repeat (ChainStepper *stepper, guint position)
{
  stepper->position = 0;
  stepper->part = 0;
  while (stepper->position < position)
    run_step (stepper);
}

/* A row that is not of the batch makes no update: after it the batch's own iteration begins.
 * What was only tried is not what the network learns from. */
static gboolean
end_iteration (ChainStepper *stepper)
{
  if (stepper->outside)
    {
      chain_stepper_go_to (stepper, stepper->iteration->t, 0);
      chain_stepper_choose_rows (stepper, NULL, 0);
      return FALSE;
    }
  if (stepper->what_ifs->len > 0 || stepper->chosen->len > 0)
    {
      chain_iteration_load (stepper->iteration);
      chain_stepper_repeat (stepper, stepper->position);
    }
  chain_walk_commit (stepper->iteration->walk);
  stepper->iteration->t++;
  begin_iteration (stepper, FALSE);
  return TRUE;
}

/**
 * chain_stepper_forward:
 * @stepper: a stepper
 *
 * Does the next step, or what is left of the one under way; after the last one of an iteration,
 * the first of the next iteration, or after those of a row that is not of the batch the first of
 * the batch's own.
 *
 * Returns: whether the iteration changed
 */
gboolean
chain_stepper_forward (ChainStepper *stepper)
{
  const gboolean next_iteration
      = stepper->position == chain_stepper_n_steps (stepper) && end_iteration (stepper);

  run_step (stepper);
  return next_iteration;
}

/**
 * chain_stepper_back:
 * @stepper: a stepper
 *
 * Undoes the step under way, or else the last one; before the first one of an iteration this is
 * the end of the iteration before, with exactly the values that stood there. Nothing is before the
 * first step of a row that is not of the batch.
 *
 * Returns: %FALSE if there is nothing before
 */
gboolean
chain_stepper_back (ChainStepper *stepper)
{
  const guint64  t = stepper->iteration->t;
  const gboolean is_first = stepper->outside || t == chain_stepper_first_iteration (stepper);

  if (stepper->part > 0)
    {
      chain_stepper_go_to (stepper, t, stepper->position);
      return TRUE;
    }
  if (stepper->position > 1 || (stepper->position == 1 && is_first))
    {
      chain_stepper_go_to (stepper, t, stepper->position - 1);
      return TRUE;
    }
  if (is_first)
    return FALSE;
  chain_stepper_go_to (stepper, t - 1, stepper->steps->len);
  return TRUE;
}

static gsize
n_parts (ChainStepper *stepper)
{
  return chain_step_n_parts (stepper->iteration->recording, stepper->iteration->walk,
                             step_at (stepper, stepper->position));
}

/**
 * chain_stepper_forward_part:
 * @stepper: a stepper
 *
 * Does the next summand of the next element of the step that is due (chain_step_part_new()); with
 * its last one the step is done.
 *
 * Returns: whether the iteration changed
 */
gboolean
chain_stepper_forward_part (ChainStepper *stepper)
{
  const gboolean next_iteration
      = stepper->position == chain_stepper_n_steps (stepper) && end_iteration (stepper);

  if (stepper->part == 0)
    compute_step (stepper);
  stepper->part++;
  if (stepper->part == n_parts (stepper))
    run_step (stepper);
  return next_iteration;
}

/**
 * chain_stepper_back_part:
 * @stepper: a stepper
 *
 * Undoes the last summand, also one of a step that is done.
 *
 * Returns: %FALSE if there is nothing before
 */
gboolean
chain_stepper_back_part (ChainStepper *stepper)
{
  const guint64 t = stepper->iteration->t;

  if (stepper->part > 1)
    {
      stepper->part--;
      return TRUE;
    }
  if (stepper->part == 1)
    return chain_stepper_back (stepper);
  if (stepper->position == 0
      && (stepper->outside || t == chain_stepper_first_iteration (stepper)))
    return FALSE;
  if (stepper->position == 0)
    chain_stepper_go_to (stepper, t - 1, stepper->steps->len);
  chain_stepper_go_to (stepper, stepper->iteration->t, stepper->position - 1);
  if (n_parts (stepper) == 1)
    return TRUE;
  compute_step (stepper);
  stepper->part = n_parts (stepper) - 1;
  return TRUE;
}

/**
 * chain_stepper_part:
 * @stepper: a stepper
 *
 * Returns: how many summands of the step after the current position are done; 0 if none is
 */
gsize
chain_stepper_part (const ChainStepper *stepper)
{
  return stepper->part;
}

/* Forward pass, backward pass, update: the loss is the end of the forward pass. */
static ChainPhase
pass_of (const ChainStep *step)
{
  return step->phase == CHAIN_PHASE_LOSS ? CHAIN_PHASE_FORWARD : step->phase;
}

/**
 * chain_stepper_finish_pass:
 * @stepper: a stepper
 *
 * Does the next step and all that follow in the same pass: forward to the loss, backward to
 * the first layer, or the updates.
 */
void
chain_stepper_finish_pass (ChainStepper *stepper)
{
  ChainPhase pass;

  chain_stepper_forward (stepper);
  pass = pass_of (step_at (stepper, stepper->position - 1));
  while (stepper->position < chain_stepper_n_steps (stepper)
         && pass_of (step_at (stepper, stepper->position)) == pass)
    run_step (stepper);
}

/**
 * chain_stepper_rewind:
 * @stepper: a stepper
 *
 * Back to where the stepper started, before the first step.
 */
void
chain_stepper_rewind (ChainStepper *stepper)
{
  chain_stepper_go_to (stepper, chain_stepper_first_iteration (stepper), 0);
}

/* Repeats the iterations since the nearest checkpoint as they were made: on the walk if they were
 * stepped, on the plan if they were trained. */
static void
restore_iteration (ChainStepper *stepper, guint64 t)
{
  guint64        nearest;
  const double  *state = chain_checkpoints_before (stepper->checkpoints, t, &nearest);
  const gboolean trained = chain_checkpoints_trained (stepper->checkpoints, t);

  chain_iteration_load_state (stepper->iteration, nearest, state);
  while (stepper->iteration->t < t)
    {
      const guint64 before = stepper->iteration->t;

      if (trained)
        chain_iteration_run (stepper->iteration);
      else
        chain_iteration_walk_run (stepper->iteration);
      if (stepper->iteration->t == before)
        break; /* the run diverged here: there is no later iteration */
    }
  begin_iteration (stepper, FALSE);
}

/**
 * chain_stepper_go_to:
 * @stepper: a stepper
 * @iteration: t, from 0
 * @position: steps of it to have done, at most all; after those of a row that is not of the batch
 *   there are none
 *
 * Goes to any place of the run, earlier or later, as if stepped there.
 */
void
chain_stepper_go_to (ChainStepper *stepper, guint64 iteration, guint position)
{
  g_return_if_fail (position <= stepper->steps->len);

  if (iteration != stepper->iteration->t)
    restore_iteration (stepper, iteration);
  position = MIN (position, chain_stepper_n_steps (stepper));
  if (position < stepper->position || (position == stepper->position && stepper->part > 0))
    chain_stepper_repeat (stepper, position);
  while (stepper->position < position)
    run_step (stepper);
}

/**
 * chain_stepper_save_state:
 * @stepper: a stepper
 * @t: (out): updates made
 *
 * Where a run would go on from: after the current iteration if all its steps are done (the
 * stepper moves on to the start of the next one), else before it.
 *
 * Returns: (transfer full): the values of all variables, as chain_iteration_load_state() reads
 */
double *
chain_stepper_save_state (ChainStepper *stepper, guint64 *t)
{
  if (stepper->position == stepper->steps->len)
    end_iteration (stepper);
  *t = stepper->iteration->t;
  return chain_iteration_save_state (stepper->iteration);
}

/**
 * chain_stepper_copy_start:
 * @stepper: a stepper
 * @t: (out): updates made before the current iteration
 *
 * Returns: (transfer full): the values of all variables before the current iteration, as
 *   chain_iteration_load_state() reads
 */
double *
chain_stepper_copy_start (ChainStepper *stepper, guint64 *t)
{
  *t = stepper->iteration->t;
  return chain_iteration_save_state (stepper->iteration);
}

/**
 * chain_stepper_adopt:
 * @stepper: a stepper
 * @t: updates made
 * @state: the values of all variables after them (chain_iteration_save_state())
 *
 * Takes over where a run of the same network, options and data has come to.
 */
void
chain_stepper_adopt (ChainStepper *stepper, guint64 t, const double *state)
{
  chain_iteration_load_state (stepper->iteration, t, state);
  begin_iteration (stepper, TRUE);
}

/**
 * chain_stepper_resume:
 * @stepper: with the weights of a paused run
 * @state: of that run
 *
 * Goes to just before the iteration that was due, which is the first one from now on: what was
 * before it is not known.
 *
 * Returns: %FALSE, and nothing is changed, if the optimizer has other variables than @state
 */
gboolean
chain_stepper_resume (ChainStepper *stepper, const ChainTrainingState *state)
{
  if (!chain_training_state_apply (state, stepper->iteration))
    return FALSE;
  chain_stepper_restart (stepper);
  return TRUE;
}
