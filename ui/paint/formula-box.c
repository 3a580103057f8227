/* formula-box.c: mathematics as boxes, measured as they are made.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/formula-box.h"

#include <math.h>

/* Proportions of an em, as in text-book setting. */
#define AXIS 0.31        /* a fraction's rule above the baseline */
#define RULE 0.055       /* its thickness */
#define FRACTION_GAP 0.2
#define SUPERSCRIPT_RISE 0.42
#define SUBSCRIPT_DROP 0.2
#define SCRIPT_GAP 0.04

static const struct
{
  PangoStyle  style;
  PangoWeight weight;
} faces[] = {
  [CHAIN_FACE_UPRIGHT] = { PANGO_STYLE_NORMAL, PANGO_WEIGHT_NORMAL },
  [CHAIN_FACE_ITALIC] = { PANGO_STYLE_ITALIC, PANGO_WEIGHT_NORMAL },
  [CHAIN_FACE_BOLD] = { PANGO_STYLE_NORMAL, PANGO_WEIGHT_BOLD },
};

static ChainBox *
box_new (void)
{
  ChainBox *box = g_new0 (ChainBox, 1);

  box->children = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_box_free);
  return box;
}

static void
put (ChainBox *parent,
     ChainBox *child,
     double    x,
     double    y)
{
  child->x = x;
  child->y = y;
  parent->width = MAX (parent->width, x + child->width);
  parent->ascent = MAX (parent->ascent, child->ascent - y);
  parent->descent = MAX (parent->descent, child->descent + y);
  g_ptr_array_add (parent->children, child);
}

/**
 * chain_box_text:
 * @context: fonts to write with
 * @text: a run of letters or figures
 * @face: upright for figures and functions, italic for quantities
 * @size: an em, pixels
 *
 * The box is as high as its ink, so that fractions and scripts sit close whatever the font's
 * line spacing; its width is the advance.
 *
 * Returns: (transfer full): the box
 */
ChainBox *
chain_box_text (PangoContext *context,
                const char   *text,
                ChainFace     face,
                double        size)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_new ();
  ChainBox *box = box_new ();
  PangoRectangle ink, logical;
  double baseline;

  pango_font_description_set_family (font, "DejaVu Serif,serif");
  pango_font_description_set_style (font, faces[face].style);
  pango_font_description_set_weight (font, faces[face].weight);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  box->text = pango_layout_new (context);
  pango_layout_set_font_description (box->text, font);
  pango_layout_set_text (box->text, text, -1);
  pango_layout_get_extents (box->text, &ink, &logical);
  baseline = (double) pango_layout_get_baseline (box->text) / PANGO_SCALE;
  box->width = (double) logical.width / PANGO_SCALE;
  box->ascent = MAX (baseline - (double) ink.y / PANGO_SCALE, 0.5 * size);
  box->descent = MAX ((double) (ink.y + ink.height) / PANGO_SCALE - baseline, 0);
  return box;
}

/**
 * chain_box_row:
 *
 * Returns: (transfer full): an empty row
 */
ChainBox *
chain_box_row (void)
{
  return box_new ();
}

/**
 * chain_box_append:
 * @row: a row
 * @child: (transfer full): goes to its right end, on the same baseline
 */
void
chain_box_append (ChainBox *row,
                  ChainBox *child)
{
  put (row, child, row->width, 0);
}

/**
 * chain_box_space:
 * @row: a row
 * @width: pixels of nothing at its right end
 */
void
chain_box_space (ChainBox *row,
                 double    width)
{
  row->width += width;
}

/**
 * chain_box_fraction:
 * @numerator: (transfer full): above
 * @denominator: (transfer full): below
 * @size: an em, pixels
 *
 * Returns: (transfer full): one over the other, centred, with a rule between
 */
ChainBox *
chain_box_fraction (ChainBox *numerator,
                    ChainBox *denominator,
                    double    size)
{
  ChainBox *box = box_new ();
  ChainBox *rule = box_new ();
  const double overhang = 0.1 * size;
  const double side = 0.06 * size;
  const double width = MAX (numerator->width, denominator->width) + 2 * overhang;
  const double gap = FRACTION_GAP * size;

  rule->rule = MAX (1.0, RULE * size);
  rule->width = width;
  put (box, rule, side, -AXIS * size);
  put (box, numerator, side + (width - numerator->width) / 2,
       -AXIS * size - gap - numerator->descent);
  put (box, denominator, side + (width - denominator->width) / 2,
       -AXIS * size + gap + rule->rule + denominator->ascent);
  box->width = width + 2 * side;
  return box;
}

/**
 * chain_box_scripts:
 * @base: (transfer full): what carries the scripts
 * @subscript: (transfer full) (nullable): low
 * @superscript: (transfer full) (nullable): high, above the subscript
 * @size: an em of the base, pixels
 *
 * Returns: (transfer full): the base with its scripts
 */
ChainBox *
chain_box_scripts (ChainBox *base,
                   ChainBox *subscript,
                   ChainBox *superscript,
                   double    size)
{
  ChainBox *box = box_new ();
  const double x = base->width + SCRIPT_GAP * size;
  double drop = SUBSCRIPT_DROP * size;
  double rise = SUPERSCRIPT_RISE * size;

  if (superscript)
    rise = MAX (rise, base->ascent - 0.55 * superscript->ascent);
  if (subscript)
    drop = MAX (drop, base->descent + 0.1 * size - (superscript ? 0 : 0.1 * size));
  if (subscript && superscript)
    drop = MAX (drop, subscript->ascent + superscript->descent + 0.1 * size - rise);
  put (box, base, 0, 0);
  if (subscript)
    put (box, subscript, x, drop);
  if (superscript)
    put (box, superscript, x, -rise);
  box->width += SCRIPT_GAP * size;
  return box;
}

/**
 * chain_box_fence:
 * @context: fonts to write with
 * @fence: '(' or ')'
 * @around: what it encloses
 * @size: an em, pixels
 *
 * Returns: (transfer full): a parenthesis as tall as what it encloses
 */
ChainBox *
chain_box_fence (PangoContext   *context,
                 char            fence,
                 const ChainBox *around,
                 double          size)
{
  const char text[] = { fence, '\0' };
  ChainBox *box = chain_box_text (context, text, CHAIN_FACE_UPRIGHT, size);
  const double reach = 0.12 * size;

  if (around->ascent <= box->ascent + reach && around->descent <= box->descent + reach)
    return box;
  g_clear_object (&box->text);
  box->fence = fence;
  box->width = 0.4 * size;
  box->ascent = around->ascent + 0.05 * size;
  box->descent = around->descent + 0.05 * size;
  return box;
}

/**
 * chain_box_free:
 * @box: (transfer full): a box
 */
void
chain_box_free (ChainBox *box)
{
  g_clear_object (&box->text);
  g_ptr_array_unref (box->children);
  g_free (box);
}

/* A crescent: two curves from end to end, apart in the middle. */
static void
draw_fence (const ChainBox *box,
            cairo_t        *cr,
            double          x,
            double          y)
{
  const double top = y - box->ascent;
  const double bottom = y + box->descent;
  const double bend = (bottom - top) * 0.3;
  const double open = box->fence == '(' ? x + 0.88 * box->width : x + 0.12 * box->width;
  const double outer = box->fence == '(' ? x - 0.02 * box->width : x + 1.02 * box->width;
  const double inner = box->fence == '(' ? x + 0.22 * box->width : x + 0.78 * box->width;

  cairo_move_to (cr, open, top);
  cairo_curve_to (cr, outer, top + bend, outer, bottom - bend, open, bottom);
  cairo_curve_to (cr, inner, bottom - bend, inner, top + bend, open, top);
  cairo_fill (cr);
}

/**
 * chain_box_draw:
 * @box: a box
 * @cr: a drawing; its source is the colour
 * @x: left end of the baseline
 * @y: the baseline
 */
void
chain_box_draw (const ChainBox *box,
                cairo_t        *cr,
                double          x,
                double          y)
{
  if (box->text)
    {
      cairo_move_to (cr, x, y - (double) pango_layout_get_baseline (box->text) / PANGO_SCALE);
      pango_cairo_show_layout (cr, box->text);
      cairo_new_path (cr);
    }
  if (box->fence)
    draw_fence (box, cr, x, y);
  if (box->rule > 0)
    {
      cairo_rectangle (cr, x, y - box->rule / 2, box->width, box->rule);
      cairo_fill (cr);
    }
  for (guint i = 0; i < box->children->len; i++)
    {
      const ChainBox *child = box->children->pdata[i];

      chain_box_draw (child, cr, x + child->x, y + child->y);
    }
}
