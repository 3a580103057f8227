/* preset.c: networks to start from, by what they show.
 *
 * A preset decides the hidden layers; the output layer is the data's.
 *
 * SPDX-License-Identifier: MIT
 */
#include "model/preset.h"

#include <math.h>

static const ChainPreset linear = {
  .name = "linear",
  .title = "Linear",
  .about = "No hidden layer: the output is a weighted sum of the inputs",
};

static const double worked_weights[] = { 5, 8, -2 };

static const ChainPreset worked_example = {
  .name = "worked_example",
  .title = "The worked example’s",
  .about = "One linear unit with w₁ = 5, w₂ = 8 and b = −2",
  .weights = worked_weights,
};

static const ChainPreset one_hidden = {
  .name = "one_hidden",
  .title = "One hidden layer",
  .about = "8 tanh units: enough for most small data",
  .activation = "tanh",
  .initializer = "glorot_uniform",
  .hidden = { { .units = 8 } },
};

static const ChainPreset two_hidden = {
  .name = "two_hidden",
  .title = "Two hidden layers",
  .about = "8 and 8 tanh units: bends twice, as a spiral asks for",
  .activation = "tanh",
  .initializer = "glorot_uniform",
  .hidden = { { .units = 8 }, { .units = 8 } },
};

static const ChainPreset wide = {
  .name = "wide",
  .title = "Wide",
  .about = "One layer of 64 relu units: many simple pieces",
  .activation = "relu",
  .initializer = "he_normal",
  .hidden = { { .units = 64 } },
};

static const ChainPreset deep_relu = {
  .name = "deep_relu",
  .title = "Deep relu",
  .about = "Five layers of 16: the gradient gets through; watch for dead units",
  .activation = "relu",
  .initializer = "he_normal",
  .hidden = { { .units = 16 }, { .units = 16 }, { .units = 16 }, { .units = 16 }, { .units = 16 } },
};

static const ChainPreset deep_tanh = {
  .name = "deep_tanh",
  .title = "Deep tanh",
  .about = "Five layers of 16: smooth; watch for saturated units",
  .activation = "tanh",
  .initializer = "glorot_uniform",
  .hidden = { { .units = 16 }, { .units = 16 }, { .units = 16 }, { .units = 16 }, { .units = 16 } },
};

static const ChainPreset deep_sigmoid = {
  .name = "deep_sigmoid",
  .title = "Deep sigmoid",
  .about = "Six layers of 8: the gradient vanishes on its way back",
  .activation = "sigmoid",
  .initializer = "glorot_uniform",
  .hidden = { { .units = 8 }, { .units = 8 }, { .units = 8 }, { .units = 8 }, { .units = 8 },
              { .units = 8 } },
};

static const ChainPreset deep_linear = {
  .name = "deep_linear",
  .title = "Deep linear",
  .about = "Three layers without a bend: no more than one linear layer",
  .activation = "linear",
  .initializer = "glorot_uniform",
  .hidden = { { .units = 4 }, { .units = 4 }, { .units = 4 } },
};

static const ChainPreset bottleneck = {
  .name = "bottleneck",
  .title = "Bottleneck",
  .about = "Narrow in the middle, as an autoencoder: what matters must pass through 2 units",
  .activation = "tanh",
  .initializer = "glorot_uniform",
  .hidden = { { .share = 1 }, { .units = 2 }, { .share = 1 } },
};

const ChainPreset *const chain_presets[] = {
  &linear,    &worked_example, &one_hidden,   &two_hidden,  &wide,
  &deep_relu, &deep_tanh,      &deep_sigmoid, &deep_linear, &bottleneck,
  NULL,
};

/**
 * chain_preset_fits:
 * @preset: a preset
 * @network: its inputs must be known
 *
 * Returns: whether the network can become it
 */
gboolean
chain_preset_fits (const ChainPreset *preset, const ChainNetwork *network)
{
  const guint       last = chain_network_n_layers (network) - 1;
  const ChainLayer *output = chain_network_layer (network, last);

  return preset->weights == NULL || (network->n_inputs == 2 && output->units == 1);
}

static ChainLayer *
hidden_layer (const ChainPreset *preset, guint index, guint n_inputs)
{
  const guint units = preset->hidden[index].units;
  const guint share = (guint) fmin (round (preset->hidden[index].share * n_inputs),
                                    CHAIN_MAX_UNITS);
  ChainLayer *layer = chain_layer_new (units > 0 ? units : MAX (share, 1),
                                       chain_op_find (CHAIN_OP_ACTIVATION, preset->activation));

  chain_layer_set_initializers (layer, chain_initializer_find (preset->initializer),
                                chain_initializer_find ("zeros"));
  return layer;
}

static void
set_weights (ChainLayer *layer, const double *weights)
{
  chain_layer_set_activation (layer, chain_op_find (CHAIN_OP_ACTIVATION, "linear"));
  layer->use_bias = TRUE;
  layer->kernel = chain_tensor_new (2, 1);
  layer->bias = chain_tensor_new (1, 1);
  layer->kernel->values[0] = weights[0];
  layer->kernel->values[1] = weights[1];
  layer->bias->values[0] = weights[2];
}

/**
 * chain_preset_use:
 * @preset: a preset that fits @network
 * @network: its inputs must be known
 *
 * Gives the network the preset's hidden layers, and all layers new weights. The settings of the
 * output layer stay, but for a preset with weights of its own.
 */
void
chain_preset_use (const ChainPreset *preset, ChainNetwork *network)
{
  ChainLayer *output;

  g_ptr_array_remove_range (network->layers, 0, network->layers->len - 1);
  output = chain_network_layer (network, 0);
  g_clear_pointer (&output->kernel, chain_tensor_free);
  g_clear_pointer (&output->bias, chain_tensor_free);
  if (preset->weights != NULL)
    set_weights (output, preset->weights);
  for (guint i = 0; i < CHAIN_PRESET_MOST_LAYERS
                    && (preset->hidden[i].units > 0 || preset->hidden[i].share > 0);
       i++)
    g_ptr_array_insert (network->layers, (int) i, hidden_layer (preset, i, network->n_inputs));
  chain_network_fit_weights (network);
}
