/* session-jobs.c: training and the learning-rate range test on worker threads.
 *
 * A worker has its own copy of the network and publishes finished snapshots; a timer on the
 * main thread looks for the newest one about once a frame and announces it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

#include <pthread.h>

#define POLL_INTERVAL 33 /* milliseconds */

/* Shared by the worker and the session; freed by whoever lets go last. */
struct _ChainRangeJob
{
  gatomicrefcount references;

  /* Copies, the worker's own. */
  ChainNetwork        *network;
  ChainTrainingOptions training;
  ChainDataset        *dataset;
  ChainLrRangeOptions  options;
  GCancellable        *cancellable;

  pthread_mutex_t mutex; /* guards what follows */
  ChainLrRange *latest;
  GError       *error;
  gboolean      done;
};

static void
range_job_unref (ChainRangeJob *job)
{
  if (!g_atomic_ref_count_dec (&job->references))
    return;
  chain_network_free (job->network);
  chain_dataset_unref (job->dataset);
  g_object_unref (job->cancellable);
  chain_lr_range_free (job->latest);
  g_clear_error (&job->error);
  pthread_mutex_destroy (&job->mutex);
  g_free (job);
}

/* The metrics of both sets of rows and the health of the layers, computed on a thread of its own:
 * the data may be large. */
typedef struct
{
  ChainNetwork        *network;
  ChainTrainingOptions training;
  ChainDataset        *dataset;
  guint64              t;
  double              *state;      /* of the stepper after t updates */
  ChainMetrics        *metrics[2]; /* of training and validation rows */
  ChainHealth         *health;     /* (nullable) */
} Measurement;

static void
measurement_free (Measurement *measurement)
{
  chain_network_free (measurement->network);
  chain_dataset_unref (measurement->dataset);
  chain_metrics_free (measurement->metrics[0]);
  chain_metrics_free (measurement->metrics[1]);
  chain_health_free (measurement->health);
  g_free (measurement->state);
  g_free (measurement);
}

static void
run_measurement (GTask        *task,
                 gpointer      source G_GNUC_UNUSED,
                 gpointer      data,
                 GCancellable *cancellable G_GNUC_UNUSED)
{
  Measurement        *m = data;
  const ChainDataset *dataset = m->dataset;
  const guint        *rows[] = { dataset->training_rows, dataset->validation_rows };
  const gsize         n[] = { dataset->n_training_rows, dataset->n_validation_rows };

  for (guint i = 0; i < 2; i++)
    if (n[i] > 0)
      m->metrics[i] = chain_evaluate (m->network, m->training.loss, m->training.loss_parameters,
                                      dataset, rows[i], n[i], NULL, NULL);
  m->health = chain_health_new (m->network, &m->training, m->dataset, m->t, m->state, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
on_measured (GObject *source, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  ChainSession *self = CHAIN_SESSION (source);
  Measurement  *m = g_task_get_task_data (G_TASK (result));

  /* The project may have changed since. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  g_clear_object (&self->measuring);
  for (guint i = 0; i < 2; i++)
    {
      chain_metrics_free (self->metrics[i]);
      self->metrics[i] = g_steal_pointer (&m->metrics[i]);
    }
  chain_health_free (self->health);
  self->health = g_steal_pointer (&m->health);
  chain_session_emit (self, CHAIN_SESSION_TRAINING_CHANGED);
}

static void
stop_measuring (ChainSession *self)
{
  if (self->measuring != NULL)
    g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
}

/* Anything that was learnt about an earlier state of the project. */
void
chain_session_reset_results (ChainSession *self)
{
  stop_measuring (self);
  g_clear_pointer (&self->history, chain_history_free);
  self->history = chain_history_new ();
  g_clear_pointer (&self->metrics[0], chain_metrics_free);
  g_clear_pointer (&self->metrics[1], chain_metrics_free);
  g_clear_pointer (&self->health, chain_health_free);
  g_clear_pointer (&self->training_message, g_free);
  self->training_failed = FALSE;
  g_clear_pointer (&self->range, chain_lr_range_free);
  g_clear_pointer (&self->range_message, g_free);
  self->epochs_done = 0;
  self->epochs_planned = 0;
}

static void
measure (ChainSession *self)
{
  const ChainProject *project = chain_session_get_project (self);
  Measurement        *m = g_new0 (Measurement, 1);
  g_autoptr (GTask) task = NULL;

  stop_measuring (self);
  self->measuring = g_cancellable_new ();
  m->network = chain_network_copy (project->network);
  m->training = project->training;
  m->dataset = chain_dataset_ref (self->dataset);
  m->state = chain_stepper_save_state (self->stepper, &m->t);
  task = g_task_new (self, self->measuring, on_measured, NULL);
  g_task_set_task_data (task, m, (GDestroyNotify) measurement_free);
  g_task_run_in_thread (task, run_measurement);
}

/* Takes the newest snapshot over into the session. */
static ChainTrainerStatus
take_snapshot (ChainSession *self)
{
  g_autoptr (ChainTrainerSnapshot) snapshot = chain_trainer_snapshot (
      self->trainer, self->history->steps->len, self->history->epochs->len);

  if (snapshot->steps->len > 0)
    g_array_append_vals (self->history->steps, snapshot->steps->data, snapshot->steps->len);
  if (snapshot->epochs->len > 0)
    g_array_append_vals (self->history->epochs, snapshot->epochs->data, snapshot->epochs->len);
  self->epochs_done = snapshot->epochs_done;
  self->epochs_planned = snapshot->epochs_planned;
  self->epochs_per_second = snapshot->epochs_per_second;
  if (snapshot->t != chain_stepper_iteration (self->stepper))
    chain_stepper_adopt (self->stepper, snapshot->t, snapshot->state);
  self->training_failed = snapshot->error != NULL;
  g_free (self->training_message);
  self->training_message
      = g_strdup (snapshot->error != NULL ? snapshot->error->message : snapshot->message);
  self->sample = 0;
  chain_session_weights_moved (self);
  return snapshot->status;
}

static void
end_training (ChainSession *self)
{
  g_clear_handle_id (&self->poll_source, g_source_remove);
  g_clear_pointer (&self->trainer, chain_trainer_free);
  measure (self);
  g_object_notify (G_OBJECT (self), "training");
}

static gboolean
poll_training (gpointer data)
{
  ChainSession            *self = data;
  const ChainTrainerStatus status = take_snapshot (self);

  if (status != CHAIN_TRAINER_RUNNING)
    {
      self->poll_source = 0;
      end_training (self);
    }
  chain_session_emit (self, CHAIN_SESSION_POSITION_CHANGED);
  chain_session_emit (self, CHAIN_SESSION_TRAINING_CHANGED);
  return status == CHAIN_TRAINER_RUNNING ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Starts a run of some epochs from where the stepper is. */
gboolean
chain_session_train_epochs (ChainSession *self, guint epochs, const char *label, GError **error)
{
  g_autofree double *state = NULL;
  guint64            t;

  if (self->trainer != NULL)
    return TRUE;
  if (self->stepper == NULL)
    {
      g_set_error_literal (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, self->problem);
      return FALSE;
    }
  chain_session_set_playing (self, FALSE);
  chain_session_stop_range_test (self);
  chain_session_remember (self, label, NULL);
  state = chain_stepper_save_state (self->stepper, &t);
  self->trainer = chain_trainer_new (self->project->network, &self->project->training,
                                     self->dataset, error);
  if (self->trainer == NULL)
    return FALSE;
  chain_trainer_continue_from (self->trainer, t, state);
  g_clear_pointer (&self->training_message, g_free);
  self->training_failed = FALSE;
  g_clear_pointer (&self->health, chain_health_free);
  g_clear_pointer (&self->history, chain_history_free);
  self->history = chain_history_new ();
  chain_trainer_start (self->trainer, epochs);
  self->poll_source = g_timeout_add (POLL_INTERVAL, poll_training, self);
  g_object_notify (G_OBJECT (self), "training");
  g_object_notify (G_OBJECT (self), "can-undo");
  chain_session_emit (self, CHAIN_SESSION_TRAINING_CHANGED);
  return TRUE;
}

/**
 * chain_session_train:
 * @self: a session
 * @error: set if the project cannot be trained
 *
 * Runs the project's epochs from where the stepper is, on a thread of its own.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_session_train (ChainSession *self, GError **error)
{
  return chain_session_train_epochs (self, self->project->training.epochs, "Train", error);
}

/**
 * chain_session_pause:
 * @self: a session
 *
 * Stops the run after its current iteration; the weights it reached are kept.
 */
void
chain_session_pause (ChainSession *self)
{
  if (self->trainer == NULL)
    return;
  chain_trainer_cancel (self->trainer);
  chain_trainer_join (self->trainer);
  take_snapshot (self);
  end_training (self);
  chain_session_emit (self, CHAIN_SESSION_POSITION_CHANGED);
  chain_session_emit (self, CHAIN_SESSION_TRAINING_CHANGED);
}

/**
 * chain_session_get_training:
 * @self: a session
 *
 * Returns: whether a run is going on
 */
gboolean
chain_session_get_training (ChainSession *self)
{
  return self->trainer != NULL;
}

/**
 * chain_session_get_history:
 * @self: a session
 *
 * Returns: (transfer none): of the last run, or the one that is going on
 */
const ChainHistory *
chain_session_get_history (ChainSession *self)
{
  return self->history;
}

/**
 * chain_session_get_metrics:
 * @self: a session
 * @validation: whether of the validation rows, or of the training rows
 *
 * Returns: (transfer none) (nullable): after the last run; %NULL before, or without such rows
 */
const ChainMetrics *
chain_session_get_metrics (ChainSession *self, gboolean validation)
{
  return self->metrics[validation ? 1 : 0];
}

/**
 * chain_session_get_health:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): how well the layers could learn after the last run; %NULL
 *   before, or while another run is going on
 */
const ChainHealth *
chain_session_get_health (ChainSession *self)
{
  return self->health;
}

/**
 * chain_session_get_training_message:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): why the last run stopped early
 */
const char *
chain_session_get_training_message (ChainSession *self)
{
  return self->training_message;
}

/**
 * chain_session_get_training_failed:
 * @self: a session
 *
 * Returns: whether the message of the last run tells a failure, not the early stop it was asked for
 */
gboolean
chain_session_get_training_failed (ChainSession *self)
{
  return self->training_failed;
}

/**
 * chain_session_get_progress:
 * @self: a session
 * @epochs_done: (out): of the last run
 * @epochs_planned: (out): of the last run
 * @epochs_per_second: (out): its speed
 */
void
chain_session_get_progress (ChainSession *self,
                            guint        *epochs_done,
                            guint        *epochs_planned,
                            double       *epochs_per_second)
{
  *epochs_done = self->epochs_done;
  *epochs_planned = self->epochs_planned;
  *epochs_per_second = self->epochs_per_second;
}

static void
publish_range (const ChainLrRange *so_far, gpointer data)
{
  ChainRangeJob *job = data;
  ChainLrRange  *copy = chain_lr_range_copy (so_far);

  pthread_mutex_lock (&job->mutex);
  chain_lr_range_free (job->latest);
  job->latest = copy;
  pthread_mutex_unlock (&job->mutex);
}

static gpointer
run_range_test (gpointer data)
{
  ChainRangeJob *job = data;
  GError        *error = NULL;
  ChainLrRange  *range
      = chain_lr_range_run (job->network, &job->training, job->dataset, &job->options,
                            job->cancellable, publish_range, job, &error);

  pthread_mutex_lock (&job->mutex);
  if (range != NULL)
    {
      chain_lr_range_free (job->latest);
      job->latest = range;
    }
  job->error = error;
  job->done = TRUE;
  pthread_mutex_unlock (&job->mutex);
  range_job_unref (job);
  return NULL;
}

static void
end_range_test (ChainSession *self)
{
  g_clear_handle_id (&self->range_source, g_source_remove);
  g_clear_pointer (&self->range_job, range_job_unref);
  g_object_notify (G_OBJECT (self), "testing-range");
  chain_session_emit (self, CHAIN_SESSION_RANGE_CHANGED);
}

static gboolean
poll_range_test (gpointer data)
{
  ChainSession  *self = data;
  ChainRangeJob *job = self->range_job;
  gboolean       done;

  pthread_mutex_lock (&job->mutex);
  done = job->done;
  if (job->latest != NULL)
    {
      chain_lr_range_free (self->range);
      self->range = g_steal_pointer (&job->latest);
    }
  if (job->error != NULL)
    {
      g_free (self->range_message);
      self->range_message = g_strdup (job->error->message);
    }
  pthread_mutex_unlock (&job->mutex);

  if (done)
    {
      self->range_source = 0;
      end_range_test (self);
      return G_SOURCE_REMOVE;
    }
  chain_session_emit (self, CHAIN_SESSION_RANGE_CHANGED);
  return G_SOURCE_CONTINUE;
}

static ChainRangeJob *
range_job_new (ChainSession *self, const ChainLrRangeOptions *options)
{
  const ChainProject *project = chain_session_get_project (self);
  ChainRangeJob      *job = g_new0 (ChainRangeJob, 1);

  g_atomic_ref_count_init (&job->references);
  job->network = chain_network_copy (project->network);
  job->training = project->training;
  job->dataset = chain_dataset_ref (self->dataset);
  job->options = *options;
  job->cancellable = g_cancellable_new ();
  pthread_mutex_init (&job->mutex, NULL);
  return job;
}

/**
 * chain_session_test_range:
 * @self: a session
 * @options: from, to and iterations
 * @error: set if the project cannot be trained
 *
 * Starts the range test on a thread of its own, with the weights as they are now; they stay.
 * An earlier test is stopped.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_session_test_range (ChainSession              *self,
                          const ChainLrRangeOptions *options,
                          GError                   **error)
{
  if (self->stepper == NULL)
    {
      g_set_error_literal (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, self->problem);
      return FALSE;
    }
  if (!chain_lr_range_options_check (options, error))
    return FALSE;
  chain_session_stop_range_test (self);
  g_clear_pointer (&self->range, chain_lr_range_free);
  g_clear_pointer (&self->range_message, g_free);
  self->range_options = *options;
  self->range_iterations = options->iterations;
  self->range_job = range_job_new (self, options);
  g_atomic_ref_count_inc (&self->range_job->references);
  g_thread_unref (g_thread_new ("range test", run_range_test, self->range_job));
  self->range_source = g_timeout_add (POLL_INTERVAL, poll_range_test, self);
  g_object_notify (G_OBJECT (self), "testing-range");
  chain_session_emit (self, CHAIN_SESSION_RANGE_CHANGED);
  return TRUE;
}

/**
 * chain_session_stop_range_test:
 * @self: a session
 *
 * Stops a test that is going on; its curve so far stays.
 */
void
chain_session_stop_range_test (ChainSession *self)
{
  if (self->range_job == NULL)
    return;
  g_cancellable_cancel (self->range_job->cancellable);
  end_range_test (self);
}

/**
 * chain_session_get_testing_range:
 * @self: a session
 *
 * Returns: whether a test is going on
 */
gboolean
chain_session_get_testing_range (ChainSession *self)
{
  return self->range_job != NULL;
}

/**
 * chain_session_get_range:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the curve of the last test, or so far
 */
const ChainLrRange *
chain_session_get_range (ChainSession *self)
{
  return self->range;
}

/**
 * chain_session_get_range_options:
 * @self: a session
 *
 * Returns: (transfer none): what the last test was asked, or the next one will be
 */
const ChainLrRangeOptions *
chain_session_get_range_options (ChainSession *self)
{
  return &self->range_options;
}

/**
 * chain_session_set_range_options:
 * @self: a session
 * @options: what the next test will be asked
 */
void
chain_session_set_range_options (ChainSession *self, const ChainLrRangeOptions *options)
{
  self->range_options = *options;
}

/**
 * chain_session_get_range_message:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): why the last test could not be run
 */
const char *
chain_session_get_range_message (ChainSession *self)
{
  return self->range_message;
}

/**
 * chain_session_get_range_suggestion:
 * @self: a session
 * @rule: a row of the rules' table
 * @learning_rate: (out): its choice
 *
 * Returns: %FALSE while there is no finished curve, or where it allows the rule no choice
 */
gboolean
chain_session_get_range_suggestion (ChainSession      *self,
                                    const ChainLrRule *rule,
                                    double            *learning_rate)
{
  return self->range != NULL && self->range_job == NULL
         && chain_lr_range_suggest (self->range, self->range_iterations, rule, learning_rate);
}

/**
 * chain_session_get_range_reason:
 * @self: a session
 * @rule: a row of the rules' table
 *
 * Returns: (transfer full) (nullable): why @rule chooses its rate, or why it cannot; %NULL while
 *   there is no finished curve
 */
char *
chain_session_get_range_reason (ChainSession *self, const ChainLrRule *rule)
{
  if (self->range == NULL || self->range_job != NULL)
    return NULL;
  return chain_lr_range_explain (self->range, self->range_iterations, rule);
}

/**
 * chain_session_get_recommended_rate:
 * @self: a session
 * @learning_rate: (out): the program's own choice
 *
 * Returns: %FALSE while there is none
 */
gboolean
chain_session_get_recommended_rate (ChainSession *self, double *learning_rate)
{
  for (const ChainLrRule *const *rule = chain_lr_rules; *rule != NULL; rule++)
    if (g_str_equal ((*rule)->name, "recommended"))
      return chain_session_get_range_suggestion (self, *rule, learning_rate);
  return FALSE;
}

/**
 * chain_session_use_learning_rate:
 * @self: a session
 * @learning_rate: above 0
 * @error: set if it cannot be used
 *
 * An edit of the project; the curve it was picked from stays.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_session_use_learning_rate (ChainSession *self, double learning_rate, GError **error)
{
  ChainProject *project = chain_project_copy (chain_session_get_project (self));
  ChainLrRange *range = g_steal_pointer (&self->range);
  gboolean      done;

  project->training.learning_rate = learning_rate;
  done = chain_session_edit (self, project, CHAIN_EDIT_LEARNING_RATE, NULL, error);
  self->range = range;
  chain_session_emit (self, CHAIN_SESSION_RANGE_CHANGED);
  return done;
}

/* Before the project changes, or goes. */
void
chain_session_stop_jobs (ChainSession *self)
{
  chain_session_set_playing (self, FALSE);
  chain_session_stop_range_test (self);
  chain_session_pause (self);
}
