/* session-import.c: weights of a file for the open document, read and prepared on a worker thread.
 *
 * The worker puts them into a copy of the project and builds all that stepping needs; the main
 * thread only makes that the open document, if it is still the one that was copied.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-import.h"

#include "ui/session-private.h"

typedef struct
{
  char         *path;
  ChainProject *project; /* a copy */
  ChainTable   *table;
  ChainDataset *dataset;
  guint         edits;   /* of the session when it was copied */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->path);
  chain_project_free (request->project);
  chain_table_unref (request->table);
  chain_dataset_unref (request->dataset);
  g_free (request);
}

/* The project is changed only if they fit. */
static ChainIncoming *
try_mode (const ChainImport *import,
          ChainImportMode    mode,
          Request           *request,
          GError           **error)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  ChainIncoming *incoming;

  if (!chain_import_into (import, mode, request->project, request->dataset, warnings, error))
    return NULL;
  incoming = g_new0 (ChainIncoming, 1);
  incoming->mode = mode;
  incoming->warnings = g_steal_pointer (&warnings);
  incoming->edits = request->edits;
  return incoming;
}

static gboolean
prepare (ChainIncoming *incoming,
         Request       *request,
         GError       **error)
{
  incoming->prepared = chain_prepared_new (g_steal_pointer (&request->project),
                                           g_steal_pointer (&request->table),
                                           g_steal_pointer (&request->dataset));
  if (incoming->prepared->problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&incoming->prepared->problem));
  return FALSE;
}

/* That weights do not fit is said even where the layers do not either. */
static ChainIncoming *
make_incoming (Request *request,
               GError **error)
{
  g_autoptr (ChainImport)   import = chain_import_load (request->path, error);
  g_autoptr (ChainIncoming) incoming = NULL;
  g_autoptr (GError)        why = NULL;

  if (import == NULL || g_cancellable_set_error_if_cancelled (g_cancellable_get_current (), error))
    return NULL;
  incoming = try_mode (import, CHAIN_IMPORT_WEIGHTS, request, &why);
  if (incoming == NULL)
    incoming = try_mode (import, CHAIN_IMPORT_NETWORK, request, NULL);
  if (incoming == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return NULL;
    }
  incoming->why = why != NULL ? g_strdup (why->message) : NULL;
  return prepare (incoming, request, error) ? g_steal_pointer (&incoming) : NULL;
}

static void
run (GTask        *task,
     gpointer      source G_GNUC_UNUSED,
     gpointer      data,
     GCancellable *cancellable)
{
  GError        *error = NULL;
  ChainIncoming *incoming;

  g_cancellable_push_current (cancellable);
  incoming = make_incoming (data, &error);
  g_cancellable_pop_current (cancellable);
  if (incoming != NULL)
    g_task_return_pointer (task, incoming, (GDestroyNotify) chain_incoming_free);
  else
    g_task_return_error (task, error);
}

/**
 * chain_session_import_async:
 * @session: a session with data
 * @path: (type filename): a file, or a folder, of weights
 * @done: called on the main thread; chain_session_import_finish() tells the result
 * @data: for @done
 *
 * Reads the file on a worker thread, for the document as it is now. Another import in the meantime,
 * or chain_session_cancel_work(), ends this one with %G_IO_ERROR_CANCELLED; reading stops between
 * two pieces of the file, what is read already is still taken apart.
 */
void
chain_session_import_async (ChainSession        *session,
                            const char          *path,
                            GAsyncReadyCallback  done,
                            gpointer             data)
{
  g_autofree char  *name = g_path_get_basename (path);
  g_autofree char  *title = g_strdup_printf ("Importing %s", name);
  const ChainWork  *work = chain_session_begin_work (session, CHAIN_WORK_IMPORTING, title);
  g_autoptr (GTask) task = g_task_new (session, work->cancellable, done, data);
  Request          *request = g_new (Request, 1);

  *request = (Request){ g_strdup (path), chain_project_copy (chain_session_get_project (session)),
                        chain_table_ref (session->table), chain_dataset_ref (session->dataset),
                        session->edits };
  g_task_set_task_data (task, request, request_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, run);
}

static gboolean
check_same_document (ChainSession        *self,
                     const ChainIncoming *incoming,
                     GError             **error)
{
  if (incoming->edits == self->edits)
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "The weights were not imported: the document changed while they were read");
  return FALSE;
}

/**
 * chain_session_import_finish:
 * @session: the session it was started with
 * @result: what the callback was given
 * @error: set if the file does not read or does not fit, with the tensor and both shapes, if the
 *   document is another one than when the import was started, or to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the document with the weights, or with the layers where
 *   these alone fit; it is not the open one yet
 */
ChainIncoming *
chain_session_import_finish (ChainSession *session,
                             GAsyncResult *result,
                             GError      **error)
{
  GTask                    *task = G_TASK (result);
  g_autoptr (ChainIncoming) incoming = g_task_propagate_pointer (task, error);

  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    chain_session_end_work (session, CHAIN_WORK_IMPORTING);
  if (incoming == NULL || !check_same_document (session, incoming, error))
    return NULL;
  return g_steal_pointer (&incoming);
}

/* The statements of the Autodiff page may have been edited: that touches nothing of the rest. */
static void
keep_workspace (ChainSession *self,
                ChainProject *project)
{
  chain_workspace_options_clear (&project->workspace);
  chain_workspace_options_copy (&self->project->workspace, &project->workspace);
}

/**
 * chain_session_take_incoming:
 * @session: the session it was prepared for
 * @incoming: what was read; taken out of it if there is no error
 * @error: set if the document is another one than when the import was started
 *
 * Makes it the open document, an edit that can be undone. Stepping and training in the meantime do
 * not make the document another one: they change what the file replaces.
 *
 * Returns: %FALSE on an error, and then the open document is as it was
 */
gboolean
chain_session_take_incoming (ChainSession  *session,
                             ChainIncoming *incoming,
                             GError       **error)
{
  g_return_val_if_fail (incoming->prepared != NULL, FALSE);

  if (!check_same_document (session, incoming, error))
    return FALSE;
  keep_workspace (session, incoming->prepared->project);
  chain_session_remember (session, incoming->mode == CHAIN_IMPORT_NETWORK ? "Import layers"
                                                                          : "Import weights", NULL);
  chain_session_install (session, g_steal_pointer (&incoming->prepared));
  chain_session_announce (session);
  return TRUE;
}

/**
 * chain_incoming_free:
 * @incoming: (nullable) (transfer full): to free with all that is left in it
 */
void
chain_incoming_free (ChainIncoming *incoming)
{
  if (incoming == NULL)
    return;
  g_free (incoming->why);
  g_clear_pointer (&incoming->warnings, g_ptr_array_unref);
  chain_prepared_free (incoming->prepared);
  g_free (incoming);
}
