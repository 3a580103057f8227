/* onnx-file.c: the messages of a .onnx file, read without trust.
 *
 * protobuf-c reads messages inside messages by recursion and makes of two bytes a message of a
 * hundred: the nesting is looked at first, and what is allocated is counted.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/onnx-file.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

#define MOST_NESTING 32
#define MOST_MEMORY 16 /* bytes of memory for each of the file */
#define LEAST_MEMORY (1 << 20)
#define MOST_QUOTED 80 /* letters of a name in a message */

/* Protocol Buffers, "Encoding": the last three bits of a tag. */
typedef enum
{
  VARINT = 0,
  FIXED_64 = 1,
  LENGTH = 2,
  FIXED_32 = 5,
} WireType;

typedef struct
{
  const guint8 *at;
  const guint8 *end;
} Bytes;

static gboolean
read_varint (Bytes *bytes, guint64 *value)
{
  *value = 0;
  for (guint shift = 0; shift < 64 && bytes->at < bytes->end; shift += 7)
    {
      const guint8 byte = *bytes->at++;

      *value |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return TRUE;
    }
  return FALSE;
}

static gboolean
skip (Bytes *bytes, guint64 n)
{
  if (n > (gsize) (bytes->end - bytes->at))
    return FALSE;
  bytes->at += n;
  return TRUE;
}

static gboolean check_messages (const ProtobufCMessageDescriptor *descriptor, Bytes bytes,
                                guint depth);

/* Past a field of known length, and into it if it is a message. */
static gboolean
check_length (const ProtobufCMessageDescriptor *descriptor, guint64 tag, Bytes *bytes, guint depth)
{
  const ProtobufCFieldDescriptor *field
      = tag >> 3 <= G_MAXUINT32
            ? protobuf_c_message_descriptor_get_field (descriptor, (guint) (tag >> 3))
            : NULL;
  Bytes   inside = *bytes;
  guint64 length;

  if (!read_varint (bytes, &length))
    return FALSE;
  inside.at = bytes->at;
  if (!skip (bytes, length))
    return FALSE;
  inside.end = bytes->at;
  return field == NULL || field->type != PROTOBUF_C_TYPE_MESSAGE
         || check_messages (field->descriptor, inside, depth + 1);
}

static gboolean
check_messages (const ProtobufCMessageDescriptor *descriptor, Bytes bytes, guint depth)
{
  gboolean ok = depth <= MOST_NESTING;

  while (ok && bytes.at < bytes.end)
    {
      guint64 tag;
      guint64 value;

      if (!read_varint (&bytes, &tag))
        return FALSE;
      if ((tag & 7) == VARINT)
        ok = read_varint (&bytes, &value);
      else if ((tag & 7) == FIXED_64)
        ok = skip (&bytes, 8);
      else if ((tag & 7) == FIXED_32)
        ok = skip (&bytes, 4);
      else
        ok = (tag & 7) == LENGTH && check_length (descriptor, tag, &bytes, depth);
    }
  return ok;
}

static void *
allocate (void *data, size_t size)
{
  ChainOnnxFile *file = data;

  if (size > file->room)
    return NULL;
  file->room -= size;
  return malloc (size);
}

static void
release (void *data, void *pointer)
{
  free (pointer);
}

/**
 * chain_onnx_file_open:
 * @source: the bytes
 * @file: (out caller-allocates): to be cleared with chain_onnx_file_clear(), and not to be moved
 * @error: set if they are no model
 *
 * Returns: whether there is a model with a graph
 */
gboolean
chain_onnx_file_open (const ChainImportSource *source, ChainOnnxFile *file, GError **error)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (source->bytes, &size);
  const Bytes   bytes = { data, data + size };

  *file = (ChainOnnxFile){
    .allocator = { allocate, release, file },
    .room = MOST_MEMORY * size + LEAST_MEMORY,
  };
  if (size > 0 && check_messages (&onnx__model_proto__descriptor, bytes, 0))
    file->model = onnx__model_proto__unpack (&file->allocator, size, data);
  if (file->model == NULL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                 "%s: expected an ONNX model, found something else or a part of one",
                 source->title);
  else if (file->model->graph == NULL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                 "%s: expected an ONNX model with a graph, found none", source->title);
  else
    return TRUE;
  chain_onnx_file_clear (file);
  return FALSE;
}

/**
 * chain_onnx_file_clear:
 * @file: a file, opened or all zero
 */
void
chain_onnx_file_clear (ChainOnnxFile *file)
{
  if (file->model != NULL)
    onnx__model_proto__free_unpacked ((Onnx__ModelProto *) file->model, &file->allocator);
  file->model = NULL;
}

/**
 * chain_onnx_file_metadata:
 * @file: an opened file
 * @key: of an entry
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
chain_onnx_file_metadata (const ChainOnnxFile *file, const char *key)
{
  for (gsize i = 0; i < file->model->n_metadata_props; i++)
    if (g_strcmp0 (file->model->metadata_props[i]->key, key) == 0)
      return file->model->metadata_props[i]->value;
  return NULL;
}

/**
 * chain_onnx_quote:
 * @name: (nullable): of a node or a value
 *
 * Returns: (transfer full): it as a message can hold it
 */
char *
chain_onnx_quote (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  char            *end;

  for (char *c = valid; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  if (g_utf8_strlen (valid, -1) <= MOST_QUOTED)
    return g_steal_pointer (&valid);
  end = g_utf8_offset_to_pointer (valid, MOST_QUOTED);
  *end = '\0';
  return g_strconcat (valid, "…", NULL);
}
