/* network-drawing.h: draws a network in two layers: all connections, which may be kept as an
 * image, and on top the units, the words and what is pointed at.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-geometry.h"

void chain_network_draw_connections (const ChainNetworkPicture  *picture,
                                     const ChainNetworkGeometry *geometry,
                                     cairo_t                    *cr,
                                     const ChainPalette         *palette);
void chain_network_draw_top         (const ChainNetworkPicture  *picture,
                                     const ChainNetworkGeometry *geometry,
                                     cairo_t                    *cr,
                                     PangoContext               *context,
                                     const ChainPalette         *palette,
                                     const ChainPart            *hovered,
                                     const ChainPart            *focused);
void chain_network_draw_legend      (const ChainNetworkPicture  *picture,
                                     const ChainNetworkGeometry *geometry,
                                     cairo_t                    *cr,
                                     PangoContext               *context,
                                     const ChainPalette         *palette);
