/* chart-csv.c: the numbers of a chart as CSV, with one column for x or a line for each point.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/chart-csv.h"

#include <math.h>

static void
test_columns (void)
{
  const double x[] = { 1e-5, 0.1, 10 };
  const double first[] = { 1, 0.1 + 0.2, 3 };
  const double second[] = { -1, NAN, 2 };
  g_autoptr (ChainChart) chart = chain_chart_new ();
  g_autofree char       *csv = NULL;

  chart->x.title = g_strdup ("learning rate");
  chain_chart_add_series (chart, "loss", CHAIN_INK_TEXT, 1, 1, x, first, 3);
  chain_chart_add_series (chart, "a, \"b\"", CHAIN_INK_TEXT, 1, 1, x, second, 3);
  csv = chain_chart_csv (chart);
  g_assert_cmpstr (csv, ==,
                   "learning rate,loss,\"a, \"\"b\"\"\"\n"
                   "1e-05,1,-1\n"
                   "0.1,0.30000000000000004,\n"
                   "10,3,2\n");
}

static void
test_points (void)
{
  const double x[] = { 1, 2, 3 };
  const double y[] = { 4, 5, 6 };
  g_autoptr (ChainChart) chart = chain_chart_new ();
  g_autofree char       *csv = NULL;

  chart->y.title = g_strdup ("loss");
  chain_chart_add_series (chart, "now", CHAIN_INK_TEXT, 1, 1, x, y, 2);
  chain_chart_add_series (chart, NULL, CHAIN_INK_TEXT, 1, 1, x + 1, y + 1, 2);
  csv = chain_chart_csv (chart);
  g_assert_cmpstr (csv, ==, "series,x,loss\nnow,1,4\nnow,2,5\n,2,5\n,3,6\n");
}

static void
test_nothing (void)
{
  g_autoptr (ChainChart) chart = chain_chart_new ();
  g_autofree char       *csv = chain_chart_csv (chart);

  g_assert_cmpstr (csv, ==, "series,x,y\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/chart-csv/columns", test_columns);
  g_test_add_func ("/paint/chart-csv/points", test_points);
  g_test_add_func ("/paint/chart-csv/nothing", test_nothing);
  return g_test_run ();
}
