/* sweep-panel.h: trains with every combination of two settings and shows what comes of it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_SWEEP_PANEL (chain_sweep_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainSweepPanel, chain_sweep_panel, CHAIN, SWEEP_PANEL, GtkWidget)

void chain_sweep_panel_set_session (ChainSweepPanel *panel,
                                    ChainSession    *session);

G_END_DECLS
