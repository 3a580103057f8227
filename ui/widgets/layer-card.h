/* layer-card.h: one layer of the network, to look at and to change.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_LAYER_CARD (chain_layer_card_get_type ())
G_DECLARE_FINAL_TYPE (ChainLayerCard, chain_layer_card, CHAIN, LAYER_CARD, GtkWidget)

GtkWidget *chain_layer_card_new         (ChainSession   *session,
                                         guint           layer);
void       chain_layer_card_update      (ChainLayerCard *card);
void       chain_layer_card_update_health (ChainLayerCard *card);
void       chain_layer_card_set_layer   (ChainLayerCard *card,
                                         guint           layer);
void       chain_layer_card_set_current (ChainLayerCard *card,
                                         gboolean        current);

G_END_DECLS
