/* activation-code.h: activations in other languages.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "model/network.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;  /* of the activation */
  /* Parameters are in braces, {alpha}. */
  const char *c;     /* of z, of type @real; @(exp) is a function of that type; NULL: of a row */
  const char *torch; /* of z */
  const char *keras; /* an argument of Dense */
} ChainActivationCode;

const ChainActivationCode *chain_activation_code (const ChainOp *activation);
char                      *chain_activation_put_parameters (const ChainLayer *layer,
                                                            const char       *code);

G_END_DECLS
