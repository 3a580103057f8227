/* work-bar.h: what is being opened or prepared, how far it is, and a way out.
 *
 * Shown only for work that goes on for a while, so that small files do not make it flicker.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_WORK_BAR (chain_work_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChainWorkBar, chain_work_bar, CHAIN, WORK_BAR, GtkWidget)

void chain_work_bar_set_session (ChainWorkBar *bar,
                                 ChainSession *session);

G_END_DECLS
