/* export.h: the formats a network can be taken away in.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *extension; /* without the dot */
  const char *title;
  const char *about;     /* one line: who reads it */
  GBytes   *(*write) (const ChainProject *project, const ChainDataset *dataset, GError **error);
} ChainExportFormat;

extern const ChainExportFormat *const chain_export_formats[];

const ChainExportFormat *chain_export_format_for_path (const char         *path,
                                                       GError            **error);
gboolean                 chain_export_save            (const ChainExportFormat *format,
                                                       const ChainProject *project,
                                                       const ChainDataset *dataset,
                                                       const char         *path,
                                                       GError            **error);

G_END_DECLS
