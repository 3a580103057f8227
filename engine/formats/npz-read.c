/* npz-read.c: layers from a .npz archive, packed or not.
 *
 * An archive may unpack to a thousand times its size: what an array is to hold is read from its
 * header and checked, and room grows with the numbers that really come.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/npz-read.h"

#include "base/error.h"
#include "formats/activation-text.h"
#include "formats/npy-header.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#define CHUNK 65536
#define MOST_LETTERS 1000 /* of the name of an activation */

typedef struct
{
  const char     *title;
  struct archive *archive;
  GPtrArray      *tensors;     /* ChainNamedTensor */
  GHashTable     *names;       /* of the tensors */
  GPtrArray      *activations; /* char *; NULL before they are read */
  guint64         room;        /* numbers there may still be */
  GError        **error;
} Reader;

static gboolean
fail (const Reader *reader,
      const char   *name,
      const char   *what)
{
  const char *reason = archive_error_string (reader->archive);

  if (reader->error != NULL && *reader->error == NULL)
    g_set_error (reader->error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "%s: %s%s%s%s%s", reader->title,
                 name, *name != '\0' ? ": " : "", what, reason != NULL ? ": " : "",
                 reason != NULL ? reason : "");
  return FALSE;
}

static gboolean
read_exactly (Reader     *reader,
              const char *name,
              guint8     *bytes,
              gsize       length)
{
  gsize done = 0;

  while (done < length)
    {
      const la_ssize_t n = archive_read_data (reader->archive, bytes + done, length - done);

      if (n <= 0)
        return fail (reader, name, "the array ends early");
      done += (gsize) n;
    }
  return TRUE;
}

static gboolean
read_header (Reader         *reader,
             const char     *name,
             ChainNpyHeader *header)
{
  g_autofree char *where = g_strdup_printf ("%s: %s", reader->title, name);
  g_autofree char *text = NULL;
  guint8           head[CHAIN_NPY_MAGIC_SIZE + 2];
  guint8           bytes[4] = { 0 };
  guint32          length;

  if (!read_exactly (reader, name, head, sizeof head))
    return FALSE;
  if (memcmp (head, CHAIN_NPY_MAGIC, CHAIN_NPY_MAGIC_SIZE) != 0 || head[CHAIN_NPY_MAGIC_SIZE] < 1
      || head[CHAIN_NPY_MAGIC_SIZE] > 3)
    return fail (reader, name, "expected an array of numpy of format 1 to 3");
  if (!read_exactly (reader, name, bytes, head[CHAIN_NPY_MAGIC_SIZE] == 1 ? 2 : 4))
    return FALSE;
  length = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (guint32) bytes[3] << 24;
  if (length > CHAIN_NPY_MOST_HEADER)
    return fail (reader, name, "the header of the array is too long");
  text = g_malloc (length + 1);
  return read_exactly (reader, name, (guint8 *) text, length)
         && chain_npy_header_parse (where, text, length, header, reader->error);
}

static gboolean
at_end (Reader     *reader,
        const char *name)
{
  char more;

  return archive_read_data (reader->archive, &more, 1) == 0
         || fail (reader, name, "there is more than the numbers of its shape");
}

/* Where the i-th number of a file in Fortran order belongs in rows. */
static void
reorder (ChainNamedTensor *tensor)
{
  const gsize rows = tensor->dimensions[0];
  const gsize columns = tensor->dimensions[1];
  double     *values = g_new (double, rows * columns);

  for (gsize i = 0; i < rows; i++)
    for (gsize k = 0; k < columns; k++)
      values[i * columns + k] = tensor->values[k * rows + i];
  g_free (tensor->values);
  tensor->values = values;
}

static gboolean
read_values (Reader               *reader,
             ChainNamedTensor     *tensor,
             const ChainNpyHeader *header,
             gsize                 n_numbers)
{
  const guint         size = chain_float_size (header->kind);
  g_autoptr (GArray)  values = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree guint8  *chunk = g_malloc (CHUNK);

  while (values->len < n_numbers)
    {
      const gsize n = MIN (n_numbers - values->len, CHUNK / size);

      if (!read_exactly (reader, tensor->name, chunk, n * size))
        return FALSE;
      for (gsize i = 0; i < n; i++)
        {
          const double value = chain_float_read (header->kind, header->big_endian,
                                                 chunk + i * size);

          g_array_append_val (values, value);
        }
    }
  tensor->values = (double *) (gpointer) g_array_free (g_steal_pointer (&values), FALSE);
  return at_end (reader, tensor->name);
}

static gboolean
read_array (Reader     *reader,
            const char *name)
{
  g_autoptr (ChainNamedTensor) tensor = g_new0 (ChainNamedTensor, 1);
  ChainNpyHeader               header;
  gsize                        n_numbers;

  if (!read_header (reader, name, &header))
    return FALSE;
  if (header.is_text)
    return fail (reader, name, "expected numbers, found texts");
  if (header.fortran_order && header.n_dimensions > 2)
    return fail (reader, name, "expected a matrix or a vector");
  tensor->name = g_strdup (name);
  tensor->n_dimensions = header.n_dimensions;
  memcpy (tensor->dimensions, header.dimensions, sizeof tensor->dimensions);
  if (!chain_named_tensor_size (reader->title, tensor, reader->room, &n_numbers, reader->error)
      || !read_values (reader, tensor, &header, n_numbers))
    return FALSE;
  if (header.fortran_order && header.n_dimensions == 2)
    reorder (tensor);
  reader->room -= n_numbers;
  if (!g_hash_table_add (reader->names, tensor->name))
    return fail (reader, name, "the archive has two of these");
  g_ptr_array_add (reader->tensors, g_steal_pointer (&tensor));
  return TRUE;
}

static gboolean
read_text (Reader               *reader,
           const ChainNpyHeader *header,
           const char           *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean            ended = FALSE;

  for (guint64 i = 0; i < header->n_letters; i++)
    {
      guint8  bytes[4];
      guint32 letter = 0;

      if (!read_exactly (reader, name, bytes, sizeof bytes))
        return FALSE;
      for (guint k = 0; k < sizeof bytes; k++)
        letter = letter << 8 | bytes[header->big_endian ? k : 3 - k];
      ended = ended || letter == 0;
      if (!ended && !g_unichar_validate (letter))
        return fail (reader, name, "expected letters");
      if (!ended)
        g_string_append_unichar (text, letter);
    }
  g_ptr_array_add (reader->activations, g_string_free (g_steal_pointer (&text), FALSE));
  return TRUE;
}

static gboolean
read_activations (Reader     *reader,
                  const char *name)
{
  ChainNpyHeader header;

  if (reader->activations != NULL)
    return fail (reader, name, "the archive has two of these");
  if (!read_header (reader, name, &header))
    return FALSE;
  if (!header.is_text || header.n_dimensions != 1 || header.n_letters > MOST_LETTERS
      || header.dimensions[0] > CHAIN_MAX_LAYERS)
    return fail (reader, name, "expected a short text for each layer");
  reader->activations = g_ptr_array_new_with_free_func (g_free);
  for (guint64 i = 0; i < header.dimensions[0]; i++)
    if (!read_text (reader, &header, name))
      return FALSE;
  return TRUE;
}

static gboolean
read_entry (Reader     *reader,
            const char *path)
{
  g_autofree char *valid = path != NULL ? g_utf8_make_valid (path, -1) : g_strdup ("");
  g_autofree char *name = NULL;

  if (!g_str_has_suffix (valid, ".npy"))
    return fail (reader, valid, "expected arrays, files that end in .npy");
  name = g_strndup (valid, strlen (valid) - strlen (".npy"));
  if (reader->tensors->len == CHAIN_NAMED_TENSORS_MOST)
    return fail (reader, name, "there are too many arrays");
  if (g_str_equal (name, CHAIN_NPZ_ACTIVATIONS))
    return read_activations (reader, name);
  return !chain_named_tensor_wanted (name) || read_array (reader, name);
}

static gboolean
read_entries (Reader *reader)
{
  struct archive_entry *entry;
  int                   status;

  while ((status = archive_read_next_header (reader->archive, &entry)) == ARCHIVE_OK
         || status == ARCHIVE_WARN)
    if (!read_entry (reader, archive_entry_pathname (entry)))
      return FALSE;
  return status == ARCHIVE_EOF || fail (reader, "", "the archive does not read");
}

static gboolean
set_activations (const Reader *reader,
                 ChainImport  *import)
{
  if (reader->activations == NULL)
    return TRUE;
  if (reader->activations->len != import->layers->len)
    return fail (reader, CHAIN_NPZ_ACTIVATIONS, "expected as many as there are layers");
  for (guint i = 0; i < import->layers->len; i++)
    if (!chain_activation_read_text (reader->title, g_ptr_array_index (reader->activations, i),
                                     g_ptr_array_index (import->layers, i), reader->error))
      return FALSE;
  return TRUE;
}

static ChainImport *
read_archive (Reader *reader)
{
  g_autoptr (ChainImport) import = NULL;

  if (!read_entries (reader))
    return NULL;
  import = chain_named_tensors_import (reader->title, reader->tensors, reader->error);
  if (import == NULL || !set_activations (reader, import))
    return NULL;
  return g_steal_pointer (&import);
}

/**
 * chain_npz_read:
 * @source: an archive
 * @error: set if it does not read, or holds no layers
 *
 * Returns: (transfer full) (nullable): its layers
 */
ChainImport *
chain_npz_read (const ChainImportSource *source,
                GError                 **error)
{
  g_autoptr (GPtrArray)  tensors
      = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_named_tensor_free);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError)     local = NULL;
  Reader                 reader = {
    .title = source->title,
    .archive = archive_read_new (),
    .tensors = tensors,
    .names = names,
    .room = CHAIN_NAMED_TENSORS_MOST_NUMBERS,
    .error = &local,
  };
  ChainImport           *import = NULL;

  archive_read_support_format_zip (reader.archive);
  if (archive_read_open_memory (reader.archive, g_bytes_get_data (source->bytes, NULL),
                                g_bytes_get_size (source->bytes)) == ARCHIVE_OK)
    import = read_archive (&reader);
  else
    fail (&reader, "", "expected an archive of arrays");
  archive_read_free (reader.archive);
  if (reader.activations != NULL)
    g_ptr_array_unref (reader.activations);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return import;
}
