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
  { "fractions", { 0, 0.5, 1, 1 }, 4, 4, 0, 1, 0.625, 0.41457809879442498, 24, 1, 2 },
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
  chain_column_statistics (chain_table_column (table, 0), expected->n_rows, &found);
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
      chain_column_statistics (chain_table_column (table, column), 2, &found);
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
  chain_column_statistics (chain_table_column (table, 0), 3, &found);
  g_assert_cmpuint (found.n_bars, ==, CHAIN_STATISTICS_BARS);
  g_assert_cmpuint (found.bars[0], ==, 1);
  g_assert_cmpuint (found.bars[CHAIN_STATISTICS_BARS - 1], ==, 2);
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
  chain_column_statistics (chain_table_column (table, 0), 5, &found);
  g_assert_cmpuint (found.n_values, ==, 4);
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
  g_test_add_func ("/engine/statistics/levels", test_levels);
  return g_test_run ();
}
