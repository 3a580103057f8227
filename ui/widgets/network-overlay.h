/* network-overlay.h: the numbers of a session's network as the stepper knows them right now.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

guint    chain_network_units      (const ChainRecording *recording,
                                   guint                 layer);
double  *chain_network_known_row  (ChainSession         *session,
                                   guint                 node);
double  *chain_network_overlay    (ChainSession         *session,
                                   guint                 layer,
                                   gboolean              bias,
                                   ChainOverlay          overlay);
gboolean chain_network_overlay_at (ChainSession         *session,
                                   guint                 layer,
                                   gboolean              bias,
                                   ChainOverlay          overlay,
                                   gsize                 index,
                                   double               *value);
