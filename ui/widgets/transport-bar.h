/* transport-bar.h: moves through the steps of training, and trains.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_TRANSPORT_BAR (chain_transport_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChainTransportBar, chain_transport_bar, CHAIN, TRANSPORT_BAR, GtkWidget)

void chain_transport_bar_set_session (ChainTransportBar *bar,
                                      ChainSession      *session);

G_END_DECLS
