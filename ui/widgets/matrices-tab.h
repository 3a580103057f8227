/* matrices-tab.h: all numbers of the layer that is looked at, as tables.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_MATRICES_TAB (chain_matrices_tab_get_type ())
G_DECLARE_FINAL_TYPE (ChainMatricesTab, chain_matrices_tab, CHAIN, MATRICES_TAB, GtkWidget)

GtkWidget *chain_matrices_tab_new (ChainSession *session);

G_END_DECLS
