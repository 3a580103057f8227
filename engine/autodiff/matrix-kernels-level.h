/* matrix-kernels-level.h: the kernels of each level of processor.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/matrix-kernels.h"

G_BEGIN_DECLS

extern const ChainMatrixKernels chain_kernels_baseline;
extern const ChainMatrixKernels chain_kernels_v3;
extern const ChainMatrixKernels chain_kernels_v4;

G_END_DECLS
