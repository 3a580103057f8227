/* network-drawing.h: draws a network in layers that change at different times: its connections,
 * which may be kept as an image; units and words over them; what is pointed at; what flows.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-connections.h"

/* What is drawn, where to, and with what. */
typedef struct
{
  const ChainNetworkPicture  *picture;
  const ChainNetworkGeometry *geometry;
  cairo_t                    *cr;
  PangoContext               *context; /* fonts to write with */
  const ChainPalette         *palette;
} ChainNetworkDrawing;

void chain_network_draw_top         (const ChainNetworkPicture  *picture,
                                     const ChainNetworkGeometry *geometry,
                                     cairo_t                    *cr,
                                     PangoContext               *context,
                                     const ChainPalette         *palette);
void chain_network_draw_pointed     (const ChainNetworkPicture  *picture,
                                     const ChainNetworkGeometry *geometry,
                                     cairo_t                    *cr,
                                     PangoContext               *context,
                                     const ChainPalette         *palette,
                                     const ChainPart            *hovered,
                                     const ChainPart            *focused);
void chain_network_draw_pulse       (const ChainNetworkPicture  *picture,
                                     const ChainNetworkGeometry *geometry,
                                     cairo_t                    *cr,
                                     const ChainPalette         *palette,
                                     double                      progress);
void chain_network_draw_ground      (cairo_t                    *cr,
                                     const ChainPalette         *palette,
                                     double                      x,
                                     double                      y,
                                     double                      width,
                                     double                      height);
void chain_network_draw_legend      (const ChainNetworkDrawing  *drawing);
void chain_network_draw_units       (const ChainNetworkDrawing  *drawing);
void chain_network_draw_marks       (const ChainNetworkDrawing  *drawing);
void chain_network_outline_unit     (const ChainNetworkPicture  *picture,
                                     const ChainPictureColumn   *column,
                                     const ChainPictureNode     *node,
                                     cairo_t                    *cr,
                                     double                      larger);
void chain_network_draw_map         (const ChainPictureMaps     *maps,
                                     guint                       unit,
                                     cairo_t                    *cr,
                                     const ChainPalette         *palette,
                                     const ChainRectangle       *frame);
void chain_network_draw_block       (const ChainNetworkDrawing  *drawing,
                                     const ChainPictureColumn   *column);
