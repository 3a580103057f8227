/* scatter-view.h: shows a scatter plot; hovering reads a row, a click picks it.
 *
 * Signal "row-activated" (guint row): a point was clicked.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/scatter.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_SCATTER_VIEW (chain_scatter_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainScatterView, chain_scatter_view, CHAIN, SCATTER_VIEW, GtkWidget)

GtkWidget *chain_scatter_view_new          (void);
void       chain_scatter_view_take_scatter (ChainScatterView *view,
                                            ChainScatter     *scatter);

G_END_DECLS
