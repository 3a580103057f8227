/* functions.h: rows of the table of arithmetic that do one function to every element.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"

G_BEGIN_DECLS

extern const ChainOp chain_op_negative;
extern const ChainOp chain_op_square;
extern const ChainOp chain_op_sqrt;
extern const ChainOp chain_op_exp;
extern const ChainOp chain_op_log;
extern const ChainOp chain_op_sin;
extern const ChainOp chain_op_cos;
extern const ChainOp chain_op_abs;

G_END_DECLS
