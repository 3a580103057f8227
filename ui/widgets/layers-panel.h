/* layers-panel.h: the network's layers from input to output, one card each.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_LAYERS_PANEL (chain_layers_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainLayersPanel, chain_layers_panel, CHAIN, LAYERS_PANEL, GtkWidget)

void chain_layers_panel_set_session (ChainLayersPanel *panel,
                                     ChainSession     *session);

G_END_DECLS
