/* schedule.h: the learning rate as a function of the update counter t.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/formula.h"
#include "base/parameter.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *title;
  const char *formula;
  ChainParameter parameters[CHAIN_MAX_PARAMETERS];
  double    (*rate) (double learning_rate, const double *p, guint64 t);
  /* The formula at t, as a tree whose leaves have their numbers. */
  ChainFormula *(*record) (double learning_rate, const double *p, guint64 t);
} ChainSchedule;

extern const ChainSchedule *const chain_schedules[];

const ChainSchedule *chain_schedule_find  (const char *name);
char                *chain_schedule_names (void);

G_END_DECLS
