/* template.c: the end of a widget that is made from a template.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/template.h"

/**
 * chain_template_dispose:
 * @widget: a widget being disposed
 * @type: the class whose template it was made from
 *
 * Lets go of the children the template made: GTK clears the fields bound to them, but leaves
 * it to a plain widget to part with what stands below it.
 */
void
chain_template_dispose (GtkWidget *widget,
                        GType      type)
{
  GtkWidget *child;

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}
