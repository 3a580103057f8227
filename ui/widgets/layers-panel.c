/* layers-panel.c: the network's layers from input to output, one card each.
 *
 * The layers of a deep network are a list, and only the chosen one has a card.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/layers-panel.h"

#include "ui/widgets/layer-card.h"
#include "ui/widgets/layer-edit.h"
#include "ui/widgets/layer-list.h"
#include "ui/widgets/linear-note.h"
#include "ui/widgets/preset-menu.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/template.h"
#include "ui/widgets/tooltip.h"

struct _ChainLayersPanel
{
  GtkWidget      parent_instance;

  ChainSession  *session; /* owned; NULL before it is set */
  gboolean       updating;
  GPtrArray     *cards;   /* ChainLayerCard *, children of `layers` */
  guint          chosen;  /* the layer of the only card, where there is a list; from 0 */
  GtkMenuButton *presets;
  GtkLabel      *inputs;
  ChainLayerList *list;   /* of a deep network */
  GtkBox        *layers;
  GtkLabel      *count;
  ChainLinearNote *linear;
  GtkSpinButton *seed;
};

G_DEFINE_FINAL_TYPE (ChainLayersPanel, chain_layers_panel, GTK_TYPE_WIDGET)

#define MOST_CARDS 12

/* A new layer comes last before the output, and is like the hidden layer before it. */
static void
on_add_clicked (GtkButton        *button,
                ChainLayersPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);

  if (project != NULL)
    chain_layer_edit_insert (GTK_WIDGET (self), self->session,
                             chain_network_n_layers (project->network) - 1);
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
  chain_tooltip_set (GTK_WIDGET (self->inputs), text);
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
               guint             first,
               guint             n_cards)
{
  for (guint i = 0; i < self->cards->len; i++)
    gtk_box_remove (self->layers, self->cards->pdata[i]);
  g_ptr_array_set_size (self->cards, 0);

  for (guint i = 0; i < n_cards; i++)
    {
      GtkWidget *card = chain_layer_card_new (self->session, first + i);

      gtk_box_append (self->layers, card);
      g_ptr_array_add (self->cards, card);
    }
}

/* A card for each layer, or the list with the card of the chosen one. */
static void
update_cards (ChainLayersPanel   *self,
              const ChainNetwork *network)
{
  const guint    n_layers = chain_network_n_layers (network);
  const gboolean deep = n_layers > MOST_CARDS;
  const guint    n_cards = deep ? 1 : n_layers;

  self->chosen = deep ? MIN (self->chosen, n_layers - 1) : 0;
  gtk_widget_set_visible (GTK_WIDGET (self->list), deep);
  if (deep)
    {
      chain_layer_list_show (self->list, network);
      chain_layer_list_choose (self->list, self->chosen);
    }
  if (self->cards->len != n_cards)
    rebuild_cards (self, self->chosen, n_cards);
  else
    for (guint i = 0; i < n_cards; i++)
      chain_layer_card_set_layer (self->cards->pdata[i], self->chosen + i);
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

static gboolean
has_list (ChainLayersPanel *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->list));
}

static void
choose (ChainLayersPanel *self,
        guint             layer)
{
  if (layer == self->chosen)
    return;
  self->chosen = layer;
  chain_layer_card_set_layer (self->cards->pdata[0], layer);
}

static void
on_current_changed (ChainLayersPanel *self)
{
  const guint current = current_layer (self);

  if (self->cards->len == 0)
    return;
  if (has_list (self) && current > 0)
    {
      chain_layer_list_choose (self->list, current - 1);
      choose (self, current - 1);
    }
  for (guint i = 0; i < self->cards->len; i++)
    chain_layer_card_set_current (self->cards->pdata[i], self->chosen + i + 1 == current);
}

static void
on_layer_chosen (ChainLayerList   *list,
                 guint             layer,
                 ChainLayersPanel *self)
{
  choose (self, layer);
  chain_layer_card_set_current (self->cards->pdata[0], layer + 1 == current_layer (self));
}

static void
on_health_changed (ChainLayersPanel *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    chain_layer_card_update_health (self->cards->pdata[i]);
}

static void
on_project_changed (ChainLayersPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);

  if (project == NULL)
    return;
  update_cards (self, project->network);
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

  g_type_ensure (CHAIN_TYPE_LAYER_LIST);
  g_type_ensure (CHAIN_TYPE_LINEAR_NOTE);
  G_OBJECT_CLASS (klass)->dispose = chain_layers_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/layers-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainLayersPanel, presets);
  gtk_widget_class_bind_template_child (widget_class, ChainLayersPanel, inputs);
  gtk_widget_class_bind_template_child (widget_class, ChainLayersPanel, list);
  gtk_widget_class_bind_template_child (widget_class, ChainLayersPanel, layers);
  gtk_widget_class_bind_template_child (widget_class, ChainLayersPanel, count);
  gtk_widget_class_bind_template_child (widget_class, ChainLayersPanel, linear);
  gtk_widget_class_bind_template_child (widget_class, ChainLayersPanel, seed);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_layer_chosen);
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
  chain_preset_menu_attach (panel->presets, session);
  chain_linear_note_set_session (panel->linear, session);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (on_project_changed), panel);
  g_signal_connect_swapped (session, "position-changed", G_CALLBACK (on_current_changed), panel);
  g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (on_current_changed), panel);
  g_signal_connect_swapped (session, "training-changed", G_CALLBACK (on_health_changed), panel);
  on_project_changed (panel);
}
