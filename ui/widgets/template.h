/* template.h: the end of a widget that is made from a template.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void chain_template_dispose (GtkWidget *widget,
                             GType      type);

G_END_DECLS
