/* network-bundles.c: sums up the connections of units that are left out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-bundles.h"

#include <math.h>

static void
add (ChainBundle *bundle,
     guint        from,
     guint        unit,
     double       value)
{
  if (bundle->n == 0 || fabs (value) > fabs (bundle->strongest))
    {
      bundle->strongest = value;
      bundle->from = from;
      bundle->unit = unit;
    }
  bundle->n++;
  bundle->sum += value;
  bundle->magnitude += fabs (value);
}

/**
 * chain_bundles_new:
 * @picture: a picture
 * @from: a column of it
 * @to: the next
 *
 * Returns: (transfer full): the sums of the connections that begin or end in units left out
 */
ChainBundles *
chain_bundles_new (const ChainNetworkPicture *picture,
                   const ChainPictureColumn  *from,
                   const ChainPictureColumn  *to)
{
  const double *values = chain_network_picture_layer (picture, to->layer)->overlay;
  ChainBundles *bundles = g_new0 (ChainBundles, 1);
  g_autofree guint *ends = NULL;

  bundles->known = values != NULL;
  if (!values || (from->fold_place == CHAIN_PLACE_NONE && to->fold_place == CHAIN_PLACE_NONE))
    return bundles;
  bundles->from_rest = g_new0 (ChainBundle, to->n_places);
  bundles->to_rest = g_new0 (ChainBundle, from->n_places);
  ends = g_new (guint, to->n_units);
  for (guint unit = 0; unit < to->n_units; unit++)
    ends[unit] = chain_picture_column_place (to, unit);
  for (guint i = 0; i < from->n_units; i++)
    {
      const guint start = chain_picture_column_place (from, i);
      const gboolean rest = start == from->fold_place;

      for (guint unit = 0; unit < to->n_units; unit++, values++)
        {
          if (ends[unit] == to->fold_place)
            add (rest ? &bundles->rest : &bundles->to_rest[start], i, unit, *values);
          else if (rest)
            add (&bundles->from_rest[ends[unit]], i, unit, *values);
        }
    }
  return bundles;
}

/**
 * chain_bundles_free:
 * @bundles: (transfer full): bundles
 */
void
chain_bundles_free (ChainBundles *bundles)
{
  g_free (bundles->from_rest);
  g_free (bundles->to_rest);
  g_free (bundles);
}

/**
 * chain_bundles_get:
 * @bundles: bundles
 * @from: the column they begin in
 * @to: the column they end in
 * @start: a place of the first
 * @end: a place of the second
 *
 * Returns: (transfer none) (nullable): what is summed up between the places; %NULL between two
 *   units, and while the numbers are not known
 */
const ChainBundle *
chain_bundles_get (const ChainBundles       *bundles,
                   const ChainPictureColumn *from,
                   const ChainPictureColumn *to,
                   guint                     start,
                   guint                     end)
{
  if (!bundles->from_rest)
    return NULL;
  if (start == from->fold_place)
    return end == to->fold_place ? &bundles->rest : &bundles->from_rest[end];
  return end == to->fold_place ? &bundles->to_rest[start] : NULL;
}
