/* palette.c: the two sets of colours.
 *
 * Text on its background keeps a contrast of at least 4.5 to 1; blue and orange stay apart for
 * every kind of colour vision.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/palette.h"

#define RGB(hex) \
  { \
    ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0, 1.0 \
  }

const ChainPalette chain_palette_light = {
  .canvas = RGB (0xffffff),
  .surface = RGB (0xffffff),
  .text = RGB (0x241f31),
  .dim_text = RGB (0x6b6873),
  .line = RGB (0x77767b),
  .grid = RGB (0xdeddda),
  .accent = RGB (0x1c71d8),
  .positive = RGB (0x1c71d8),
  .negative = RGB (0xd5690f),
  .follow = RGB (0xf5d329),
  .good = RGB (0x1d8548),
};

const ChainPalette chain_palette_dark = {
  .canvas = RGB (0x1e1e1e),
  .surface = RGB (0x303030),
  .text = RGB (0xf6f5f4),
  .dim_text = RGB (0xa5a3a8),
  .line = RGB (0x9a9996),
  .grid = RGB (0x3d3d3d),
  .accent = RGB (0x78aeed),
  .positive = RGB (0x62a0ea),
  .negative = RGB (0xffa348),
  .follow = RGB (0xe5a50a),
  .good = RGB (0x57e389),
};

/**
 * chain_color_set:
 * @cr: a drawing
 * @color: a colour
 * @alpha: its opacity here, 0 to 1
 *
 * Makes a colour the source of what is drawn next.
 */
void
chain_color_set (cairo_t          *cr,
                 const ChainColor *color,
                 double            alpha)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * alpha);
}

/**
 * chain_palette_for_text:
 * @red: of the text around the drawing, 0 to 1
 * @green: likewise
 * @blue: likewise
 *
 * Light text stands on a dark background, whatever the theme is called.
 *
 * Returns: (transfer none): the palette that goes with the text
 */
const ChainPalette *
chain_palette_for_text (double red,
                        double green,
                        double blue)
{
  const double luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;

  return luminance > 0.5 ? &chain_palette_dark : &chain_palette_light;
}
