/* statistics.c: range, mean and histogram of a column.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/statistics.h"

#include <math.h>

/* Welford's running mean and variance: large values neither overflow nor cancel. */
static void
measure_numbers (const double *numbers, gsize n_rows, ChainColumnStatistics *statistics)
{
  double mean = 0;
  double squares = 0;

  for (gsize row = 0; row < n_rows; row++)
    {
      const double value = numbers[row];
      const double difference = value - mean;

      if (!isfinite (value))
        continue;
      statistics->n_values++;
      mean += difference / (double) statistics->n_values;
      squares += difference * (value - mean);
      statistics->minimum = fmin (statistics->minimum, value);
      statistics->maximum = fmax (statistics->maximum, value);
    }
  if (statistics->n_values == 0)
    return;
  statistics->mean = mean;
  statistics->deviation = sqrt (squares / (double) statistics->n_values);
}

/* Whole numbers over a short range get a bar each, so that 0 and 1 do not stand at the ends of
 * an empty row of bars. */
static guint
count_bars (const double *numbers, gsize n_rows, const ChainColumnStatistics *statistics)
{
  const double range = statistics->maximum - statistics->minimum;

  if (range == 0)
    return 1;
  if (!(range < CHAIN_STATISTICS_BARS))
    return CHAIN_STATISTICS_BARS;
  for (gsize row = 0; row < n_rows; row++)
    if (isfinite (numbers[row]) && numbers[row] != floor (numbers[row]))
      return CHAIN_STATISTICS_BARS;
  return (guint) range + 1;
}

static void
bar_numbers (const double *numbers, gsize n_rows, ChainColumnStatistics *statistics)
{
  /* Halves, because the range of finite numbers may be infinite. */
  const double from = statistics->minimum / 2;
  const double range = statistics->maximum / 2 - from;

  statistics->n_bars = count_bars (numbers, n_rows, statistics);
  for (gsize row = 0; row < n_rows; row++)
    {
      if (!isfinite (numbers[row]))
        continue;

      const double place = range > 0 ? (numbers[row] / 2 - from) / range : 0;
      const guint  bar = (guint) (place * statistics->n_bars);

      statistics->bars[MIN (bar, statistics->n_bars - 1)]++;
    }
}

static void
bar_levels (const ChainColumn *column, gsize n_rows, ChainColumnStatistics *statistics)
{
  statistics->n_bars = MIN (column->levels->len, CHAIN_STATISTICS_BARS);
  for (gsize row = 0; row < n_rows; row++)
    {
      if (column->codes[row] == CHAIN_CODE_MISSING)
        continue;
      statistics->n_values++;
      if (column->codes[row] < statistics->n_bars)
        statistics->bars[column->codes[row]]++;
    }
}

/**
 * chain_column_statistics:
 * @column: a column of @n_rows rows
 * @n_rows: its rows
 * @statistics: (out caller-allocates): range, mean, deviation and bars
 *
 * The bars of a number column count the values in equal parts of its range, those of a category
 * the rows of each level, in the order of the levels, as far as there are bars.
 */
void
chain_column_statistics (const ChainColumn *column, gsize n_rows, ChainColumnStatistics *statistics)
{
  g_return_if_fail (column != NULL && statistics != NULL);

  *statistics = (ChainColumnStatistics){
    .minimum = NAN,
    .maximum = NAN,
    .mean = NAN,
    .deviation = NAN,
  };
  if (column->kind == CHAIN_COLUMN_NUMBER)
    {
      measure_numbers (column->numbers, n_rows, statistics);
      if (statistics->n_values > 0)
        bar_numbers (column->numbers, n_rows, statistics);
    }
  if (column->kind == CHAIN_COLUMN_CATEGORY)
    bar_levels (column, n_rows, statistics);
}
