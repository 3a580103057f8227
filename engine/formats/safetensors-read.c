/* safetensors-read.c: layers from a .safetensors file.
 *
 * Nothing of the header is believed: offsets must lie in the file, be as long as shape and type
 * say, and not overlap.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/safetensors-read.h"

#include "base/error.h"
#include "formats/encoding-difference.h"
#include "formats/float-bytes.h"
#include "formats/model-json.h"
#include "formats/named-tensors.h"

#include <string.h>

#define LENGTH_SIZE 8 /* bytes in front of the header */

typedef struct
{
  const char   *title;
  const guint8 *numbers; /* after the header */
  gsize         n_bytes; /* of them */
  GPtrArray    *tensors; /* ChainNamedTensor */
  GArray       *ranges;  /* Range, of all tensors */
  guint64       room;    /* numbers there may still be */
} Reader;

typedef struct
{
  guint64 begin, end;
} Range;

static const struct
{
  const char    *name;
  ChainFloatKind kind;
} types[] = {
  { "F64", CHAIN_FLOAT_64 },
  { "F32", CHAIN_FLOAT_32 },
  { "F16", CHAIN_FLOAT_16 },
  { "BF16", CHAIN_FLOAT_BRAIN_16 },
};

static gboolean
fail (const char *file,
      const char *what,
      GError    **error)
{
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "%s: %s", file, what);
  return FALSE;
}

static gboolean
read_type (const ChainJsonPlace *tensor,
           ChainFloatKind       *kind,
           GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (tensor, "dtype", &member);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (member.value != NULL && member.value->kind == CHAIN_JSON_STRING
        && g_str_equal (member.value->string, types[i].name))
      {
        *kind = types[i].kind;
        return TRUE;
      }
  return chain_json_place_fail (&member, CHAIN_ERROR_UNSUPPORTED, error,
                                "one of F64, F32, F16, BF16");
}

static gboolean
read_wholes (const ChainJsonPlace *tensor,
             const char           *key,
             guint                 least,
             guint                 most,
             guint64              *wholes,
             guint                *n_wholes,
             GError              **error)
{
  g_auto (ChainJsonPlace) array = { 0 };

  chain_json_place_member (tensor, key, &array);
  if (!chain_json_place_is (&array, CHAIN_JSON_ARRAY, error))
    return FALSE;
  *n_wholes = array.value->items->len;
  if (*n_wholes < least || *n_wholes > most)
    return chain_json_place_refuse (&array, CHAIN_ERROR_SHAPE, error,
                                    "expected %u to %u numbers, got %u", least, most, *n_wholes);
  for (guint i = 0; i < *n_wholes; i++)
    {
      const ChainJson *item = g_ptr_array_index (array.value->items, i);

      if (item->kind != CHAIN_JSON_NUMBER || !item->is_whole)
        {
          g_auto (ChainJsonPlace) place = { 0 };

          chain_json_place_item (&array, i, &place);
          return chain_json_place_fail (&place, CHAIN_ERROR_VALUE, error, "an integer from 0");
        }
      wholes[i] = item->whole;
    }
  return TRUE;
}

static gboolean
read_range (const ChainJsonPlace *tensor,
            const Reader         *reader,
            Range                *range,
            GError              **error)
{
  guint64 offsets[2];
  guint   n;

  if (!read_wholes (tensor, "data_offsets", 2, 2, offsets, &n, error))
    return FALSE;
  *range = (Range){ offsets[0], offsets[1] };
  if (range->begin <= range->end && range->end <= reader->n_bytes)
    return TRUE;
  return chain_json_place_refuse (tensor, CHAIN_ERROR_SHAPE, error,
                                  "expected data_offsets within the %" G_GSIZE_FORMAT
                                  " bytes of the file, got %" G_GUINT64_FORMAT " to %"
                                  G_GUINT64_FORMAT,
                                  reader->n_bytes, range->begin, range->end);
}

static void
take_values (Reader           *reader,
             ChainNamedTensor *tensor,
             ChainFloatKind    kind,
             gsize             begin,
             gsize             n_numbers)
{
  const guint size = chain_float_size (kind);

  tensor->values = g_new (double, MAX (n_numbers, 1));
  for (gsize i = 0; i < n_numbers; i++)
    tensor->values[i] = chain_float_read (kind, FALSE, reader->numbers + begin + i * size);
  reader->room -= n_numbers;
  g_ptr_array_add (reader->tensors, tensor);
}

static gboolean
read_tensor (const ChainJsonPlace *place,
             const char           *name,
             Reader               *reader,
             GError              **error)
{
  g_autoptr (ChainNamedTensor) tensor = g_new0 (ChainNamedTensor, 1);
  ChainFloatKind               kind = CHAIN_FLOAT_64;
  Range                        range;
  gsize                        n_numbers;

  if (!chain_json_place_is (place, CHAIN_JSON_OBJECT, error)
      || !read_range (place, reader, &range, error))
    return FALSE;
  g_array_append_val (reader->ranges, range);
  if (!chain_named_tensor_wanted (name))
    return TRUE;
  tensor->name = g_strdup (name);
  if (!read_type (place, &kind, error)
      || !read_wholes (place, "shape", 0, CHAIN_NAMED_TENSOR_MOST_DIMENSIONS, tensor->dimensions,
                       &tensor->n_dimensions, error)
      || !chain_named_tensor_size (reader->title, tensor, reader->room, &n_numbers, error))
    return FALSE;
  if (range.end - range.begin != n_numbers * chain_float_size (kind))
    return chain_json_place_refuse (place, CHAIN_ERROR_SHAPE, error,
                                    "expected %" G_GSIZE_FORMAT " bytes for its shape, got %"
                                    G_GUINT64_FORMAT,
                                    n_numbers * chain_float_size (kind), range.end - range.begin);
  take_values (reader, g_steal_pointer (&tensor), kind, range.begin, n_numbers);
  return TRUE;
}

static int
compare_ranges (gconstpointer a,
                gconstpointer b)
{
  const Range *one = a;
  const Range *other = b;

  return (one->begin > other->begin) - (one->begin < other->begin);
}

/* The format allows no byte of two tensors and none of no tensor. */
static gboolean
check_ranges (const Reader *reader,
              GError      **error)
{
  guint64 end = 0;

  g_array_sort (reader->ranges, compare_ranges);
  for (guint i = 0; i < reader->ranges->len; i++)
    {
      const Range *range = &g_array_index (reader->ranges, Range, i);

      if (range->begin != end)
        return fail (reader->title, "expected tensors one after the other, found a gap or an "
                                    "overlap", error);
      end = range->end;
    }
  return end == reader->n_bytes
         || fail (reader->title, "expected the file to end with the last tensor", error);
}

static gboolean
read_tensors (const ChainJsonPlace *document,
              Reader               *reader,
              GError              **error)
{
  const GPtrArray *keys = document->value->keys;

  if (keys->len > CHAIN_NAMED_TENSORS_MOST)
    return fail (reader->title, "there are too many tensors", error);
  for (guint i = 0; i < keys->len; i++)
    {
      const char             *name = g_ptr_array_index (keys, i);
      g_auto (ChainJsonPlace) place = { 0 };

      chain_json_place_member (document, name, &place);
      if (!g_str_equal (name, "__metadata__") && !read_tensor (&place, name, reader, error))
        return FALSE;
    }
  return check_ranges (reader, error);
}

/* Our own description, if the file is ours; another program may mean something else by the key. */
static gboolean
read_activations (const ChainJsonPlace *document,
                  ChainImport          *import,
                  GError              **error)
{
  const ChainJson      *metadata = chain_json_member (document->value, "__metadata__");
  const ChainJson      *text = metadata != NULL && metadata->kind == CHAIN_JSON_OBJECT
                                   ? chain_json_member (metadata, CHAIN_SAFETENSORS_MODEL) : NULL;
  g_autofree char      *file = g_strdup_printf ("%s: " CHAIN_SAFETENSORS_MODEL, import->title);
  g_autoptr (ChainJson) model = NULL;
  ChainJsonPlace        place = { file, 1, (char *) "", NULL };

  if (text == NULL || text->kind != CHAIN_JSON_STRING)
    return TRUE;
  place.value = model = chain_json_parse (file, text->string, strlen (text->string), NULL);
  if (model == NULL || model->kind != CHAIN_JSON_OBJECT
      || chain_json_member (model, "format") == NULL)
    return TRUE;
  import->encoding = chain_encoding_keep (model);
  return chain_model_json_activations (&place, import, error);
}

static ChainImport *
read_document (const ChainJsonPlace *document,
               Reader               *reader,
               GError              **error)
{
  g_autoptr (ChainImport) import = NULL;

  if (!chain_json_place_is (document, CHAIN_JSON_OBJECT, error)
      || !read_tensors (document, reader, error))
    return NULL;
  import = chain_named_tensors_import (reader->title, reader->tensors, error);
  if (import == NULL || !read_activations (document, import, error))
    return NULL;
  return g_steal_pointer (&import);
}

/**
 * chain_safetensors_read:
 * @source: a file
 * @error: set if it does not read, or holds no layers
 *
 * Returns: (transfer full) (nullable): its layers
 */
ChainImport *
chain_safetensors_read (const ChainImportSource *source,
                        GError                 **error)
{
  g_autoptr (GPtrArray) tensors
      = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_named_tensor_free);
  g_autoptr (GArray)    ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  g_autoptr (ChainJson) json = NULL;
  gsize                 size;
  const guint8         *bytes = g_bytes_get_data (source->bytes, &size);
  guint64               length = 0;
  Reader                reader;
  ChainJsonPlace        document;

  for (guint i = 0; i < LENGTH_SIZE && size >= LENGTH_SIZE; i++)
    length |= (guint64) bytes[i] << 8 * i;
  if (size < LENGTH_SIZE || length > CHAIN_SAFETENSORS_MOST_HEADER || length > size - LENGTH_SIZE)
    {
      fail (source->title, "expected eight bytes with the length of a header, and the header",
            error);
      return NULL;
    }
  json = chain_json_parse (source->title, (const char *) bytes + LENGTH_SIZE, length, error);
  if (json == NULL)
    return NULL;
  document = (ChainJsonPlace){ source->title, 1, (char *) "", json };
  reader = (Reader){ source->title, bytes + LENGTH_SIZE + length, size - LENGTH_SIZE - length,
                     tensors, ranges, CHAIN_NAMED_TENSORS_MOST_NUMBERS };
  return read_document (&document, &reader, error);
}
