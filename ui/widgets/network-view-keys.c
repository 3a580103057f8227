/* network-view-keys.c: the keyboard in the drawing: arrows move over units, C over the connections
 * that end in one, B to its bias; Enter selects, unfolds and folds, F folds the layer; + and − add
 * and remove a unit of the layer, Insert and Delete a layer; L locks a weight or a bias; arrows
 * with Shift move the drawing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/layer-edit.h"
#include "ui/widgets/network-account.h"
#include "ui/widgets/network-view-private.h"

#define PAN 60.0 /* pixels that Shift and an arrow move the drawing */

/* The connections that end in the focused unit, one after the other. */
static void
cycle_incoming (ChainNetworkView *view)
{
  const ChainPart *at = &view->focused;
  const gboolean on_edge = at->kind == CHAIN_PART_CONNECTION;
  const ChainPictureColumn *from;
  guint place;

  if (at->layer == 0 || at->unit == CHAIN_PART_ALL)
    return;
  from = chain_network_geometry_column (view->geometry, at->layer - 1);
  if (!from || from->block)
    return;
  place = on_edge ? (chain_picture_column_place (from, at->from) + 1) % from->n_places : 0;
  if (place == from->fold_place)
    place = (place + 1) % from->n_places;
  chain_network_view_set_focused (view, (ChainPart) { CHAIN_PART_CONNECTION, at->layer,
                                                      chain_picture_column_unit (from, place),
                                                      at->unit });
}

static void
focus_bias (ChainNetworkView *view)
{
  const ChainPart part = { CHAIN_PART_BIAS, view->focused.layer, 0, view->focused.unit };

  if (part.unit != CHAIN_PART_ALL && chain_network_picture_layer (view->picture, part.layer)->bias)
    chain_network_view_set_focused (view, part);
}

/* Selects what has the keyboard, or what is selected already is edited; a count is unfolded. */
static void
activate (ChainNetworkView *view)
{
  const ChainSelection *selected = chain_session_get_selection (view->session);
  const ChainSelection  focused = chain_part_to_selection (&view->focused);

  if (view->focused.kind == CHAIN_PART_FOLD || view->focused.kind == CHAIN_PART_LAYERS)
    chain_network_view_toggle_fold (view, &view->focused);
  else if (focused.kind != CHAIN_SELECTION_STEP && focused.kind == selected->kind
           && focused.layer == selected->layer && focused.from == selected->from
           && focused.unit == selected->unit)
    gtk_widget_activate_action (GTK_WIDGET (view), "win.edit-value", NULL);
  else
    chain_network_view_select (view, &view->focused);
}

/* Folds or unfolds the layer where the keyboard is. */
static void
toggle_layer (ChainNetworkView *view)
{
  const ChainPart part = { CHAIN_PART_FOLD, view->focused.layer, 0, CHAIN_PART_ALL };
  const ChainPictureColumn *column = chain_network_geometry_column (view->geometry, part.layer);

  if (column && (column->unfolded || column->fold_place != CHAIN_PLACE_NONE))
    chain_network_view_toggle_fold (view, &part);
}

/* The same layer has the keyboard in another network, as far as there is one. */
static void
focus_layer (ChainNetworkView *view,
             ChainPart         part)
{
  if (!chain_network_view_prepare (view))
    return;
  part.kind = CHAIN_PART_UNIT;
  part.layer = MIN (part.layer, view->picture->layers->len - 1);
  part.unit = part.unit == CHAIN_PART_ALL ? 0 : part.unit;
  part.unit = MIN (part.unit, chain_network_picture_layer (view->picture, part.layer)->units - 1);
  chain_network_view_set_focused (view, part);
}

static void
edit_units (ChainNetworkView *view,
            int               more)
{
  const ChainPart at = view->focused;

  if (at.layer == 0 || at.layer + 1 >= view->picture->layers->len)
    return;
  chain_layer_edit_units (GTK_WIDGET (view), view->session, at.layer - 1, more);
  focus_layer (view, at);
}

/* After the layer with the keyboard, or before the output. */
static void
insert_layer (ChainNetworkView *view)
{
  const ChainPart at = view->focused;
  const guint before = MIN (at.layer, view->picture->layers->len - 2);

  chain_layer_edit_insert (GTK_WIDGET (view), view->session, before);
  focus_layer (view, (ChainPart) { CHAIN_PART_UNIT, before + 1, 0, 0 });
}

static void
remove_layer (ChainNetworkView *view)
{
  const ChainPart at = view->focused;

  if (at.layer == 0 || at.layer + 1 >= view->picture->layers->len)
    return;
  chain_layer_edit_remove (GTK_WIDGET (view), view->session, at.layer - 1);
  focus_layer (view, at);
}

static void
toggle_lock (ChainNetworkView *view)
{
  const ChainPart at = view->focused;
  const ChainSelection place = chain_part_to_selection (&at);
  gboolean locked;

  if (at.from == CHAIN_PART_ALL || at.unit == CHAIN_PART_ALL
      || !chain_session_get_locked (view->session, &place, &locked))
    return;
  chain_session_set_locked (view->session, &place, !locked);
  chain_network_view_set_focused (view, at);
}

/* The keys go on from what was selected otherwise, with the mouse or before its number was changed. */
static void
begin_at_selection (ChainNetworkView *view)
{
  if (view->focused.kind == CHAIN_PART_NONE
      && chain_session_get_selection (view->session)->kind != CHAIN_SELECTION_STEP)
    chain_network_view_set_focused (view, view->picture->selected);
}

static gboolean
on_key (G_GNUC_UNUSED GtkEventControllerKey *controller,
        guint                                key,
        G_GNUC_UNUSED guint                  code,
        GdkModifierType                      modifiers,
        ChainNetworkView                    *view)
{
  static const struct
  {
    guint key;
    int   columns, units;
  } moves[] = {
    { GDK_KEY_Left, -1, 0 },    { GDK_KEY_Right, 1, 0 },    { GDK_KEY_Up, 0, -1 },
    { GDK_KEY_Down, 0, 1 },     { GDK_KEY_KP_Left, -1, 0 }, { GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_KP_Up, 0, -1 },   { GDK_KEY_KP_Down, 0, 1 },
  };

  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) || !chain_network_view_prepare (view))
    return GDK_EVENT_PROPAGATE;
  begin_at_selection (view);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      if (moves[i].key != key)
        continue;
      if (modifiers & GDK_SHIFT_MASK)
        {
          gtk_widget_activate_action (GTK_WIDGET (view), "network.pan", "(dd)",
                                      -PAN * moves[i].columns, -PAN * moves[i].units);
          return GDK_EVENT_STOP;
        }
      chain_network_view_set_focused (
        view, chain_network_geometry_neighbour (view->geometry, &view->focused, moves[i].columns,
                                                moves[i].units));
      chain_network_view_show_part (view, &view->focused);
      return GDK_EVENT_STOP;
    }
  if (view->focused.kind == CHAIN_PART_NONE)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      activate (view);
      return GDK_EVENT_STOP;
    case GDK_KEY_f:
      toggle_layer (view);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      chain_network_view_set_focused (view, (ChainPart) { CHAIN_PART_NONE });
      chain_network_view_select (view, NULL);
      return GDK_EVENT_STOP;
    case GDK_KEY_c:
      cycle_incoming (view);
      return GDK_EVENT_STOP;
    case GDK_KEY_b:
      focus_bias (view);
      return GDK_EVENT_STOP;
    case GDK_KEY_l:
      toggle_lock (view);
      return GDK_EVENT_STOP;
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
      edit_units (view, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      edit_units (view, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Insert:
      insert_layer (view);
      return GDK_EVENT_STOP;
    case GDK_KEY_Delete:
      remove_layer (view);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Lets the keyboard move over a new view. */
void
chain_network_view_add_keys (ChainNetworkView *view)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), view);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
}
