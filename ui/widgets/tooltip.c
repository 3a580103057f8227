/* tooltip.c: sets tooltips without asking the display where the pointer is.
 *
 * GTK asks at each tooltip of a visible widget, whether it is another one or not, which takes four
 * messages to an X server and back. A window has a hundred of them before anything can be pointed
 * at.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/tooltip.h"

/**
 * chain_tooltip_set:
 * @widget: a widget
 * @text: (nullable): its tooltip; none if %NULL
 *
 * Like gtk_widget_set_tooltip_text(), but free of charge where it changes nothing, and cheap for a
 * widget that is not in a window yet.
 */
void
chain_tooltip_set (GtkWidget  *widget,
                   const char *text)
{
  const gboolean visible = gtk_widget_get_visible (widget);
  const gboolean alone = gtk_widget_get_parent (widget) == NULL;

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return;
  if (alone)
    gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_tooltip_text (widget, text);
  if (alone)
    gtk_widget_set_visible (widget, visible);
}
