/* layer-list.h: the layers of a deep network, a line each, of which one is chosen.
 *
 * Signals: `chosen` (guint: the layer, from 0), by the mouse or the keyboard.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_LAYER_LIST (chain_layer_list_get_type ())
G_DECLARE_FINAL_TYPE (ChainLayerList, chain_layer_list, CHAIN, LAYER_LIST, GtkWidget)

GtkWidget *chain_layer_list_new    (void);
void       chain_layer_list_show   (ChainLayerList     *list,
                                    const ChainNetwork *network);
void       chain_layer_list_choose (ChainLayerList     *list,
                                    guint               layer);

G_END_DECLS
