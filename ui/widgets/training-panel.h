/* training-panel.h: how the network trains: loss, optimizer, rate, batches, epochs.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_TRAINING_PANEL (chain_training_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainTrainingPanel, chain_training_panel, CHAIN, TRAINING_PANEL, GtkWidget)

void chain_training_panel_set_session (ChainTrainingPanel *panel,
                                       ChainSession       *session);

G_END_DECLS
