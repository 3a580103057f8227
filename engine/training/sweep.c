/* sweep.c: trains copies of a network side by side, each with other settings.
 *
 * Threads take the next run that waits. A run depends on nothing but the sweep's own copies, so
 * neither their number nor their order can be seen in the results.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/sweep-private.h"

#include "autodiff/workers.h"
#include "base/background.h"
#include "base/error.h"
#include "base/number.h"

#include <math.h>

#define BLOWN_UP 4 /* times the loss before training: such a run counts as diverged */
#define LOOK_INTERVAL (30 * G_TIME_SPAN_MILLISECOND)

/* A run under way, known to its thread alone. */
typedef struct
{
  ChainSweep   *sweep;
  guint         index;
  ChainTrainer *trainer;
  guint         n_steps;  /* of the history, handed over so far */
  guint         n_epochs;
  gint64        looked_at;
} Work;

/**
 * chain_sweep_options_init:
 * @options: (out caller-allocates): overwritten
 *
 * Sets 5 epochs, one run a cell, from the network's own weights, on all processors.
 */
void
chain_sweep_options_init (ChainSweepOptions *options)
{
  *options = (ChainSweepOptions){ .epochs = 5, .seeds = 1 };
}

static guint
axis_length (const ChainSweep *sweep, guint index)
{
  return sweep->axes[index] != NULL ? sweep->axes[index]->values->len : 1;
}

static gboolean
check (const ChainNetwork      *network,
       const ChainSweepAxis    *x,
       const ChainSweepAxis    *y,
       const ChainSweepOptions *options,
       GError                 **error)
{
  if (!chain_sweep_setting_applies (x->setting, x->layer, network, error)
      || (y != NULL && !chain_sweep_setting_applies (y->setting, y->layer, network, error)))
    return FALSE;
  if (y != NULL && x->setting == y->setting && (x->layer == y->layer || x->layer * y->layer == 0))
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "sweep: expected two different settings, got %s twice", x->setting->name);
  else if (options->epochs < 1 || options->seeds < 1 || options->seeds > CHAIN_SWEEP_MOST_SEEDS)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "sweep: expected at least 1 epoch and from 1 to %u seeds, got %u and %u",
                 CHAIN_SWEEP_MOST_SEEDS, options->epochs, options->seeds);
  else
    return TRUE;
  return FALSE;
}

/**
 * chain_sweep_new:
 * @network: with weights; copied
 * @training: how to train but for the axes' settings; copied. Early stopping has no say: all runs
 *   make the same number of epochs
 * @dataset: where the rows are; a reference is kept
 * @x: what varies along a row of cells
 * @y: (nullable): what varies from row to row
 * @options: how long, how often
 * @error: return location for a #GError
 *
 * Fails with %CHAIN_ERROR_VALUE if the network has no such setting, and as chain_iteration_new()
 * does.
 *
 * Returns: (transfer full): a sweep that has not been started; %NULL on error
 */
ChainSweep *
chain_sweep_new (const ChainNetwork         *network,
                 const ChainTrainingOptions *training,
                 ChainDataset               *dataset,
                 const ChainSweepAxis       *x,
                 const ChainSweepAxis       *y,
                 const ChainSweepOptions    *options,
                 GError                    **error)
{
  g_autoptr (ChainIteration) iteration = NULL;
  ChainSweep *sweep;

  if (!check (network, x, y, options, error))
    return NULL;
  iteration = chain_iteration_new (network, training, dataset, error);
  if (iteration == NULL)
    return NULL;

  sweep = g_new0 (ChainSweep, 1);
  sweep->references = 1;
  sweep->network = chain_network_copy (network);
  sweep->training = *training;
  sweep->training.epochs = options->epochs;
  sweep->training.early_stopping.enabled = FALSE;
  sweep->dataset = chain_dataset_ref (dataset);
  sweep->axes[0] = chain_sweep_axis_copy (x);
  sweep->axes[1] = y != NULL ? chain_sweep_axis_copy (y) : NULL;
  sweep->options = *options;
  sweep->n_cells = axis_length (sweep, 0) * axis_length (sweep, 1);
  sweep->n_runs = sweep->n_cells * options->seeds;
  sweep->cancellable = g_cancellable_new ();
  pthread_mutex_init (&sweep->mutex, NULL);
  pthread_cond_init (&sweep->ended, NULL);
  sweep->runs = g_new (ChainSweepRun, sweep->n_runs);
  for (guint i = 0; i < sweep->n_runs; i++)
    sweep->runs[i] = (ChainSweepRun){
      .training_loss = NAN,
      .validation_loss = NAN,
      .metric = NAN,
      .steps = options->curves ? g_array_new (FALSE, FALSE, sizeof (ChainHistoryStep)) : NULL,
      .epochs = options->curves ? g_array_new (FALSE, FALSE, sizeof (ChainHistoryEpoch)) : NULL,
    };
  return sweep;
}

/**
 * chain_sweep_run_clear:
 * @run: what chain_sweep_get_run() gave
 */
void
chain_sweep_run_clear (ChainSweepRun *run)
{
  g_clear_pointer (&run->message, g_free);
  g_clear_pointer (&run->steps, g_array_unref);
  g_clear_pointer (&run->epochs, g_array_unref);
}

/**
 * chain_sweep_ref:
 * @sweep: a sweep
 *
 * Returns: (transfer full): @sweep
 */
ChainSweep *
chain_sweep_ref (ChainSweep *sweep)
{
  g_atomic_int_inc (&sweep->references);
  return sweep;
}

/**
 * chain_sweep_unref:
 * @sweep: (transfer full) (nullable): a sweep; runs under way go on unless they are cancelled
 */
void
chain_sweep_unref (ChainSweep *sweep)
{
  if (sweep == NULL || !g_atomic_int_dec_and_test (&sweep->references))
    return;
  for (guint i = 0; i < sweep->n_runs; i++)
    chain_sweep_run_clear (&sweep->runs[i]);
  g_free (sweep->runs);
  for (guint i = 0; i < CHAIN_SWEEP_MOST_AXES; i++)
    chain_sweep_axis_free (sweep->axes[i]);
  chain_network_free (sweep->network);
  chain_dataset_unref (sweep->dataset);
  g_object_unref (sweep->cancellable);
  pthread_cond_destroy (&sweep->ended);
  pthread_mutex_destroy (&sweep->mutex);
  g_free (sweep);
}

/**
 * chain_sweep_axis:
 * @sweep: a sweep
 * @index: 0 or 1
 *
 * Returns: (transfer none) (nullable): what varies along a row, or from row to row
 */
const ChainSweepAxis *
chain_sweep_axis (const ChainSweep *sweep, guint index)
{
  return sweep->axes[index];
}

/**
 * chain_sweep_options:
 * @sweep: a sweep
 *
 * Returns: (transfer none): as given
 */
const ChainSweepOptions *
chain_sweep_options (const ChainSweep *sweep)
{
  return &sweep->options;
}

/**
 * chain_sweep_n_cells:
 * @sweep: a sweep
 *
 * Returns: combinations of values
 */
guint
chain_sweep_n_cells (const ChainSweep *sweep)
{
  return sweep->n_cells;
}

/**
 * chain_sweep_n_runs:
 * @sweep: a sweep
 *
 * Returns: cells times seeds; the runs of a cell follow one another
 */
guint
chain_sweep_n_runs (const ChainSweep *sweep)
{
  return sweep->n_runs;
}

/**
 * chain_sweep_validates:
 * @sweep: a sweep
 *
 * Returns: whether runs are judged by validation rows, rather than by the training rows
 */
gboolean
chain_sweep_validates (const ChainSweep *sweep)
{
  return sweep->dataset->n_validation_rows > 0;
}

/**
 * chain_sweep_classes:
 * @sweep: a sweep
 *
 * Returns: whether the metric of its runs is accuracy, rather than R²
 */
gboolean
chain_sweep_classes (const ChainSweep *sweep)
{
  return chain_evaluate_classes (sweep->dataset, sweep->training.loss);
}

/**
 * chain_sweep_draws_weights:
 * @sweep: a sweep
 *
 * Whether runs start from weights of the initializers: because it was asked for, a cell has
 * several runs, or values of an axis need other weights. Else all start from the network's own.
 *
 * Returns: whether they do
 */
gboolean
chain_sweep_draws_weights (const ChainSweep *sweep)
{
  return sweep->options.fresh || sweep->options.seeds > 1 || sweep->axes[0]->setting->fresh
         || (sweep->axes[1] != NULL && sweep->axes[1]->setting->fresh);
}

/**
 * chain_sweep_cell_at:
 * @sweep: a sweep
 * @x: value of the first axis, from 0
 * @y: value of the second, from 0
 *
 * Returns: the number of that cell
 */
guint
chain_sweep_cell_at (const ChainSweep *sweep, guint x, guint y)
{
  return y * axis_length (sweep, 0) + x;
}

/**
 * chain_sweep_prepare:
 * @sweep: a sweep
 * @cell: from 0
 * @seed: which of its runs, from 0
 * @network: (inout): a copy of the sweep's network; becomes the one the run starts from
 * @training: (inout): becomes how the run trains, but for its epochs
 *
 * Sets what the cell stands for. Where runs draw their weights, run k of a cell does it with the
 * network's seed plus k, and shuffles with the seed of training plus k.
 */
void
chain_sweep_prepare (const ChainSweep     *sweep,
                     guint                 cell,
                     guint                 seed,
                     ChainNetwork         *network,
                     ChainTrainingOptions *training)
{
  const guint n = axis_length (sweep, 0);
  const guint at[] = { cell % n, cell / n };

  for (guint i = 0; i < CHAIN_SWEEP_MOST_AXES; i++)
    {
      const ChainSweepAxis *axis = sweep->axes[i];

      if (axis != NULL)
        axis->setting->apply (network, training, axis->layer,
                              chain_sweep_axis_value (axis, at[i]));
    }
  if (!chain_sweep_draws_weights (sweep))
    return;
  network->seed += seed;
  training->seed += seed;
  chain_network_reset_weights (network);
}

/* The loss without what l1 and l2 add, over rows. */
static double
data_loss (const Work         *work,
           const ChainNetwork *network,
           gboolean            validation,
           double             *metric)
{
  const ChainDataset         *dataset = work->sweep->dataset;
  const ChainTrainingOptions *training = &work->sweep->training;
  g_autoptr (ChainNetwork)    plain = chain_network_copy (network);
  g_autoptr (ChainMetrics)    metrics = NULL;

  for (guint i = 0; i < chain_network_n_layers (plain); i++)
    {
      chain_network_layer (plain, i)->l1 = 0;
      chain_network_layer (plain, i)->l2 = 0;
    }
  metrics = chain_evaluate (plain, training->loss, training->loss_parameters, dataset,
                            validation ? dataset->validation_rows : dataset->training_rows,
                            validation ? dataset->n_validation_rows : dataset->n_training_rows,
                            NULL, NULL);
  if (metrics == NULL)
    return NAN;
  if (metric != NULL)
    *metric = metrics->n_classes > 0 ? metrics->accuracy : metrics->r2;
  return metrics->loss;
}

/* Hands over what came since the last time. */
static void
look (Work *work, gboolean finished)
{
  ChainSweepRun *run = &work->sweep->runs[work->index];
  g_autoptr (ChainTrainerSnapshot) snapshot = NULL;

  if (!work->sweep->options.curves)
    return;
  if (!finished && g_get_monotonic_time () - work->looked_at < LOOK_INTERVAL)
    return;
  snapshot = chain_trainer_snapshot (work->trainer, work->n_steps, work->n_epochs);
  work->n_steps += snapshot->steps->len;
  work->n_epochs += snapshot->epochs->len;
  pthread_mutex_lock (&work->sweep->mutex);
  if (snapshot->steps->len > 0)
    g_array_append_vals (run->steps, snapshot->steps->data, snapshot->steps->len);
  if (snapshot->epochs->len > 0)
    g_array_append_vals (run->epochs, snapshot->epochs->data, snapshot->epochs->len);
  pthread_mutex_unlock (&work->sweep->mutex);
  work->looked_at = g_get_monotonic_time ();
}

static gboolean
on_epoch (guint done, guint planned G_GNUC_UNUSED, gpointer data)
{
  Work *work = data;

  pthread_mutex_lock (&work->sweep->mutex);
  work->sweep->runs[work->index].epochs_done = done;
  pthread_mutex_unlock (&work->sweep->mutex);
  look (work, FALSE);
  return TRUE;
}

static void
judge (const Work *work, const ChainNetwork *network, double first, ChainSweepRun *result)
{
  const gboolean validates = chain_sweep_validates (work->sweep);
  double         last;
  char           from[CHAIN_NUMBER_SIZE];
  char           to[CHAIN_NUMBER_SIZE];

  result->training_loss = data_loss (work, network, FALSE, &result->metric);
  if (validates)
    result->validation_loss = data_loss (work, network, TRUE, &result->metric);
  last = result->training_loss;
  result->status = CHAIN_SWEEP_DONE;
  if (isfinite (last) && (!validates || isfinite (result->validation_loss))
      && last <= BLOWN_UP * first)
    return;
  result->status = CHAIN_SWEEP_DIVERGED;
  result->message = g_strdup_printf ("the loss grew from %s to %s",
                                     chain_number_show (first, 4, from),
                                     chain_number_show (last, 4, to));
}

/* Trains; what becomes of the run is in @result, which stays RUNNING if it was cancelled. */
static void
train_run (Work *work, ChainSweepRun *result)
{
  ChainSweep              *sweep = work->sweep;
  const guint              seeds = sweep->options.seeds;
  g_autoptr (ChainNetwork) network = chain_network_copy (sweep->network);
  ChainTrainingOptions     training = sweep->training;
  g_autoptr (ChainTrainer) trainer = NULL;
  g_autoptr (GError)       error = NULL;
  double                   first;

  chain_sweep_prepare (sweep, work->index / seeds, work->index % seeds, network, &training);
  trainer = chain_trainer_new (network, &training, sweep->dataset, &error);
  if (trainer == NULL)
    {
      result->status = CHAIN_SWEEP_FAILED;
      result->message = g_strdup (error->message);
      return;
    }
  work->trainer = trainer;
  chain_iteration_set_threads (chain_trainer_iteration (trainer), 1);
  first = data_loss (work, network, FALSE, NULL);
  if (chain_trainer_run (trainer, sweep->options.epochs, sweep->cancellable, on_epoch, work, &error))
    {
      chain_trainer_save_weights (trainer, network);
      judge (work, network, first, result);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      result->status = CHAIN_SWEEP_DIVERGED;
      result->message = g_strdup (error->message);
    }
  look (work, TRUE);
}

/* The next run that waits; FALSE if there is none. */
static gboolean
take_run (ChainSweep *sweep, guint *index)
{
  gboolean taken = FALSE;

  pthread_mutex_lock (&sweep->mutex);
  if (sweep->next < sweep->n_runs && !g_cancellable_is_cancelled (sweep->cancellable))
    {
      *index = sweep->next++;
      sweep->runs[*index].status = CHAIN_SWEEP_RUNNING;
      taken = TRUE;
    }
  pthread_mutex_unlock (&sweep->mutex);
  return taken;
}

static void
note_result (ChainSweep *sweep, guint index, const ChainSweepRun *result)
{
  ChainSweepRun *run = &sweep->runs[index];
  const gboolean ended = result->status != CHAIN_SWEEP_RUNNING;

  pthread_mutex_lock (&sweep->mutex);
  run->status = ended ? result->status : CHAIN_SWEEP_WAITING;
  run->training_loss = result->training_loss;
  run->validation_loss = result->validation_loss;
  run->metric = result->metric;
  run->message = result->message;
  sweep->n_done += ended;
  pthread_cond_signal (&sweep->ended);
  pthread_mutex_unlock (&sweep->mutex);
}

static gpointer
work_on_thread (gpointer data)
{
  ChainSweep *sweep = data;
  guint       index;

  if (sweep->options.gives_way)
    chain_background_enter ();
  while (take_run (sweep, &index))
    {
      Work          work = { .sweep = sweep, .index = index };
      ChainSweepRun result = {
        .status = CHAIN_SWEEP_RUNNING,
        .training_loss = NAN,
        .validation_loss = NAN,
        .metric = NAN,
      };

      train_run (&work, &result);
      note_result (sweep, index, &result);
    }
  pthread_mutex_lock (&sweep->mutex);
  sweep->n_threads--;
  pthread_cond_signal (&sweep->ended);
  pthread_mutex_unlock (&sweep->mutex);
  chain_sweep_unref (sweep);
  return NULL;
}

/**
 * chain_sweep_start:
 * @sweep: not started before
 *
 * Begins the runs on threads of their own. Cancelling lets them end soon; nobody needs to wait.
 */
void
chain_sweep_start (ChainSweep *sweep)
{
  const guint wanted = sweep->options.n_threads > 0 ? sweep->options.n_threads
                                                    : chain_workers_processors ();
  const guint n = MIN (wanted, sweep->n_runs);

  pthread_mutex_lock (&sweep->mutex);
  sweep->n_threads = n;
  pthread_mutex_unlock (&sweep->mutex);
  for (guint i = 0; i < n; i++)
    g_thread_unref (g_thread_new ("sweep", work_on_thread, chain_sweep_ref (sweep)));
}

/**
 * chain_sweep_cancel:
 * @sweep: a sweep
 *
 * Asks all runs to stop, without waiting for them. Those that ended keep their results.
 */
void
chain_sweep_cancel (ChainSweep *sweep)
{
  g_cancellable_cancel (sweep->cancellable);
}

/**
 * chain_sweep_is_running:
 * @sweep: a sweep
 *
 * Returns: whether a run is under way or will be
 */
gboolean
chain_sweep_is_running (ChainSweep *sweep)
{
  gboolean running;

  pthread_mutex_lock (&sweep->mutex);
  running = sweep->n_threads > 0;
  pthread_mutex_unlock (&sweep->mutex);
  return running;
}

/**
 * chain_sweep_run:
 * @sweep: not started before
 * @progress: (nullable) (scope call): called now and then
 * @data: for @progress
 * @error: return location for a #GError
 *
 * Makes all runs and waits for them.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED if it was cancelled
 */
gboolean
chain_sweep_run (ChainSweep *sweep, ChainSweepProgress progress, gpointer data, GError **error)
{
  guint done;

  chain_sweep_start (sweep);
  pthread_mutex_lock (&sweep->mutex);
  while (sweep->n_threads > 0)
    {
      pthread_cond_wait (&sweep->ended, &sweep->mutex);
      done = sweep->n_done;
      pthread_mutex_unlock (&sweep->mutex);
      if (progress != NULL)
        progress (done, sweep->n_runs, data);
      pthread_mutex_lock (&sweep->mutex);
    }
  done = sweep->n_done;
  pthread_mutex_unlock (&sweep->mutex);
  if (done == sweep->n_runs)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the sweep was cancelled");
  return FALSE;
}
