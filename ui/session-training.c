/* session-training.c: training on a worker thread, and what came of it.
 *
 * A worker has its own copy of the network and publishes finished snapshots; a timer on the
 * main thread looks for the newest one about once a frame and announces it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

#include <string.h>
#include <time.h>

#define IDLE_SHARE 20    /* at full speed the window works for one part in so many of the time */
#define LONGEST_WAIT 500 /* milliseconds */

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

/* Lets no health arrive that is of an earlier run; the metrics stay until there are newer ones. */
static void
stop_measuring (ChainSession *self)
{
  if (self->measuring != NULL)
    g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  g_clear_pointer (&self->health, chain_health_free);
}

/* Anything that was learnt about an earlier state of the project. */
void
chain_session_reset_results (ChainSession *self)
{
  stop_measuring (self);
  self->run = NULL;
  self->planned_end = 0;
  g_clear_pointer (&self->metrics[0], chain_metrics_free);
  g_clear_pointer (&self->metrics[1], chain_metrics_free);
  g_clear_pointer (&self->training_message, g_free);
  self->training_failed = FALSE;
  chain_session_shelve_range (self);
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

static void
take_items (GArray *to, const GArray *from, guint *taken)
{
  if (from->len > 0)
    g_array_append_vals (to, from->data, from->len);
  *taken += from->len;
}

/* Takes the newest snapshot over into the session. */
static ChainTrainerStatus
take_snapshot (ChainSession *self)
{
  g_autoptr (ChainTrainerSnapshot) snapshot = chain_trainer_snapshot (
      self->trainer, self->taken[0], self->taken[1]);
  g_autoptr (GArray) probes = chain_trainer_snapshot_probes (self->trainer, self->taken[2]);
  ChainHistory      *history = self->run->history;

  take_items (history->steps, snapshot->steps, &self->taken[0]);
  take_items (history->epochs, snapshot->epochs, &self->taken[1]);
  take_items (history->probes, probes, &self->taken[2]);
  history->n_steps += snapshot->t - self->run->end;
  self->run->end = snapshot->t;
  self->epochs_done = self->earlier_epochs + snapshot->epochs_done;
  self->epochs_planned = self->earlier_epochs + snapshot->epochs_planned;
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

/* Only what was stopped before its time is there to go on with. */
static void
keep_paused (ChainSession *self, ChainTrainerStatus status)
{
  const gboolean stopped = status == CHAIN_TRAINER_CANCELLED;

  chain_session_get_project (self); /* with the weights of the run */
  chain_project_set_paused (self->project,
                            stopped ? chain_trainer_save_state (self->trainer) : NULL);
}

/* A run that was stopped has some of its epochs before it. */
static void
keep_plan (ChainSession *self)
{
  if (self->training_message == NULL && self->run->end < self->planned_end)
    self->earlier_epochs = self->epochs_done;
  else
    self->planned_end = 0;
}

static void
end_training (ChainSession *self, ChainTrainerStatus status)
{
  g_clear_handle_id (&self->poll_source, g_source_remove);
  keep_paused (self, status);
  keep_plan (self);
  g_clear_pointer (&self->trainer, chain_trainer_free);
  measure (self);
  g_object_notify (G_OBJECT (self), "training");
}

/* What the main thread has used of the processor, milliseconds. */
static double
time_used (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static gboolean poll_training (gpointer data);

/* A network that takes long to draw is looked at less often, so that it trains as fast as with
 * nobody looking; one that is trained at a pace is there to be watched. */
static void
poll_later (ChainSession *self)
{
  const double now = time_used ();
  const double used = now - self->time_used;

  self->time_used = now;
  self->poll_source = g_timeout_add (
      self->pace > 0 ? CHAIN_POLL_INTERVAL
                     : (guint) CLAMP (used * IDLE_SHARE, CHAIN_POLL_INTERVAL, LONGEST_WAIT),
      poll_training, self);
}

/* The history, some frames after the weights. */
static gboolean
announce_history (gpointer data)
{
  ChainSession *self = data;

  poll_later (self);
  chain_session_emit (self, CHAIN_SESSION_TRAINING_CHANGED);
  return G_SOURCE_REMOVE;
}

/* At full speed the drawing and the curves change in frames of their own: one frame with both
 * would keep people waiting for longer. */
static gboolean
poll_training (gpointer data)
{
  ChainSession            *self = data;
  const ChainTrainerStatus status = take_snapshot (self);
  const gboolean           goes_on = status == CHAIN_TRAINER_RUNNING;
  const gboolean           later = goes_on && self->pace == 0;

  self->poll_source = 0;
  if (later)
    self->poll_source = g_timeout_add (CHAIN_POLL_INTERVAL, announce_history, self);
  else if (goes_on)
    poll_later (self);
  else
    end_training (self, status);
  chain_session_emit (self, CHAIN_SESSION_POSITION_CHANGED);
  if (!later)
    chain_session_emit (self, CHAIN_SESSION_TRAINING_CHANGED);
  return G_SOURCE_REMOVE;
}

/* Lets the trainer go on from where the stepper is; from a paused run, with all it had. */
static void
place_trainer (ChainSession *self)
{
  const ChainTrainingState *paused = chain_project_paused (self->project);
  guint64                   t;
  g_autofree double        *state = chain_stepper_save_state (self->stepper, &t);

  if (paused == NULL || paused->step != t || !chain_trainer_resume (self->trainer, paused))
    chain_trainer_continue_from (self->trainer, t, state);
}

/* Starts a run of some epochs from where the stepper is. */
gboolean
chain_session_train_epochs (ChainSession *self, guint epochs, const char *label, GError **error)
{
  guint per_epoch;

  if (self->trainer != NULL)
    return TRUE;
  if (self->stepper == NULL)
    {
      g_set_error_literal (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, self->problem);
      return FALSE;
    }
  chain_session_set_playing (self, FALSE);
  chain_session_end_work (self, CHAIN_WORK_GOING);
  chain_session_stop_range_test (self);
  chain_session_remember (self, label, NULL);
  self->trainer = chain_trainer_new (self->project->network, &self->project->training,
                                     self->dataset, error);
  if (self->trainer == NULL)
    return FALSE;
  place_trainer (self);
  g_clear_pointer (&self->training_message, g_free);
  self->training_failed = FALSE;
  stop_measuring (self);
  per_epoch = chain_trainer_batches_per_epoch (self->trainer);
  chain_session_place_run (self, per_epoch);
  memset (self->taken, 0, sizeof self->taken);
  if (self->planned_end == 0)
    {
      self->earlier_epochs = 0;
      self->planned_end = (self->run->end / per_epoch + epochs) * per_epoch;
    }
  chain_trainer_probe_layers (self->trainer);
  chain_trainer_set_pace (self->trainer, self->pace);
  chain_trainer_start (self->trainer, epochs);
  self->time_used = time_used ();
  poll_later (self);
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
 * Runs the project's epochs from where the stepper is, on a thread of its own; after a pause those
 * that are left.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_session_train (ChainSession *self, GError **error)
{
  const guint left = chain_session_get_epochs_left (self);

  return chain_session_train_epochs (self, left > 0 ? left : self->project->training.epochs,
                                     "Train", error);
}

/**
 * chain_session_train_epoch:
 * @self: a session
 * @error: set if the project cannot be trained
 *
 * Runs to the end of the epoch from where the stepper is, on a thread of its own.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_session_train_epoch (ChainSession *self, GError **error)
{
  return chain_session_train_epochs (self, 1, "Train one epoch", error);
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
  end_training (self, take_snapshot (self));
  chain_session_emit (self, CHAIN_SESSION_POSITION_CHANGED);
  chain_session_emit (self, CHAIN_SESSION_TRAINING_CHANGED);
}

/**
 * chain_session_get_epochs_left:
 * @self: a session
 *
 * Returns: epochs that a run which was stopped still has before it, the one begun counted; 0 if
 *   training begins a new plan
 */
guint
chain_session_get_epochs_left (ChainSession *self)
{
  const guint64 t = self->stepper != NULL ? chain_stepper_iteration (self->stepper) : 0;

  if (self->run == NULL || self->trainer != NULL || t != self->run->end || t >= self->planned_end)
    return 0;
  return (guint) (self->planned_end / self->run->steps_per_epoch - t / self->run->steps_per_epoch);
}

/**
 * chain_session_get_pace:
 * @self: a session
 *
 * Returns: how many steps a second a run makes; 0: as many as can be
 */
guint
chain_session_get_pace (ChainSession *self)
{
  return self->pace;
}

/**
 * chain_session_set_pace:
 * @self: a session
 * @steps_per_second: 0: as fast as can be
 *
 * Also of the run that is going on.
 */
void
chain_session_set_pace (ChainSession *self, guint steps_per_second)
{
  self->pace = steps_per_second;
  if (self->trainer != NULL)
    chain_trainer_set_pace (self->trainer, steps_per_second);
  chain_session_emit (self, CHAIN_SESSION_VIEW_CHANGED);
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
  return self->run != NULL ? self->run->history : self->nothing;
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

/* Before the project changes, or goes. */
void
chain_session_stop_jobs (ChainSession *self)
{
  chain_session_set_playing (self, FALSE);
  chain_session_end_work (self, CHAIN_WORK_GOING);
  chain_session_stop_range_test (self);
  chain_session_pause (self);
}
