/* curves-panel.h: what training came to, step by step: loss, metric, learning rate, gradients and
 * updates of the layers, of this run and of earlier ones.
 *
 * The controls are a row of their own, chain_curves_panel_get_tools(), to be put where there is
 * room for it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_CURVES_PANEL (chain_curves_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainCurvesPanel, chain_curves_panel, CHAIN, CURVES_PANEL, GtkWidget)

void       chain_curves_panel_set_session (ChainCurvesPanel *panel,
                                           ChainSession     *session);
GtkWidget *chain_curves_panel_get_tools   (ChainCurvesPanel *panel);

G_END_DECLS
