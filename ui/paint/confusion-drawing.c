/* confusion-drawing.c: draws a confusion matrix, and beside each class its measures.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/number.h"
#include "ui/paint/card.h"
#include "ui/paint/class-colors.h"
#include "ui/paint/confusion.h"
#include "ui/paint/text.h"

#include <math.h>

#define PAD 10.0
#define SCALE 0.85
#define LONGEST 110.0      /* pixels of a class's name */
#define WIDEST_CELL 92.0
#define SQUARISH 3.0       /* a cell is at most so many times as wide as it is high */
#define SHARE_FROM 34.0    /* height of a cell with room for its share below the count */
#define SHARE_BESIDE 96.0  /* width of a cell with room for it beside */
#define N_MEASURES 3

typedef struct
{
  double left, top;        /* of the cells */
  double width, height;    /* of one */
  double names;            /* width of the names before them */
  double measures;         /* where their first column begins; negative: no room */
  double measure_width;
  double line;
} Layout;

typedef struct
{
  const ChainConfusion *confusion;
  cairo_t              *cr;
  PangoContext         *context;
  const ChainPalette   *palette;
  Layout                layout;
} Drawing;

static double
text_width (PangoContext *context, const char *text)
{
  g_autoptr (PangoLayout) layout = chain_text_new (context, text, SCALE, 0);
  double                  width;

  chain_text_size (layout, &width, NULL);
  return width;
}

static void
lay_out (const ChainConfusion *confusion,
         PangoContext         *context,
         double                width,
         double                height,
         Layout               *layout)
{
  const guint  n = MAX (confusion->n, 1);
  const double em = chain_text_em (context) * SCALE;
  double       names = text_width (context, "predicted");

  for (guint i = 0; i < confusion->n; i++)
    names = fmax (names, text_width (context, confusion->classes[i]));
  layout->names = fmin (names, LONGEST) + 18;
  layout->line = ceil (em * 1.5);
  layout->measure_width = em * 5.2;
  layout->left = PAD + layout->names + 8;
  layout->top = PAD + 2 * layout->line + 4;
  layout->height = fmax ((height - layout->top - PAD) / n, 6);
  layout->measures = width - PAD - N_MEASURES * layout->measure_width;
  layout->width = (layout->measures - layout->left - 16) / n;
  if (layout->width < 24)
    {
      layout->measures = -1;
      layout->width = (width - PAD - layout->left) / n;
    }
  layout->width = CLAMP (layout->width, 8, fmin (WIDEST_CELL, SQUARISH * layout->height + 40));
  layout->height = fmin (layout->height, fmax (layout->width * 0.8, layout->line * 1.6));
  if (layout->measures > 0)
    layout->measures = layout->left + n * layout->width + 20;
}

/**
 * chain_confusion_find:
 * @confusion: a matrix
 * @context: fonts it is written with
 * @width: of the drawing, pixels
 * @height: of the drawing, pixels
 * @x: pixels
 * @y: pixels
 * @cell: (out caller-allocates): what is there
 *
 * Returns: whether there is a cell
 */
gboolean
chain_confusion_find (const ChainConfusion *confusion,
                      PangoContext         *context,
                      double                width,
                      double                height,
                      double                x,
                      double                y,
                      ChainConfusionCell   *cell)
{
  Layout layout;
  double column, row;

  lay_out (confusion, context, width, height, &layout);
  column = floor ((x - layout.left) / layout.width);
  row = floor ((y - layout.top) / layout.height);
  if (column < 0 || row < 0 || column >= confusion->n || row >= confusion->n)
    return FALSE;
  *cell = (ChainConfusionCell){ (guint) row, (guint) column };
  return TRUE;
}

static double
share_at (const ChainConfusion *confusion, guint truth, guint guess)
{
  double all = 0;

  for (guint i = 0; i < confusion->n; i++)
    all += (double) confusion->counts[(gsize) truth * confusion->n + i];
  return all > 0 ? (double) confusion->counts[(gsize) truth * confusion->n + guess] / all : 0;
}

static void
show_fitted (const Drawing    *d,
             const char       *words,
             double            x,
             double            y,
             double            x_anchor,
             double            most,
             const ChainColor *color)
{
  g_autoptr (PangoLayout) text = chain_text_new (d->context, words, SCALE, 0);

  chain_text_ellipsize (text, fmax (most, 8));
  chain_color_set (d->cr, color, 1);
  chain_text_draw (d->cr, text, x, y, x_anchor, 0.5);
}

static void
draw_cell (const Drawing *d, guint truth, guint guess)
{
  const Layout     *l = &d->layout;
  const gsize       count = d->confusion->counts[(gsize) truth * d->confusion->n + guess];
  const double      share = share_at (d->confusion, truth, guess);
  const double      x = l->left + guess * l->width, y = l->top + truth * l->height;
  const double      middle = x + l->width / 2;
  const ChainColor *ink = truth == guess ? &d->palette->good : &d->palette->text;
  g_autofree char  *number = g_strdup_printf ("%" G_GSIZE_FORMAT, count);
  g_autofree char  *percent = g_strdup_printf ("%.0f %%", 100 * share);

  cairo_rectangle (d->cr, x + 1, y + 1, l->width - 2, l->height - 2);
  chain_color_set (d->cr, ink, count > 0 ? 0.08 + 0.42 * sqrt (share) : 0.03);
  cairo_fill (d->cr);
  if (l->height < l->line * 0.85 || (count == 0 && d->confusion->n > 4))
    return;
  if (count > 0 && l->height >= SHARE_FROM)
    {
      show_fitted (d, number, middle, y + l->height / 2 - l->line / 2 + 1, 0.5, l->width - 4,
                   &d->palette->text);
      show_fitted (d, percent, middle, y + l->height / 2 + l->line / 2 - 1, 0.5, l->width - 4,
                   &d->palette->dim_text);
    }
  else if (count > 0 && l->width >= SHARE_BESIDE)
    {
      show_fitted (d, number, middle - 6, y + l->height / 2, 1, l->width / 2, &d->palette->text);
      show_fitted (d, percent, middle + 6, y + l->height / 2, 0, l->width / 2,
                   &d->palette->dim_text);
    }
  else
    show_fitted (d, number, middle, y + l->height / 2, 0.5, l->width - 2,
                 count > 0 ? &d->palette->text : &d->palette->dim_text);
}

static void
draw_name (const Drawing *d, guint class)
{
  const Layout    *l = &d->layout;
  const ChainColor color = chain_class_color (class, d->palette);
  const double     y = l->top + (class + 0.5) * l->height;

  if (l->height < l->line * 0.75)
    return;
  chain_marker_path (d->cr, chain_class_marker (class), PAD + 5, y, 4);
  chain_color_set (d->cr, &color, 1);
  cairo_fill (d->cr);
  show_fitted (d, d->confusion->classes[class], PAD + 15, y, 0, l->names - 15, &d->palette->text);
}

static void
draw_titles (const Drawing *d)
{
  static const char *const measures[N_MEASURES] = { "precision", "recall", "F₁" };
  const Layout    *l = &d->layout;
  const double     y = PAD + l->line / 2;
  char             digits[CHAIN_NUMBER_SIZE];
  g_autofree char *all = g_strdup_printf (
      "%" G_GSIZE_FORMAT " rows, accuracy %s %%", d->confusion->n_rows,
      chain_number_show (100 * d->confusion->accuracy, 4, digits));

  show_fitted (d, all, PAD, y, 0, 400, &d->palette->text);
  show_fitted (d, "true", PAD, y + l->line, 0, l->names, &d->palette->dim_text);
  for (guint i = 0; i < d->confusion->n && l->width >= 20; i++)
    show_fitted (d, d->confusion->classes[i], l->left + (i + 0.5) * l->width, y + l->line, 0.5,
                 l->width - 4, &d->palette->text);
  if (text_width (d->context, all) + 100 < l->left + d->confusion->n * l->width)
    show_fitted (d, "predicted", l->left + d->confusion->n * l->width, y, 1, 100,
                 &d->palette->dim_text);
  for (guint i = 0; i < N_MEASURES && l->measures > 0; i++)
    show_fitted (d, measures[i], l->measures + (i + 1) * l->measure_width, y + l->line, 1,
                 l->measure_width, &d->palette->dim_text);
}

static void
draw_measures (const Drawing *d, guint class)
{
  const Layout *l = &d->layout;
  const double  values[N_MEASURES]
      = { d->confusion->precision[class], d->confusion->recall[class], d->confusion->f1[class] };

  for (guint i = 0; i < N_MEASURES && l->measures > 0 && l->height >= l->line * 0.75; i++)
    {
      char digits[CHAIN_NUMBER_SIZE];

      g_ascii_formatd (digits, sizeof digits, "%.3f", values[i]);
      show_fitted (d, isnan (values[i]) ? "–" : digits, l->measures + (i + 1) * l->measure_width,
                   l->top + (class + 0.5) * l->height, 1, l->measure_width, &d->palette->text);
    }
}

static void
draw_ring (const Drawing *d, const ChainConfusionCell *cell, const ChainColor *color, double width)
{
  const Layout *l = &d->layout;

  cairo_rectangle (d->cr, l->left + cell->guess * l->width + 1, l->top + cell->truth * l->height + 1,
                   l->width - 2, l->height - 2);
  chain_color_set (d->cr, color, 1);
  cairo_set_line_width (d->cr, width);
  cairo_stroke (d->cr);
}

static void
draw_card (const Drawing *d, const ChainConfusionCell *cell, double width, double height)
{
  const Layout         *l = &d->layout;
  const ChainConfusion *c = d->confusion;
  g_autofree char      *count
      = g_strdup_printf ("%" G_GSIZE_FORMAT, c->counts[(gsize) cell->truth * c->n + cell->guess]);
  g_autoptr (ChainCard) card = chain_card_new (cell->truth == cell->guess ? "Right" : "Wrong");
  char                  digits[CHAIN_NUMBER_SIZE];
  g_autofree char      *share = g_strdup_printf (
      "%s %%", chain_number_show (100 * share_at (c, cell->truth, cell->guess), 3, digits));

  chain_card_add (card, "true", c->classes[cell->truth], &d->palette->text);
  chain_card_add (card, "predicted", c->classes[cell->guess], &d->palette->text);
  chain_card_add (card, "rows", count, &d->palette->text);
  chain_card_add (card, "of the true class", share, &d->palette->text);
  chain_card_draw (card, d->cr, d->context, d->palette, l->left + (cell->guess + 0.7) * l->width,
                   l->top + (cell->truth + 0.5) * l->height, width, height);
}

/**
 * chain_confusion_draw:
 * @confusion: a matrix
 * @chosen: (nullable): the cell whose rows are listed
 * @hover: (nullable): the cell that is read
 * @cr: where to
 * @context: fonts to write with
 * @width: of the drawing, pixels
 * @height: of the drawing, pixels
 * @palette: light or dark
 *
 * A cell is the stronger the larger its share of the rows that are of the class: green where they
 * are predicted rightly.
 */
void
chain_confusion_draw (const ChainConfusion     *confusion,
                      const ChainConfusionCell *chosen,
                      const ChainConfusionCell *hover,
                      cairo_t                  *cr,
                      PangoContext             *context,
                      double                    width,
                      double                    height,
                      const ChainPalette       *palette)
{
  Drawing d = { confusion, cr, context, palette, { 0 } };

  cairo_save (cr);
  lay_out (confusion, context, width, height, &d.layout);
  draw_titles (&d);
  for (guint truth = 0; truth < confusion->n; truth++)
    {
      draw_name (&d, truth);
      draw_measures (&d, truth);
      for (guint guess = 0; guess < confusion->n; guess++)
        draw_cell (&d, truth, guess);
    }
  if (chosen != NULL)
    draw_ring (&d, chosen, &palette->text, 1.5);
  if (hover != NULL)
    {
      draw_ring (&d, hover, &palette->follow, 2.5);
      draw_card (&d, hover, width, height);
    }
  cairo_restore (cr);
}
