/* curve.c: a long line of points that grows at its end, and its extremes over any stretch.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/curve.h"

#include <math.h>

#define FANOUT 16

static const ChainExtremes nothing = { INFINITY, -INFINITY, INFINITY };

static void
clear (gpointer data)
{
  ChainCurve *curve = data;

  g_array_unref (curve->x);
  g_array_unref (curve->y);
  for (guint i = 0; i < CHAIN_CURVE_LEVELS; i++)
    g_array_unref (curve->levels[i]);
}

/**
 * chain_curve_new:
 *
 * Returns: (transfer full): a curve without points
 */
ChainCurve *
chain_curve_new (void)
{
  ChainCurve *curve = g_rc_box_new0 (ChainCurve);

  curve->x = g_array_new (FALSE, FALSE, sizeof (double));
  curve->y = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < CHAIN_CURVE_LEVELS; i++)
    curve->levels[i] = g_array_new (FALSE, FALSE, sizeof (ChainExtremes));
  return curve;
}

/**
 * chain_curve_ref:
 * @curve: a curve
 *
 * Returns: (transfer full): the same; for one thread only
 */
ChainCurve *
chain_curve_ref (ChainCurve *curve)
{
  return g_rc_box_acquire (curve);
}

/**
 * chain_curve_unref:
 * @curve: (transfer full): a curve
 */
void
chain_curve_unref (ChainCurve *curve)
{
  g_rc_box_release_full (curve, clear);
}

static void
include (ChainExtremes *extremes, const ChainExtremes *other)
{
  extremes->least = MIN (extremes->least, other->least);
  extremes->most = MAX (extremes->most, other->most);
  extremes->least_positive = MIN (extremes->least_positive, other->least_positive);
}

static ChainExtremes
of_point (double y)
{
  if (!isfinite (y))
    return nothing;
  return (ChainExtremes){ y, y, y > 0 ? y : INFINITY };
}

/**
 * chain_curve_append:
 * @curve: a curve
 * @x: at least that of the point before
 * @y: where the point lies; not finite: the line is broken
 */
void
chain_curve_append (ChainCurve *curve,
                    double      x,
                    double      y)
{
  const ChainExtremes point = of_point (y);
  gsize               i = curve->y->len;

  g_array_append_val (curve->x, x);
  g_array_append_val (curve->y, y);
  for (guint level = 0; level < CHAIN_CURVE_LEVELS; level++)
    {
      GArray *buckets = curve->levels[level];

      i /= FANOUT;
      if (i == buckets->len)
        g_array_append_val (buckets, nothing);
      include (&g_array_index (buckets, ChainExtremes, i), &point);
    }
}

/**
 * chain_curve_length:
 * @curve: a curve
 *
 * Returns: the number of its points
 */
gsize
chain_curve_length (const ChainCurve *curve)
{
  return curve->x->len;
}

/**
 * chain_curve_find:
 * @curve: a curve
 * @x: any number
 *
 * Returns: the first point that does not lie before @x; the length if there is none
 */
gsize
chain_curve_find (const ChainCurve *curve,
                  double            x)
{
  gsize from = 0;
  gsize to = curve->x->len;

  while (from < to)
    {
      const gsize middle = from + (to - from) / 2;

      if (g_array_index (curve->x, double, middle) < x)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

/**
 * chain_curve_nearest:
 * @curve: a curve with points
 * @x: any number
 *
 * Returns: the point nearest to it
 */
gsize
chain_curve_nearest (const ChainCurve *curve,
                     double            x)
{
  const gsize after = chain_curve_find (curve, x);

  if (after == 0)
    return 0;
  if (after == curve->x->len)
    return after - 1;
  return g_array_index (curve->x, double, after) - x < x - g_array_index (curve->x, double, after - 1)
           ? after
           : after - 1;
}

/**
 * chain_curve_extremes:
 * @curve: a curve
 * @from: its first point that counts
 * @to: the first that does not
 *
 * Costs at most some dozens of looks, however many points there are.
 *
 * Returns: the extremes of the points
 */
ChainExtremes
chain_curve_extremes (const ChainCurve *curve,
                      gsize             from,
                      gsize             to)
{
  ChainExtremes extremes = nothing;

  to = MIN (to, curve->y->len);
  while (from < to)
    {
      gsize size = 1;
      guint level = 0;

      while (level < CHAIN_CURVE_LEVELS && from % (size * FANOUT) == 0
             && from + size * FANOUT <= to)
        {
          size *= FANOUT;
          level++;
        }
      if (level == 0)
        {
          const ChainExtremes point = of_point (g_array_index (curve->y, double, from));

          include (&extremes, &point);
        }
      else
        include (&extremes,
                 &g_array_index (curve->levels[level - 1], ChainExtremes, from / size));
      from += size;
    }
  return extremes;
}
