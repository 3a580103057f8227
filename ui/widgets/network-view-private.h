/* network-view-private.h: what the network view's files share: network-view.c (its contents),
 * network-view-look.c (zoom, pan, folding), network-view-keys.c (keyboard), network-view-controls.c
 * (the buttons in the corner), network-view-drawing.c (its layers).
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/widgets/network-activity.h"
#include "ui/widgets/network-heads.h"
#include "ui/widgets/network-renderer.h"
#include "ui/widgets/network-tiles.h"
#include "ui/widgets/network-view.h"

G_BEGIN_DECLS

#define CHAIN_NETWORK_PULSE 280000 /* microseconds that a flow takes */

struct _ChainNetworkView
{
  GtkWidget             parent_instance;

  ChainSession         *session;  /* (nullable) */
  const ChainTable     *table;    /* (nullable) (unowned): the session's, only to be compared */
  ChainNetworkPicture  *picture;  /* (nullable): made when next drawn */
  ChainNetworkGeometry *geometry; /* (nullable): of the picture */
  const ChainPalette   *palette;
  ChainNetworkRenderer *renderer; /* of the connections */
  ChainNetworkActivity *activity;
  ChainNetworkTiles    *tiles;    /* of units and words */
  gboolean              top_drawn; /* whether these are as they should be */
  double                corner_width; /* of the upper right corner that something lies over */

  ChainNetworkLook      look;
  GByteArray           *unfolded; /* 1 for each layer that shows all its units */
  double                pan_x, pan_y;   /* of the look, where a drag began */
  double                pinch_zoom;     /* likewise of a pinch */

  ChainPart             hovered;
  double                pointer_x, pointer_y;
  ChainPart             focused;

  guint64               iteration; /* and position that were drawn last: another one flows */
  guint                 position;
  gsize                 part;      /* of the step under way, one summand at a time */
  gint64                pulse_start; /* microseconds of the frame clock; 0: at the next frame */
  guint                 pulse;     /* tick callback; 0: nothing flows */

  GtkWidget            *controls;  /* the buttons in the corner */
  ChainNetworkHeads    *heads;     /* those over the layers */
  GArray               *headed;    /* ChainPictureColumn: where these are */
  guint                 heads_source; /* 0: they are where they belong */
};

/* network-view.c */
gboolean chain_network_view_prepare        (ChainNetworkView *view);
void     chain_network_view_set_focused    (ChainNetworkView *view,
                                            ChainPart         part);
void     chain_network_view_select         (ChainNetworkView *view,
                                            const ChainPart  *part);
void     chain_network_view_look_changed   (ChainNetworkView *view);

/* network-view-drawing.c */
void     chain_network_view_snapshot       (GtkWidget        *widget,
                                            GtkSnapshot      *snapshot);

/* network-view-look.c */
void     chain_network_view_install_look   (ChainNetworkViewClass *klass);
void     chain_network_view_add_look       (ChainNetworkView *view);
void     chain_network_view_reset_look     (ChainNetworkView *view);
void     chain_network_view_toggle_fold    (ChainNetworkView *view,
                                            const ChainPart  *part);
void     chain_network_view_show_part      (ChainNetworkView *view,
                                            const ChainPart  *part);

/* network-view-keys.c */
void     chain_network_view_add_keys       (ChainNetworkView *view);

/* network-view-controls.c */
GtkWidget *chain_network_controls_new      (ChainNetworkView *view);

G_END_DECLS
