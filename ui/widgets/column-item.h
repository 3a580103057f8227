/* column-item.h: one column of the table, as the list of columns shows it.
 *
 * Signal "changed" (no arguments): role, options, measure or balance are other ones, or it was
 * opened or closed.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/column-roles.h"
#include "ui/widgets/column-measuring.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* Rows of one class. */
typedef struct
{
  gsize training;
  gsize validation;
} ChainClassCount;

#define CHAIN_TYPE_COLUMN_ITEM (chain_column_item_get_type ())
G_DECLARE_FINAL_TYPE (ChainColumnItem, chain_column_item, CHAIN, COLUMN_ITEM, GObject)

ChainColumnItem           *chain_column_item_new          (ChainTable               *table,
                                                           guint                     index);
const ChainColumn         *chain_column_item_get_column   (ChainColumnItem          *item);
guint                      chain_column_item_get_index    (ChainColumnItem          *item);
gsize                      chain_column_item_get_n_rows   (ChainColumnItem          *item);
ChainRole                  chain_column_item_get_role     (ChainColumnItem          *item);
const ChainColumnOptions  *chain_column_item_get_options  (ChainColumnItem          *item);
void                       chain_column_item_set_use      (ChainColumnItem          *item,
                                                           ChainRole                 role,
                                                           const ChainColumnOptions *options);
const ChainColumnMeasure  *chain_column_item_get_measure  (ChainColumnItem          *item);
void                       chain_column_item_set_measure  (ChainColumnItem          *item,
                                                           const ChainColumnMeasure *measure);
const ChainClassCount     *chain_column_item_get_balance  (ChainColumnItem          *item,
                                                           guint                    *n_classes);
void                       chain_column_item_take_balance (ChainColumnItem          *item,
                                                           ChainClassCount          *balance,
                                                           guint                     n_classes);
gboolean                   chain_column_item_get_open     (ChainColumnItem          *item);
void                       chain_column_item_set_open     (ChainColumnItem          *item,
                                                           gboolean                  open);

G_END_DECLS
