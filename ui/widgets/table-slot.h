/* table-slot.h: one column of the rows on screen, whichever column of the table it shows now.
 *
 * GTK makes the cells of a row that comes into view and binds them once. A slot knows its bound
 * cells, so that they can show another column, or other text, without being made anew.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/widgets/cell-text.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _ChainTableSlot ChainTableSlot;

/* Puts text and style into a cell. */
typedef void (*ChainTableSlotShow) (const ChainTableSlot *slot,
                                    GtkInscription       *cell,
                                    guint                 row);

struct _ChainTableSlot
{
  GtkColumnViewColumn *column;
  ChainTableSlotShow   show;
  gpointer             data;   /* for @show */
  GPtrArray           *cells;  /* GtkListItem *, bound */
  guint                index;  /* of the table's column it shows */
  int                  width;  /* pixels, as its title and cells need */
  ChainCellFormat      format;
  gboolean             number; /* right-aligned, tabular */
  const char          *style;  /* (nullable): class of all its cells */
};

ChainTableSlot *chain_table_slot_new     (GtkColumnView        *view,
                                          ChainTableSlotShow    show,
                                          gpointer              data);
void            chain_table_slot_free    (ChainTableSlot       *slot);
void            chain_table_slot_set_title (ChainTableSlot     *slot,
                                          const char           *title);
void            chain_table_slot_refresh (ChainTableSlot       *slot);
GtkListItem    *chain_table_slot_cell    (const ChainTableSlot *slot,
                                          guint                 row);
gboolean        chain_table_slot_find    (const ChainTableSlot *slot,
                                          GtkWidget            *widget,
                                          guint                *row);

G_END_DECLS
