/* column-item.c: one column of the table, as the list of columns shows it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/column-item.h"

struct _ChainColumnItem
{
  GObject parent_instance;

  ChainTable         *table;
  guint               index;
  ChainRole           role;
  ChainColumnOptions *options; /* of this column's name */
  gboolean            measured;
  ChainColumnMeasure  measure;
  ChainClassCount    *balance; /* [n_classes]; NULL unless it is the target, of classes */
  guint               n_classes;
  gboolean            open;    /* its details are shown */
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
  chain_column_options_free (self->options);
  g_free (self->balance);
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
  ChainColumnItem   *self = g_object_new (CHAIN_TYPE_COLUMN_ITEM, NULL);
  ChainColumnOptions options = { .name = chain_table_column (table, index)->name };

  self->table = chain_table_ref (table);
  self->index = index;
  self->options = chain_column_options_copy (&options);
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
 * chain_column_item_get_n_rows:
 * @item: a column item
 *
 * Returns: rows of its table
 */
gsize
chain_column_item_get_n_rows (ChainColumnItem *item)
{
  return item->table->n_rows;
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
 * chain_column_item_get_options:
 * @item: a column item
 *
 * Returns: (transfer none): how it is made into numbers, with its name
 */
const ChainColumnOptions *
chain_column_item_get_options (ChainColumnItem *item)
{
  return item->options;
}

/**
 * chain_column_item_set_use:
 * @item: a column item
 * @role: what the column is used for
 * @options: how it is made into numbers; their name is not looked at
 */
void
chain_column_item_set_use (ChainColumnItem          *item,
                           ChainRole                 role,
                           const ChainColumnOptions *options)
{
  ChainColumnOptions named = *options;

  if (item->role == role && chain_column_options_equal (item->options, options))
    return;
  item->role = role;
  named.name = chain_table_column (item->table, item->index)->name;
  chain_column_options_free (item->options);
  item->options = chain_column_options_copy (&named);
  g_signal_emit (item, signals[CHANGED], 0);
}

/**
 * chain_column_item_get_measure:
 * @item: a column item
 *
 * Returns: (nullable) (transfer none): the statistics, once they are known
 */
const ChainColumnMeasure *
chain_column_item_get_measure (ChainColumnItem *item)
{
  return item->measured ? &item->measure : NULL;
}

/**
 * chain_column_item_set_measure:
 * @item: a column item
 * @measure: what was measured
 */
void
chain_column_item_set_measure (ChainColumnItem *item, const ChainColumnMeasure *measure)
{
  item->measure = *measure;
  item->measured = TRUE;
  g_signal_emit (item, signals[CHANGED], 0);
}

/**
 * chain_column_item_get_balance:
 * @item: a column item
 * @n_classes: (out): length of the result
 *
 * Returns: (nullable) (transfer none): the rows of each class, in the order of the levels; %NULL
 *   unless the column is the target and holds classes
 */
const ChainClassCount *
chain_column_item_get_balance (ChainColumnItem *item, guint *n_classes)
{
  *n_classes = item->n_classes;
  return item->balance;
}

/**
 * chain_column_item_take_balance:
 * @item: a column item
 * @balance: (nullable) (transfer full): [n_classes] the rows of each class
 * @n_classes: 0 without
 */
void
chain_column_item_take_balance (ChainColumnItem *item, ChainClassCount *balance, guint n_classes)
{
  const gboolean none = balance == NULL && item->balance == NULL;

  g_free (item->balance);
  item->balance = balance;
  item->n_classes = n_classes;
  if (!none)
    g_signal_emit (item, signals[CHANGED], 0);
}

/**
 * chain_column_item_get_open:
 * @item: a column item
 *
 * Returns: whether its details are shown
 */
gboolean
chain_column_item_get_open (ChainColumnItem *item)
{
  return item->open;
}

/**
 * chain_column_item_set_open:
 * @item: a column item
 * @open: whether to show its details
 */
void
chain_column_item_set_open (ChainColumnItem *item, gboolean open)
{
  if (item->open == open)
    return;
  item->open = open;
  g_signal_emit (item, signals[CHANGED], 0);
}
