/* network-picture.h: what a drawing of a network shows: units, connections and their numbers.
 *
 * Whoever shows a network fills this in; a number that has not been computed is left NULL and is
 * never drawn. Geometry and drawing only read it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/text.h"

#define CHAIN_PART_ALL G_MAXUINT

typedef enum
{
  CHAIN_PART_NONE,
  CHAIN_PART_UNIT,
  CHAIN_PART_BIAS,
  CHAIN_PART_CONNECTION,
} ChainPartKind;

/* A thing that can be pointed at. `from` and `unit` may be CHAIN_PART_ALL in what is followed. */
typedef struct
{
  ChainPartKind kind;
  guint         layer; /* 0: the input */
  guint         from;  /* connection: unit of the layer before */
  guint         unit;  /* from 0 */
} ChainPart;

typedef struct
{
  guint    units;
  char    *symbol;  /* of the units' values, a letter: x, a, ŷ */
  char   **names;   /* [units] (nullable): shown instead of the symbols */
  gboolean shows_z; /* room is kept for z, whether or not it is known */
  double  *values;  /* [units] (nullable) */
  double  *z;       /* [units] (nullable) */
  double  *bias;    /* [units] (nullable): the layer has none */
  double  *overlay; /* [units before, units] (nullable): the numbers of the connections */
} ChainPictureLayer;

typedef struct
{
  GPtrArray *layers;        /* ChainPictureLayer *, the input first */
  char      *overlay_title; /* of the connections' numbers */
  char      *target;        /* (nullable): below the outputs */
  char      *loss_title;    /* (nullable): below that; room is kept for both */
  gboolean   loss_known;
  double     loss;
  char      *caption;       /* (nullable): what the current step does */
  int        direction;     /* of the step: 1 forward, -1 backward, 0 neither */
  GArray    *followed;      /* ChainPart: what the eye should follow */
  guint      focus_layer;   /* stays visible where layers are left out */
  guint      digits;        /* significant digits on connections */
  double     corner_width;  /* of the upper right corner that is covered by something else */
} ChainNetworkPicture;

ChainNetworkPicture *chain_network_picture_new       (void);
void                 chain_network_picture_free      (ChainNetworkPicture       *picture);
ChainPictureLayer   *chain_network_picture_add_layer (ChainNetworkPicture       *picture,
                                                      guint                      units,
                                                      const char                *symbol);
void                 chain_network_picture_follow    (ChainNetworkPicture       *picture,
                                                      ChainPart                  part);
gboolean             chain_network_picture_follows   (const ChainNetworkPicture *picture,
                                                      const ChainPart           *part);
const ChainPictureLayer *chain_network_picture_layer (const ChainNetworkPicture *picture,
                                                      guint                      layer);
char                *chain_network_picture_indexed   (const char                *letter,
                                                      guint                      index);
double               chain_network_picture_strongest (const ChainNetworkPicture *picture);
char                *chain_network_picture_unit_name (const ChainNetworkPicture *picture,
                                                      guint                      layer,
                                                      guint                      unit);
gboolean             chain_part_equal                (const ChainPart           *a,
                                                      const ChainPart           *b);
void                 chain_network_picture_draw      (const ChainNetworkPicture *picture,
                                                      cairo_t                   *cr,
                                                      PangoContext              *context,
                                                      double                     width,
                                                      double                     height,
                                                      const ChainPalette        *palette);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainNetworkPicture, chain_network_picture_free)
