/* tfjs-weights.h: the weights beside a model.json of TensorFlow.js.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/import.h"
#include "formats/json-place.h"

G_BEGIN_DECLS

/* A float32 array; the numbers stay in the bytes of its group. */
typedef struct
{
  char   *name;
  guint   n_dimensions; /* 1 or 2; 0 for an array of other than these or of other numbers */
  gsize   dimensions[2];
  GBytes *group;
  gsize   offset;
  gboolean is_taken; /* by a layer */
} ChainTfjsWeight;

GPtrArray   *chain_tfjs_weights_read   (const ChainImportSource *source,
                                        const ChainJsonPlace    *document,
                                        GError                 **error);
ChainTfjsWeight *chain_tfjs_weights_take (GPtrArray           *weights,
                                          const char          *layer,
                                          const char          *name);
ChainTensor *chain_tfjs_weight_tensor  (const ChainTfjsWeight   *weight);

G_END_DECLS
