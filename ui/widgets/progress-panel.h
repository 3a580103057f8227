/* progress-panel.h: how far training is, and how good: loss, metric, iteration, rate.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_PROGRESS_PANEL (chain_progress_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainProgressPanel, chain_progress_panel, CHAIN, PROGRESS_PANEL, GtkWidget)

void chain_progress_panel_set_session (ChainProgressPanel *panel,
                                       ChainSession       *session);

G_END_DECLS
