/* traces-panel.h: the functions of a workspace, traced: signatures, calls, and what fusing does.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_TRACES_PANEL (chain_traces_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainTracesPanel, chain_traces_panel, CHAIN, TRACES_PANEL, GtkWidget)

void chain_traces_panel_set_workbench (ChainTracesPanel *panel,
                                       ChainWorkbench   *bench);

G_END_DECLS
