/* network-geometry.h: where the parts of a network's drawing are, and what is under a point.
 *
 * Wide layers show their first and last units, deep networks the layers around the focused one;
 * a count stands for what is left out, until it is unfolded. Columns place their units by
 * arithmetic and connections follow from their ends, so that no size of a network is too large.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-picture.h"

#define CHAIN_PLACE_NONE G_MAXUINT

typedef struct
{
  double x, y, width, height;
} ChainRectangle;

/* A unit, or the count of those left out. */
typedef struct
{
  guint          unit;   /* CHAIN_PART_ALL for a count */
  guint          hidden; /* units left out at this place; 0: a unit */
  double         x, y;   /* its centre */
  double         radius;
  ChainRectangle bias;   /* where b is written; no width without one */
} ChainPictureNode;

typedef struct
{
  guint          layer;      /* first one left out, where some are */
  guint          hidden;     /* layers left out at this place */
  double         x;          /* of the centres of its units */
  double         radius;     /* of a unit */
  double         half_width; /* where connections end */
  guint          n_units;    /* of the layer */
  guint          n_places;   /* units shown and, folded, their count */
  guint          fold_place; /* of the count; CHAIN_PLACE_NONE where all are shown */
  guint          pick;       /* unit shown out of order, before the count; or CHAIN_PLACE_NONE */
  double         first_y;    /* of the first place */
  double         pitch;      /* between two places */
  gboolean       dots;       /* units too small for words */
  gboolean       unfolded;   /* by hand: it can be folded again */
  gboolean       block;      /* the values are shown as one picture */
  ChainRectangle frame;      /* of that picture */
  ChainRectangle chip;       /* the mark to fold it again; no width without one */
  guint          first, end; /* places that can be seen */
  guint          first_box;  /* of the biases of these */
} ChainPictureColumn;

typedef struct
{
  ChainPart part;  /* from or unit may be CHAIN_PART_ALL: those left out */
  double    x0, y0, x1, y1;
  double    value; /* NaN while not known, and of those left out */
} ChainPictureEdge;

typedef struct
{
  ChainPart      part;
  double         value;
  ChainRectangle box; /* where the number is written */
} ChainPictureLabel;

typedef enum
{
  CHAIN_DETAIL_FULL,    /* the name above a unit, z and b below */
  CHAIN_DETAIL_NARROW,  /* the same without z */
  CHAIN_DETAIL_COMPACT, /* name and b above */
} ChainPictureDetail;

/* Only read once it is made, from any thread. */
typedef struct
{
  gatomicrefcount    references;
  double             width, height;
  ChainNetworkLook   look;   /* without its list of layers */
  double             zoom_x; /* widths grow less than heights: the next layer stays in sight */
  double             most_zoom; /* at which the smallest unit has its words */
  double             em;     /* of the window's text */
  double             line;   /* height of a line of the small text */
  double             radius; /* of a usual unit */
  double             column_room; /* between the centres of two columns */
  ChainPictureDetail detail;
  ChainNetworkScale  scale;
  GArray            *columns; /* ChainPictureColumn */
  GArray            *boxes;   /* ChainRectangle: of the biases */
  GArray            *labels;  /* ChainPictureLabel: the connections' numbers that have room */
  gboolean           crowded; /* more layers than there is room for */
  ChainRectangle     layers_chip; /* the mark to leave layers out again; no width without one */
  double             footer;  /* y of the lines below the outputs */
  double             footer_width;
} ChainNetworkGeometry;

#define CHAIN_PICTURE_SMALL 0.82 /* small text, to the window's */
#define CHAIN_PICTURE_FOOTER 0.88
#define CHAIN_PICTURE_FOOTER_LINES 2

ChainNetworkGeometry *chain_network_geometry_new   (const ChainNetworkPicture  *picture,
                                                    PangoContext               *context,
                                                    double                      width,
                                                    double                      height,
                                                    const ChainNetworkLook     *look);
ChainNetworkGeometry *chain_network_geometry_ref   (ChainNetworkGeometry       *geometry);
void                  chain_network_geometry_unref (ChainNetworkGeometry       *geometry);
const ChainPictureColumn *chain_network_geometry_column (const ChainNetworkGeometry *geometry,
                                                         guint                       layer);
gboolean              chain_network_geometry_node  (const ChainNetworkGeometry *geometry,
                                                    guint                       layer,
                                                    guint                       unit,
                                                    ChainPictureNode           *node);
gboolean              chain_network_geometry_edge  (const ChainNetworkGeometry *geometry,
                                                    const ChainNetworkPicture  *picture,
                                                    const ChainPart            *part,
                                                    ChainPictureEdge           *edge);
ChainPart             chain_network_geometry_neighbour (const ChainNetworkGeometry *geometry,
                                                        const ChainPart            *part,
                                                        int                         columns,
                                                        int                         units);
gboolean              chain_network_geometry_hit   (const ChainNetworkGeometry *geometry,
                                                    const ChainNetworkPicture  *picture,
                                                    double                      x,
                                                    double                      y,
                                                    ChainPart                  *part);
gboolean              chain_network_geometry_joins (const ChainNetworkGeometry *geometry,
                                                    guint                       column);
double                chain_network_geometry_number (const ChainNetworkPicture *picture,
                                                     const ChainPart           *part);

guint                 chain_picture_column_unit    (const ChainPictureColumn   *column,
                                                    guint                       place);
guint                 chain_picture_column_place   (const ChainPictureColumn   *column,
                                                    guint                       unit);
double                chain_picture_column_y       (const ChainPictureColumn   *column,
                                                    guint                       place);
ChainPictureNode      chain_picture_column_node    (const ChainNetworkGeometry *geometry,
                                                    const ChainPictureColumn   *column,
                                                    guint                       place);
void                  chain_picture_edge_point     (const ChainPictureEdge     *edge,
                                                    double                      t,
                                                    double                     *x,
                                                    double                     *y);
void                  chain_network_place_labels   (ChainNetworkGeometry       *geometry,
                                                    const ChainNetworkPicture  *picture,
                                                    PangoContext               *context);
char                 *chain_picture_number         (double                      value,
                                                    guint                       digits);
char                 *chain_picture_short_number   (double                      value,
                                                    guint                       digits,
                                                    int                         decimals);
char                 *chain_picture_unit_note      (const ChainNetworkPicture  *picture,
                                                    ChainPictureDetail          detail,
                                                    guint                       layer,
                                                    guint                       unit,
                                                    gboolean                    with_bias);
ChainRectangle        chain_picture_bias_box       (const ChainNetworkGeometry *geometry,
                                                    const ChainNetworkPicture  *picture,
                                                    PangoContext               *context,
                                                    const ChainPictureColumn   *column,
                                                    guint                       place);
double                chain_picture_footer_room    (const ChainNetworkGeometry *geometry,
                                                    const ChainPictureColumn   *outputs);
PangoLayout          *chain_picture_node_name      (const ChainNetworkGeometry *geometry,
                                                    const ChainNetworkPicture  *picture,
                                                    PangoContext               *context,
                                                    const ChainPictureColumn   *column,
                                                    const ChainPictureNode     *node,
                                                    ChainRectangle             *box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainNetworkGeometry, chain_network_geometry_unref)
