/* text.h: one line of text, measured and drawn around an anchor.
 *
 * Sizes follow the font of the Pango context: a scale of 1 is the text of the window around.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/palette.h"

#include <glib-object.h>
#include <pango/pangocairo.h>

#define CHAIN_TEXT_FAMILY "Cantarell,DejaVu Sans" /* of pictures and pages in files */

typedef enum
{
  CHAIN_TEXT_PLAIN = 0,
  CHAIN_TEXT_BOLD = 1 << 0,
  CHAIN_TEXT_MARKUP = 1 << 1,
} ChainTextFlags;

double       chain_text_em       (PangoContext   *context);
PangoLayout *chain_text_new      (PangoContext   *context,
                                  const char     *text,
                                  double          scale,
                                  ChainTextFlags  flags);
void         chain_text_ellipsize (PangoLayout   *text,
                                   double         width);
void         chain_text_size     (PangoLayout    *text,
                                  double         *width,
                                  double         *height);
void         chain_text_draw     (cairo_t        *cr,
                                  PangoLayout    *text,
                                  double          x,
                                  double          y,
                                  double          x_anchor,
                                  double          y_anchor);
void         chain_text_show     (cairo_t        *cr,
                                  PangoContext   *context,
                                  const char     *text,
                                  double          scale,
                                  ChainTextFlags  flags,
                                  double          x,
                                  double          y,
                                  double          x_anchor,
                                  double          y_anchor);
