/* tfjs-weights.c: the weights beside a model.json of TensorFlow.js.
 *
 * The manifest lists groups, each with the files it is in, one after the other, and the arrays that
 * stand in these, without a gap.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/tfjs-weights.h"

#include "formats/float-bytes.h"
#include "formats/named-tensors.h"

#include <string.h>

#define MOST_FILES 1024 /* of a group */
#define MOST_WEIGHTS 4096

typedef struct
{
  const ChainImportSource *source;
  GPtrArray               *weights;
  guint64                  room; /* numbers there may still be */
} Reader;

static const struct
{
  const char *name;
  guint       size;
} types[] = {
  { "float32", 4 }, { "int32", 4 }, { "float16", 2 }, { "uint8", 1 }, { "bool", 1 },
};

static void
weight_free (gpointer data)
{
  ChainTfjsWeight *weight = data;

  g_free (weight->name);
  if (weight->group != NULL)
    g_bytes_unref (weight->group);
  g_free (weight);
}

static gboolean
read_size (const ChainJsonPlace *place, guint *size, GError **error)
{
  g_autofree char        *type = NULL;
  g_auto (ChainJsonPlace) member = { 0 };
  g_auto (ChainJsonPlace) packed = { 0 };

  chain_json_place_member (place, "quantization", &packed);
  if (packed.value != NULL)
    return chain_json_place_refuse (&packed, CHAIN_ERROR_UNSUPPORTED, error,
                                    "quantized weights are not imported; expected float32");
  if (!chain_json_read_string (place, "dtype", &type, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].name, type) == 0)
      {
        *size = types[i].size;
        return TRUE;
      }
  chain_json_place_member (place, "dtype", &member);
  return chain_json_place_fail (&member, CHAIN_ERROR_UNSUPPORTED, error, "float32");
}

/* The dimensions, and how many numbers they make. */
static gboolean
read_shape (const Reader         *reader,
            const ChainJsonPlace *place,
            ChainTfjsWeight      *weight,
            guint64              *n_numbers,
            GError              **error)
{
  g_auto (ChainJsonPlace) shape = { 0 };

  chain_json_place_member (place, "shape", &shape);
  if (!chain_json_place_is (&shape, CHAIN_JSON_ARRAY, error))
    return FALSE;
  *n_numbers = 1;
  for (guint i = 0; i < shape.value->items->len; i++)
    {
      const ChainJson *item = g_ptr_array_index (shape.value->items, i);

      if (!item->is_whole || item->whole > reader->room / MAX (*n_numbers, 1))
        return chain_json_place_refuse (&shape, CHAIN_ERROR_SHAPE, error,
                                        "expected dimensions with at most %d numbers in the file",
                                        CHAIN_NAMED_TENSORS_MOST_NUMBERS);
      *n_numbers *= item->whole;
      if (i < G_N_ELEMENTS (weight->dimensions))
        weight->dimensions[i] = item->whole;
    }
  if (shape.value->items->len <= G_N_ELEMENTS (weight->dimensions))
    weight->n_dimensions = shape.value->items->len;
  return TRUE;
}

/* An entry of the manifest; @offset is that of the bytes after it. */
static gboolean
read_weight (Reader *reader, const ChainJsonPlace *place, guint64 *offset, GError **error)
{
  ChainTfjsWeight        *weight = g_new0 (ChainTfjsWeight, 1);
  g_auto (ChainJsonPlace) name = { 0 };
  guint                   size = 0;
  guint64                 n_numbers;

  g_ptr_array_add (reader->weights, weight);
  if (!chain_json_place_is (place, CHAIN_JSON_OBJECT, error)
      || !chain_json_read_string (place, "name", &weight->name, error)
      || !read_size (place, &size, error)
      || !read_shape (reader, place, weight, &n_numbers, error))
    return FALSE;
  chain_json_place_member (place, "name", &name);
  if (weight->name == NULL)
    return chain_json_place_fail (&name, CHAIN_ERROR_VALUE, error, "the name of an array");
  if (size != sizeof (float))
    weight->n_dimensions = 0;
  weight->offset = *offset;
  reader->room -= n_numbers;
  *offset += n_numbers * size;
  return TRUE;
}

/* The files of a group, one after the other: not more than @size bytes are taken. */
static GBytes *
read_files (const Reader *reader, const ChainJsonPlace *paths, guint64 size, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (!chain_json_place_is (paths, CHAIN_JSON_ARRAY, error))
    return NULL;
  if (paths->value->items->len > MOST_FILES)
    {
      chain_json_place_refuse (paths, CHAIN_ERROR_UNSUPPORTED, error, "expected at most %d files",
                               MOST_FILES);
      return NULL;
    }
  for (guint i = 0; i < paths->value->items->len; i++)
    {
      g_auto (ChainJsonPlace) path = { 0 };
      g_autoptr (GBytes)      file = NULL;

      chain_json_place_item (paths, i, &path);
      if (!chain_json_place_is (&path, CHAIN_JSON_STRING, error))
        return NULL;
      file = chain_import_beside (reader->source, path.value->string, size - bytes->len, error);
      if (file == NULL)
        return NULL;
      g_byte_array_append (bytes, g_bytes_get_data (file, NULL), (guint) g_bytes_get_size (file));
    }
  if (bytes->len == size)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  chain_json_place_refuse (paths, CHAIN_ERROR_SHAPE, error,
                           "expected %" G_GUINT64_FORMAT " bytes in the files, found %u", size,
                           bytes->len);
  return NULL;
}

static gboolean
read_group (Reader *reader, const ChainJsonPlace *group, GError **error)
{
  g_auto (ChainJsonPlace) entries = { 0 };
  g_auto (ChainJsonPlace) paths = { 0 };
  g_autoptr (GBytes)      bytes = NULL;
  const guint             first = reader->weights->len;
  guint64                 size = 0;

  if (!chain_json_place_is (group, CHAIN_JSON_OBJECT, error))
    return FALSE;
  chain_json_place_member (group, "weights", &entries);
  chain_json_place_member (group, "paths", &paths);
  if (!chain_json_place_is (&entries, CHAIN_JSON_ARRAY, error))
    return FALSE;
  if (first + entries.value->items->len > MOST_WEIGHTS)
    return chain_json_place_refuse (&entries, CHAIN_ERROR_UNSUPPORTED, error,
                                    "expected at most %d arrays", MOST_WEIGHTS);
  for (guint i = 0; i < entries.value->items->len; i++)
    {
      g_auto (ChainJsonPlace) entry = { 0 };

      chain_json_place_item (&entries, i, &entry);
      if (!read_weight (reader, &entry, &size, error))
        return FALSE;
    }
  bytes = read_files (reader, &paths, size, error);
  for (guint i = first; bytes != NULL && i < reader->weights->len; i++)
    ((ChainTfjsWeight *) g_ptr_array_index (reader->weights, i))->group = g_bytes_ref (bytes);
  return bytes != NULL;
}

/**
 * chain_tfjs_weights_read:
 * @source: where the files of the weights are beside
 * @document: a model.json
 * @error: set if files and manifest do not fit
 *
 * Returns: (transfer full) (nullable) (element-type ChainTfjsWeight): all arrays of the manifest
 */
GPtrArray *
chain_tfjs_weights_read (const ChainImportSource *source,
                         const ChainJsonPlace    *document,
                         GError                 **error)
{
  g_auto (ChainJsonPlace) groups = { 0 };
  g_autoptr (GPtrArray)   weights = g_ptr_array_new_with_free_func (weight_free);
  Reader                  reader = { source, weights, CHAIN_NAMED_TENSORS_MOST_NUMBERS };

  chain_json_place_member (document, "weightsManifest", &groups);
  if (!chain_json_place_is (&groups, CHAIN_JSON_ARRAY, error))
    return NULL;
  for (guint i = 0; i < groups.value->items->len; i++)
    {
      g_auto (ChainJsonPlace) group = { 0 };

      chain_json_place_item (&groups, i, &group);
      if (!read_group (&reader, &group, error))
        return NULL;
    }
  return g_steal_pointer (&weights);
}

/**
 * chain_tfjs_weights_take:
 * @weights: (element-type ChainTfjsWeight): arrays
 * @layer: name of a layer
 * @name: which of its arrays, "kernel"
 *
 * Names are "layer/kernel", and may have the model's before that.
 *
 * Returns: (transfer none) (nullable): the array; %NULL if there is none, or a layer took it before
 */
ChainTfjsWeight *
chain_tfjs_weights_take (GPtrArray *weights, const char *layer, const char *name)
{
  g_autofree char *whole = g_strdup_printf ("%s/%s", layer, name);
  g_autofree char *end = g_strdup_printf ("/%s", whole);

  for (guint i = 0; i < weights->len; i++)
    {
      ChainTfjsWeight *weight = g_ptr_array_index (weights, i);

      if (weight->is_taken
          || (!g_str_equal (weight->name, whole) && !g_str_has_suffix (weight->name, end)))
        continue;
      weight->is_taken = TRUE;
      return weight;
    }
  return NULL;
}

/**
 * chain_tfjs_weight_tensor:
 * @weight: an array of one or two dimensions
 *
 * Returns: (transfer full): its numbers, [1, n] or [rows, columns]
 */
ChainTensor *
chain_tfjs_weight_tensor (const ChainTfjsWeight *weight)
{
  const gboolean is_matrix = weight->n_dimensions == 2;
  ChainTensor   *tensor = chain_tensor_new (is_matrix ? weight->dimensions[0] : 1,
                                            weight->dimensions[is_matrix ? 1 : 0]);
  const guint8  *bytes = g_bytes_get_data (weight->group, NULL);

  for (gsize i = 0; i < chain_tensor_size (tensor); i++)
    tensor->values[i] = chain_float_read (CHAIN_FLOAT_32, FALSE,
                                          bytes + weight->offset + i * sizeof (float));
  return tensor;
}
