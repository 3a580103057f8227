/* project-read-network.c: reads the layers of a project file and their weights.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project-reader.h"

#include "formats/project-locks.h"

/* Numbers of one array: a row of a matrix, a bias. */
static gboolean
read_numbers (const ChainJsonPlace *array,
              gsize                 n,
              double               *numbers,
              GError              **error)
{
  if (!chain_json_place_is (array, CHAIN_JSON_ARRAY, error))
    return FALSE;
  if (array->value->items->len != n)
    return chain_json_place_refuse (array, CHAIN_ERROR_SHAPE, error,
                                    "expected %" G_GSIZE_FORMAT " numbers, got %u", n,
                                    array->value->items->len);
  for (guint i = 0; i < n; i++)
    {
      const ChainJson *item = g_ptr_array_index (array->value->items, i);

      if (item->kind != CHAIN_JSON_NUMBER)
        {
          g_auto (ChainJsonPlace) place = { 0 };

          chain_json_place_item (array, i, &place);
          return chain_json_place_is (&place, CHAIN_JSON_NUMBER, error);
        }
      numbers[i] = item->number;
    }
  return TRUE;
}

static gboolean
read_kernel (const ChainJsonPlace *object,
             gsize                 inputs,
             ChainLayer           *layer,
             GError              **error)
{
  g_auto (ChainJsonPlace) kernel = { 0 };
  guint                   n_rows;

  chain_json_place_member (object, "kernel", &kernel);
  if (!chain_json_place_is (&kernel, CHAIN_JSON_ARRAY, error))
    return FALSE;
  n_rows = kernel.value->items->len;
  if (n_rows == 0 || (inputs > 0 && n_rows != inputs))
    return chain_json_place_refuse (&kernel, CHAIN_ERROR_SHAPE, error,
                                    "expected %" G_GSIZE_FORMAT " rows, got %u",
                                    MAX (inputs, 1), n_rows);
  for (guint row = 0; row < n_rows; row++)
    {
      const ChainJson *numbers = g_ptr_array_index (kernel.value->items, row);

      /* Shapes first: a tensor is only made for a row that has the numbers. */
      if (numbers->kind != CHAIN_JSON_ARRAY || numbers->items->len != layer->units)
        {
          g_auto (ChainJsonPlace) place = { 0 };

          chain_json_place_item (&kernel, row, &place);
          return read_numbers (&place, layer->units, NULL, error);
        }
    }
  layer->kernel = chain_tensor_new (n_rows, layer->units);
  for (guint row = 0; row < n_rows; row++)
    {
      g_auto (ChainJsonPlace) place = { 0 };

      chain_json_place_item (&kernel, row, &place);
      if (!read_numbers (&place, layer->units,
                         layer->kernel->values + (gsize) row * layer->units, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_bias (const ChainJsonPlace *object,
           ChainLayer           *layer,
           GError              **error)
{
  g_auto (ChainJsonPlace) bias = { 0 };

  chain_json_place_member (object, "bias", &bias);
  if (!layer->use_bias)
    {
      if (bias.value == NULL || bias.value->kind == CHAIN_JSON_NULL)
        return TRUE;
      return chain_json_place_fail (&bias, CHAIN_ERROR_SHAPE, error,
                                    "none for a layer without bias");
    }
  layer->bias = chain_tensor_new (1, layer->units);
  return read_numbers (&bias, layer->units, layer->bias->values, error);
}

static gboolean
read_weights (const ChainJsonPlace *network,
              ChainNetwork         *into,
              GError              **error)
{
  g_auto (ChainJsonPlace) weights = { 0 };
  const guint             n_layers = chain_network_n_layers (into);

  chain_json_place_member (network, "weights", &weights);
  if (weights.value == NULL || weights.value->kind == CHAIN_JSON_NULL)
    return TRUE;
  if (!chain_json_place_is (&weights, CHAIN_JSON_ARRAY, error))
    return FALSE;
  if (weights.value->items->len != n_layers)
    return chain_json_place_refuse (&weights, CHAIN_ERROR_SHAPE, error,
                                    "expected %u, one for each layer, got %u", n_layers,
                                    weights.value->items->len);
  for (guint i = 0; i < n_layers; i++)
    {
      g_auto (ChainJsonPlace) place = { 0 };
      ChainLayer             *layer = chain_network_layer (into, i);
      gsize                   inputs = i == 0 ? 0 : chain_network_layer (into, i - 1)->units;

      chain_json_place_item (&weights, i, &place);
      if (!chain_json_place_is (&place, CHAIN_JSON_OBJECT, error)
          || !read_kernel (&place, inputs, layer, error) || !read_bias (&place, layer, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_penalty (const ChainJsonPlace *layer,
              const char           *key,
              double               *lambda,
              GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (layer, key, &member);
  if (!chain_json_read_number (layer, key, lambda, error))
    return FALSE;
  return *lambda >= 0
         || chain_json_place_fail (&member, CHAIN_ERROR_VALUE, error, "a number of at least 0");
}

static gboolean
read_dropout (const ChainJsonPlace *layer,
              double               *dropout,
              GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (layer, "dropout", &member);
  if (!chain_json_read_number (layer, "dropout", dropout, error))
    return FALSE;
  return (*dropout >= 0 && *dropout < 1)
         || chain_json_place_fail (&member, CHAIN_ERROR_VALUE, error,
                                   "a number from 0 to below 1");
}

/* What the network predicts cannot be dropped. */
static gboolean
check_output (const ChainJsonPlace *place,
              const ChainLayer     *layer,
              GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (place, "dropout", &member);
  return layer->dropout == 0
         || chain_json_place_fail (&member, CHAIN_ERROR_VALUE, error, "0 for the output layer");
}

static ChainLayer *
read_layer (const ChainJsonPlace *place,
            GError              **error)
{
  g_autoptr (ChainLayer) layer = chain_layer_new (0, chain_op_find (CHAIN_OP_ACTIVATION, "linear"));
  gconstpointer          activation = layer->activation;
  gconstpointer          kernel = layer->kernel_initializer;
  gconstpointer          bias = layer->bias_initializer;

  if (!chain_json_place_is (place, CHAIN_JSON_OBJECT, error)
      || !chain_json_read_guint (place, "units", 1, CHAIN_MAX_UNITS, &layer->units, error)
      || !chain_json_read_choice (place, "activation", &chain_json_activation, &activation,
                                  layer->activation_parameters, error)
      || !chain_json_read_boolean (place, "use_bias", &layer->use_bias, error)
      || !chain_json_read_choice (place, "kernel_initializer", &chain_json_initializer, &kernel,
                                  layer->kernel_parameters, error)
      || !chain_json_read_choice (place, "bias_initializer", &chain_json_initializer, &bias,
                                  layer->bias_parameters, error)
      || !read_penalty (place, "l1", &layer->l1, error)
      || !read_penalty (place, "l2", &layer->l2, error)
      || !read_dropout (place, &layer->dropout, error)
      || !chain_json_read_boolean (place, "trainable", &layer->trainable, error))
    return NULL;
  if (layer->units == 0)
    {
      g_auto (ChainJsonPlace) units = { 0 };

      chain_json_place_member (place, "units", &units);
      chain_json_place_fail (&units, CHAIN_ERROR_VALUE, error, "an integer from 1 to %d",
                             CHAIN_MAX_UNITS);
      return NULL;
    }
  layer->activation = activation;
  layer->kernel_initializer = kernel;
  layer->bias_initializer = bias;
  return g_steal_pointer (&layer);
}

/**
 * chain_project_read_network:
 * @network: the member `network`
 * @error: set, with the path, if it does not read
 *
 * Shapes of the weights are checked between layers; against the data later.
 *
 * Returns: (transfer full) (nullable): the network, its inputs not known yet
 */
ChainNetwork *
chain_project_read_network (const ChainJsonPlace *network,
                            GError              **error)
{
  g_auto (ChainJsonPlace)  layers = { 0 };
  g_autoptr (ChainNetwork) read = chain_network_new ();

  if (!chain_json_place_is (network, CHAIN_JSON_OBJECT, error)
      || !chain_json_read_whole (network, "seed", 0, G_MAXUINT64, &read->seed, error))
    return NULL;
  chain_json_place_member (network, "layers", &layers);
  if (!chain_json_place_is (&layers, CHAIN_JSON_ARRAY, error))
    return NULL;
  if (layers.value->items->len < 1 || layers.value->items->len > CHAIN_MAX_LAYERS)
    {
      chain_json_place_refuse (&layers, CHAIN_ERROR_VALUE, error,
                               "expected 1 to %d layers, got %u", CHAIN_MAX_LAYERS,
                               layers.value->items->len);
      return NULL;
    }
  for (guint i = 0; i < layers.value->items->len; i++)
    {
      g_auto (ChainJsonPlace) place = { 0 };
      ChainLayer             *layer;

      chain_json_place_item (&layers, i, &place);
      layer = read_layer (&place, error);
      if (layer == NULL)
        return NULL;
      g_ptr_array_add (read->layers, layer);
      if (i + 1 == layers.value->items->len && !check_output (&place, layer, error))
        return NULL;
    }
  if (!read_weights (network, read, error) || !chain_project_read_locks (network, read, error))
    return NULL;
  return g_steal_pointer (&read);
}
