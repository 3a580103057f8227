/* iteration.h: one iteration of training on the walk, and its state between iterations.
 *
 * The trainer runs whole iterations; the stepper runs the same one node at a time. Iteration t
 * (from 0) depends only on the variables' values before it, so it can be repeated exactly.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/batches.h"
#include "model/recording.h"
#include "training/fused-updates.h"
#include "training/options.h"

G_BEGIN_DECLS

typedef struct
{
  ChainDataset         *dataset;
  ChainTrainingOptions  options;
  ChainRecording       *recording; /* forward, loss and update */
  ChainBatches         *batches;
  ChainWalk            *walk;
  ChainFusedUpdates    *updates;   /* what the update nodes compute, in one loop each */
  gsize                 chunk;     /* largest batch of the walk */
  guint64               t;         /* updates made so far */
} ChainIteration;

ChainIteration *chain_iteration_new          (const ChainNetwork         *network,
                                              const ChainTrainingOptions *options,
                                              ChainDataset               *dataset,
                                              GError                    **error);
void            chain_iteration_free         (ChainIteration             *iteration);

void            chain_iteration_load         (ChainIteration             *iteration);
double          chain_iteration_run          (ChainIteration             *iteration);
double          chain_iteration_run_with     (ChainIteration             *iteration,
                                              double                      learning_rate);

gsize           chain_iteration_state_size   (const ChainIteration       *iteration);
double         *chain_iteration_save_state   (ChainIteration             *iteration);
void            chain_iteration_copy_state   (ChainIteration             *iteration,
                                              double                     *state);
void            chain_iteration_load_state   (ChainIteration             *iteration,
                                              guint64                     t,
                                              const double               *state);
void            chain_iteration_load_weights (ChainIteration             *iteration,
                                              const double               *state);

double          chain_iteration_loss_of_rows (ChainIteration             *iteration,
                                              const guint                *rows,
                                              gsize                       n_rows,
                                              double                     *predictions);
char           *chain_iteration_first_bad    (ChainIteration             *iteration);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainIteration, chain_iteration_free)

G_END_DECLS
