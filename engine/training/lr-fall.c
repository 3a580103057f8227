/* lr-fall.c: whether a series of losses falls by more than its scatter explains.
 *
 * Noise goes up and down, too, and whoever looks for its deepest fall finds one. So the largest of
 * all falls is measured, and what counts as sure is judged by the largest falls of flat series.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/lr-fall.h"

#include <math.h>
#include <stdlib.h>

#define MOST_BLOCKS 20

typedef struct
{
  double loss;
  gsize  place;
} Entry;

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = a;
  const Entry *y = b;

  return (x->loss > y->loss) - (x->loss < y->loss);
}

/* The rank of each loss among all; equal ones share their mean rank. */
static double *
rank (const double *losses, gsize n)
{
  double           *ranks = g_new (double, n);
  g_autofree Entry *entries = g_new (Entry, n);
  gsize             first = 0;

  for (gsize i = 0; i < n; i++)
    entries[i] = (Entry){ losses[i], i };
  qsort (entries, n, sizeof (Entry), compare_entries);
  while (first < n)
    {
      gsize end = first;

      while (end < n && entries[end].loss == entries[first].loss)
        end++;
      for (gsize i = first; i < end; i++)
        ranks[entries[i].place] = (first + end - 1) / 2.0;
      first = end;
    }
  return ranks;
}

/* sums[k] becomes Σ of the means of the first k of n_blocks equal blocks. */
static void
sum_blocks (const double *values, gsize n, guint n_blocks, double *sums)
{
  sums[0] = 0;
  for (guint k = 0; k < n_blocks; k++)
    {
      const gsize first = k * n / n_blocks;
      const gsize end = (k + 1) * n / n_blocks;
      double      sum = 0;

      for (gsize i = first; i < end; i++)
        sum += values[i];
      sums[k + 1] = sums[k] + sum / (end - first);
    }
}

/* Of the blocks' means, from the differences of neighbours (von Neumann, 1941): a trend hardly
 * counts, and that the batches of an epoch make up for each other does. */
static double
variance_of (const double *sums, guint n_blocks)
{
  double squares = 0;

  for (guint k = 1; k < n_blocks; k++)
    {
      const double difference = sums[k + 1] - 2 * sums[k] + sums[k - 1];

      squares += difference * difference;
    }
  return squares / 2 / (n_blocks - 1);
}

/**
 * chain_lr_fall_sureness:
 * @losses: (array length=n): in the order of the iterations
 * @n: how many; below 4 nothing is sure
 *
 * Cuts @losses into 20 blocks, or into pairs if they are fewer than 40, and takes the mean rank of
 * each, so that neither outliers nor the shape of the noise matter. For all 0 < a < b up to the
 * number of blocks, the mean of the first a blocks is compared with that of those from a to b, in
 * standard errors of their difference; what comes after b may rise.
 *
 * The greatest of these differences is above 3.2 in one of 20 flat series of independent losses,
 * whatever their distribution and their number, as that of the comparisons is always the same.
 *
 * Returns: the greatest difference; 0 if there is no fall
 */
double
chain_lr_fall_sureness (const double *losses, gsize n)
{
  const guint        n_blocks = MIN (MOST_BLOCKS, n / 2);
  g_autofree double *ranks = NULL;
  double             sums[MOST_BLOCKS + 1];
  double             variance;
  double             greatest = 0;

  if (n_blocks < 2)
    return 0;
  ranks = rank (losses, n);
  sum_blocks (ranks, n, n_blocks, sums);
  variance = variance_of (sums, n_blocks);
  for (guint a = 1; a < n_blocks && variance > 0; a++)
    for (guint b = a + 1; b <= n_blocks; b++)
      {
        const double fall = sums[a] / a - (sums[b] - sums[a]) / (b - a);

        greatest = MAX (greatest, fall / sqrt (variance * (1.0 / a + 1.0 / (b - a))));
      }
  return greatest;
}
