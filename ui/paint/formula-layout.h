/* formula-layout.h: a formula set as mathematics: fractions, scripts, roots of the box model.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/formula.h"
#include "ui/paint/palette.h"

#include <pango/pangocairo.h>

typedef struct _ChainFormulaLayout ChainFormulaLayout;

/* size: height of the letters in pixels (an em). digits: significant digits of the numbers. */
ChainFormulaLayout *chain_formula_layout_new      (PangoContext             *context,
                                                   const ChainFormula       *formula,
                                                   ChainFormulaStyle         style,
                                                   guint                     digits,
                                                   double                    size);
void                chain_formula_layout_free     (ChainFormulaLayout       *layout);
void                chain_formula_layout_get_size (const ChainFormulaLayout *layout,
                                                   double                   *width,
                                                   double                   *height,
                                                   double                   *baseline);
/* x, y: the left end of the baseline. */
void                chain_formula_layout_draw     (const ChainFormulaLayout *layout,
                                                   cairo_t                  *cr,
                                                   double                    x,
                                                   double                    y,
                                                   const ChainPalette       *palette);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainFormulaLayout, chain_formula_layout_free)
