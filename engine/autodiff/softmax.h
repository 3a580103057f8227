/* softmax.h: the row of the activation table that works on whole rows of numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"

G_BEGIN_DECLS

extern const ChainOp chain_softmax;

G_END_DECLS
