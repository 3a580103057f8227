/* network-tiles.h: a drawing that is made anew often and changes in few places.
 *
 * It is drawn whole, then compared with what was there, tile by tile: only tiles that differ are
 * painted on the screen again, and those on which nothing is drawn never are.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

typedef struct _ChainNetworkTiles ChainNetworkTiles;

ChainNetworkTiles *chain_network_tiles_new      (GtkWidget         *widget);
void               chain_network_tiles_free     (ChainNetworkTiles *tiles);
cairo_t           *chain_network_tiles_begin    (ChainNetworkTiles *tiles,
                                                 int                width,
                                                 int                height,
                                                 int                scale);
void               chain_network_tiles_end      (ChainNetworkTiles *tiles,
                                                 cairo_t           *cr);
void               chain_network_tiles_snapshot (ChainNetworkTiles *tiles,
                                                 GtkSnapshot       *snapshot);
