/* training-state.h: what a paused run needs, beside the weights, to go on as if it had never been
 * stopped: the number of updates made, what the optimizer remembers, and where early stopping
 * stands.
 *
 * The order of the rows, the dropout masks and the learning rate follow from seeds and the number
 * of updates.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/iteration.h"

G_BEGIN_DECLS

typedef struct
{
  guint         layer;    /* from 1 */
  ChainQuantity of;       /* the kernel or the bias it serves */
  ChainQuantity quantity; /* CHAIN_QUANTITY_MOMENT or _VELOCITY; of a weight, that of `of` */
  ChainTensor  *value;
} ChainStateVariable;

typedef struct
{
  guint64    step;      /* updates made */
  GPtrArray *variables; /* ChainStateVariable *, in the order they were recorded in */
  double     epoch_loss; /* Σ loss · rows of the batches of the epoch under way */
  guint64    epoch_rows; /* rows of these batches */
  double     epoch_measure; /* of them, as ChainIteration.measure; NaN where it was not taken */

  ChainEarlyStopping stopping;     /* without a best epoch if it waits for nothing yet */
  GPtrArray         *best_weights; /* ChainStateVariable *; empty unless they may be restored */
} ChainTrainingState;

ChainTrainingState *chain_training_state_new   (guint64                   step);
ChainTrainingState *chain_training_state_of    (ChainIteration           *iteration);
ChainTrainingState *chain_training_state_copy  (const ChainTrainingState *state);
void                chain_training_state_free  (ChainTrainingState       *state);
void                chain_training_state_add   (ChainTrainingState       *state,
                                                guint                     layer,
                                                ChainQuantity             of,
                                                ChainQuantity             quantity,
                                                const ChainTensor        *value);
void                chain_training_state_add_best
                                               (ChainTrainingState       *state,
                                                guint                     layer,
                                                ChainQuantity             of,
                                                const ChainTensor        *value);
void                chain_training_state_keep_best
                                               (ChainTrainingState       *state,
                                                const ChainIteration     *iteration,
                                                const double             *values);
double             *chain_training_state_best  (const ChainTrainingState *state,
                                                const ChainIteration     *iteration);
gboolean            chain_training_state_apply (const ChainTrainingState *state,
                                                ChainIteration           *iteration);
gboolean            chain_training_state_is_needed
                                               (const ChainTrainingState *state,
                                                const ChainIteration     *iteration);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainTrainingState, chain_training_state_free)

G_END_DECLS
