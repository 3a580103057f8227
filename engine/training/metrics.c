/* metrics.c: how good predictions are, beyond the loss.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/metrics.h"

#include <math.h>

/* Of a class: rows rightly predicted as it, of all predicted as it and of all that are it. */
static void
judge_classes (ChainMetrics *metrics)
{
  const guint n = metrics->n_classes;

  metrics->precision = g_new (double, n);
  metrics->recall = g_new (double, n);
  for (guint class = 0; class < n; class++)
    {
      const double right = metrics->confusion[(gsize) class * n + class];
      gsize        predicted = 0;
      gsize        actual = 0;

      for (guint other = 0; other < n; other++)
        {
          predicted += metrics->confusion[(gsize) other * n + class];
          actual += metrics->confusion[(gsize) class * n + other];
        }
      metrics->precision[class] = predicted > 0 ? right / predicted : NAN;
      metrics->recall[class] = actual > 0 ? right / actual : NAN;
    }
}

static void
count_classes (ChainMetrics *metrics,
               const double *predictions,
               const double *targets,
               guint         n_outputs)
{
  metrics->n_classes = n_outputs == 1 ? 2 : n_outputs;
  metrics->confusion = g_new0 (gsize, (gsize) metrics->n_classes * metrics->n_classes);
  for (gsize row = 0; row < metrics->n_rows; row++)
    {
      const guint truth = chain_metrics_class (targets + row * n_outputs, n_outputs);
      const guint guess = chain_metrics_class (predictions + row * n_outputs, n_outputs);

      metrics->confusion[(gsize) truth * metrics->n_classes + guess]++;
    }
  metrics->accuracy = chain_metrics_accuracy (predictions, targets, metrics->n_rows, n_outputs);
  judge_classes (metrics);
}

/* Σ (y − ȳ)² with each output's own mean, in two passes: the one-pass form cancels. */
static double
sum_of_deviations (const double *targets, gsize n_rows, guint n_outputs)
{
  double sum = 0;

  for (guint column = 0; column < n_outputs; column++)
    {
      double mean = 0;

      for (gsize row = 0; row < n_rows; row++)
        mean += targets[row * n_outputs + column] / n_rows;
      for (gsize row = 0; row < n_rows; row++)
        {
          const double deviation = targets[row * n_outputs + column] - mean;

          sum += deviation * deviation;
        }
    }
  return sum;
}

static gboolean
varies (const double *targets, gsize n_rows, guint n_outputs)
{
  for (gsize i = n_outputs; i < n_rows * n_outputs; i++)
    if (targets[i] != targets[i - n_outputs])
      return TRUE;
  return FALSE;
}

static void
measure_numbers (ChainMetrics *metrics,
                 const double *predictions,
                 const double *targets,
                 guint         n_outputs)
{
  const gsize n = metrics->n_rows * n_outputs;
  double      squares = 0;
  double      magnitudes = 0;

  for (gsize i = 0; i < n; i++)
    {
      const double error = predictions[i] - targets[i];

      squares += error * error;
      magnitudes += fabs (error);
    }
  metrics->rmse = n > 0 ? sqrt (squares / n) : NAN;
  metrics->mae = n > 0 ? magnitudes / n : NAN;
  metrics->r2 = chain_metrics_r2 (predictions, targets, n,
                                  chain_metrics_deviations (targets, metrics->n_rows, n_outputs));
}

/**
 * chain_metrics_new:
 * @predictions: [n_rows, n_outputs] ŷ, row-major
 * @targets: [n_rows, n_outputs] y
 * @n_rows: number of rows
 * @n_outputs: numbers in a row, at least 1
 * @classes: whether the outputs stand for classes
 * @loss: the loss of these predictions, kept as it is
 *
 * For classes, counts how often each true class was predicted as each class, and
 * accuracy = rows predicted rightly / all rows. Of each class, precision = rows predicted rightly
 * as it / rows predicted as it, and recall = rows predicted rightly as it / rows that are it; of
 * one output the classes are 0 and 1, and both have theirs.
 *
 * For numbers, over all n = n_rows · n_outputs of them:
 * RMSE = √(Σ (ŷ − y)² / n), MAE = Σ |ŷ − y| / n, both in the unit of the targets, and
 * R² = 1 − Σ (ŷ − y)² / Σ (y − ȳ)² with ȳ the mean of the output's own targets. R² is NaN where
 * no target varies. What does not apply is NaN; so is everything when there are no rows.
 *
 * Returns: (transfer full): the metrics
 */
ChainMetrics *
chain_metrics_new (const double *predictions,
                   const double *targets,
                   gsize         n_rows,
                   guint         n_outputs,
                   gboolean      classes,
                   double        loss)
{
  ChainMetrics *metrics = g_new (ChainMetrics, 1);

  *metrics = (ChainMetrics){
    .n_rows = n_rows,
    .loss = loss,
    .accuracy = NAN,
    .rmse = NAN,
    .mae = NAN,
    .r2 = NAN,
  };
  if (classes)
    count_classes (metrics, predictions, targets, n_outputs);
  else
    measure_numbers (metrics, predictions, targets, n_outputs);
  return metrics;
}

/**
 * chain_metrics_free:
 * @metrics: (transfer full) (nullable): to free
 */
void
chain_metrics_free (ChainMetrics *metrics)
{
  if (metrics == NULL)
    return;
  g_free (metrics->confusion);
  g_free (metrics->precision);
  g_free (metrics->recall);
  g_free (metrics);
}

/**
 * chain_metrics_accuracy:
 * @predictions: [n_rows, n_outputs] ŷ, row-major
 * @targets: [n_rows, n_outputs] y
 * @n_rows: number of rows
 * @n_outputs: numbers in a row, at least 1
 *
 * Returns: the accuracy as chain_metrics_new() gives it
 */
double
chain_metrics_accuracy (const double *predictions,
                        const double *targets,
                        gsize         n_rows,
                        guint         n_outputs)
{
  gsize n_right = 0;

  for (gsize i = 0; i < n_rows * n_outputs; i += n_outputs)
    n_right += chain_metrics_class (targets + i, n_outputs)
               == chain_metrics_class (predictions + i, n_outputs);
  return n_rows > 0 ? (double) n_right / n_rows : NAN;
}

/**
 * chain_metrics_r2:
 * @predictions: [n] ŷ
 * @targets: [n] y
 * @n: numbers
 * @deviations: as chain_metrics_deviations() gives them
 *
 * Returns: R² as chain_metrics_new() gives it
 */
double
chain_metrics_r2 (const double *predictions, const double *targets, gsize n, double deviations)
{
  double squares = 0;

  for (gsize i = 0; i < n; i++)
    squares += (predictions[i] - targets[i]) * (predictions[i] - targets[i]);
  return 1 - squares / deviations;
}

/**
 * chain_metrics_deviations:
 * @targets: [n_rows, n_outputs] y, row-major
 * @n_rows: number of rows
 * @n_outputs: numbers in a row, at least 1
 *
 * Returns: Σ (y − ȳ)² with ȳ the mean of the output's own targets; NaN where no target varies
 */
double
chain_metrics_deviations (const double *targets, gsize n_rows, guint n_outputs)
{
  return varies (targets, n_rows, n_outputs) ? sum_of_deviations (targets, n_rows, n_outputs)
                                             : NAN;
}

/**
 * chain_metrics_class:
 * @output: [n_outputs] a row of predictions or targets
 * @n_outputs: at least 1
 *
 * Returns: the class a row stands for: of several outputs the index of the largest, the first
 *   on a tie; of one output 1 from 1/2 on, else 0
 */
guint
chain_metrics_class (const double *output, guint n_outputs)
{
  guint largest = 0;

  if (n_outputs == 1)
    return output[0] >= 0.5;
  for (guint i = 1; i < n_outputs; i++)
    if (output[i] > output[largest])
      largest = i;
  return largest;
}
