/* smooth-activations.h: rows of the table of activations that stand in a file of their own.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"

G_BEGIN_DECLS

extern const ChainOp chain_op_sigmoid;
extern const ChainOp chain_op_tanh;
extern const ChainOp chain_op_softplus;
extern const ChainOp chain_op_softsign;
extern const ChainOp chain_op_swish;
extern const ChainOp chain_op_gelu;

G_END_DECLS
