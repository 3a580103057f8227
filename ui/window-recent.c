/* window-recent.c: the files opened lately, which the desktop keeps for all programs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/window-private.h"

#define MOST_RECENT 8 /* files in the menu */
#define APPLICATION "Chainrule"

/* Puts a file on top of the recent ones. */
void
chain_window_remember_file (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (absolute, NULL, NULL);
  GtkRecentData    data = {
    .mime_type = (char *) (g_str_has_suffix (path, ".chainrule") ? "application/json" : "text/csv"),
    .app_name = (char *) APPLICATION,
    .app_exec = (char *) "chainrule %u",
  };

  if (uri != NULL)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static int
compare_recent (gconstpointer one, gconstpointer other)
{
  GDateTime *first = gtk_recent_info_get_modified ((GtkRecentInfo *) one);
  GDateTime *second = gtk_recent_info_get_modified ((GtkRecentInfo *) other);

  return g_date_time_compare (second, first);
}

static void
append_recent (GMenu *menu, const char *path)
{
  g_autofree char      *name = g_path_get_basename (path);
  g_autofree char      *folder = g_path_get_dirname (path);
  g_autofree char      *label = g_strdup_printf ("%s – %s", name, folder);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.open-recent", "s", path);
  g_menu_append_item (menu, item);
}

/* Lists the files opened lately, newest first, as far as they are still there. */
void
chain_window_list_recent (ChainWindow *window)
{
  GtkRecentManager *manager = gtk_recent_manager_get_default ();
  GList *items = g_list_sort (gtk_recent_manager_get_items (manager), compare_recent);

  g_menu_remove_all (window->recent);
  for (GList *item = items; item != NULL; item = item->next)
    {
      const char      *uri = gtk_recent_info_get_uri (item->data);
      g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);

      if (path != NULL && g_menu_model_get_n_items (G_MENU_MODEL (window->recent)) < MOST_RECENT
          && gtk_recent_info_has_application (item->data, APPLICATION)
          && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        append_recent (window->recent, path);
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}
