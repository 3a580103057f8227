/* layer-card-edits.c: what a layer's card changes in the layer, and layers put in another order.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/layer-card-private.h"

#include "ui/widgets/layer-edit.h"
#include "ui/widgets/project-edit.h"

static ChainProject *
changed_copy (ChainLayerCard *self)
{
  return chain_project_copy (chain_session_get_project (self->session));
}

/* Gives the weights that no longer fit new values and hands the edit in. */
static void
commit (ChainLayerCard *self,
        ChainProject   *changed,
        const char     *label,
        const char     *merge)
{
  chain_network_fit_weights (changed->network);
  if (!chain_project_edit (GTK_WIDGET (self), self->session, changed, label, merge))
    chain_layer_card_update (self);
}

static void
on_units_changed (GtkSpinButton  *units,
                  ChainLayerCard *self)
{
  ChainProject    *changed;
  g_autofree char *merge = g_strdup_printf ("units-%u", self->layer);

  if (self->updating)
    return;
  changed = changed_copy (self);
  chain_network_layer (changed->network, self->layer)->units
      = (guint) gtk_spin_button_get_value_as_int (units);
  commit (self, changed, "Change units", merge);
}

static void
on_activation_changed (GtkDropDown    *choice,
                       GParamSpec     *property,
                       ChainLayerCard *self)
{
  ChainProject *changed;

  if (self->updating)
    return;
  changed = changed_copy (self);
  chain_layer_set_activation (chain_network_layer (changed->network, self->layer),
                              chain_activations[gtk_drop_down_get_selected (choice)]);
  commit (self, changed, "Change activation", NULL);
}

static void
on_initializer_changed (GtkDropDown    *choice,
                        GParamSpec     *property,
                        ChainLayerCard *self)
{
  ChainProject *changed;
  ChainLayer   *layer;

  if (self->updating)
    return;
  changed = changed_copy (self);
  layer = chain_network_layer (changed->network, self->layer);
  chain_layer_set_initializers (layer, chain_initializers[gtk_drop_down_get_selected (choice)],
                                layer->bias_initializer);
  g_clear_pointer (&layer->kernel, chain_tensor_free);
  commit (self, changed, "Change initializer", NULL);
}

static void
on_bias_initializer_changed (GtkDropDown    *choice,
                             GParamSpec     *property,
                             ChainLayerCard *self)
{
  ChainProject *changed;
  ChainLayer   *layer;

  if (self->updating)
    return;
  changed = changed_copy (self);
  layer = chain_network_layer (changed->network, self->layer);
  layer->bias_initializer = chain_initializers[gtk_drop_down_get_selected (choice)];
  chain_parameters_init (layer->bias_initializer->parameters, layer->bias_parameters);
  g_clear_pointer (&layer->bias, chain_tensor_free);
  commit (self, changed, "Change bias initializer", NULL);
}

/* Hands in an edit that is named after a parameter: "Change kernel stddev". */
static void
commit_parameter (ChainLayerCard       *self,
                  ChainProject         *changed,
                  const char           *subject,
                  const ChainParameter *parameter)
{
  g_autofree char *title = chain_parameter_title (parameter);
  g_autofree char *label = g_strconcat ("Change ", subject, title, NULL);

  commit (self, changed, label, NULL);
}

static void
on_activation_parameter_changed (ChainParameterList *list,
                                 guint               index,
                                 double              value,
                                 ChainLayerCard     *self)
{
  ChainProject *changed = changed_copy (self);
  ChainLayer   *layer = chain_network_layer (changed->network, self->layer);

  layer->activation_parameters[index] = value;
  commit_parameter (self, changed, "", &layer->activation->parameters[index]);
}

static void
on_kernel_parameter_changed (ChainParameterList *list,
                             guint               index,
                             double              value,
                             ChainLayerCard     *self)
{
  ChainProject *changed = changed_copy (self);
  ChainLayer   *layer = chain_network_layer (changed->network, self->layer);

  layer->kernel_parameters[index] = value;
  g_clear_pointer (&layer->kernel, chain_tensor_free);
  commit_parameter (self, changed, "kernel ", &layer->kernel_initializer->parameters[index]);
}

static void
on_bias_parameter_changed (ChainParameterList *list,
                           guint               index,
                           double              value,
                           ChainLayerCard     *self)
{
  ChainProject *changed = changed_copy (self);
  ChainLayer   *layer = chain_network_layer (changed->network, self->layer);

  layer->bias_parameters[index] = value;
  g_clear_pointer (&layer->bias, chain_tensor_free);
  commit_parameter (self, changed, "bias ", &layer->bias_initializer->parameters[index]);
}

static void
on_regularization_changed (ChainParameterList *list,
                           guint               index,
                           double              value,
                           ChainLayerCard     *self)
{
  ChainProject *changed = changed_copy (self);
  ChainLayer   *layer = chain_network_layer (changed->network, self->layer);
  double *const fields[] = { [L1] = &layer->l1, [L2] = &layer->l2, [DROPOUT] = &layer->dropout };

  *fields[index] = value;
  commit_parameter (self, changed, "", &chain_layer_regularization[index]);
}

static void
on_bias_toggled (GtkCheckButton *button,
                 ChainLayerCard *self)
{
  ChainProject *changed;

  if (self->updating)
    return;
  changed = changed_copy (self);
  chain_network_layer (changed->network, self->layer)->use_bias
      = gtk_check_button_get_active (button);
  commit (self, changed, "Change bias", NULL);
}

static void
on_trainable_toggled (GtkCheckButton *button,
                      ChainLayerCard *self)
{
  const gboolean trainable = gtk_check_button_get_active (button);
  ChainProject  *changed;

  if (self->updating)
    return;
  changed = changed_copy (self);
  chain_network_layer (changed->network, self->layer)->trainable = trainable;
  commit (self, changed, trainable ? "Unlock layer" : "Lock layer", NULL);
}

static void
on_remove_clicked (GtkButton      *button,
                   ChainLayerCard *self)
{
  chain_layer_edit_remove (GTK_WIDGET (self), self->session, self->layer);
}

static void
on_duplicate_clicked (GtkButton      *button,
                      ChainLayerCard *self)
{
  ChainProject *changed = changed_copy (self);

  chain_network_duplicate_layer (changed->network, self->layer);
  commit (self, changed, "Duplicate layer", NULL);
}

static void
move (ChainLayerCard *self,
      guint           from,
      guint           to)
{
  ChainProject *changed = changed_copy (self);

  chain_network_move_layer (changed->network, from, to);
  commit (self, changed, "Move layer", NULL);
}

static void
on_move_up_clicked (GtkButton      *button,
                    ChainLayerCard *self)
{
  move (self, self->layer, self->layer - 1);
}

static void
on_move_down_clicked (GtkButton      *button,
                      ChainLayerCard *self)
{
  move (self, self->layer, self->layer + 1);
}

/* A hidden layer is dragged by its header; the output stays last. */
static GdkContentProvider *
on_drag_prepare (GtkDragSource  *source,
                 double          x,
                 double          y,
                 ChainLayerCard *self)
{
  return chain_layer_card_is_output (self) ? NULL
                          : gdk_content_provider_new_typed (CHAIN_TYPE_LAYER_CARD, self);
}

static void
on_drag_begin (GtkDragSource  *source,
               GdkDrag        *drag,
               ChainLayerCard *self)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (self->header);

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

/* Let go over a card, the layer takes that card's place; over the output, the last one before. */
static gboolean
on_drop (GtkDropTarget  *target,
         const GValue   *value,
         double          x,
         double          y,
         ChainLayerCard *self)
{
  const ChainLayerCard *dragged = g_value_get_object (value);
  const guint           last = chain_network_n_layers (chain_layer_card_network (self)) - 2;

  if (dragged == NULL || dragged == self || dragged->session != self->session
      || dragged->layer == MIN (self->layer, last))
    return FALSE;
  move (self, dragged->layer, MIN (self->layer, last));
  return TRUE;
}

/* Binds what the template calls when something is changed. */
void
chain_layer_card_bind_edits (ChainLayerCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_bind_template_callback (widget_class, on_units_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activation_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_initializer_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_bias_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_activation_parameter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_kernel_parameter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_bias_initializer_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_bias_parameter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_regularization_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_duplicate_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_move_up_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_move_down_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_trainable_toggled);
}

/* Lets a hidden layer be dragged to another place. */
void
chain_layer_card_accept_drags (ChainLayerCard *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (CHAIN_TYPE_LAYER_CARD, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (on_drag_prepare), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_drag_begin), self);
  gtk_widget_add_controller (self->header, GTK_EVENT_CONTROLLER (source));
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
