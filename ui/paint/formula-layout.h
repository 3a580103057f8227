/* formula-layout.h: a formula or an equation set as mathematics: fractions, scripts, lines.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/equation.h"
#include "ui/paint/palette.h"

#include <pango/pangocairo.h>

typedef struct _ChainFormulaLayout ChainFormulaLayout;

/* size: height of the letters in pixels (an em). digits: significant digits of the numbers. */
ChainFormulaLayout *chain_formula_layout_new      (PangoContext             *context,
                                                   const ChainFormula       *formula,
                                                   ChainFormulaStyle         style,
                                                   guint                     digits,
                                                   double                    size);
/* Three parts below one another: left = right in symbols, = right in numbers, = value; lines
 * longer than width are broken at operators. */
ChainFormulaLayout *chain_formula_layout_new_equation (PangoContext         *context,
                                                       const ChainEquation  *equation,
                                                       guint                 digits,
                                                       double                size,
                                                       double                width);
void                chain_formula_layout_free     (ChainFormulaLayout       *layout);
void                chain_formula_layout_get_size (const ChainFormulaLayout *layout,
                                                   double                   *width,
                                                   double                   *height,
                                                   double                   *baseline);
double              chain_formula_layout_get_room (const ChainFormulaLayout *layout);
/* x, y: the left end of the baseline. */
void                chain_formula_layout_draw     (const ChainFormulaLayout *layout,
                                                   cairo_t                  *cr,
                                                   double                    x,
                                                   double                    y,
                                                   const ChainPalette       *palette);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainFormulaLayout, chain_formula_layout_free)
