/* session-open.c: opening and saving the session's document, and making a project the open one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

/* Reads the rows of a project; what reading has to say is added to the warnings. */
ChainTable *
chain_session_load_table (const ChainSource *source, GPtrArray *warnings, GError **error)
{
  g_auto (ChainCsvReport) report = { 0 };
  ChainTable *table = chain_source_load (source, &report, NULL, error);

  for (guint i = 0; table != NULL && report.warnings != NULL && i < report.warnings->len; i++)
    g_ptr_array_add (warnings, g_strdup (g_ptr_array_index (report.warnings, i)));
  return table;
}

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

/* A paused run goes on where it was stopped. */
static void
resume_stepper (ChainSession *self)
{
  const ChainTrainingState *paused = chain_project_paused (self->project);

  if (self->stepper != NULL && paused != NULL)
    chain_stepper_resume (self->stepper, paused);
}

/* Makes a project the open one, taking all it is given. Without a dataset the project is shown
 * with the problem and cannot be stepped or trained. */
void
chain_session_install (ChainSession *self,
                       ChainProject *project,
                       ChainTable   *table,
                       ChainDataset *dataset,
                       const char   *problem)
{
  g_autoptr (GError) error = NULL;

  chain_session_stop_jobs (self);
  g_clear_pointer (&self->stepper, chain_stepper_free);
  g_clear_pointer (&self->dataset, chain_dataset_unref);
  g_clear_pointer (&self->project, chain_project_free);
  g_clear_pointer (&self->table, chain_table_unref);
  g_clear_pointer (&self->problem, g_free);
  self->project = project;
  self->table = table;
  self->dataset = dataset;
  self->problem = g_strdup (problem);
  self->weights_moved = FALSE;

  if (dataset != NULL)
    self->stepper = chain_stepper_new (project->network, &project->training, dataset, &error);
  if (error != NULL)
    self->problem = g_strdup (error->message);
  resume_stepper (self);
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

/* Opens a project and its rows as a new document, taking both. */
static void
open_document (ChainSession *self,
               ChainProject *project,
               ChainTable   *table,
               const char   *path,
               GPtrArray    *warnings)
{
  g_autoptr (GError) problem = NULL;
  ChainDataset *dataset = chain_project_use_table (project, table, &problem);

  g_ptr_array_set_size (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
  g_ptr_array_unref (self->warnings);
  self->warnings = g_ptr_array_ref (warnings);
  g_free (self->path);
  self->path = g_strdup (path);
  chain_session_install (self, project, table, dataset,
                         problem != NULL ? problem->message : NULL);
  self->modified = FALSE;
  chain_session_announce (self);
}

static gboolean
open_project (ChainSession *self, const char *path, GPtrArray *warnings, GError **error)
{
  g_autoptr (ChainProject) project = chain_project_load (path, warnings, error);
  ChainTable *table;

  if (project == NULL)
    return FALSE;
  table = chain_session_load_table (project->source, warnings, error);
  if (table == NULL)
    return FALSE;
  open_document (self, g_steal_pointer (&project), table, path, warnings);
  return TRUE;
}

static gboolean
open_csv (ChainSession *self, const char *path, GPtrArray *warnings, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_auto (ChainCsvOptions) options = { 0 };
  g_autoptr (ChainSource) source = chain_source_new_csv (path, &options);
  g_autoptr (ChainTable) table = chain_session_load_table (source, warnings, error);
  ChainProject *project;

  if (table == NULL)
    return FALSE;
  project = chain_project_new_for_table (name, source, table, NULL, NULL, NULL, NULL, error);
  if (project == NULL)
    return FALSE;
  open_document (self, project, g_steal_pointer (&table), NULL, warnings);
  return TRUE;
}

/**
 * chain_session_open:
 * @self: a session
 * @path: (type filename): a project, or a CSV file to start one from
 * @error: set if it does not read
 *
 * Returns: %FALSE on an error, and then the open document is as it was
 */
gboolean
chain_session_open (ChainSession *self, const char *path, GError **error)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  if (g_str_has_suffix (path, ".chainrule"))
    return open_project (self, absolute, warnings, error);
  return open_csv (self, absolute, warnings, error);
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
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ChainProject) project = chain_project_new_for_sample (name);
  ChainTable *table = chain_session_load_table (project->source, warnings, error);

  if (table == NULL)
    return FALSE;
  open_document (self, g_steal_pointer (&project), table, NULL, warnings);
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

