/* health-bar.h: how a run ended and what keeps the network from learning, until it is dismissed.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_HEALTH_BAR (chain_health_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChainHealthBar, chain_health_bar, CHAIN, HEALTH_BAR, GtkWidget)

void chain_health_bar_set_session (ChainHealthBar *bar,
                                   ChainSession   *session);

G_END_DECLS
