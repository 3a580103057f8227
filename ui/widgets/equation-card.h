/* equation-card.h: one equation under a heading: set as mathematics, and as text.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/equation.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_EQUATION_CARD (chain_equation_card_get_type ())
G_DECLARE_FINAL_TYPE (ChainEquationCard, chain_equation_card, CHAIN, EQUATION_CARD, GtkWidget)

GtkWidget *chain_equation_card_new  (void);
void       chain_equation_card_show (ChainEquationCard   *card,
                                     const char          *heading,
                                     const ChainEquation *equation);

G_END_DECLS
