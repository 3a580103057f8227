/* source.c: where a project's rows come from, and how to get them again.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/source.h"

static ChainSource *
source_new (ChainSourceKind kind)
{
  ChainSource *source = g_new0 (ChainSource, 1);

  source->kind = kind;
  return source;
}

/**
 * chain_source_new_inline:
 * @rows: the data itself; a reference is taken
 *
 * Returns: (transfer full): a source that holds its rows
 */
ChainSource *
chain_source_new_inline (ChainTable *rows)
{
  ChainSource *source = source_new (CHAIN_SOURCE_INLINE);

  source->rows = chain_table_ref (rows);
  return source;
}

/**
 * chain_source_new_csv:
 * @path: a CSV file; a relative one is made absolute from the working directory
 * @options: (nullable): how to read it; %NULL means everything is detected
 *
 * Returns: (transfer full): a source that reads the file each time it is loaded
 */
ChainSource *
chain_source_new_csv (const char *path, const ChainCsvOptions *options)
{
  ChainSource *source = source_new (CHAIN_SOURCE_CSV);

  source->path = g_canonicalize_filename (path, NULL);
  if (options != NULL)
    chain_csv_options_copy (options, &source->csv);
  return source;
}

/**
 * chain_source_new_builtin:
 * @sample: a sample that comes with the program
 *
 * Returns: (transfer full): a source of its rows
 */
ChainSource *
chain_source_new_builtin (const ChainSample *sample)
{
  return chain_source_new_sample (sample, &sample->initial);
}

/**
 * chain_source_new_sample:
 * @sample: a sample that comes with the program
 * @options: how it is made up, should it be
 *
 * Returns: (transfer full): a source of its rows
 */
ChainSource *
chain_source_new_sample (const ChainSample *sample, const ChainSampleOptions *options)
{
  ChainSource *source = source_new (CHAIN_SOURCE_BUILTIN);

  source->sample = sample;
  source->sample_options = *options;
  return source;
}

/**
 * chain_source_copy:
 * @source: a source
 *
 * Returns: (transfer full): another of the same rows; rows held by the source are shared
 */
ChainSource *
chain_source_copy (const ChainSource *source)
{
  ChainSource *copy = source_new (source->kind);

  copy->rows = source->rows != NULL ? chain_table_ref (source->rows) : NULL;
  copy->path = g_strdup (source->path);
  chain_csv_options_copy (&source->csv, &copy->csv);
  copy->sample = source->sample;
  copy->sample_options = source->sample_options;
  return copy;
}

static gboolean
same_sample_options (const ChainSampleOptions *one, const ChainSampleOptions *other)
{
  return one->samples == other->samples && one->noise == other->noise && one->seed == other->seed
         && g_strcmp0 (one->expression, other->expression) == 0 && one->from == other->from
         && one->to == other->to;
}

static gboolean
same_marks (GStrv one, GStrv other)
{
  if (one == NULL || other == NULL)
    return one == other;
  return g_strv_equal ((const char *const *) one, (const char *const *) other);
}

static gboolean
same_csv_options (const ChainCsvOptions *one, const ChainCsvOptions *other)
{
  return one->delimiter == other->delimiter && one->header == other->header
         && one->decimal == other->decimal && one->thousands == other->thousands
         && one->comment == other->comment && g_strcmp0 (one->encoding, other->encoding) == 0
         && same_marks (one->missing, other->missing);
}

/**
 * chain_source_equal:
 * @one: a source
 * @other: another
 *
 * Returns: whether both name the same rows, read or made in the same way; a file may have changed
 *   between two loads
 */
gboolean
chain_source_equal (const ChainSource *one, const ChainSource *other)
{
  return one->kind == other->kind && one->rows == other->rows && one->sample == other->sample
         && same_sample_options (&one->sample_options, &other->sample_options)
         && g_strcmp0 (one->path, other->path) == 0 && same_csv_options (&one->csv, &other->csv);
}

/**
 * chain_source_free:
 * @source: (transfer full) (nullable): to free
 */
void
chain_source_free (ChainSource *source)
{
  if (source == NULL)
    return;
  chain_table_unref (source->rows);
  g_free (source->path);
  chain_csv_options_clear (&source->csv);
  g_free (source);
}

/**
 * chain_source_load:
 * @source: a source
 * @report: (out caller-allocates) (optional): for a CSV file what was found, else all zero; left
 *   alone on failure, to be cleared with chain_csv_report_clear()
 * @cancellable: (nullable): looked at now and then
 * @error: return location for an error
 *
 * Returns: (transfer full): its rows, or %NULL if they cannot be had
 */
ChainTable *
chain_source_load (const ChainSource *source,
                   ChainCsvReport    *report,
                   GCancellable      *cancellable,
                   GError           **error)
{
  return chain_source_load_with_progress (source, report, NULL, NULL, cancellable, error);
}

/**
 * chain_source_load_with_progress:
 * @source: a source
 * @report: (out caller-allocates) (optional): as for chain_source_load()
 * @progress: (nullable) (scope call): told how far reading a CSV file is, on the calling thread;
 *   other sources are there at once
 * @data: for @progress
 * @cancellable: (nullable): looked at every few milliseconds
 * @error: return location for an error
 *
 * Returns: (transfer full): as chain_source_load()
 */
ChainTable *
chain_source_load_with_progress (const ChainSource    *source,
                                 ChainCsvReport       *report,
                                 ChainCsvProgressFunc  progress,
                                 gpointer              data,
                                 GCancellable         *cancellable,
                                 GError              **error)
{
  ChainTable *table;

  if (source->kind == CHAIN_SOURCE_CSV)
    return chain_csv_read_with_progress (source->path, &source->csv, report, progress, data,
                                         cancellable, error);

  table = source->kind == CHAIN_SOURCE_INLINE
              ? chain_table_ref (source->rows)
              : chain_sample_make (source->sample, &source->sample_options, error);
  if (table != NULL && report != NULL)
    *report = (ChainCsvReport){ 0 };
  return table;
}
