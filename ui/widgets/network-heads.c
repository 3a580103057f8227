/* network-heads.c: buttons over the layers of the drawing, which add and remove units and layers.
 *
 * A layer has a head with − and +, and where there is room for it a bin; before each layer but the
 * input, a + adds another. They lie over the drawing and are in no picture of it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-heads.h"

#include "ui/widgets/layer-edit.h"
#include "ui/widgets/tooltip.h"

#include <math.h>

#define MOST_LAYERS 64   /* of a deeper network: the layers' cards */
#define ROOM_FOR_BIN 116 /* pixels between two layers */
#define GAP 3            /* pixels between a head and what is next to it */

/* Of one layer of the network. */
typedef struct
{
  GtkWidget *units;  /* (nullable): of a hidden layer */
  GtkWidget *remove; /* (nullable): in it */
  GtkWidget *insert; /* adds a layer before */
} Head;

struct _ChainNetworkHeads
{
  GtkWidget    *view;
  ChainSession *session; /* (nullable) (unowned) */
  GArray       *heads;   /* Head */
};

typedef enum
{
  FEWER,
  MORE,
  REMOVE,
  INSERT,
} Edit;

static const struct
{
  const char *icon;
  const char *label; /* %s: the layer */
} edits[] = {
  [FEWER] = { "list-remove-symbolic", "Remove a unit from %s" },
  [MORE] = { "list-add-symbolic", "Add a unit to %s" },
  [REMOVE] = { "user-trash-symbolic", "Take out %s" },
  [INSERT] = { "list-add-symbolic", "Add a layer before %s" },
};

static void
on_clicked (GtkButton         *button,
            ChainNetworkHeads *heads)
{
  const guint layer = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "layer"));

  if (!heads->session)
    return;
  switch ((Edit) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "edit")))
    {
    case FEWER:
      chain_layer_edit_units (heads->view, heads->session, layer, -1);
      break;
    case MORE:
      chain_layer_edit_units (heads->view, heads->session, layer, 1);
      break;
    case REMOVE:
      chain_layer_edit_remove (heads->view, heads->session, layer);
      break;
    case INSERT:
      chain_layer_edit_insert (heads->view, heads->session, layer);
      break;
    }
}

static GtkWidget *
button_new (ChainNetworkHeads *heads,
            Edit               edit,
            guint              layer)
{
  GtkWidget *button = gtk_button_new_from_icon_name (edits[edit].icon);

  g_object_set_data (G_OBJECT (button), "layer", GUINT_TO_POINTER (layer));
  g_object_set_data (G_OBJECT (button), "edit", GUINT_TO_POINTER (edit));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "layer-head");
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), heads);
  return button;
}

static void
name_button (GtkWidget  *button,
             Edit        edit,
             const char *layer)
{
  g_autoptr (GString) text = g_string_new (edits[edit].label);

  g_string_replace (text, "%s", layer, 1);
  chain_tooltip_set (button, text->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text->str, -1);
}

static Head
head_new (ChainNetworkHeads *heads,
          guint              layer,
          gboolean           hidden)
{
  Head head = { .insert = button_new (heads, INSERT, layer) };

  gtk_widget_add_css_class (head.insert, "insert");
  gtk_widget_set_parent (head.insert, heads->view);
  if (!hidden)
    return head;
  head.units = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (head.units, "layer-heads");
  head.remove = button_new (heads, REMOVE, layer);
  gtk_box_append (GTK_BOX (head.units), button_new (heads, FEWER, layer));
  gtk_box_append (GTK_BOX (head.units), button_new (heads, MORE, layer));
  gtk_box_append (GTK_BOX (head.units), head.remove);
  gtk_widget_set_parent (head.units, heads->view);
  return head;
}

static void
clear (ChainNetworkHeads *heads,
       guint              from)
{
  for (guint i = from; i < heads->heads->len; i++)
    {
      Head *head = &g_array_index (heads->heads, Head, i);

      g_clear_pointer (&head->units, gtk_widget_unparent);
      g_clear_pointer (&head->insert, gtk_widget_unparent);
    }
  g_array_set_size (heads->heads, MIN (from, heads->heads->len));
}

/**
 * chain_network_heads_new:
 * @view: the drawing they lie over
 *
 * Returns: (transfer full): none so far
 */
ChainNetworkHeads *
chain_network_heads_new (GtkWidget *view)
{
  ChainNetworkHeads *heads = g_new0 (ChainNetworkHeads, 1);

  heads->view = view;
  heads->heads = g_array_new (FALSE, FALSE, sizeof (Head));
  return heads;
}

/**
 * chain_network_heads_free:
 * @heads: (transfer full): heads
 */
void
chain_network_heads_free (ChainNetworkHeads *heads)
{
  clear (heads, 0);
  g_array_unref (heads->heads);
  g_free (heads);
}

/* Heads that still fit stay, so that the keyboard stays on the button that was pressed. */
static void
fit (ChainNetworkHeads *heads,
     guint              n_layers)
{
  guint same = 0;

  while (same < MIN (n_layers, heads->heads->len)
         && (g_array_index (heads->heads, Head, same).units != NULL) == (same + 1 < n_layers))
    same++;
  clear (heads, same);
  for (guint i = same; i < n_layers; i++)
    {
      const Head head = head_new (heads, i, i + 1 < n_layers);

      g_array_append_val (heads->heads, head);
    }
}

/**
 * chain_network_heads_update:
 * @heads: of a drawing
 * @session: (nullable): what is drawn
 *
 * Makes as many as there are layers now.
 */
void
chain_network_heads_update (ChainNetworkHeads *heads,
                            ChainSession      *session)
{
  const ChainNetwork *network = NULL;
  guint n_layers = 0;

  heads->session = session;
  if (session && chain_session_get_stepper (session))
    network = chain_session_get_project (session)->network;
  if (network && chain_network_n_layers (network) <= MOST_LAYERS)
    n_layers = chain_network_n_layers (network);
  fit (heads, n_layers);
  for (guint i = 0; i < n_layers; i++)
    {
      const Head *head = &g_array_index (heads->heads, Head, i);
      g_autofree char *title = chain_network_layer_title (network, i);
      GtkWidget *fewer;

      name_button (head->insert, INSERT, title);
      if (!head->units)
        continue;
      fewer = gtk_widget_get_first_child (head->units);
      name_button (fewer, FEWER, title);
      name_button (gtk_widget_get_next_sibling (fewer), MORE, title);
      name_button (head->remove, REMOVE, title);
      gtk_widget_set_sensitive (fewer, chain_network_layer (network, i)->units > 1);
    }
}

static int
natural_size (GtkWidget     *widget,
              GtkOrientation orientation)
{
  int size;

  gtk_widget_measure (widget, orientation, -1, NULL, &size, NULL, NULL);
  return size;
}

/* Around a point, or not at all where there is no room. */
static void
allocate_at (GtkWidget                  *widget,
             const ChainNetworkGeometry *geometry,
             double                      x,
             double                      room)
{
  const int width = natural_size (widget, GTK_ORIENTATION_HORIZONTAL);
  const double left = round (x - width / 2.0);
  const int height = natural_size (widget, GTK_ORIENTATION_VERTICAL);
  const double y = 12 + 2 * geometry->line + 4 + MAX (CHAIN_HEADS_HEIGHT - height, 0) / 2;
  const gboolean fits = width <= room && left >= 0 && left + width <= geometry->width;

  gtk_widget_set_child_visible (widget, fits);
  if (fits)
    gtk_widget_size_allocate (widget,
                              &(GtkAllocation) { (int) left, (int) y, width, height },
                              -1);
}

static void
hide (GtkWidget *widget)
{
  if (widget)
    gtk_widget_set_child_visible (widget, FALSE);
}

/**
 * chain_network_heads_allocate:
 * @heads: of a drawing
 * @geometry: (nullable): of the drawing
 *
 * Puts each head over its layer.
 */
void
chain_network_heads_allocate (ChainNetworkHeads          *heads,
                              const ChainNetworkGeometry *geometry)
{
  for (guint i = 0; i < heads->heads->len; i++)
    {
      const Head *head = &g_array_index (heads->heads, Head, i);
      const ChainPictureColumn *to
        = geometry ? chain_network_geometry_column (geometry, i + 1) : NULL;
      const ChainPictureColumn *from
        = geometry ? chain_network_geometry_column (geometry, i) : NULL;
      double room;
      int taken = 0;

      hide (head->units);
      hide (head->insert);
      if (!to)
        continue;
      room = from ? to->x - from->x : geometry->column_room;
      if (head->units)
        {
          gtk_widget_set_visible (head->remove, room >= ROOM_FOR_BIN);
          taken = natural_size (head->units, GTK_ORIENTATION_HORIZONTAL);
          allocate_at (head->units, geometry, to->x, room - GAP);
        }
      if (from)
        allocate_at (head->insert, geometry, (from->x + to->x) / 2,
                     room - taken - 2 * GAP);
    }
}

/**
 * chain_network_heads_snapshot:
 * @heads: of a drawing
 * @snapshot: of it
 */
void
chain_network_heads_snapshot (ChainNetworkHeads *heads,
                              GtkSnapshot       *snapshot)
{
  for (guint i = 0; i < heads->heads->len; i++)
    {
      const Head *head = &g_array_index (heads->heads, Head, i);

      if (head->units)
        gtk_widget_snapshot_child (heads->view, head->units, snapshot);
      gtk_widget_snapshot_child (heads->view, head->insert, snapshot);
    }
}
