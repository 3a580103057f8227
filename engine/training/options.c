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
 * 0.01, batches of 32 shuffled rows with seed 0, and 100 epochs. Early stopping is off; once
 * asked for, it waits for 10 epochs and restores the best weights.
 */
void
chain_training_options_init (ChainTrainingOptions *options)
{
  *options = (ChainTrainingOptions){
    .learning_rate = 0.01,
    .batch_size = 32,
    .epochs = 100,
    .shuffle = TRUE,
    .seed = 0,
    .early_stopping = { .patience = 10, .restore_best_weights = TRUE },
  };
  chain_stop_options_init (&options->stop);
  chain_training_options_set_loss (options, chain_op_find (CHAIN_OP_LOSS, "mse"));
  chain_training_options_set_optimizer (options, chain_optimizer_find ("sgd"));
  chain_training_options_set_schedule (options, chain_schedule_find ("constant"));
}

/**
 * chain_training_options_set_loss:
 * @options: options
 * @loss: the loss from now on, with the initial values of its parameters
 */
void
chain_training_options_set_loss (ChainTrainingOptions *options, const ChainOp *loss)
{
  options->loss = loss;
  chain_parameters_init (loss->parameters, options->loss_parameters);
}

/**
 * chain_training_options_set_optimizer:
 * @options: options
 * @optimizer: the optimizer from now on, with the initial values of its parameters
 */
void
chain_training_options_set_optimizer (ChainTrainingOptions *options, const ChainOptimizer *optimizer)
{
  options->optimizer = optimizer;
  chain_parameters_init (optimizer->parameters, options->optimizer_parameters);
}

/**
 * chain_training_options_set_schedule:
 * @options: options
 * @schedule: the schedule from now on, with the initial values of its parameters
 */
void
chain_training_options_set_schedule (ChainTrainingOptions *options, const ChainSchedule *schedule)
{
  options->schedule = schedule;
  chain_parameters_init (schedule->parameters, options->schedule_parameters);
}

/**
 * chain_training_options_rate:
 * @options: options
 * @t: updates made so far
 *
 * Returns: the learning rate of the next update
 */
double
chain_training_options_rate (const ChainTrainingOptions *options, guint64 t)
{
  return options->schedule->rate (options->learning_rate, options->schedule_parameters, t);
}
