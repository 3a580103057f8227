/* stop-panel.h: when training stops by itself: at a target loss, or without change.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_STOP_PANEL (chain_stop_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainStopPanel, chain_stop_panel, CHAIN, STOP_PANEL, GtkWidget)

void chain_stop_panel_set_session (ChainStopPanel *panel,
                                   ChainSession   *session);

G_END_DECLS
