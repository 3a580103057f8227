/* table-rows.c: the rows of a table as a list model that holds no rows.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/table-rows.h"

#define STEP 40   /* rows at a time: what a window shows */
#define MADE 205 /* rows that GTK makes cells for */

struct _ChainTableRow
{
  GObject parent_instance;

  guint row;
};

G_DEFINE_FINAL_TYPE (ChainTableRow, chain_table_row, G_TYPE_OBJECT)

struct _ChainTableRows
{
  GObject parent_instance;

  guint n_rows;
  guint n_told; /* of them, so far */
};

static void
chain_table_row_class_init (ChainTableRowClass *klass)
{
}

static void
chain_table_row_init (ChainTableRow *self)
{
}

static GType
get_item_type (GListModel *model)
{
  return CHAIN_TYPE_TABLE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return CHAIN_TABLE_ROWS (model)->n_told;
}

static gpointer
get_item (GListModel *model, guint position)
{
  ChainTableRow *item;

  if (position >= CHAIN_TABLE_ROWS (model)->n_told)
    return NULL;
  item = g_object_new (CHAIN_TYPE_TABLE_ROW, NULL);
  item->row = position;
  return item;
}

static void
init_list_model (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ChainTableRows,
                               chain_table_rows,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list_model))

static void
chain_table_rows_class_init (ChainTableRowsClass *klass)
{
}

static void
chain_table_rows_init (ChainTableRows *self)
{
}

/**
 * chain_table_row_get_row:
 * @item: an item of the model
 *
 * Returns: its row of the table, from 0
 */
guint
chain_table_row_get_row (ChainTableRow *item)
{
  return item->row;
}

/**
 * chain_table_rows_new:
 * @n_rows: rows of the table
 *
 * Returns: (transfer full): a model of that many #ChainTableRow, of which it has the first few;
 *   chain_table_rows_grow() gives the others
 */
GListModel *
chain_table_rows_new (guint n_rows)
{
  ChainTableRows *self = g_object_new (CHAIN_TYPE_TABLE_ROWS, NULL);

  self->n_rows = n_rows;
  self->n_told = MIN (n_rows, STEP);
  return G_LIST_MODEL (self);
}

/**
 * chain_table_rows_grow:
 * @rows: the model
 * @all: whether to have all rows at once
 *
 * GTK makes the cells of some 200 rows at once, seen or not; a few at a time keep nobody waiting.
 *
 * Returns: whether there are more rows
 */
gboolean
chain_table_rows_grow (ChainTableRows *rows, gboolean all)
{
  const guint before = rows->n_told;
  const guint left = rows->n_rows - before;

  rows->n_told += all || before >= MADE ? left : MIN (left, STEP);
  if (rows->n_told > before)
    g_list_model_items_changed (G_LIST_MODEL (rows), before, 0, rows->n_told - before);
  return rows->n_told < rows->n_rows;
}
