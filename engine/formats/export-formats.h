/* export-formats.h: the records of the export table, each in its file.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/export.h"

G_BEGIN_DECLS

extern const ChainExportFormat chain_export_csv;
extern const ChainExportFormat chain_export_json;
extern const ChainExportFormat chain_export_npz;

G_END_DECLS
