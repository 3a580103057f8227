/* choice.h: a drop-down list of titles that gives way where space is short.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void chain_choice_fill   (GtkDropDown         *choice,
                          const char *const   *titles);
void chain_choice_select (GtkDropDown         *choice,
                          const gconstpointer *table,
                          gconstpointer        row);

G_END_DECLS
