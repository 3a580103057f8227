/* graph-picture.h: a graph of operations with its values and gradients, to be drawn.
 *
 * The picture says what there is; the look says from where it is seen and how much of it is known
 * already. Drawing changes neither. What is outside the window is not drawn, boxes become names
 * and then dots as they get small, so that any number of nodes can be looked at.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/graph-layout.h"
#include "ui/paint/text.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_GRAPH_GIVEN,    /* constants and data */
  CHAIN_GRAPH_VARIABLE,
  CHAIN_GRAPH_OPERATION,
} ChainGraphNodeKind;

#define CHAIN_GRAPH_MOST_CELLS 3 /* rows and columns of a matrix that is shown whole */

/* A number, a small matrix, or a large one in a few words. */
typedef struct
{
  guint  rows;    /* 0: nothing to show */
  guint  columns;
  char **cells;   /* [rows * columns] texts; of a large matrix one text */
  double sign;    /* of a number; 0: none to be coloured */
} ChainGraphNumbers;

typedef struct
{
  ChainGraphNodeKind kind;
  char              *name;      /* "z", "w1" */
  char              *operation; /* "matrix product", "variable" */
  char              *shape;     /* "[5, 1]" */
  ChainGraphNumbers  value;
  ChainGraphNumbers  adjoint;
  char              *adjoint_name; /* "∂L/∂z"; NULL: the node has no gradient */
  gboolean           target;       /* what is differentiated */
} ChainGraphNode;

typedef struct
{
  GArray           *nodes;  /* ChainGraphNode */
  ChainGraphLayout *layout; /* NULL before it is laid out */
} ChainGraphPicture;

typedef enum
{
  CHAIN_GRAPH_VALUE_KNOWN = 1 << 0,
  CHAIN_GRAPH_ADJOINT_KNOWN = 1 << 1,
} ChainGraphKnown;

typedef struct
{
  double        scale;    /* pixels of the window for each of the drawing */
  double        x, y;     /* pixels of the window: where the drawing's corner is */
  const guint8 *known;    /* (nullable): [nodes] ChainGraphKnown; NULL: all of it */
  guint         current;  /* node the step is about; G_MAXUINT: none */
  gboolean      backward; /* the step is about its gradient */
  guint         selected; /* G_MAXUINT: none */
  guint         focused;  /* G_MAXUINT: none */
} ChainGraphLook;

ChainGraphPicture *chain_graph_picture_new      (void);
ChainGraphPicture *chain_graph_picture_ref      (ChainGraphPicture       *picture);
void               chain_graph_picture_unref    (ChainGraphPicture       *picture);
void               chain_graph_picture_add      (ChainGraphPicture       *picture,
                                                 ChainGraphNodeKind       kind,
                                                 const char              *name,
                                                 const char              *operation,
                                                 const char              *shape,
                                                 const char              *adjoint_name);
void               chain_graph_numbers_set      (ChainGraphNumbers       *numbers,
                                                 gsize                    rows,
                                                 gsize                    columns,
                                                 const double            *values);
void               chain_graph_picture_lay_out  (ChainGraphPicture       *picture,
                                                 guint                    n_edges,
                                                 const ChainGraphEdge    *edges,
                                                 double                   em);
void               chain_graph_look_fit         (ChainGraphLook          *look,
                                                 const ChainGraphPicture *picture,
                                                 double                   width,
                                                 double                   height);
void               chain_graph_picture_draw     (const ChainGraphPicture *picture,
                                                 const ChainGraphLook    *look,
                                                 cairo_t                 *cr,
                                                 PangoContext            *context,
                                                 const ChainPalette      *palette,
                                                 double                   width,
                                                 double                   height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainGraphPicture, chain_graph_picture_unref)

G_END_DECLS
