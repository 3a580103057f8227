/* options.c: how a project trains.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/options.h"

/**
 * chain_training_options_init:
 * @options: (out caller-allocates): overwritten
 *
 * Sets what a project starts with: mean squared error, gradient descent at the constant rate
 * 0.01, batches of 32 shuffled rows with seed 0, and 100 epochs.
 */
void
chain_training_options_init (ChainTrainingOptions *options)
{
  *options = (ChainTrainingOptions){
    .loss = chain_op_find (CHAIN_OP_LOSS, "mse"),
    .optimizer = chain_optimizer_find ("sgd"),
    .schedule = chain_schedule_find ("constant"),
    .learning_rate = 0.01,
    .batch_size = 32,
    .epochs = 100,
    .shuffle = TRUE,
    .seed = 0,
  };
}
