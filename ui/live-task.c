/* live-task.c: what is computed from the present weights for somebody who looks, while they change.
 *
 * It is computed on a worker thread with a copy of the weights, and only while its owner is on
 * screen. During a run the next answer is asked for when the last has been seen for a while, so
 * that looking does not slow the run.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/live-task.h"

#define PAUSE 5            /* during a run an answer comes after so many times what the last took */
#define LEAST_PAUSE 100000 /* microseconds */

struct _ChainLiveTask
{
  const ChainLiveTaskKind *kind;
  GtkWidget               *owner;   /* not owned: it owns the task */
  ChainSession            *session; /* owned */
  GCancellable            *running; /* NULL unless an answer is being computed */
  gint64                   asked;   /* when it was asked for, monotonic time */
  gint64                   next;    /* from when on one may be asked for again during a run */
  guint                    timeout; /* 0: none is waiting to do so */
  gboolean                 stale;   /* what is shown is not of the present weights */
};

/* What an answer is computed from, and by whom. */
typedef struct
{
  const ChainLiveTaskKind *kind;
  gpointer                 request;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  question->kind->free_request (question->request);
  g_free (question);
}

static void
answer (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;
  GError         *error = NULL;
  gpointer        result;

  chain_background_enter ();
  result = question->kind->answer (question->request, cancellable, &error);
  if (result != NULL)
    g_task_return_pointer (task, result, question->kind->free_answer);
  else
    g_task_return_error (task, error);
}

/* One that was given up may come when the live task is no more. */
static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  ChainLiveTask     *live = data;
  const Question    *question = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  const gboolean     given_up
      = g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)));
  gpointer           answered = g_task_propagate_pointer (G_TASK (result), &error);
  const gint64       now = g_get_monotonic_time ();

  if (!given_up)
    {
      g_clear_object (&live->running);
      live->next = now + MAX (PAUSE * (now - live->asked), LEAST_PAUSE);
      if (answered != NULL)
        live->kind->show (GTK_WIDGET (source), question->request, answered);
      else
        live->kind->show_message (GTK_WIDGET (source), error->message);
      if (live->stale)
        chain_live_task_ask (live);
    }
  if (answered != NULL)
    question->kind->free_answer (answered);
}

static void
start (ChainLiveTask *live)
{
  g_autoptr (GTask)  task = NULL;
  g_autoptr (GError) error = NULL;
  gpointer           request = live->kind->request (live->owner, &error);
  Question          *question;

  if (request == NULL)
    {
      live->kind->show_message (live->owner, error->message);
      return;
    }
  question = g_new (Question, 1);
  *question = (Question){ live->kind, request };
  live->asked = g_get_monotonic_time ();
  live->running = g_cancellable_new ();
  task = g_task_new (live->owner, live->running, on_answered, live);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, answer);
}

static gboolean
on_timeout (gpointer data)
{
  ChainLiveTask *live = data;

  live->timeout = 0;
  chain_live_task_ask (live);
  return G_SOURCE_REMOVE;
}

/* What is being computed is of other choices. */
static void
give_up (ChainLiveTask *live)
{
  g_clear_handle_id (&live->timeout, g_source_remove);
  g_cancellable_cancel (live->running);
  g_clear_object (&live->running);
}

/**
 * chain_live_task_new:
 * @kind: what is asked and shown; static
 * @owner: (transfer none): the widget that shows it; must outlive the task
 * @session: the document
 *
 * Returns: (transfer full): a task that has not asked yet
 */
ChainLiveTask *
chain_live_task_new (const ChainLiveTaskKind *kind, GtkWidget *owner, ChainSession *session)
{
  ChainLiveTask *task = g_new0 (ChainLiveTask, 1);

  task->kind = kind;
  task->owner = owner;
  task->session = g_object_ref (session);
  return task;
}

/**
 * chain_live_task_free:
 * @task: (transfer full) (nullable): a task; an answer under way is given up
 */
void
chain_live_task_free (ChainLiveTask *task)
{
  if (task == NULL)
    return;
  give_up (task);
  g_object_unref (task->session);
  g_free (task);
}

/**
 * chain_live_task_ask:
 * @task: a task
 *
 * Asks for an answer to the present weights. Answers come one after the other, the newest weights
 * last, and while the owner is not on screen none does: chain_live_task_seen() makes up for it.
 */
void
chain_live_task_ask (ChainLiveTask *task)
{
  const gint64 wait = task->next - g_get_monotonic_time ();

  task->stale = TRUE;
  if (task->running != NULL || task->timeout != 0 || !gtk_widget_get_mapped (task->owner))
    return;
  if (wait > 0 && chain_session_get_training (task->session))
    {
      task->timeout = g_timeout_add ((guint) (wait / 1000) + 1, on_timeout, task);
      return;
    }
  task->stale = FALSE;
  if (chain_session_get_stepper (task->session) == NULL)
    task->kind->show_message (task->owner, chain_session_get_problem (task->session));
  else
    start (task);
}

/**
 * chain_live_task_ask_soon:
 * @task: a task
 *
 * Like chain_live_task_ask(), without a pause during a run, but after an answer under way.
 */
void
chain_live_task_ask_soon (ChainLiveTask *task)
{
  task->next = 0;
  chain_live_task_ask (task);
}

/**
 * chain_live_task_ask_anew:
 * @task: a task
 *
 * Like chain_live_task_ask(), at once: an answer under way is of other choices and is given up.
 */
void
chain_live_task_ask_anew (ChainLiveTask *task)
{
  give_up (task);
  chain_live_task_ask_soon (task);
}

/**
 * chain_live_task_seen:
 * @task: a task whose owner has come on screen
 *
 * Asks if what is shown is not of the present weights.
 */
void
chain_live_task_seen (ChainLiveTask *task)
{
  if (task->stale)
    chain_live_task_ask (task);
}
