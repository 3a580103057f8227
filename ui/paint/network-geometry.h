/* network-geometry.h: where the parts of a network's drawing are, and what is under a point.
 *
 * Wide layers show their first and last units, deep networks the layers around the focused one;
 * a count stands for what is left out.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-picture.h"

typedef struct
{
  double x, y, width, height;
} ChainRectangle;

typedef struct
{
  guint          unit;   /* first one left out, where some are */
  guint          hidden; /* units left out at this place; 0: a unit */
  double         x, y;   /* its centre */
  ChainRectangle bias;   /* where b is written; no width without one */
} ChainPictureNode;

typedef struct
{
  guint   layer;  /* first one left out, where some are */
  guint   hidden; /* layers left out at this place */
  double  x;
  GArray *nodes;  /* ChainPictureNode */
} ChainPictureColumn;

typedef struct
{
  ChainPart      part;
  double         x[4], y[4];  /* a cubic Bézier */
  double         value;       /* NaN while not known */
  ChainRectangle label;       /* where its number is written; no width without room */
} ChainPictureEdge;

typedef enum
{
  CHAIN_DETAIL_FULL,    /* the name above a unit, z and b below */
  CHAIN_DETAIL_NARROW,  /* the same without z */
  CHAIN_DETAIL_COMPACT, /* name and b above */
} ChainPictureDetail;

typedef struct
{
  double             width, height;
  double             em;     /* of the window's text */
  double             line;   /* height of a line of the small text */
  double             radius; /* of a unit */
  double             column_room; /* between the centres of two columns */
  ChainPictureDetail detail;
  GArray            *columns; /* ChainPictureColumn */
  GArray            *edges;   /* ChainPictureEdge */
  double             footer;  /* y of the lines below the outputs */
  double             footer_width;
} ChainNetworkGeometry;

#define CHAIN_PICTURE_SMALL 0.82 /* small text, to the window's */
#define CHAIN_PICTURE_FOOTER_LINES 2

ChainNetworkGeometry *chain_network_geometry_new  (const ChainNetworkPicture  *picture,
                                                   PangoContext               *context,
                                                   double                      width,
                                                   double                      height);
void                  chain_network_geometry_free (ChainNetworkGeometry       *geometry);
const ChainPictureNode *chain_network_geometry_node (const ChainNetworkGeometry *geometry,
                                                     guint                       layer,
                                                     guint                       unit);
ChainPart             chain_network_geometry_neighbour (const ChainNetworkGeometry *geometry,
                                                        const ChainPart            *part,
                                                        int                         columns,
                                                        int                         units);
gboolean              chain_network_geometry_hit  (const ChainNetworkGeometry *geometry,
                                                   double                      x,
                                                   double                      y,
                                                   ChainPart                  *part);
void                  chain_picture_edge_point    (const ChainPictureEdge     *edge,
                                                   double                      t,
                                                   double                     *x,
                                                   double                     *y);
void                  chain_network_place_labels  (ChainNetworkGeometry       *geometry,
                                                   const ChainNetworkPicture  *picture,
                                                   PangoContext               *context);
char                 *chain_picture_number        (double                      value,
                                                   guint                       digits);
char                 *chain_picture_short_number  (double                      value,
                                                   guint                       digits,
                                                   int                         decimals);
char                 *chain_picture_unit_note     (const ChainNetworkPicture  *picture,
                                                   ChainPictureDetail          detail,
                                                   guint                       layer,
                                                   guint                       unit,
                                                   gboolean                    with_bias);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainNetworkGeometry, chain_network_geometry_free)
