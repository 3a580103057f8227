/* tfjs-layers.c: the layers of TensorFlow.js that stand for a network's.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/tfjs-layers.h"

#include <string.h>

static const ChainTfjsActivation rows[] = {
  { "linear", "linear", NULL, NULL, NULL, 0 },
  { "relu", "relu", "ReLU", NULL, NULL, 0 },
  { "leaky_relu", NULL, "LeakyReLU", "alpha", "negative_slope", 0.3 },
  { "elu", "elu", "ELU", "alpha", NULL, 1, TRUE },
  { "selu", "selu", NULL, NULL, NULL, 0 },
  { "sigmoid", "sigmoid", NULL, NULL, NULL, 0 },
  { "tanh", "tanh", NULL, NULL, NULL, 0 },
  { "softplus", "softplus", NULL, NULL, NULL, 0 },
  { "softsign", "softsign", NULL, NULL, NULL, 0 },
  { "swish", "swish", NULL, NULL, NULL, 0 },
  { "gelu", "gelu", NULL, NULL, NULL, 0 },
  { "softmax", "softmax", "Softmax", NULL, NULL, 0 },
};

/* What others call the same. */
static const struct
{
  const char *activation;
  const char *name;
} others[] = {
  { "silu", "swish" },
};

static const ChainTfjsActivation *
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].name, name) == 0)
      return &rows[i];
  return NULL;
}

/**
 * chain_tfjs_activation:
 * @activation: an activation
 *
 * Returns: (transfer none) (nullable): its row
 */
const ChainTfjsActivation *
chain_tfjs_activation (const ChainOp *activation)
{
  return find (activation->name);
}

/**
 * chain_tfjs_find_activation:
 * @name: as a Dense or Activation layer has it
 *
 * Returns: (transfer none) (nullable): its row; a parameter has the initial value of the program
 */
const ChainTfjsActivation *
chain_tfjs_find_activation (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].activation, name) == 0)
      return &rows[i];
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (strcmp (others[i].activation, name) == 0)
      return find (others[i].name);
  return NULL;
}

/**
 * chain_tfjs_find_layer:
 * @class_name: of a layer
 *
 * Returns: (transfer none) (nullable): the row of the activation that it is
 */
const ChainTfjsActivation *
chain_tfjs_find_layer (const char *class_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].layer, class_name) == 0)
      return &rows[i];
  return NULL;
}
