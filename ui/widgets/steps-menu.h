/* steps-menu.h: all steps of the iteration, to go to one; other iterations; how fast to play.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_STEPS_MENU (chain_steps_menu_get_type ())
G_DECLARE_FINAL_TYPE (ChainStepsMenu, chain_steps_menu, CHAIN, STEPS_MENU, GtkPopover)

GtkWidget *chain_steps_menu_new             (gpointer      session);
void       chain_steps_menu_recall_interval (ChainSession *session);

G_END_DECLS
