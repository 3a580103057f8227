/* export-preview.h: what an export will write: files with their sizes, and a look into the main
 * one.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_EXPORT_PREVIEW (chain_export_preview_get_type ())
G_DECLARE_FINAL_TYPE (ChainExportPreview, chain_export_preview, CHAIN, EXPORT_PREVIEW, GtkWidget)

void chain_export_preview_set_session (ChainExportPreview *preview,
                                       ChainSession       *session);
void chain_export_preview_show_format (ChainExportPreview *preview,
                                       const ChainFormat  *format);
void chain_export_preview_show_words  (ChainExportPreview *preview,
                                       const char         *title,
                                       const char         *words);

G_END_DECLS
