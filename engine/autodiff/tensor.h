/* tensor.h: a matrix of float64, row-major. Scalars are [1, 1], row vectors [1, n].
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gsize   rows;
  gsize   columns;
  double *values; /* [rows, columns] */
} ChainTensor;

ChainTensor *chain_tensor_new  (gsize              rows,
                                gsize              columns);
ChainTensor *chain_tensor_copy (const ChainTensor *tensor);
void         chain_tensor_free (ChainTensor       *tensor);
void         chain_tensor_fill (ChainTensor       *tensor,
                                double             value);
gboolean     chain_tensor_is_finite
                               (const ChainTensor *tensor);

static inline gsize
chain_tensor_size (const ChainTensor *tensor)
{
  return tensor->rows * tensor->columns;
}

static inline double
chain_tensor_get (const ChainTensor *tensor,
                  gsize              row,
                  gsize              column)
{
  return tensor->values[row * tensor->columns + column];
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainTensor, chain_tensor_free)

G_END_DECLS
