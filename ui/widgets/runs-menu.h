/* runs-menu.h: a menu of the runs of a document: name, show or hide and delete them, and read
 * what of their settings changed.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_RUNS_MENU (chain_runs_menu_get_type ())
G_DECLARE_FINAL_TYPE (ChainRunsMenu, chain_runs_menu, CHAIN, RUNS_MENU, GtkWidget)

void chain_runs_menu_set_session (ChainRunsMenu *menu,
                                  ChainSession  *session);

G_END_DECLS
