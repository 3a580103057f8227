/* metrics-text.c: how good predictions are, as text and as JSON.
 *
 * Numbers are measured in the units of the data: what was scaled for the network is scaled back
 * first. Only the loss stays as training sees it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/metrics-text.h"

#include "app/console.h"
#include "app/text-table.h"

#include <math.h>

#define DIGITS 6

static const char *
class_name (const ChainDocument *document,
            guint                index)
{
  const ChainDataset *dataset = document->dataset;

  if (dataset->classes != NULL)
    return dataset->classes[index];
  /* Numeric targets: the columns of a softmax, or the 0 and 1 of one sigmoid. */
  return dataset->n_outputs > 1 ? dataset->target_encoder->names[index] : index == 0 ? "0" : "1";
}

/* The same rows again, in the units of the data. */
static void
measure_decoded (const ChainDocument *document,
                 const ChainDataset  *dataset,
                 const guint         *rows,
                 gsize                n_rows,
                 double              *predictions,
                 ChainMetrics       **metrics)
{
  const guint        n_outputs = dataset->n_outputs;
  g_autofree double *targets = g_new (double, MAX (n_rows * n_outputs, 1));
  const double       loss = (*metrics)->loss;

  for (gsize i = 0; i < n_rows; i++)
    for (guint k = 0; k < n_outputs; k++)
      targets[i * n_outputs + k] = dataset->targets[(gsize) rows[i] * n_outputs + k];
  chain_document_decode (document, predictions, n_rows);
  chain_document_decode (document, targets, n_rows);
  chain_metrics_free (*metrics);
  *metrics = chain_metrics_new (predictions, targets, n_rows, n_outputs, FALSE, loss);
}

/**
 * chain_metrics_of_rows:
 * @document: an opened document
 * @dataset: its own rows, or others encoded for it
 * @rows: [n_rows] which of them
 * @n_rows: how many; at least 1
 * @error: set if the network does not run
 *
 * Returns: (transfer full) (nullable): loss and metrics over the rows
 */
ChainMetrics *
chain_metrics_of_rows (const ChainDocument *document,
                       const ChainDataset  *dataset,
                       const guint         *rows,
                       gsize                n_rows,
                       GError             **error)
{
  const ChainProject *project = document->project;
  g_autofree double  *predictions = g_new (double, MAX (n_rows * dataset->n_outputs, 1));
  ChainMetrics       *metrics = chain_evaluate (project->network, project->training.loss,
                                                project->training.loss_parameters, dataset, rows,
                                                n_rows, predictions, error);

  if (metrics != NULL && metrics->n_classes == 0 && project->data.scale_targets)
    measure_decoded (document, dataset, rows, n_rows, predictions, &metrics);
  return metrics;
}

static void
print_confusion (const ChainDocument *document,
                 const ChainMetrics  *metrics)
{
  g_autofree char           *rest = g_strnfill (metrics->n_classes, 'r');
  g_autofree char           *alignment = g_strconcat ("l", rest, NULL);
  g_autoptr (ChainTextTable) table = chain_text_table_new (alignment);
  g_autofree char           *text = NULL;

  chain_text_table_cell (table, "true \\ predicted");
  for (guint i = 0; i < metrics->n_classes; i++)
    chain_text_table_cell (table, "%s", class_name (document, i));
  for (guint i = 0; i < metrics->n_classes; i++)
    {
      chain_text_table_cell (table, "%s", class_name (document, i));
      for (guint k = 0; k < metrics->n_classes; k++)
        chain_text_table_cell (table, "%" G_GSIZE_FORMAT,
                               metrics->confusion[(gsize) i * metrics->n_classes + k]);
    }
  text = chain_text_table_text (table, "    ");
  chain_console_print ("%s", text);
}

static void
add_share (ChainTextTable *table,
           double          share)
{
  if (isnan (share))
    chain_text_table_cell (table, "–");
  else
    chain_text_table_number (table, share, DIGITS);
}

static void
print_classes (const ChainDocument *document,
               const ChainMetrics  *metrics)
{
  g_autoptr (ChainTextTable) table = chain_text_table_new ("lll");
  g_autofree char           *text = NULL;

  chain_text_table_cell (table, "class");
  chain_text_table_cell (table, "precision");
  chain_text_table_cell (table, "recall");
  for (guint i = 0; i < metrics->n_classes; i++)
    {
      chain_text_table_cell (table, "%s", class_name (document, i));
      add_share (table, metrics->precision[i]);
      add_share (table, metrics->recall[i]);
    }
  text = chain_text_table_text (table, "    ");
  chain_console_print ("%s", text);
}

/**
 * chain_metrics_print:
 * @document: an opened document
 * @title: what the rows are
 * @metrics: over these rows
 */
void
chain_metrics_print (const ChainDocument *document,
                     const char          *title,
                     const ChainMetrics  *metrics)
{
  char  numbers[4][CHAIN_NUMBER_SIZE];
  gsize right = 0;

  chain_console_print ("%s: %" G_GSIZE_FORMAT " rows\n  loss      %s\n", title, metrics->n_rows,
                       chain_number_show (metrics->loss, DIGITS, numbers[0]));
  if (metrics->n_classes == 0)
    {
      chain_console_print ("  RMSE      %s\n  MAE       %s\n  R²        %s\n",
                           chain_number_show (metrics->rmse, DIGITS, numbers[1]),
                           chain_number_show (metrics->mae, DIGITS, numbers[2]),
                           chain_number_show (metrics->r2, DIGITS, numbers[3]));
      return;
    }
  for (guint i = 0; i < metrics->n_classes; i++)
    right += metrics->confusion[(gsize) i * metrics->n_classes + i];
  chain_console_print ("  accuracy  %s (%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT ")\n",
                       chain_number_show (metrics->accuracy, DIGITS, numbers[1]), right,
                       metrics->n_rows);
  print_confusion (document, metrics);
  print_classes (document, metrics);
}

static void
write_shares (ChainJsonWriter *writer,
              const char      *key,
              const double    *shares,
              guint            n_shares)
{
  chain_json_writer_begin_array (writer, key, CHAIN_JSON_ONE_LINE);
  for (guint i = 0; i < n_shares; i++)
    chain_json_writer_number (writer, NULL, shares[i]);
  chain_json_writer_end (writer);
}

static void
write_classes (const ChainDocument *document,
               ChainJsonWriter     *writer,
               const ChainMetrics  *metrics)
{
  chain_json_writer_number (writer, "accuracy", metrics->accuracy);
  chain_json_writer_begin_array (writer, "classes", CHAIN_JSON_ONE_LINE);
  for (guint i = 0; i < metrics->n_classes; i++)
    chain_json_writer_string (writer, NULL, class_name (document, i));
  chain_json_writer_end (writer);
  chain_json_writer_begin_array (writer, "confusion", CHAIN_JSON_LINES);
  for (guint i = 0; i < metrics->n_classes; i++)
    {
      chain_json_writer_begin_array (writer, NULL, CHAIN_JSON_ONE_LINE);
      for (guint k = 0; k < metrics->n_classes; k++)
        chain_json_writer_whole (writer, NULL,
                                 metrics->confusion[(gsize) i * metrics->n_classes + k]);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
  write_shares (writer, "precision", metrics->precision, metrics->n_classes);
  write_shares (writer, "recall", metrics->recall, metrics->n_classes);
}

/**
 * chain_metrics_write:
 * @document: an opened document
 * @writer: inside an object
 * @key: what the rows are
 * @metrics: (nullable): over these rows; null where there are none
 */
void
chain_metrics_write (const ChainDocument *document,
                     ChainJsonWriter     *writer,
                     const char          *key,
                     const ChainMetrics  *metrics)
{
  if (metrics == NULL)
    {
      chain_json_writer_null (writer, key);
      return;
    }
  chain_json_writer_begin_object (writer, key, CHAIN_JSON_LINES);
  chain_json_writer_whole (writer, "rows", metrics->n_rows);
  chain_json_writer_number (writer, "loss", metrics->loss);
  if (metrics->n_classes > 0)
    write_classes (document, writer, metrics);
  else
    {
      chain_json_writer_number (writer, "rmse", metrics->rmse);
      chain_json_writer_number (writer, "mae", metrics->mae);
      chain_json_writer_number (writer, "r2", metrics->r2);
    }
  chain_json_writer_end (writer);
}
