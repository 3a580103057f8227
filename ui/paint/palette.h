/* palette.h: the colours of everything drawn, light and dark.
 *
 * Blue and orange mean the sign of a number and nothing else; yellow is what the eye should
 * follow; the accent is the next thing to press.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <cairo.h>

typedef struct
{
  double red, green, blue, alpha;
} ChainColor;

typedef struct
{
  ChainColor canvas;     /* behind a drawing */
  ChainColor surface;    /* nodes, cards on the canvas */
  ChainColor text;
  ChainColor dim_text;
  ChainColor line;       /* axes, outlines */
  ChainColor grid;
  ChainColor accent;
  ChainColor positive;   /* blue */
  ChainColor negative;   /* orange */
  ChainColor follow;     /* yellow */
  ChainColor good;       /* a check that holds */
} ChainPalette;

extern const ChainPalette chain_palette_light;
extern const ChainPalette chain_palette_dark;

void chain_color_set (cairo_t          *cr,
                      const ChainColor *color,
                      double            alpha);
const ChainPalette *chain_palette_for_text (double red,
                                            double green,
                                            double blue);
