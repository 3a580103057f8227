/* trainer.c: runs epochs, on the caller's thread or on one of its own.
 *
 * Whoever trains works on the iteration alone, and now and then publishes: under the mutex it
 * hands over the steps made since. A thread of the trainer's own has somebody watching it: it
 * copies the weights, too, once it was asked for the last ones. Everything others may look at
 * while training goes on is what was published; between runs they look at the iteration itself.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/trainer-private.h"

#include "base/background.h"
#include "base/error.h"

#include <math.h>

/* Often enough for every frame of a display; but publishing takes at most such a share of the
 * time. */
#define PUBLISH_INTERVAL (15 * G_TIME_SPAN_MILLISECOND)
#define PUBLISH_SHARE 50

/* Iterations are run in blocks that take about so long. */
#define BLOCK_INTERVAL (1 * G_TIME_SPAN_MILLISECOND)

/* The run under way. */
typedef struct
{
  guint64 first; /* t at its start */
  gint64  started_at;
  gint64  publish_at; /* when it is due */
} Run;

static void
choose_judged_rows (ChainTrainer *trainer)
{
  const ChainDataset *dataset = trainer->iteration->dataset;
  const gboolean      validates = dataset->n_validation_rows > 0;

  trainer->judged_rows = validates ? dataset->validation_rows : dataset->training_rows;
  trainer->n_judged_rows = validates ? dataset->n_validation_rows : dataset->n_training_rows;
  trainer->iteration->measures = !validates;
  trainer->targets = g_new (double, trainer->n_judged_rows * dataset->n_outputs);
  if (validates)
    trainer->predictions = g_new (double, trainer->n_judged_rows * dataset->n_outputs);
  chain_evaluate_targets (dataset, trainer->judged_rows, trainer->n_judged_rows, trainer->targets);
  trainer->deviations
    = chain_metrics_deviations (trainer->targets, trainer->n_judged_rows, dataset->n_outputs);
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
  trainer->block = 1;
  trainer->losses = g_new (double, CHAIN_TRAINER_LARGEST_BLOCK);
  chain_early_stopping_init (&trainer->stopping);
  chain_plateau_init (&trainer->plateau);
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
  g_free (trainer->stop_words);
  g_free (trainer->losses);
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
  trainer->penalty_rows = 0;
  trainer->iteration->measure = 0;
  trainer->iteration->penalty = 0;
  chain_early_stopping_init (&trainer->stopping);
  chain_plateau_init (&trainer->plateau);

  pthread_mutex_lock (&trainer->mutex);
  g_array_set_size (trainer->published.history->steps, 0);
  g_array_set_size (trainer->published.history->epochs, 0);
  g_array_set_size (trainer->published.history->probes, 0);
  trainer->published.history->n_steps = 0;
  trainer->unpublished->n_steps = 0;
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
mark_running (ChainTrainer *trainer, guint epochs, gboolean watched)
{
  pthread_mutex_lock (&trainer->mutex);
  trainer->published.state = watched ? chain_iteration_save_state (trainer->iteration) : NULL;
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
  move_items (trainer->unpublished->probes, published->history->probes);
  published->history->n_steps = trainer->unpublished->n_steps;
  if (status != CHAIN_TRAINER_RUNNING)
    g_clear_pointer (&published->state, g_free);
  else if (published->state != NULL)
    chain_iteration_copy_state (trainer->iteration, published->state);
  g_atomic_int_set (&trainer->was_asked, FALSE);
  published->t = trainer->iteration->t;
  published->status = status;
  published->epochs_done = epochs_done (trainer, run);
  published->epochs_per_second = (double) n_steps / trainer->batches_per_epoch / seconds;
  published->error = failure != NULL ? g_error_copy (failure) : NULL;
  if (status == CHAIN_TRAINER_FINISHED && trainer->stop_words != NULL)
    published->message = g_strdup (trainer->stop_words);
  else if (status == CHAIN_TRAINER_FINISHED && trainer->stopped_early)
    published->message
        = chain_early_stopping_words (&trainer->stopping,
                                      &trainer->iteration->options.early_stopping,
                                      trainer->iteration->dataset->n_validation_rows > 0);
  pthread_mutex_unlock (&trainer->mutex);
  run->publish_at = now + MAX (PUBLISH_INTERVAL, PUBLISH_SHARE * (g_get_monotonic_time () - now));
}

/* Blocks of iterations that take long enough to look at the clock after each, and no longer. */
static void
fit_block (ChainTrainer *trainer, gint64 took)
{
  if (took < BLOCK_INTERVAL / 2)
    trainer->block = MIN (trainer->block * 2, CHAIN_TRAINER_LARGEST_BLOCK);
  else if (took > BLOCK_INTERVAL * 2)
    trainer->block = MAX (trainer->block / 2, 1);
}

/* Only its own thread has the published state, as long as it runs; nobody else changes it. */
static gboolean
shall_publish (ChainTrainer *trainer, const Run *run, gint64 now)
{
  return now >= run->publish_at
         && (trainer->published.state == NULL || g_atomic_int_get (&trainer->was_asked));
}

/* A block of steps, and what is due after it. */
static gboolean
advance (ChainTrainer        *trainer,
         Run                 *run,
         guint                epochs,
         ChainTrainerProgress progress,
         gpointer             data,
         GError             **error)
{
  const gint64 before = g_get_monotonic_time ();
  const guint  due = chain_pace_due (&trainer->pace, trainer->block);
  guint64      first;
  gint64       now;

  if (due == 0)
    return TRUE;
  first = trainer->iteration->t;
  if (!chain_trainer_make_steps (trainer, due, error))
    return FALSE;
  chain_pace_made (&trainer->pace, (guint) (trainer->iteration->t - first));
  if (trainer->iteration->t % trainer->batches_per_epoch == 0)
    {
      chain_trainer_finish_epoch (trainer);
      if (progress != NULL && !progress (epochs_done (trainer, run), epochs, data))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "training was cancelled");
          return FALSE;
        }
    }
  now = g_get_monotonic_time ();
  fit_block (trainer, now - before);
  if (shall_publish (trainer, run, now))
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
  Run                run = { .first = first, .started_at = now };
  ChainTrainerStatus status = CHAIN_TRAINER_FINISHED;
  GError            *failure = NULL;

  run.publish_at = now + PUBLISH_INTERVAL;
  /* A run that goes on from another goes on waiting, unless the wait was over. */
  if (trainer->stopped_early)
    {
      chain_early_stopping_init (&trainer->stopping);
      chain_plateau_init (&trainer->plateau);
    }
  g_clear_pointer (&trainer->stop_words, g_free);
  trainer->stopped_early = FALSE;
  while (failure == NULL && !trainer->stopped_early && trainer->iteration->t < end)
    {
      if (g_cancellable_is_cancelled (cancellable))
        g_set_error (&failure, G_IO_ERROR, G_IO_ERROR_CANCELLED, "training was cancelled");
      else
        advance (trainer, &run, epochs, progress, data, &failure);
    }

  if (failure == NULL && trainer->stopped_early && trainer->stop_words == NULL
      && trainer->best_state != NULL)
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
 * chain_trainer_keep_every_step:
 * @trainer: a trainer that is not running
 *
 * From now on its history has every step, however long the run becomes (32 bytes each).
 */
void
chain_trainer_keep_every_step (ChainTrainer *trainer)
{
  trainer->every_step = TRUE;
}

/**
 * chain_trainer_set_pace:
 * @trainer: a trainer, running or not
 * @steps_per_second: 0: as fast as can be
 *
 * Lets it train so slowly that it can be watched; the numbers are the same. Any thread may change
 * the pace while a run goes on.
 */
void
chain_trainer_set_pace (ChainTrainer *trainer, guint steps_per_second)
{
  chain_pace_set (&trainer->pace, steps_per_second);
}

/**
 * chain_trainer_probe_layers:
 * @trainer: a trainer that is not running
 *
 * From now on its history has the gradient norms and update ratios of the layers, too, at some of
 * the steps. The weights reached are the same.
 */
void
chain_trainer_probe_layers (ChainTrainer *trainer)
{
  trainer->probes = TRUE;
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

  mark_running (trainer, epochs, FALSE);
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

  chain_iteration_save_weights (trainer->iteration, network);
}

static gpointer
train_on_thread (gpointer data)
{
  ChainTrainer *trainer = data;

  chain_background_enter ();
  train (trainer, trainer->published.epochs_planned, trainer->cancellable, NULL, NULL, NULL);
  return NULL;
}

/**
 * chain_trainer_start:
 * @trainer: not running
 * @epochs: as for chain_trainer_run()
 *
 * Trains on a thread of its own, which gives way to all others, from the iteration reached so far.
 * How it goes and how it ended is seen with chain_trainer_snapshot().
 */
void
chain_trainer_start (ChainTrainer *trainer, guint epochs)
{
  g_return_if_fail (!is_running (trainer));

  chain_trainer_join (trainer);
  g_cancellable_reset (trainer->cancellable);
  mark_running (trainer, epochs, TRUE);
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
