/* late-popover.h: popovers and menus that are made when they are first opened.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChainPopoverMaker:
 * @data: what it was set with
 *
 * Returns: (transfer floating): the popover
 */
typedef GtkWidget *(*ChainPopoverMaker) (gpointer data);

void        chain_late_popover_set      (GtkMenuButton    *button,
                                         ChainPopoverMaker make,
                                         gpointer          data);
GtkPopover *chain_late_popover_get      (GtkMenuButton    *button);
void        chain_late_popover_set_menu (GtkMenuButton    *button,
                                         GMenuModel       *menu);

G_END_DECLS
