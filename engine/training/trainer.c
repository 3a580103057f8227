/* trainer.c: runs epochs, on the caller's thread or on one of its own.
 *
 * Whoever trains works on the iteration alone, and now and then publishes: under the mutex it
 * copies the weights and hands over the steps made since. Everything others may look at while
 * training goes on is what was published.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/trainer-private.h"

#include "base/error.h"
#include "training/divergence.h"

#include <math.h>

/* Often enough for every frame of a display, rarely enough to cost nothing. */
#define PUBLISH_INTERVAL (15 * G_TIME_SPAN_MILLISECOND)

/* The run under way. */
typedef struct
{
  guint64 first; /* t at its start */
  gint64  started_at;
  gint64  published_at;
} Run;

static void
choose_judged_rows (ChainTrainer *trainer)
{
  const ChainDataset *dataset = trainer->iteration->dataset;
  const gboolean      validates = dataset->n_validation_rows > 0;

  trainer->judged_rows = validates ? dataset->validation_rows : dataset->training_rows;
  trainer->n_judged_rows = validates ? dataset->n_validation_rows : dataset->n_training_rows;
  trainer->targets = g_new (double, trainer->n_judged_rows * dataset->n_outputs);
  trainer->predictions = g_new (double, trainer->n_judged_rows * dataset->n_outputs);
  chain_evaluate_targets (dataset, trainer->judged_rows, trainer->n_judged_rows, trainer->targets);
}

/**
 * chain_trainer_new:
 * @network: with weights; copied, not kept
 * @options: how to train; copied
 * @dataset: where the rows are; a reference is kept
 * @error: return location for a #GError
 *
 * Fails as chain_iteration_new() does.
 *
 * Returns: (transfer full): a trainer that has made no update; %NULL on error
 */
ChainTrainer *
chain_trainer_new (const ChainNetwork         *network,
                   const ChainTrainingOptions *options,
                   ChainDataset               *dataset,
                   GError                    **error)
{
  ChainIteration *iteration = chain_iteration_new (network, options, dataset, error);
  ChainTrainer   *trainer;

  if (iteration == NULL)
    return NULL;

  trainer = g_new0 (ChainTrainer, 1);
  pthread_mutex_init (&trainer->mutex, NULL);
  trainer->iteration = iteration;
  trainer->batches_per_epoch = chain_batches_per_epoch (iteration->batches);
  trainer->state_size = chain_iteration_state_size (iteration);
  trainer->unpublished = chain_history_new ();
  trainer->cancellable = g_cancellable_new ();
  trainer->published.history = chain_history_new ();
  trainer->published.state = chain_iteration_save_state (iteration);
  chain_early_stopping_init (&trainer->stopping);
  choose_judged_rows (trainer);
  return trainer;
}

/**
 * chain_trainer_free:
 * @trainer: (transfer full) (nullable): to free; a run on its own thread is cancelled first
 */
void
chain_trainer_free (ChainTrainer *trainer)
{
  if (trainer == NULL)
    return;
  chain_trainer_cancel (trainer);
  chain_trainer_join (trainer);
  pthread_mutex_destroy (&trainer->mutex);
  g_clear_error (&trainer->published.error);
  g_free (trainer->published.message);
  g_free (trainer->published.state);
  chain_history_free (trainer->published.history);
  g_object_unref (trainer->cancellable);
  g_free (trainer->best_state);
  g_free (trainer->predictions);
  g_free (trainer->targets);
  chain_history_free (trainer->unpublished);
  chain_iteration_free (trainer->iteration);
  g_free (trainer);
}

static gboolean
is_running (ChainTrainer *trainer)
{
  gboolean running;

  pthread_mutex_lock (&trainer->mutex);
  running = trainer->published.status == CHAIN_TRAINER_RUNNING;
  pthread_mutex_unlock (&trainer->mutex);
  return running;
}

/**
 * chain_trainer_continue_from:
 * @trainer: not running
 * @t: updates made so far
 * @state: [state size] the weights, as chain_iteration_save_state() gives them
 *
 * Lets the next run begin at iteration @t with these weights. The history starts anew; if @t is
 * inside an epoch, the mean loss of that epoch is over the steps made from here. Early stopping
 * begins a new wait.
 */
void
chain_trainer_continue_from (ChainTrainer *trainer, guint64 t, const double *state)
{
  g_return_if_fail (!is_running (trainer));

  chain_iteration_load_state (trainer->iteration, t, state);
  trainer->epoch_loss = 0;
  trainer->epoch_rows = 0;
  chain_early_stopping_init (&trainer->stopping);

  pthread_mutex_lock (&trainer->mutex);
  g_array_set_size (trainer->published.history->steps, 0);
  g_array_set_size (trainer->published.history->epochs, 0);
  chain_iteration_copy_state (trainer->iteration, trainer->published.state);
  trainer->published.t = t;
  trainer->published.status = CHAIN_TRAINER_READY;
  trainer->published.epochs_done = 0;
  trainer->published.epochs_planned = 0;
  trainer->published.epochs_per_second = 0;
  g_clear_error (&trainer->published.error);
  g_clear_pointer (&trainer->published.message, g_free);
  pthread_mutex_unlock (&trainer->mutex);
}

/**
 * chain_trainer_iteration:
 * @trainer: not running
 *
 * Returns: (transfer none): where it is
 */
ChainIteration *
chain_trainer_iteration (ChainTrainer *trainer)
{
  return trainer->iteration;
}

/* What is said to be running is so before its thread has come to life. */
static void
mark_running (ChainTrainer *trainer, guint epochs)
{
  pthread_mutex_lock (&trainer->mutex);
  trainer->published.status = CHAIN_TRAINER_RUNNING;
  trainer->published.epochs_done = 0;
  trainer->published.epochs_planned = epochs;
  trainer->published.epochs_per_second = 0;
  g_clear_error (&trainer->published.error);
  g_clear_pointer (&trainer->published.message, g_free);
  pthread_mutex_unlock (&trainer->mutex);
}

static void
move_items (GArray *from, GArray *to)
{
  if (from->len > 0)
    g_array_append_vals (to, from->data, from->len);
  g_array_set_size (from, 0);
}

static guint
epochs_done (const ChainTrainer *trainer, const Run *run)
{
  return trainer->iteration->t / trainer->batches_per_epoch
         - run->first / trainer->batches_per_epoch;
}

static void
publish (ChainTrainer *trainer, Run *run, ChainTrainerStatus status, const GError *failure)
{
  ChainTrainerPublished *published = &trainer->published;
  const gint64  now = g_get_monotonic_time ();
  const double  seconds = MAX (now - run->started_at, 1) / (double) G_USEC_PER_SEC;
  const guint64 n_steps = trainer->iteration->t - run->first;

  pthread_mutex_lock (&trainer->mutex);
  move_items (trainer->unpublished->steps, published->history->steps);
  move_items (trainer->unpublished->epochs, published->history->epochs);
  chain_iteration_copy_state (trainer->iteration, published->state);
  published->t = trainer->iteration->t;
  published->status = status;
  published->epochs_done = epochs_done (trainer, run);
  published->epochs_per_second = (double) n_steps / trainer->batches_per_epoch / seconds;
  published->error = failure != NULL ? g_error_copy (failure) : NULL;
  if (status == CHAIN_TRAINER_FINISHED && trainer->stopped_early)
    published->message
        = chain_early_stopping_words (&trainer->stopping,
                                      &trainer->iteration->options.early_stopping,
                                      trainer->iteration->dataset->n_validation_rows > 0);
  pthread_mutex_unlock (&trainer->mutex);
  run->published_at = now;
}

static gboolean
make_step (ChainTrainer *trainer, GError **error)
{
  ChainIteration  *iteration = trainer->iteration;
  ChainHistoryStep step = {
    .step = iteration->t,
    .epoch = iteration->t / trainer->batches_per_epoch,
  };

  step.loss = chain_iteration_run (iteration);
  if (iteration->t == step.step)
    {
      chain_divergence_set (iteration, step.loss, error);
      return FALSE;
    }
  step.learning_rate
    = chain_walk_value (iteration->walk, iteration->recording->learning_rate)->values[0];
  g_array_append_val (trainer->unpublished->steps, step);
  trainer->epoch_loss += step.loss * chain_walk_batch (iteration->walk);
  trainer->epoch_rows += chain_walk_batch (iteration->walk);
  return TRUE;
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

/* Right after the epoch's last step, which is why that is still unpublished. */
static void
finish_epoch (ChainTrainer *trainer)
{
  ChainIteration          *iteration = trainer->iteration;
  const ChainDataset      *dataset = iteration->dataset;
  GArray                  *steps = trainer->unpublished->steps;
  const ChainHistoryStep   last = g_array_index (steps, ChainHistoryStep, steps->len - 1);
  const gsize              n_rows = trainer->n_judged_rows;
  double                  *predictions = trainer->predictions;
  const gboolean           classes = chain_evaluate_classes (dataset, iteration->options.loss);
  const double             loss
    = chain_iteration_loss_of_rows (iteration, trainer->judged_rows, n_rows, predictions);
  g_autoptr (ChainMetrics) metrics = chain_metrics_new (predictions, trainer->targets, n_rows,
                                                        dataset->n_outputs, classes, loss);
  const ChainHistoryEpoch  epoch = {
    .epoch = last.epoch,
    .step = last.step,
    .learning_rate = last.learning_rate,
    .loss = trainer->epoch_loss / trainer->epoch_rows,
    .validation_loss = dataset->n_validation_rows > 0 ? loss : NAN,
    .metric = classes ? metrics->accuracy : metrics->r2,
  };

  g_array_append_val (trainer->unpublished->epochs, epoch);
  trainer->epoch_loss = 0;
  trainer->epoch_rows = 0;
  judge_epoch (trainer, epoch.epoch + 1, dataset->n_validation_rows > 0 ? loss : epoch.loss);
}

/* One step, and what is due after it. */
static gboolean
advance (ChainTrainer        *trainer,
         Run                 *run,
         guint                epochs,
         ChainTrainerProgress progress,
         gpointer             data,
         GError             **error)
{
  if (!make_step (trainer, error))
    return FALSE;
  if (trainer->iteration->t % trainer->batches_per_epoch == 0)
    {
      finish_epoch (trainer);
      if (progress != NULL && !progress (epochs_done (trainer, run), epochs, data))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "training was cancelled");
          return FALSE;
        }
    }
  if (g_get_monotonic_time () - run->published_at >= PUBLISH_INTERVAL)
    publish (trainer, run, CHAIN_TRAINER_RUNNING, NULL);
  return TRUE;
}

static gboolean
train (ChainTrainer        *trainer,
       guint                epochs,
       GCancellable        *cancellable,
       ChainTrainerProgress progress,
       gpointer             data,
       GError             **error)
{
  const guint64      first = trainer->iteration->t;
  const guint64      n_batches = trainer->batches_per_epoch;
  const guint64      end = (first / n_batches + epochs) * n_batches;
  const gint64       now = g_get_monotonic_time ();
  Run                run = { .first = first, .started_at = now, .published_at = now };
  ChainTrainerStatus status = CHAIN_TRAINER_FINISHED;
  GError            *failure = NULL;

  /* A run that goes on from another goes on waiting, unless the wait was over. */
  if (trainer->stopped_early)
    chain_early_stopping_init (&trainer->stopping);
  trainer->stopped_early = FALSE;
  while (failure == NULL && !trainer->stopped_early && trainer->iteration->t < end)
    {
      if (g_cancellable_is_cancelled (cancellable))
        g_set_error (&failure, G_IO_ERROR, G_IO_ERROR_CANCELLED, "training was cancelled");
      else
        advance (trainer, &run, epochs, progress, data, &failure);
    }

  if (failure == NULL && trainer->stopped_early && trainer->best_state != NULL)
    chain_iteration_load_weights (trainer->iteration, trainer->best_state);
  if (failure != NULL)
    status = g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)
               ? CHAIN_TRAINER_CANCELLED
               : CHAIN_TRAINER_FAILED;
  publish (trainer, &run, status, status == CHAIN_TRAINER_FAILED ? failure : NULL);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * chain_trainer_run:
 * @trainer: not running
 * @epochs: how many more to train; one begun earlier and finished now counts as one of them
 * @cancellable: (nullable): looked at between two iterations
 * @progress: (nullable) (scope call): called after each epoch
 * @data: for @progress
 * @error: return location for a #GError
 *
 * Trains on the calling thread, from the iteration reached so far.
 *
 * Fails with %G_IO_ERROR_CANCELLED if cancelled, keeping what was reached, and with
 * %CHAIN_ERROR_DIVERGED if the loss or a weight leaves the finite numbers, keeping the weights
 * before that step.
 *
 * Where the options ask for early stopping, the run may end before that, as it should; then
 * chain_trainer_message() says why. What was waited so far counts on in the next run.
 *
 * Returns: whether all epochs were trained, or early stopping ended them
 */
gboolean
chain_trainer_run (ChainTrainer        *trainer,
                   guint                epochs,
                   GCancellable        *cancellable,
                   ChainTrainerProgress progress,
                   gpointer             data,
                   GError             **error)
{
  g_return_val_if_fail (!is_running (trainer), FALSE);

  mark_running (trainer, epochs);
  return train (trainer, epochs, cancellable, progress, data, error);
}

/**
 * chain_trainer_history:
 * @trainer: not running
 *
 * Returns: (transfer none): all steps and epochs made so far; valid until the next run
 */
const ChainHistory *
chain_trainer_history (const ChainTrainer *trainer)
{
  return trainer->published.history;
}

/**
 * chain_trainer_message:
 * @trainer: not running
 *
 * Returns: (transfer none) (nullable): why early stopping ended the last run; %NULL if it did
 *   not; valid until the next run
 */
const char *
chain_trainer_message (const ChainTrainer *trainer)
{
  return trainer->published.message;
}

/**
 * chain_trainer_save_weights:
 * @trainer: not running
 * @network: of the same layers as the one trained; its weights are overwritten
 *
 * Gives @network the weights reached so far.
 */
void
chain_trainer_save_weights (ChainTrainer *trainer, ChainNetwork *network)
{
  g_return_if_fail (!is_running (trainer));

  chain_recording_save_weights (trainer->iteration->recording, trainer->iteration->walk, network);
}

static gpointer
train_on_thread (gpointer data)
{
  ChainTrainer *trainer = data;

  train (trainer, trainer->published.epochs_planned, trainer->cancellable, NULL, NULL, NULL);
  return NULL;
}

/**
 * chain_trainer_start:
 * @trainer: not running
 * @epochs: as for chain_trainer_run()
 *
 * Trains on a thread of its own, from the iteration reached so far. How it goes and how it ended
 * is seen with chain_trainer_snapshot().
 */
void
chain_trainer_start (ChainTrainer *trainer, guint epochs)
{
  g_return_if_fail (!is_running (trainer));

  chain_trainer_join (trainer);
  g_cancellable_reset (trainer->cancellable);
  mark_running (trainer, epochs);
  trainer->thread = g_thread_new ("trainer", train_on_thread, trainer);
}

/**
 * chain_trainer_cancel:
 * @trainer: a trainer
 *
 * Asks the trainer's own thread to stop after the iteration under way, without waiting for it.
 */
void
chain_trainer_cancel (ChainTrainer *trainer)
{
  g_cancellable_cancel (trainer->cancellable);
}

/**
 * chain_trainer_join:
 * @trainer: a trainer
 *
 * Waits until the trainer's own thread has ended, if there is one.
 */
void
chain_trainer_join (ChainTrainer *trainer)
{
  if (trainer->thread != NULL)
    g_thread_join (g_steal_pointer (&trainer->thread));
}

static GArray *
copy_from (GArray *items, guint from)
{
  GArray     *copy = g_array_new (FALSE, FALSE, g_array_get_element_size (items));
  const gsize size = g_array_get_element_size (items);

  if (from < items->len)
    g_array_append_vals (copy, items->data + from * size, items->len - from);
  return copy;
}

/**
 * chain_trainer_snapshot:
 * @trainer: a trainer, running or not
 * @from_step: how many steps of the history the caller has already
 * @from_epoch: how many epochs of the history the caller has already
 *
 * What was published last: while running, the state of at most a few frames ago. `t`, `state`,
 * `steps` and `epochs` belong together. The cost follows the weights and what is new.
 *
 * Returns: (transfer full): a copy
 */
ChainTrainerSnapshot *
chain_trainer_snapshot (ChainTrainer *trainer, guint from_step, guint from_epoch)
{
  ChainTrainerSnapshot    *snapshot = g_new (ChainTrainerSnapshot, 1);
  const ChainTrainerPublished *published = &trainer->published;

  pthread_mutex_lock (&trainer->mutex);
  *snapshot = (ChainTrainerSnapshot){
    .status = published->status,
    .t = published->t,
    .epochs_done = published->epochs_done,
    .epochs_planned = published->epochs_planned,
    .epochs_per_second = published->epochs_per_second,
    .state = g_memdup2 (published->state, trainer->state_size * sizeof (double)),
    .steps = copy_from (published->history->steps, from_step),
    .epochs = copy_from (published->history->epochs, from_epoch),
    .error = published->error != NULL ? g_error_copy (published->error) : NULL,
    .message = g_strdup (published->message),
  };
  pthread_mutex_unlock (&trainer->mutex);
  return snapshot;
}

/**
 * chain_trainer_snapshot_free:
 * @snapshot: (transfer full) (nullable): to free
 */
void
chain_trainer_snapshot_free (ChainTrainerSnapshot *snapshot)
{
  if (snapshot == NULL)
    return;
  g_free (snapshot->state);
  g_array_unref (snapshot->steps);
  g_array_unref (snapshot->epochs);
  g_clear_error (&snapshot->error);
  g_free (snapshot->message);
  g_free (snapshot);
}
