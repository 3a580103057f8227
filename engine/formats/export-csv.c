/* export-csv.c: weights as a spreadsheet reads them, one a line.
 *
 * Layers, inputs and units count from 1; a bias has no input.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/export-formats.h"

#include "base/number.h"

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
        g_string_append_printf (text, ",%" G_GSIZE_FORMAT ",%s\n", column + 1,
                                chain_number_write (chain_tensor_get (weights, row, column),
                                                    number));
      }
}

static GBytes *
write_csv (const ChainProject *project,
           const ChainDataset *dataset,
           GError            **error)
{
  GString *text = g_string_new ("layer,parameter,input,unit,value\n");

  for (guint i = 0; i < chain_network_n_layers (project->network); i++)
    {
      const ChainLayer *layer = chain_network_layer (project->network, i);

      append_weights (text, i + 1, "kernel", layer->kernel, TRUE);
      if (layer->bias != NULL)
        append_weights (text, i + 1, "bias", layer->bias, FALSE);
    }
  return g_string_free_to_bytes (text);
}

const ChainExportFormat chain_export_csv = {
  .name = "csv",
  .extension = "csv",
  .title = "Table of weights",
  .about = "One weight a line, for spreadsheets",
  .write = write_csv,
};
