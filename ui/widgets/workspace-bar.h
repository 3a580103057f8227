/* workspace-bar.h: moves through the steps of a workspace, and updates its variables.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_WORKSPACE_BAR (chain_workspace_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChainWorkspaceBar, chain_workspace_bar, CHAIN, WORKSPACE_BAR, GtkWidget)

void chain_workspace_bar_set_workbench (ChainWorkspaceBar *bar,
                                        ChainWorkbench    *bench);

G_END_DECLS
