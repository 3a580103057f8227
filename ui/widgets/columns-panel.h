/* columns-panel.h: the columns of the table: what each is used for and how it is prepared.
 *
 * Signal "column-activated" (guint column): the user pointed at a column.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_COLUMNS_PANEL (chain_columns_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainColumnsPanel, chain_columns_panel, CHAIN, COLUMNS_PANEL, GtkWidget)

void chain_columns_panel_set_session (ChainColumnsPanel *panel,
                                      ChainSession      *session);

G_END_DECLS
