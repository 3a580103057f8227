/* project-locks.c: single weights that are locked, as a project file lists them.
 *
 * `network.locked` has an object for each layer: `kernel` lists pairs [input, unit], `bias` lists
 * units, all from 0. A layer without locked elements is {}; without any the key is left out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project-locks.h"

#include "formats/unknown-keys.h"
#include "model/lock.h"

/* An index below @n. */
static gboolean
read_index (const ChainJsonPlace *place, gsize n, gsize *index, GError **error)
{
  const ChainJson *value = place->value;

  if (value->kind != CHAIN_JSON_NUMBER || value->number < 0 || value->number >= (double) n
      || value->number != (double) (gsize) value->number)
    return chain_json_place_fail (place, CHAIN_ERROR_VALUE, error,
                                  "an integer from 0 to %" G_GSIZE_FORMAT, n - 1);
  *index = (gsize) value->number;
  return TRUE;
}

static gboolean
read_pair (const ChainJsonPlace *place, ChainLayer *layer, GError **error)
{
  gsize indices[2] = { 0 };

  if (!chain_json_place_is (place, CHAIN_JSON_ARRAY, error))
    return FALSE;
  if (place->value->items->len != 2)
    return chain_json_place_refuse (place, CHAIN_ERROR_SHAPE, error,
                                    "expected an input and a unit, got %u items",
                                    place->value->items->len);
  for (guint i = 0; i < 2; i++)
    {
      g_auto (ChainJsonPlace) item = { 0 };

      chain_json_place_item (place, i, &item);
      if (!read_index (&item, i == 0 ? layer->kernel->rows : layer->units, &indices[i], error))
        return FALSE;
    }
  chain_layer_set_locked (layer, FALSE, indices[0], indices[1], TRUE);
  return TRUE;
}

static gboolean
read_unit (const ChainJsonPlace *place, ChainLayer *layer, GError **error)
{
  gsize unit;

  if (layer->bias == NULL)
    return chain_json_place_fail (place, CHAIN_ERROR_SHAPE, error, "none for a layer without bias");
  if (!read_index (place, layer->units, &unit, error))
    return FALSE;
  chain_layer_set_locked (layer, TRUE, 0, unit, TRUE);
  return TRUE;
}

static const struct
{
  const char *key;
  gboolean (*read) (const ChainJsonPlace *place, ChainLayer *layer, GError **error);
} lists[] = {
  { "kernel", read_pair },
  { "bias", read_unit },
};

static gboolean
read_layer (const ChainJsonPlace *object, ChainLayer *layer, GError **error)
{
  if (!chain_json_place_is (object, CHAIN_JSON_OBJECT, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_auto (ChainJsonPlace) list = { 0 };

      chain_json_place_member (object, lists[i].key, &list);
      if (list.value == NULL)
        continue;
      if (!chain_json_place_is (&list, CHAIN_JSON_ARRAY, error))
        return FALSE;
      for (guint k = 0; k < list.value->items->len; k++)
        {
          g_auto (ChainJsonPlace) item = { 0 };

          chain_json_place_item (&list, k, &item);
          if (!lists[i].read (&item, layer, error))
            return FALSE;
        }
    }
  return TRUE;
}

/**
 * chain_project_read_locks:
 * @network: the member `network`
 * @into: its layers and weights, already read
 * @error: set, with the path, if the member `locked` does not read
 *
 * Locks what is listed. Weights that the file does not have cannot be locked.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_project_read_locks (const ChainJsonPlace *network, ChainNetwork *into, GError **error)
{
  g_auto (ChainJsonPlace) locked = { 0 };
  const guint             n_layers = chain_network_n_layers (into);

  chain_json_place_member (network, "locked", &locked);
  if (locked.value == NULL || locked.value->kind == CHAIN_JSON_NULL)
    return TRUE;
  if (!chain_json_place_is (&locked, CHAIN_JSON_ARRAY, error))
    return FALSE;
  if (locked.value->items->len != n_layers)
    return chain_json_place_refuse (&locked, CHAIN_ERROR_SHAPE, error,
                                    "expected %u, one for each layer, got %u", n_layers,
                                    locked.value->items->len);
  if (chain_network_layer (into, 0)->kernel == NULL)
    return chain_json_place_fail (&locked, CHAIN_ERROR_SHAPE, error,
                                  "none without network.weights");
  for (guint i = 0; i < n_layers; i++)
    {
      g_auto (ChainJsonPlace) place = { 0 };

      chain_json_place_item (&locked, i, &place);
      if (!read_layer (&place, chain_network_layer (into, i), error))
        return FALSE;
    }
  return TRUE;
}

static void
write_list (ChainJsonWriter *writer, const char *key, const ChainTensor *factors)
{
  if (factors == NULL)
    return;
  chain_json_writer_begin_array (writer, key, CHAIN_JSON_ONE_LINE);
  for (gsize i = 0; i < chain_tensor_size (factors); i++)
    {
      if (factors->values[i] != 0)
        continue;
      if (g_str_equal (key, "bias"))
        {
          chain_json_writer_whole (writer, NULL, i);
          continue;
        }
      chain_json_writer_begin_array (writer, NULL, CHAIN_JSON_ONE_LINE);
      chain_json_writer_whole (writer, NULL, i / factors->columns);
      chain_json_writer_whole (writer, NULL, i % factors->columns);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
}

static gboolean
has_locks (const ChainProject *project)
{
  for (guint i = 0; i < chain_network_n_layers (project->network); i++)
    {
      const ChainLayer *layer = chain_network_layer (project->network, i);
      g_autofree char  *place = g_strdup_printf ("network.locked[%u]", i);

      if (layer->kernel_factors != NULL || layer->bias_factors != NULL
          || chain_unknown_keys_any (project->unknown, place))
        return TRUE;
    }
  return FALSE;
}

/**
 * chain_project_write_locks:
 * @project: a project
 * @writer: inside the object `network`
 *
 * Writes the member `locked`, unless no single weight is.
 */
void
chain_project_write_locks (const ChainProject *project, ChainJsonWriter *writer)
{
  if (!has_locks (project))
    return;
  chain_json_writer_begin_array (writer, "locked", CHAIN_JSON_LINES);
  for (guint i = 0; i < chain_network_n_layers (project->network); i++)
    {
      const ChainLayer *layer = chain_network_layer (project->network, i);
      g_autofree char  *place = g_strdup_printf ("network.locked[%u]", i);

      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
      write_list (writer, "kernel", layer->kernel_factors);
      write_list (writer, "bias", layer->bias_factors);
      chain_unknown_keys_write (project->unknown, place, writer);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
}
