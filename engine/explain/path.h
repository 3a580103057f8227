/* path.h: a gradient as a product of local derivatives, along one path from the loss.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "model/recording.h"

G_BEGIN_DECLS

/* One factor: the derivative of one quantity by the next one on the way from the loss. */
typedef struct
{
  guint         by;         /* node by whose element is derived */
  guint         layer;      /* of that element, from 1; 0: an input */
  gsize         row;        /* of that element */
  gsize         column;
  ChainFormula *derivative; /* ∂ŷ/∂a₁, standing for value */
  ChainFormula *local;      /* what it is: w₁ */
  double        value;
} ChainPathLink;

typedef struct
{
  ChainFormula *gradient; /* ∂L/∂element through the sample, standing for total */
  GPtrArray    *links;    /* ChainPathLink *, from the loss to the element */
  double        product;  /* of the links */
  double        total;    /* over all paths through the sample */
  double        n_paths;  /* how many there are; beyond 2⁵³ rounded */
} ChainPath;

ChainPath    *chain_path_new        (const ChainRecording *recording,
                                     ChainWalk            *walk,
                                     guint                 node,
                                     gsize                 row,
                                     gsize                 column,
                                     gsize                 sample);
void          chain_path_free       (ChainPath            *path);
ChainFormula *chain_path_derivatives (const ChainPath     *path);
ChainFormula *chain_path_locals     (const ChainPath      *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainPath, chain_path_free)

G_END_DECLS
