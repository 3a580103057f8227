/* rates-panel.h: short runs with several learning rates side by side.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_RATES_PANEL (chain_rates_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainRatesPanel, chain_rates_panel, CHAIN, RATES_PANEL, GtkWidget)

void chain_rates_panel_set_session (ChainRatesPanel *panel,
                                    ChainSession    *session);

G_END_DECLS
