/* statistics.c: range, mean and bars of columns against counts made by hand.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/statistics.h"

#include <float.h>
#include <math.h>

typedef struct
{
  const char *name;
  double      numbers[8];
  gsize       n_rows;
  gsize       n_values;
  double      minimum, maximum, mean, deviation;
  guint       n_bars;
  gsize       first_bar, last_bar;
} NumbersCase;

static const NumbersCase numbers_cases[] = {
  { "whole", { 0, 1, 1, 3 }, 4, 4, 0, 3, 1.25, 1.0897247358851685, 4, 1, 1 },
  { "fractions", { 0, 0.5, 1, 1 }, 4, 4, 0, 1, 0.625, 0.41457809879442498, 3, 1, 2 },
  { "missing", { NAN, 2, NAN, 4 }, 4, 2, 2, 4, 3, 1, 3, 1, 1 },
  { "constant", { 7, 7, 7 }, 3, 3, 7, 7, 7, 0, 1, 3, 3 },
  { "infinite", { INFINITY, 1, 2 }, 3, 2, 1, 2, 1.5, 0.5, 2, 1, 1 },
  { "wide", { -100, 0, 900 }, 3, 3, -100, 900, 800 / 3.0, 449.69125210773473, 24, 1, 1 },
};

static void
test_numbers (gconstpointer data)
{
  const NumbersCase *expected = data;
  double            *numbers = g_memdup2 (expected->numbers, expected->n_rows * sizeof (double));
  g_autoptr (ChainTable) table = chain_table_new ("test", expected->n_rows);
  ChainColumnStatistics found;

  chain_table_take_column (table, chain_column_new_numbers ("x", expected->n_rows, numbers));
  g_assert_true (chain_column_statistics (chain_table_column (table, 0), expected->n_rows, NULL,
                                          &found));
  g_assert_cmpuint (found.n_values, ==, expected->n_values);
  g_assert_cmpfloat (found.minimum, ==, expected->minimum);
  g_assert_cmpfloat (found.maximum, ==, expected->maximum);
  g_assert_cmpfloat_with_epsilon (found.mean, expected->mean, 1e-12);
  g_assert_cmpfloat_with_epsilon (found.deviation, expected->deviation, 1e-9);
  g_assert_cmpuint (found.n_bars, ==, expected->n_bars);
  g_assert_cmpuint (found.bars[0], ==, expected->first_bar);
  g_assert_cmpuint (found.bars[found.n_bars - 1], ==, expected->last_bar);
}

static void
test_no_values (void)
{
  const double numbers[] = { NAN, INFINITY };
  g_autoptr (ChainTable) table = chain_table_new ("test", 2);
  ChainColumnStatistics found;

  chain_table_take_column (table,
                           chain_column_new_numbers ("x", 2, g_memdup2 (numbers, sizeof numbers)));
  chain_table_take_column (table, chain_column_new_empty ("nothing", 2));
  for (guint column = 0; column < 2; column++)
    {
      g_assert_true (chain_column_statistics (chain_table_column (table, column), 2, NULL, &found));
      g_assert_cmpuint (found.n_values, ==, 0);
      g_assert_cmpuint (found.n_bars, ==, 0);
      g_assert_true (isnan (found.mean));
    }
}

/* The range of these two is no finite number. */
static void
test_extremes (void)
{
  const double numbers[] = { -DBL_MAX, DBL_MAX, DBL_MAX };
  g_autoptr (ChainTable) table = chain_table_new ("test", 3);
  ChainColumnStatistics found;

  chain_table_take_column (table,
                           chain_column_new_numbers ("x", 3, g_memdup2 (numbers, sizeof numbers)));
  g_assert_true (chain_column_statistics (chain_table_column (table, 0), 3, NULL, &found));
  g_assert_cmpuint (found.n_bars, >, 1);
  g_assert_cmpuint (found.bars[0], ==, 1);
  g_assert_cmpuint (found.bars[found.n_bars - 1], ==, 2);
  for (guint i = 0; i <= found.n_bars; i++)
    g_assert_true (isfinite (found.edges[i]));
}

/* Quartiles as numpy.percentile gives them, and what kind of numbers there are. */
static void
test_order (void)
{
  static const struct
  {
    double   numbers[8];
    gsize    n_rows;
    gsize    n_missing, n_infinite, n_distinct;
    double   quartiles[3];
    gboolean is_whole;
  } cases[] = {
    { { 4, 1, 3, 2 }, 4, 0, 0, 4, { 1.75, 2.5, 3.25 }, TRUE },
    { { 2, NAN, 2, 2.5, INFINITY }, 5, 1, 1, 2, { 2, 2, 2.25 }, FALSE },
    { { -0.0, 0, -3, -1, 5 }, 5, 0, 0, 4, { -1, 0, 0 }, TRUE },
    { { 7 }, 1, 0, 0, 1, { 7, 7, 7 }, TRUE },
    { { -1e300, 1e-300, -1e-300, 1e300, 0 }, 5, 0, 0, 5, { -1e-300, 0, 1e-300 }, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gsize           size = cases[i].n_rows * sizeof (double);
      g_autoptr (ChainColumn) column = chain_column_new_numbers (
          "x", cases[i].n_rows, g_memdup2 (cases[i].numbers, size));
      ChainColumnStatistics found;

      g_assert_true (chain_column_statistics (column, cases[i].n_rows, NULL, &found));
      g_assert_cmpuint (found.n_missing, ==, cases[i].n_missing);
      g_assert_cmpuint (found.n_infinite, ==, cases[i].n_infinite);
      g_assert_cmpuint (found.n_distinct, ==, cases[i].n_distinct);
      g_assert_cmpint (found.is_whole, ==, cases[i].is_whole);
      for (guint k = 0; k < 3; k++)
        g_assert_cmpfloat (found.quartiles[k], ==, cases[i].quartiles[k]);
    }
}

typedef double (*Shape) (double u);

static double
even (double u)
{
  return u;
}

static double
steep (double u)
{
  return exp (20 * u);
}

static double
with_outliers (double u)
{
  return u < 0.99 ? u - 0.5 : 1e6;
}

static double
ages (double u)
{
  return floor (u * 100);
}

static double
zero_or_one (double u)
{
  return u < 0.3;
}

/* Every bar counts the values between its edges, and together they count them all. */
static void
test_bars (void)
{
  static const struct
  {
    Shape    shape;
    guint    least_bars, most_bars;
    gboolean is_logarithmic;
    gsize    n_above;
  } cases[] = {
    { even, 10, 24, FALSE, 0 },
    { steep, 24, 24, TRUE, 0 },
    { with_outliers, 10, 24, FALSE, 10 },
    { ages, 20, 20, FALSE, 0 },
    { zero_or_one, 2, 2, FALSE, 0 },
  };
  const gsize n = 1000;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double                 *numbers = g_new (double, n);
      g_autoptr (ChainColumn) column = NULL;
      ChainColumnStatistics   found;
      gsize                   sum = 0;
      gsize                   most = 0;

      for (gsize k = 0; k < n; k++)
        numbers[(k * 7) % n] = cases[i].shape ((double) k / n);
      column = chain_column_new_numbers ("x", n, numbers);
      g_assert_true (chain_column_statistics (column, n, NULL, &found));
      g_assert_cmpuint (found.n_bars, >=, cases[i].least_bars);
      g_assert_cmpuint (found.n_bars, <=, cases[i].most_bars);
      g_assert_cmpint (found.is_logarithmic, ==, cases[i].is_logarithmic);
      g_assert_cmpuint (found.n_below, ==, 0);
      g_assert_cmpuint (found.n_above, ==, cases[i].n_above);
      for (guint bar = 0; bar < found.n_bars; bar++)
        {
          const gboolean last = bar + 1 == found.n_bars;
          gsize          inside = 0;

          g_assert_cmpfloat (found.edges[bar], <, found.edges[bar + 1]);
          for (gsize k = 0; k < n; k++)
            inside += (bar == 0 || numbers[k] >= found.edges[bar])
                      && (last || numbers[k] < found.edges[bar + 1]);
          g_assert_cmpuint (found.bars[bar], ==, inside);
          sum += inside;
          most = MAX (most, inside);
        }
      g_assert_cmpuint (sum, ==, n);
      if (found.n_bars > 2)
        g_assert_cmpuint (most, <, n / 2);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ChainColumn)  column
      = chain_column_new_numbers ("x", 3, g_new0 (double, 3));
  ChainColumnStatistics    found;

  g_cancellable_cancel (cancellable);
  g_assert_false (chain_column_statistics (column, 3, cancellable, &found));
}

static void
test_levels (void)
{
  const guint32 codes[] = { 0, 1, 0, CHAIN_CODE_MISSING, 2 };
  GPtrArray    *levels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ChainTable) table = chain_table_new ("test", 5);
  ChainColumnStatistics found;

  g_ptr_array_add (levels, g_strdup ("a"));
  g_ptr_array_add (levels, g_strdup ("b"));
  g_ptr_array_add (levels, g_strdup ("c"));
  chain_table_take_column (
      table, chain_column_new_categories ("level", 5, g_memdup2 (codes, sizeof codes), levels));
  g_assert_true (chain_column_statistics (chain_table_column (table, 0), 5, NULL, &found));
  g_assert_cmpuint (found.n_values, ==, 4);
  g_assert_cmpuint (found.n_missing, ==, 1);
  g_assert_cmpuint (found.n_distinct, ==, 3);
  g_assert_cmpuint (found.n_bars, ==, 3);
  g_assert_cmpuint (found.bars[0], ==, 2);
  g_assert_cmpuint (found.bars[1], ==, 1);
  g_assert_cmpuint (found.bars[2], ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (numbers_cases); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/engine/statistics/numbers/%s", numbers_cases[i].name);

      g_test_add_data_func (path, &numbers_cases[i], test_numbers);
    }
  g_test_add_func ("/engine/statistics/no-values", test_no_values);
  g_test_add_func ("/engine/statistics/extremes", test_extremes);
  g_test_add_func ("/engine/statistics/order", test_order);
  g_test_add_func ("/engine/statistics/bars", test_bars);
  g_test_add_func ("/engine/statistics/cancelled", test_cancelled);
  g_test_add_func ("/engine/statistics/levels", test_levels);
  return g_test_run ();
}
