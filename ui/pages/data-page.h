/* data-page.h: the data page of the window.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_DATA_PAGE (chain_data_page_get_type ())
G_DECLARE_FINAL_TYPE (ChainDataPage, chain_data_page, CHAIN, DATA_PAGE, GtkWidget)

void chain_data_page_set_session (ChainDataPage *page,
                                  ChainSession  *session);

G_END_DECLS
