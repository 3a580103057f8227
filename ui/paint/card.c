/* card.c: the floating card, kept inside the drawing it belongs to.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/card.h"

#include "ui/paint/shapes.h"

#include <math.h>

#define CARD_SCALE 0.86

static void
card_row_clear (gpointer data)
{
  ChainCardRow *row = data;

  g_free (row->name);
  g_free (row->value);
}

/**
 * chain_card_new:
 * @title: the first line, Pango markup
 *
 * Returns: (transfer full): a card without rows
 */
ChainCard *
chain_card_new (const char *title)
{
  ChainCard *card = g_new0 (ChainCard, 1);

  card->title = g_strdup (title);
  card->rows = g_array_new (FALSE, FALSE, sizeof (ChainCardRow));
  g_array_set_clear_func (card->rows, card_row_clear);
  return card;
}

/**
 * chain_card_free:
 * @card: (transfer full): a card
 */
void
chain_card_free (ChainCard *card)
{
  g_array_unref (card->rows);
  g_free (card->title);
  g_free (card);
}

/**
 * chain_card_add:
 * @card: a card
 * @name: what the number is, Pango markup
 * @value: the number
 * @color: of the number
 */
void
chain_card_add (ChainCard        *card,
                const char       *name,
                const char       *value,
                const ChainColor *color)
{
  ChainCardRow row = { g_strdup (name), g_strdup (value), *color };

  g_array_append_val (card->rows, row);
}

static double
place (double at,
       double size,
       double room)
{
  const double gap = 14;

  if (at + gap + size <= room - 4)
    return at + gap;
  return MAX (4, at - gap - size);
}

static void
draw_background (cairo_t            *cr,
                 const ChainPalette *palette,
                 double              x,
                 double              y,
                 double              width,
                 double              height)
{
  chain_rounded_rectangle (cr, x - 1, y, width + 2, height + 2, 8);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.08);
  cairo_fill (cr);
  chain_rounded_rectangle (cr, x, y, width, height, 7);
  chain_color_set (cr, &palette->surface, 0.97);
  cairo_fill_preserve (cr);
  chain_color_set (cr, &palette->grid, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

/**
 * chain_card_draw:
 * @card: a card
 * @cr: a drawing
 * @context: fonts to write with
 * @palette: its colours
 * @x: what is pointed at, pixels
 * @y: likewise
 * @width: of the drawing, pixels
 * @height: likewise
 *
 * Draws the card to the lower right of the point, or to the other side where there is no room.
 */
void
chain_card_draw (const ChainCard    *card,
                 cairo_t            *cr,
                 PangoContext       *context,
                 const ChainPalette *palette,
                 double              x,
                 double              y,
                 double              width,
                 double              height)
{
  const double pad = 9;
  const double between = 16;
  g_autoptr (PangoLayout) title = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_object_unref);
  double line, title_width, name_width = 0, value_width = 0;
  double card_width, card_height, left, top;

  title = chain_text_new (context, card->title, CARD_SCALE, CHAIN_TEXT_MARKUP);
  chain_text_size (title, &title_width, &line);
  for (guint i = 0; i < card->rows->len; i++)
    {
      const ChainCardRow *row = &g_array_index (card->rows, ChainCardRow, i);
      double w;

      g_ptr_array_add (names, chain_text_new (context, row->name, CARD_SCALE, CHAIN_TEXT_MARKUP));
      chain_text_size (names->pdata[i], &w, NULL);
      name_width = MAX (name_width, w);
      g_ptr_array_add (values, chain_text_new (context, row->value, CARD_SCALE, CHAIN_TEXT_BOLD));
      chain_text_size (values->pdata[i], &w, NULL);
      value_width = MAX (value_width, w);
    }
  line = ceil (line * 1.15);
  card_width = ceil (MAX (title_width, name_width + between + value_width) + 2 * pad);
  card_height = line * (1 + card->rows->len) + 2 * pad - 2;
  left = floor (place (x, card_width, width)) + 0.5;
  top = floor (place (y, card_height, height)) + 0.5;

  cairo_save (cr);
  draw_background (cr, palette, left, top, card_width, card_height);
  chain_color_set (cr, &palette->dim_text, 1);
  chain_text_draw (cr, title, left + pad, top + pad + line / 2 - 1, 0, 0.5);
  for (guint i = 0; i < card->rows->len; i++)
    {
      const ChainCardRow *row = &g_array_index (card->rows, ChainCardRow, i);
      const double middle = top + pad + line * (i + 1.5) - 1;

      chain_color_set (cr, &palette->text, 1);
      chain_text_draw (cr, names->pdata[i], left + pad, middle, 0, 0.5);
      chain_color_set (cr, &row->color, 1);
      chain_text_draw (cr, values->pdata[i], left + card_width - pad, middle, 1, 0.5);
    }
  cairo_restore (cr);
}
