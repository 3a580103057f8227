/* inspector.c: where the numbers of the current step, or of what is selected, come from.
 *
 * What it is about stands above three tabs: the equations, the same as TensorFlow code, and the
 * layer's matrices. The last two are made when they are first looked at.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/inspector.h"

#include "ui/widgets/code-tab.h"
#include "ui/widgets/equation-tab.h"
#include "ui/widgets/late-popover.h"
#include "ui/widgets/matrices-tab.h"
#include "ui/widgets/rows-menu.h"
#include "ui/widgets/symbol-label.h"
#include "ui/widgets/template.h"
#include "ui/widgets/value-editor.h"

#define DIGITS 5

struct _ChainInspector
{
  GtkWidget         parent_instance;

  ChainSession     *session; /* owned; NULL before it is set */
  gboolean          updating;

  GtkLabel         *subject;
  GtkWidget        *follow;
  GtkLabel         *value;
  GtkLabel         *note; /* why what is selected does not learn */
  GtkWidget        *outside_row; /* says that nothing is learned from the row looked at */
  GtkLabel         *outside;
  GtkWidget        *sample_row;
  GtkSpinButton    *sample;
  GtkLabel         *n_samples;
  GtkWidget        *batch_row;
  GtkCheckButton   *alone;
  GtkMenuButton    *rows;
  GtkToggleButton  *code_button;
  GtkToggleButton  *matrices_button;
  ChainValueEditor *editor;
  GtkStack         *stack;
  ChainEquationTab *equations;
  GtkBox           *code_page;
  GtkBox           *matrices_page;
};

G_DEFINE_FINAL_TYPE (ChainInspector, chain_inspector, GTK_TYPE_WIDGET)

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
  chain_symbol_label_set_text (self->subject, subject);

  if (chain_graph_node (recording->graph, node)->kind == CHAIN_NODE_OPERATION
      && !chain_stepper_known (stepper, node, FALSE))
    value = g_strdup_printf ("%s is not computed yet", name);
  else
    value = g_strdup_printf (
        "%s = %s", name,
        chain_number_show (chain_tensor_get (tensor, row, selection->unit), DIGITS, buffer));
  chain_symbol_label_set_text (self->value, value);
}

static void
update_note (ChainInspector *self)
{
  const ChainSelection *selection = chain_session_get_selection (self->session);
  g_autofree char      *text = NULL;
  gboolean              locked = FALSE;

  if (selection->kind == CHAIN_SELECTION_UNIT)
    text = chain_session_dup_unit_health (self->session, selection->layer, selection->unit);
  else if (chain_session_get_locked (self->session, selection, &locked) && locked)
    text = g_strdup ("Locked: its gradient is computed, but s = 0 in the update, so Δ = 0 and "
                     "training leaves it as it is");
  gtk_label_set_text (self->note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), text != NULL);
}

/* A row that is only looked at must not be taken for one that trains. */
static void
update_outside (ChainInspector *self)
{
  guint            row;
  const char      *outside = chain_session_get_outside (self->session, &row);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->outside_row, outside != NULL);
  if (outside == NULL)
    return;
  text = g_strdup_printf ("%s %u does not train: it goes forward and backward, and no update "
                          "follows", outside, row + 1);
  gtk_label_set_text (self->outside, text);
}

static void
update_sample (ChainInspector *self,
               ChainStepper   *stepper)
{
  gsize            n_rows = 0;
  gsize            n_batch = 0;
  const guint     *rows = stepper != NULL ? chain_stepper_rows (stepper, &n_rows) : NULL;
  g_autofree char *chosen = NULL;
  g_autofree char *text = NULL;

  self->updating = TRUE;
  gtk_check_button_set_active (self->alone, chain_session_get_alone (self->session));
  self->updating = FALSE;
  gtk_widget_set_visible (self->sample_row, n_rows > 1);
  if (stepper != NULL)
    chain_stepper_batch_rows (stepper, &n_batch);
  gtk_widget_set_visible (self->batch_row,
                          n_batch > 1 && chain_session_get_outside (self->session, NULL) == NULL);
  if (n_rows < n_batch)
    chosen = g_strdup_printf ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, n_rows, n_batch);
  gtk_menu_button_set_label (self->rows, chosen != NULL ? chosen : "Rows");
  if (n_rows < 2)
    return;
  self->updating = TRUE;
  gtk_spin_button_set_range (self->sample, 1, (double) n_rows);
  gtk_spin_button_set_value (self->sample, chain_session_get_sample (self->session) + 1);
  text = g_strdup_printf ("of %" G_GSIZE_FORMAT " · row %u", n_rows,
                          rows[chain_session_get_sample (self->session)] + 1);
  gtk_label_set_text (self->n_samples, text);
  self->updating = FALSE;
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
  chain_symbol_label_set_text (self->subject, "Current step");
  if (selected)
    update_subject (self, stepper);
  update_note (self);
  update_outside (self);
  update_sample (self, stepper);
}

static void
on_follow_clicked (GtkButton      *button,
                   ChainInspector *self)
{
  const ChainSelection nothing = { .kind = CHAIN_SELECTION_STEP };

  chain_session_set_selection (self->session, &nothing);
}

static void
on_inside_clicked (GtkButton      *button,
                   ChainInspector *self)
{
  chain_session_choose_rows (self->session, NULL, 0);
}

static void
on_sample_changed (GtkSpinButton  *button,
                   ChainInspector *self)
{
  if (self->updating)
    return;
  chain_session_set_sample (self->session,
                            (guint) gtk_spin_button_get_value_as_int (button) - 1);
}

static void
on_alone_toggled (GtkCheckButton *button,
                  ChainInspector *self)
{
  if (!self->updating)
    chain_session_set_alone (self->session, gtk_check_button_get_active (button));
}

/* A double click on the number is where one would expect to change it. */
static void
on_value_pressed (GtkGestureClick *click,
                  int              n_press,
                  double           x,
                  double           y,
                  ChainInspector  *self)
{
  if (n_press == 2)
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

/* A tab is made when it is first looked at. */
static void
fill_page (GtkBox       *page,
           ChainSession *session,
           GtkWidget   *(*tab) (ChainSession *))
{
  if (gtk_widget_get_first_child (GTK_WIDGET (page)) == NULL)
    gtk_box_append (page, tab (session));
}

static void
on_tab_toggled (GtkToggleButton *button,
                ChainInspector  *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  if (button == self->code_button)
    fill_page (self->code_page, self->session, chain_code_tab_new);
  else if (button == self->matrices_button)
    fill_page (self->matrices_page, self->session, chain_matrices_tab_new);
  gtk_stack_set_visible_child_name (self->stack, button == self->code_button       ? "code"
                                                 : button == self->matrices_button ? "matrices"
                                                                                   : "equation");
}

static void
chain_inspector_dispose (GObject *object)
{
  ChainInspector *self = CHAIN_INSPECTOR (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  self->updating = TRUE;
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_INSPECTOR);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_inspector_parent_class)->dispose (object);
}

static void
chain_inspector_class_init (ChainInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_inspector_dispose;
  g_type_ensure (CHAIN_TYPE_EQUATION_TAB);
  g_type_ensure (CHAIN_TYPE_VALUE_EDITOR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, subject);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, follow);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, value);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, note);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, outside_row);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, outside);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, sample_row);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, sample);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, n_samples);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, batch_row);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, alone);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, rows);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, code_button);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, matrices_button);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, editor);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, equations);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, code_page);
  gtk_widget_class_bind_template_child (widget_class, ChainInspector, matrices_page);
  gtk_widget_class_bind_template_callback (widget_class, on_follow_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_inside_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_sample_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_alone_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_tab_toggled);
}

static void
chain_inspector_init (ChainInspector *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_value_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->value), GTK_EVENT_CONTROLLER (click));
}

/**
 * chain_inspector_grab_value:
 * @inspector: an inspector
 *
 * Gives the keyboard to the number of what is selected, to type another one.
 */
void
chain_inspector_grab_value (ChainInspector *inspector)
{
  gtk_widget_grab_focus (GTK_WIDGET (inspector->editor));
}

static GtkWidget *
new_rows_menu (gpointer session)
{
  return chain_rows_menu_new (session);
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
  chain_equation_tab_set_session (inspector->equations, session);
  chain_value_editor_set_session (inspector->editor, session);
  chain_late_popover_set (inspector->rows, new_rows_menu, session);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (session, signals[i], G_CALLBACK (update_all), inspector);
  update_all (inspector);
}
