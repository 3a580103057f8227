/* column-item.c: one column of the table, as the list of columns shows it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/column-item.h"

struct _ChainColumnItem
{
  GObject parent_instance;

  ChainTable           *table;
  guint                 index;
  ChainRole             role;
  gboolean              measured;
  ChainColumnStatistics statistics;
};

G_DEFINE_FINAL_TYPE (ChainColumnItem, chain_column_item, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
chain_column_item_finalize (GObject *object)
{
  ChainColumnItem *self = CHAIN_COLUMN_ITEM (object);

  chain_table_unref (self->table);
  G_OBJECT_CLASS (chain_column_item_parent_class)->finalize (object);
}

static void
chain_column_item_class_init (ChainColumnItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chain_column_item_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
chain_column_item_init (ChainColumnItem *self)
{
  self->role = CHAIN_ROLE_IGNORE;
}

/**
 * chain_column_item_new:
 * @table: the table
 * @index: which of its columns
 *
 * Returns: (transfer full): the column, ignored and not measured so far
 */
ChainColumnItem *
chain_column_item_new (ChainTable *table, guint index)
{
  ChainColumnItem *self = g_object_new (CHAIN_TYPE_COLUMN_ITEM, NULL);

  self->table = chain_table_ref (table);
  self->index = index;
  return self;
}

/**
 * chain_column_item_get_column:
 * @item: a column item
 *
 * Returns: (transfer none): the column
 */
const ChainColumn *
chain_column_item_get_column (ChainColumnItem *item)
{
  return chain_table_column (item->table, item->index);
}

/**
 * chain_column_item_get_index:
 * @item: a column item
 *
 * Returns: the place of the column in its table
 */
guint
chain_column_item_get_index (ChainColumnItem *item)
{
  return item->index;
}

/**
 * chain_column_item_get_role:
 * @item: a column item
 *
 * Returns: what the column is used for
 */
ChainRole
chain_column_item_get_role (ChainColumnItem *item)
{
  return item->role;
}

/**
 * chain_column_item_set_role:
 * @item: a column item
 * @role: what the column is used for
 */
void
chain_column_item_set_role (ChainColumnItem *item, ChainRole role)
{
  if (item->role == role)
    return;
  item->role = role;
  g_signal_emit (item, signals[CHANGED], 0);
}

/**
 * chain_column_item_get_statistics:
 * @item: a column item
 *
 * Returns: (nullable) (transfer none): the statistics, once they are known
 */
const ChainColumnStatistics *
chain_column_item_get_statistics (ChainColumnItem *item)
{
  return item->measured ? &item->statistics : NULL;
}

/**
 * chain_column_item_set_statistics:
 * @item: a column item
 * @statistics: what was measured
 */
void
chain_column_item_set_statistics (ChainColumnItem *item, const ChainColumnStatistics *statistics)
{
  item->statistics = *statistics;
  item->measured = TRUE;
  g_signal_emit (item, signals[CHANGED], 0);
}
