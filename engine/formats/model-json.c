/* model-json.c: what becomes of a raw row, and the layers, as a JSON object.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/model-json.h"

#include "formats/encoder-json.h"

static void
write_layer (ChainJsonWriter  *writer,
             const ChainLayer *layer,
             gboolean          weights)
{
  chain_json_writer_begin_object (writer, NULL,
                                  weights ? CHAIN_JSON_LINES : CHAIN_JSON_ONE_LINE);
  chain_json_writer_whole (writer, "inputs", layer->kernel->rows);
  chain_json_writer_whole (writer, "units", layer->units);
  chain_activation_write (writer, "activation", layer);
  if (weights)
    {
      chain_json_writer_matrix (writer, "kernel", layer->kernel->values, layer->kernel->rows,
                                layer->kernel->columns);
      if (layer->bias != NULL)
        chain_json_writer_numbers (writer, "bias", layer->bias->values, layer->bias->columns);
      else
        chain_json_writer_null (writer, "bias");
    }
  chain_json_writer_end (writer);
}

/**
 * chain_model_json_text:
 * @model: the network with its data
 * @weights: whether the numbers of kernels and biases are in it
 *
 * Returns: (transfer full): the object
 */
char *
chain_model_json_text (const ChainExport *model,
                       gboolean           weights)
{
  const ChainDataset         *dataset = model->dataset;
  const ChainNetwork         *network = model->project->network;
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "format", CHAIN_MODEL_JSON_FORMAT);
  chain_json_writer_whole (writer, "version", 1);
  chain_json_writer_string (writer, "name", model->project->name);
  chain_encoder_write_json (dataset->input_encoder, "inputs", writer);
  chain_json_writer_strings (writer, "input_names",
                             (const char *const *) dataset->input_encoder->names);
  chain_json_writer_begin_array (writer, "layers", CHAIN_JSON_LINES);
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    write_layer (writer, chain_network_layer (network, i), weights);
  chain_json_writer_end (writer);
  chain_encoder_write_json (dataset->target_encoder, "outputs", writer);
  if (dataset->classes != NULL)
    chain_json_writer_strings (writer, "classes", (const char *const *) dataset->classes);
  else
    chain_json_writer_null (writer, "classes");
  chain_json_writer_end (writer);
  return chain_json_writer_finish (writer);
}

/**
 * chain_model_json_activations:
 * @document: such an object
 * @import: layers that were read; those it tells of get their activations
 * @error: set if an activation is not known, or their number is another
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_model_json_activations (const ChainJsonPlace *document,
                              ChainImport          *import,
                              GError              **error)
{
  g_auto (ChainJsonPlace) layers = { 0 };

  chain_json_place_member (document, "layers", &layers);
  if (!chain_json_place_is (&layers, CHAIN_JSON_ARRAY, error))
    return FALSE;
  if (layers.value->items->len != import->layers->len)
    return chain_json_place_refuse (&layers, CHAIN_ERROR_SHAPE, error, "expected %u layers, got %u",
                                    import->layers->len, layers.value->items->len);
  for (guint i = 0; i < import->layers->len; i++)
    {
      g_auto (ChainJsonPlace) place = { 0 };

      chain_json_place_item (&layers, i, &place);
      if (!chain_json_place_is (&place, CHAIN_JSON_OBJECT, error)
          || !chain_activation_read (&place, "activation", g_ptr_array_index (import->layers, i),
                                     error))
        return FALSE;
    }
  return TRUE;
}
