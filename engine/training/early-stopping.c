/* early-stopping.c: when a run has stopped getting better.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/early-stopping.h"

#include "base/number.h"

#include <math.h>

#define DIGITS 6

/**
 * chain_early_stopping_init:
 * @stopping: (out caller-allocates): a run without epochs
 */
void
chain_early_stopping_init (ChainEarlyStopping *stopping)
{
  *stopping = (ChainEarlyStopping){ .best = INFINITY };
}

/**
 * chain_early_stopping_judge:
 * @stopping: where the run stands
 * @options: what is asked for
 * @epoch: number of the epoch that is done, from 1
 * @loss: of this epoch; NaN is never better
 *
 * Decides as Keras's EarlyStopping does: an epoch is better if its loss is below the best one
 * less `min_delta`, and the run stops with the `patience`-th epoch in a row that is not. The
 * first epoch never stops it, so that a patience of 0 is one of 1.
 *
 * Returns: what to do
 */
ChainEarlyStoppingVerdict
chain_early_stopping_judge (ChainEarlyStopping              *stopping,
                            const ChainEarlyStoppingOptions *options,
                            guint                            epoch,
                            double                           loss)
{
  const gboolean is_first = stopping->best_epoch == 0;
  const gboolean is_better = loss < stopping->best - options->min_delta;

  stopping->epoch = epoch;
  stopping->waited = is_better ? 0 : stopping->waited + 1;
  if (is_better)
    stopping->best = loss;
  if (is_better || is_first)
    {
      stopping->best_epoch = epoch;
      return CHAIN_EARLY_STOPPING_KEEP;
    }
  return stopping->waited >= options->patience ? CHAIN_EARLY_STOPPING_STOP
                                               : CHAIN_EARLY_STOPPING_WAIT;
}

/**
 * chain_early_stopping_words:
 * @stopping: of a run that was stopped
 * @options: what was asked for
 * @validation: whether the loss is that of the validation rows
 *
 * Returns: (transfer full): why it was: "stopped after epoch 41: no better validation loss than
 *   0.123 (epoch 31) in 10 epochs; its weights are restored"
 */
char *
chain_early_stopping_words (const ChainEarlyStopping        *stopping,
                            const ChainEarlyStoppingOptions *options,
                            gboolean                         validation)
{
  char number[CHAIN_NUMBER_SIZE];

  return g_strdup_printf ("stopped after epoch %u: no better %s than %s (epoch %u) in %u epoch%s%s",
                          stopping->epoch, validation ? "validation loss" : "loss",
                          chain_number_show (stopping->best, DIGITS, number),
                          stopping->best_epoch, stopping->waited,
                          stopping->waited == 1 ? "" : "s",
                          options->restore_best_weights ? "; its weights are restored" : "");
}
