/* trainer-resume.c: goes on with a run that was stopped.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/trainer-private.h"

#include <math.h>

/* Without the weights it may have to restore, it begins a new wait. */
static void
resume_stopping (ChainTrainer *trainer, const ChainTrainingState *state)
{
  const ChainEarlyStoppingOptions *options = &trainer->iteration->options.early_stopping;
  g_autofree double               *best = NULL;

  if (!options->enabled || state->stopping.best_epoch == 0)
    return;
  if (options->restore_best_weights)
    best = chain_training_state_best (state, trainer->iteration);
  if (options->restore_best_weights && best == NULL)
    return;
  trainer->stopping = state->stopping;
  trainer->stopped_early = FALSE;
  g_free (trainer->best_state);
  trainer->best_state = g_steal_pointer (&best);
}

static void
save_stopping (const ChainTrainer *trainer, ChainTrainingState *state)
{
  /* Once it has stopped a run, the next one begins a new wait. */
  if (!trainer->iteration->options.early_stopping.enabled || trainer->stopped_early
      || trainer->stopping.best_epoch == 0)
    return;
  state->stopping = trainer->stopping;
  if (trainer->best_state != NULL)
    chain_training_state_keep_best (state, trainer->iteration, trainer->best_state);
}

/**
 * chain_trainer_resume:
 * @trainer: not running, with the weights of a paused run
 * @state: of that run
 *
 * Lets the next run go on where that one was stopped: early stopping goes on waiting.
 *
 * Returns: %FALSE, and nothing is changed, if the optimizer has other variables than @state
 */
gboolean
chain_trainer_resume (ChainTrainer *trainer, const ChainTrainingState *state)
{
  ChainIteration    *iteration = chain_trainer_iteration (trainer);
  g_autofree double *values = NULL;

  if (!chain_training_state_apply (state, iteration))
    return FALSE;
  values = chain_iteration_save_state (iteration);
  chain_trainer_continue_from (trainer, state->step, values);
  trainer->epoch_loss = state->epoch_loss;
  trainer->epoch_rows = state->epoch_rows;
  iteration->measure = state->epoch_rows > 0 ? state->epoch_measure : 0;
  resume_stopping (trainer, state);
  return TRUE;
}

/**
 * chain_trainer_save_state:
 * @trainer: not running
 *
 * Returns: (transfer full) (nullable): what a later run needs to go on from here beside the
 *   weights; %NULL if it needs nothing
 */
ChainTrainingState *
chain_trainer_save_state (ChainTrainer *trainer)
{
  ChainIteration                *iteration = chain_trainer_iteration (trainer);
  g_autoptr (ChainTrainingState) state = chain_training_state_of (iteration);

  state->epoch_loss = trainer->epoch_loss;
  state->epoch_rows = trainer->epoch_rows;
  state->epoch_measure = iteration->measures ? iteration->measure : NAN;
  save_stopping (trainer, state);
  return chain_training_state_is_needed (state, iteration) ? g_steal_pointer (&state) : NULL;
}

/**
 * chain_trainer_batches_per_epoch:
 * @trainer: not running
 *
 * Returns: updates of an epoch
 */
guint
chain_trainer_batches_per_epoch (ChainTrainer *trainer)
{
  return chain_batches_per_epoch (chain_trainer_iteration (trainer)->batches);
}
