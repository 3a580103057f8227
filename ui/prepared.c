/* prepared.c: a project with its rows and all that is built from them, before it is the open one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/prepared.h"

/**
 * chain_loading_new:
 *
 * Returns: (transfer full): nothing read so far
 */
ChainLoading *
chain_loading_new (void)
{
  ChainLoading *loading = g_new0 (ChainLoading, 1);

  g_atomic_ref_count_init (&loading->references);
  return loading;
}

/**
 * chain_loading_ref:
 * @loading: what is counted
 *
 * Returns: (transfer full): @loading, with one more reference
 */
ChainLoading *
chain_loading_ref (ChainLoading *loading)
{
  g_atomic_ref_count_inc (&loading->references);
  return loading;
}

/**
 * chain_loading_unref:
 * @loading: (nullable) (transfer full): freed with its last reference
 */
void
chain_loading_unref (ChainLoading *loading)
{
  if (loading != NULL && g_atomic_ref_count_dec (&loading->references))
    g_free (loading);
}

static void
tell (const ChainCsvProgress *progress, gpointer data)
{
  ChainLoading *loading = data;

  g_atomic_int_set (&loading->kibibytes, (gint) (progress->bytes / 1024));
  g_atomic_int_set (&loading->of_kibibytes, (gint) (progress->total / 1024));
  g_atomic_int_set (&loading->rows, (gint) MIN (progress->rows, G_MAXINT));
}

/* Reads the rows of a project; what reading has to say is added to the warnings. */
static ChainTable *
load_table (const ChainSource *source,
            ChainLoading      *loading,
            GPtrArray         *warnings,
            GCancellable      *cancellable,
            GError           **error)
{
  g_auto (ChainCsvReport) report = { 0 };
  ChainTable *table = chain_source_load_with_progress (
      source, &report, loading != NULL ? tell : NULL, loading, cancellable, error);

  for (guint i = 0; table != NULL && report.warnings != NULL && i < report.warnings->len; i++)
    g_ptr_array_add (warnings, g_strdup (g_ptr_array_index (report.warnings, i)));
  return table;
}

/* A paused run goes on where it was stopped. */
static void
build (ChainPrepared *prepared)
{
  ChainProject             *project = prepared->project;
  const ChainTrainingState *paused = chain_project_paused (project);

  if (prepared->dataset == NULL)
    prepared->dataset = chain_project_use_table (project, prepared->table, &prepared->problem);
  else if (!chain_project_use_dataset (project, prepared->dataset, &prepared->problem))
    g_clear_pointer (&prepared->dataset, chain_dataset_unref);
  if (prepared->dataset == NULL)
    return;
  prepared->stepper = chain_stepper_new (project->network, &project->training, prepared->dataset,
                                         &prepared->problem);
  if (prepared->stepper != NULL && paused != NULL)
    chain_stepper_resume (prepared->stepper, paused);
}

static ChainPrepared *
prepare (ChainProject *project,
         ChainTable   *table,
         ChainDataset *dataset,
         GPtrArray    *warnings)
{
  ChainPrepared *prepared = g_new0 (ChainPrepared, 1);

  prepared->project = project;
  prepared->table = table;
  prepared->dataset = dataset;
  prepared->warnings = warnings != NULL ? g_ptr_array_ref (warnings) : NULL;
  build (prepared);
  return prepared;
}

static GPtrArray *
new_warnings (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

static ChainPrepared *
load_csv (const char   *path,
          ChainLoading *loading,
          GCancellable *cancellable,
          GError      **error)
{
  g_autofree char       *name = g_path_get_basename (path);
  g_auto (ChainCsvOptions) options = { 0 };
  g_autoptr (GPtrArray)   warnings = new_warnings ();
  g_autoptr (ChainSource) source = chain_source_new_csv (path, &options);
  g_autoptr (ChainTable)  table = load_table (source, loading, warnings, cancellable, error);
  ChainProject           *project;

  if (table == NULL)
    return NULL;
  project = chain_project_new_for_table (name, source, table, NULL, NULL, NULL, NULL, error);
  return project != NULL ? prepare (project, g_steal_pointer (&table), NULL, warnings) : NULL;
}

static ChainPrepared *
load_rows (ChainProject *owned,
           GPtrArray    *warnings,
           ChainLoading *loading,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr (ChainProject) project = owned;
  ChainTable *table = load_table (project->source, loading, warnings, cancellable, error);

  return table != NULL ? prepare (g_steal_pointer (&project), table, NULL, warnings) : NULL;
}

/**
 * chain_prepared_load_file:
 * @path: (type filename): a project, or a CSV file to start one from
 * @loading: (nullable): told how far it is
 * @cancellable: (nullable): to give up with
 * @error: set if it does not read
 *
 * Rows that do not fit the network are no error: they are the problem of the project.
 *
 * Returns: (transfer full) (nullable): what is ready to be opened
 */
ChainPrepared *
chain_prepared_load_file (const char   *path,
                          ChainLoading *loading,
                          GCancellable *cancellable,
                          GError      **error)
{
  g_autofree char      *absolute = g_canonicalize_filename (path, NULL);
  g_autoptr (GPtrArray) warnings = NULL;
  ChainProject         *project;
  ChainPrepared        *prepared;

  if (!g_str_has_suffix (path, ".chainrule"))
    return load_csv (absolute, loading, cancellable, error);
  warnings = new_warnings ();
  project = chain_project_load (absolute, warnings, error);
  if (project == NULL)
    return NULL;
  prepared = load_rows (project, warnings, loading, cancellable, error);
  if (prepared != NULL)
    prepared->path = g_steal_pointer (&absolute);
  return prepared;
}

/**
 * chain_prepared_load_sample:
 * @name: of a row of the samples' table
 * @error: set if it does not open
 *
 * Returns: (transfer full) (nullable): what is ready to be opened
 */
ChainPrepared *
chain_prepared_load_sample (const char *name,
                            GError    **error)
{
  g_autoptr (GPtrArray) warnings = new_warnings ();

  return load_rows (chain_project_new_for_sample (name), warnings, NULL, NULL, error);
}

/**
 * chain_prepared_load_rows:
 * @project: (transfer full): a project
 * @loading: (nullable): told how far it is
 * @cancellable: (nullable): to give up with
 * @error: set if its rows do not read
 *
 * Returns: (transfer full) (nullable): the project with the rows that its source gives now
 */
ChainPrepared *
chain_prepared_load_rows (ChainProject *project,
                          ChainLoading *loading,
                          GCancellable *cancellable,
                          GError      **error)
{
  g_autoptr (GPtrArray) warnings = new_warnings ();

  return load_rows (project, warnings, loading, cancellable, error);
}

/**
 * chain_prepared_new:
 * @project: (transfer full): a project
 * @table: (transfer full): its rows
 * @dataset: (transfer full) (nullable): those rows, encoded by the project's options already
 *
 * Returns: (transfer full): what is ready to be opened
 */
ChainPrepared *
chain_prepared_new (ChainProject *project,
                    ChainTable   *table,
                    ChainDataset *dataset)
{
  return prepare (project, table, dataset, NULL);
}

/**
 * chain_prepared_free:
 * @prepared: (nullable) (transfer full): to free with all that is left in it
 */
void
chain_prepared_free (ChainPrepared *prepared)
{
  if (prepared == NULL)
    return;
  chain_stepper_free (prepared->stepper);
  chain_dataset_unref (prepared->dataset);
  chain_table_unref (prepared->table);
  chain_project_free (prepared->project);
  g_clear_error (&prepared->problem);
  g_free (prepared->path);
  g_clear_pointer (&prepared->warnings, g_ptr_array_unref);
  g_free (prepared);
}
