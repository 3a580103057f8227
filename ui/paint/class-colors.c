/* class-colors.c: a colour and a shape for each class, and the colours of a scale of numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/class-colors.h"

#include <math.h>

#define RGB(hex) \
  { \
    ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0, 1.0 \
  }

static const ChainColor light_classes[] = {
  RGB (0x0072b2), RGB (0xd55e00), RGB (0x009e73), RGB (0xb0528c),
  RGB (0xc78500), RGB (0x3a9bd6), RGB (0x6b6873), RGB (0x7a5c00),
};

static const ChainColor dark_classes[] = {
  RGB (0x56b4e9), RGB (0xff8a3d), RGB (0x2fc79a), RGB (0xe59cc6),
  RGB (0xf0e442), RGB (0x6f8ff0), RGB (0xc0bfc4), RGB (0xb99a4a),
};

G_STATIC_ASSERT (G_N_ELEMENTS (light_classes) == G_N_ELEMENTS (dark_classes));

/* From small to large, in even steps of lightness: Matplotlib's viridis. */
static const ChainColor scale[] = {
  RGB (0x440154), RGB (0x3b528b), RGB (0x21918c), RGB (0x5ec962), RGB (0xfde725),
};

/* The end of the scale that the background swallows is left out. */
#define SHARE 0.86

static gboolean
is_dark (const ChainPalette *palette)
{
  return palette == &chain_palette_dark;
}

static double
mix (double one, double other, double share)
{
  return one + (other - one) * share;
}

static ChainColor
mix_colors (const ChainColor *one, const ChainColor *other, double share)
{
  return (ChainColor){ mix (one->red, other->red, share), mix (one->green, other->green, share),
                       mix (one->blue, other->blue, share), 1 };
}

/**
 * chain_class_color:
 * @index: of the class, from 0
 * @palette: light or dark
 *
 * Returns: its colour; after eight they begin again, with other shapes
 */
ChainColor
chain_class_color (guint index, const ChainPalette *palette)
{
  return *chain_class_color_of (index, palette);
}

/**
 * chain_class_color_of:
 * @index: of the class, from 0
 * @palette: light or dark
 *
 * Returns: (transfer none): the same, where it is kept
 */
const ChainColor *
chain_class_color_of (guint index, const ChainPalette *palette)
{
  const guint i = index % G_N_ELEMENTS (light_classes);

  return is_dark (palette) ? &dark_classes[i] : &light_classes[i];
}

/**
 * chain_class_marker:
 * @index: of the class, from 0
 *
 * Returns: its shape
 */
ChainMarker
chain_class_marker (guint index)
{
  return index % CHAIN_N_MARKERS;
}

/**
 * chain_number_color:
 * @value: a number
 * @from: the least of all
 * @to: the largest of all
 * @palette: light or dark
 *
 * Numbers of both signs are blue above zero and orange below, the paler the nearer they are to it;
 * others run through a scale from the dark to the light.
 *
 * Returns: the colour of @value
 */
ChainColor
chain_number_color (double value, double from, double to, const ChainPalette *palette)
{
  const double  most = fmax (fabs (from), fabs (to));
  const double  share = to > from ? CLAMP ((value - from) / (to - from), 0, 1) : 0.5;
  const double  at = (is_dark (palette) ? 1 - SHARE + SHARE * share : SHARE * share)
                    * (G_N_ELEMENTS (scale) - 1);
  const guint   i = MIN ((guint) at, G_N_ELEMENTS (scale) - 2);

  if (from < 0 && to > 0)
    return mix_colors (&palette->grid, value < 0 ? &palette->negative : &palette->positive,
                       mix (0.25, 1, sqrt (CLAMP (fabs (value) / most, 0, 1))));
  return mix_colors (&scale[i], &scale[i + 1], at - i);
}

static void
polygon (cairo_t *cr, guint n, double turn, double x, double y, double radius)
{
  for (guint i = 0; i < n; i++)
    {
      const double angle = 2 * G_PI * i / n - G_PI / 2 + turn;

      cairo_line_to (cr, x + radius * cos (angle), y + radius * sin (angle));
    }
  cairo_close_path (cr);
}

/**
 * chain_marker_path:
 * @cr: a drawing
 * @marker: a shape
 * @x: of its middle
 * @y: of its middle
 * @radius: of a circle that looks as large
 *
 * Adds the outline of the shape to the path.
 */
void
chain_marker_path (cairo_t *cr, ChainMarker marker, double x, double y, double radius)
{
  /* Corners, the turn of the first from above, and the size that makes all look alike. */
  static const struct
  {
    guint  corners;
    double turn;
    double size;
  } shapes[CHAIN_N_MARKERS] = {
    [CHAIN_MARKER_SQUARE] = { 4, G_PI / 4, 1.25 },
    [CHAIN_MARKER_TRIANGLE] = { 3, 0, 1.4 },
    [CHAIN_MARKER_DIAMOND] = { 4, 0, 1.35 },
    [CHAIN_MARKER_TRIANGLE_DOWN] = { 3, G_PI, 1.4 },
    [CHAIN_MARKER_PENTAGON] = { 5, 0, 1.2 },
  };

  cairo_new_sub_path (cr);
  if (marker == CHAIN_MARKER_CIRCLE)
    cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  else if (marker == CHAIN_MARKER_BAR)
    cairo_rectangle (cr, x - radius * 1.3, y - radius * 0.5, radius * 2.6, radius);
  else
    polygon (cr, shapes[marker].corners, shapes[marker].turn, x, y,
             radius * shapes[marker].size);
}
