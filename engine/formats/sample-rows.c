/* sample-rows.c: a few raw rows with what the network makes of them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/sample-rows.h"

#include "data/feature.h"
#include "training/evaluation.h"

/* Spread over the training rows. */
static void
choose (const ChainDataset *dataset,
        gsize               n_rows,
        guint              *rows)
{
  for (gsize i = 0; i < n_rows; i++)
    rows[i] = dataset->training_rows[i * dataset->n_training_rows / n_rows];
}

static void
read_column (const ChainDataset *dataset,
             guint               index,
             const guint        *rows,
             ChainSampleRows    *sample)
{
  const ChainFeature *feature = g_ptr_array_index (dataset->input_encoder->features, index);
  const ChainTable   *table = dataset->table;
  const int           column = chain_table_find (table, feature->column);
  g_auto (ChainFeatureReader) reader = { 0 };

  chain_feature_reader_init (&reader, feature, chain_table_column (table, (guint) column),
                             table->n_rows);
  for (gsize i = 0; i < sample->n_rows; i++)
    chain_feature_reader_get (&reader, rows[i], &sample->values[i * sample->n_columns + index]);
}

static void
decode (const ChainEncoder *encoder,
        ChainSampleRows    *sample)
{
  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);

      for (gsize row = 0; feature->encoding == CHAIN_ENCODING_NUMBER && row < sample->n_rows; row++)
        {
          double *output = &sample->outputs[row * sample->n_outputs + feature->first];

          *output = *output * feature->scale + feature->offset;
        }
    }
}

/**
 * chain_sample_rows_new:
 * @model: the network with its data
 * @error: set if the network does not run
 *
 * Returns: (transfer full) (nullable): training rows and their predictions
 */
ChainSampleRows *
chain_sample_rows_new (const ChainExport *model,
                       GError           **error)
{
  const ChainDataset          *dataset = model->dataset;
  const ChainTrainingOptions  *training = &model->project->training;
  g_autoptr (ChainSampleRows)  sample = g_new0 (ChainSampleRows, 1);
  g_autoptr (ChainMetrics)     metrics = NULL;
  guint                        rows[CHAIN_SAMPLE_ROWS];

  sample->n_rows = MIN (dataset->n_training_rows, CHAIN_SAMPLE_ROWS);
  sample->n_columns = dataset->input_encoder->features->len;
  sample->n_outputs = dataset->n_outputs;
  sample->values = g_new0 (double, MAX (sample->n_rows * sample->n_columns, 1));
  sample->outputs = g_new0 (double, MAX (sample->n_rows * sample->n_outputs, 1));
  choose (dataset, sample->n_rows, rows);
  for (guint i = 0; i < sample->n_columns; i++)
    read_column (dataset, i, rows, sample);
  metrics = chain_evaluate (model->project->network, training->loss, training->loss_parameters,
                            dataset, rows, sample->n_rows, sample->outputs, error);
  if (metrics == NULL)
    return NULL;
  decode (dataset->target_encoder, sample);
  return g_steal_pointer (&sample);
}

/**
 * chain_sample_rows_free:
 * @rows: (transfer full) (nullable): to free
 */
void
chain_sample_rows_free (ChainSampleRows *rows)
{
  if (rows == NULL)
    return;
  g_free (rows->values);
  g_free (rows->outputs);
  g_free (rows);
}
