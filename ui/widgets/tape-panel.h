/* tape-panel.h: asks the tape of a workspace for gradients, any number of times.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_TAPE_PANEL (chain_tape_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainTapePanel, chain_tape_panel, CHAIN, TAPE_PANEL, GtkWidget)

void chain_tape_panel_set_workbench (ChainTapePanel *panel,
                                     ChainWorkbench *bench);

G_END_DECLS
