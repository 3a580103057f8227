/* rows-menu.h: which rows of the batch are stepped.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_ROWS_MENU (chain_rows_menu_get_type ())
G_DECLARE_FINAL_TYPE (ChainRowsMenu, chain_rows_menu, CHAIN, ROWS_MENU, GtkPopover)

GtkWidget *chain_rows_menu_new (ChainSession *session);

G_END_DECLS
