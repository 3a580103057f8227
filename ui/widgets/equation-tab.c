/* equation-tab.c: the equations of what is shown, the gradient in full, and all its elements.
 *
 * With nothing selected it follows the stepper: the equation of one element of the value just
 * computed, and the list of all its elements to choose from. For a selected unit, bias or
 * connection it shows every equation of this iteration that computed a number of it, the
 * newest first.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/equation-tab.h"

#include "ui/widgets/element-list.h"
#include "ui/widgets/equation-card.h"
#include "ui/widgets/gradient-panel.h"
#include "ui/widgets/shown-number.h"
#include "ui/widgets/symbol-label.h"
#include "ui/widgets/template.h"

#define MAX_CARDS 4 /* a unit has z, a and their two gradients */

struct _ChainEquationTab
{
  GtkWidget           parent_instance;

  ChainSession       *session; /* owned; NULL before it is set */
  gboolean            updating;
  ChainElementList   *elements;
  GtkSingleSelection *chosen;
  ChainStep           followed; /* the step whose elements are listed */
  gsize               followed_row; /* of the sample looked at then */
  ChainEquationCard  *cards[MAX_CARDS];

  GtkLabel           *hint;
  GtkBox             *card_box;
  ChainGradientPanel *gradient;
  GtkWidget          *list_box;
  GtkListView        *list;
};

G_DEFINE_FINAL_TYPE (ChainEquationTab, chain_equation_tab, GTK_TYPE_WIDGET)

static gboolean
same_step (const ChainStep *left,
           const ChainStep *right)
{
  return left->phase == right->phase && left->node == right->node
         && left->gradient == right->gradient;
}

static guint
collect (ChainEquationTab *self,
         ChainShownNumber  shown[MAX_CARDS])
{
  return chain_shown_numbers (self->session, gtk_single_selection_get_selected (self->chosen), shown,
                              MAX_CARDS);
}

/* The summand done last of the step under way. */
static void
show_part (ChainEquationTab *self,
           ChainStepper   *stepper,
           ChainStepPart  *part)
{
  const ChainRecording     *recording = chain_stepper_recording (stepper);
  const ChainStep          *step = chain_stepper_step_under_way (stepper);
  g_autoptr (ChainEquation) equation
      = chain_step_part_equation (recording, chain_stepper_walk (stepper), step, part);
  g_autofree char          *title = chain_step_title (recording, step);
  g_autofree char          *heading
      = part->n_terms > 1 ? g_strdup_printf ("%s, summand %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT,
                                             title, part->term + 1, part->n_terms)
                          : g_strdup (title);

  for (guint i = 1; i < MAX_CARDS; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->cards[i]), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->cards[0]), TRUE);
  chain_equation_card_show (self->cards[0], heading, equation);
}

static void
update_cards (ChainEquationTab *self)
{
  ChainStepper *stepper = chain_session_get_stepper (self->session);
  ChainShownNumber         shown[MAX_CARDS];
  const guint   n = stepper != NULL ? collect (self, shown) : 0;
  g_autoptr (ChainStepPart) part
      = stepper != NULL ? chain_stepper_current_part (stepper) : NULL;

  if (part != NULL
      && chain_session_get_selection (self->session)->kind == CHAIN_SELECTION_STEP)
    {
      show_part (self, stepper, part);
      return;
    }
  for (guint i = 0; i < MAX_CARDS; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->cards[i]), i < n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ChainEquation) equation
          = chain_stepper_equation (stepper, shown[i].step, shown[i].row, shown[i].column);
      g_autofree char *title
          = chain_step_title (chain_stepper_recording (stepper), shown[i].step);

      chain_equation_card_show (self->cards[i], title, equation);
    }
}

/* The weight or the unit of the newest gradient among the cards; FALSE if there is none. */
static gboolean
shown_gradient (ChainEquationTab   *self,
                ChainStepper     *stepper,
                ChainWeightPlace *place)
{
  const ChainRecording *recording = chain_stepper_recording (stepper);
  ChainShownNumber                 shown[MAX_CARDS];
  const guint           n = collect (self, shown);

  for (guint i = 0; i < n; i++)
    {
      const ChainStep *step = shown[i].step;

      /* A loss that reads logits leaves the last activation out of the chain. */
      if (!step->gradient || step == chain_stepper_step_under_way (stepper)
          || (step->node == recording->prediction
              && chain_graph_node (recording->graph, recording->data_loss)->inputs[0]
                     != recording->prediction))
        continue;
      *place = (ChainWeightPlace){ step->node, shown[i].row, shown[i].column };
      return TRUE;
    }
  return FALSE;
}

static void
update_gradient (ChainEquationTab *self)
{
  ChainStepper    *stepper = chain_session_get_stepper (self->session);
  ChainWeightPlace place;
  const gboolean   known = stepper != NULL && shown_gradient (self, stepper, &place);

  chain_gradient_panel_show (self->gradient, self->session, known ? &place : NULL);
}

/* Lists the elements of the current step; stays with the chosen one while the step is the same. */
static void
update_elements (ChainEquationTab *self,
                 ChainStepper   *stepper)
{
  const ChainSelection *selection = chain_session_get_selection (self->session);
  const ChainStep      *step = NULL;
  guint                 element = gtk_single_selection_get_selected (self->chosen);
  gsize                 n = 0;

  if (stepper != NULL && selection->kind == CHAIN_SELECTION_STEP)
    step = chain_session_get_current_step (self->session);
  if (step != NULL
      && (!same_step (step, &self->followed)
          || self->followed_row != chain_shown_row (self->session, step)))
    {
      self->followed = *step;
      self->followed_row = chain_shown_row (self->session, step);
      element = (guint) (chain_shown_row (self->session, step)
                         * chain_stepper_value (stepper, step)->columns);
    }
  if (step != NULL && chain_stepper_part (stepper) > 0)
    element = (guint) ((chain_stepper_part (stepper) - 1)
                       / chain_step_n_terms (chain_stepper_recording (stepper),
                                             chain_stepper_walk (stepper), step));
  self->updating = TRUE;
  chain_element_list_show (self->elements, stepper, step);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->elements));
  if (n > 0)
    gtk_single_selection_set_selected (self->chosen, element < n ? element : 0);
  gtk_widget_set_visible (self->list_box, n > 1);
  self->updating = FALSE;
}

static void
update_hint (ChainEquationTab *self,
             ChainStepper   *stepper)
{
  const gboolean   selected
      = chain_session_get_selection (self->session)->kind != CHAIN_SELECTION_STEP;
  g_autofree char *text = NULL;

  if (stepper == NULL)
    text = g_strdup (chain_session_get_problem (self->session));
  else if (!selected && chain_session_get_current_step (self->session) == NULL)
    {
      g_autofree char *title = chain_step_title (chain_stepper_recording (stepper),
                                                 chain_stepper_step (stepper, 0));

      text = g_strdup_printf ("Nothing is computed yet in this iteration. "
                              "Step computes first: %s.",
                              title);
    }
  else if (selected && !gtk_widget_get_visible (GTK_WIDGET (self->cards[0])))
    text = g_strdup (chain_session_get_selection (self->session)->layer == 0
                         ? "It comes from the data. Type another number above to try what follows."
                         : "Step on to see how it is computed, and its gradient.");
  gtk_label_set_text (self->hint, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
}

static void
update_all (ChainEquationTab *self)
{
  update_elements (self, chain_session_get_stepper (self->session));
  update_cards (self);
  update_gradient (self);
  update_hint (self, chain_session_get_stepper (self->session));
}

static void
on_element_chosen (ChainEquationTab *self)
{
  if (self->updating)
    return;
  update_cards (self);
  update_gradient (self);
}

static void
on_element_setup (GtkSignalListItemFactory *factory,
                  GtkListItem              *item,
                  ChainEquationTab           *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *symbol = gtk_label_new (NULL);
  GtkWidget *value = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (symbol), 0);
  gtk_widget_set_hexpand (symbol, TRUE);
  gtk_widget_add_css_class (value, "numeric");
  gtk_box_append (GTK_BOX (box), symbol);
  gtk_box_append (GTK_BOX (box), value);
  gtk_list_item_set_child (item, box);
}

static void
on_element_bind (GtkSignalListItemFactory *factory,
                 GtkListItem              *item,
                 ChainEquationTab           *self)
{
  ChainElement    *element = gtk_list_item_get_item (item);
  GtkWidget       *symbol = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *name = chain_element_dup_symbol (element);
  g_autofree char *value = chain_element_dup_value (element);

  chain_symbol_label_set_text (GTK_LABEL (symbol), name);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (symbol)), value);
}

static void
chain_equation_tab_dispose (GObject *object)
{
  ChainEquationTab *self = CHAIN_EQUATION_TAB (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  self->updating = TRUE;
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_EQUATION_TAB);
  g_clear_object (&self->chosen);
  g_clear_object (&self->elements);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_equation_tab_parent_class)->dispose (object);
}

static void
chain_equation_tab_class_init (ChainEquationTabClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_equation_tab_dispose;
  g_type_ensure (CHAIN_TYPE_GRADIENT_PANEL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/equation-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainEquationTab, gradient);
  gtk_widget_class_bind_template_child (widget_class, ChainEquationTab, hint);
  gtk_widget_class_bind_template_child (widget_class, ChainEquationTab, card_box);
  gtk_widget_class_bind_template_child (widget_class, ChainEquationTab, list_box);
  gtk_widget_class_bind_template_child (widget_class, ChainEquationTab, list);
}

static void
chain_equation_tab_init (ChainEquationTab *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < MAX_CARDS; i++)
    {
      self->cards[i] = CHAIN_EQUATION_CARD (chain_equation_card_new ());
      gtk_widget_set_visible (GTK_WIDGET (self->cards[i]), FALSE);
      gtk_box_append (self->card_box, GTK_WIDGET (self->cards[i]));
    }

  self->elements = chain_element_list_new ();
  self->chosen = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->elements)));
  g_signal_connect_swapped (self->chosen, "notify::selected", G_CALLBACK (on_element_chosen),
                            self);
  g_signal_connect (factory, "setup", G_CALLBACK (on_element_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_element_bind), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->chosen));
  self->updating = FALSE;
}

/**
 * chain_equation_tab_set_session:
 * @tab: an tab
 * @session: the document; set once
 */
void
chain_equation_tab_set_session (ChainEquationTab *tab,
                             ChainSession   *session)
{
  static const char *const signals[] = {
    "project-changed", "position-changed", "selection-changed", "view-changed",
  };

  g_return_if_fail (CHAIN_IS_EQUATION_TAB (tab) && tab->session == NULL);

  tab->session = g_object_ref (session);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (session, signals[i], G_CALLBACK (update_all), tab);
  update_all (tab);
}
