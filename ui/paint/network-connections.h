/* network-connections.h: the connections of a network's drawing, as strokes or as pixels.
 *
 * Files get strokes, the window gets pixels made by a rasteriser of its own, on any thread. Both
 * draw the same curves: colour by sign, width and opacity by strength, the strongest on top.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-geometry.h"

#include <gio/gio.h>

typedef enum
{
  CHAIN_CONNECTIONS_ALL,
  CHAIN_CONNECTIONS_STRONGEST, /* a few thousand: a quick look while the rest is drawn */
  CHAIN_CONNECTIONS_FOLLOWED,  /* those the eye should follow */
} ChainConnections;

guint64 chain_network_count_connections  (const ChainNetworkGeometry *geometry);
guchar *chain_network_raster_connections (const ChainNetworkPicture  *picture,
                                          const ChainNetworkGeometry *geometry,
                                          const ChainPalette         *palette,
                                          ChainConnections            which,
                                          int                         scale,
                                          guint                       n_threads,
                                          GCancellable               *cancellable);
void    chain_network_draw_connections   (const ChainNetworkPicture  *picture,
                                          const ChainNetworkGeometry *geometry,
                                          cairo_t                    *cr,
                                          const ChainPalette         *palette);
void    chain_network_stroke_edge        (const ChainNetworkGeometry *geometry,
                                          const ChainPictureEdge     *edge,
                                          cairo_t                    *cr,
                                          const ChainColor           *color,
                                          double                      alpha,
                                          double                      width);
double  chain_network_edge_width         (const ChainNetworkGeometry *geometry,
                                          double                      value);
const ChainColor *chain_network_edge_color (const ChainPalette       *palette,
                                            double                    value);
guint64 chain_network_count_followed     (const ChainNetworkPicture  *picture,
                                          const ChainNetworkGeometry *geometry);
gboolean chain_network_follows_too_many  (const ChainNetworkPicture  *picture,
                                          const ChainNetworkGeometry *geometry);
