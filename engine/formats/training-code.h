/* training-code.h: losses, optimizers and schedules in Python.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/options.h"

G_BEGIN_DECLS

/* Parameters are in braces, {delta}; {learning_rate} is the schedules'. */
typedef struct
{
  const char *name;
  const char *torch; /* of a loss: of z, a and y, a number for each row; of a rule: lines that
                        return what is taken from w; of a schedule: lines that return the rate of
                        update t */
  const char *keras; /* an object; NULL for a schedule, which is the same */
} ChainTrainingCode;

char *chain_training_code_loss      (const ChainTrainingOptions *options,
                                     gboolean                    keras,
                                     GError                    **error);
char *chain_training_code_optimizer (const ChainTrainingOptions *options,
                                     gboolean                    keras,
                                     GError                    **error);
char *chain_training_code_schedule  (const ChainTrainingOptions *options,
                                     GError                    **error);

G_END_DECLS
