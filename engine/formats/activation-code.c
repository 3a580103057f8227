/* activation-code.c: activations in other languages.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/activation-code.h"

#include "formats/code-text.h"

static const ChainActivationCode codes[] = {
  { "linear", "z", "z", "\"linear\"" },
  { "relu", "z > 0 ? z : 0", "torch.relu(z)", "\"relu\"" },
  { "leaky_relu", "z > 0 ? z : (@real) {alpha} * z", "F.leaky_relu(z, {alpha})",
    "lambda z: tf.nn.leaky_relu(z, alpha={alpha})" },
  { "elu", "z > 0 ? z : (@real) {alpha} * @(expm1) (z)", "F.elu(z, {alpha})",
    "lambda z: tf.keras.activations.elu(z, alpha={alpha})" },
  { "selu",
    "(@real) 1.0507009873554805 * (z > 0 ? z : (@real) 1.6732632423543772 * @(expm1) (z))",
    "torch.selu(z)", "\"selu\"" },
  { "sigmoid", "1 / (1 + @(exp) (-z))", "torch.sigmoid(z)", "\"sigmoid\"" },
  { "tanh", "@(tanh) (z)", "torch.tanh(z)", "\"tanh\"" },
  { "softplus", "(z > 0 ? z : 0) + @(log1p) (@(exp) (-@(fabs) (z)))",
    /* PyTorch cuts off at a threshold of its own otherwise. */
    "torch.clamp(z, min=0) + torch.log1p(torch.exp(-torch.abs(z)))", "\"softplus\"" },
  { "softsign", "z / (1 + @(fabs) (z))", "F.softsign(z)", "\"softsign\"" },
  { "swish", "z / (1 + @(exp) (-z))", "F.silu(z)", "\"swish\"" },
  { "gelu", "(@real) 0.5 * z * @(erfc) (z * (@real) -0.70710678118654752)", "F.gelu(z)",
    "lambda z: tf.nn.gelu(z, approximate=False)" },
  { "softmax", NULL, "torch.softmax(z, dim=1)", "\"softmax\"" },
};

/**
 * chain_activation_code:
 * @activation: of the table
 *
 * Returns: (transfer none) (nullable): its code; %NULL for one that has none yet
 */
const ChainActivationCode *
chain_activation_code (const ChainOp *activation)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (codes[i].name, activation->name))
      return &codes[i];
  return NULL;
}

/**
 * chain_activation_put_parameters:
 * @layer: with the parameters of its activation
 * @code: of the activation
 *
 * Returns: (transfer full): the code with their values
 */
char *
chain_activation_put_parameters (const ChainLayer *layer,
                                 const char       *code)
{
  const ChainParameter *parameters = layer->activation->parameters;
  const char           *names[CHAIN_MAX_PARAMETERS + 1] = { NULL };

  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    names[i] = parameters[i].name;
  return chain_code_with_parameters (code, names, layer->activation_parameters);
}
