/* format.c: the formats a network can be taken away in, or weights brought back from.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format.h"

#include "base/error.h"
#include "base/file.h"
#include "formats/format-table.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

const ChainFormat *const chain_formats[] = {
  &chain_format_c_header,
  &chain_format_csv,
  &chain_format_json,
  &chain_format_keras,
  &chain_format_npz,
  &chain_format_onnx,
  &chain_format_pytorch,
  &chain_format_safetensors,
  &chain_format_tfjs,
  &chain_format_tikz,
  NULL,
};

/* ".csv, .json, .npz" */
static char *
endings (void)
{
  GString *text = g_string_new (NULL);

  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    {
      g_autofree char *ending = g_strdup_printf (".%s", (*format)->extension);

      if ((*format)->write != NULL && (*format)->extension != NULL
          && strstr (text->str, ending) == NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", ending);
    }
  return g_string_free (text, FALSE);
}

/* "keras, pytorch" of an ending; of all where there is none. */
static char *
targets (const char *extension)
{
  GString *text = g_string_new (NULL);

  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    if ((*format)->write != NULL
        && (extension == NULL || g_strcmp0 ((*format)->extension, extension) == 0))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", (*format)->name);
  return g_string_free (text, FALSE);
}

static gboolean
ends_in (const char        *path,
         const ChainFormat *format)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *ending = g_strdup_printf (".%s", format->extension);

  return format->extension != NULL && g_str_has_suffix (lower, ending);
}

static const ChainFormat *
for_target (const char *path,
            const char *target,
            GError    **error)
{
  const ChainFormat *format = chain_format_find (target);
  g_autofree char   *names = targets (NULL);

  if (format == NULL || format->write == NULL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "--target: expected one of %s, got %s", names, target);
  else if (format->extension != NULL && !ends_in (path, format))
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "%s: expected a name that ends in .%s for the target %s", path,
                 format->extension, target);
  else
    return format;
  return NULL;
}

/**
 * chain_format_find:
 * @name: of a row
 *
 * Returns: (nullable) (transfer none): the row
 */
const ChainFormat *
chain_format_find (const char *name)
{
  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    if (g_str_equal ((*format)->name, name))
      return *format;
  return NULL;
}

/**
 * chain_format_for_path:
 * @path: a file or a folder to be written
 * @target: (nullable): name of a row, where more than one has the ending, or for a folder
 * @error: set, with what there is, if they name no format, or more than one
 *
 * Returns: (nullable) (transfer none): the format by the target or by the ending, in any case
 */
const ChainFormat *
chain_format_for_path (const char *path,
                       const char *target,
                       GError    **error)
{
  const ChainFormat *found = NULL;
  guint              n_found = 0;
  g_autofree char   *names = NULL;

  if (target != NULL)
    return for_target (path, target, error);
  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    if ((*format)->write != NULL && ends_in (path, *format))
      {
        found = *format;
        n_found++;
      }
  if (n_found == 1)
    return found;
  names = found != NULL ? targets (found->extension) : endings ();
  if (found != NULL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "%s: the ending names more than one format; expected --target, one of %s", path,
                 names);
  else
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "%s: the ending names no format that can be exported; expected one of %s", path,
                 names);
  return NULL;
}

/**
 * chain_format_stem:
 * @path: a file name
 *
 * Returns: (transfer full): its last part without the ending: what files beside it are named by
 */
char *
chain_format_stem (const char *path)
{
  char *stem = g_path_get_basename (path);
  char *dot = strrchr (stem, '.');

  if (dot != NULL && dot != stem)
    *dot = '\0';
  return stem;
}

static void
file_free (gpointer data)
{
  ChainFormatFile *file = data;

  g_free (file->name);
  g_bytes_unref (file->bytes);
  g_free (file);
}

/**
 * chain_format_files_new:
 *
 * Returns: (transfer full): room for the files of an export
 */
GPtrArray *
chain_format_files_new (void)
{
  return g_ptr_array_new_with_free_func (file_free);
}

/**
 * chain_format_files_take:
 * @files: files of an export
 * @name: (nullable): of the file, in the folder or beside the target; %NULL: the target itself
 * @bytes: (transfer full): what it holds
 */
void
chain_format_files_take (GPtrArray  *files,
                         const char *name,
                         GBytes     *bytes)
{
  ChainFormatFile *file = g_new (ChainFormatFile, 1);

  file->name = g_strdup (name);
  file->bytes = bytes;
  g_ptr_array_add (files, file);
}

/**
 * chain_format_files_one:
 * @bytes: (transfer full): of the only file
 *
 * Returns: (transfer full): the one file of an export
 */
GPtrArray *
chain_format_files_one (GBytes *bytes)
{
  GPtrArray *files = chain_format_files_new ();

  chain_format_files_take (files, NULL, bytes);
  return files;
}

/**
 * chain_format_write:
 * @format: what to write
 * @model: the network with its data
 * @error: set if the format cannot hold it
 *
 * Returns: (transfer full) (nullable) (element-type ChainFormatFile): the files, the main one
 *   first
 */
GPtrArray *
chain_format_write (const ChainFormat *format,
                    const ChainExport *model,
                    GError           **error)
{
  g_return_val_if_fail (format->write != NULL, NULL);

  return format->write (model, error);
}

static gboolean
make_folder (const char *path,
             GError    **error)
{
  if (g_mkdir_with_parents (path, 0777) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               "%s: the folder cannot be made: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean
save_file (const ChainFormatFile *file,
           const char            *path,
           const char            *folder,
           GError               **error)
{
  g_autofree char *full = file->name != NULL ? g_build_filename (folder, file->name, NULL)
                                             : g_strdup (path);
  gsize            length;
  const char      *contents = g_bytes_get_data (file->bytes, &length);

  return chain_file_save (full, contents, length, error);
}

/**
 * chain_format_save:
 * @format: what to write
 * @project: a project whose data was opened
 * @dataset: its rows, for how inputs and outputs are encoded
 * @path: a file or a folder, new or to be replaced
 * @error: set if it cannot be written
 *
 * Files beside the main one are written first. Each is replaced as a whole.
 *
 * Returns: %FALSE on an error, and then the main file is as it was
 */
gboolean
chain_format_save (const ChainFormat  *format,
                   const ChainProject *project,
                   const ChainDataset *dataset,
                   const char         *path,
                   GError            **error)
{
  g_autofree char      *stem = chain_format_stem (path);
  const ChainExport     model = { project, dataset, stem };
  g_autoptr (GPtrArray) files = chain_format_write (format, &model, error);
  g_autofree char      *folder = format->extension == NULL ? g_strdup (path)
                                                           : g_path_get_dirname (path);

  if (files == NULL || (format->extension == NULL && !make_folder (path, error)))
    return FALSE;
  for (guint i = files->len; i > 0; i--)
    if (!save_file (g_ptr_array_index (files, i - 1), path, folder, error))
      return FALSE;
  return TRUE;
}
