/* window-disk.c: what the disk and the desktop tell the window: a changed file and dropped files.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/window-private.h"

#define QUIET 300 /* milliseconds without a change, after which a file is taken as written */

static gboolean
show_changed (gpointer data)
{
  ChainWindow     *window = data;
  g_autofree char *name = g_file_get_basename (window->watched);
  g_autofree char *text = g_strdup_printf ("%s changed on disk.", name);

  window->changed_source = 0;
  gtk_label_set_text (window->changed_label, text);
  gtk_revealer_set_reveal_child (window->changed, TRUE);
  return G_SOURCE_REMOVE;
}

/* A program that writes the file tells of many changes: the last one counts. */
static void
on_file_changed (GFileMonitor      *monitor,
                 GFile             *file,
                 GFile             *other,
                 GFileMonitorEvent  event,
                 ChainWindow       *window)
{
  if (event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED || event == G_FILE_MONITOR_EVENT_DELETED
      || event == G_FILE_MONITOR_EVENT_PRE_UNMOUNT || event == G_FILE_MONITOR_EVENT_UNMOUNTED)
    return;
  g_clear_handle_id (&window->changed_source, g_source_remove);
  window->changed_source = g_timeout_add (QUIET, show_changed, window);
}

/* No longer tells of changes. */
void
chain_window_stop_watching (ChainWindow *window)
{
  g_clear_handle_id (&window->changed_source, g_source_remove);
  if (window->monitor != NULL)
    g_signal_handlers_disconnect_by_data (window->monitor, window);
  g_clear_object (&window->monitor);
  g_clear_object (&window->watched);
}

/* Watches the CSV file of the open document, and no longer that of an earlier one. What was said
 * of a change is over: the rows have just been read, or the file is another one. */
void
chain_window_watch_file (ChainWindow *window)
{
  const ChainSource *source = chain_session_get_project (window->session)->source;
  g_autoptr (GFile)  file
      = source->kind == CHAIN_SOURCE_CSV ? g_file_new_for_path (source->path) : NULL;

  if (file != NULL && window->watched != NULL && g_file_equal (file, window->watched))
    return;
  chain_window_stop_watching (window);
  gtk_revealer_set_reveal_child (window->changed, FALSE);
  if (file == NULL)
    return;
  window->watched = g_steal_pointer (&file);
  window->monitor = g_file_monitor_file (window->watched, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (window->monitor != NULL)
    g_signal_connect (window->monitor, "changed", G_CALLBACK (on_file_changed), window);
}

static gboolean
on_drop (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         ChainWindow   *window)
{
  const GSList    *files = g_value_get_boxed (value);
  g_autofree char *path = files != NULL ? g_file_get_path (files->data) : NULL;

  if (path == NULL)
    return FALSE;
  chain_window_ask_to_save (window, chain_window_open_path, path);
  return TRUE;
}

/* A file dropped anywhere on the window is opened. */
void
chain_window_accept_drops (ChainWindow *window)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (on_drop), window);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (target));
}
