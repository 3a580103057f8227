/* name-label.c: a name that is clicked to be changed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/name-label.h"

#define KEPT 500 /* milliseconds, longer than GTK's wait */

static gboolean
stop_keeping (gpointer label G_GNUC_UNUSED)
{
  return G_SOURCE_REMOVE;
}

/* GTK 4.8 looks at a label that lost the keyboard a tenth of a second later, without minding
 * whether it is still there: it has to be. */
static void
keep (GtkWidget *label)
{
  g_timeout_add_full (G_PRIORITY_DEFAULT, KEPT, stop_keeping, g_object_ref (label),
                      g_object_unref);
}

/* A label takes Escape also where nothing is edited, and the popover it is in stays open. */
static gboolean
on_key (GtkEventControllerKey *keys G_GNUC_UNUSED,
        guint                  key,
        guint                  code G_GNUC_UNUSED,
        GdkModifierType        modifiers G_GNUC_UNUSED,
        GtkEditableLabel      *label)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (label), GTK_TYPE_POPOVER);

  if (key != GDK_KEY_Escape || gtk_editable_label_get_editing (label) || popover == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_popover_popdown (GTK_POPOVER (popover));
  return GDK_EVENT_STOP;
}

/**
 * chain_name_label_new:
 * @name: what it says at first
 *
 * Returns: (transfer floating): a #GtkEditableLabel that may be taken away while it is edited
 */
GtkWidget *
chain_name_label_new (const char *name)
{
  GtkWidget          *label = gtk_editable_label_new (name);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), label);
  gtk_widget_add_controller (label, keys);
  g_signal_connect (label, "unrealize", G_CALLBACK (keep), NULL);
  return label;
}
