/* lr-range.c: the learning-rate range test.
 *
 * The rate grows from one iteration to the next, evenly on a logarithmic scale, until the loss
 * diverges (Smith, "Cyclical Learning Rates for Training Neural Networks", 2017).
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/lr-range.h"

#include "base/error.h"
#include "base/number.h"

#include <math.h>

#define SMOOTHING 0.98   /* β of the moving average */
#define STOP_FACTOR 4    /* times the smallest loss so far */
#define TRIMMED_END 5    /* last points without a say in a suggestion */
#define TRIMMED_START 10 /* likewise the first of so many parts of the iterations */

/**
 * chain_lr_range_options_init:
 * @options: (out caller-allocates): overwritten
 *
 * Sets 200 iterations from 1e-5 to 10.
 */
void
chain_lr_range_options_init (ChainLrRangeOptions *options)
{
  *options = (ChainLrRangeOptions){ .from = 1e-5, .to = 10, .iterations = 200 };
}

/**
 * chain_lr_range_options_check:
 * @options: the rates to go through
 * @error: return location for a #GError
 *
 * Fails with %CHAIN_ERROR_VALUE unless 0 < from < to, both finite, and there are at least 2
 * iterations.
 *
 * Returns: whether a test can be run with @options
 */
gboolean
chain_lr_range_options_check (const ChainLrRangeOptions *options, GError **error)
{
  char from[CHAIN_NUMBER_SIZE];
  char to[CHAIN_NUMBER_SIZE];

  chain_number_write (options->from, from);
  chain_number_write (options->to, to);
  if (!(options->from > 0 && isfinite (options->from)))
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "range test: expected a first learning rate above 0, got %s", from);
  else if (!(options->to > options->from && isfinite (options->to)))
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "range test: expected a last learning rate above the first, %s, got %s", from, to);
  else if (options->iterations < 2)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "range test: expected at least 2 iterations, got %u", options->iterations);
  else
    return TRUE;
  return FALSE;
}

/**
 * chain_lr_range_new:
 *
 * Returns: (transfer full): a curve without points
 */
ChainLrRange *
chain_lr_range_new (void)
{
  ChainLrRange *range = g_new0 (ChainLrRange, 1);

  range->smallest = INFINITY;
  range->learning_rate = g_array_new (FALSE, FALSE, sizeof (double));
  range->loss = g_array_new (FALSE, FALSE, sizeof (double));
  range->smoothed = g_array_new (FALSE, FALSE, sizeof (double));
  return range;
}

/**
 * chain_lr_range_copy:
 * @range: to copy
 *
 * Returns: (transfer full): the same curve
 */
ChainLrRange *
chain_lr_range_copy (const ChainLrRange *range)
{
  ChainLrRange *copy = g_new (ChainLrRange, 1);

  copy->learning_rate = g_array_copy (range->learning_rate);
  copy->loss = g_array_copy (range->loss);
  copy->smoothed = g_array_copy (range->smoothed);
  copy->diverged = range->diverged;
  copy->average = range->average;
  copy->smallest = range->smallest;
  return copy;
}

/**
 * chain_lr_range_free:
 * @range: (transfer full) (nullable): to free
 */
void
chain_lr_range_free (ChainLrRange *range)
{
  if (range == NULL)
    return;
  g_array_unref (range->learning_rate);
  g_array_unref (range->loss);
  g_array_unref (range->smoothed);
  g_free (range);
}

/**
 * chain_lr_range_add:
 * @range: the curve so far; @loss is appended
 * @learning_rate: of the iteration
 * @loss: of its batch before the update, finite
 *
 * With β = 0.98, averageᵢ = β averageᵢ₋₁ + (1 − β) lossᵢ, and the smoothed loss is
 * averageᵢ / (1 − βⁱ⁺¹): the correction takes out that the average begins at 0.
 *
 * Returns: whether to go on; %FALSE, and `diverged` set, once the smoothed loss is above 4 times
 *   the smallest one before it
 */
gboolean
chain_lr_range_add (ChainLrRange *range, double learning_rate, double loss)
{
  double smoothed;

  range->average = SMOOTHING * range->average + (1 - SMOOTHING) * loss;
  smoothed = range->average / (1 - pow (SMOOTHING, range->loss->len + 1));
  g_array_append_val (range->learning_rate, learning_rate);
  g_array_append_val (range->loss, loss);
  g_array_append_val (range->smoothed, smoothed);
  range->diverged = smoothed > STOP_FACTOR * range->smallest;
  range->smallest = MIN (range->smallest, smoothed);
  return !range->diverged;
}

/* Makes the next iteration; returns whether to go on. */
static gboolean
record (ChainLrRange *range, ChainIteration *iteration, const ChainLrRangeOptions *options)
{
  const guint64 t = iteration->t;
  const double  part = t / (double) (options->iterations - 1);
  const double  rate = options->from * pow (options->to / options->from, part);
  const double  loss = chain_iteration_run_with (iteration, rate);

  if (isfinite (loss) && !chain_lr_range_add (range, rate, loss))
    return FALSE;
  range->diverged = iteration->t == t;
  return !range->diverged;
}

/**
 * chain_lr_range_run:
 * @network: with the weights to start from; left as it is
 * @training: how to train, but for the learning rate
 * @dataset: where the rows are
 * @options: the rates to go through
 * @cancellable: (nullable): looked at between two iterations
 * @progress: (nullable) (scope call): called after each recorded iteration
 * @data: for @progress
 * @error: return location for a #GError
 *
 * Iteration i of N trains on batch i with the rate from · (to / from)^(i / (N − 1)) and records
 * its batch's loss before the update. It ends early, diverged, when the loss or an updated weight
 * is not finite (such a loss is not recorded) or as chain_lr_range_add() tells.
 *
 * Fails with %CHAIN_ERROR_VALUE if @options make no sense, with %G_IO_ERROR_CANCELLED if
 * cancelled, and as chain_iteration_new() does.
 *
 * Returns: (transfer full): the curve; %NULL on error
 */
ChainLrRange *
chain_lr_range_run (const ChainNetwork         *network,
                    const ChainTrainingOptions *training,
                    ChainDataset               *dataset,
                    const ChainLrRangeOptions  *options,
                    GCancellable               *cancellable,
                    ChainLrRangeProgress        progress,
                    gpointer                    data,
                    GError                    **error)
{
  g_autoptr (ChainIteration) iteration = NULL;
  g_autoptr (ChainLrRange)   range = NULL;
  gboolean                   go_on = TRUE;

  if (!chain_lr_range_options_check (options, error))
    return NULL;
  iteration = chain_iteration_new (network, training, dataset, error);
  if (iteration == NULL)
    return NULL;

  range = chain_lr_range_new ();
  while (go_on && iteration->t < options->iterations)
    {
      const guint n_recorded = range->loss->len;

      if (g_cancellable_is_cancelled (cancellable))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the range test was cancelled");
          return NULL;
        }
      go_on = record (range, iteration, options);
      if (progress != NULL && range->loss->len > n_recorded)
        progress (range, data);
    }
  return g_steal_pointer (&range);
}

static gboolean
choose (const ChainLrRange *range,
        guint               iterations,
        const ChainLrRule  *rule,
        double             *rate,
        char              **reason)
{
  const gsize        n = range->loss->len;
  const gsize        first = MIN (iterations / TRIMMED_START, n);
  const ChainLrCurve curve = {
    .rates = (const double *) (gpointer) range->learning_rate->data,
    .losses = (const double *) (gpointer) range->loss->data,
    .smoothed = (const double *) (gpointer) range->smoothed->data,
    .n = n,
    .planned = iterations,
    .first = first,
    .end = MAX (first, n > TRIMMED_END ? n - TRIMMED_END : 0),
  };

  return rule->choose (&curve, rate, reason);
}

/**
 * chain_lr_range_suggest:
 * @range: a curve
 * @iterations: how many iterations the test was to make
 * @rule: picks the rate
 * @rate: (out): the suggested learning rate
 *
 * Applies @rule. Those that read the smoothed curve see it without its first ⌊iterations / 10⌋
 * and its last 5 points: the start is not smooth yet, the end is diverging.
 *
 * Returns: whether the curve allows a choice; if not, @rate is left as it was
 */
gboolean
chain_lr_range_suggest (const ChainLrRange *range,
                        guint               iterations,
                        const ChainLrRule  *rule,
                        double             *rate)
{
  g_autofree char *reason = NULL;

  return choose (range, iterations, rule, rate, &reason);
}

/**
 * chain_lr_range_explain:
 * @range: a curve
 * @iterations: how many iterations the test was to make
 * @rule: picks the rate
 *
 * Returns: (transfer full): why @rule suggests what chain_lr_range_suggest() gives, or why the
 *   curve allows no choice: a clause for people
 */
char *
chain_lr_range_explain (const ChainLrRange *range, guint iterations, const ChainLrRule *rule)
{
  char  *reason = NULL;
  double rate;

  choose (range, iterations, rule, &rate, &reason);
  return reason;
}
