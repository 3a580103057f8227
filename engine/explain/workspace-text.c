/* workspace-text.c: a network as statements that compute and train the same.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace.h"

#include "base/error.h"
#include "base/number.h"

#include <math.h>

#define MOST_WEIGHTS 20000 /* of more, nobody reads the text */

static void
append_number (GString *text, double value)
{
  char number[CHAIN_NUMBER_SIZE];

  g_string_append (text, chain_number_write (value, number));
}

static void
append_matrix (GString *text, const ChainTensor *tensor)
{
  g_string_append_c (text, '[');
  for (gsize r = 0; r < tensor->rows; r++)
    {
      g_string_append (text, r > 0 ? ",\n  [" : "[");
      for (gsize c = 0; c < tensor->columns; c++)
        {
          g_string_append (text, c > 0 ? ", " : "");
          append_number (text, chain_tensor_get (tensor, r, c));
        }
      g_string_append_c (text, ']');
    }
  g_string_append_c (text, ']');
}

/* A layer that does not learn has constants. */
static void
append_weights (GString *text, char letter, guint number, const ChainTensor *value,
                gboolean trainable)
{
  g_string_append_printf (text, "%c%u = %s", letter, number, trainable ? "variable(" : "");
  append_matrix (text, value);
  g_string_append (text, trainable ? ")\n" : "\n");
}

/* ", alpha=0.2" for each parameter that is not as it is without saying. */
static void
append_parameters (GString *text, const ChainParameter *parameters, const double *values)
{
  for (guint k = 0; k < chain_parameters_count (parameters); k++)
    if (values[k] != parameters[k].initial)
      {
        g_string_append_printf (text, ", %s=", parameters[k].name);
        append_number (text, values[k]);
      }
}

static void
append_layer (GString *text, const ChainNetwork *network, guint index)
{
  const ChainLayer *layer = chain_network_layer (network, index);
  const guint       number = index + 1;
  g_autofree char  *title = chain_network_layer_title (network, index);
  g_autofree char  *before = index > 0 ? g_strdup_printf ("a%u", index) : g_strdup ("x");
  g_autofree char  *bias = layer->use_bias ? g_strdup_printf (" + b%u", number) : g_strdup ("");

  g_string_append_printf (text, "\n# %s: %u unit%s, %s%s\n", title, layer->units,
                          layer->units == 1 ? "" : "s", layer->activation->title,
                          layer->dropout > 0 ? "; its dropout is left out" : "");
  append_weights (text, 'W', number, layer->kernel, layer->trainable);
  if (layer->use_bias)
    append_weights (text, 'b', number, layer->bias, layer->trainable);
  if (g_str_equal (layer->activation->name, "linear"))
    {
      g_string_append_printf (text, "a%u = %s @ W%u%s\n", number, before, number, bias);
      return;
    }
  g_string_append_printf (text, "a%u = %s(%s @ W%u%s", number, layer->activation->name, before,
                          number, bias);
  append_parameters (text, layer->activation->parameters, layer->activation_parameters);
  g_string_append (text, ")\n");
}

static void
append_penalty (GString *text, const char *name, double factor, guint number)
{
  if (factor == 0)
    return;
  g_string_append_printf (text, " + %s(W%u, lambda=", name, number);
  append_number (text, factor);
  g_string_append_c (text, ')');
}

/**
 * chain_workspace_text_of_network:
 * @network: with weights
 * @loss: what it is trained by
 * @loss_parameters: of the loss
 * @error: set for a network without weights, or with too many to be written
 *
 * Layer after layer with its weights as they are, then the loss with its penalties. The data are
 * features() and targets(); dropout, which only training has, is left out.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
chain_workspace_text_of_network (const ChainNetwork *network,
                                 const ChainOp      *loss,
                                 const double       *loss_parameters,
                                 GError            **error)
{
  const guint n = chain_network_n_layers (network);
  GString    *text;

  if (chain_network_layer (network, 0)->kernel == NULL)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "the network has no weights before its data is known");
      return NULL;
    }
  if (chain_network_n_parameters (network) > MOST_WEIGHTS)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                   "expected a network of at most %d weights, found %" G_GUINT64_FORMAT,
                   MOST_WEIGHTS, chain_network_n_parameters (network));
      return NULL;
    }
  text = g_string_new ("x = features()\ny = targets()\n");
  for (guint i = 0; i < n; i++)
    append_layer (text, network, i);
  g_string_append_printf (text, "\nL = %s(a%u, y", loss->name, n);
  append_parameters (text, loss->parameters, loss_parameters);
  /* Where the activation is not the one that makes probabilities, the loss reads its output. */
  if (loss->from_logits_of != NULL
      && !g_str_equal (loss->from_logits_of, chain_network_layer (network, n - 1)->activation->name))
    g_string_append (text, ", from_logits=1");
  g_string_append_c (text, ')');
  for (guint i = 0; i < n; i++)
    {
      append_penalty (text, "l1_penalty", chain_network_layer (network, i)->l1, i + 1);
      append_penalty (text, "l2_penalty", chain_network_layer (network, i)->l2, i + 1);
    }
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}
