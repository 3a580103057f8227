/* matrix-kernels.c: which processor's kernels to use.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/matrix-kernels-level.h"

/**
 * chain_matrix_kernels:
 *
 * Returns: (transfer none): the fastest kernels that this processor can run: always the same, so
 *   that results repeat on a machine
 */
const ChainMatrixKernels *
chain_matrix_kernels (void)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports ("x86-64-v4"))
    return &chain_kernels_v4;
  if (__builtin_cpu_supports ("x86-64-v3"))
    return &chain_kernels_v3;
#endif
  return &chain_kernels_baseline;
}
