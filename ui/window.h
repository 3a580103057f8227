/* window.h: the main window: header bar, pages, and the actions named win.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_WINDOW (chain_window_get_type ())
G_DECLARE_FINAL_TYPE (ChainWindow, chain_window, CHAIN, WINDOW, GtkApplicationWindow)

GtkWidget    *chain_window_new         (GtkApplication *application);
ChainSession *chain_window_get_session (ChainWindow    *window);
void          chain_window_open        (ChainWindow    *window,
                                        const char     *path);
void          chain_window_import      (ChainWindow    *window,
                                        const char     *path);
void          chain_window_show_error  (ChainWindow    *window,
                                        const char     *message);

G_END_DECLS
