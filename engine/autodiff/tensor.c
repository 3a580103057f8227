/* tensor.c: a matrix of float64, row-major.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/tensor.h"

#include <math.h>

#include <string.h>

/**
 * chain_tensor_new:
 * @rows: number of rows
 * @columns: number of columns
 *
 * Returns: (transfer full): [rows, columns] zeros
 */
ChainTensor *
chain_tensor_new (gsize rows, gsize columns)
{
  ChainTensor *tensor = g_new (ChainTensor, 1);

  *tensor = (ChainTensor){ rows, columns, g_new0 (double, rows * columns) };
  return tensor;
}

/**
 * chain_tensor_copy:
 * @tensor: [rows, columns]
 *
 * Returns: (transfer full): [rows, columns] the same numbers
 */
ChainTensor *
chain_tensor_copy (const ChainTensor *tensor)
{
  ChainTensor *copy = chain_tensor_new (tensor->rows, tensor->columns);

  if (chain_tensor_size (tensor) > 0)
    memcpy (copy->values, tensor->values, chain_tensor_size (tensor) * sizeof (double));
  return copy;
}

/**
 * chain_tensor_free:
 * @tensor: (transfer full) (nullable): to free
 */
void
chain_tensor_free (ChainTensor *tensor)
{
  if (tensor == NULL)
    return;
  g_free (tensor->values);
  g_free (tensor);
}

/**
 * chain_tensor_fill:
 * @tensor: [rows, columns], overwritten
 * @value: what every element becomes
 */
void
chain_tensor_fill (ChainTensor *tensor, double value)
{
  for (gsize i = 0; i < chain_tensor_size (tensor); i++)
    tensor->values[i] = value;
}

/**
 * chain_tensor_is_finite:
 * @tensor: a tensor
 *
 * Returns: whether all its elements are finite numbers
 */
gboolean
chain_tensor_is_finite (const ChainTensor *tensor)
{
  gboolean finite = TRUE;

  for (gsize i = 0; i < chain_tensor_size (tensor); i++)
    finite &= isfinite (tensor->values[i]) != 0;
  return finite;
}
