/* options.h: how a project trains.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/optimizer.h"
#include "training/schedule.h"

G_BEGIN_DECLS

typedef struct
{
  const ChainOp        *loss;
  const ChainOptimizer *optimizer;
  const ChainSchedule  *schedule;
  double                learning_rate;
  guint                 batch_size; /* rows; at least 1 */
  guint                 epochs;
  gboolean              shuffle;
  guint64               seed;
} ChainTrainingOptions;

void chain_training_options_init (ChainTrainingOptions *options);

G_END_DECLS
