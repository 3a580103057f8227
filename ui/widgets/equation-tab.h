/* equation-tab.h: the equations of what is shown, the gradient in full, and all its elements.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_EQUATION_TAB (chain_equation_tab_get_type ())
G_DECLARE_FINAL_TYPE (ChainEquationTab, chain_equation_tab, CHAIN, EQUATION_TAB, GtkWidget)

void chain_equation_tab_set_session (ChainEquationTab *tab,
                                     ChainSession     *session);

G_END_DECLS
