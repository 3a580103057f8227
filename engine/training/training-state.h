/* training-state.h: what a paused run needs, beside the weights, to go on as if it had never been
 * stopped: the number of updates made, and what the optimizer remembers.
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
  ChainQuantity quantity; /* CHAIN_QUANTITY_MOMENT or _VELOCITY */
  ChainTensor  *value;
} ChainStateVariable;

typedef struct
{
  guint64    step;      /* updates made */
  GPtrArray *variables; /* ChainStateVariable *, in the order they were recorded in */
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
gboolean            chain_training_state_apply (const ChainTrainingState *state,
                                                ChainIteration           *iteration);
gboolean            chain_training_state_is_needed
                                               (const ChainTrainingState *state,
                                                const ChainIteration     *iteration);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainTrainingState, chain_training_state_free)

G_END_DECLS
