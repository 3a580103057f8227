/* stepper-private.h: what the stepper's files share: stepper.c (moving) and stepper-values.c (what
 * is known at a place).
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/checkpoints.h"
#include "explain/stepper.h"

G_BEGIN_DECLS

struct _ChainStepper
{
  ChainIteration   *iteration;
  GArray           *steps;       /* ChainStep, as chain_steps_new() lists them */
  guint             position;    /* steps of this iteration that are done */
  gsize             part;        /* summands shown of the step under way, which is computed */
  ChainCheckpoints *checkpoints;
  GArray           *what_ifs;    /* ChainWhatIf, of this iteration */
  GArray           *chosen;      /* guint, rows instead of the batch's; none for those */
  gboolean          outside;     /* they are not of the batch: nothing is learned from them */
};

void chain_stepper_restart (ChainStepper *stepper);
void chain_stepper_repeat  (ChainStepper *stepper,
                            guint         position);

G_END_DECLS
