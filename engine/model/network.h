/* network.h: a feed-forward network as a person describes it: layers, and their weights.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"
#include "model/initializer.h"

G_BEGIN_DECLS

#define CHAIN_MAX_UNITS 100000
#define CHAIN_MAX_LAYERS 1000

typedef struct
{
  guint                   units;
  const ChainOp          *activation;
  double                  activation_parameters[CHAIN_MAX_PARAMETERS];
  gboolean                use_bias;
  const ChainInitializer *kernel_initializer;
  double                  kernel_parameters[CHAIN_MAX_PARAMETERS]; /* of its initializer */
  const ChainInitializer *bias_initializer;
  double                  bias_parameters[CHAIN_MAX_PARAMETERS]; /* of its initializer */
  double                  l1; /* at least 0; L gets l1 · Σ |w| over the kernel */
  double                  l2; /* at least 0; L gets l2 · Σ w² over the kernel */
  double                  dropout; /* from 0 to below 1; share of the activations dropped */
  gboolean                trainable; /* FALSE: training leaves kernel and bias alone */
  ChainTensor            *kernel; /* [inputs, units]; NULL until the inputs are known */
  ChainTensor            *bias;   /* [1, units]; NULL without a bias or before that */
  /* Of their shapes: 0 where an element is locked, else 1; NULL where none is. See lock.h. */
  ChainTensor            *kernel_factors;
  ChainTensor            *bias_factors;
} ChainLayer;

typedef struct
{
  guint64    seed;
  guint      n_inputs; /* 0 until the data is known */
  GPtrArray *layers;   /* ChainLayer *, from the input to the output; at least one */
} ChainNetwork;

ChainLayer   *chain_layer_new             (guint               units,
                                           const ChainOp      *activation);
ChainLayer   *chain_layer_copy            (const ChainLayer   *layer);
void          chain_layer_free            (ChainLayer         *layer);
void          chain_layer_set_activation  (ChainLayer         *layer,
                                           const ChainOp      *activation);
void          chain_layer_set_initializers (ChainLayer             *layer,
                                            const ChainInitializer *kernel,
                                            const ChainInitializer *bias);

ChainNetwork *chain_network_new           (void);
ChainNetwork *chain_network_new_from_text (const char         *layers,
                                           GError            **error);
ChainNetwork *chain_network_copy          (const ChainNetwork *network);
void          chain_network_free          (ChainNetwork       *network);

ChainLayer   *chain_network_layer         (const ChainNetwork *network,
                                           guint               layer);
guint         chain_network_n_layers      (const ChainNetwork *network);
guint         chain_network_layer_inputs  (const ChainNetwork *network,
                                           guint               layer);
guint         chain_network_n_outputs     (const ChainNetwork *network);
guint64       chain_network_n_parameters  (const ChainNetwork *network);
char         *chain_network_layer_title   (const ChainNetwork *network,
                                           guint               layer);

void          chain_network_move_layer    (ChainNetwork       *network,
                                           guint               from,
                                           guint               to);
void          chain_network_duplicate_layer (ChainNetwork     *network,
                                             guint             layer);
void          chain_network_reset_weights (ChainNetwork       *network);
void          chain_network_fit_weights   (ChainNetwork       *network);
gboolean      chain_network_set_inputs    (ChainNetwork       *network,
                                           guint               n_inputs,
                                           GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainNetwork, chain_network_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainLayer, chain_layer_free)

G_END_DECLS
