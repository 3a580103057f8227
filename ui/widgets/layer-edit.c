/* layer-edit.c: layers and units added and removed, from wherever that is asked for.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/layer-edit.h"

#include "ui/widgets/project-edit.h"

#define NEW_UNITS 4
#define NEW_ACTIVATION "relu"

/**
 * chain_layer_edit_units:
 * @widget: what asks for it
 * @session: the document
 * @layer: a hidden layer, from 0
 * @more: how many units it gets; negative: loses
 *
 * Does nothing where that would leave too few or too many.
 */
void
chain_layer_edit_units (GtkWidget    *widget,
                        ChainSession *session,
                        guint         layer,
                        int           more)
{
  const ChainNetwork *network = chain_session_get_project (session)->network;
  const gint64        units = (gint64) chain_network_layer (network, layer)->units + more;
  g_autofree char    *merge = g_strdup_printf ("units-%u", layer);
  ChainProject       *changed;

  if (units < 1 || units > CHAIN_MAX_UNITS)
    return;
  changed = chain_project_copy (chain_session_get_project (session));
  chain_network_layer (changed->network, layer)->units = (guint) units;
  chain_network_fit_weights (changed->network);
  chain_project_edit (widget, session, changed, "Change units", merge);
}

/**
 * chain_layer_edit_insert:
 * @widget: what asks for it
 * @session: the document
 * @layer: the layer before which it comes, from 0; at most the output layer
 *
 * Adds a small hidden layer, with the activation of the one before it.
 */
void
chain_layer_edit_insert (GtkWidget    *widget,
                         ChainSession *session,
                         guint         layer)
{
  ChainProject  *changed = chain_project_copy (chain_session_get_project (session));
  const ChainOp *activation = chain_op_find (CHAIN_OP_ACTIVATION, NEW_ACTIVATION);
  const guint    n_layers = chain_network_n_layers (changed->network);

  if (n_layers > 1)
    activation = chain_network_layer (changed->network, layer > 0 ? layer - 1 : 0)->activation;
  g_ptr_array_insert (changed->network->layers, (int) layer,
                      chain_layer_new (NEW_UNITS, activation));
  chain_network_fit_weights (changed->network);
  chain_project_edit (widget, session, changed, "Add layer", NULL);
}

/**
 * chain_layer_edit_remove:
 * @widget: what asks for it
 * @session: the document
 * @layer: a hidden layer, from 0
 */
void
chain_layer_edit_remove (GtkWidget    *widget,
                         ChainSession *session,
                         guint         layer)
{
  ChainProject *changed = chain_project_copy (chain_session_get_project (session));

  g_ptr_array_remove_index (changed->network->layers, layer);
  chain_network_fit_weights (changed->network);
  chain_project_edit (widget, session, changed, "Remove layer", NULL);
}
