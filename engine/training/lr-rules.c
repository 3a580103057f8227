/* lr-rules.c: rules that pick a learning rate from the smoothed curve of a range test.
 *
 * All see the trimmed curve only; n ≥ 2 points, rates strictly increasing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/lr-range.h"

#include <math.h>

static gsize
smallest (const double *values, gsize n)
{
  gsize index = 0;

  for (gsize i = 1; i < n; i++)
    if (values[i] < values[index])
      index = i;
  return index;
}

static gboolean
choose_steepest (const double *rates, const double *losses, gsize n, gsize *index, double *factor)
{
  double steepest = INFINITY;

  for (gsize i = 0; i + 1 < n; i++)
    {
      const double slope = (losses[i + 1] - losses[i]) / (log (rates[i + 1]) - log (rates[i]));

      if (slope < steepest)
        {
          steepest = slope;
          *index = i;
        }
    }
  *factor = 1;
  return n > 1;
}

static const ChainLrRule steepest = {
  .name = "steepest",
  .title = "Steepest",
  .about = "The rate where the smoothed loss falls fastest over the logarithm of the rate",
  .choose = choose_steepest,
};

static gboolean
choose_minimum_tenth (G_GNUC_UNUSED const double *rates,
                      const double               *losses,
                      gsize                       n,
                      gsize                      *index,
                      double                     *factor)
{
  *index = smallest (losses, n);
  *factor = 0.1;
  return n > 1;
}

static const ChainLrRule minimum_tenth = {
  .name = "minimum_tenth",
  .title = "A tenth of the minimum",
  .about = "A tenth of the rate where the smoothed loss is smallest",
  .choose = choose_minimum_tenth,
};

/* last[k] is the largest value that a strictly decreasing subsequence of k + 1 values can end
 * with. Adds a value; returns the length of the longest one that it ends. */
static gsize
extend (double *last, gsize *longest, double value)
{
  gsize low = 0;
  gsize high = *longest;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (last[middle] > value)
        low = middle + 1;
      else
        high = middle;
    }
  last[low] = value;
  *longest = MAX (*longest, low + 1);
  return low + 1;
}

static gboolean
choose_valley (G_GNUC_UNUSED const double *rates,
               const double               *losses,
               gsize                       n,
               gsize                      *index,
               double                     *factor)
{
  g_autofree double *last = g_new (double, n);
  gsize              longest = 0;
  gsize              end = 0;
  gsize              start;

  for (gsize i = 0; i < n; i++)
    {
      const gsize before = longest;

      if (extend (last, &longest, losses[i]) > before)
        end = i;
    }
  start = end + longest / 3 + longest / 6;
  *index = longest == 1 || start < longest ? 0 : start - longest;
  *factor = 1;
  return n > 1;
}

static const ChainLrRule valley = {
  .name = "valley",
  .title = "Valley",
  .about = "About half way down the longest decrease of the smoothed loss",
  .choose = choose_valley,
};

/* Below this part of its highest value, a fall of the smoothed loss may be noise. */
#define LEAST_FALL 0.02

/* Slope of the least-squares line through the points first to last, over ln rate. */
static double
fitted_slope (const double *rates, const double *losses, gsize first, gsize last)
{
  const double n = last - first + 1;
  double       mean_x = 0;
  double       mean_y = 0;
  double       xy = 0;
  double       xx = 0;

  for (gsize i = first; i <= last; i++)
    {
      mean_x += log (rates[i]) / n;
      mean_y += losses[i] / n;
    }
  for (gsize i = first; i <= last; i++)
    {
      const double x = log (rates[i]) - mean_x;

      xy += x * (losses[i] - mean_y);
      xx += x * x;
    }
  return xy / xx;
}

/* The smoothed loss lags: it still falls some while after the loss itself has turned, and fast
 * learning shows as a steady fall until then. Hence a part of the last rate with a steady fall;
 * half of it does for large batches, a third also for the noise of batches of one row.
 * Slopes are fitted over a tenth of the curve, so that one batch does not decide. */
static gboolean
choose_recommended (const double *rates,
                    const double *losses,
                    gsize         n,
                    gsize        *index,
                    double       *factor)
{
  const gsize lowest = smallest (losses, n);
  const gsize reach = MAX (n / 20, 1);
  gsize       highest = lowest;
  double      average;

  for (gsize i = lowest; i-- > 0;)
    if (losses[i] > losses[highest])
      highest = i;
  if (!(losses[highest] - losses[lowest] > LEAST_FALL * fabs (losses[highest])))
    return FALSE;

  average = (losses[lowest] - losses[highest]) / log (rates[lowest] / rates[highest]);
  *index = highest;
  for (gsize i = lowest; i > highest && *index == highest; i--)
    if (fitted_slope (rates, losses, i > reach ? i - reach : 0, MIN (i + reach, n - 1)) <= average)
      *index = i;
  *factor = 1.0 / 3;
  return TRUE;
}

static const ChainLrRule recommended = {
  .name = "recommended",
  .title = "Recommended",
  .about = "A third of the largest rate at which the smoothed loss still falls as fast as on "
           "average from its highest point to its lowest: learning is fast there, and the point "
           "where the loss turns up is still some way off",
  .choose = choose_recommended,
};

const ChainLrRule *const chain_lr_rules[] = {
  &recommended,
  &steepest,
  &minimum_tenth,
  &valley,
  NULL,
};

/**
 * chain_lr_rule_find:
 * @name: as in files
 *
 * Returns: (transfer none) (nullable): the rule of that name; %NULL if there is none
 */
const ChainLrRule *
chain_lr_rule_find (const char *name)
{
  for (guint i = 0; chain_lr_rules[i] != NULL; i++)
    if (g_str_equal (chain_lr_rules[i]->name, name))
      return chain_lr_rules[i];
  return NULL;
}
