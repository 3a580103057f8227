/* loss-view.h: the loss of the current run against the iteration.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_LOSS_VIEW (chain_loss_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainLossView, chain_loss_view, CHAIN, LOSS_VIEW, GtkWidget)

void chain_loss_view_set_session (ChainLossView *view,
                                  ChainSession  *session);

G_END_DECLS
