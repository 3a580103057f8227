/* class-colors.h: a colour and a shape for each class, and the colours of a scale of numbers.
 *
 * The colours are apart for every kind of colour vision (after Okabe and Ito), and the shapes are
 * apart without any colour.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/palette.h"

#include <glib.h>

typedef enum
{
  CHAIN_MARKER_CIRCLE,
  CHAIN_MARKER_SQUARE,
  CHAIN_MARKER_TRIANGLE,
  CHAIN_MARKER_DIAMOND,
  CHAIN_MARKER_TRIANGLE_DOWN,
  CHAIN_MARKER_PENTAGON,
  CHAIN_MARKER_BAR,
  CHAIN_N_MARKERS,
} ChainMarker;

const ChainColor *chain_class_color_of (guint               index,
                                        const ChainPalette *palette);
ChainColor  chain_class_color  (guint               index,
                                const ChainPalette *palette);
ChainMarker chain_class_marker (guint               index);
ChainColor  chain_number_color (double              value,
                                double              from,
                                double              to,
                                const ChainPalette *palette);
void        chain_marker_path  (cairo_t            *cr,
                                ChainMarker         marker,
                                double              x,
                                double              y,
                                double              radius);
