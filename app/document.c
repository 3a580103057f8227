/* document.c: a project with its data, as every command needs it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/document.h"

#include "app/console.h"

#include <string.h>

#define BATCH 1024 /* rows predicted at a time */

/* Complaints about the network name no file: they are the project's. */
static void
name_file (GError          **error,
           const char       *path,
           const ChainTable *table)
{
  if (error != NULL && !g_str_has_prefix ((*error)->message, table->title))
    g_prefix_error (error, "%s: ", path);
}

/**
 * chain_document_open:
 * @document: (out caller-allocates): the project with its data
 * @path: a project file
 * @error: set if either cannot be read, or the two do not fit together
 *
 * Warnings about the file go to standard error.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_document_open (ChainDocument *document,
                     const char    *path,
                     GError       **error)
{
  g_autoptr (GPtrArray)  warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ChainTable) table = NULL;

  document->project = chain_project_load (path, warnings, error);
  if (document->project == NULL)
    return FALSE;
  for (guint i = 0; i < warnings->len; i++)
    chain_console_message ("%s: warning: %s", path, (char *) g_ptr_array_index (warnings, i));
  table = chain_source_load (document->project->source, NULL, NULL, error);
  if (table == NULL)
    return FALSE;
  document->dataset = chain_project_use_table (document->project, table, error);
  if (document->dataset == NULL)
    name_file (error, path, table);
  return document->dataset != NULL;
}

/**
 * chain_document_clear:
 * @document: a document, also one that did not open
 */
void
chain_document_clear (ChainDocument *document)
{
  g_clear_pointer (&document->dataset, chain_dataset_unref);
  g_clear_pointer (&document->project, chain_project_free);
}

/**
 * chain_document_encode:
 * @document: an opened document
 * @path: a CSV file with the columns of the project's data
 * @targets: whether it must have the targets too
 * @error: set if it does not read, or a column, level or value is missing
 *
 * Other rows, encoded and scaled as the project's training rows say. They are read with the
 * project's CSV options.
 *
 * Returns: (transfer full) (nullable): the rows; none of them are training rows
 */
ChainDataset *
chain_document_encode (const ChainDocument *document,
                       const char          *path,
                       gboolean             targets,
                       GError             **error)
{
  const ChainSource       *source = document->project->source;
  g_auto (ChainCsvOptions) options = { 0 };
  g_autoptr (ChainTable)   table = NULL;

  if (source->kind == CHAIN_SOURCE_CSV)
    chain_csv_options_copy (&source->csv, &options);
  table = chain_csv_read (path, &options, NULL, NULL, error);
  return table != NULL
             ? chain_dataset_new_like (document->dataset, table, targets, error)
             : NULL;
}

/**
 * chain_document_tell_dropped:
 * @dataset: rows of a file
 *
 * Says on standard error how many rows take no part because they lack a value.
 */
void
chain_document_tell_dropped (const ChainDataset *dataset)
{
  if (dataset->n_dropped > 0)
    chain_console_message ("%s: warning: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                           " rows lack a value and are left out",
                           dataset->table->title, dataset->n_dropped, dataset->n_rows);
}

/**
 * chain_document_predict:
 * @document: an opened document
 * @dataset: rows encoded for its network
 * @predictions: (out caller-allocates): [n_rows, n_outputs] the network's outputs
 * @error: set if the network does not run
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_document_predict (const ChainDocument *document,
                        const ChainDataset  *dataset,
                        double              *predictions,
                        GError             **error)
{
  const ChainNetwork        *network = document->project->network;
  g_autoptr (ChainRecording) recording = NULL;
  g_autoptr (ChainWalk)      walk = NULL;

  recording = chain_recording_new (network, document->project->training.loss,
                                   document->project->training.loss_parameters, error);
  if (recording == NULL)
    return FALSE;
  walk = chain_walk_new (recording->graph, BATCH);
  chain_recording_load_weights (recording, network, walk);
  for (gsize first = 0; first < dataset->n_rows; first += BATCH)
    {
      const gsize n = MIN (BATCH, dataset->n_rows - first);

      chain_walk_set_batch (walk, n);
      memcpy (chain_walk_value (walk, recording->x)->values,
              dataset->inputs + first * dataset->n_inputs,
              n * dataset->n_inputs * sizeof (double));
      chain_walk_forward (walk, 0, recording->prediction + 1);
      memcpy (predictions + first * dataset->n_outputs,
              chain_walk_value (walk, recording->prediction)->values,
              n * dataset->n_outputs * sizeof (double));
    }
  return TRUE;
}

/**
 * chain_document_decode:
 * @document: an opened document
 * @outputs: (inout): [n_rows, n_outputs] outputs or encoded targets of its network
 * @n_rows: how many rows
 *
 * Turns numbers that were scaled back into the units of the data.
 */
void
chain_document_decode (const ChainDocument *document,
                       double              *outputs,
                       gsize                n_rows)
{
  const ChainEncoder *encoder = document->dataset->target_encoder;

  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);

      if (feature->encoding == CHAIN_ENCODING_NUMBER)
        for (gsize row = 0; row < n_rows; row++)
          {
            double *output = &outputs[row * encoder->width + feature->first];

            *output = *output * feature->scale + feature->offset;
          }
    }
}
