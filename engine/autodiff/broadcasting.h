/* broadcasting.h: the rows of the arithmetic table whose operands are matched side by side.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"

G_BEGIN_DECLS

extern const ChainOp chain_op_add;
extern const ChainOp chain_op_subtract;
extern const ChainOp chain_op_multiply;
extern const ChainOp chain_op_divide;
extern const ChainOp chain_op_power;
extern const ChainOp chain_op_maximum;
extern const ChainOp chain_op_minimum;
extern const ChainOp chain_op_assign;
extern const ChainOp chain_op_assign_add;
extern const ChainOp chain_op_assign_sub;

G_END_DECLS
