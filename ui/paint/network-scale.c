/* network-scale.c: how strong a connection is, of those a drawing shows.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-picture.h"

#include <math.h>

#define DECADES 3.0 /* that a logarithmic scale spans */
#define BINS 4096   /* of magnitudes, in which the least one drawn is found */

/* Calls a function with the connections' numbers of each layer that are known. */
static void
for_each_layer (const ChainNetworkPicture *picture,
                void                     (*function) (const double *values, gsize n, gpointer data),
                gpointer                   data)
{
  for (guint l = 1; l < picture->layers->len; l++)
    {
      const ChainPictureLayer *layer = chain_network_picture_layer (picture, l);
      const gsize n = (gsize) layer->units * chain_network_picture_layer (picture, l - 1)->units;

      if (layer->overlay)
        function (layer->overlay, n, data);
    }
}

static void
find_strongest (const double *values,
                gsize         n,
                gpointer      data)
{
  ChainNetworkScale *scale = data;
  double strongest = scale->strongest;

  scale->known = TRUE;
  for (gsize i = 0; i < n; i++)
    {
      const double magnitude = fabs (values[i]);

      if (magnitude > strongest && magnitude <= G_MAXDOUBLE)
        strongest = magnitude;
    }
  scale->strongest = strongest;
}

typedef struct
{
  double  strongest;
  guint64 bins[BINS];
  guint64 n;
} Counts;

static void
count (const double *values,
       gsize         n,
       gpointer      data)
{
  Counts *counts = data;
  const double per_bin = BINS / counts->strongest;

  for (gsize i = 0; i < n; i++)
    {
      const double bin = fabs (values[i]) * per_bin;

      counts->bins[bin < BINS ? (guint) bin : BINS - 1]++; /* infinite and NaN: the last */
    }
  counts->n += n;
}

/* The magnitude that the share's weakest connection has, to a bin. */
static void
find_least (ChainNetworkScale         *scale,
            const ChainNetworkPicture *picture,
            double                     share)
{
  g_autofree Counts *counts = g_new0 (Counts, 1);
  guint64 kept = 0, before = 0;
  guint bin = BINS;

  counts->strongest = scale->strongest;
  for_each_layer (picture, count, counts);
  while (bin > 0 && (double) kept < share * (double) counts->n)
    {
      before = kept;
      kept += counts->bins[--bin];
    }
  /* A bin that would make far more than the share stays out, unless it is the strongest. */
  if (before > 0 && (double) kept - share * (double) counts->n
                      > share * (double) counts->n - (double) before)
    {
      kept = before;
      bin++;
    }
  scale->least = bin * scale->strongest / BINS;
  scale->n_hidden = counts->n - kept;
}

/**
 * chain_network_scale_measure:
 * @scale: (out): the scale
 * @picture: a picture
 * @look: how it is looked at
 *
 * Finds the scale of all connections' numbers.
 */
void
chain_network_scale_measure (ChainNetworkScale         *scale,
                             const ChainNetworkPicture *picture,
                             const ChainNetworkLook    *look)
{
  *scale = (ChainNetworkScale) { .logarithmic = look->logarithmic };
  for_each_layer (picture, find_strongest, scale);
  if (look->share < 1 && scale->strongest > 0)
    find_least (scale, picture, look->share);
}

/**
 * chain_network_scale_strength:
 * @scale: a scale
 * @value: a connection's number
 *
 * On the linear scale strength is the magnitude over the largest one. On the logarithmic scale it
 * falls by a third with every power of ten, to nothing at a thousandth.
 *
 * Returns: 0 to 1; 0 if the number is not known
 */
double
chain_network_scale_strength (const ChainNetworkScale *scale,
                              double                   value)
{
  const double part = scale->strongest > 0 ? fabs (value) / scale->strongest : 0;

  if (isnan (value) || part == 0)
    return 0;
  if (part >= 1)
    return 1;
  return scale->logarithmic ? MAX (0, 1 + log10 (part) / DECADES) : part;
}
