/* statistics.c: what a person wants to know of a column before training on it.
 *
 * One pass for mean and deviation, and a sorted copy for everything that is about order.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/statistics.h"

#include "data/sorted-numbers.h"

#include <math.h>

#define CROWDED 0.75       /* share of the values in one bar at which equal bars say too little */
#define FAR_OUT 3.0        /* interquartile ranges beyond the quartiles */
#define CHECK_EVERY 65536  /* rows between two looks at the cancellable */

/* Welford's running mean and variance: large values neither overflow nor cancel. */
static gboolean
measure_numbers (const double          *numbers,
                 gsize                  n_rows,
                 GCancellable          *cancellable,
                 ChainColumnStatistics *statistics)
{
  double mean = 0;
  double squares = 0;

  statistics->is_whole = TRUE;
  for (gsize row = 0; row < n_rows; row++)
    {
      const double value = numbers[row];
      const double difference = value - mean;

      if (row % CHECK_EVERY == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (!isfinite (value))
        {
          statistics->n_missing += isnan (value) != 0;
          statistics->n_infinite += isnan (value) == 0;
          continue;
        }
      statistics->n_values++;
      mean += difference / (double) statistics->n_values;
      squares += difference * (value - mean);
      statistics->is_whole = statistics->is_whole && value == floor (value);
    }
  if (statistics->n_values == 0)
    return TRUE;
  statistics->mean = mean;
  statistics->deviation = sqrt (squares / (double) statistics->n_values);
  return TRUE;
}

/* The value below which a share of the others lies, mixed from the two nearest. */
static double
quantile (const double *sorted, gsize n, double share)
{
  const double place = share * (double) (n - 1);
  const gsize  below = (gsize) place;
  const double rest = place - (double) below;

  if (rest == 0)
    return sorted[below];
  return sorted[below] * (1 - rest) + sorted[below + 1] * rest;
}

static void
read_sorted (const double *sorted, gsize n, ChainColumnStatistics *statistics)
{
  statistics->minimum = sorted[0];
  statistics->maximum = sorted[n - 1];
  for (guint i = 0; i < G_N_ELEMENTS (statistics->quartiles); i++)
    statistics->quartiles[i] = quantile (sorted, n, (i + 1) / 4.0);
  statistics->n_distinct = 1;
  for (gsize i = 1; i < n; i++)
    statistics->n_distinct += sorted[i] != sorted[i - 1];
}

/* How many values are below a limit. */
static gsize
count_below (const double *sorted, gsize n, double limit)
{
  gsize from = 0;
  gsize to = n;

  while (from < to)
    {
      const gsize middle = from + (to - from) / 2;

      if (sorted[middle] < limit)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

static gsize
count_up_to (const double *sorted, gsize n, double limit)
{
  return count_below (sorted, n, nextafter (limit, INFINITY));
}

/* The end bars count what lies beyond them. Returns how many values the fullest bar has. */
static gsize
fill_bars (const double *sorted, gsize n, ChainColumnStatistics *statistics)
{
  gsize counted = 0;
  gsize most = 0;

  for (guint i = 0; i < statistics->n_bars; i++)
    {
      const gsize below = i + 1 < statistics->n_bars
                              ? count_below (sorted, n, statistics->edges[i + 1])
                              : n;

      statistics->bars[i] = below - counted;
      counted = below;
      most = MAX (most, statistics->bars[i]);
    }
  return most;
}

/* Halves, because the range of finite numbers may be infinite. */
static void
set_edges (ChainColumnStatistics *statistics, double from, double to, guint n_bars)
{
  const double half = to / 2 - from / 2;

  statistics->n_bars = n_bars;
  for (guint i = 0; i < n_bars; i++)
    statistics->edges[i] = 2 * (from / 2 + half * ((double) i / n_bars));
  statistics->edges[n_bars] = to;
}

/* As many bars as numpy's "auto" takes: the larger of what Sturges (1926) and Freedman and Diaconis
 * (1981) propose. */
static guint
choose_n_bars (const ChainColumnStatistics *statistics, double from, double to)
{
  const double n = (double) statistics->n_values;
  const double spread = statistics->quartiles[2] - statistics->quartiles[0];
  double       n_bars = ceil (log2 (n) + 1);

  if (spread > 0 && isfinite (to - from))
    n_bars = fmax (n_bars, ceil ((to - from) / (2 * spread / cbrt (n))));
  return (guint) fmin (n_bars, CHAIN_STATISTICS_BARS);
}

/* Whole numbers stand in the middle of their bars, so that 0 and 1 do not stand at the ends of an
 * empty row of them; over a long range each bar has equally many. */
static void
set_whole_edges (ChainColumnStatistics *statistics, double from, double to)
{
  const double width = ceil ((to - from + 1) / CHAIN_STATISTICS_BARS);
  const guint  n_bars = (guint) ceil ((to - from + 1) / width);

  statistics->n_bars = n_bars;
  for (guint i = 0; i <= n_bars; i++)
    statistics->edges[i] = from - 0.5 + i * width;
}

static void
set_equal_edges (ChainColumnStatistics *statistics, double from, double to)
{
  if (from == to)
    set_edges (statistics, from, to, 1);
  else if (statistics->is_whole && to - from < 1e15)
    set_whole_edges (statistics, from, to);
  else
    set_edges (statistics, from, to, choose_n_bars (statistics, from, to));
}

static void
set_logarithmic_edges (ChainColumnStatistics *statistics)
{
  const double from = log (statistics->minimum);
  const double to = log (statistics->maximum);

  set_edges (statistics, from, to, CHAIN_STATISTICS_BARS);
  for (guint i = 1; i < statistics->n_bars; i++)
    statistics->edges[i] = exp (statistics->edges[i]);
  statistics->edges[0] = statistics->minimum;
  statistics->edges[statistics->n_bars] = statistics->maximum;
  statistics->is_logarithmic = TRUE;
}

/* Where nearly all values would share one bar, the bars grow by a factor, or cover the bulk of the
 * values alone with the rest counted at the ends. */
static void
bar_numbers (const double *sorted, gsize n, ChainColumnStatistics *statistics)
{
  const double *quartiles = statistics->quartiles;
  const double  reach = FAR_OUT * (quartiles[2] - quartiles[0]);
  gsize         most;

  set_equal_edges (statistics, statistics->minimum, statistics->maximum);
  most = fill_bars (sorted, n, statistics);
  if ((double) most < CROWDED * (double) n || reach == 0 || !isfinite (reach)
      || statistics->n_distinct <= statistics->n_bars)
    return;
  if (statistics->minimum > 0)
    set_logarithmic_edges (statistics);
  else
    {
      const double from = fmax (statistics->minimum, quartiles[0] - reach);
      const double to = fmin (statistics->maximum, quartiles[2] + reach);

      set_equal_edges (statistics, statistics->is_whole ? floor (from) : from,
                       statistics->is_whole ? ceil (to) : to);
      statistics->n_below = count_below (sorted, n, statistics->edges[0]);
      statistics->n_above = n - count_up_to (sorted, n, statistics->edges[statistics->n_bars]);
    }
  fill_bars (sorted, n, statistics);
}

static gboolean
summarize_numbers (const double          *numbers,
                   gsize                  n_rows,
                   GCancellable          *cancellable,
                   ChainColumnStatistics *statistics)
{
  g_autofree double *sorted = NULL;
  gsize              n;

  if (!measure_numbers (numbers, n_rows, cancellable, statistics))
    return FALSE;
  sorted = chain_numbers_sorted (numbers, n_rows, cancellable, &n);
  if (sorted == NULL)
    return FALSE;
  if (n > 0)
    {
      read_sorted (sorted, n, statistics);
      bar_numbers (sorted, n, statistics);
    }
  return TRUE;
}

static void
summarize_levels (const ChainColumn *column, gsize n_rows, ChainColumnStatistics *statistics)
{
  g_autofree gsize *counts = g_new (gsize, MAX (column->levels->len, 1));

  chain_column_level_counts (column, n_rows, counts);
  statistics->n_bars = MIN (column->levels->len, CHAIN_STATISTICS_BARS);
  for (guint i = 0; i < column->levels->len; i++)
    {
      statistics->n_values += counts[i];
      statistics->n_distinct += counts[i] > 0;
      if (i < statistics->n_bars)
        statistics->bars[i] = counts[i];
    }
  statistics->n_missing = n_rows - statistics->n_values;
}

/**
 * chain_column_statistics:
 * @column: a column of @n_rows rows
 * @n_rows: its rows
 * @cancellable: (nullable): to give up with
 * @statistics: (out caller-allocates): counts, range, mean, deviation, quartiles and bars
 *
 * The bars of a category count the rows of each level, in the order of the levels, as far as there
 * are bars; those of numbers divide the range. Mixing for a quartile is linear, as in numpy.
 *
 * Returns: %FALSE if cancelled, and then @statistics say nothing
 */
gboolean
chain_column_statistics (const ChainColumn     *column,
                         gsize                  n_rows,
                         GCancellable          *cancellable,
                         ChainColumnStatistics *statistics)
{
  g_return_val_if_fail (column != NULL && statistics != NULL, FALSE);

  *statistics = (ChainColumnStatistics){
    .minimum = NAN,
    .maximum = NAN,
    .mean = NAN,
    .deviation = NAN,
    .quartiles = { NAN, NAN, NAN },
  };
  if (column->kind == CHAIN_COLUMN_NUMBER)
    return summarize_numbers (column->numbers, n_rows, cancellable, statistics);
  if (column->kind == CHAIN_COLUMN_CATEGORY)
    summarize_levels (column, n_rows, statistics);
  else
    statistics->n_missing = n_rows;
  return !g_cancellable_is_cancelled (cancellable);
}

/**
 * chain_column_level_counts:
 * @column: a column of categories of @n_rows rows
 * @n_rows: its rows
 * @counts: (out caller-allocates): [levels] rows of each level
 */
void
chain_column_level_counts (const ChainColumn *column, gsize n_rows, gsize *counts)
{
  g_return_if_fail (column->kind == CHAIN_COLUMN_CATEGORY);

  for (guint i = 0; i < column->levels->len; i++)
    counts[i] = 0;
  for (gsize row = 0; row < n_rows; row++)
    if (column->codes[row] != CHAIN_CODE_MISSING)
      counts[column->codes[row]]++;
}

static void
count_classes (const ChainDataset *dataset, const guint *rows, gsize n_rows, gsize *counts)
{
  const guint n_classes = g_strv_length (dataset->classes);

  for (guint i = 0; i < n_classes; i++)
    counts[i] = 0;
  for (gsize i = 0; i < n_rows; i++)
    {
      const double *target = dataset->targets + (gsize) rows[i] * dataset->n_outputs;
      guint         class = 0;

      if (dataset->n_outputs == 1)
        class = target[0] != 0;
      else
        while (class + 1 < n_classes && target[class] == 0)
          class++;
      counts[class]++;
    }
}

/**
 * chain_dataset_class_counts:
 * @dataset: a data set with classes
 * @training: (out caller-allocates): [classes] training rows of each class
 * @validation: (out caller-allocates): [classes] validation rows of each class
 *
 * How evenly the classes are spread, in the order of @dataset's classes.
 */
void
chain_dataset_class_counts (const ChainDataset *dataset, gsize *training, gsize *validation)
{
  g_return_if_fail (dataset->classes != NULL);

  count_classes (dataset, dataset->training_rows, dataset->n_training_rows, training);
  count_classes (dataset, dataset->validation_rows, dataset->n_validation_rows, validation);
}
