/* trainer-resume.c: goes on with a run that was stopped.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/trainer.h"

/**
 * chain_trainer_resume:
 * @trainer: not running, with the weights of a paused run
 * @state: of that run
 *
 * Lets the next run go on where that one was stopped.
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
