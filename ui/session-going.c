/* session-going.c: going to an iteration far ahead, on a worker thread.
 *
 * As training does it, on the compiled plan: from the weights before the current iteration, which
 * stay the stepper's until the worker has arrived.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

#include "training/divergence.h"

#define BLOCK 128 /* iterations between two looks at whether to go on */

typedef struct
{
  ChainNetwork        *network;
  ChainTrainingOptions training;
  ChainDataset        *dataset;
  ChainLoading        *loading;
  guint64              t;
  guint64              target;
  guint                position;
  double              *state;    /* of t; in the end of where it came to */
  char                *diverged; /* why it stopped before the target */
} Going;

static void
going_free (gpointer data)
{
  Going *going = data;

  chain_network_free (going->network);
  chain_dataset_unref (going->dataset);
  chain_loading_unref (going->loading);
  g_free (going->state);
  g_free (going->diverged);
  g_free (going);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Going                     *going = data;
  const guint64              first = going->t;
  g_autoptr (ChainIteration) iteration
    = chain_iteration_new (going->network, &going->training, going->dataset, NULL);
  double                     losses[BLOCK];

  chain_iteration_load_state (iteration, going->t, going->state);
  while (iteration->t < going->target && going->diverged == NULL
         && !g_cancellable_is_cancelled (cancellable))
    {
      const guint        n = (guint) MIN (going->target - iteration->t, BLOCK);
      const guint        made = chain_iteration_run_many (iteration, n, losses);
      g_autoptr (GError) error = NULL;

      if (made < n)
        chain_divergence_set (iteration, losses[made], &error);
      going->diverged = error != NULL ? g_strdup (error->message) : NULL;
      g_atomic_int_set (&going->loading->done, (gint) (iteration->t - first));
    }
  going->t = iteration->t;
  chain_iteration_copy_state (iteration, going->state);
  g_task_return_boolean (task, TRUE);
}

static void
on_arrived (GObject *source, GAsyncResult *result, gpointer data)
{
  ChainSession *self = CHAIN_SESSION (source);
  Going        *going = g_task_get_task_data (G_TASK (result));

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  chain_session_end_work (self, CHAIN_WORK_GOING);
  chain_stepper_adopt (self->stepper, going->t, going->state);
  chain_stepper_go_to (self->stepper, going->t, going->position);
  if (going->diverged != NULL)
    {
      g_free (self->training_message);
      self->training_message = g_steal_pointer (&going->diverged);
      self->training_failed = TRUE;
      chain_session_emit (self, CHAIN_SESSION_TRAINING_CHANGED);
    }
  chain_session_moved (self);
}

/* Goes to the same step of an iteration ahead; what is shown stays until it has arrived. */
void
chain_session_go_far (ChainSession *self, guint64 iteration)
{
  g_autofree char  *title = g_strdup_printf ("Going to iteration %" G_GUINT64_FORMAT,
                                             iteration + 1);
  const ChainWork  *work;
  Going            *going = g_new0 (Going, 1);
  g_autoptr (GTask) task = NULL;

  chain_session_set_playing (self, FALSE);
  going->network = chain_network_copy (chain_session_get_project (self)->network);
  going->training = self->project->training;
  going->dataset = chain_dataset_ref (self->dataset);
  going->state = chain_stepper_copy_start (self->stepper, &going->t);
  going->target = iteration;
  going->position = chain_stepper_position (self->stepper);
  work = chain_session_begin_work (self, CHAIN_WORK_GOING, title);
  going->loading = chain_loading_ref (work->loading);
  g_atomic_int_set (&going->loading->of_done,
                    (gint) MIN (iteration - going->t, (guint64) G_MAXINT));
  task = g_task_new (self, work->cancellable, on_arrived, NULL);
  g_task_set_task_data (task, going, going_free);
  g_task_run_in_thread (task, run);
}
