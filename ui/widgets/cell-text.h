/* cell-text.h: how the cells of a column are written for people: aligned and in few digits.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/table.h"

G_BEGIN_DECLS

/* Found from a few rows of a column. */
typedef struct
{
  guint decimals; /* of every number that fits in them */
  guint width;    /* characters that the cells need */
} ChainCellFormat;

void  chain_cell_format_find (const ChainTable      *table,
                              guint                  column,
                              ChainCellFormat       *format);
char *chain_cell_count       (gsize                  count);
char *chain_cell_shorten     (const char            *text,
                              guint                  length);
char *chain_cell_text        (const ChainTable      *table,
                              guint                  column,
                              gsize                  row,
                              const ChainCellFormat *format);

G_END_DECLS
