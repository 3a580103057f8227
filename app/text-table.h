/* text-table.h: columns of text that line up, for the command line.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ChainTextTable ChainTextTable;

ChainTextTable *chain_text_table_new    (const char     *alignment);
void            chain_text_table_free   (ChainTextTable *table);
void            chain_text_table_cell   (ChainTextTable *table,
                                         const char     *format,
                                         ...) G_GNUC_PRINTF (2, 3);
void            chain_text_table_number (ChainTextTable *table,
                                         double          value,
                                         guint           digits);
char           *chain_text_table_text   (ChainTextTable *table,
                                         const char     *indent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainTextTable, chain_text_table_free)

G_END_DECLS
