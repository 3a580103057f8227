/* application.h: the program as the desktop sees it: windows, files to open, app actions.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_APPLICATION_ID "org.chainrule.Chainrule"

#define CHAIN_TYPE_APPLICATION (chain_application_get_type ())
G_DECLARE_FINAL_TYPE (ChainApplication, chain_application, CHAIN, APPLICATION, GtkApplication)

ChainApplication *chain_application_new (void);
int               chain_application_run (int    argc,
                                         char **argv);

G_END_DECLS
