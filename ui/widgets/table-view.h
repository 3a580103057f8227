/* table-view.h: the rows of a table, with as many of its columns as there is room for.
 *
 * Cells are read from the table when they come into view; nothing is copied. Of a wide table as
 * many columns are shown as there is room for, and can be moved over all of them; the number of the
 * row stays in view.
 *
 * Signals:
 *   cell-edited (guint row, guint column, const char *text)  the user typed into a cell
 *   row-chosen (guint row)                                   a row was clicked or gone to
 *   columns-moved                                            other columns are shown
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/dataset.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TABLE_VIEW_NO_ROW GTK_INVALID_LIST_POSITION

#define CHAIN_TYPE_TABLE_VIEW (chain_table_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainTableView, chain_table_view, CHAIN, TABLE_VIEW, GtkWidget)

GtkWidget *chain_table_view_new          (void);
void       chain_table_view_set_data     (ChainTableView         *view,
                                          ChainTable             *table,
                                          ChainDataset           *dataset,
                                          const ChainDataOptions *options);
void       chain_table_view_set_editable (ChainTableView         *view,
                                          gboolean                editable);
guint      chain_table_view_get_first    (ChainTableView         *view);
void       chain_table_view_set_first    (ChainTableView         *view,
                                          guint                   column);
guint      chain_table_view_get_last     (ChainTableView         *view);
guint      chain_table_view_get_n_whole  (ChainTableView         *view);
void       chain_table_view_show_column  (ChainTableView         *view,
                                          guint                   column);
guint      chain_table_view_get_row      (ChainTableView         *view);
void       chain_table_view_go_to_row    (ChainTableView         *view,
                                          guint                   row);
gboolean   chain_table_view_edit_cell    (ChainTableView         *view,
                                          guint                   row,
                                          guint                   column);

G_END_DECLS
