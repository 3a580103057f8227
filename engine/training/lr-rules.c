/* lr-rules.c: the known rules that pick a learning rate from the smoothed curve of a range test.
 *
 * All see the trimmed curve only.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/lr-range.h"

#include "base/number.h"

#include <math.h>

/* Two points are the least a rule can choose from; without them the reason is given. */
static gboolean
has_points (const ChainLrCurve *curve, char **reason)
{
  if (curve->end >= curve->first + 2)
    return TRUE;
  *reason = g_strdup_printf ("The test stopped after %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                             " iterations, which leaves too few points",
                             curve->n, curve->planned);
  return FALSE;
}

static char *
reason_with (const char *before, double rate, const char *after)
{
  char text[CHAIN_NUMBER_SIZE];

  return g_strconcat (before, chain_number_show (rate, 2, text), after, NULL);
}

static gboolean
choose_steepest (const ChainLrCurve *curve, double *rate, char **reason)
{
  const double *rates = curve->rates;
  const double *losses = curve->smoothed;
  double        steepest = INFINITY;
  gsize         index = curve->first;

  if (!has_points (curve, reason))
    return FALSE;
  for (gsize i = curve->first; i + 1 < curve->end; i++)
    {
      const double slope = (losses[i + 1] - losses[i]) / (log (rates[i + 1]) - log (rates[i]));

      if (slope < steepest)
        {
          steepest = slope;
          index = i;
        }
    }
  *rate = rates[index];
  *reason = reason_with ("The smoothed loss falls fastest at ", *rate, "");
  return TRUE;
}

static const ChainLrRule steepest = {
  .name = "steepest",
  .title = "Steepest",
  .about = "The rate where the smoothed loss falls fastest over the logarithm of the rate",
  .choose = choose_steepest,
};

static gboolean
choose_minimum_tenth (const ChainLrCurve *curve, double *rate, char **reason)
{
  gsize index = curve->first;

  if (!has_points (curve, reason))
    return FALSE;
  for (gsize i = curve->first; i < curve->end; i++)
    if (curve->smoothed[i] < curve->smoothed[index])
      index = i;
  *rate = 0.1 * curve->rates[index];
  *reason = reason_with ("The smoothed loss is smallest at ", curve->rates[index], "");
  return TRUE;
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
choose_valley (const ChainLrCurve *curve, double *rate, char **reason)
{
  const double      *losses = curve->smoothed + curve->first;
  g_autofree double *last = NULL;
  gsize              longest = 0;
  gsize              end = 0;
  gsize              start;
  gsize              index;

  if (!has_points (curve, reason))
    return FALSE;
  last = g_new (double, curve->end - curve->first);
  for (gsize i = 0; i < curve->end - curve->first; i++)
    {
      const gsize before = longest;

      if (extend (last, &longest, losses[i]) > before)
        end = i;
    }
  start = end + longest / 3 + longest / 6;
  index = longest == 1 || start < longest ? 0 : start - longest;
  *rate = curve->rates[curve->first + index];
  *reason = longest == 1
              ? g_strdup ("The smoothed loss never falls: the first rate")
              : reason_with ("The longest decrease of the smoothed loss ends at ",
                             curve->rates[curve->first + end], ": about half way there");
  return TRUE;
}

static const ChainLrRule valley = {
  .name = "valley",
  .title = "Valley",
  .about = "About half way down the longest decrease of the smoothed loss",
  .choose = choose_valley,
};

const ChainLrRule *const chain_lr_rules[] = {
  &chain_lr_rule_recommended,
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
