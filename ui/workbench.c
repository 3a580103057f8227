/* workbench.c: the statements of the document, run, and the place they are stepped to.
 *
 * A text that is typed is in the document at once and is run when the keyboard rests; of two texts
 * only the newer one is shown. What outlasts a frame takes the workspace to a worker thread and
 * brings it back.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/workbench-private.h"

#include "ui/workbench-job.h"

#define REST 150            /* milliseconds without a key before a text is run */
#define BURST 2000000       /* microseconds without a key that begin another edit to undo */
#define QUICK 8000          /* microseconds that a frame can spare */

static guint signals[CHAIN_N_WORKBENCH_SIGNALS];

static const char *const signal_names[CHAIN_N_WORKBENCH_SIGNALS] = {
  [CHAIN_WORKBENCH_TEXT_CHANGED] = "text-changed",
  [CHAIN_WORKBENCH_CHANGED] = "changed",
  [CHAIN_WORKBENCH_POSITION_CHANGED] = "position-changed",
  [CHAIN_WORKBENCH_SELECTION_CHANGED] = "selection-changed",
};

G_DEFINE_FINAL_TYPE (ChainWorkbench, chain_workbench, G_TYPE_OBJECT)

void
chain_workbench_emit (ChainWorkbench *self, ChainWorkbenchSignal signal)
{
  g_signal_emit (self, signals[signal], 0);
}

static void
job_run_on_thread (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  chain_workbench_job_run (data);
  g_task_return_boolean (task, TRUE);
}

static void
take_picture_of (ChainWorkbench *self, ChainWorkbenchJob *job)
{
  g_clear_pointer (&self->picture, chain_graph_picture_unref);
  self->picture = g_steal_pointer (&job->picture);
  self->cost = job->cost;
}

/* The nodes of an edited text are other ones; what was looked at is found by its name. */
static void
find_selected (ChainWorkbench *self, const char *name)
{
  self->selected = name != NULL ? chain_workspace_find (self->workspace, name) : CHAIN_NO_NODE;
}

static void
finish_text (ChainWorkbench *self, ChainWorkbenchJob *job)
{
  g_autofree char *selected = NULL;

  g_clear_error (&self->error);
  g_clear_pointer (&self->notice, g_free);
  self->place = job->place;
  self->shown = job->serial;
  if (job->workspace == NULL)
    {
      self->error = g_steal_pointer (&job->error);
      chain_workbench_emit (self, CHAIN_WORKBENCH_CHANGED);
      return;
    }
  if (self->workspace != NULL && self->selected != CHAIN_NO_NODE)
    selected = g_strdup (chain_workspace_node (self->workspace, self->selected)->name);
  g_clear_pointer (&self->workspace, chain_workspace_free);
  self->workspace = g_steal_pointer (&job->workspace);
  take_picture_of (self, job);
  chain_workspace_steps (self->workspace, &self->position);
  find_selected (self, selected);
  chain_workbench_emit (self, CHAIN_WORKBENCH_CHANGED);
}

static void
finish_updates (ChainWorkbench *self, ChainWorkbenchJob *job)
{
  self->busy = FALSE;
  self->workspace = g_steal_pointer (&job->workspace);
  g_clear_pointer (&self->notice, g_free);
  if (job->error != NULL)
    self->notice = g_strdup (job->error->message);
  take_picture_of (self, job);
  chain_workspace_steps (self->workspace, &self->position);
  chain_workbench_emit (self, CHAIN_WORKBENCH_CHANGED);
}

static void run_text (ChainWorkbench *self);

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  ChainWorkbench    *self = CHAIN_WORKBENCH (source);
  ChainWorkbenchJob *job = g_task_get_task_data (G_TASK (result));

  if (self->closed)
    return;
  if (job->text == NULL)
    finish_updates (self, job);
  else if (job->serial == self->serial && !self->busy)
    finish_text (self, job);
  if (job->text == NULL && job->serial != self->serial)
    run_text (self); /* typed meanwhile */
}

static void
start (ChainWorkbench *self, ChainWorkbenchJob *job)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_done, NULL);

  g_task_set_task_data (task, job, chain_workbench_job_free);
  g_task_run_in_thread (task, job_run_on_thread);
}

static void
run_text (ChainWorkbench *self)
{
  ChainWorkbenchJob *job;
  const ChainTable  *table = chain_session_get_table (self->session);
  ChainDataset      *dataset = chain_session_get_dataset (self->session);

  self->serial++;
  g_clear_pointer (&self->table, chain_table_unref);
  g_clear_pointer (&self->dataset, chain_dataset_unref);
  self->table = table != NULL ? chain_table_ref ((ChainTable *) table) : NULL;
  self->dataset = dataset != NULL ? chain_dataset_ref (dataset) : NULL;
  if (self->busy)
    return; /* it is run when the updates are made */
  job = g_new0 (ChainWorkbenchJob, 1);
  job->text = g_strdup (self->options.text);
  job->em = self->em;
  job->serial = self->serial;
  job->before = self->picture != NULL ? chain_graph_picture_ref (self->picture) : NULL;
  job->context.batch_size = self->options.batch_size;
  job->context.table = table != NULL ? chain_table_ref ((ChainTable *) table) : NULL;
  job->context.dataset = dataset != NULL ? chain_dataset_ref (dataset) : NULL;
  start (self, job);
}

static gboolean
on_rested (gpointer data)
{
  ChainWorkbench *self = data;

  self->rest_source = 0;
  run_text (self);
  return G_SOURCE_REMOVE;
}

static void
run_soon (ChainWorkbench *self)
{
  if (self->rest_source != 0)
    g_source_remove (self->rest_source);
  self->rest_source = g_timeout_add (REST, on_rested, self);
}

static void
store (ChainWorkbench *self, const char *label, const char *merge)
{
  if (chain_session_get_project (self->session) == NULL)
    return;
  self->storing = TRUE;
  chain_session_edit_workspace (self->session, &self->options, label, merge);
  self->storing = FALSE;
}

/* Another document, or an edit was undone, or the rows are other ones. */
static void
on_project_changed (ChainWorkbench *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  gboolean            same_text, same;
  const char         *text;

  if (self->storing || project == NULL)
    return;
  text = project->workspace.text != NULL ? project->workspace.text : "";
  same_text = g_str_equal (text, self->options.text);
  same = same_text && self->serial > 0
         && self->options.batch_size == project->workspace.batch_size
         && self->table == chain_session_get_table (self->session)
         && self->dataset == chain_session_get_dataset (self->session);
  self->options.learning_rate = project->workspace.learning_rate;
  self->options.batch_size = project->workspace.batch_size;
  if (!same_text)
    {
      g_free (self->options.text);
      self->options.text = g_strdup (text);
      chain_workbench_emit (self, CHAIN_WORKBENCH_TEXT_CHANGED);
    }
  if (!same)
    run_text (self);
  else /* another learning rate, or an edit that is not ours */
    chain_workbench_emit (self, CHAIN_WORKBENCH_CHANGED);
}

static void
chain_workbench_dispose (GObject *object)
{
  ChainWorkbench *self = CHAIN_WORKBENCH (object);

  if (self->session != NULL)
    chain_workbench_close (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->workspace, chain_workspace_free);
  g_clear_pointer (&self->picture, chain_graph_picture_unref);
  g_clear_pointer (&self->table, chain_table_unref);
  g_clear_pointer (&self->dataset, chain_dataset_unref);
  g_clear_pointer (&self->notice, g_free);
  g_clear_error (&self->error);
  chain_workspace_options_clear (&self->options);

  G_OBJECT_CLASS (chain_workbench_parent_class)->dispose (object);
}

static void
chain_workbench_class_init (ChainWorkbenchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_workbench_dispose;
  for (guint i = 0; i < CHAIN_N_WORKBENCH_SIGNALS; i++)
    signals[i] = g_signal_new (signal_names[i], CHAIN_TYPE_WORKBENCH, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
}

static void
chain_workbench_init (ChainWorkbench *self)
{
  chain_workspace_options_init (&self->options);
  self->options.text = g_strdup ("");
  self->selected = CHAIN_NO_NODE;
}

/**
 * chain_workbench_new:
 * @session: the document
 * @em: size of the font of the drawing, pixels
 *
 * Returns: (transfer full): a workbench that follows the document
 */
ChainWorkbench *
chain_workbench_new (ChainSession *session, double em)
{
  ChainWorkbench *self = g_object_new (CHAIN_TYPE_WORKBENCH, NULL);

  self->session = g_object_ref (session);
  self->em = em;
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (on_project_changed), self);
  on_project_changed (self);
  return self;
}

/**
 * chain_workbench_close:
 * @bench: a workbench
 *
 * Nothing reaches anybody any more, whatever is going on.
 */
void
chain_workbench_close (ChainWorkbench *bench)
{
  bench->closed = TRUE;
  g_clear_handle_id (&bench->rest_source, g_source_remove);
  g_clear_handle_id (&bench->play_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (bench->session, bench);
}

/**
 * chain_workbench_get_session:
 * @bench: a workbench
 *
 * Returns: (transfer none): the document
 */
ChainSession *
chain_workbench_get_session (ChainWorkbench *bench)
{
  return bench->session;
}

/**
 * chain_workbench_get_text:
 * @bench: a workbench
 *
 * Returns: (transfer none): the statements, as they are typed
 */
const char *
chain_workbench_get_text (ChainWorkbench *bench)
{
  return bench->options.text;
}

/**
 * chain_workbench_set_text:
 * @bench: a workbench
 * @text: statements, as they are typed
 *
 * Keys typed one after the other are undone as one edit, unless the keyboard rested between them.
 */
void
chain_workbench_set_text (ChainWorkbench *bench, const char *text)
{
  const gint64     now = g_get_monotonic_time ();
  g_autofree char *merge = NULL;

  if (g_str_equal (text, bench->options.text))
    return;
  if (now - bench->typed > BURST)
    bench->burst++;
  bench->typed = now;
  merge = g_strdup_printf ("workspace %u", bench->burst);
  g_free (bench->options.text);
  bench->options.text = g_strdup (text);
  store (bench, "Change statements", merge);
  run_soon (bench);
}

/**
 * chain_workbench_replace:
 * @bench: a workbench
 * @text: statements
 * @label: the edit in words, as a menu names it
 * @learning_rate: η; 0: as it is
 * @batch_size: rows of an iteration; 0: all
 *
 * Takes other statements instead, as one edit.
 */
void
chain_workbench_replace (ChainWorkbench *bench,
                         const char     *text,
                         const char     *label,
                         double          learning_rate,
                         guint           batch_size)
{
  g_autofree char *copy = g_strdup (text);

  bench->typed = 0;
  g_free (bench->options.text);
  bench->options.text = g_steal_pointer (&copy);
  if (learning_rate > 0)
    bench->options.learning_rate = learning_rate;
  bench->options.batch_size = batch_size;
  store (bench, label, NULL);
  chain_workbench_emit (bench, CHAIN_WORKBENCH_TEXT_CHANGED);
  run_text (bench);
}

/**
 * chain_workbench_get_error:
 * @bench: a workbench
 * @place: (out) (optional): where in the text
 *
 * Returns: (transfer none) (nullable): why the text cannot be run; the workspace is then that of
 *   the last text that could
 */
const GError *
chain_workbench_get_error (ChainWorkbench *bench, ChainTextPlace *place)
{
  if (place != NULL)
    *place = bench->place;
  return bench->error;
}

/**
 * chain_workbench_get_workspace:
 * @bench: a workbench
 *
 * Returns: (transfer none) (nullable): what came of the text; %NULL before it is run, and while
 *   the workbench is busy
 */
ChainWorkspace *
chain_workbench_get_workspace (ChainWorkbench *bench)
{
  return bench->workspace;
}

/**
 * chain_workbench_get_busy:
 * @bench: a workbench
 *
 * Returns: whether updates are being made on a worker thread
 */
gboolean
chain_workbench_get_busy (ChainWorkbench *bench)
{
  return bench->busy;
}

/**
 * chain_workbench_is_settled:
 * @bench: a workbench
 *
 * Returns: whether what is shown is what came of the text as it is now
 */
gboolean
chain_workbench_is_settled (ChainWorkbench *bench)
{
  return !bench->busy && bench->rest_source == 0 && bench->shown == bench->serial;
}

/**
 * chain_workbench_get_picture:
 * @bench: a workbench
 *
 * Returns: (transfer none) (nullable): the graph to be drawn; %NULL before a text is run
 */
ChainGraphPicture *
chain_workbench_get_picture (ChainWorkbench *bench)
{
  return bench->picture;
}

/**
 * chain_workbench_get_notice:
 * @bench: a workbench
 *
 * Returns: (transfer none) (nullable): why the last update was not made
 */
const char *
chain_workbench_get_notice (ChainWorkbench *bench)
{
  return bench->notice;
}

/**
 * chain_workbench_is_quick:
 * @bench: a workbench
 *
 * Returns: whether the workspace can be run again within a frame
 */
gboolean
chain_workbench_is_quick (ChainWorkbench *bench)
{
  return bench->cost <= QUICK;
}

/* The same nodes with other numbers. */
static void
draw_again (ChainWorkbench *self)
{
  const gint64      begun = g_get_monotonic_time ();
  ChainWorkbenchJob job
      = { .picture = chain_workspace_picture_new (self->workspace, self->picture, self->em) };

  job.cost = MAX (self->cost, g_get_monotonic_time () - begun);
  take_picture_of (self, &job);
}

/**
 * chain_workbench_set_target:
 * @bench: a workbench
 * @node: what gradients shall be of
 */
void
chain_workbench_set_target (ChainWorkbench *bench, guint node)
{
  if (bench->workspace == NULL || chain_workspace_target (bench->workspace) == node)
    return;
  chain_workspace_set_target (bench->workspace, node);
  chain_workspace_steps (bench->workspace, &bench->position);
  draw_again (bench);
  chain_workbench_emit (bench, CHAIN_WORKBENCH_CHANGED);
}

/**
 * chain_workbench_get_learning_rate:
 * @bench: a workbench
 *
 * Returns: η
 */
double
chain_workbench_get_learning_rate (ChainWorkbench *bench)
{
  return bench->options.learning_rate;
}

/**
 * chain_workbench_set_learning_rate:
 * @bench: a workbench
 * @learning_rate: η of the updates from now on
 */
void
chain_workbench_set_learning_rate (ChainWorkbench *bench, double learning_rate)
{
  if (learning_rate == bench->options.learning_rate)
    return;
  bench->options.learning_rate = learning_rate;
  store (bench, "Change learning rate", "workspace learning rate");
  chain_workbench_emit (bench, CHAIN_WORKBENCH_CHANGED);
}

/**
 * chain_workbench_get_batch_size:
 * @bench: a workbench
 *
 * Returns: rows of an iteration; 0: all
 */
guint
chain_workbench_get_batch_size (ChainWorkbench *bench)
{
  return bench->options.batch_size;
}

/**
 * chain_workbench_set_batch_size:
 * @bench: a workbench
 * @rows: of an iteration; 0: all
 *
 * The text is run again.
 */
void
chain_workbench_set_batch_size (ChainWorkbench *bench, guint rows)
{
  if (rows == bench->options.batch_size)
    return;
  bench->options.batch_size = rows;
  store (bench, "Change batch size", "workspace batch size");
  run_text (bench);
}

/**
 * chain_workbench_update:
 * @bench: a workbench that is not busy
 * @iterations: how often
 *
 * Moves the variables down the gradient of the target. An update that cannot be made is told by
 * chain_workbench_get_notice(), and those before it stay.
 */
void
chain_workbench_update (ChainWorkbench *bench, guint iterations)
{
  ChainWorkbenchJob *job;

  if (bench->workspace == NULL || bench->error != NULL)
    return;
  job = g_new0 (ChainWorkbenchJob, 1);
  job->workspace = g_steal_pointer (&bench->workspace);
  job->em = bench->em;
  job->serial = bench->serial;
  job->iterations = iterations;
  job->learning_rate = bench->options.learning_rate;
  job->before = chain_graph_picture_ref (bench->picture);
  bench->busy = TRUE;
  if ((gint64) iterations * bench->cost <= QUICK)
    {
      chain_workbench_job_run (job);
      finish_updates (bench, job);
      chain_workbench_job_free (job);
      return;
    }
  chain_workbench_emit (bench, CHAIN_WORKBENCH_CHANGED);
  start (bench, job);
}

/**
 * chain_workbench_reset:
 * @bench: a workbench
 *
 * Runs the text from its beginning: variables as they are written there, no iterations.
 */
void
chain_workbench_reset (ChainWorkbench *bench)
{
  run_text (bench);
}

/**
 * chain_workbench_set_value:
 * @bench: a workbench
 * @variable: a variable of the workspace
 * @row: of its matrix
 * @column: of its matrix
 * @value: what it shall be now
 *
 * Returns: %FALSE if there is no such element
 */
gboolean
chain_workbench_set_value (ChainWorkbench *bench,
                           guint           variable,
                           gsize           row,
                           gsize           column,
                           double          value)
{
  if (bench->workspace == NULL
      || !chain_workspace_set_value (bench->workspace, variable, row, column, value))
    return FALSE;
  draw_again (bench);
  chain_workbench_emit (bench, CHAIN_WORKBENCH_CHANGED);
  return TRUE;
}
