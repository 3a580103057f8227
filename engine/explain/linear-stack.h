/* linear-stack.h: the one linear layer that a stack of linear layers equals.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "model/network.h"

G_BEGIN_DECLS

typedef struct
{
  ChainTensor *kernel; /* [inputs, outputs] W = W₁·W₂·… */
  ChainTensor *bias;   /* [1, outputs] b = (b₁·W₂ + b₂)·W₃ + … */
} ChainLinearStack;

gboolean          chain_linear_stack_is   (const ChainNetwork *network);
ChainLinearStack *chain_linear_stack_new  (const ChainNetwork *network);
void              chain_linear_stack_free (ChainLinearStack   *stack);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainLinearStack, chain_linear_stack_free)

G_END_DECLS
