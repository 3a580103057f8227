/* stepper.h: training, one operation at a time, forwards and back.
 *
 * An iteration is a list of steps: the network's quantities forward, the loss, the gradients
 * backward, the updates. Position p of an iteration means that its first p steps are done.
 * Going back restores exactly the values that stood there before. In between, a step can be
 * under way, some of its elements' summands done.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/equation.h"
#include "explain/step-part.h"
#include "explain/step.h"
#include "explain/what-if.h"
#include "training/iteration.h"
#include "training/training-state.h"

G_BEGIN_DECLS

typedef struct _ChainStepper ChainStepper;

/* What a weight was before an iteration. */
typedef struct
{
  guint64 t;
  double  value;
} ChainStepperPast;

ChainStepper         *chain_stepper_new         (const ChainNetwork         *network,
                                                 const ChainTrainingOptions *options,
                                                 ChainDataset               *dataset,
                                                 GError                    **error);
void                  chain_stepper_free        (ChainStepper               *stepper);

const ChainRecording *chain_stepper_recording   (const ChainStepper         *stepper);
ChainWalk            *chain_stepper_walk        (ChainStepper               *stepper);

guint                 chain_stepper_n_steps     (const ChainStepper         *stepper);
const ChainStep      *chain_stepper_step        (const ChainStepper         *stepper,
                                                 guint                       index);
guint64               chain_stepper_iteration   (const ChainStepper         *stepper);
guint64               chain_stepper_first_iteration (const ChainStepper     *stepper);
guint                 chain_stepper_position    (const ChainStepper         *stepper);
guint                 chain_stepper_epoch       (const ChainStepper         *stepper);
guint                 chain_stepper_iterations_per_epoch (const ChainStepper *stepper);
const guint          *chain_stepper_rows        (ChainStepper               *stepper,
                                                 gsize                      *n_rows);
const guint          *chain_stepper_batch_rows  (ChainStepper               *stepper,
                                                 gsize                      *n_rows);
gboolean              chain_stepper_find_row    (ChainStepper               *stepper,
                                                 guint                       row,
                                                 guint64                    *iteration,
                                                 gsize                      *sample);
double                chain_stepper_learning_rate (ChainStepper             *stepper);

gboolean              chain_stepper_forward     (ChainStepper               *stepper);
gboolean              chain_stepper_back        (ChainStepper               *stepper);
gboolean              chain_stepper_forward_part (ChainStepper              *stepper);
gboolean              chain_stepper_back_part   (ChainStepper               *stepper);
gsize                 chain_stepper_part        (const ChainStepper         *stepper);
void                  chain_stepper_finish_pass (ChainStepper               *stepper);
void                  chain_stepper_rewind      (ChainStepper               *stepper);
void                  chain_stepper_go_to       (ChainStepper               *stepper,
                                                 guint64                     iteration,
                                                 guint                       position);
double               *chain_stepper_save_state  (ChainStepper               *stepper,
                                                 guint64                    *t);
void                  chain_stepper_adopt       (ChainStepper               *stepper,
                                                 guint64                     t,
                                                 const double               *state);
gboolean              chain_stepper_resume      (ChainStepper               *stepper,
                                                 const ChainTrainingState   *state);

double               *chain_stepper_copy_start  (ChainStepper               *stepper,
                                                 guint64                    *t);
double               *chain_stepper_copy_kept   (const ChainStepper         *stepper,
                                                 guint64                     t,
                                                 guint64                    *found);

void                  chain_stepper_choose_rows (ChainStepper               *stepper,
                                                 const guint                *rows,
                                                 guint                       n_rows);
const GArray         *chain_stepper_chosen_rows (const ChainStepper         *stepper);
gboolean              chain_stepper_is_outside  (const ChainStepper         *stepper);
void                  chain_stepper_try_value   (ChainStepper               *stepper,
                                                 gboolean                    target,
                                                 gsize                       row,
                                                 gsize                       column,
                                                 double                      value);
void                  chain_stepper_try_values  (ChainStepper               *stepper,
                                                 const GArray               *what_ifs);
const GArray         *chain_stepper_what_ifs    (const ChainStepper         *stepper);

GArray               *chain_stepper_history     (ChainStepper               *stepper,
                                                 guint                       node,
                                                 gsize                       row,
                                                 gsize                       column);
gboolean              chain_stepper_known       (ChainStepper               *stepper,
                                                 guint                       node,
                                                 gboolean                    gradient);
gboolean              chain_stepper_element_known (ChainStepper             *stepper,
                                                   guint                       node,
                                                   gboolean                    gradient,
                                                   gsize                       row,
                                                   gsize                       column);
const ChainStep      *chain_stepper_step_under_way (ChainStepper            *stepper);
ChainStepPart        *chain_stepper_current_part (ChainStepper              *stepper);
const ChainTensor    *chain_stepper_value       (ChainStepper               *stepper,
                                                 const ChainStep            *step);
const ChainTensor    *chain_stepper_weights     (ChainStepper               *stepper,
                                                 guint                       layer,
                                                 gboolean                    bias);
void                  chain_stepper_save_weights (ChainStepper              *stepper,
                                                  ChainNetwork              *network);
ChainEquation        *chain_stepper_equation    (ChainStepper               *stepper,
                                                 const ChainStep            *step,
                                                 gsize                       row,
                                                 gsize                       column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainStepper, chain_stepper_free)

G_END_DECLS
