/* gradient-panel.h: one gradient told in full: the path from the loss, its samples, its check.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/gradient-probe.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_GRADIENT_PANEL (chain_gradient_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainGradientPanel, chain_gradient_panel, CHAIN, GRADIENT_PANEL, GtkWidget)

void chain_gradient_panel_show (ChainGradientPanel     *panel,
                                ChainSession           *session,
                                const ChainWeightPlace *place);

G_END_DECLS
