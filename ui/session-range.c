/* session-range.c: the learning-rate range test on a worker thread.
 *
 * The worker has its own copy of the network and publishes finished snapshots; a timer on the
 * main thread looks for the newest one about once a frame and announces it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

#include <pthread.h>

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
  ChainLrRange  *range;

  chain_background_enter ();
  range = chain_lr_range_run (job->network, &job->training, job->dataset, &job->options,
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
  chain_session_begin_range_test (self, options);
  g_clear_pointer (&self->range_message, g_free);
  self->range_options = *options;
  self->range_iterations = options->iterations;
  self->range_job = range_job_new (self, options);
  g_atomic_ref_count_inc (&self->range_job->references);
  g_thread_unref (g_thread_new ("range test", run_range_test, self->range_job));
  self->range_source = g_timeout_add (CHAIN_POLL_INTERVAL, poll_range_test, self);
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
  gboolean      done;

  project->training.learning_rate = learning_rate;
  self->keeps_range = TRUE;
  done = chain_session_edit (self, project, CHAIN_EDIT_LEARNING_RATE, NULL, error);
  self->keeps_range = FALSE;
  chain_session_emit (self, CHAIN_SESSION_RANGE_CHANGED);
  return done;
}
