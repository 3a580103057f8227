/* reductions.h: rows of the table of arithmetic that join many elements to one, and the transpose.
 *
 * Each joins all elements, or along axis 0 (each column to one) or axis 1 (each row to one); what
 * is joined keeps a side of 1.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"

G_BEGIN_DECLS

extern const ChainOp chain_op_transpose;
extern const ChainOp chain_reduce_sum;
extern const ChainOp chain_reduce_sum_0;
extern const ChainOp chain_reduce_sum_1;
extern const ChainOp chain_reduce_mean;
extern const ChainOp chain_reduce_mean_0;
extern const ChainOp chain_reduce_mean_1;
extern const ChainOp chain_reduce_max;
extern const ChainOp chain_reduce_max_0;
extern const ChainOp chain_reduce_max_1;
extern const ChainOp chain_reduce_min;
extern const ChainOp chain_reduce_min_0;
extern const ChainOp chain_reduce_min_1;

G_END_DECLS
