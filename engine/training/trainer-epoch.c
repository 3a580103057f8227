/* trainer-epoch.c: the iterations of an epoch, and what is made of them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/trainer-private.h"

#include "training/divergence.h"

#include <math.h>

/* Makes part of the history of @n iterations that end with the present one. */
static void
note_steps (ChainTrainer *trainer, guint n)
{
  ChainIteration *iteration = trainer->iteration;
  ChainHistory   *history = trainer->unpublished;
  const guint64   first = history->n_steps;
  const guint64   t = iteration->t - n - first;
  guint64         stride = trainer->every_step ? 1 : chain_history_stride (first);

  for (guint64 i = (first + stride - 1) / stride * stride; i < first + n; i += stride)
    {
      const ChainHistoryStep step = {
        .step = t + i,
        .epoch = (t + i) / trainer->batches_per_epoch,
        .learning_rate = chain_training_options_rate (&iteration->options, t + i),
        .loss = trainer->losses[i - first],
      };

      g_array_append_val (history->steps, step);
      stride = trainer->every_step ? 1 : chain_history_stride (i);
    }
  history->n_steps += n;
}

/* All batches of an epoch but the last have the same size, and blocks end with epochs. */
static void
sum_losses (ChainTrainer *trainer, guint n)
{
  const guint64 first = trainer->iteration->t - n;
  const gsize   full = chain_iteration_batch_rows (trainer->iteration, 0);
  const gsize   last = chain_iteration_batch_rows (trainer->iteration, first + n - 1);
  double        sum = trainer->epoch_loss;

  for (guint i = 0; i + 1 < n; i++)
    sum += trainer->losses[i] * full;
  trainer->epoch_loss = sum + trainer->losses[n - 1] * last;
  trainer->epoch_rows += (n - 1) * full + last;
  trainer->penalty_rows += (n - 1) * full + last;
}

/* How many iterations may be made at once: one that is looked at stands alone. */
static guint
steps_until_probe (const ChainTrainer *trainer, guint n, gboolean *probed)
{
  const guint64 made = trainer->unpublished->n_steps;
  const guint64 stride = chain_history_probe_stride (made);

  *probed = trainer->probes && made % stride == 0;
  if (!trainer->probes)
    return n;
  return *probed ? 1 : (guint) MIN (n, stride - made % stride);
}

/* The next iterations, up to @most or what is left of the epoch; FALSE if one diverged. */
gboolean
chain_trainer_make_steps (ChainTrainer *trainer, guint most, GError **error)
{
  ChainIteration *iteration = trainer->iteration;
  const guint64   left
    = trainer->batches_per_epoch - iteration->t % trainer->batches_per_epoch;
  gboolean        probed;
  const guint     n = steps_until_probe (trainer, (guint) MIN (most, left), &probed);
  guint           made;

  if (probed)
    chain_layer_probe_begin (iteration);
  made = chain_iteration_run_many (iteration, n, trainer->losses);
  if (probed)
    chain_layer_probe_end (iteration, made == 1 ? trainer->unpublished->probes : NULL);
  if (made > 0)
    {
      note_steps (trainer, made);
      sum_losses (trainer, made);
    }
  if (made < n)
    chain_divergence_set (iteration, trainer->losses[made], error);
  return made == n;
}

static void
judge_epoch (ChainTrainer *trainer, guint epoch, double loss)
{
  const ChainEarlyStoppingOptions *options = &trainer->iteration->options.early_stopping;
  ChainEarlyStoppingVerdict        verdict;

  if (!options->enabled)
    return;
  verdict = chain_early_stopping_judge (&trainer->stopping, options, epoch, loss);
  trainer->stopped_early = verdict == CHAIN_EARLY_STOPPING_STOP;
  if (verdict != CHAIN_EARLY_STOPPING_KEEP || !options->restore_best_weights)
    return;
  if (trainer->best_state == NULL)
    trainer->best_state = g_new (double, trainer->state_size);
  chain_iteration_copy_state (trainer->iteration, trainer->best_state);
}

/* Without validation rows, of what was measured while the epoch was trained. */
static double
metric_of_epoch (const ChainTrainer *trainer)
{
  const double mean = trainer->iteration->measure / trainer->epoch_rows;

  if (chain_evaluate_classes (trainer->iteration->dataset, trainer->iteration->options.loss))
    return mean;
  return 1 - mean * trainer->n_judged_rows / trainer->deviations;
}

static double
metric_of_validation (const ChainTrainer *trainer)
{
  const ChainDataset *dataset = trainer->iteration->dataset;

  if (chain_evaluate_classes (dataset, trainer->iteration->options.loss))
    return chain_metrics_accuracy (trainer->predictions, trainer->targets, trainer->n_judged_rows,
                                   dataset->n_outputs);
  return chain_metrics_r2 (trainer->predictions, trainer->targets,
                           trainer->n_judged_rows * dataset->n_outputs, trainer->deviations);
}

/* What is due right after an epoch's last step. */
void
chain_trainer_finish_epoch (ChainTrainer *trainer)
{
  ChainIteration         *iteration = trainer->iteration;
  const gboolean          validates = iteration->dataset->n_validation_rows > 0;
  const guint64           last = iteration->t - 1;
  const double            loss
    = validates ? chain_iteration_loss_of_rows (iteration, trainer->judged_rows,
                                                trainer->n_judged_rows, trainer->predictions)
                : NAN;
  const ChainHistoryEpoch epoch = {
    .epoch = last / trainer->batches_per_epoch,
    .step = last,
    .learning_rate = chain_training_options_rate (&iteration->options, last),
    .loss = trainer->epoch_loss / trainer->epoch_rows,
    .validation_loss = loss,
    .metric = validates ? metric_of_validation (trainer) : metric_of_epoch (trainer),
    .penalty = iteration->penalty / trainer->penalty_rows,
    .validation_penalty = validates ? chain_plan_penalty (iteration->plan) : NAN,
  };

  g_array_append_val (trainer->unpublished->epochs, epoch);
  trainer->epoch_loss = 0;
  trainer->epoch_rows = 0;
  trainer->penalty_rows = 0;
  iteration->measure = 0;
  iteration->penalty = 0;
  judge_epoch (trainer, epoch.epoch + 1, validates ? loss : epoch.loss);
  if (trainer->stopped_early)
    return;
  trainer->stop_words = chain_stop_rules_judge (&iteration->options.stop, &trainer->plateau,
                                                epoch.epoch + 1, epoch.loss);
  trainer->stopped_early = trainer->stop_words != NULL;
}
