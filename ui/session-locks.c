/* session-locks.c: weights that training leaves alone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

/**
 * chain_session_get_locked:
 * @self: a session
 * @place: what is selected
 * @locked: (out): whether training leaves it alone
 *
 * Returns: whether there is a weight or a bias to lock, alone or with all of its layer
 */
gboolean
chain_session_get_locked (ChainSession *self, const ChainSelection *place, gboolean *locked)
{
  const gboolean    bias = place->kind == CHAIN_SELECTION_BIAS;
  const ChainLayer *layer;
  double            value;

  if ((!bias && place->kind != CHAIN_SELECTION_CONNECTION)
      || !chain_session_get_editable (self, place, &value))
    return FALSE;
  layer = chain_network_layer (self->project->network, place->layer - 1);
  *locked = chain_layer_is_locked (layer, bias, bias ? 0 : place->from, place->unit);
  return TRUE;
}

/**
 * chain_session_set_locked:
 * @self: a session
 * @place: for which chain_session_get_locked() has an answer, of a layer that is trainable
 * @locked: whether training leaves it alone from now on
 *
 * An edit: it can be undone, and the place that was stepped to stays.
 */
void
chain_session_set_locked (ChainSession *self, const ChainSelection *place, gboolean locked)
{
  const gboolean bias = place->kind == CHAIN_SELECTION_BIAS;
  gboolean       before;
  ChainProject  *changed;

  if (!chain_session_get_locked (self, place, &before) || before == locked)
    return;
  changed = chain_project_copy (chain_session_get_project (self));
  chain_layer_set_locked (chain_network_layer (changed->network, place->layer - 1), bias,
                          bias ? 0 : place->from, place->unit, locked);
  chain_session_edit (self, changed,
                      locked ? (bias ? "Lock bias" : "Lock weight")
                             : (bias ? "Unlock bias" : "Unlock weight"),
                      NULL, NULL);
}
