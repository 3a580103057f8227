/* table-rows.h: the rows of a table as a list model that holds no rows.
 *
 * An item knows its row number and nothing else; it is made when a view asks for it and goes
 * when the view lets go of it. The cells stay in the table.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_TABLE_ROW (chain_table_row_get_type ())
G_DECLARE_FINAL_TYPE (ChainTableRow, chain_table_row, CHAIN, TABLE_ROW, GObject)

guint chain_table_row_get_row (ChainTableRow *item);

#define CHAIN_TYPE_TABLE_ROWS (chain_table_rows_get_type ())
G_DECLARE_FINAL_TYPE (ChainTableRows, chain_table_rows, CHAIN, TABLE_ROWS, GObject)

GListModel *chain_table_rows_new  (guint           n_rows);
gboolean    chain_table_rows_grow (ChainTableRows *rows,
                                   gboolean        all);

G_END_DECLS
