/* export.c: the formats a network can be taken away in.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/export.h"

#include "base/error.h"
#include "base/file.h"
#include "formats/export-formats.h"

const ChainExportFormat *const chain_export_formats[] = {
  &chain_export_csv,
  &chain_export_json,
  &chain_export_npz,
  NULL,
};

/* ".csv, .json, .npz" */
static char *
endings (void)
{
  GString *text = g_string_new (NULL);

  for (const ChainExportFormat *const *format = chain_export_formats; *format != NULL; format++)
    g_string_append_printf (text, "%s.%s", text->len > 0 ? ", " : "", (*format)->extension);
  return g_string_free (text, FALSE);
}

/**
 * chain_export_format_for_path:
 * @path: a file name
 * @error: set, with what there is, if its ending names no format
 *
 * Returns: (nullable) (transfer none): the format by the ending of the name, in any case
 */
const ChainExportFormat *
chain_export_format_for_path (const char *path,
                              GError    **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *names = NULL;

  for (const ChainExportFormat *const *format = chain_export_formats; *format != NULL; format++)
    {
      g_autofree char *ending = g_strconcat (".", (*format)->extension, NULL);

      if (g_str_has_suffix (lower, ending))
        return *format;
    }
  names = endings ();
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
               "%s: the ending names no format that can be exported; expected one of %s", path,
               names);
  return NULL;
}

/**
 * chain_export_save:
 * @format: what to write
 * @project: a project whose data was opened
 * @dataset: its rows, for how inputs and outputs are encoded
 * @path: a file, new or to be replaced
 * @error: set if it cannot be written
 *
 * Returns: %FALSE on an error, and then the old file is as it was
 */
gboolean
chain_export_save (const ChainExportFormat *format,
                   const ChainProject      *project,
                   const ChainDataset      *dataset,
                   const char              *path,
                   GError                 **error)
{
  g_autoptr (GBytes) bytes = format->write (project, dataset, error);
  gconstpointer      contents;
  gsize              length;

  if (bytes == NULL)
    return FALSE;
  contents = g_bytes_get_data (bytes, &length);
  return chain_file_save (path, contents, length, error);
}
