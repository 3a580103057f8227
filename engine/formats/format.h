/* format.h: the formats a network can be taken away in, or weights brought back from.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/import.h"
#include "formats/project.h"

G_BEGIN_DECLS

/* What is taken away. */
typedef struct
{
  const ChainProject *project; /* whose data was opened */
  const ChainDataset *dataset; /* its rows, for how inputs and outputs are encoded */
  const char         *stem;    /* of the target's name, without ending: for files beside it */
} ChainExport;

/* One file of an export. */
typedef struct
{
  char   *name;  /* in the folder, or beside the target; NULL: the target itself */
  GBytes *bytes;
} ChainFormatFile;

/* A row of the table. */
typedef struct _ChainFormat
{
  const char *name;        /* of --target; unique */
  const char *extension;   /* without the dot; NULL: a folder */
  const char *folder_file; /* of a folder: the file it is read by, "model.json"; else NULL */
  const char *title;
  const char *about;       /* one line: who reads it */
  gboolean    is_text;     /* its main file can be shown as it is */
  const char *language;    /* of that text, as GtkSourceView names it; NULL: none */
  gsize       most_bytes;  /* of a file that is read */

  /* The files, ChainFormatFile, the main one first; NULL on an error. A NULL function: not
   * written. */
  GPtrArray   *(*write)      (const ChainExport *model, GError **error);
  /* Whether a file with the ending of another format, or a folder's file, is of this one; NULL:
   * the ending decides. */
  gboolean     (*recognizes) (const ChainImportSource *source);
  /* NULL on an error. A NULL function: not read. Layers need not be checked, see
   * chain_import_read(). */
  ChainImport *(*read)       (const ChainImportSource *source, GError **error);
} ChainFormat;

extern const ChainFormat *const chain_formats[]; /* NULL-terminated */

const ChainFormat *chain_format_find      (const char        *name);
const ChainFormat *chain_format_for_path  (const char        *path,
                                           const char        *target,
                                           GError           **error);
char              *chain_format_stem      (const char        *path);
GPtrArray         *chain_format_write     (const ChainFormat *format,
                                           const ChainExport *model,
                                           GError           **error);
gboolean           chain_format_save      (const ChainFormat  *format,
                                           const ChainProject *project,
                                           const ChainDataset *dataset,
                                           const char         *path,
                                           GError            **error);

GPtrArray         *chain_format_files_new  (void);
void               chain_format_files_take (GPtrArray  *files,
                                            const char *name,
                                            GBytes     *bytes);
GPtrArray         *chain_format_files_one  (GBytes     *bytes);

G_END_DECLS
