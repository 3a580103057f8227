/* iterations-panel.h: the updates of a workspace: a table of all their numbers, and the curve of
 * the target.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_ITERATIONS_PANEL (chain_iterations_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainIterationsPanel, chain_iterations_panel, CHAIN, ITERATIONS_PANEL,
                      GtkWidget)

void  chain_iterations_panel_set_workbench (ChainIterationsPanel *panel,
                                            ChainWorkbench       *bench);
char *chain_iterations_panel_to_csv        (gpointer              panel);

G_END_DECLS
