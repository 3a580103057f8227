/* stepper-place.h: where a stepper stands, to go there with another stepper.
 *
 * A network, or how it is trained, is edited by making another one of it; the new stepper goes on
 * from where the old one stood.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/stepper.h"

G_BEGIN_DECLS

typedef struct
{
  ChainTrainingState *state;   /* before the current iteration */
  GPtrArray          *weights; /* ChainTensor *, before it: of each layer the kernel and the bias,
                                * NULL without one */
  GArray             *what_ifs; /* ChainWhatIf */
  GArray             *chosen;   /* guint, rows instead of the batch's */
  gboolean            begun;   /* some steps of the iteration are done */
  ChainStep           last;    /* the last of them */
} ChainStepperPlace;

ChainStepperPlace *chain_stepper_save_place    (ChainStepper            *stepper);
gboolean           chain_stepper_restore_place (ChainStepper            *stepper,
                                                const ChainStepperPlace *place);
ChainTensor       *chain_stepper_place_weights (const ChainStepperPlace *place,
                                                guint                    layer,
                                                gboolean                 bias);
void               chain_stepper_place_free    (ChainStepperPlace       *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainStepperPlace, chain_stepper_place_free)

G_END_DECLS
