/* table-edit.h: a table with a cell, a row or a column changed by hand.
 *
 * Tables are only read, so an edit gives another one. It is the table that a project with these
 * rows in it would read: levels in order of first appearance, none without a row.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/table.h"

G_BEGIN_DECLS

ChainTable *chain_table_with_cell   (const ChainTable *table,
                                     guint             column,
                                     gsize             row,
                                     const char       *text,
                                     GError          **error);
ChainTable *chain_table_with_row    (const ChainTable *table,
                                     gsize             row);
ChainTable *chain_table_without_row (const ChainTable *table,
                                     gsize             row);
ChainTable *chain_table_with_column (const ChainTable *table,
                                     const char       *name,
                                     GError          **error);
ChainTable *chain_table_without_column (const ChainTable *table,
                                     guint             column);

G_END_DECLS
