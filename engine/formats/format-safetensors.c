/* format-safetensors.c: named tensors, as PyTorch, JAX and others read them without running code.
 *
 * Kernels are layer1_kernel [inputs, units], biases layer1_bias [units], float64; input_offset and
 * the like are as in .npz. The metadata holds under "model" the text of the JSON format without the
 * weights: columns, levels, activations and classes. Format: eight bytes with the length of a JSON
 * header, the header, and the numbers (github.com/huggingface/safetensors).
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format-table.h"

#include "formats/float-bytes.h"
#include "formats/model-json.h"
#include "formats/safetensors-read.h"

#include <math.h>
#include <string.h>

#define ALIGNMENT 8 /* of the numbers in the file */

typedef struct
{
  ChainJsonWriter *header;
  GByteArray      *numbers;
} Writer;

static void
add (Writer       *writer,
     const char   *name,
     const double *values,
     gsize         rows,
     gsize         columns)
{
  const gsize begin = writer->numbers->len;
  const gsize n = MAX (rows, 1) * columns;

  for (gsize i = 0; i < n; i++)
    chain_float_append (writer->numbers, values[i]);
  chain_json_writer_begin_object (writer->header, name, CHAIN_JSON_ONE_LINE);
  chain_json_writer_string (writer->header, "dtype", "F64");
  chain_json_writer_begin_array (writer->header, "shape", CHAIN_JSON_ONE_LINE);
  if (rows > 0)
    chain_json_writer_whole (writer->header, NULL, rows);
  chain_json_writer_whole (writer->header, NULL, columns);
  chain_json_writer_end (writer->header);
  chain_json_writer_begin_array (writer->header, "data_offsets", CHAIN_JSON_ONE_LINE);
  chain_json_writer_whole (writer->header, NULL, begin);
  chain_json_writer_whole (writer->header, NULL, writer->numbers->len);
  chain_json_writer_end (writer->header);
  chain_json_writer_end (writer->header);
}

static void
add_layers (Writer             *writer,
            const ChainNetwork *network)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);
      g_autofree char  *kernel = g_strdup_printf ("layer%u_kernel", i + 1);
      g_autofree char  *bias = g_strdup_printf ("layer%u_bias", i + 1);

      add (writer, kernel, layer->kernel->values, layer->kernel->rows, layer->kernel->columns);
      if (layer->bias != NULL)
        add (writer, bias, layer->bias->values, 0, layer->units);
    }
}

/* What becomes of each number of an encoded row. */
static void
add_scaling (Writer             *writer,
             const char         *prefix,
             const ChainEncoder *encoder)
{
  g_autofree double *offsets = g_new (double, encoder->width);
  g_autofree double *scales = g_new (double, encoder->width);
  g_autofree double *fills = g_new (double, encoder->width);
  const double      *arrays[] = { offsets, scales, fills };
  static const char *const names[] = { "offset", "scale", "fill" };

  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);
      const gboolean      one_hot = feature->encoding == CHAIN_ENCODING_ONE_HOT;

      for (guint k = 0; k < feature->width; k++)
        {
          offsets[feature->first + k] = feature->offset;
          scales[feature->first + k] = feature->scale;
          fills[feature->first + k]
              = one_hot && !isnan (feature->fill) ? feature->fill == k : feature->fill;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s_%s", prefix, names[i]);

      add (writer, name, arrays[i], 0, encoder->width);
    }
}

static GPtrArray *
write_safetensors (const ChainExport *model,
                   GError           **error)
{
  g_autoptr (ChainJsonWriter) header = chain_json_writer_new ();
  g_autoptr (GByteArray)      numbers = g_byte_array_new ();
  g_autofree char            *description = chain_model_json_text (model, FALSE);
  g_autofree char            *header_text = NULL;
  g_autoptr (GString)         text = NULL;
  GByteArray                 *bytes = g_byte_array_new ();
  Writer                      writer = { header, numbers };
  guint64                     length;

  chain_json_writer_begin_object (header, NULL, CHAIN_JSON_ONE_LINE);
  chain_json_writer_begin_object (header, "__metadata__", CHAIN_JSON_ONE_LINE);
  chain_json_writer_string (header, "format", "chainrule");
  chain_json_writer_string (header, CHAIN_SAFETENSORS_MODEL, description);
  chain_json_writer_end (header);
  add_layers (&writer, model->project->network);
  add_scaling (&writer, "input", model->dataset->input_encoder);
  add_scaling (&writer, "output", model->dataset->target_encoder);
  chain_json_writer_end (header);

  header_text = g_strchomp (chain_json_writer_finish (header));
  text = g_string_new (header_text);
  while (text->len % ALIGNMENT != 0)
    g_string_append_c (text, ' ');
  length = GUINT64_TO_LE ((guint64) text->len);
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
  g_byte_array_append (bytes, numbers->data, numbers->len);
  return chain_format_files_one (g_byte_array_free_to_bytes (bytes));
}

const ChainFormat chain_format_safetensors = {
  .name = "safetensors",
  .extension = "safetensors",
  .title = "Safetensors",
  .about = "Named tensors for PyTorch, JAX and others, with what becomes of a raw row",
  .most_bytes = CHAIN_BINARY_MOST_BYTES,
  .write = write_safetensors,
  .read = chain_safetensors_read,
};
