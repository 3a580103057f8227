/* lr-tasks.h: what the rules of the range test are judged on.
 *
 * A task is a training as somebody might set it up: data, network, loss, optimizer, batch size,
 * budget. The half a task belongs to was fixed before any rule was shaped: tasks named shape-*
 * may be looked at while a rule is made, those named judge-* only judge it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "lr-problems.h"

G_BEGIN_DECLS

typedef struct
{
  const char         *name;
  const char         *problem; /* NULL: iris */
  LrProblemSize       size;
  ChainScaling        scaling; /* of iris */
  const char         *layers;
  const char         *loss;
  const char         *optimizer;
  double              momentum;   /* the optimizer's first parameter where it is so called */
  guint               batch_size; /* 0: all rows */
  guint               steps;      /* the budget: updates */
  ChainLrRangeOptions range;      /* 0: as the program starts with */
} LrTask;

const LrTask *lr_tasks (guint *n_tasks);

G_END_DECLS
