/* network-heads.h: buttons over the layers of the drawing, which add and remove units and layers.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-geometry.h"
#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_HEADS_HEIGHT 26 /* pixels */

typedef struct _ChainNetworkHeads ChainNetworkHeads;

ChainNetworkHeads *chain_network_heads_new      (GtkWidget                  *view);
void               chain_network_heads_free     (ChainNetworkHeads          *heads);
void               chain_network_heads_update   (ChainNetworkHeads          *heads,
                                                 ChainSession               *session);
void               chain_network_heads_allocate (ChainNetworkHeads          *heads,
                                                 const ChainNetworkGeometry *geometry);
void               chain_network_heads_snapshot (ChainNetworkHeads          *heads,
                                                 GtkSnapshot                *snapshot);

G_END_DECLS
