/* program-panel.h: a workspace as the TensorFlow program that does the same.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_PROGRAM_PANEL (chain_program_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainProgramPanel, chain_program_panel, CHAIN, PROGRAM_PANEL, GtkWidget)

void chain_program_panel_set_workbench (ChainProgramPanel *panel,
                                        ChainWorkbench    *bench);

G_END_DECLS
