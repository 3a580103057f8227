/* options.h: how a project trains.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/early-stopping.h"
#include "training/optimizer.h"
#include "training/schedule.h"
#include "training/stop-rules.h"

G_BEGIN_DECLS

typedef struct
{
  const ChainOp        *loss;
  double                loss_parameters[CHAIN_MAX_PARAMETERS];
  const ChainOptimizer *optimizer;
  double                optimizer_parameters[CHAIN_MAX_PARAMETERS];
  const ChainSchedule  *schedule;
  double                schedule_parameters[CHAIN_MAX_PARAMETERS];
  double                learning_rate;
  guint                 batch_size; /* rows; at least 1 */
  guint                 epochs;
  gboolean              shuffle;
  guint64               seed;
  ChainEarlyStoppingOptions early_stopping;
  ChainStopOptions      stop;
} ChainTrainingOptions;

void   chain_training_options_init          (ChainTrainingOptions       *options);
void   chain_training_options_set_loss      (ChainTrainingOptions       *options,
                                             const ChainOp              *loss);
void   chain_training_options_set_optimizer (ChainTrainingOptions       *options,
                                             const ChainOptimizer       *optimizer);
void   chain_training_options_set_schedule  (ChainTrainingOptions       *options,
                                             const ChainSchedule        *schedule);
double chain_training_options_rate          (const ChainTrainingOptions *options,
                                             guint64                     t);

G_END_DECLS
