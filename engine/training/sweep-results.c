/* sweep-results.c: what came of the runs of a sweep, and of its cells.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/sweep-private.h"

#include <math.h>

/**
 * chain_sweep_runs_done:
 * @sweep: a sweep
 *
 * Returns: how many runs have ended
 */
guint
chain_sweep_runs_done (ChainSweep *sweep)
{
  guint done;

  pthread_mutex_lock (&sweep->mutex);
  done = sweep->n_done;
  pthread_mutex_unlock (&sweep->mutex);
  return done;
}

/**
 * chain_sweep_get_run:
 * @sweep: a sweep, running or not
 * @run: from 0
 * @copy: (out caller-allocates): the run so far; to be cleared with chain_sweep_run_clear()
 */
void
chain_sweep_get_run (ChainSweep *sweep, guint run, ChainSweepRun *copy)
{
  pthread_mutex_lock (&sweep->mutex);
  *copy = sweep->runs[run];
  copy->message = g_strdup (copy->message);
  copy->steps = copy->steps != NULL ? g_array_copy (copy->steps) : NULL;
  copy->epochs = copy->epochs != NULL ? g_array_copy (copy->epochs) : NULL;
  pthread_mutex_unlock (&sweep->mutex);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double first = *(const double *) a;
  const double second = *(const double *) b;

  return first < second ? -1 : first > second;
}

/* NaN where it is infinite. */
static double
median (double *values, guint n)
{
  double middle;

  qsort (values, n, sizeof (double), compare_doubles);
  middle = n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
  return isfinite (middle) ? middle : NAN;
}

/**
 * chain_sweep_get_cell:
 * @sweep: a sweep, running or not
 * @cell: from 0
 * @result: (out caller-allocates): what its runs come to so far
 */
void
chain_sweep_get_cell (ChainSweep *sweep, guint cell, ChainSweepCell *result)
{
  const guint n = sweep->options.seeds;
  double      values[3][CHAIN_SWEEP_MOST_SEEDS];

  *result = (ChainSweepCell){ .training_loss = NAN, .validation_loss = NAN, .metric = NAN };
  pthread_mutex_lock (&sweep->mutex);
  for (guint i = 0; i < n; i++)
    {
      const ChainSweepRun *run = &sweep->runs[cell * n + i];
      const gboolean       good = run->status == CHAIN_SWEEP_DONE;

      result->done += run->status >= CHAIN_SWEEP_DONE;
      result->diverged += run->status == CHAIN_SWEEP_DIVERGED;
      result->failed += run->status == CHAIN_SWEEP_FAILED;
      values[0][i] = good ? run->training_loss : INFINITY;
      values[1][i] = good && chain_sweep_validates (sweep) ? run->validation_loss : INFINITY;
      values[2][i] = good && !isnan (run->metric) ? run->metric : -INFINITY;
    }
  pthread_mutex_unlock (&sweep->mutex);
  if (result->done < n)
    return;
  result->training_loss = median (values[0], n);
  result->validation_loss = median (values[1], n);
  result->metric = median (values[2], n);
}

/**
 * chain_sweep_cell_loss:
 * @sweep: a sweep
 * @cell: one of its cells
 *
 * Returns: what cells are compared by: the validation loss where there are validation rows, else
 *   the training loss; NaN while there is none
 */
double
chain_sweep_cell_loss (const ChainSweep *sweep, const ChainSweepCell *cell)
{
  return chain_sweep_validates (sweep) ? cell->validation_loss : cell->training_loss;
}

/**
 * chain_sweep_best:
 * @sweep: a sweep, running or not
 * @cell: (out): the cell of least loss so far; the first of equals
 *
 * Returns: %FALSE while no cell has a loss
 */
gboolean
chain_sweep_best (ChainSweep *sweep, guint *cell)
{
  double least = INFINITY;

  for (guint i = 0; i < sweep->n_cells; i++)
    {
      ChainSweepCell result;
      double         loss;

      chain_sweep_get_cell (sweep, i, &result);
      loss = chain_sweep_cell_loss (sweep, &result);
      if (!(loss < least))
        continue;
      least = loss;
      *cell = i;
    }
  return isfinite (least);
}
