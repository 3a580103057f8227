/* step.h: what an iteration consists of: the network's quantities forward, the loss, the gradients
 * backward, the updates.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/symbols.h"

G_BEGIN_DECLS

/* One step of every iteration: it computes one quantity, whole. */
typedef struct
{
  ChainPhase    phase;
  guint         layer;    /* from 1; 0: none */
  ChainQuantity quantity;
  gboolean      gradient; /* the quantity's gradient rather than its value */
  guint         node;     /* whose value or adjoint is computed */
} ChainStep;

GArray *chain_steps_new  (const ChainRecording *recording,
                          ChainWalk            *walk);
char   *chain_step_title (const ChainRecording *recording,
                          const ChainStep      *step);

G_END_DECLS
