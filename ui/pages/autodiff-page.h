/* autodiff-page.h: the page of tensors, variables, the tape and traced functions.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_AUTODIFF_PAGE (chain_autodiff_page_get_type ())
G_DECLARE_FINAL_TYPE (ChainAutodiffPage, chain_autodiff_page, CHAIN, AUTODIFF_PAGE, GtkWidget)

void            chain_autodiff_page_set_session   (ChainAutodiffPage *page,
                                                   ChainSession      *session);
ChainWorkbench *chain_autodiff_page_get_workbench (ChainAutodiffPage *page);
gboolean        chain_autodiff_page_save_picture  (ChainAutodiffPage *page,
                                                   const char        *path,
                                                   GError           **error);

G_END_DECLS
