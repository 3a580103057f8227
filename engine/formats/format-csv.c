/* format-csv.c: weights as a spreadsheet reads them, one a line.
 *
 * Layers, inputs and units count from 1; a bias has no input, and an activation stands in the
 * column of names. What becomes of a raw row before the first layer is said with layer 0: an input
 * is (value − input_offset) / input_scale, where the value of an input named "island=Dream" is 1
 * for that level and else 0, input_code is the value of a level that counts by its place,
 * input_date names the form of dates, which count as days since 1970-01-01, and input_fill stands
 * for a missing value. Outputs are in units of output_scale from output_offset on.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format-table.h"

#include "base/number.h"
#include "formats/activation-text.h"
#include "formats/weights-table.h"

#include <math.h>
#include <string.h>

static void
append_weights (GString           *text,
                guint              layer,
                const char        *parameter,
                const ChainTensor *weights,
                gboolean           has_inputs)
{
  char number[CHAIN_NUMBER_SIZE];

  for (gsize row = 0; row < weights->rows; row++)
    for (gsize column = 0; column < weights->columns; column++)
      {
        g_string_append_printf (text, "%u,%s,", layer, parameter);
        if (has_inputs)
          g_string_append_printf (text, "%" G_GSIZE_FORMAT, row + 1);
        g_string_append_printf (text, ",%" G_GSIZE_FORMAT ",%s,\n", column + 1,
                                chain_number_write (chain_tensor_get (weights, row, column),
                                                    number));
      }
}

/* A name may hold what separates cells. */
static void
append_name (GString    *text,
             const char *name)
{
  g_auto (GStrv)   parts = g_strsplit (name, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  if (strpbrk (name, ",\"\r\n") != NULL)
    g_string_append_printf (text, "\"%s\"", doubled);
  else
    g_string_append (text, name);
  g_string_append_c (text, '\n');
}

static void
append_activation (GString          *text,
                   guint             layer,
                   const ChainLayer *of)
{
  g_autofree char *activation = chain_activation_text (of);

  g_string_append_printf (text, "%u,activation,,,,", layer);
  append_name (text, activation);
}

static void
append_input (GString    *text,
              const char *parameter,
              guint       input,
              double      value,
              const char *name)
{
  char number[CHAIN_NUMBER_SIZE];

  g_string_append_printf (text, "0,%s,%u,,%s,", parameter, input + 1,
                          chain_number_write (value, number));
  append_name (text, name);
}

static void
append_codes (GString            *text,
              const ChainFeature *feature)
{
  for (guint i = 0; feature->levels[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s=%s", feature->column, feature->levels[i]);

      append_input (text, "input_code", feature->first, i, name);
    }
}

static void
append_inputs (GString            *text,
               const ChainEncoder *encoder)
{
  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);
      const gboolean      one_hot = feature->encoding == CHAIN_ENCODING_ONE_HOT;

      if (feature->encoding == CHAIN_ENCODING_ORDINAL)
        append_codes (text, feature);
      if (feature->date_form != NULL)
        append_input (text, "input_date", feature->first, 1,
                      chain_date_form_name (feature->date_form));
      for (guint k = 0; k < feature->width; k++)
        {
          const guint input = feature->first + k;
          const char *name = encoder->names[input];

          append_input (text, "input_offset", input, feature->offset, name);
          append_input (text, "input_scale", input, feature->scale, name);
          if (!isnan (feature->fill))
            append_input (text, "input_fill", input, one_hot ? feature->fill == k : feature->fill,
                          name);
        }
    }
}

static void
append_outputs (GString            *text,
                const ChainEncoder *encoder)
{
  char number[CHAIN_NUMBER_SIZE];

  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);

      for (guint k = 0; k < feature->width; k++)
        {
          const guint output = feature->first + k;

          g_string_append_printf (text, "0,output_offset,,%u,%s,", output + 1,
                                  chain_number_write (feature->offset, number));
          append_name (text, encoder->names[output]);
          g_string_append_printf (text, "0,output_scale,,%u,%s,", output + 1,
                                  chain_number_write (feature->scale, number));
          append_name (text, encoder->names[output]);
        }
    }
}

static GPtrArray *
write_csv (const ChainExport *model,
           GError           **error)
{
  const ChainNetwork *network = model->project->network;
  GString            *text = g_string_new ("layer,parameter,input,unit,value,name\n");

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      append_weights (text, i + 1, "kernel", layer->kernel, TRUE);
      if (layer->bias != NULL)
        append_weights (text, i + 1, "bias", layer->bias, FALSE);
      append_activation (text, i + 1, layer);
    }
  append_inputs (text, model->dataset->input_encoder);
  append_outputs (text, model->dataset->target_encoder);
  return chain_format_files_one (g_string_free_to_bytes (text));
}

const ChainFormat chain_format_csv = {
  .name = "csv",
  .extension = "csv",
  .title = "Table of weights",
  .about = "One weight a line, for spreadsheets",
  .is_text = TRUE,
  .most_bytes = 512 << 20,
  .write = write_csv,
  .read = chain_weights_table_read,
};
