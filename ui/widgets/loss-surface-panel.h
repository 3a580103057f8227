/* loss-surface-panel.h: the loss over two chosen parameters.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_LOSS_SURFACE_PANEL (chain_loss_surface_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainLossSurfacePanel, chain_loss_surface_panel, CHAIN, LOSS_SURFACE_PANEL, GtkWidget)

void chain_loss_surface_panel_set_session (ChainLossSurfacePanel *panel,
                                           ChainSession          *session);

G_END_DECLS
