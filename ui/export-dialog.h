/* export-dialog.h: asks for a format, then for a file, and exports the network.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/window.h"

G_BEGIN_DECLS

#define CHAIN_TYPE_EXPORT_DIALOG (chain_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ChainExportDialog, chain_export_dialog, CHAIN, EXPORT_DIALOG, GtkWindow)

GtkWidget *chain_export_dialog_new (ChainWindow *window);

G_END_DECLS
