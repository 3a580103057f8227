/* matrix-view.h: a matrix under a heading, as coloured cells.
 *
 * Signal "chosen" (guint64 row, guint64 column): an element was clicked.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/matrix-drawing.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_MATRIX_VIEW (chain_matrix_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainMatrixView, chain_matrix_view, CHAIN, MATRIX_VIEW, GtkWidget)

GtkWidget *chain_matrix_view_new  (void);
void       chain_matrix_view_show (ChainMatrixView   *view,
                                   const char        *name,
                                   const ChainTensor *values,
                                   gsize              n_known,
                                   gsize              marked_row,
                                   gsize              marked_column);

G_END_DECLS
