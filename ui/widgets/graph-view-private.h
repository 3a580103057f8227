/* graph-view-private.h: what the files of the graph's view share: graph-view.c (what it shows, the
 * pointer), graph-view-look.c (zoom, moving), graph-view-keys.c, graph-view-picture.c (files).
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/widgets/graph-view.h"

G_BEGIN_DECLS

#define CHAIN_GRAPH_NO_NODE G_MAXUINT

struct _ChainGraphView
{
  GtkWidget          parent_instance;

  ChainGraphPicture *picture; /* NULL: nothing to show */
  ChainGraphLook     look;
  GByteArray        *known;   /* NULL: all of it */
  gboolean           fitted;  /* follows the window's size */
  char              *message; /* shown where there is no picture */
  GdkTexture        *texture; /* what was drawn last; NULL: it is out of date */
  GtkWidget         *controls;
  double             pointer_x, pointer_y;
  double             pan_x, pan_y;
  double             pinch_scale;
};

/* graph-view.c */
void                chain_graph_view_redraw       (ChainGraphView      *view);
gboolean            chain_graph_view_has_nodes    (ChainGraphView      *view);
void                chain_graph_view_describe     (ChainGraphView      *view);
guint               chain_graph_view_hit          (ChainGraphView      *view,
                                                   double               x,
                                                   double               y);
void                chain_graph_view_select       (ChainGraphView      *view,
                                                   guint                node);
void                chain_graph_view_activate     (ChainGraphView      *view,
                                                   guint                node);
const ChainPalette *chain_graph_view_palette      (ChainGraphView      *view);

/* graph-view-look.c */
void                chain_graph_view_install_look (ChainGraphViewClass *klass);
void                chain_graph_view_add_look     (ChainGraphView      *view);
void                chain_graph_view_fit          (ChainGraphView      *view);
void                chain_graph_view_move_to      (ChainGraphView      *view,
                                                   double               x,
                                                   double               y);
void                chain_graph_view_show_node    (ChainGraphView      *view,
                                                   guint                node);

/* graph-view-keys.c */
void                chain_graph_view_add_keys     (ChainGraphView      *view);

G_END_DECLS
