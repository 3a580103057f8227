/* network-view.h: the drawing of the session's network; hover reads, a click selects.
 *
 * Reads the session's stepper, overlay and selection, and redraws when they change. The
 * accessible description tells the current step or what has the keyboard focus.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_NETWORK_VIEW (chain_network_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainNetworkView, chain_network_view, CHAIN, NETWORK_VIEW, GtkWidget)

void chain_network_view_set_session (ChainNetworkView *view,
                                     ChainSession     *session);

void chain_network_view_set_corner_width (ChainNetworkView *view,
                                          double            width);
void     chain_network_view_point_at      (ChainNetworkView *view,
                                          double            x,
                                          double            y);
gboolean chain_network_view_is_complete  (ChainNetworkView *view);
gboolean chain_network_view_save_picture (ChainNetworkView *view,
                                          const char       *path,
                                          GError          **error);
gboolean chain_network_view_copy_picture (ChainNetworkView *view,
                                          GError          **error);

G_END_DECLS
