/* named-tensors.h: arrays with names, as .npz and .safetensors hold them, made into layers.
 *
 * Three ways to name them are known: layer1_kernel and layer1_bias, as this program writes them;
 * 0.weight and 0.bias of a PyTorch state_dict, whose kernels are [units, inputs]; and arr_0,
 * arr_1, … of numpy.savez (*model.get_weights ()) in Keras.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/import.h"

G_BEGIN_DECLS

#define CHAIN_NAMED_TENSORS_MOST_NUMBERS (1 << 26) /* of all arrays of a file, as float64 512 MiB */
#define CHAIN_NAMED_TENSORS_MOST 4096
#define CHAIN_NAMED_TENSOR_MOST_DIMENSIONS 8

typedef struct
{
  char   *name;
  guint   n_dimensions;
  guint64 dimensions[CHAIN_NAMED_TENSOR_MOST_DIMENSIONS];
  double *values; /* row-major */
} ChainNamedTensor;

void         chain_named_tensor_free    (ChainNamedTensor *tensor);
gboolean     chain_named_tensor_wanted  (const char       *name);
gboolean     chain_named_tensor_size    (const char       *file,
                                         const ChainNamedTensor *tensor,
                                         guint64           room,
                                         gsize            *n_numbers,
                                         GError          **error);
ChainImport *chain_named_tensors_import (const char       *file,
                                         GPtrArray        *tensors,
                                         GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainNamedTensor, chain_named_tensor_free)

G_END_DECLS
