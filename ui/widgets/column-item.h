/* column-item.h: one column of the table, as the list of columns shows it.
 *
 * Signal "changed" (no arguments): role or statistics are other ones.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/statistics.h"
#include "ui/column-roles.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_COLUMN_ITEM (chain_column_item_get_type ())
G_DECLARE_FINAL_TYPE (ChainColumnItem, chain_column_item, CHAIN, COLUMN_ITEM, GObject)

ChainColumnItem             *chain_column_item_new            (ChainTable                  *table,
                                                               guint                        index);
const ChainColumn           *chain_column_item_get_column     (ChainColumnItem             *item);
guint                        chain_column_item_get_index      (ChainColumnItem             *item);
ChainRole                    chain_column_item_get_role       (ChainColumnItem             *item);
void                         chain_column_item_set_role       (ChainColumnItem             *item,
                                                               ChainRole                    role);
const ChainColumnStatistics *chain_column_item_get_statistics (ChainColumnItem             *item);
void                         chain_column_item_set_statistics (ChainColumnItem             *item,
                                                               const ChainColumnStatistics *statistics);

G_END_DECLS
