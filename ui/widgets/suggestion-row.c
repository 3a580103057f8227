/* suggestion-row.c: what one rule makes of the range test, with a button to use it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/suggestion-row.h"

#include "base/number.h"
#include "ui/widgets/template.h"

#include <math.h>

struct _ChainSuggestionRow
{
  GtkWidget parent_instance;

  GtkLabel  *title;
  GtkLabel  *rate;
  GtkLabel  *about;
  GtkButton *use;

  const ChainLrRule *rule;
  double             suggested; /* NaN where the curve allows no choice */
};

G_DEFINE_FINAL_TYPE (ChainSuggestionRow, chain_suggestion_row, GTK_TYPE_WIDGET)

enum
{
  USED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_use (ChainSuggestionRow *self)
{
  if (isfinite (self->suggested))
    g_signal_emit (self, signals[USED], 0, self->suggested);
}

static void
chain_suggestion_row_dispose (GObject *object)
{
  chain_template_dispose (GTK_WIDGET (object), CHAIN_TYPE_SUGGESTION_ROW);
  G_OBJECT_CLASS (chain_suggestion_row_parent_class)->dispose (object);
}

static void
chain_suggestion_row_class_init (ChainSuggestionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_suggestion_row_dispose;
  signals[USED] = g_signal_new ("used", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  gtk_widget_class_set_css_name (widget_class, "suggestion-row");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/suggestion-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainSuggestionRow, title);
  gtk_widget_class_bind_template_child (widget_class, ChainSuggestionRow, rate);
  gtk_widget_class_bind_template_child (widget_class, ChainSuggestionRow, about);
  gtk_widget_class_bind_template_child (widget_class, ChainSuggestionRow, use);
  gtk_widget_class_bind_template_callback (widget_class, on_use);
}

static void
chain_suggestion_row_init (ChainSuggestionRow *self)
{
  self->suggested = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "tile");
}

/**
 * chain_suggestion_row_new:
 * @rule: the rule
 *
 * Returns: a row of the rule, without a rate
 */
GtkWidget *
chain_suggestion_row_new (const ChainLrRule *rule)
{
  ChainSuggestionRow *self = g_object_new (CHAIN_TYPE_SUGGESTION_ROW, NULL);

  self->rule = rule;
  gtk_label_set_text (self->title, rule->title);
  gtk_label_set_text (self->about, rule->about);
  if (g_str_equal (rule->name, "recommended"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  chain_suggestion_row_set_rate (self, NAN, FALSE);
  return GTK_WIDGET (self);
}

/**
 * chain_suggestion_row_get_rule:
 * @row: a row
 *
 * Returns: (transfer none): its rule
 */
const ChainLrRule *
chain_suggestion_row_get_rule (ChainSuggestionRow *row)
{
  return row->rule;
}

/**
 * chain_suggestion_row_set_reason:
 * @row: a row
 * @reason: (nullable): why its rule chooses its rate, or why it cannot; %NULL shows the rule
 */
void
chain_suggestion_row_set_reason (ChainSuggestionRow *row, const char *reason)
{
  gtk_label_set_text (row->about, reason != NULL ? reason : row->rule->about);
}

/**
 * chain_suggestion_row_set_rate:
 * @row: a row
 * @rate: what the rule suggests; NaN where the curve allows no choice
 * @in_use: whether that is the project's learning rate
 */
void
chain_suggestion_row_set_rate (ChainSuggestionRow *row, double rate, gboolean in_use)
{
  g_autofree char *name = g_strdup_printf (in_use ? "%s in use" : "Use %s", row->rule->title);
  char             text[CHAIN_NUMBER_SIZE];

  row->suggested = rate;
  gtk_label_set_text (row->rate, isfinite (rate) ? chain_number_show (rate, 3, text) : "–");
  gtk_button_set_label (row->use, in_use ? "In use" : "Use");
  gtk_widget_set_sensitive (GTK_WIDGET (row->use), isfinite (rate) && !in_use);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->use), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}
