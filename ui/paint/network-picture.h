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
  CHAIN_PART_FOLD,   /* the count of a layer's units that are left out, or the mark to fold it */
  CHAIN_PART_LAYERS, /* likewise of layers */
} ChainPartKind;

/* A thing that can be pointed at. `from` and `unit` may be CHAIN_PART_ALL: in what is followed
 * every unit, in what is pointed at those of a layer that are left out. */
typedef struct
{
  ChainPartKind kind;
  guint         layer; /* 0: the input */
  guint         from;  /* connection: unit of the layer before */
  guint         unit;  /* from 0 */
} ChainPart;

/* What is shown in the units: the value over the input plane, or nothing but a number. */
typedef struct
{
  gatomicrefcount references;
  guint           size;     /* points along each side */
  guint           units;
  double          x[2];     /* of the first input from left to right */
  double          y[2];     /* of the second one from bottom to top */
  float          *values;   /* [units, size, size], rows from the top */
  float           largest;  /* magnitude of these */
} ChainPictureMaps;

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
  ChainPictureMaps *maps; /* (nullable) */
  guint    rows, columns; /* of the picture its values make; 0: they make none */
  double  *pixels;  /* [units] (nullable): of that picture, as they were before they were scaled */
  guint8  *locks;   /* [units before, units] (nullable): 1 where a connection does not train */
  guint8  *bias_locks; /* [units] (nullable): likewise of the biases */
  gboolean frozen;  /* nothing of the layer trains: then there are no single locks */
  guint8  *marked;  /* [units] (nullable): 1 where a unit keeps the gradient from getting through */
  char    *note;    /* (nullable): what is wrong with the gradient here, in a few words */
} ChainPictureLayer;

/* How the drawing is looked at. */
typedef struct
{
  double            zoom;        /* 1: all of it fits */
  double            x, y;        /* where its upper left corner is, pixels */
  gboolean          logarithmic; /* how strength follows from a number */
  double            share;       /* of the connections that are drawn, the strongest; 0 to 1 */
  const GByteArray *unfolded;    /* (nullable): 1 for each layer that shows all its units */
  gboolean          all_layers;  /* leaves no layer out */
  double            head_room;   /* pixels kept free over the layers, for buttons */
} ChainNetworkLook;

extern const ChainNetworkLook chain_network_whole;

/* How numbers of connections become strengths. */
typedef struct
{
  gboolean known;       /* whether there is any number */
  gboolean logarithmic;
  double   strongest;   /* largest magnitude of a finite number */
  double   least;       /* weaker ones are not drawn */
  guint64  n_hidden;    /* of these */
} ChainNetworkScale;

/* Once it is filled in, a picture is only read, from any thread. */
typedef struct
{
  gatomicrefcount references;
  GPtrArray *layers;        /* ChainPictureLayer *, the input first */
  char      *overlay_title; /* of the connections' numbers */
  char      *target;        /* (nullable): below the outputs */
  char      *loss_title;    /* (nullable): below that; room is kept for both */
  gboolean   loss_known;
  double     loss;
  char      *caption;       /* (nullable): what the current step does */
  int        direction;     /* of the step: 1 forward, -1 backward, 0 neither */
  GArray    *followed;      /* ChainPart: what the eye should follow */
  ChainPart  selected;      /* what was clicked */
  guint      focus_layer;   /* stays visible where layers are left out */
  guint      digits;        /* significant digits on connections */
  double     corner_width;  /* of the upper right corner that is covered by something else */
  double     controls_width; /* likewise of the lower left corner */
} ChainNetworkPicture;

ChainNetworkPicture *chain_network_picture_new       (void);
ChainNetworkPicture *chain_network_picture_ref       (ChainNetworkPicture       *picture);
void                 chain_network_picture_unref     (ChainNetworkPicture       *picture);
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

ChainPictureMaps    *chain_picture_maps_new          (guint                      units,
                                                      guint                      size);
ChainPictureMaps    *chain_picture_maps_ref          (ChainPictureMaps          *maps);
void                 chain_picture_maps_unref        (ChainPictureMaps          *maps);

void                 chain_network_scale_measure     (ChainNetworkScale         *scale,
                                                      const ChainNetworkPicture *picture,
                                                      const ChainNetworkLook    *look);
double               chain_network_scale_strength    (const ChainNetworkScale   *scale,
                                                      double                     value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainNetworkPicture, chain_network_picture_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainPictureMaps, chain_picture_maps_unref)
