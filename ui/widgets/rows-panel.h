/* rows-panel.h: the rows of the table, with ways to reach any row and column and to edit them.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_ROWS_PANEL (chain_rows_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainRowsPanel, chain_rows_panel, CHAIN, ROWS_PANEL, GtkWidget)

void chain_rows_panel_set_session (ChainRowsPanel *panel,
                                   ChainSession   *session);
void chain_rows_panel_show_column (ChainRowsPanel *panel,
                                   guint           column);
void chain_rows_panel_go_to_row   (ChainRowsPanel *panel,
                                   guint           row);

G_END_DECLS
