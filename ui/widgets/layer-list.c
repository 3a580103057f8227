/* layer-list.c: the layers of a deep network, a line each, of which one is chosen.
 *
 * Lines are widgets only while they can be seen, so a thousand layers cost no more than ten.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/layer-list.h"

struct _ChainLayerList
{
  GtkWidget           parent_instance;

  GtkWidget          *scroller;
  GtkListView        *view;
  GtkStringList      *titles;    /* owned: "Hidden 1\t8 relu" */
  GtkSingleSelection *selection; /* owned by the view */
  gboolean            updating;
};

G_DEFINE_FINAL_TYPE (ChainLayerList, chain_layer_list, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

#define HEIGHT 200

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  data)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *shape = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (shape), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (shape, "dim-label");
  gtk_widget_add_css_class (shape, "numeric");
  gtk_box_append (GTK_BOX (line), title);
  gtk_box_append (GTK_BOX (line), shape);
  gtk_list_item_set_child (item, line);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  data)
{
  GtkWidget     *title = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_auto (GStrv) parts
      = g_strsplit (gtk_string_object_get_string (gtk_list_item_get_item (item)), "\t", 2);

  gtk_label_set_text (GTK_LABEL (title), parts[0]);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title)), parts[1]);
}

static void
on_selected (ChainLayerList *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHOSEN], 0, gtk_single_selection_get_selected (self->selection));
}

static void
chain_layer_list_dispose (GObject *object)
{
  ChainLayerList *self = CHAIN_LAYER_LIST (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->titles);

  G_OBJECT_CLASS (chain_layer_list_parent_class)->dispose (object);
}

static void
chain_layer_list_class_init (ChainLayerListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_layer_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
chain_layer_list_init (ChainLayerList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  self->titles = gtk_string_list_new (NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->titles)));
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected), self);
  self->view
      = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "layer-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Layers", -1);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_add_css_class (self->scroller, "tile");
  gtk_widget_add_css_class (self->scroller, "flush");
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

/**
 * chain_layer_list_new:
 *
 * Returns: (transfer floating): an empty list
 */
GtkWidget *
chain_layer_list_new (void)
{
  return g_object_new (CHAIN_TYPE_LAYER_LIST, NULL);
}

/**
 * chain_layer_list_show:
 * @list: a list
 * @network: whose layers to list
 */
void
chain_layer_list_show (ChainLayerList     *list,
                       const ChainNetwork *network)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const guint           n_before = g_list_model_get_n_items (G_LIST_MODEL (list->titles));
  const guint           chosen = gtk_single_selection_get_selected (list->selection);

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);
      g_autofree char  *title = chain_network_layer_title (network, i);

      g_ptr_array_add (lines, g_strdup_printf ("%s\t%u %s", title, layer->units,
                                               layer->activation->title));
    }
  g_ptr_array_add (lines, NULL);
  list->updating = TRUE;
  gtk_string_list_splice (list->titles, 0, n_before, (const char *const *) lines->pdata);
  gtk_single_selection_set_selected (list->selection,
                                     MIN (chosen, chain_network_n_layers (network) - 1));
  list->updating = FALSE;
}

/**
 * chain_layer_list_choose:
 * @list: a list
 * @layer: from 0; scrolled to
 */
void
chain_layer_list_choose (ChainLayerList *list,
                         guint           layer)
{
  if (layer == gtk_single_selection_get_selected (list->selection))
    return;
  list->updating = TRUE;
  gtk_single_selection_set_selected (list->selection, layer);
  list->updating = FALSE;
  gtk_widget_activate_action (GTK_WIDGET (list->view), "list.scroll-to-item", "u", layer);
}
