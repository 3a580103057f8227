/* preset-menu.h: the networks to start from, each with what it shows, below a menu button.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void chain_preset_menu_attach (GtkMenuButton *button,
                               ChainSession  *session);

G_END_DECLS
