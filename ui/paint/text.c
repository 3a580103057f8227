/* text.c: one line of text over a Pango layout.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/text.h"

#include "ui/paint/subscripts.h"

#include <math.h>

static double
resolution (PangoContext *context)
{
  const double dpi = pango_cairo_context_get_resolution (context);

  return dpi > 0 ? dpi : 96;
}

/**
 * chain_text_em:
 * @context: fonts to write with
 *
 * Returns: the font's size in pixels
 */
double
chain_text_em (PangoContext *context)
{
  const PangoFontDescription *font = pango_context_get_font_description (context);
  const double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  if (size <= 0)
    return 14.0;
  if (pango_font_description_get_size_is_absolute (font))
    return size;
  return size * resolution (context) / 72.0;
}

/**
 * chain_text_new:
 * @context: fonts to write with
 * @text: one line; Pango markup where @flags say so
 * @scale: size relative to the context's font
 * @flags: weight and kind of @text
 *
 * Figures are tabular, so that a number does not shift while it changes.
 *
 * Returns: (transfer full): the text, ready to be measured and drawn
 */
PangoLayout *
chain_text_new (PangoContext  *context,
                const char    *text,
                double         scale,
                ChainTextFlags flags)
{
  g_autoptr (PangoFontDescription) font = NULL;
  PangoLayout *layout = pango_layout_new (context);

  font = pango_font_description_copy (pango_context_get_font_description (context));
  /* Rounded as a style sheet's sizes are: Pango looks each size up anew. */
  pango_font_description_set_absolute_size (font,
                                            round (chain_text_em (context) * scale * PANGO_SCALE));
  if (flags & CHAIN_TEXT_BOLD)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (flags & CHAIN_TEXT_MARKUP)
    {
      pango_layout_set_markup (layout, text, -1);
    }
  else
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
      chain_lower_commas (attributes, text, pango_font_description_get_size (font));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
      pango_layout_set_text (layout, text, -1);
    }
  return layout;
}

/**
 * chain_text_ellipsize:
 * @text: a text
 * @width: the most it may take, pixels
 *
 * Cuts the end off, with an ellipsis, where the text is too wide.
 */
void
chain_text_ellipsize (PangoLayout *text,
                      double       width)
{
  double natural;

  chain_text_size (text, &natural, NULL);
  if (natural <= width)
    return;
  pango_layout_set_ellipsize (text, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (text, (int) (MAX (width, 1) * PANGO_SCALE));
}

/**
 * chain_text_size:
 * @text: a text
 * @width: (out) (optional): pixels
 * @height: (out) (optional): pixels
 */
void
chain_text_size (PangoLayout *text,
                 double      *width,
                 double      *height)
{
  PangoRectangle logical;

  pango_layout_get_extents (text, NULL, &logical);
  if (width)
    *width = (double) logical.width / PANGO_SCALE;
  if (height)
    *height = (double) logical.height / PANGO_SCALE;
}

/**
 * chain_text_draw:
 * @cr: a drawing; its source is the text's colour
 * @text: a text
 * @x: where its anchor goes
 * @y: likewise
 * @x_anchor: 0 the left end, 0.5 the middle, 1 the right end
 * @y_anchor: 0 the top, 0.5 the middle, 1 the bottom
 */
void
chain_text_draw (cairo_t     *cr,
                 PangoLayout *text,
                 double       x,
                 double       y,
                 double       x_anchor,
                 double       y_anchor)
{
  PangoRectangle logical;

  pango_layout_get_extents (text, NULL, &logical);
  cairo_move_to (cr,
                 x - (logical.x + x_anchor * logical.width) / PANGO_SCALE,
                 y - (logical.y + y_anchor * logical.height) / PANGO_SCALE);
  pango_cairo_show_layout (cr, text);
  cairo_new_path (cr);
}

/**
 * chain_text_show:
 * @cr: a drawing; its source is the text's colour
 * @context: fonts to write with
 * @text: one line
 * @scale: size relative to the context's font
 * @flags: weight and kind of @text
 * @x: where its anchor goes
 * @y: likewise
 * @x_anchor: 0 the left end, 0.5 the middle, 1 the right end
 * @y_anchor: 0 the top, 0.5 the middle, 1 the bottom
 *
 * Writes a text that is not measured before.
 */
void
chain_text_show (cairo_t       *cr,
                 PangoContext  *context,
                 const char    *text,
                 double         scale,
                 ChainTextFlags flags,
                 double         x,
                 double         y,
                 double         x_anchor,
                 double         y_anchor)
{
  g_autoptr (PangoLayout) layout = chain_text_new (context, text, scale, flags);

  chain_text_draw (cr, layout, x, y, x_anchor, y_anchor);
}
