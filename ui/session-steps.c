/* session-steps.c: stepping through the session's network, and what is looked at.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

#define NEAR 100 /* iterations ahead that are stepped at once */

static const char *const overlay_names[CHAIN_N_OVERLAYS] = {
  [CHAIN_OVERLAY_WEIGHTS] = "weights",
  [CHAIN_OVERLAY_GRADIENTS] = "gradients",
  [CHAIN_OVERLAY_UPDATES] = "updates",
  [CHAIN_OVERLAY_CONTRIBUTIONS] = "contributions",
};

static const char *const grain_names[CHAIN_N_GRAINS] = {
  [CHAIN_GRAIN_ELEMENT] = "element", [CHAIN_GRAIN_OPERATION] = "operation",
  [CHAIN_GRAIN_LAYER] = "layer",     [CHAIN_GRAIN_PASS] = "pass",
  [CHAIN_GRAIN_BATCH] = "batch",     [CHAIN_GRAIN_EPOCH] = "epoch",
};

/**
 * chain_overlay_name:
 * @overlay: an overlay
 *
 * Returns: its name as the action's target
 */
const char *
chain_overlay_name (ChainOverlay overlay)
{
  return overlay_names[overlay];
}

/**
 * chain_grain_name:
 * @grain: a grain
 *
 * Returns: its name as the action's target
 */
const char *
chain_grain_name (ChainGrain grain)
{
  return grain_names[grain];
}

/**
 * chain_session_get_stepper:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): %NULL while there is a problem
 */
ChainStepper *
chain_session_get_stepper (ChainSession *self)
{
  return self->stepper;
}

/**
 * chain_session_get_problem:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): why the project cannot be stepped or trained
 */
const char *
chain_session_get_problem (ChainSession *self)
{
  return self->problem;
}

/* The row of the batch that a summand is of: gradients of weights are sums over them. */
static void
follow_part (ChainSession *self)
{
  const ChainStep          *step = chain_stepper_step_under_way (self->stepper);
  g_autoptr (ChainStepPart) part = chain_stepper_current_part (self->stepper);
  const ChainNode          *node;

  if (part == NULL)
    return;
  node = chain_graph_node (chain_stepper_recording (self->stepper)->graph, step->node);
  if (node->shape.rows == CHAIN_BATCH)
    self->sample = (guint) part->row;
  else if (step->gradient)
    self->sample = (guint) part->term;
}

/* The stepper is elsewhere. */
void
chain_session_moved (ChainSession *self)
{
  gsize n_rows;

  follow_part (self);
  chain_stepper_rows (self->stepper, &n_rows);
  self->sample = MIN (self->sample, (guint) n_rows - 1);
  chain_session_weights_moved (self);
  chain_session_emit (self, CHAIN_SESSION_POSITION_CHANGED);
}

static const ChainStep *
step_before (ChainStepper *stepper, guint position)
{
  return position > 0 ? chain_stepper_step (stepper, position - 1) : NULL;
}

/* Whether two steps in a row belong together at a grain. */
static gboolean
same_at_grain (ChainGrain grain, const ChainStep *one, const ChainStep *other)
{
  switch (grain)
    {
    case CHAIN_GRAIN_LAYER:
      return one->phase == other->phase && one->layer == other->layer;
    case CHAIN_GRAIN_PASS:
      return one->phase == other->phase
             || (one->phase == CHAIN_PHASE_FORWARD && other->phase == CHAIN_PHASE_LOSS);
    case CHAIN_GRAIN_BATCH:
    case CHAIN_GRAIN_EPOCH:
      return TRUE;
    case CHAIN_GRAIN_OPERATION:
    default:
      return FALSE;
    }
}

/**
 * chain_session_step:
 * @self: a session
 *
 * Goes on by one grain. A whole epoch is run by the trainer, on its own thread.
 */
void
chain_session_step (ChainSession *self)
{
  ChainStepper *stepper = self->stepper;
  guint         position;

  if (stepper == NULL || self->trainer != NULL)
    return;
  if (self->grain == CHAIN_GRAIN_EPOCH)
    {
      chain_session_train_epochs (self, 1, "Step one epoch", NULL);
      return;
    }
  if (self->grain == CHAIN_GRAIN_ELEMENT)
    {
      chain_stepper_forward_part (stepper);
      chain_session_moved (self);
      return;
    }
  chain_stepper_forward (stepper);
  for (position = chain_stepper_position (stepper);
       position < chain_stepper_n_steps (stepper)
       && same_at_grain (self->grain, step_before (stepper, position),
                         chain_stepper_step (stepper, position));
       position++)
    chain_stepper_forward (stepper);
  chain_session_moved (self);
}

static void
step_back_an_epoch (ChainStepper *stepper)
{
  const guint64 per_epoch = chain_stepper_iterations_per_epoch (stepper);
  const guint64 t = chain_stepper_iteration (stepper);
  const guint64 first = chain_stepper_first_iteration (stepper);

  chain_stepper_go_to (stepper, t > first + per_epoch ? t - per_epoch : first, 0);
}

/**
 * chain_session_step_back:
 * @self: a session
 *
 * Goes back by one grain, to exactly the values that stood there.
 */
void
chain_session_step_back (ChainSession *self)
{
  ChainStepper *stepper = self->stepper;

  if (stepper == NULL || self->trainer != NULL)
    return;
  if (self->grain == CHAIN_GRAIN_EPOCH)
    step_back_an_epoch (stepper);
  else if (self->grain == CHAIN_GRAIN_ELEMENT)
    chain_stepper_back_part (stepper);
  else if (chain_stepper_back (stepper))
    {
      guint position = chain_stepper_position (stepper);

      while (position > 0 && position < chain_stepper_n_steps (stepper)
             && same_at_grain (self->grain, step_before (stepper, position),
                               chain_stepper_step (stepper, position)))
        position--;
      chain_stepper_go_to (stepper, chain_stepper_iteration (stepper), position);
    }
  chain_session_moved (self);
}

/**
 * chain_session_finish_pass:
 * @self: a session
 *
 * Goes on to the end of the forward pass, the backward pass or the updates.
 */
void
chain_session_finish_pass (ChainSession *self)
{
  if (self->stepper == NULL || self->trainer != NULL)
    return;
  chain_stepper_finish_pass (self->stepper);
  chain_session_moved (self);
}

/**
 * chain_session_rewind:
 * @self: a session
 *
 * Back to before the first step, with the weights that stood there.
 */
void
chain_session_rewind (ChainSession *self)
{
  if (self->stepper == NULL || self->trainer != NULL)
    return;
  chain_session_set_playing (self, FALSE);
  chain_stepper_rewind (self->stepper);
  chain_session_reset_results (self);
  chain_session_moved (self);
  chain_session_emit (self, CHAIN_SESSION_TRAINING_CHANGED);
}

/**
 * chain_session_go_to_position:
 * @self: a session
 * @position: steps of the current iteration to have done
 */
void
chain_session_go_to_position (ChainSession *self, guint position)
{
  if (self->stepper == NULL || self->trainer != NULL
      || (position == chain_stepper_position (self->stepper)
          && chain_stepper_part (self->stepper) == 0))
    return;
  chain_stepper_go_to (self->stepper, chain_stepper_iteration (self->stepper),
                       MIN (position, chain_stepper_n_steps (self->stepper)));
  chain_session_moved (self);
}

/**
 * chain_session_go_to_iteration:
 * @self: a session
 * @iteration: t, from 0; those before the first that is known are not there
 *
 * Goes to the same step of another iteration, with the weights of then. Far ahead that is done on a
 * thread, see chain_session_get_work(), and as training would: up to rounding.
 */
void
chain_session_go_to_iteration (ChainSession *self, guint64 iteration)
{
  ChainStepper *stepper = self->stepper;

  if (stepper == NULL || self->trainer != NULL
      || iteration < chain_stepper_first_iteration (stepper)
      || iteration == chain_stepper_iteration (stepper))
    return;
  chain_session_end_work (self, CHAIN_WORK_GOING);
  if (iteration > chain_stepper_iteration (stepper) + NEAR)
    {
      chain_session_go_far (self, iteration);
      return;
    }
  chain_stepper_go_to (stepper, iteration, chain_stepper_position (stepper));
  chain_session_moved (self);
}

static void
look_outside (ChainSession *self, guint row)
{
  ChainStepper *stepper = self->stepper;

  chain_session_end_work (self, CHAIN_WORK_GOING);
  chain_session_set_playing (self, FALSE);
  chain_stepper_choose_rows (stepper, &row, 1);
  if (chain_stepper_position (stepper) == 0)
    chain_stepper_finish_pass (stepper);
  chain_session_moved (self);
}

/**
 * chain_session_go_to_row:
 * @self: a session
 * @row: of the data, from 0 in file order
 *
 * Goes to the iteration of the current epoch whose batch has the row, and shows that sample. A row
 * that no such batch has, one for validation or of an iteration before the first that is known, is
 * looked at by itself in the current iteration, with its loss at least: see
 * chain_session_get_outside().
 *
 * Returns: %FALSE if there is nothing to step, or a run goes on
 */
gboolean
chain_session_go_to_row (ChainSession *self, guint row)
{
  ChainStepper *stepper = self->stepper;
  guint64       t;
  gsize         sample;

  if (stepper == NULL || self->trainer != NULL || row >= self->dataset->n_rows)
    return FALSE;
  if (!chain_stepper_find_row (stepper, row, &t, &sample)
      || t < chain_stepper_first_iteration (stepper))
    {
      look_outside (self, row);
      return TRUE;
    }
  if (chain_stepper_is_outside (stepper))
    chain_session_choose_rows (self, NULL, 0);
  chain_session_go_to_iteration (self, t);
  chain_session_set_sample (self, (guint) sample);
  return TRUE;
}

/**
 * chain_session_get_play_interval:
 * @self: a session
 *
 * Returns: for how many milliseconds a step is shown while playing
 */
guint
chain_session_get_play_interval (ChainSession *self)
{
  return self->play_interval;
}

static gboolean
play_on (gpointer data)
{
  chain_session_step (data);
  return G_SOURCE_CONTINUE;
}

/**
 * chain_session_get_playing:
 * @self: a session
 *
 * Returns: whether steps are being taken by the clock
 */
gboolean
chain_session_get_playing (ChainSession *self)
{
  return self->play_source != 0;
}

/**
 * chain_session_set_playing:
 * @self: a session
 * @playing: whether to take a step now and then
 */
void
chain_session_set_playing (ChainSession *self, gboolean playing)
{
  if (playing == (self->play_source != 0) || (playing && self->stepper == NULL))
    return;
  if (playing)
    self->play_source = g_timeout_add (self->play_interval, play_on, self);
  else
    g_clear_handle_id (&self->play_source, g_source_remove);
  g_object_notify (G_OBJECT (self), "playing");
}

/**
 * chain_session_set_play_interval:
 * @self: a session
 * @milliseconds: for how long a step is shown while playing, from now on
 */
void
chain_session_set_play_interval (ChainSession *self, guint milliseconds)
{
  self->play_interval = MAX (milliseconds, 1);
  if (self->play_source == 0)
    return;
  g_source_remove (self->play_source);
  self->play_source = g_timeout_add (self->play_interval, play_on, self);
}

/**
 * chain_session_get_current_step:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the step that is under way, or else was done last; %NULL
 *   before the first
 */
const ChainStep *
chain_session_get_current_step (ChainSession *self)
{
  const ChainStep *under_way;

  if (self->stepper == NULL)
    return NULL;
  under_way = chain_stepper_step_under_way (self->stepper);
  return under_way != NULL ? under_way
                           : step_before (self->stepper, chain_stepper_position (self->stepper));
}

/* Where a summand is in the drawing: a connection for a product with a weight, the bias, or the
 * unit itself for everything else. */
static ChainSelection
place_of_part (const ChainRecording *recording, const ChainStep *step, const ChainStepPart *part)
{
  const guint row = (guint) part->row;
  const guint column = (guint) part->column;
  const guint term = (guint) part->term;
  const guint kernel = recording->layers[step->layer - 1].kernel;

  switch (step->quantity)
    {
    case CHAIN_QUANTITY_Z:
      if (step->gradient)
        break;
      if (term < chain_graph_node (recording->graph, kernel)->shape.rows)
        return (ChainSelection){ CHAIN_SELECTION_CONNECTION, step->layer, term, column };
      return (ChainSelection){ CHAIN_SELECTION_BIAS, step->layer, 0, column };
    case CHAIN_QUANTITY_A:
      if (step->gradient && step->layer < recording->n_layers)
        return (ChainSelection){ CHAIN_SELECTION_CONNECTION, step->layer + 1, column, term };
      break;
    case CHAIN_QUANTITY_KERNEL:
      return (ChainSelection){ CHAIN_SELECTION_CONNECTION, step->layer, row, column };
    case CHAIN_QUANTITY_BIAS:
      return (ChainSelection){ CHAIN_SELECTION_BIAS, step->layer, 0, column };
    default:
      break;
    }
  return (ChainSelection){ CHAIN_SELECTION_UNIT, step->layer, 0, column };
}

/**
 * chain_session_get_part_place:
 * @self: a session
 * @place: (out): the unit, the bias or the connection whose number the last summand is
 *
 * Returns: %FALSE unless a step of a layer is under way
 */
gboolean
chain_session_get_part_place (ChainSession *self, ChainSelection *place)
{
  g_autoptr (ChainStepPart) part
      = self->stepper != NULL ? chain_stepper_current_part (self->stepper) : NULL;
  const ChainStep *step;

  if (part == NULL)
    return FALSE;
  step = chain_stepper_step_under_way (self->stepper);
  if (step->layer == 0)
    return FALSE;
  *place = place_of_part (chain_stepper_recording (self->stepper), step, part);
  return TRUE;
}

/**
 * chain_session_get_overlay:
 * @self: a session
 *
 * Returns: what connections show
 */
ChainOverlay
chain_session_get_overlay (ChainSession *self)
{
  return self->overlay;
}

/**
 * chain_session_set_overlay:
 * @self: a session
 * @overlay: what connections show from now on
 */
void
chain_session_set_overlay (ChainSession *self, ChainOverlay overlay)
{
  if (overlay == self->overlay)
    return;
  self->overlay = overlay;
  chain_session_emit (self, CHAIN_SESSION_VIEW_CHANGED);
}

/**
 * chain_session_get_grain:
 * @self: a session
 *
 * Returns: how far a step goes
 */
ChainGrain
chain_session_get_grain (ChainSession *self)
{
  return self->grain;
}

/**
 * chain_session_set_grain:
 * @self: a session
 * @grain: how far a step goes from now on
 */
void
chain_session_set_grain (ChainSession *self, ChainGrain grain)
{
  if (grain == self->grain)
    return;
  self->grain = grain;
  chain_session_emit (self, CHAIN_SESSION_VIEW_CHANGED);
}

/**
 * chain_session_get_selection:
 * @self: a session
 *
 * Returns: (transfer none): what was clicked
 */
const ChainSelection *
chain_session_get_selection (ChainSession *self)
{
  return &self->selection;
}

/**
 * chain_session_set_selection:
 * @self: a session
 * @selection: what was clicked; must exist in the network
 */
void
chain_session_set_selection (ChainSession *self, const ChainSelection *selection)
{
  self->selection = *selection;
  chain_session_emit (self, CHAIN_SESSION_SELECTION_CHANGED);
}

/**
 * chain_session_get_sample:
 * @self: a session
 *
 * Returns: the row of the batch whose values are shown, from 0
 */
guint
chain_session_get_sample (ChainSession *self)
{
  return self->sample;
}

/**
 * chain_session_set_sample:
 * @self: a session
 * @sample: the row of the batch whose values are shown, from 0
 */
void
chain_session_set_sample (ChainSession *self, guint sample)
{
  gsize n_rows = 1;

  if (self->stepper != NULL)
    chain_stepper_rows (self->stepper, &n_rows);
  sample = MIN (sample, (guint) n_rows - 1);
  if (sample == self->sample)
    return;
  self->sample = sample;
  chain_session_emit (self, CHAIN_SESSION_POSITION_CHANGED);
}
