/* node-panel.h: where the numbers of a node of a workspace come from, and where they go.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_NODE_PANEL (chain_node_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainNodePanel, chain_node_panel, CHAIN, NODE_PANEL, GtkWidget)

void chain_node_panel_set_workbench (ChainNodePanel *panel,
                                     ChainWorkbench *bench);

G_END_DECLS
