/* column-row.h: a row of the list of columns: name, kind, statistics and role, and the details.
 *
 * Signals:
 *   role-chosen (guint column, guint role)        the user chose another role
 *   options-chosen (ChainColumnOptions *options)  or how the column is made into numbers
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/widgets/column-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_COLUMN_ROW (chain_column_row_get_type ())
G_DECLARE_FINAL_TYPE (ChainColumnRow, chain_column_row, CHAIN, COLUMN_ROW, GtkWidget)

GtkWidget *chain_column_row_new      (void);
void       chain_column_row_set_item (ChainColumnRow  *row,
                                      ChainColumnItem *item);

G_END_DECLS
