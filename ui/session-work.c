/* session-work.c: work on the document that can outlast a frame, and preparing rows after an edit.
 *
 * An edit that has many numbers encoded anew is in the project at once and can be undone at once;
 * until its rows are ready, on a worker thread, there is nothing to step or train with.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

#define LARGE 400000 /* numbers to encode; fewer take less than a frame */

/* Of a kind of work the newest is going on and the one before is cancelled. */
const ChainWork *
chain_session_begin_work (ChainSession *self, ChainWorkKind kind, const char *title)
{
  ChainWork *work = &self->work[kind];

  if (work->cancellable != NULL)
    g_cancellable_cancel (work->cancellable);
  g_clear_object (&work->cancellable);
  g_clear_pointer (&work->loading, chain_loading_unref);
  g_free (work->title);
  *work = (ChainWork){
    .title = g_strdup (title),
    .cancellable = g_cancellable_new (),
    .loading = chain_loading_new (),
    .begun = g_get_monotonic_time (),
  };
  chain_session_emit (self, CHAIN_SESSION_WORK_CHANGED);
  return work;
}

/* What is still going on of that kind reaches nobody. */
void
chain_session_end_work (ChainSession *self, ChainWorkKind kind)
{
  ChainWork *work = &self->work[kind];

  if (work->cancellable == NULL)
    return;
  g_cancellable_cancel (work->cancellable);
  g_clear_object (&work->cancellable);
  g_clear_pointer (&work->loading, chain_loading_unref);
  g_clear_pointer (&work->title, g_free);
  chain_session_emit (self, CHAIN_SESSION_WORK_CHANGED);
}

/**
 * chain_session_get_work:
 * @self: a session
 * @progress: (out caller-allocates) (optional): how far it is
 *
 * Returns: (transfer none) (nullable): what is going on, for people; %NULL for nothing
 */
const char *
chain_session_get_work (ChainSession *self, ChainWorkProgress *progress)
{
  for (ChainWorkKind kind = 0; kind < CHAIN_N_WORK_KINDS; kind++)
    {
      const ChainWork *work = &self->work[kind];

      if (work->cancellable == NULL)
        continue;
      if (progress != NULL)
        *progress = (ChainWorkProgress){
          .begun = work->begun,
          .cancellable = kind != CHAIN_WORK_PREPARING,
          .bytes = (guint64) g_atomic_int_get (&work->loading->kibibytes) * 1024,
          .of_bytes = (guint64) g_atomic_int_get (&work->loading->of_kibibytes) * 1024,
          .rows = (guint) g_atomic_int_get (&work->loading->rows),
          .done = (guint) g_atomic_int_get (&work->loading->done),
          .of_done = (guint) g_atomic_int_get (&work->loading->of_done),
        };
      return work->title;
    }
  return NULL;
}

/**
 * chain_session_cancel_work:
 * @self: a session
 *
 * Gives up what chain_session_get_work() tells of, at once. Rows being prepared for an edit are not
 * given up: undo it.
 *
 * Returns: whether there was something to give up
 */
gboolean
chain_session_cancel_work (ChainSession *self)
{
  for (ChainWorkKind kind = 0; kind < CHAIN_N_WORK_KINDS; kind++)
    if (kind != CHAIN_WORK_PREPARING && self->work[kind].cancellable != NULL)
      {
        chain_session_end_work (self, kind);
        return TRUE;
      }
  return FALSE;
}

/**
 * chain_session_get_preparing:
 * @self: a session
 *
 * Returns: whether there is no stepper only because the rows are not ready yet
 */
gboolean
chain_session_get_preparing (ChainSession *self)
{
  return self->work[CHAIN_WORK_PREPARING].cancellable != NULL;
}

/* Whether encoding the rows of an edited project, or reading them, can outlast a frame. */
gboolean
chain_session_is_large (const ChainProject *project, const ChainTable *table)
{
  const guint n_columns
      = g_strv_length (project->data.features) + g_strv_length (project->data.targets);

  const gsize n_rows = table != NULL ? table->n_rows : project->source->sample_options.samples;

  if (table == NULL && project->source->kind == CHAIN_SOURCE_CSV)
    return TRUE;
  return n_rows > LARGE / MAX (n_columns, 1);
}

typedef struct
{
  ChainProject *project;
  ChainTable   *table; /* NULL: to be read */
  ChainLoading *loading;
} Request;

static void
request_free (Request *request)
{
  chain_project_free (request->project);
  chain_table_unref (request->table);
  chain_loading_unref (request->loading);
  g_free (request);
}

static void
run_preparing (GTask        *task,
               gpointer      source G_GNUC_UNUSED,
               gpointer      data,
               GCancellable *cancellable)
{
  Request       *request = data;
  GError        *error = NULL;
  ChainProject  *project = g_steal_pointer (&request->project);
  ChainPrepared *prepared
      = request->table != NULL
            ? chain_prepared_new (project, g_steal_pointer (&request->table), NULL)
            : chain_prepared_load_rows (project, request->loading, cancellable, &error);

  if (prepared != NULL)
    g_task_return_pointer (task, prepared, (GDestroyNotify) chain_prepared_free);
  else
    g_task_return_error (task, error);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  ChainSession             *self = CHAIN_SESSION (source);
  g_autoptr (GError)        error = NULL;
  g_autoptr (ChainPrepared) prepared = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (prepared != NULL)
    chain_session_install (self, g_steal_pointer (&prepared));
  else
    {
      chain_session_end_work (self, CHAIN_WORK_PREPARING);
      g_free (self->problem);
      self->problem = g_strdup (error->message);
    }
  chain_session_announce (self);
}

/* Makes a project the open one, taking it, while its rows are prepared; without a table they are
 * read anew, and until then those that were there are shown. */
void
chain_session_prepare (ChainSession *self, ChainProject *project, ChainTable *table)
{
  const ChainWork  *work;
  Request          *request = g_new (Request, 1);
  g_autoptr (GTask) task = NULL;

  chain_session_stop_jobs (self);
  work = chain_session_begin_work (self, CHAIN_WORK_PREPARING,
                                   table != NULL ? "Preparing the rows" : "Reading the rows");
  *request = (Request){ chain_project_copy (project), table, chain_loading_ref (work->loading) };
  g_clear_pointer (&self->stepper, chain_stepper_free);
  g_clear_pointer (&self->dataset, chain_dataset_unref);
  chain_project_free (self->project);
  self->project = project;
  if (table != NULL && table != self->table)
    {
      chain_table_unref (self->table);
      self->table = chain_table_ref (table);
    }
  g_free (self->problem);
  self->problem = g_strdup ("The rows are being prepared.");
  self->selection = (ChainSelection){ CHAIN_SELECTION_STEP };
  self->weights_moved = FALSE;
  self->edits++;
  chain_session_reset_results (self);

  task = g_task_new (self, work->cancellable, on_prepared, NULL);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, run_preparing);
}
