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

#include "base/error.h"
#include "formats/encoding-difference.h"
#include "formats/model-json.h"

#include <string.h>

static GPtrArray *
write_json (const ChainExport *model,
            GError           **error)
{
  char *text = chain_model_json_text (model, TRUE);

  return chain_format_files_one (g_bytes_new_take (text, strlen (text)));
}

/* As many as the first row has; 0, and refused, where there is none. */
static gboolean
count_columns (const ChainJsonPlace *kernel,
               gsize                *n_columns,
               GError              **error)
{
  g_auto (ChainJsonPlace) row = { 0 };

  if (!chain_json_place_is (kernel, CHAIN_JSON_ARRAY, error))
    return FALSE;
  if (kernel->value->items->len == 0)
    return chain_json_place_refuse (kernel, CHAIN_ERROR_SHAPE, error,
                                    "expected a row for each input, got none");
  chain_json_place_item (kernel, 0, &row);
  if (!chain_json_place_is (&row, CHAIN_JSON_ARRAY, error))
    return FALSE;
  *n_columns = row.value->items->len;
  return *n_columns > 0
         || chain_json_place_refuse (&row, CHAIN_ERROR_SHAPE, error,
                                     "expected a number for each unit, got none");
}

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

/* All rows are as long as the first before room is made for them. */
static gboolean
check_rows (const ChainJsonPlace *kernel,
            gsize                 n_columns,
            GError              **error)
{
  for (guint i = 0; i < kernel->value->items->len; i++)
    {
      const ChainJson        *row = g_ptr_array_index (kernel->value->items, i);
      g_auto (ChainJsonPlace) place = { 0 };

      if (row->kind == CHAIN_JSON_ARRAY && row->items->len == n_columns)
        continue;
      chain_json_place_item (kernel, i, &place);
      return read_numbers (&place, n_columns, NULL, error);
    }
  return TRUE;
}

static ChainTensor *
read_kernel (const ChainJsonPlace *kernel,
             GError              **error)
{
  g_autoptr (ChainTensor) tensor = NULL;
  gsize                   n_columns = 0;

  if (!count_columns (kernel, &n_columns, error) || !check_rows (kernel, n_columns, error))
    return NULL;
  tensor = chain_tensor_new (kernel->value->items->len, n_columns);
  for (guint i = 0; i < tensor->rows; i++)
    {
      g_auto (ChainJsonPlace) row = { 0 };

      chain_json_place_item (kernel, i, &row);
      if (!read_numbers (&row, n_columns, tensor->values + i * n_columns, error))
        return NULL;
    }
  return g_steal_pointer (&tensor);
}

static gboolean
read_bias (const ChainJsonPlace *bias,
           ChainImport          *import,
           gsize                 units,
           GError              **error)
{
  g_autoptr (ChainTensor) tensor = NULL;

  if (bias->value == NULL || bias->value->kind == CHAIN_JSON_NULL)
    return TRUE;
  tensor = chain_tensor_new (1, units);
  if (!read_numbers (bias, units, tensor->values, error))
    return FALSE;
  chain_import_set_bias (import, bias->path, g_steal_pointer (&tensor));
  return TRUE;
}

static gboolean
read_layer (const ChainJsonPlace *layer,
            ChainImport          *import,
            GError              **error)
{
  g_auto (ChainJsonPlace) kernel = { 0 };
  g_auto (ChainJsonPlace) bias = { 0 };
  ChainTensor            *tensor;

  if (!chain_json_place_is (layer, CHAIN_JSON_OBJECT, error))
    return FALSE;
  chain_json_place_member (layer, "kernel", &kernel);
  chain_json_place_member (layer, "bias", &bias);
  tensor = read_kernel (&kernel, error);
  if (tensor == NULL)
    return FALSE;
  chain_import_add_kernel (import, kernel.path, tensor);
  return read_bias (&bias, import, tensor->columns, error);
}

static gboolean
check_format (const ChainJsonPlace *document,
              GError              **error)
{
  g_autofree char        *format = NULL;
  g_auto (ChainJsonPlace) place = { 0 };

  if (!chain_json_place_is (document, CHAIN_JSON_OBJECT, error)
      || !chain_json_read_string (document, "format", &format, error))
    return FALSE;
  chain_json_place_member (document, "format", &place);
  return g_strcmp0 (format, CHAIN_MODEL_JSON_FORMAT) == 0
         || chain_json_place_fail (&place, CHAIN_ERROR_UNSUPPORTED, error,
                                   "\"" CHAIN_MODEL_JSON_FORMAT "\"");
}

static ChainImport *
read_json (const ChainImportSource *source,
           GError                 **error)
{
  g_autoptr (ChainImport) import = chain_import_new (source->title);
  g_autoptr (ChainJson)   json = NULL;
  g_auto (ChainJsonPlace) layers = { 0 };
  ChainJsonPlace          document;
  gsize                   length;
  const char             *text = g_bytes_get_data (source->bytes, &length);

  json = chain_json_parse (source->title, text, length, error);
  if (json == NULL)
    return NULL;
  document = (ChainJsonPlace){ source->title, 1, (char *) "", json };
  if (!check_format (&document, error))
    return NULL;
  chain_json_place_member (&document, "layers", &layers);
  if (!chain_json_place_is (&layers, CHAIN_JSON_ARRAY, error))
    return NULL;
  for (guint i = 0; i < layers.value->items->len; i++)
    {
      g_auto (ChainJsonPlace) layer = { 0 };

      chain_json_place_item (&layers, i, &layer);
      if (!read_layer (&layer, import, error))
        return NULL;
    }
  if (!chain_model_json_activations (&document, import, error))
    return NULL;
  import->encoding = chain_encoding_keep (json);
  return g_steal_pointer (&import);
}

const ChainFormat chain_format_json = {
  .name = "json",
  .extension = "json",
  .title = "Model as JSON",
  .about = "Layers, weights, encoding and classes: all that is needed to predict a raw row",
  .is_text = TRUE,
  .language = "json",
  .most_bytes = 128 << 20,
  .write = write_json,
  .read = read_json,
};
