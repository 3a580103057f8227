/* window-private.h: what the files of the window share: its parts, its actions and its files.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/window.h"

#include "ui/pages/autodiff-page.h"
#include "ui/pages/network-page.h"
#include "ui/widgets/work-bar.h"

G_BEGIN_DECLS

struct _ChainWindow
{
  GtkApplicationWindow   parent_instance;

  ChainSession          *session; /* owned */
  GtkMenuButton         *open_menu_button;
  GtkMenuButton         *main_menu_button;
  GMenuModel            *open_menu;
  GMenuModel            *main_menu;
  GMenu                 *recent;
  GMenu                 *samples;
  GtkStack              *pages;
  ChainNetworkPage      *network_page;
  GtkRevealer           *banner;
  GtkLabel              *banner_label;
  GtkRevealer           *changed;       /* the file of the rows is another one on disk */
  GtkLabel              *changed_label;
  GFileMonitor          *monitor;       /* (nullable): of that file */
  GFile                 *watched;       /* (nullable): that file */
  guint                  changed_source;
  ChainWorkBar          *work_bar;
  GtkButton             *undo_button;
  GtkButton             *redo_button;
  gboolean               closing; /* asked about unsaved changes already */
};

/* What follows once the open document may be given up. */
typedef void (*ChainWindowContinue) (ChainWindow *window,
                                     const char  *argument);

/* window.c */
gboolean chain_window_show_page  (ChainWindow        *window,
                                  const char         *name);

/* window-actions.c */
void chain_window_add_actions    (ChainWindow        *window);
void chain_window_update_actions (ChainWindow        *window);
ChainAutodiffPage *chain_window_autodiff_page (ChainWindow *window);

/* window-files.c */
void chain_window_ask_to_save    (ChainWindow        *window,
                                  ChainWindowContinue proceed,
                                  const char         *argument);
void chain_window_choose_file    (ChainWindow        *window,
                                  const char         *unused);
void chain_window_open_path      (ChainWindow        *window,
                                  const char         *path);
void chain_window_reload         (ChainWindow        *window);
void chain_window_open_sample    (ChainWindow        *window,
                                  const char         *name);
void chain_window_save           (ChainWindow        *window,
                                  gboolean            choose,
                                  ChainWindowContinue proceed,
                                  const char         *argument);

/* window-import.c */
void chain_window_choose_weights (ChainWindow        *window);

/* window-pictures.c */
void chain_window_save_picture   (ChainWindow        *window);
void chain_window_copy_picture   (ChainWindow        *window);
void chain_window_save_handout   (ChainWindow        *window);

/* window-disk.c */
void chain_window_watch_file     (ChainWindow        *window);
void chain_window_stop_watching  (ChainWindow        *window);
void chain_window_accept_drops   (ChainWindow        *window);

/* window-recent.c */
void chain_window_list_recent    (ChainWindow        *window);
void chain_window_remember_file  (const char         *path);

G_END_DECLS
