/* weight-list.h: the weights and biases of a network by name, as a list model of string objects.
 *
 * Names are made when they are asked for: there may be a hundred thousand.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_WEIGHT_LIST (chain_weight_list_get_type ())
G_DECLARE_FINAL_TYPE (ChainWeightList, chain_weight_list, CHAIN, WEIGHT_LIST, GObject)

ChainWeightList *chain_weight_list_new (const ChainNetwork         *network,
                                        const ChainTrainingOptions *training,
                                        GError                    **error);

G_END_DECLS
