/* layers-panel.c: the network's layers from input to output, one card each.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/layers-panel.h"

#include "ui/widgets/layer-card.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/template.h"

struct _ChainLayersPanel
{
  GtkWidget      parent_instance;

  ChainSession  *session; /* owned; NULL before it is set */
  gboolean       updating;
  GPtrArray     *cards;   /* ChainLayerCard *, children of `layers` */
  GtkLabel      *inputs;
  GtkBox        *layers;
  GtkLabel      *count;
  GtkSpinButton *seed;
};

G_DEFINE_FINAL_TYPE (ChainLayersPanel, chain_layers_panel, GTK_TYPE_WIDGET)

#define NEW_LAYER_UNITS 4
#define NEW_LAYER_ACTIVATION "relu"

/* A new layer comes last before the output, and is like the hidden layer before it. */
static void
on_add_clicked (GtkButton        *button,
                ChainLayersPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  ChainProject       *changed;
  const ChainOp      *activation = chain_op_find (CHAIN_OP_ACTIVATION, NEW_LAYER_ACTIVATION);
  guint               n_layers;

  if (project == NULL)
    return;
  changed = chain_project_copy (project);
  n_layers = chain_network_n_layers (changed->network);
  if (n_layers > 1)
    activation = chain_network_layer (changed->network, n_layers - 2)->activation;
  g_ptr_array_insert (changed->network->layers, (int) n_layers - 1,
                      chain_layer_new (NEW_LAYER_UNITS, activation));
  chain_network_fit_weights (changed->network);
  chain_project_edit (GTK_WIDGET (self), self->session, changed, "Add layer", NULL);
}

static void
on_seed_changed (GtkSpinButton    *button,
                 ChainLayersPanel *self)
{
  ChainProject *changed;

  if (self->updating)
    return;
  changed = chain_project_copy (chain_session_get_project (self->session));
  changed->network->seed = (guint64) gtk_spin_button_get_value (button);
  chain_network_reset_weights (changed->network);
  chain_project_edit (GTK_WIDGET (self), self->session, changed, "Change seed", "seed");
}

static void
update_inputs (ChainLayersPanel *self)
{
  const ChainDataset *dataset = chain_session_get_dataset (self->session);
  g_autofree char    *text = NULL;

  if (dataset != NULL)
    text = g_strjoinv (", ", dataset->input_encoder->names);
  gtk_label_set_text (self->inputs, text != NULL ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->inputs), text);
}

static void
update_count (ChainLayersPanel   *self,
              const ChainNetwork *network)
{
  g_autofree char *formula = chain_summary_count_formula (network);
  g_autofree char *text = g_strdup_printf (
      "%s %s", formula,
      chain_network_n_parameters (network) == 1 ? "parameter" : "parameters");

  gtk_label_set_text (self->count, text);
}

static void
rebuild_cards (ChainLayersPanel *self,
               guint             n_layers)
{
  for (guint i = 0; i < self->cards->len; i++)
    gtk_box_remove (self->layers, self->cards->pdata[i]);
  g_ptr_array_set_size (self->cards, 0);

  for (guint layer = 0; layer < n_layers; layer++)
    {
      GtkWidget *card = chain_layer_card_new (self->session, layer);

      gtk_box_append (self->layers, card);
      g_ptr_array_add (self->cards, card);
    }
}

static guint
current_layer (ChainLayersPanel *self)
{
  const ChainSelection *selection = chain_session_get_selection (self->session);
  const ChainStep      *step = chain_session_get_current_step (self->session);

  if (selection->kind != CHAIN_SELECTION_STEP)
    return selection->layer;
  return step != NULL ? step->layer : 0;
}

static void
on_current_changed (ChainLayersPanel *self)
{
  const guint current = current_layer (self);

  for (guint i = 0; i < self->cards->len; i++)
    chain_layer_card_set_current (self->cards->pdata[i], i + 1 == current);
}

static void
on_project_changed (ChainLayersPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  guint               n_layers;

  if (project == NULL)
    return;
  n_layers = chain_network_n_layers (project->network);
  if (self->cards->len != n_layers)
    rebuild_cards (self, n_layers);
  else
    for (guint i = 0; i < self->cards->len; i++)
      chain_layer_card_update (self->cards->pdata[i]);
  self->updating = TRUE;
  gtk_spin_button_set_value (self->seed, (double) project->network->seed);
  self->updating = FALSE;
  update_inputs (self);
  update_count (self, project->network);
  on_current_changed (self);
}

static void
chain_layers_panel_dispose (GObject *object)
{
  ChainLayersPanel *self = CHAIN_LAYERS_PANEL (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  self->updating = TRUE;
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_LAYERS_PANEL);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_layers_panel_parent_class)->dispose (object);
}

static void
chain_layers_panel_class_init (ChainLayersPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_layers_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/layers-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainLayersPanel, inputs);
  gtk_widget_class_bind_template_child (widget_class, ChainLayersPanel, layers);
  gtk_widget_class_bind_template_child (widget_class, ChainLayersPanel, count);
  gtk_widget_class_bind_template_child (widget_class, ChainLayersPanel, seed);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_seed_changed);
}

static void
chain_layers_panel_init (ChainLayersPanel *self)
{
  self->cards = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chain_layers_panel_set_session:
 * @panel: a panel
 * @session: the document; set once
 */
void
chain_layers_panel_set_session (ChainLayersPanel *panel,
                                ChainSession     *session)
{
  g_return_if_fail (CHAIN_IS_LAYERS_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (on_project_changed), panel);
  g_signal_connect_swapped (session, "position-changed", G_CALLBACK (on_current_changed), panel);
  g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (on_current_changed), panel);
  on_project_changed (panel);
}
