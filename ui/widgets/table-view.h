/* table-view.h: the rows of a table, a column for each of its columns.
 *
 * Cells are read from the table when they come into view; nothing is copied.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/dataset.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TABLE_VIEW_COLUMNS 100 /* wider tables show that many of their columns */

#define CHAIN_TYPE_TABLE_VIEW (chain_table_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainTableView, chain_table_view, CHAIN, TABLE_VIEW, GtkWidget)

GtkWidget *chain_table_view_new      (void);
void       chain_table_view_set_data (ChainTableView         *view,
                                      ChainTable             *table,
                                      ChainDataset           *dataset,
                                      const ChainDataOptions *options);

G_END_DECLS
