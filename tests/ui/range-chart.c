/* range-chart.c: the chart of a range test: its series, its marks and its loss axis.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/range-chart.h"

#include <math.h>

#define N 200

/* A curve that rests, falls and then diverges. */
static double
loss_at (guint i)
{
  if (i < 80)
    return 1;
  if (i < 160)
    return 1 - 0.9 * (i - 80) / 80.0;
  return 0.1 * pow (1.5, i - 160);
}

static ChainLrRange *
new_range (void)
{
  ChainLrRange *range = chain_lr_range_new ();

  for (guint i = 0; i < N; i++)
    {
      const double rate = 1e-5 * pow (1e6, i / (N - 1.0));
      const double smoothed = loss_at (i);
      const double loss = smoothed * (i % 2 == 0 ? 0.9 : 1.1);

      g_array_append_val (range->learning_rate, rate);
      g_array_append_val (range->loss, loss);
      g_array_append_val (range->smoothed, smoothed);
    }
  return range;
}

static void
test_series (void)
{
  const ChainLrRangeOptions options = { 1e-5, 10, N };
  g_autoptr (ChainLrRange) range = new_range ();
  g_autoptr (ChainChart) chart = chain_range_chart_new (range, &options, 0.01, FALSE);
  const ChainSeries *raw = g_ptr_array_index (chart->series, 0);
  const ChainSeries *smoothed = g_ptr_array_index (chart->series, 1);

  g_assert_cmpuint (chart->series->len, ==, 2);
  g_assert_cmpint (chart->x.scale, ==, CHAIN_SCALE_LOG);
  g_assert_cmpfloat (chart->x.from, ==, 1e-5);
  g_assert_cmpfloat (chart->x.to, ==, 10);
  g_assert_cmpuint (raw->n, ==, N);
  g_assert_cmpfloat (raw->y[100], ==, g_array_index (range->loss, double, 100));
  g_assert_cmpfloat (smoothed->y[100], ==, g_array_index (range->smoothed, double, 100));
  g_assert_cmpfloat (raw->alpha, <, smoothed->alpha);
  g_assert_cmpfloat (raw->width, <, smoothed->width);
  g_assert_null (chart->message);
}

/* The rate in use is marked at once, the rules' only when the curve is whole. */
static void
test_marks (void)
{
  const ChainLrRangeOptions options = { 1e-5, 10, N };
  g_autoptr (ChainLrRange) range = new_range ();
  g_autoptr (ChainChart) running = chain_range_chart_new (range, &options, 0.01, FALSE);
  g_autoptr (ChainChart) whole = chain_range_chart_new (range, &options, 0.01, TRUE);
  g_autoptr (ChainChart) elsewhere = chain_range_chart_new (range, &options, 100, FALSE);
  guint n_recommended = 0;

  g_assert_cmpuint (running->marks->len, ==, 1);
  g_assert_cmpfloat (((ChainMark *) g_ptr_array_index (running->marks, 0))->x, ==, 0.01);
  g_assert_cmpuint (elsewhere->marks->len, ==, 0);
  g_assert_cmpuint (whole->marks->len, >, 1);
  for (guint i = 0; i < whole->marks->len; i++)
    {
      const ChainMark *mark = g_ptr_array_index (whole->marks, i);
      double           rate;

      if (mark->ink != CHAIN_INK_ACCENT)
        continue;
      g_assert_true (mark->strong);
      n_recommended++;
      g_assert_true (chain_lr_range_suggest (range, N, chain_lr_rule_find ("recommended"), &rate));
      g_assert_cmpfloat (mark->x, ==, rate);
    }
  g_assert_cmpuint (n_recommended, ==, 1);
}

/* Earlier curves lie under the latest smoothed one and leave its axes; alone, they have their own. */
static void
test_earlier (void)
{
  const ChainLrRangeOptions options = { 1e-5, 10, N };
  g_autoptr (ChainLrRange) range = new_range ();
  g_autoptr (ChainChart) chart = chain_range_chart_new (range, &options, 0.01, TRUE);
  g_autoptr (ChainChart) alone = chain_range_chart_new (NULL, &options, 0.01, TRUE);
  const double to = chart->y.to;

  chain_range_chart_add_earlier (chart, "Test 2", range, 0);
  chain_range_chart_add_earlier (chart, "Test 1", range, 1);
  g_assert_cmpuint (chart->series->len, ==, 4);
  g_assert_cmpstr (((ChainSeries *) g_ptr_array_index (chart->series, 0))->title, ==,
                   "loss of the batch");
  g_assert_cmpstr (((ChainSeries *) g_ptr_array_index (chart->series, 1))->title, ==, "Test 1");
  g_assert_cmpstr (((ChainSeries *) g_ptr_array_index (chart->series, 3))->title, ==, "smoothed");
  g_assert_cmpfloat (chart->y.to, ==, to);
  chain_range_chart_add_earlier (alone, "Test 1", range, 0);
  g_assert_cmpfloat (alone->y.to, ==, to);
}

static void
test_empty (void)
{
  const ChainLrRangeOptions options = { 1e-5, 10, N };
  g_autoptr (ChainChart) chart = chain_range_chart_new (NULL, &options, 0.01, TRUE);

  g_assert_cmpuint (chart->series->len, ==, 0);
  g_assert_nonnull (chart->message);
}

/* The diverging end reaches 10⁶ times the minimum and does not move the axis. */
static void
test_limit (void)
{
  g_autoptr (ChainLrRange) range = new_range ();
  double from, to;

  chain_range_chart_limit ((double *) (gpointer) range->loss->data,
                           (double *) (gpointer) range->smoothed->data, N, &from, &to);
  g_assert_cmpfloat (from, >=, 0);
  g_assert_cmpfloat (from, <, 0.1);
  g_assert_cmpfloat (to, >, 1.1);
  g_assert_cmpfloat (to, <, 2);
}

/* A curve that never falls, all zero or all the same still has an axis. */
static void
test_limit_flat (void)
{
  const double flat[] = { 3, 3, 3 };
  const double zero[] = { 0, 0, 0 };
  const double one[] = { 5 };
  const struct
  {
    const double *values;
    gsize         n;
  } cases[] = { { flat, 3 }, { zero, 3 }, { one, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double from, to;

      chain_range_chart_limit (cases[i].values, cases[i].values, cases[i].n, &from, &to);
      g_assert_cmpfloat (from, <=, cases[i].values[0]);
      g_assert_cmpfloat (to, >, cases[i].values[0]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/range-chart/series", test_series);
  g_test_add_func ("/ui/range-chart/marks", test_marks);
  g_test_add_func ("/ui/range-chart/earlier", test_earlier);
  g_test_add_func ("/ui/range-chart/empty", test_empty);
  g_test_add_func ("/ui/range-chart/limit", test_limit);
  g_test_add_func ("/ui/range-chart/limit-flat", test_limit_flat);
  return g_test_run ();
}
