/* network-bundles.h: what stands for the connections of units that are left out.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-geometry.h"

/* Many connections drawn as one: its width is that of their mean magnitude. */
typedef struct
{
  guint64 n;
  double  sum;       /* of their numbers */
  double  magnitude; /* sum of their magnitudes */
  double  strongest; /* the number with the largest magnitude */
  guint   from, unit; /* of that connection */
} ChainBundle;

/* The bundles between two columns. */
typedef struct
{
  gboolean     known;
  ChainBundle *from_rest; /* [places of the second column]: from what the first leaves out */
  ChainBundle *to_rest;   /* [places of the first column] */
  ChainBundle  rest;      /* from what is left out to what is left out */
} ChainBundles;

ChainBundles      *chain_bundles_new  (const ChainNetworkPicture *picture,
                                       const ChainPictureColumn  *from,
                                       const ChainPictureColumn  *to);
void               chain_bundles_free (ChainBundles              *bundles);
const ChainBundle *chain_bundles_get  (const ChainBundles        *bundles,
                                       const ChainPictureColumn  *from,
                                       const ChainPictureColumn  *to,
                                       guint                      start,
                                       guint                      end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainBundles, chain_bundles_free)
