/* tooltip.h: sets tooltips without asking the display where the pointer is.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void chain_tooltip_set (GtkWidget  *widget,
                        const char *text);

G_END_DECLS
