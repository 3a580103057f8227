/* column-head.h: titles of a table's columns that stand where the column's cells do.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void chain_column_head_align (GtkColumnViewColumn *column,
                              GtkAlign             align);

G_END_DECLS
