/* session-open.c: opening and saving the session's document, and making a project the open one.
 *
 * A file is read and everything built from it on a worker thread; the open document stays as it
 * is until all of that has succeeded.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

static gboolean
selection_fits (const ChainSession *self)
{
  const ChainNetwork *network = self->project->network;
  const guint         layer = self->selection.layer;

  if (self->selection.kind == CHAIN_SELECTION_STEP)
    return TRUE;
  if (layer > chain_network_n_layers (network))
    return FALSE;
  if (layer == 0)
    return self->selection.unit < network->n_inputs;
  return self->selection.unit < chain_network_layer (network, layer - 1)->units
         && self->selection.from < chain_network_layer_inputs (network, layer - 1)
         && (self->selection.kind != CHAIN_SELECTION_BIAS
             || chain_network_layer (network, layer - 1)->use_bias);
}

/* Makes a project the open one, taking all that was prepared for it. Without a dataset the project
 * is shown with the problem and cannot be stepped or trained. */
void
chain_session_install (ChainSession *self, ChainPrepared *owned)
{
  g_autoptr (ChainPrepared) prepared = owned;

  chain_session_stop_jobs (self);
  chain_session_end_work (self, CHAIN_WORK_PREPARING);
  g_clear_pointer (&self->stepper, chain_stepper_free);
  g_clear_pointer (&self->dataset, chain_dataset_unref);
  g_clear_pointer (&self->project, chain_project_free);
  g_clear_pointer (&self->table, chain_table_unref);
  g_clear_pointer (&self->problem, g_free);
  self->project = g_steal_pointer (&prepared->project);
  self->table = g_steal_pointer (&prepared->table);
  self->dataset = g_steal_pointer (&prepared->dataset);
  self->stepper = g_steal_pointer (&prepared->stepper);
  if (prepared->warnings != NULL)
    {
      g_ptr_array_unref (self->warnings);
      self->warnings = g_ptr_array_ref (prepared->warnings);
    }
  if (prepared->problem != NULL)
    self->problem = g_strdup (prepared->problem->message);
  self->weights_moved = FALSE;
  self->edits++;
  if (!selection_fits (self))
    self->selection = (ChainSelection){ CHAIN_SELECTION_STEP };
  self->sample = 0;
  chain_session_reset_results (self);
}

/* Tells everybody that the document is another one. */
void
chain_session_announce (ChainSession *self)
{
  chain_session_notify_document (self);
  chain_session_emit (self, CHAIN_SESSION_PROJECT_CHANGED);
  chain_session_emit (self, CHAIN_SESSION_POSITION_CHANGED);
  chain_session_emit (self, CHAIN_SESSION_SELECTION_CHANGED);
  chain_session_emit (self, CHAIN_SESSION_TRAINING_CHANGED);
  chain_session_emit (self, CHAIN_SESSION_RANGE_CHANGED);
}

/* Opens what was prepared as a new document, taking it. */
static void
open_document (ChainSession *self, ChainPrepared *prepared)
{
  chain_session_end_work (self, CHAIN_WORK_OPENING);
  g_ptr_array_set_size (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
  chain_session_forget_runs (self);
  chain_session_forget_range_tests (self);
  g_free (self->path);
  self->path = g_strdup (prepared->path);
  chain_session_install (self, prepared);
  self->modified = FALSE;
  chain_session_announce (self);
}

/**
 * chain_session_open:
 * @self: a session
 * @path: (type filename): a project, or a CSV file to start one from
 * @error: set if it does not read
 *
 * Waits for the file; a window opens with chain_session_open_async().
 *
 * Returns: %FALSE on an error, and then the open document is as it was
 */
gboolean
chain_session_open (ChainSession *self, const char *path, GError **error)
{
  ChainPrepared *prepared = chain_prepared_load_file (path, NULL, NULL, error);

  if (prepared == NULL)
    return FALSE;
  open_document (self, prepared);
  return TRUE;
}

/* What a worker is to read. */
typedef struct
{
  char         *path;    /* a file to open; NULL: the rows of the open project anew */
  ChainProject *project; /* a copy, whose rows to read; NULL with a path */
  guint         edits;   /* of the session when it was asked */
  ChainLoading *loading;
} Request;

static void
request_free (Request *request)
{
  g_free (request->path);
  chain_project_free (request->project);
  chain_loading_unref (request->loading);
  g_free (request);
}

static void
run_opening (GTask        *task,
             gpointer      source G_GNUC_UNUSED,
             gpointer      data,
             GCancellable *cancellable)
{
  Request       *request = data;
  GError        *error = NULL;
  ChainPrepared *prepared
      = request->path != NULL
            ? chain_prepared_load_file (request->path, request->loading, cancellable, &error)
            : chain_prepared_load_rows (g_steal_pointer (&request->project), request->loading,
                                        cancellable, &error);

  if (prepared != NULL)
    g_task_return_pointer (task, prepared, (GDestroyNotify) chain_prepared_free);
  else
    g_task_return_error (task, error);
}

static void
start_opening (ChainSession       *self,
               const char         *title,
               Request            *request,
               GAsyncReadyCallback done,
               gpointer            data)
{
  const ChainWork  *work = chain_session_begin_work (self, CHAIN_WORK_OPENING, title);
  g_autoptr (GTask) task = g_task_new (self, work->cancellable, done, data);

  request->loading = chain_loading_ref (work->loading);
  request->edits = self->edits;
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, run_opening);
}

/**
 * chain_session_open_async:
 * @self: a session
 * @path: (type filename): a project, or a CSV file to start one from
 * @done: called on the main thread; chain_session_open_finish() tells the result
 * @data: for @done
 *
 * Reads the file on a worker thread. Opening another file in the meantime, or
 * chain_session_cancel_work(), ends this one with %G_IO_ERROR_CANCELLED.
 */
void
chain_session_open_async (ChainSession       *self,
                          const char         *path,
                          GAsyncReadyCallback done,
                          gpointer            data)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *title = g_strdup_printf ("Opening %s", name);
  Request         *request = g_new0 (Request, 1);

  request->path = g_strdup (path);
  start_opening (self, title, request, done, data);
}

/**
 * chain_session_reload_async:
 * @self: a session
 * @done: called on the main thread; chain_session_open_finish() tells the result
 * @data: for @done
 *
 * Reads the rows of the open project anew; the project and what can be undone stay.
 */
void
chain_session_reload_async (ChainSession *self, GAsyncReadyCallback done, gpointer data)
{
  g_autofree char *title = g_strdup_printf ("Reading %s", self->table->title);
  Request         *request = g_new0 (Request, 1);

  request->project = chain_project_copy (chain_session_get_project (self));
  start_opening (self, title, request, done, data);
}

/* The rows were read anew. What was edited meanwhile stays: those rows are then prepared again. */
static void
take_rows (ChainSession *self, ChainPrepared *owned, guint edits)
{
  g_autoptr (ChainPrepared) prepared = owned;

  chain_session_end_work (self, CHAIN_WORK_OPENING);
  if (edits == self->edits && !self->weights_moved)
    chain_session_install (self, g_steal_pointer (&prepared));
  else
    chain_session_prepare (self, chain_project_copy (chain_session_get_project (self)),
                           g_steal_pointer (&prepared->table));
  chain_session_announce (self);
}

/**
 * chain_session_open_finish:
 * @self: a session
 * @result: what the callback was given
 * @error: set if the file does not read, or opening was cancelled
 *
 * The file becomes the open document only here.
 *
 * Returns: %FALSE on an error, and then the open document is as it was
 */
gboolean
chain_session_open_finish (ChainSession *self, GAsyncResult *result, GError **error)
{
  GTask         *task = G_TASK (result);
  const Request *request = g_task_get_task_data (task);
  ChainPrepared *prepared = g_task_propagate_pointer (task, error);

  if (prepared == NULL)
    {
      if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
        chain_session_end_work (self, CHAIN_WORK_OPENING);
      return FALSE;
    }
  if (request->path != NULL)
    open_document (self, prepared);
  else
    take_rows (self, prepared, request->edits);
  return TRUE;
}

/**
 * chain_session_open_sample:
 * @self: a session
 * @name: of a row of the samples' table
 * @error: set if it does not open
 *
 * Returns: %FALSE on an error, and then the open document is as it was
 */
gboolean
chain_session_open_sample (ChainSession *self, const char *name, GError **error)
{
  ChainPrepared *prepared = chain_prepared_load_sample (name, error);

  if (prepared == NULL)
    return FALSE;
  open_document (self, prepared);
  return TRUE;
}

/**
 * chain_session_save:
 * @self: a session
 * @path: (type filename): where to
 * @error: set if it could not be written
 *
 * Returns: %FALSE on an error, and then an earlier file is as it was
 */
gboolean
chain_session_save (ChainSession *self, const char *path, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  if (!chain_project_save (chain_session_get_project (self), absolute, error))
    return FALSE;
  g_free (self->path);
  self->path = g_steal_pointer (&absolute);
  chain_session_set_modified (self, FALSE);
  return TRUE;
}

