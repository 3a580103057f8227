/* sweep-view.h: a sweep over two settings; hovering reads a cell, clicking picks it.
 *
 * The arrow keys move a mark over the cells and Enter picks the marked one; the mark is the view's
 * accessible description.
 *
 * Signal "picked" (guint cell).
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/sweep-picture.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_SWEEP_VIEW (chain_sweep_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainSweepView, chain_sweep_view, CHAIN, SWEEP_VIEW, GtkWidget)

void                     chain_sweep_view_take_picture (ChainSweepView    *view,
                                                        ChainSweepPicture *picture);
const ChainSweepPicture *chain_sweep_view_get_picture  (ChainSweepView    *view);

G_END_DECLS
