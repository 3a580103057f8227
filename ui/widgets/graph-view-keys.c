/* graph-view-keys.c: the keyboard in the drawing of a graph: arrows go along the edges and over the
 * layer, with Shift they move the drawing; Enter selects, Escape lets go.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/graph-view-private.h"

#include <math.h>

#define PAN 60.0 /* pixels that Shift and an arrow move the drawing */

/* The next node up or down in the layer, or the nearest of those joined by an edge; where there
 * is none, the same. */
static guint
neighbour (ChainGraphView *view, guint node, int layers, int places)
{
  const ChainGraphLayout *layout = view->picture->layout;
  const ChainGraphBox    *box = &layout->boxes[node];
  const ChainGraphLayer  *layer = &g_array_index (layout->layers, ChainGraphLayer, box->layer);
  guint                   best = node;
  double                  nearest = INFINITY;

  for (guint j = layer->first; places != 0 && j < layer->first + layer->n_nodes; j++)
    if (layout->order[j] == node)
      return layout->order[CLAMP ((int) j + places, (int) layer->first,
                                  (int) (layer->first + layer->n_nodes) - 1)];
  for (guint i = 0; i < layout->routes->len; i++)
    {
      const ChainGraphRoute *route = &g_array_index (layout->routes, ChainGraphRoute, i);
      const guint            here = layers > 0 ? route->from : route->to;
      const guint            there = layers > 0 ? route->to : route->from;
      const double away = hypot (layout->boxes[there].x - box->x, layout->boxes[there].y - box->y);

      if (here == node && away < nearest)
        {
          nearest = away;
          best = there;
        }
    }
  return best;
}

static void
move_focus (ChainGraphView *view, int layers, int places)
{
  const guint from = view->look.focused != CHAIN_GRAPH_NO_NODE    ? view->look.focused
                     : view->look.selected != CHAIN_GRAPH_NO_NODE ? view->look.selected
                                                                  : view->look.current;

  view->look.focused = from != CHAIN_GRAPH_NO_NODE ? neighbour (view, from, layers, places)
                                                   : view->picture->layout->order[0];
  chain_graph_view_show_node (view, view->look.focused);
  chain_graph_view_describe (view);
  chain_graph_view_redraw (view);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        modifiers,
        ChainGraphView        *view)
{
  static const struct
  {
    guint key;
    int   layers, places;
  } moves[] = {
    { GDK_KEY_Left, -1, 0 },  { GDK_KEY_Right, 1, 0 },    { GDK_KEY_Up, 0, -1 },
    { GDK_KEY_Down, 0, 1 },   { GDK_KEY_KP_Left, -1, 0 }, { GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_KP_Up, 0, -1 }, { GDK_KEY_KP_Down, 0, 1 },
  };

  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) || !chain_graph_view_has_nodes (view))
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      if (moves[i].key != key)
        continue;
      if (modifiers & GDK_SHIFT_MASK)
        chain_graph_view_move_to (view, view->look.x - PAN * moves[i].layers,
                                  view->look.y - PAN * moves[i].places);
      else
        move_focus (view, moves[i].layers, moves[i].places);
      return GDK_EVENT_STOP;
    }
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_space) &&
      view->look.focused != CHAIN_GRAPH_NO_NODE)
    {
      if (view->look.focused == view->look.selected)
        chain_graph_view_activate (view, view->look.focused);
      else
        chain_graph_view_select (view, view->look.focused);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Escape &&
      (view->look.focused != CHAIN_GRAPH_NO_NODE || view->look.selected != CHAIN_GRAPH_NO_NODE))
    {
      chain_graph_view_select (view, CHAIN_GRAPH_NO_NODE);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

/* Lets the keyboard move over a new view. */
void
chain_graph_view_add_keys (ChainGraphView *view)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), view);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
}
