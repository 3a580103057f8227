/* scatter-panel.h: a scatter plot of two columns, chosen here, coloured by the target.
 *
 * Hovering reads a row. Signal "row-activated" (guint row): a point was clicked.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_SCATTER_PANEL (chain_scatter_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainScatterPanel, chain_scatter_panel, CHAIN, SCATTER_PANEL, GtkWidget)

void chain_scatter_panel_set_session (ChainScatterPanel *panel,
                                      ChainSession      *session);

G_END_DECLS
