/* network-page.h: the network page of the window.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_NETWORK_PAGE (chain_network_page_get_type ())
G_DECLARE_FINAL_TYPE (ChainNetworkPage, chain_network_page, CHAIN, NETWORK_PAGE, GtkWidget)

void chain_network_page_set_session (ChainNetworkPage *page,
                                     ChainSession     *session);
void chain_network_page_remember    (ChainNetworkPage *page);
void chain_network_page_edit_value  (ChainNetworkPage *page);

gboolean chain_network_page_save_picture (ChainNetworkPage *page,
                                          const char       *path,
                                          GError          **error);
gboolean chain_network_page_copy_picture (ChainNetworkPage *page,
                                          GError          **error);

G_END_DECLS
