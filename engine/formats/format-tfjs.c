/* format-tfjs.c: a model as a folder for TensorFlow.js: model.json, weights.bin and predict.js.
 *
 * The model reads numbers and levels as 0 and 1, unscaled: scaling is a layer of the kind
 * BatchNormalization in front, and another one behind brings the outputs into the units of the
 * data. What becomes of categories, dates and missing values before is among the user-defined
 * metadata, as in format-json.c, and done by predict.js. Numbers are float32, as there is no other
 * in TensorFlow.js.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format-table.h"

#include "base/error.h"
#include "formats/encoder-json.h"
#include "formats/tfjs-layers.h"
#include "formats/tfjs-read.h"
#include "formats/tfjs-script.h"

#include <math.h>
#include <string.h>

#define WEIGHTS "weights.bin"

typedef struct
{
  ChainJsonWriter *topology;
  ChainJsonWriter *manifest; /* of the weights, in the order of the bytes */
  GByteArray      *weights;
  guint            n_inputs; /* of the first layer; 0 once that is written */
  char            *too_large; /* the first weight that is no float32; NULL: none */
} Writer;

static void
append_float (Writer *writer, const char *name, double value)
{
  const float number = (float) value;
  guint32     bits;

  if (isinf (number) && writer->too_large == NULL)
    writer->too_large = g_strdup_printf ("%s holds %g, which is no float32", name, value);
  memcpy (&bits, &number, sizeof bits);
  bits = GUINT32_TO_LE (bits);
  g_byte_array_append (writer->weights, (const guint8 *) &bits, sizeof bits);
}

/* [rows, columns]; without rows [columns] */
static void
add_weights (Writer       *writer,
             const char   *layer,
             const char   *weights,
             const double *values,
             gsize         rows,
             gsize         columns)
{
  g_autofree char *name = g_strdup_printf ("%s/%s", layer, weights);

  chain_json_writer_begin_object (writer->manifest, NULL, CHAIN_JSON_ONE_LINE);
  chain_json_writer_string (writer->manifest, "name", name);
  chain_json_writer_begin_array (writer->manifest, "shape", CHAIN_JSON_ONE_LINE);
  if (rows > 0)
    chain_json_writer_whole (writer->manifest, NULL, rows);
  chain_json_writer_whole (writer->manifest, NULL, columns);
  chain_json_writer_end (writer->manifest);
  chain_json_writer_string (writer->manifest, "dtype", "float32");
  chain_json_writer_end (writer->manifest);
  for (gsize i = 0; i < MAX (rows, 1) * columns; i++)
    append_float (writer, name, values[i]);
}

/* Up to the members of its own. */
static void
begin_layer (Writer *writer, const char *class_name, const char *name)
{
  chain_json_writer_begin_object (writer->topology, NULL, CHAIN_JSON_ONE_LINE);
  chain_json_writer_string (writer->topology, "class_name", class_name);
  chain_json_writer_begin_object (writer->topology, "config", CHAIN_JSON_ONE_LINE);
  chain_json_writer_string (writer->topology, "name", name);
  chain_json_writer_boolean (writer->topology, "trainable", TRUE);
  chain_json_writer_string (writer->topology, "dtype", "float32");
  if (writer->n_inputs == 0)
    return;
  chain_json_writer_begin_array (writer->topology, "batch_input_shape", CHAIN_JSON_ONE_LINE);
  chain_json_writer_null (writer->topology, NULL);
  chain_json_writer_whole (writer->topology, NULL, writer->n_inputs);
  chain_json_writer_end (writer->topology);
  writer->n_inputs = 0;
}

static void
end_layer (Writer *writer)
{
  chain_json_writer_end (writer->topology);
  chain_json_writer_end (writer->topology);
}

/* gamma (x − moving_mean) / √(moving_variance + epsilon) + beta, with a root of 1. */
static void
add_normalization (Writer       *writer,
                   const char   *name,
                   const double *gamma,
                   const double *beta,
                   const double *mean,
                   guint         width)
{
  g_autofree double *ones = g_new (double, width);

  for (guint i = 0; i < width; i++)
    ones[i] = 1;
  begin_layer (writer, "BatchNormalization", name);
  chain_json_writer_whole (writer->topology, "axis", 1);
  chain_json_writer_number (writer->topology, "momentum", 0.99);
  chain_json_writer_whole (writer->topology, "epsilon", 0);
  chain_json_writer_boolean (writer->topology, "center", TRUE);
  chain_json_writer_boolean (writer->topology, "scale", TRUE);
  end_layer (writer);
  add_weights (writer, name, "gamma", gamma, 0, width);
  add_weights (writer, name, "beta", beta, 0, width);
  add_weights (writer, name, "moving_mean", mean, 0, width);
  add_weights (writer, name, "moving_variance", ones, 0, width);
}

static gboolean
is_scaled (const ChainEncoder *encoder)
{
  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);

      if (feature->offset != 0 || feature->scale != 1)
        return TRUE;
    }
  return FALSE;
}

/* (x − offset) / scale; what an offset loses as a float32 goes into beta. */
static void
add_scaling (Writer *writer, const ChainEncoder *encoder)
{
  g_autofree double *gamma = g_new (double, encoder->width);
  g_autofree double *beta = g_new (double, encoder->width);
  g_autofree double *mean = g_new (double, encoder->width);

  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);

      for (guint k = feature->first; k < feature->first + feature->width; k++)
        {
          mean[k] = (float) feature->offset;
          gamma[k] = 1 / feature->scale;
          beta[k] = (mean[k] - feature->offset) / feature->scale;
        }
    }
  add_normalization (writer, CHAIN_TFJS_SCALING, gamma, beta, mean, encoder->width);
}

static void
add_unscaling (Writer *writer, const ChainEncoder *encoder)
{
  g_autofree double *gamma = g_new (double, encoder->width);
  g_autofree double *beta = g_new (double, encoder->width);
  g_autofree double *mean = g_new0 (double, encoder->width);

  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);

      for (guint k = feature->first; k < feature->first + feature->width; k++)
        {
          gamma[k] = feature->scale;
          beta[k] = feature->offset;
        }
    }
  add_normalization (writer, CHAIN_TFJS_UNSCALING, gamma, beta, mean, encoder->width);
}

static void
add_regularizer (Writer *writer, const ChainLayer *layer)
{
  if (layer->l1 == 0 && layer->l2 == 0)
    return;
  chain_json_writer_begin_object (writer->topology, "kernel_regularizer", CHAIN_JSON_ONE_LINE);
  chain_json_writer_string (writer->topology, "class_name", "L1L2");
  chain_json_writer_begin_object (writer->topology, "config", CHAIN_JSON_ONE_LINE);
  chain_json_writer_number (writer->topology, "l1", layer->l1);
  chain_json_writer_number (writer->topology, "l2", layer->l2);
  chain_json_writer_end (writer->topology);
  chain_json_writer_end (writer->topology);
}

static void
add_dense (Writer *writer, const ChainLayer *layer, const char *name, const char *activation)
{
  begin_layer (writer, "Dense", name);
  chain_json_writer_whole (writer->topology, "units", layer->units);
  chain_json_writer_string (writer->topology, "activation", activation);
  chain_json_writer_boolean (writer->topology, "use_bias", layer->bias != NULL);
  add_regularizer (writer, layer);
  end_layer (writer);
  add_weights (writer, name, "kernel", layer->kernel->values, layer->kernel->rows, layer->units);
  if (layer->bias != NULL)
    add_weights (writer, name, "bias", layer->bias->values, 0, layer->units);
}

/* A layer that follows the layer @name. */
static void
add_after (Writer     *writer,
           const char *class_name,
           const char *name,
           const char *what,
           const char *parameter,
           double      value)
{
  g_autofree char *full = g_strdup_printf ("%s_%s", name, what);

  begin_layer (writer, class_name, full);
  if (parameter != NULL)
    chain_json_writer_number (writer->topology, parameter, value);
  end_layer (writer);
}

static gboolean
add_layer (Writer *writer, const ChainLayer *layer, guint number, gboolean is_last, GError **error)
{
  const ChainTfjsActivation *activation = chain_tfjs_activation (layer->activation);
  g_autofree char           *name = g_strdup_printf ("layer%u", number);

  if (activation == NULL)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                   "the activation %s cannot be written for TensorFlow.js",
                   layer->activation->name);
      return FALSE;
    }
  if (activation->is_fixed && layer->activation_parameters[0] != activation->initial)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                   "layer %u: %s with %s %g cannot be written: TensorFlow.js knows only %g", number,
                   activation->name, activation->parameter, layer->activation_parameters[0],
                   activation->initial);
      return FALSE;
    }
  add_dense (writer, layer, name,
             activation->activation != NULL ? activation->activation : "linear");
  if (activation->activation == NULL)
    add_after (writer, activation->layer, name, activation->name, activation->parameter,
               layer->activation_parameters[0]);
  if (layer->dropout > 0 && !is_last)
    add_after (writer, "Dropout", name, "dropout", "rate", layer->dropout);
  return TRUE;
}

static gboolean
add_layers (Writer *writer, const ChainExport *model, GError **error)
{
  const ChainNetwork *network = model->project->network;
  const guint         n = chain_network_n_layers (network);

  if (is_scaled (model->dataset->input_encoder))
    add_scaling (writer, model->dataset->input_encoder);
  for (guint i = 0; i < n; i++)
    if (!add_layer (writer, chain_network_layer (network, i), i + 1, i + 1 == n, error))
      return FALSE;
  if (is_scaled (model->dataset->target_encoder))
    add_unscaling (writer, model->dataset->target_encoder);
  if (writer->too_large == NULL)
    return TRUE;
  g_set_error_literal (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED, writer->too_large);
  return FALSE;
}

/* Of one writer into another. */
static void
take_value (ChainJsonWriter *writer, const char *key, ChainJsonWriter *other)
{
  g_autofree char      *text = chain_json_writer_finish (other);
  g_autoptr (ChainJson) value = chain_json_parse (key, text, strlen (text), NULL);

  chain_json_writer_value (writer, key, value);
}

static void
write_topology (ChainJsonWriter *writer, Writer *parts)
{
  chain_json_writer_begin_object (writer, "modelTopology", CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "class_name", "Sequential");
  chain_json_writer_begin_object (writer, "config", CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "name", "sequential");
  take_value (writer, "layers", parts->topology);
  chain_json_writer_end (writer);
  chain_json_writer_string (writer, "keras_version", "tfjs-layers 4.22.0");
  chain_json_writer_string (writer, "backend", "tensor_flow.js");
  chain_json_writer_end (writer);
}

static void
write_manifest (ChainJsonWriter *writer, Writer *parts)
{
  chain_json_writer_begin_array (writer, "weightsManifest", CHAIN_JSON_LINES);
  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_begin_array (writer, "paths", CHAIN_JSON_ONE_LINE);
  chain_json_writer_string (writer, NULL, WEIGHTS);
  chain_json_writer_end (writer);
  take_value (writer, "weights", parts->manifest);
  chain_json_writer_end (writer);
  chain_json_writer_end (writer);
}

static void
write_metadata (ChainJsonWriter *writer, const ChainExport *model)
{
  const ChainDataset *dataset = model->dataset;

  chain_json_writer_begin_object (writer, "userDefinedMetadata", CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "format", "chainrule-model");
  chain_json_writer_string (writer, "name", model->project->name);
  chain_encoder_write_json (dataset->input_encoder, "inputs", writer);
  chain_json_writer_strings (writer, "input_names",
                             (const char *const *) dataset->input_encoder->names);
  chain_encoder_write_json (dataset->target_encoder, "outputs", writer);
  chain_json_writer_strings (writer, "output_names",
                             (const char *const *) dataset->target_encoder->names);
  if (dataset->classes != NULL)
    chain_json_writer_strings (writer, "classes", (const char *const *) dataset->classes);
  else
    chain_json_writer_null (writer, "classes");
  chain_json_writer_end (writer);
}

static GBytes *
model_json (Writer *parts, const ChainExport *model)
{
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  char                       *text;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "format", "layers-model");
  chain_json_writer_string (writer, "generatedBy", "chainrule");
  chain_json_writer_null (writer, "convertedBy");
  write_topology (writer, parts);
  write_manifest (writer, parts);
  write_metadata (writer, model);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  return g_bytes_new_take (text, strlen (text));
}

static GPtrArray *
write_tfjs (const ChainExport *model, GError **error)
{
  Writer     writer = {
    chain_json_writer_new (),
    chain_json_writer_new (),
    g_byte_array_new (),
    model->dataset->n_inputs,
    NULL,
  };
  GPtrArray *files = NULL;

  chain_json_writer_begin_array (writer.topology, NULL, CHAIN_JSON_LINES);
  chain_json_writer_begin_array (writer.manifest, NULL, CHAIN_JSON_LINES);
  if (add_layers (&writer, model, error))
    {
      chain_json_writer_end (writer.topology);
      chain_json_writer_end (writer.manifest);
      files = chain_format_files_new ();
      chain_format_files_take (files, "model.json", model_json (&writer, model));
      chain_format_files_take (files, WEIGHTS,
                               g_byte_array_free_to_bytes (g_steal_pointer (&writer.weights)));
      chain_format_files_take (files, "predict.js",
                               g_bytes_new_static (chain_tfjs_script, strlen (chain_tfjs_script)));
    }
  chain_json_writer_free (writer.topology);
  chain_json_writer_free (writer.manifest);
  g_clear_pointer (&writer.weights, g_byte_array_unref);
  g_free (writer.too_large);
  return files;
}

const ChainFormat chain_format_tfjs = {
  .name = "tfjs",
  .folder_file = "model.json",
  .title = "TensorFlow.js model",
  .about = "A folder that a web page loads, with a script that predicts raw rows in it",
  .is_text = TRUE,
  .language = "json",
  .most_bytes = 128 << 20,
  .write = write_tfjs,
  .recognizes = chain_tfjs_recognizes,
  .read = chain_tfjs_read,
};
