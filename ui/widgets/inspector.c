/* inspector.c: where the numbers of the current step, or of what is selected, come from.
 *
 * With nothing selected it follows the stepper: the equation of one element of the value just
 * computed, and the list of all its elements to choose from. For a selected unit, bias or
 * connection it shows every equation of this iteration that computed a number of it, the
 * newest first.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/inspector.h"

#include "ui/widgets/element-list.h"
#include "ui/widgets/equation-card.h"
#include "ui/widgets/gradient-panel.h"
#include "ui/widgets/template.h"

#include <string.h>

#define MAX_CARDS 4 /* a unit has z, a and their two gradients */
#define DIGITS 5

/* One element of the value of one step. */
typedef struct
{
  const ChainStep *step;
  gsize            row;
  gsize            column;
} Shown;

struct _ChainInspector
{
  GtkWidget           parent_instance;

  ChainSession       *session; /* owned; NULL before it is set */
  gboolean            updating;
  ChainElementList   *elements;
  GtkSingleSelection *chosen;
  ChainStep           followed; /* the step whose elements are listed */
  ChainEquationCard  *cards[MAX_CARDS];

  GtkLabel           *subject;
  GtkWidget          *follow;
  GtkLabel           *value;
  GtkLabel           *hint;
  GtkBox             *card_box;
  ChainGradientPanel *gradient;
  GtkWidget          *sample_row;
  GtkSpinButton      *sample;
  GtkLabel           *n_samples;
  GtkWidget          *list_box;
  GtkListView        *list;
};

G_DEFINE_FINAL_TYPE (ChainInspector, chain_inspector, GTK_TYPE_WIDGET)

static gboolean
same_step (const ChainStep *left,
           const ChainStep *right)
{
  return left->phase == right->phase && left->node == right->node
         && left->gradient == right->gradient;
}

static gsize
step_row (ChainInspector  *self,
          ChainStepper    *stepper,
          const ChainStep *step)
{
  const ChainNode *node = chain_graph_node (chain_stepper_recording (stepper)->graph, step->node);

  return node->shape.rows == CHAIN_BATCH ? chain_session_get_sample (self->session) : 0;
}

static gboolean
step_is_about (const ChainStep      *step,
               const ChainSelection *selection)
{
  if (step->layer != selection->layer)
    return FALSE;
  switch (selection->kind)
    {
    case CHAIN_SELECTION_UNIT:
      return step->quantity == CHAIN_QUANTITY_Z || step->quantity == CHAIN_QUANTITY_A;
    case CHAIN_SELECTION_BIAS:
      return step->quantity == CHAIN_QUANTITY_BIAS;
    case CHAIN_SELECTION_CONNECTION:
      return step->quantity == CHAIN_QUANTITY_KERNEL;
    case CHAIN_SELECTION_STEP:
    default:
      return FALSE;
    }
}

/* What has been computed in this iteration about the selection, newest first. */
static guint
collect (ChainInspector *self,
         ChainStepper   *stepper,
         Shown           shown[MAX_CARDS])
{
  const ChainSelection *selection = chain_session_get_selection (self->session);
  const ChainStep      *current = chain_session_get_current_step (self->session);
  guint                 n = 0;

  if (selection->kind == CHAIN_SELECTION_STEP)
    {
      const ChainTensor *value;
      guint              element = gtk_single_selection_get_selected (self->chosen);

      if (current == NULL)
        return 0;
      value = chain_stepper_value (stepper, current);
      if (element >= chain_tensor_size (value))
        element = 0;
      shown[0] = (Shown){ current, element / value->columns, element % value->columns };
      return 1;
    }

  for (guint i = chain_stepper_position (stepper); i-- > 0 && n < MAX_CARDS;)
    {
      const ChainStep *step = chain_stepper_step (stepper, i);

      if (step_is_about (step, selection))
        shown[n++] = (Shown){ step,
                              selection->kind == CHAIN_SELECTION_CONNECTION
                                  ? selection->from
                                  : step_row (self, stepper, step),
                              selection->unit };
    }
  return n;
}

/* The node and the element that hold the selection's own value: input, activation or weight. */
static guint
selected_node (ChainInspector *self,
               ChainStepper   *stepper,
               gsize          *row)
{
  const ChainSelection     *selection = chain_session_get_selection (self->session);
  const ChainRecording     *recording = chain_stepper_recording (stepper);
  const ChainRecordedLayer *layer
      = selection->layer > 0 ? &recording->layers[selection->layer - 1] : NULL;

  *row = 0;
  if (selection->kind == CHAIN_SELECTION_BIAS)
    return layer->bias;
  if (selection->kind == CHAIN_SELECTION_CONNECTION)
    {
      *row = selection->from;
      return layer->kernel;
    }
  *row = chain_session_get_sample (self->session);
  return layer != NULL ? layer->a : recording->x;
}

static void
update_subject (ChainInspector *self,
                ChainStepper   *stepper)
{
  const ChainSelection    *selection = chain_session_get_selection (self->session);
  const ChainRecording    *recording = chain_stepper_recording (stepper);
  g_autoptr (ChainFormula) symbol = NULL;
  g_autofree char         *name = NULL;
  g_autofree char         *layer = NULL;
  g_autofree char         *subject = NULL;
  g_autofree char         *value = NULL;
  char                     buffer[CHAIN_NUMBER_SIZE];
  const ChainTensor       *tensor;
  gsize                    row;
  guint                    node = selected_node (self, stepper, &row);

  if (node == CHAIN_NO_NODE)
    return;
  tensor = chain_graph_node (recording->graph, node)->kind == CHAIN_NODE_VARIABLE
               ? chain_stepper_weights (stepper, selection->layer,
                                        selection->kind == CHAIN_SELECTION_BIAS)
               : chain_walk_value (chain_stepper_walk (stepper), node);
  if (row >= tensor->rows || selection->unit >= tensor->columns)
    return;
  symbol = chain_element_symbol (recording, chain_graph_node (recording->graph, node), row,
                                 selection->unit, tensor->rows, 0);
  name = chain_formula_to_text (symbol, CHAIN_FORMULA_IN_SYMBOLS, DIGITS);
  layer = selection->layer > 0
              ? chain_network_layer_title (chain_session_get_project (self->session)->network,
                                           selection->layer - 1)
              : g_strdup ("Input");
  subject = g_strdup_printf ("%s · %s", name, layer);
  gtk_label_set_text (self->subject, subject);

  if (chain_graph_node (recording->graph, node)->kind == CHAIN_NODE_OPERATION
      && !chain_stepper_known (stepper, node, FALSE))
    value = g_strdup_printf ("%s is not computed yet", name);
  else
    value = g_strdup_printf (
        "%s = %s", name,
        chain_number_show (chain_tensor_get (tensor, row, selection->unit), DIGITS, buffer));
  gtk_label_set_text (self->value, value);
}

/* The summand done last of the step under way. */
static void
show_part (ChainInspector *self,
           ChainStepper   *stepper,
           ChainStepPart  *part)
{
  const ChainRecording     *recording = chain_stepper_recording (stepper);
  const ChainStep          *step = chain_stepper_step_under_way (stepper);
  g_autoptr (ChainEquation) equation
      = chain_step_part_equation (recording, chain_stepper_walk (stepper), step, part);
  g_autofree char          *title = chain_step_title (recording, step);
  g_autofree char          *heading
      = g_strdup_printf ("%s, summand %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, title,
                         part->term + 1, part->n_terms);

  for (guint i = 1; i < MAX_CARDS; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->cards[i]), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->cards[0]), TRUE);
  chain_equation_card_show (self->cards[0], heading, equation);
}

static void
update_cards (ChainInspector *self)
{
  ChainStepper *stepper = chain_session_get_stepper (self->session);
  Shown         shown[MAX_CARDS];
  const guint   n = stepper != NULL ? collect (self, stepper, shown) : 0;
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
shown_gradient (ChainInspector   *self,
                ChainStepper     *stepper,
                ChainWeightPlace *place)
{
  const ChainRecording *recording = chain_stepper_recording (stepper);
  Shown                 shown[MAX_CARDS];
  const guint           n = collect (self, stepper, shown);

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
update_gradient (ChainInspector *self)
{
  ChainStepper    *stepper = chain_session_get_stepper (self->session);
  ChainWeightPlace place;
  const gboolean   known = stepper != NULL && shown_gradient (self, stepper, &place);

  chain_gradient_panel_show (self->gradient, self->session, known ? &place : NULL);
}

/* Lists the elements of the current step; stays with the chosen one while the step is the same. */
static void
update_elements (ChainInspector *self,
                 ChainStepper   *stepper)
{
  const ChainSelection *selection = chain_session_get_selection (self->session);
  const ChainStep      *step = NULL;
  guint                 element = gtk_single_selection_get_selected (self->chosen);
  gsize                 n = 0;

  if (stepper != NULL && selection->kind == CHAIN_SELECTION_STEP)
    step = chain_session_get_current_step (self->session);
  if (step != NULL && !same_step (step, &self->followed))
    {
      self->followed = *step;
      element = (guint) (step_row (self, stepper, step)
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
update_sample (ChainInspector *self,
               ChainStepper   *stepper)
{
  gsize            n_rows = 0;
  g_autofree char *text = NULL;

  if (stepper != NULL)
    chain_stepper_rows (stepper, &n_rows);
  gtk_widget_set_visible (self->sample_row, n_rows > 1);
  if (n_rows < 2)
    return;
  self->updating = TRUE;
  gtk_spin_button_set_range (self->sample, 1, (double) n_rows);
  gtk_spin_button_set_value (self->sample, chain_session_get_sample (self->session) + 1);
  text = g_strdup_printf ("of %" G_GSIZE_FORMAT, n_rows);
  gtk_label_set_text (self->n_samples, text);
  self->updating = FALSE;
}

static void
update_hint (ChainInspector *self,
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
    text = g_strdup ("Step on to see how it is computed, and its gradient.");
  gtk_label_set_text (self->hint, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
}

static void
update_all (ChainInspector *self)
{
  ChainStepper  *stepper = chain_session_get_stepper (self->session);
  const gboolean selected
      = stepper != NULL
        && chain_session_get_selection (self->session)->kind != CHAIN_SELECTION_STEP;

  gtk_widget_set_visible (self->follow, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->value), selected);
  gtk_label_set_text (self->subject, "Current step");
  if (selected)
    update_subject (self, stepper);
  update_sample (self, stepper);
  update_elements (self, stepper);
  update_cards (self);
  update_gradient (self);
  update_hint (self, stepper);
}

static void
on_follow_clicked (GtkButton      *button,
                   ChainInspector *self)
{
  const ChainSelection nothing = { .kind = CHAIN_SELECTION_STEP };

  chain_session_set_selection (self->session, &nothing);
}

static void
on_sample_changed (GtkSpinButton  *button,
                   ChainInspector *self)
{
  if (self->updating)
    return;
  memset (&self->followed, 0, sizeof self->followed);
  chain_session_set_sample (self->session,
                            (guint) gtk_spin_button_get_value_as_int (button) - 1);
}

static void
on_element_chosen (ChainInspector *self)
{
  if (self->updating)
    return;
  update_cards (self);
  update_gradient (self);
}

static void
on_element_setup (GtkSignalListItemFactory *factory,
                  GtkListItem              *item,
                  ChainInspector           *self)
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
                 ChainInspector           *self)
{
  ChainElement    *element = gtk_list_item_get_item (item);
  GtkWidget       *symbol = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *name = chain_element_dup_symbol (element);
  g_autofree char *value = chain_element_dup_value (element);

  gtk_label_set_text (GTK_LABEL (symbol), name);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (symbol)), value);
}

static void
chain_inspector_dispose (GObject *object)
{
  ChainInspector *self = CHAIN_INSPECTOR (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  self->updating = TRUE;
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_INSPECTOR);
  g_clear_object (&self->chosen);
  g_clear_object (&self->elements);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_inspector_parent_class)->dispose (object);
}

static void
chain_inspector_class_init (ChainInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_inspector_dispose;
  g_type_ensure (CHAIN_TYPE_GRADIENT_PANEL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, subject);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, follow);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, value);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, gradient);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, hint);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, card_box);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, sample_row);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, sample);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, n_samples);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, list_box);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, list);
  gtk_widget_class_bind_template_callback (widget_class, on_follow_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_sample_changed);
}

static void
chain_inspector_init (ChainInspector *self)
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
 * chain_inspector_set_session:
 * @inspector: an inspector
 * @session: the document; set once
 */
void
chain_inspector_set_session (ChainInspector *inspector,
                             ChainSession   *session)
{
  static const char *const signals[] = {
    "project-changed", "position-changed", "selection-changed", "view-changed",
  };

  g_return_if_fail (CHAIN_IS_INSPECTOR (inspector) && inspector->session == NULL);

  inspector->session = g_object_ref (session);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (session, signals[i], G_CALLBACK (update_all), inspector);
  update_all (inspector);
}
