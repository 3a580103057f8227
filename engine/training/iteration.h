/* iteration.h: iterations of training, and the state between them.
 *
 * What trains runs whole iterations on the compiled plan: chain_iteration_run(), or many at once
 * with chain_iteration_run_many(). What explains steps through the same iteration one node at a
 * time on the plain walk, and repeats it there with chain_iteration_walk_run(); the numbers of
 * the two differ by rounding. Iteration t (from 0) depends only on the variables' values before
 * it, so either repeats it exactly.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/batches.h"
#include "model/recording.h"
#include "training/fused-updates.h"
#include "training/options.h"
#include "training/plan-updates.h"

G_BEGIN_DECLS

typedef struct
{
  guint       node;
  gboolean    is_state;   /* of the optimizer, else a weight */
  gsize       place;      /* of a weight, among the plan's parameters */
  ChainTensor plan_value; /* where the plan and its optimizer have it; see
                             chain_iteration_plan_value() */
} ChainIterationVariable;

typedef struct
{
  ChainDataset         *dataset;
  ChainTrainingOptions  options;
  ChainRecording       *recording; /* forward, loss and update */
  ChainBatches         *batches;
  ChainPlan            *plan;
  ChainPlanUpdates     *plan_updates;
  ChainWalk            *walk;      /* NULL until chain_iteration_walk() makes it */
  ChainFusedUpdates    *updates;   /* of the walk, likewise */
  gboolean              on_walk;   /* the walk has the latest values of the variables */
  GArray               *variables; /* ChainIterationVariable, as they were recorded */
  gboolean              is_delta_rule; /* one linear unit: iterations fit in one loop */
  gboolean              in_order;  /* batches are rows that follow one another */
  gboolean              drops;     /* a layer has dropout */
  gsize                 chunk;     /* largest batch of plan and walk */
  guint64               t;         /* updates made so far */
  double                rate;      /* learning rate of the iteration run last */
  gboolean              measures;  /* whether to count what comes next */
  double                measure;   /* of the rows trained on: how many were classed rightly, or
                                      Σ (ŷ − y)² */
  double                penalty;   /* Σ penalties · rows of what was trained on */
} ChainIteration;

ChainIteration *chain_iteration_new          (const ChainNetwork         *network,
                                              const ChainTrainingOptions *options,
                                              ChainDataset               *dataset,
                                              GError                    **error);
void            chain_iteration_free         (ChainIteration             *iteration);

ChainWalk      *chain_iteration_walk         (ChainIteration             *iteration);
void            chain_iteration_use_plan     (ChainIteration             *iteration);
void            chain_iteration_load         (ChainIteration             *iteration);
double          chain_iteration_walk_run     (ChainIteration             *iteration);
double          chain_iteration_run          (ChainIteration             *iteration);
double          chain_iteration_run_with     (ChainIteration             *iteration,
                                              double                      learning_rate);
guint           chain_iteration_run_many     (ChainIteration             *iteration,
                                              guint                       n,
                                              double                     *losses);
gsize           chain_iteration_batch_rows   (const ChainIteration       *iteration,
                                              guint64                     t);
void            chain_iteration_set_threads  (ChainIteration             *iteration,
                                              guint                       n_threads);
gsize           chain_iteration_bytes        (const ChainIteration       *iteration);

gsize           chain_iteration_state_size   (const ChainIteration       *iteration);
double         *chain_iteration_save_state   (ChainIteration             *iteration);
void            chain_iteration_copy_state   (ChainIteration             *iteration,
                                              double                     *state);
void            chain_iteration_load_state   (ChainIteration             *iteration,
                                              guint64                     t,
                                              const double               *state);
void            chain_iteration_load_weights (ChainIteration             *iteration,
                                              const double               *state);
void            chain_iteration_save_weights (ChainIteration             *iteration,
                                              ChainNetwork               *network);
ChainTensor    *chain_iteration_variable     (const ChainIteration       *iteration,
                                              guint                       node);
ChainTensor    *chain_iteration_plan_value   (const ChainIteration       *iteration,
                                              guint                       index);

double          chain_iteration_loss_of_rows (ChainIteration             *iteration,
                                              const guint                *rows,
                                              gsize                       n_rows,
                                              double                     *predictions);
char           *chain_iteration_first_bad    (ChainIteration             *iteration);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainIteration, chain_iteration_free)

G_END_DECLS
