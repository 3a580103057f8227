/* table-view-private.h: what the table view's files share: table-view.c (its rows and cells),
 * table-view-columns.c (the columns on screen).
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/column-roles.h"
#include "ui/widgets/table-slot.h"
#include "ui/widgets/table-view.h"

G_BEGIN_DECLS

#define CHAIN_TABLE_VIEW_NO_COLUMN G_MAXUINT

struct _ChainTableView
{
  GtkWidget parent_instance;

  GtkScrolledWindow  *scroller;
  GtkColumnView      *rows;
  GtkSingleSelection *selection; /* owned by the rows */
  ChainTableSlot     *numbers;   /* the number of the row */
  ChainTableSlot     *uses;      /* training or validation */
  GPtrArray          *slots;     /* ChainTableSlot * of the table's columns on screen */

  ChainTable   *table;    /* owned; NULL before there is data */
  ChainDataset *dataset;  /* owned; NULL while the data cannot be used */
  GArray       *roles;    /* ChainRole of each column of the table */
  guint         first;    /* column of the table in the first slot */
  guint         last;     /* the first column from which all others fit */
  guint         n_whole;  /* slots that are wholly in view */
  int           fitted;   /* pixels that the slots were made for */
  guint         fitting;  /* source of making them anew, or 0 */
  guint         growing;  /* source of adding rows, or 0 */
  guint         sought;   /* column to stand out, or CHAIN_TABLE_VIEW_NO_COLUMN */
  gboolean      editable;
};

/* table-view-columns.c */
void            chain_table_view_fit          (ChainTableView *self);
void            chain_table_view_drop_slots   (ChainTableView *self);
ChainTableSlot *chain_table_view_slot         (ChainTableView *self,
                                               guint           column);
void            chain_table_view_reveal       (ChainTableView *self,
                                               guint           column);
void            chain_table_view_add_sideways (ChainTableView *self);

G_END_DECLS
