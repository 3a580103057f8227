/* layer-card-private.h: what a layer's card is made of: layer-card.c shows the layer,
 * layer-card-edits.c changes it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/widgets/layer-card.h"
#include "ui/widgets/parameter-list.h"

G_BEGIN_DECLS

struct _ChainLayerCard
{
  GtkWidget           parent_instance;

  ChainSession       *session; /* owned */
  guint               layer;   /* from 0 */
  gboolean            updating;

  GtkWidget          *header; /* to drag the layer by */
  GtkLabel           *title;
  GtkWidget          *duplicate;
  GtkWidget          *move_up;
  GtkWidget          *move_down;
  GtkWidget          *remove;
  GtkSpinButton      *units;
  GtkDropDown        *activation;
  GtkDrawingArea     *curve;
  ChainParameterList *activation_parameters;
  GtkDropDown        *initializer;
  GtkCheckButton     *bias;
  GtkLabel           *parameters;

  GtkLabel           *health;
  GtkToggleButton    *more;
  GtkLabel           *folded; /* what `details` would show that is not 0 */
  GtkWidget          *details;
  ChainParameterList *kernel_parameters;
  GtkDropDown        *bias_initializer;
  ChainParameterList *bias_parameters;
  GtkCheckButton     *trainable;
  ChainParameterList *regularization;
};

/* What stands in fields of a layer of its own, as if a record listed it. */
enum
{
  L1,
  L2,
  DROPOUT,
};

extern const ChainParameter chain_layer_regularization[CHAIN_MAX_PARAMETERS];

/* layer-card.c */
const ChainNetwork *chain_layer_card_network    (ChainLayerCard      *card);
gboolean            chain_layer_card_is_output  (ChainLayerCard      *card);

/* layer-card-edits.c */
void                chain_layer_card_bind_edits (ChainLayerCardClass *klass);
void                chain_layer_card_accept_drags (ChainLayerCard    *card);

G_END_DECLS
