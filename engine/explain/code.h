/* code.h: a step as the TensorFlow program that computes the same.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/stepper.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_CODE_SHORT, /* long matrices are cut with …: to read */
  CHAIN_CODE_WHOLE, /* every number: to run */
} ChainCodeLength;

typedef struct
{
  char *text;
  guint line; /* of the step itself, from 1 */
} ChainCode;

ChainCode *chain_code_new  (ChainStepper    *stepper,
                            const ChainStep *step,
                            gsize            row,
                            gsize            column,
                            ChainCodeLength  length);
void       chain_code_free (ChainCode       *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainCode, chain_code_free)

G_END_DECLS
