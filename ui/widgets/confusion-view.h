/* confusion-view.h: shows a confusion matrix; a click, or Enter, chooses a cell or lets it go.
 *
 * Signal: "cell-chosen" when another cell, or none, was chosen.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/confusion.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_CONFUSION_VIEW (chain_confusion_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainConfusionView, chain_confusion_view, CHAIN, CONFUSION_VIEW, GtkWidget)

GtkWidget            *chain_confusion_view_new       (void);
void                  chain_confusion_view_take      (ChainConfusionView       *view,
                                                      ChainConfusion           *confusion);
const ChainConfusion *chain_confusion_view_get       (ChainConfusionView       *view);
gboolean              chain_confusion_view_get_cell  (ChainConfusionView       *view,
                                                      ChainConfusionCell       *cell);
void                  chain_confusion_view_set_cell  (ChainConfusionView       *view,
                                                      const ChainConfusionCell *cell);

G_END_DECLS
