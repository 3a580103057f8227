/* import-file.c: which format a file is of, and its bytes, no more of them than are allowed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/import.h"

#include "base/error.h"
#include "formats/format.h"

#include <gio/gio.h>
#include <string.h>

#define CHUNK (1 << 20)

/* ".csv, .json, .npz" */
static char *
endings (void)
{
  GString *text = g_string_new (NULL);

  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    if ((*format)->read != NULL && (*format)->extension != NULL)
      g_string_append_printf (text, "%s.%s", text->len > 0 ? ", " : "", (*format)->extension);
  return g_string_free (text, FALSE);
}

static const ChainFormat *
format_by_ending (const char *path)
{
  const char *dot = strrchr (path, '.');

  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    if (dot != NULL && (*format)->read != NULL && (*format)->extension != NULL
        && g_ascii_strcasecmp (dot + 1, (*format)->extension) == 0)
      return *format;
  return NULL;
}

static gboolean
fail (const char *path, GError *system, GError **error)
{
  g_set_error (error, system->domain, system->code, "%s: %s", path, system->message);
  g_error_free (system);
  return FALSE;
}

/* In pieces, so that what says it is short and is not, a pipe or a device, is given up early. */
static GBytes *
read_at_most (const char *path,
              gsize       most_bytes,
              GError    **error)
{
  g_autoptr (GFile)            file = g_file_new_for_path (path);
  GCancellable                *cancellable = g_cancellable_get_current ();
  GError                      *system = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, &system);
  g_autoptr (GByteArray)       bytes = g_byte_array_new ();
  g_autofree guint8           *chunk = g_malloc (CHUNK);
  gssize                       n = 1;

  while (stream != NULL && n > 0 && bytes->len <= most_bytes)
    {
      n = g_input_stream_read (G_INPUT_STREAM (stream), chunk, CHUNK, cancellable, &system);
      if (n > 0)
        g_byte_array_append (bytes, chunk, (guint) n);
    }
  if (system != NULL)
    fail (path, system, error);
  else if (bytes->len > most_bytes)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "%s: expected at most %" G_GSIZE_FORMAT " MiB, found more", path,
                 MAX (most_bytes >> 20, 1));
  else
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return NULL;
}

/* A file of another format's ending, or in a folder, may be of one that knows itself. */
static const ChainFormat *
format_by_contents (const ChainImportSource *source,
                    const ChainFormat       *ending)
{
  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    if ((*format)->read != NULL && (*format)->recognizes != NULL && (*format)->recognizes (source))
      return *format;
  return ending;
}

/* The file a folder is read by. */
static char *
file_in_folder (const char *path)
{
  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    if ((*format)->read != NULL && (*format)->folder_file != NULL)
      {
        g_autofree char *file = g_build_filename (path, (*format)->folder_file, NULL);

        if (g_file_test (file, G_FILE_TEST_EXISTS))
          return g_steal_pointer (&file);
      }
  return NULL;
}

/**
 * chain_import_beside:
 * @source: what is read
 * @name: of a file beside it, as it says itself
 * @most_bytes: the file may have
 * @error: set if there is none, or the name leads out of the folder
 *
 * Returns: (transfer full) (nullable): the bytes of that file
 */
GBytes *
chain_import_beside (const ChainImportSource *source,
                     const char              *name,
                     gsize                    most_bytes,
                     GError                 **error)
{
  g_autofree char *path = NULL;

  if (*name == '\0' || strchr (name, '/') != NULL || strchr (name, '\\') != NULL
      || g_str_equal (name, "..") || g_str_equal (name, "."))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "%s: expected the name of a file beside it, found \"%s\"", source->title, name);
      return NULL;
    }
  if (source->folder == NULL)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "%s: the file \"%s\" beside it is not there", source->title, name);
      return NULL;
    }
  path = g_build_filename (source->folder, name, NULL);
  return read_at_most (path, most_bytes, error);
}

/**
 * chain_import_load:
 * @path: a file, or a folder
 * @error: set if it does not read as what its ending says
 *
 * Reading is given up between two pieces of a file once g_cancellable_get_current() is cancelled.
 *
 * Returns: (transfer full) (nullable): the layers it holds
 */
ChainImport *
chain_import_load (const char *path,
                   GError    **error)
{
  const gboolean      is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);
  g_autofree char    *file = is_folder ? file_in_folder (path) : g_strdup (path);
  const ChainFormat  *format = file != NULL ? format_by_ending (file) : NULL;
  g_autofree char    *folder = NULL;
  g_autofree char    *names = endings ();
  g_autoptr (GBytes)  bytes = NULL;
  ChainImportSource   source;

  if (format == NULL)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                   is_folder ? "%s: the folder holds no model that can be imported; expected a "
                               "file that ends in one of %s"
                             : "%s: the ending names no format that can be imported; expected one "
                               "of %s",
                   path, names);
      return NULL;
    }
  bytes = read_at_most (file, format->most_bytes, error);
  if (bytes == NULL)
    return NULL;
  folder = g_path_get_dirname (file);
  source = (ChainImportSource){ file, folder, bytes };
  return chain_import_read (format_by_contents (&source, format), &source, error);
}
