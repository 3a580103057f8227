/* network-file.h: a network's drawing by itself, as for a file or the clipboard.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-geometry.h"
#include "ui/paint/picture-file.h"

#define CHAIN_NETWORK_FILE_WIDTH 1000 /* pixels, where none are asked for */
#define CHAIN_NETWORK_FILE_HEIGHT 640

typedef struct
{
  const ChainNetworkPicture  *picture;
  const ChainNetworkLook     *look;    /* zoom, folding and scale */
  const ChainPalette         *palette;
  const PangoFontDescription *font;    /* (nullable): the context's own */
} ChainNetworkFile;

void chain_network_file_draw (cairo_t      *cr,
                              PangoContext *context,
                              double        width,
                              double        height,
                              gpointer      data);
