/* output-panel.h: what the network answers to the rows of the data.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_OUTPUT_PANEL (chain_output_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainOutputPanel, chain_output_panel, CHAIN, OUTPUT_PANEL, GtkWidget)

void chain_output_panel_set_session (ChainOutputPanel *panel,
                                     ChainSession     *session);

G_END_DECLS
