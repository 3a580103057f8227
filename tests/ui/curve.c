/* curve.c: tests of long lines and their extremes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/curve.h"

#include <math.h>

#define POINTS 5000

static double
value_at (guint i)
{
  return i % 97 == 5 ? NAN : 100 * sin (i * 0.37) + i % 13;
}

/* Against looking at every point. */
static void
test_extremes (void)
{
  g_autoptr (ChainCurve) curve = chain_curve_new ();

  for (guint i = 0; i < POINTS; i++)
    chain_curve_append (curve, i, value_at (i));
  for (guint from = 0; from < POINTS; from += 61)
    for (guint to = from + 1; to <= POINTS; to += 173)
      {
        const ChainExtremes got = chain_curve_extremes (curve, from, to);
        ChainExtremes       expected = { INFINITY, -INFINITY, INFINITY };

        for (guint i = from; i < to; i++)
          {
            const double y = value_at (i);

            if (isnan (y))
              continue;
            expected.least = MIN (expected.least, y);
            expected.most = MAX (expected.most, y);
            expected.least_positive = y > 0 ? MIN (expected.least_positive, y)
                                            : expected.least_positive;
          }
        g_assert_cmpfloat (got.least, ==, expected.least);
        g_assert_cmpfloat (got.most, ==, expected.most);
        g_assert_cmpfloat (got.least_positive, ==, expected.least_positive);
      }
}

static void
test_find (void)
{
  static const struct
  {
    double x;
    gsize  found;
    gsize  nearest;
  } rows[] = { { -1, 0, 0 }, { 0, 0, 0 }, { 1, 1, 0 }, { 1.6, 1, 1 },
               { 3, 1, 1 },  { 4, 2, 1 }, { 99, 3, 2 } };
  g_autoptr (ChainCurve) curve = chain_curve_new ();

  for (guint i = 0; i < 3; i++)
    chain_curve_append (curve, (double[]){ 0, 3, 5 }[i], i);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpuint (chain_curve_find (curve, rows[i].x), ==, rows[i].found);
      g_assert_cmpuint (chain_curve_nearest (curve, rows[i].x), ==, rows[i].nearest);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/curve/extremes", test_extremes);
  g_test_add_func ("/paint/curve/find", test_find);
  return g_test_run ();
}
