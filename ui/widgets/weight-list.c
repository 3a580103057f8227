/* weight-list.c: the weights and biases of a network by name, as a list model of string objects.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/weight-list.h"

#include "ui/surface-result.h"

#include <gtk/gtk.h>

struct _ChainWeightList
{
  GObject parent_instance;

  ChainNetwork   *network;
  ChainRecording *recording;
};

static GType
get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return (guint) MIN (chain_surface_n_weights (CHAIN_WEIGHT_LIST (model)->network), G_MAXINT);
}

static gpointer
get_item (GListModel *model, guint position)
{
  ChainWeightList   *self = CHAIN_WEIGHT_LIST (model);
  ChainSurfaceWeight weight;
  g_autofree char   *name = NULL;

  if (position >= get_n_items (model))
    return NULL;
  chain_surface_weight_at (self->network, position, &weight);
  name = chain_surface_weight_name (self->recording, self->network, &weight);
  return gtk_string_object_new (name);
}

static void
init_model (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ChainWeightList, chain_weight_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_model))

static void
chain_weight_list_finalize (GObject *object)
{
  ChainWeightList *self = CHAIN_WEIGHT_LIST (object);

  g_clear_pointer (&self->recording, chain_recording_free);
  g_clear_pointer (&self->network, chain_network_free);
  G_OBJECT_CLASS (chain_weight_list_parent_class)->finalize (object);
}

static void
chain_weight_list_class_init (ChainWeightListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chain_weight_list_finalize;
}

static void
chain_weight_list_init (ChainWeightList *self G_GNUC_UNUSED)
{
}

/**
 * chain_weight_list_new:
 * @network: with weights; copied
 * @training: its loss
 * @error: set if they cannot be recorded together
 *
 * Returns: (transfer full) (nullable): the list, in the order of chain_surface_weight_at()
 */
ChainWeightList *
chain_weight_list_new (const ChainNetwork         *network,
                       const ChainTrainingOptions *training,
                       GError                    **error)
{
  ChainRecording  *recording
      = chain_recording_new (network, training->loss, training->loss_parameters, error);
  ChainWeightList *list;

  if (recording == NULL)
    return NULL;
  list = g_object_new (CHAIN_TYPE_WEIGHT_LIST, NULL);
  list->network = chain_network_copy (network);
  list->recording = recording;
  return list;
}
