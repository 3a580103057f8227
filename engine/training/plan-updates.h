/* plan-updates.h: an optimizer for a plan: what it keeps beside the weights, and its update of
 * any part of them in one loop.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/plan.h"
#include "training/optimizer.h"

G_BEGIN_DECLS

/* Weights that follow one another among the plan's parameters and are not to change. */
typedef struct
{
  gsize first;
  gsize end;
} ChainLockedRun;

typedef struct
{
  ChainPlan            *plan;
  const ChainOptimizer *optimizer;
  double                parameters[CHAIN_MAX_PARAMETERS];
  guint                 n_states;                 /* of each weight */
  double               *states[CHAIN_MAX_STATES]; /* [n_parameters of the plan] */
  double                rate;                     /* of the update that is due */
  double                step;                     /* its number, from 1 */
  ChainPlanUpdate       update;                   /* for chain_plan_train() */
  GArray               *locked;                   /* ChainLockedRun, by place; NULL: none */
  gboolean              is_tame;    /* moderate numbers cannot lead to others */
  gboolean              was_looked; /* at the states: they are moderate */
  gboolean              was_tried;  /* and an update of them came out finite */
  double               *saved;      /* the states, while an update may not count; else NULL */
} ChainPlanUpdates;

ChainPlanUpdates *chain_plan_updates_new      (const ChainRecording   *recording,
                                               ChainPlan              *plan,
                                               const ChainOptimizer   *optimizer,
                                               const double           *parameters);
void              chain_plan_updates_free     (ChainPlanUpdates       *updates);
double           *chain_plan_updates_variable (const ChainPlanUpdates *updates,
                                               const ChainRecording   *recording,
                                               guint                   node);
void              chain_plan_updates_changed  (ChainPlanUpdates       *updates);
gsize             chain_plan_updates_bytes    (const ChainPlanUpdates *updates);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainPlanUpdates, chain_plan_updates_free)

G_END_DECLS
