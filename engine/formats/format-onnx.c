/* format-onnx.c: a model as .onnx, which most runtimes of neural networks read.
 *
 * The graph reads raw rows and gives predictions in the units of the data, in float64; its inputs
 * and outputs are described in onnx-encoding.c. Among the metadata, all of it text, are the names
 * of the features, targets and classes and the encoding of both ends as in format-json.c, and
 * network_input and network_output: the values between which the layers stand.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format-table.h"

#include "formats/encoder-json.h"
#include "formats/onnx-activations.h"
#include "formats/onnx-encoding.h"
#include "formats/onnx-file.h"
#include "formats/onnx-read.h"

#include <string.h>

#define MOST_BYTES (1 << 30) /* of a file that is read */

static const char *
add_layer (ChainOnnxBuilder *builder,
           const ChainLayer *layer,
           guint             number,
           const char       *x,
           GError          **error)
{
  g_autofree char *kernel = g_strdup_printf ("layer%u.kernel", number);
  g_autofree char *bias = g_strdup_printf ("layer%u.bias", number);
  g_autofree char *sum = g_strdup_printf ("layer%u.z", number);
  g_autofree char *name = g_strdup_printf ("layer%u", number);
  const char      *weights = chain_onnx_builder_matrix (builder, kernel, layer->kernel->values,
                                                        layer->kernel->rows, layer->units);
  const char      *z;

  if (layer->bias == NULL)
    z = chain_onnx_builder_node (builder, "MatMul", sum, x, weights, NULL);
  else
    z = chain_onnx_builder_node (
        builder, "Gemm", sum, x, weights,
        chain_onnx_builder_row (builder, bias, layer->bias->values, layer->units), NULL);
  return chain_onnx_add_activation (builder, layer->activation, layer->activation_parameters, z,
                                    name, error);
}

static void
add_names (ChainOnnxBuilder *builder,
           const char       *key,
           GStrv             names)
{
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;

  chain_json_writer_begin_array (writer, NULL, CHAIN_JSON_ONE_LINE);
  for (guint i = 0; names[i] != NULL; i++)
    chain_json_writer_string (writer, NULL, names[i]);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  chain_onnx_builder_metadata (builder, key, g_strchomp (text));
}

static void
add_encoder (ChainOnnxBuilder   *builder,
             const char         *key,
             const ChainEncoder *encoder)
{
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;

  chain_encoder_write_json (encoder, NULL, writer);
  text = chain_json_writer_finish (writer);
  chain_onnx_builder_metadata (builder, key, g_strchomp (text));
}

static void
add_metadata (ChainOnnxBuilder  *builder,
              const ChainExport *model,
              const char        *input,
              const char        *output)
{
  const ChainDataset *dataset = model->dataset;

  chain_onnx_builder_metadata (builder, "format", CHAIN_ONNX_OWN);
  chain_onnx_builder_metadata (builder, "name", model->project->name);
  chain_onnx_builder_metadata (builder, CHAIN_ONNX_NETWORK_INPUT, input);
  chain_onnx_builder_metadata (builder, CHAIN_ONNX_NETWORK_OUTPUT, output);
  add_names (builder, "feature_names", model->project->data.features);
  add_names (builder, "target_names", model->project->data.targets);
  if (dataset->classes != NULL)
    add_names (builder, "class_names", dataset->classes);
  add_encoder (builder, "inputs", dataset->input_encoder);
  add_encoder (builder, "outputs", dataset->target_encoder);
}

static GPtrArray *
write_onnx (const ChainExport *model,
            GError           **error)
{
  g_autoptr (ChainOnnxBuilder) builder = chain_onnx_builder_new ();
  const ChainNetwork          *network = model->project->network;
  const char *input = chain_onnx_add_encoding (builder, model->dataset->input_encoder);
  const char *output = input;
  GBytes     *bytes;

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      output = add_layer (builder, chain_network_layer (network, i), i + 1, output, error);
      if (output == NULL)
        return NULL;
    }
  add_metadata (builder, model, input, output);
  chain_onnx_add_decoding (builder, model->dataset, input, output);
  bytes = chain_onnx_builder_finish (builder, model->project->name,
                                     "Reads raw rows; NaN or an empty text is a missing value. "
                                     "Dates are days since 1970-01-01.",
                                     error);
  return bytes != NULL ? chain_format_files_one (bytes) : NULL;
}

const ChainFormat chain_format_onnx = {
  .name = "onnx",
  .extension = "onnx",
  .title = "ONNX model",
  .about = "ONNX Runtime and other runtimes predict raw rows with it, scaling and classes included",
  .most_bytes = MOST_BYTES,
  .write = write_onnx,
  .read = chain_onnx_read,
};
