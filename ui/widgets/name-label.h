/* name-label.h: a name that is clicked to be changed.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *chain_name_label_new (const char *name);

G_END_DECLS
