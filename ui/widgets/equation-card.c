/* equation-card.c: one equation under a heading: set as mathematics, and as text.
 *
 * The text is for copying and for assistive technology, which cannot read a drawing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/equation-card.h"

#include "ui/widgets/formula-view.h"
#include "ui/widgets/symbol-label.h"
#include "ui/widgets/template.h"

struct _ChainEquationCard
{
  GtkWidget         parent_instance;

  GtkLabel         *heading;
  ChainFormulaView *formula;
  GtkLabel         *text;
};

G_DEFINE_FINAL_TYPE (ChainEquationCard, chain_equation_card, GTK_TYPE_WIDGET)

#define DIGITS 5 /* of the numbers in an equation */

static void
chain_equation_card_dispose (GObject *object)
{
  chain_template_dispose (GTK_WIDGET (object), CHAIN_TYPE_EQUATION_CARD);

  G_OBJECT_CLASS (chain_equation_card_parent_class)->dispose (object);
}

static void
chain_equation_card_class_init (ChainEquationCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_equation_card_dispose;
  g_type_ensure (CHAIN_TYPE_FORMULA_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/equation-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainEquationCard, heading);
  gtk_widget_class_bind_template_child (widget_class, ChainEquationCard, formula);
  gtk_widget_class_bind_template_child (widget_class, ChainEquationCard, text);
}

static void
chain_equation_card_init (ChainEquationCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chain_equation_card_new:
 *
 * Returns: a card that shows nothing yet
 */
GtkWidget *
chain_equation_card_new (void)
{
  return g_object_new (CHAIN_TYPE_EQUATION_CARD, NULL);
}

/**
 * chain_equation_card_show:
 * @card: a card
 * @heading: what the equation computes, in words
 * @equation: the equation
 */
void
chain_equation_card_show (ChainEquationCard   *card,
                          const char          *heading,
                          const ChainEquation *equation)
{
  g_autofree char *text = chain_equation_to_text (equation, DIGITS);

  gtk_label_set_text (card->heading, heading);
  chain_formula_view_set_equation (card->formula, equation, DIGITS);
  chain_symbol_label_set_text (card->text, text);
}
