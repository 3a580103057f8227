/* split-panel.h: how all columns are scaled, which rows validate, and what the network reads then.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_SPLIT_PANEL (chain_split_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainSplitPanel, chain_split_panel, CHAIN, SPLIT_PANEL, GtkWidget)

void chain_split_panel_set_session (ChainSplitPanel *panel,
                                    ChainSession    *session);

G_END_DECLS
