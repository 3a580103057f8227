/* summary.c: a network's layers, shapes and parameter count in words and numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/summary.h"

#include "model/lock.h"

/* Of a deeper network the formula has the terms of so many layers, the first and the last. */
#define MOST_TERMS 16

static void
append_joined (GString *text, const char *term)
{
  if (text->len > 0)
    g_string_append (text, " + ");
  g_string_append (text, term);
}

/**
 * chain_summary_count_formula:
 * @network: its inputs must be known
 *
 * The parameter count: weights of every layer, then the biases of those that have them. A deep
 * network's terms stand for all others with an ellipsis.
 *
 * Returns: (transfer full): "(3·5 + 5·2) + (5 + 2) = 32"
 */
char *
chain_summary_count_formula (const ChainNetwork *network)
{
  g_autoptr (GString) weights = g_string_new (NULL);
  g_autoptr (GString) biases = g_string_new (NULL);

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);
      const gboolean    left_out = i + 1 >= MOST_TERMS && i + 1 < chain_network_n_layers (network);
      g_autofree char  *products = g_strdup_printf (
          "%u·%u", chain_network_layer_inputs (network, i), layer->units);
      g_autofree char *units = g_strdup_printf ("%u", layer->units);

      if (left_out && i + 1 > MOST_TERMS)
        continue;
      append_joined (weights, left_out ? "…" : products);
      if (layer->use_bias)
        append_joined (biases, left_out ? "…" : units);
    }
  if (biases->len == 0)
    return g_strdup_printf ("%s = %" G_GUINT64_FORMAT, weights->str,
                            chain_network_n_parameters (network));
  return g_strdup_printf ("(%s) + (%s) = %" G_GUINT64_FORMAT, weights->str, biases->str,
                          chain_network_n_parameters (network));
}

static void
append_layer (GString *text, const ChainNetwork *network, guint index)
{
  const ChainLayer *layer = chain_network_layer (network, index);
  g_autofree char  *title = chain_network_layer_title (network, index);
  const guint       inputs = chain_network_layer_inputs (network, index);
  g_autofree char  *kernel = g_strdup_printf ("[%u, %u]", inputs, layer->units);
  g_autofree char  *bias = layer->use_bias ? g_strdup_printf ("[%u]", layer->units) : g_strdup ("–");
  const guint64     n = (guint64) inputs * layer->units + (layer->use_bias ? layer->units : 0);

  /* printf pads by bytes: only the last columns may hold more than ASCII. */
  g_string_append_printf (text, "%-10s %6u  %-10s %-14s %11" G_GUINT64_FORMAT "  %s\n", title,
                          layer->units, layer->activation->name, kernel, n, bias);
}

/**
 * chain_summary_text:
 * @network: its inputs must be known
 *
 * Returns: (transfer full): a table of the layers, and the parameter count with its formula
 */
char *
chain_summary_text (const ChainNetwork *network)
{
  GString         *text = g_string_new (NULL);
  g_autofree char *formula = chain_summary_count_formula (network);
  const guint64    n_locked = chain_network_n_locked (network);

  g_string_append_printf (text, "%-10s %6s  %-10s %-14s %11s  %s\n", "layer", "units",
                          "activation", "kernel", "parameters", "bias");
  g_string_append_printf (text, "%-10s %6u\n", "Input", network->n_inputs);
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    append_layer (text, network, i);
  g_string_append_printf (text, "\nParameters: %s\n", formula);
  if (n_locked > 0)
    g_string_append_printf (text, "Locked: %" G_GUINT64_FORMAT ", so that %" G_GUINT64_FORMAT
                                  " train\n",
                            n_locked, chain_network_n_parameters (network) - n_locked);
  return g_string_free (text, FALSE);
}
