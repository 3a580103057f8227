/* level-bars.c: the levels of a category, a bar for each with its name and count.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/level-bars.h"

#include "ui/paint/text.h"

#include <math.h>

#define SCALE 0.85      /* of the text */
#define ROW 1.5         /* height of a row, in em of the text */
#define NAME_SHARE 0.4  /* of the width, at most */
#define GAP 8.0

typedef struct
{
  double name_width, count_width;
  gsize  most;
} Columns;

static char *
count_text (const ChainLevelBar *bar)
{
  if (bar->dark == bar->count)
    return g_strdup_printf ("%" G_GSIZE_FORMAT, bar->count);
  return g_strdup_printf ("%" G_GSIZE_FORMAT " + %" G_GSIZE_FORMAT, bar->dark,
                          bar->count - bar->dark);
}

static void
measure (const ChainLevelBar *bars, guint n_bars, PangoContext *context, double width,
         Columns *columns)
{
  *columns = (Columns){ .most = 1 };
  for (guint i = 0; i < n_bars; i++)
    {
      g_autoptr (PangoLayout) name = chain_text_new (context, bars[i].name, SCALE, 0);
      g_autofree char *digits = count_text (&bars[i]);
      g_autoptr (PangoLayout) count = chain_text_new (context, digits, SCALE, 0);
      double name_width, count_width, height;

      chain_text_size (name, &name_width, &height);
      chain_text_size (count, &count_width, &height);
      columns->name_width = fmax (columns->name_width, name_width);
      columns->count_width = fmax (columns->count_width, count_width);
      columns->most = MAX (columns->most, bars[i].count);
    }
  columns->name_width = fmin (columns->name_width, width * NAME_SHARE);
}

static double
row_height (PangoContext *context)
{
  return ceil (chain_text_em (context) * SCALE * ROW);
}

/**
 * chain_level_bars_height:
 * @context: fonts to write with
 * @n_bars: how many levels
 *
 * Returns: what they need, pixels
 */
double
chain_level_bars_height (PangoContext *context, guint n_bars)
{
  return row_height (context) * n_bars;
}

static void
draw_bar (const ChainLevelBar *bar, const Columns *columns, cairo_t *cr, double y, double height,
          double width, const ChainColor *color)
{
  const double left = columns->name_width + GAP;
  const double room = fmax (width - left - GAP - columns->count_width, 1);
  const double all = room * (double) bar->count / (double) columns->most;
  const double dark = room * (double) bar->dark / (double) columns->most;

  chain_color_set (cr, color, 0.25);
  cairo_rectangle (cr, left, y + height * 0.2, fmax (all, bar->count > 0 ? 1 : 0), height * 0.6);
  cairo_fill (cr);
  chain_color_set (cr, color, 0.4);
  cairo_rectangle (cr, left, y + height * 0.2, dark, height * 0.6);
  cairo_fill (cr);
}

/**
 * chain_level_bars_draw:
 * @bars: [n_bars]
 * @n_bars: how many
 * @cr: where to
 * @context: fonts to write with
 * @width: of the drawing, pixels
 * @color: of text and bars
 *
 * Draws a row for each level: its name, a bar of its share of the most frequent one, its count;
 * where some rows are held out, the count is of the others "+" of those.
 */
void
chain_level_bars_draw (const ChainLevelBar *bars,
                       guint                n_bars,
                       cairo_t             *cr,
                       PangoContext        *context,
                       double               width,
                       const ChainColor    *color)
{
  const double height = row_height (context);
  Columns      columns;

  measure (bars, n_bars, context, width, &columns);
  for (guint i = 0; i < n_bars; i++)
    {
      g_autoptr (PangoLayout) name = chain_text_new (context, bars[i].name, SCALE, 0);
      g_autofree char *digits = count_text (&bars[i]);
      const double     y = i * height;

      draw_bar (&bars[i], &columns, cr, y, height, width, color);
      chain_color_set (cr, color, 1);
      chain_text_ellipsize (name, columns.name_width);
      chain_text_draw (cr, name, 0, y + height / 2, 0, 0.5);
      chain_text_show (cr, context, digits, SCALE, 0, width, y + height / 2, 1, 0.5);
    }
}
