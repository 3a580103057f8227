/* network-activity.h: what the units would say with the newest weights, computed on another thread.
 *
 * Two things for the drawing: the values of one sample, known also where no step has computed them
 * yet, and for networks of two inputs each unit's value over the input plane.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-picture.h"
#include "ui/session.h"

/* Only read once it is there. */
typedef struct
{
  guint64     iteration; /* whose weights it is of */
  guint       row;       /* of the dataset */
  guint       n_layers;  /* with the input */
  double    **values;    /* [n_layers][units] */
  ChainPictureMaps **maps; /* [n_layers] (nullable); may hold NULL */
} ChainActivityResult;

ChainActivityResult *chain_activity_result_new  (ChainSession        *session);
void                 chain_activity_result_free (ChainActivityResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainActivityResult, chain_activity_result_free)

typedef struct _ChainNetworkActivity ChainNetworkActivity;

ChainNetworkActivity *chain_network_activity_new    (GFunc                  changed,
                                                     gpointer               data);
void                  chain_network_activity_free   (ChainNetworkActivity  *activity);
void                  chain_network_activity_forget (ChainNetworkActivity  *activity);
void                  chain_network_activity_update (ChainNetworkActivity  *activity,
                                                     ChainSession          *session);
const ChainActivityResult *chain_network_activity_result (ChainNetworkActivity *activity);
