/* graph-view.h: a graph of operations to move in: zoom, drag, click, arrow keys.
 *
 * Signals: "selected" (guint node): a node was chosen, G_MAXUINT where none is;
 * "activated" (guint node): it was pressed twice, or with Enter.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/graph-picture.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_GRAPH_VIEW (chain_graph_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainGraphView, chain_graph_view, CHAIN, GRAPH_VIEW, GtkWidget)

void     chain_graph_view_set_picture  (ChainGraphView    *view,
                                        ChainGraphPicture *picture);
void     chain_graph_view_set_step     (ChainGraphView    *view,
                                        GByteArray        *known,
                                        guint              current,
                                        gboolean           backward);
void     chain_graph_view_set_selected (ChainGraphView    *view,
                                        guint              node);
void     chain_graph_view_set_message  (ChainGraphView    *view,
                                        const char        *message);
void     chain_graph_view_draw_file    (cairo_t           *cr,
                                        PangoContext      *context,
                                        double             width,
                                        double             height,
                                        gpointer           view);

G_END_DECLS
