/* evaluation.c: what a network says about given rows: forward only, nothing is changed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/evaluation.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

/* Rows at a time: enough for vectors and to be shared, few enough to stay in the cache. */
#define CHUNK_ROWS 64

/**
 * chain_evaluate:
 * @network: with weights
 * @loss: measured over the rows
 * @loss_parameters: (nullable): values of its parameters; %NULL for the initial ones
 * @dataset: where the rows are
 * @rows: [n_rows] rows of @dataset
 * @n_rows: number of rows
 * @predictions: (out caller-allocates) (optional): [n_rows, outputs] ŷ, overwritten
 * @error: return location for a #GError
 *
 * Predicts the rows and measures the predictions against the targets, both as the dataset
 * encodes them. Without rows every measure is NaN.
 *
 * Fails with %CHAIN_ERROR_SHAPE if network and dataset do not fit together, and where the loss
 * cannot follow the last layer.
 *
 * Returns: (transfer full): the metrics; %NULL on error
 */
ChainMetrics *
chain_evaluate (const ChainNetwork *network,
                const ChainOp      *loss,
                const double       *loss_parameters,
                const ChainDataset *dataset,
                const guint        *rows,
                gsize               n_rows,
                double             *predictions,
                GError            **error)
{
  g_autoptr (ChainRecording) recording = NULL;
  g_autoptr (ChainPlan)      plan = NULL;
  g_autofree double         *own_predictions = NULL;
  g_autofree double         *targets = NULL;
  const ChainPlanRows        plan_rows = { dataset->inputs, dataset->targets, rows, n_rows };
  double                     value;

  if (!chain_evaluate_fits (network, dataset, error))
    return NULL;
  recording = chain_recording_new (network, loss, loss_parameters, error);
  if (recording == NULL)
    return NULL;

  plan = chain_plan_new (recording->graph, recording->x, recording->loss,
                         chain_evaluate_chunk (dataset, 1));
  chain_recording_load_plan (recording, network, plan);
  if (predictions == NULL)
    predictions = own_predictions = g_new (double, n_rows * dataset->n_outputs);
  value = chain_plan_evaluate (plan, &plan_rows, predictions);

  targets = g_new (double, n_rows * dataset->n_outputs);
  chain_evaluate_targets (dataset, rows, n_rows, targets);
  return chain_metrics_new (predictions, targets, n_rows, dataset->n_outputs,
                            chain_evaluate_classes (dataset, loss), value);
}

/**
 * chain_evaluate_fits:
 * @network: a network
 * @dataset: a dataset
 * @error: return location for a #GError
 *
 * Fails with %CHAIN_ERROR_SHAPE if the network does not read as many inputs or give as many
 * outputs as a row of the dataset has.
 *
 * Returns: whether the network can be run on the dataset
 */
gboolean
chain_evaluate_fits (const ChainNetwork *network, const ChainDataset *dataset, GError **error)
{
  if (network->n_inputs != dataset->n_inputs)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                   "the network reads %u inputs, but a row of the data has %u", network->n_inputs,
                   dataset->n_inputs);
      return FALSE;
    }
  if (chain_network_n_outputs (network) != dataset->n_outputs)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                   "the last layer has %u units, but the targets of a row are %u numbers",
                   chain_network_n_outputs (network), dataset->n_outputs);
      return FALSE;
    }
  return TRUE;
}

/**
 * chain_evaluate_classes:
 * @dataset: with the targets
 * @loss: of the network
 *
 * Targets that come from a category are classes. So are given numbers where the loss is made for
 * classes that exclude each other; several sigmoid outputs do not.
 *
 * Returns: whether predictions are to be measured as classes rather than as numbers
 */
gboolean
chain_evaluate_classes (const ChainDataset *dataset, const ChainOp *loss)
{
  if (dataset->classes != NULL)
    return TRUE;
  return loss->from_logits_of != NULL
         && (dataset->n_outputs == 1 || g_str_equal (loss->from_logits_of, "softmax"));
}

/**
 * chain_evaluate_chunk:
 * @dataset: whose rows are to be evaluated
 * @at_least: rows a plan has to take anyway, at least 1
 *
 * Returns: the largest batch to make a plan for
 */
gsize
chain_evaluate_chunk (const ChainDataset *dataset, gsize at_least)
{
  return MAX (at_least, MIN (CHUNK_ROWS, dataset->n_rows));
}

/**
 * chain_evaluate_targets:
 * @dataset: where the rows are
 * @rows: [n_rows] rows of @dataset
 * @n_rows: number of rows
 * @targets: (out caller-allocates): [n_rows, outputs] y, overwritten
 */
void
chain_evaluate_targets (const ChainDataset *dataset,
                        const guint        *rows,
                        gsize               n_rows,
                        double             *targets)
{
  const gsize width = dataset->n_outputs;

  for (gsize i = 0; i < n_rows; i++)
    memcpy (targets + i * width, dataset->targets + rows[i] * width, width * sizeof (double));
}
