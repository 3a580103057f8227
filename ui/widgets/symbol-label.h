/* symbol-label.h: symbols with several subscripts in labels.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void chain_symbol_label_set_text (GtkLabel   *label,
                                  const char *text);

G_END_DECLS
