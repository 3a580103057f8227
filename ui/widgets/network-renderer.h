/* network-renderer.h: the connections of a drawing as pixels that are refined on other threads.
 *
 * Few connections are drawn at once. Many are asked for and arrive later; until then the pixels
 * there are stay, moved and enlarged as the drawing is by now. The newest request wins.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-drawing.h"

#include <gtk/gtk.h>

typedef struct _ChainNetworkRenderer ChainNetworkRenderer;

ChainNetworkRenderer *chain_network_renderer_new       (GtkWidget            *widget);
void                  chain_network_renderer_free      (ChainNetworkRenderer *renderer);
void                  chain_network_renderer_request   (ChainNetworkRenderer *renderer,
                                                        ChainNetworkPicture  *picture,
                                                        ChainNetworkGeometry *geometry,
                                                        const ChainPalette   *palette,
                                                        int                   scale);
void                  chain_network_renderer_clear     (ChainNetworkRenderer *renderer);
gboolean              chain_network_renderer_is_busy   (ChainNetworkRenderer *renderer);
void                  chain_network_renderer_snapshot  (ChainNetworkRenderer *renderer,
                                                        GtkSnapshot          *snapshot,
                                                        ChainNetworkGeometry *geometry);
GskRenderNode        *chain_network_pixels_node        (GtkWidget            *widget,
                                                        guchar               *pixels,
                                                        int                   x,
                                                        int                   y,
                                                        int                   width,
                                                        int                   height,
                                                        int                   scale);
