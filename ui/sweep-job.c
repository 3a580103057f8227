/* sweep-job.c: a sweep over settings that runs in the background.
 *
 * Its results stay as long as the document has the same rows: what they compare is still true
 * after settings were changed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/sweep-job.h"

#define POLL_INTERVAL 50  /* milliseconds between two looks */
#define USUAL_UPDATES 200 /* of a short run, if an epoch has fewer */

struct _ChainSweepJob
{
  GObject       parent_instance;

  ChainSession *session; /* owned */
  ChainSweep   *sweep;   /* NULL before the first */
  ChainDataset *dataset; /* owned; of the sweep */
  guint         source;  /* 0 unless it is going on */
};

G_DEFINE_FINAL_TYPE (ChainSweepJob, chain_sweep_job, G_TYPE_OBJECT)

static guint changed_signal;

static void
announce (ChainSweepJob *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
poll_sweep (gpointer data)
{
  ChainSweepJob *self = data;
  const gboolean running = chain_sweep_is_running (self->sweep);

  if (!running)
    self->source = 0;
  announce (self);
  return running ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
let_go (ChainSweepJob *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->sweep != NULL)
    chain_sweep_cancel (self->sweep);
  g_clear_pointer (&self->sweep, chain_sweep_unref);
  g_clear_pointer (&self->dataset, chain_dataset_unref);
}

static void
on_project_changed (ChainSweepJob *self)
{
  if (self->sweep == NULL || self->dataset == chain_session_get_dataset (self->session))
    return;
  let_go (self);
  announce (self);
}

static void
chain_sweep_job_dispose (GObject *object)
{
  ChainSweepJob *self = CHAIN_SWEEP_JOB (object);

  let_go (self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (chain_sweep_job_parent_class)->dispose (object);
}

static void
chain_sweep_job_class_init (ChainSweepJobClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_sweep_job_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
chain_sweep_job_init (ChainSweepJob *self G_GNUC_UNUSED)
{
}

/**
 * chain_sweep_job_new:
 * @session: whose document is to be trained
 *
 * Returns: (transfer full): a job that has not been started
 */
ChainSweepJob *
chain_sweep_job_new (ChainSession *session)
{
  ChainSweepJob *self = g_object_new (CHAIN_TYPE_SWEEP_JOB, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (on_project_changed), self);
  return self;
}

/**
 * chain_sweep_job_start:
 * @job: a job
 * @x: what varies along a row
 * @y: (nullable): what varies from row to row
 * @options: how long, how often
 * @error: set if the document cannot be trained so
 *
 * Stops an earlier sweep and begins a new one, with the weights as they are now; they stay.
 *
 * Returns: %FALSE on an error, and then nothing was stopped
 */
gboolean
chain_sweep_job_start (ChainSweepJob           *job,
                       const ChainSweepAxis    *x,
                       const ChainSweepAxis    *y,
                       const ChainSweepOptions *options,
                       GError                 **error)
{
  const ChainProject *project = chain_session_get_project (job->session);
  ChainDataset       *dataset = chain_session_get_dataset (job->session);
  ChainSweep         *sweep;

  if (dataset == NULL || chain_session_get_stepper (job->session) == NULL)
    {
      g_set_error_literal (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                           "The data and the network do not fit together yet.");
      return FALSE;
    }
  sweep = chain_sweep_new (project->network, &project->training, dataset, x, y, options, error);
  if (sweep == NULL)
    return FALSE;
  let_go (job);
  job->sweep = sweep;
  job->dataset = chain_dataset_ref (dataset);
  chain_sweep_start (sweep);
  job->source = g_timeout_add (POLL_INTERVAL, poll_sweep, job);
  announce (job);
  return TRUE;
}

/**
 * chain_sweep_job_stop:
 * @job: a job
 *
 * Stops at once; what has ended stays.
 */
void
chain_sweep_job_stop (ChainSweepJob *job)
{
  if (job->source == 0)
    return;
  g_clear_handle_id (&job->source, g_source_remove);
  chain_sweep_cancel (job->sweep);
  announce (job);
}

/**
 * chain_sweep_job_get_running:
 * @job: a job
 *
 * Returns: whether it is going on
 */
gboolean
chain_sweep_job_get_running (ChainSweepJob *job)
{
  return job->source != 0;
}

/**
 * chain_sweep_job_get_sweep:
 * @job: a job
 *
 * Returns: (transfer none) (nullable): the last sweep, or the one going on
 */
ChainSweep *
chain_sweep_job_get_sweep (ChainSweepJob *job)
{
  return job->sweep;
}

/**
 * chain_sweep_job_usual_epochs:
 * @session: with a document
 *
 * Returns: epochs of a run that is short but tells something; at most the planned ones
 */
guint
chain_sweep_job_usual_epochs (ChainSession *session)
{
  const ChainStepper *stepper = chain_session_get_stepper (session);
  const guint         planned = chain_session_get_project (session)->training.epochs;
  const guint         batches = stepper != NULL ? chain_stepper_iterations_per_epoch (stepper) : 1;

  return CLAMP ((USUAL_UPDATES + batches - 1) / batches, 1, MAX (planned, 1));
}
