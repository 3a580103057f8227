/* handout-work.c: the hand-out written on a worker thread, from a copy of the session.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/handout.h"

#include "ui/session-private.h"

#define PARTS 1000 /* that progress is told in */

typedef struct
{
  ChainSession     *copy;
  const ChainPaper *paper;
  char             *path;
  ChainLoading     *loading;
  GCancellable     *cancellable; /* (unowned): the task's */
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_object_unref (writing->copy);
  chain_loading_unref (writing->loading);
  g_free (writing->path);
  g_free (writing);
}

static gboolean
on_progress (double   done,
             gpointer data)
{
  Writing *writing = data;

  g_atomic_int_set (&writing->loading->done, (gint) (done * PARTS));
  return !g_cancellable_is_cancelled (writing->cancellable);
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  Writing *writing = data;
  GError *error = NULL;

  writing->cancellable = cancellable;
  if (chain_handout_save (writing->copy, writing->paper, writing->path, on_progress, writing,
                          &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * chain_handout_save_async:
 * @session: a session with a stepper; what happens to it from now on is not written
 * @paper: what it will be printed on
 * @path: (type filename): a file that ends in .pdf
 * @done: called on the main thread in the end, with chain_handout_save_finish() to ask how it went
 * @data: for @done
 *
 * Writes the current iteration on a thread. The session tells how far it is, and cancels it:
 * chain_session_get_work().
 */
void
chain_handout_save_async (ChainSession        *session,
                          const ChainPaper    *paper,
                          const char          *path,
                          GAsyncReadyCallback  done,
                          gpointer             data)
{
  const ChainWork *work
    = chain_session_begin_work (session, CHAIN_WORK_WRITING, "Writing the hand-out");
  Writing *writing = g_new0 (Writing, 1);
  g_autoptr (GTask) task = g_task_new (session, work->cancellable, done, data);

  writing->copy = chain_session_copy (session);
  writing->paper = paper;
  writing->path = g_strdup (path);
  writing->loading = chain_loading_ref (work->loading);
  g_atomic_int_set (&writing->loading->of_done, PARTS);
  g_task_set_task_data (task, writing, writing_free);
  g_task_run_in_thread (task, run);
}

/**
 * chain_handout_save_finish:
 * @session: the session it was started with
 * @result: what was handed to the callback
 * @error: set if it could not be written, to %G_IO_ERROR_CANCELLED if it was given up
 *
 * Returns: %FALSE on an error, and then an earlier file is as it was
 */
gboolean
chain_handout_save_finish (ChainSession *session,
                           GAsyncResult *result,
                           GError      **error)
{
  const gboolean given_up = g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)));
  const gboolean saved = g_task_propagate_boolean (G_TASK (result), error);

  if (!given_up)
    chain_session_end_work (session, CHAIN_WORK_WRITING);
  return saved;
}
