/* format-json.c: the whole model, so that a raw row can be predicted elsewhere.
 *
 * To predict: encode each column as `inputs` says, a number as (value − offset) / scale, a
 * category as one number for each level, or where it is ordinal as (place of the level − offset) /
 * scale, a date of the form `date_form` like a number, as the days since 1970-01-01. `fill` stands
 * for a missing value, and without it none may be missing. Then for each layer
 * a = activation (x · kernel + bias); then read `outputs` backwards, or take the largest of
 * `classes`.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format-table.h"

#include "formats/encoder-json.h"

#include <string.h>

static void
write_layer (ChainJsonWriter  *writer,
             const ChainLayer *layer)
{
  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_whole (writer, "inputs", layer->kernel->rows);
  chain_json_writer_whole (writer, "units", layer->units);
  chain_json_writer_string (writer, "activation", layer->activation->name);
  chain_json_writer_matrix (writer, "kernel", layer->kernel->values, layer->kernel->rows,
                            layer->kernel->columns);
  if (layer->bias != NULL)
    chain_json_writer_numbers (writer, "bias", layer->bias->values, layer->bias->columns);
  else
    chain_json_writer_null (writer, "bias");
  chain_json_writer_end (writer);
}

static GPtrArray *
write_json (const ChainExport *model,
            GError           **error)
{
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  char                       *text;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "format", "chainrule-model");
  chain_json_writer_whole (writer, "version", 1);
  chain_json_writer_string (writer, "name", model->project->name);
  chain_encoder_write_json (model->dataset->input_encoder, "inputs", writer);
  chain_json_writer_strings (writer, "input_names",
                             (const char *const *) model->dataset->input_encoder->names);
  chain_json_writer_begin_array (writer, "layers", CHAIN_JSON_LINES);
  for (guint i = 0; i < chain_network_n_layers (model->project->network); i++)
    write_layer (writer, chain_network_layer (model->project->network, i));
  chain_json_writer_end (writer);
  chain_encoder_write_json (model->dataset->target_encoder, "outputs", writer);
  if (model->dataset->classes != NULL)
    chain_json_writer_strings (writer, "classes", (const char *const *) model->dataset->classes);
  else
    chain_json_writer_null (writer, "classes");
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  return chain_format_files_one (g_bytes_new_take (text, strlen (text)));
}

const ChainFormat chain_format_json = {
  .name = "json",
  .extension = "json",
  .title = "Model as JSON",
  .about = "Layers, weights, encoding and classes: all that is needed to predict a raw row",
  .is_text = TRUE,
  .language = "json",
  .write = write_json,
};
