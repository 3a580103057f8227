/* table.h: rows of a data set as typed columns, before anything is encoded.
 *
 * A table is built once and then only read; it may be shared between threads.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/line-index.h"

G_BEGIN_DECLS

#define CHAIN_CODE_MISSING G_MAXUINT32

typedef enum
{
  CHAIN_COLUMN_NUMBER,
  CHAIN_COLUMN_CATEGORY,
  CHAIN_COLUMN_EMPTY, /* no value in any row */
} ChainColumnKind;

typedef struct
{
  char           *name;
  ChainColumnKind kind;
  double         *numbers; /* [rows], NaN where missing; NULL unless a number column */
  guint32        *codes;   /* [rows], of levels or CHAIN_CODE_MISSING; NULL unless a category */
  GPtrArray      *levels;  /* char *, in order of first appearance; NULL unless a category */
  gsize           n_missing;
} ChainColumn;

typedef struct
{
  gatomicrefcount references;
  char           *title;   /* where it came from, as messages name it: a file or a sample */
  GPtrArray      *columns; /* ChainColumn *, each of n_rows rows */
  gsize           n_rows;
  ChainLineIndex *lines;   /* owned; NULL if the rows came from no file */
} ChainTable;

ChainColumn *chain_column_new_numbers    (const char      *name,
                                          gsize            n_rows,
                                          double          *numbers);
ChainColumn *chain_column_new_categories (const char      *name,
                                          gsize            n_rows,
                                          guint32         *codes,
                                          GPtrArray       *levels);
ChainColumn *chain_column_new_empty      (const char      *name,
                                          gsize            n_rows);
void         chain_column_free           (ChainColumn     *column);

ChainTable  *chain_table_new             (const char       *title,
                                          gsize             n_rows);
void         chain_table_take_column     (ChainTable       *table,
                                          ChainColumn      *column);
void         chain_table_take_lines      (ChainTable       *table,
                                          ChainLineIndex   *lines);
ChainTable  *chain_table_ref             (ChainTable       *table);
void         chain_table_unref           (ChainTable       *table);

int                chain_table_find      (const ChainTable *table,
                                          const char       *name);
const ChainColumn *chain_table_column    (const ChainTable *table,
                                          guint             column);
gboolean           chain_table_missing   (const ChainTable *table,
                                          guint             column,
                                          gsize             row);
char              *chain_table_cell_text (const ChainTable *table,
                                          guint             column,
                                          gsize             row);
guint              chain_table_line      (const ChainTable *table,
                                          gsize             row);
char              *chain_table_where     (const ChainTable *table,
                                          gsize             row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainColumn, chain_column_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainTable, chain_table_unref)

G_END_DECLS
