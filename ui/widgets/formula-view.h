/* formula-view.h: shows lines of mathematics, wrapped at sums and products where too long.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/equation.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_FORMULA_VIEW (chain_formula_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainFormulaView, chain_formula_view, CHAIN, FORMULA_VIEW, GtkWidget)

GtkWidget *chain_formula_view_new           (void);
/* Three lines: left = right in symbols, = right in numbers, = value. NULL shows nothing. */
void       chain_formula_view_set_equation  (ChainFormulaView    *view,
                                             const ChainEquation *equation,
                                             guint                digits);

G_END_DECLS
