/* table-fit.h: how wide the columns of a table are on screen, and how many fit.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/column-roles.h"
#include "ui/widgets/cell-text.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

int   chain_table_fit_width  (GtkWidget              *view,
                              const char             *title,
                              const ChainCellFormat  *format);
char *chain_table_fit_title  (const ChainColumn      *column,
                              ChainRole               role);
guint chain_table_fit_last   (GtkWidget              *view,
                              const ChainTable       *table,
                              const GArray           *roles,
                              int                     width);

G_END_DECLS
