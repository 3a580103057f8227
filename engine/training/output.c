/* output.c: what a network says of rows, each with its own loss.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/output.h"

#include "training/evaluation.h"

#include <math.h>
#include <string.h>

#define BATCH 64          /* rows at a time */
#define ROWS_A_LOOK 2048  /* between two looks whether to give up */

/* A network that gives what the loss reads: logits, where it reads those. */
typedef struct
{
  ChainRecording *recording;
  ChainPlan      *plan;
  const ChainOp  *activation; /* that makes predictions of logits; NULL where it is in the plan */
  double          activation_parameters[CHAIN_MAX_PARAMETERS];
  guint           n_outputs;
} Reader;

static void
reader_clear (Reader *reader)
{
  chain_plan_free (reader->plan);
  chain_recording_free (reader->recording);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* The loss of the plan is never asked for: any that follows every last layer will do. */
static gboolean
reader_init (Reader                     *reader,
             const ChainNetwork         *network,
             const ChainTrainingOptions *options,
             GError                    **error)
{
  g_autoptr (ChainNetwork) copy = chain_network_copy (network);
  ChainLayer              *last = chain_network_layer (copy, chain_network_n_layers (copy) - 1);
  const char              *logits_of = options->loss->from_logits_of;

  *reader = (Reader){ .n_outputs = last->units };
  if (logits_of != NULL && g_str_equal (last->activation->name, logits_of))
    {
      reader->activation = last->activation;
      memcpy (reader->activation_parameters, last->activation_parameters,
              sizeof reader->activation_parameters);
      chain_layer_set_activation (last, chain_op_find (CHAIN_OP_ACTIVATION, "linear"));
    }
  reader->recording = chain_recording_new (
      copy, chain_op_find (CHAIN_OP_LOSS, "mse"), NULL, error);
  if (reader->recording == NULL)
    return FALSE;
  reader->plan = chain_plan_new (reader->recording->graph, reader->recording->x,
                                 reader->recording->loss, BATCH);
  chain_plan_set_threads (reader->plan, 1);
  chain_recording_load_plan (reader->recording, copy, reader->plan);
  return TRUE;
}

/* What the loss reads of the rows; FALSE if it was given up. */
static gboolean
reader_run (Reader              *reader,
            const ChainPlanRows *rows,
            guint                n_inputs,
            double              *outputs,
            GCancellable        *cancellable,
            GError             **error)
{
  for (gsize done = 0; done < rows->n_rows; done += ROWS_A_LOOK)
    {
      ChainPlanRows part = *rows;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      part.n_rows = MIN (ROWS_A_LOOK, rows->n_rows - done);
      if (rows->rows != NULL)
        part.rows += done;
      else
        part.inputs += done * n_inputs;
      chain_plan_evaluate (reader->plan, &part, outputs + done * reader->n_outputs);
    }
  return TRUE;
}

static void
activate (const Reader *reader, gsize n_rows, double *outputs)
{
  g_autofree double *logits = NULL;

  if (reader->activation == NULL)
    return;
  logits = g_memdup2 (outputs, n_rows * reader->n_outputs * sizeof (double));
  chain_op_map (reader->activation, n_rows, reader->n_outputs, logits, outputs,
                reader->activation_parameters);
}

/**
 * chain_output_predict:
 * @network: with weights
 * @options: whose loss it is made for
 * @inputs: [n_rows, inputs], as the network reads them
 * @n_rows: number of rows
 * @cancellable: (nullable): to give up with
 * @error: set if the network cannot be run, or on giving up
 *
 * Returns: (transfer full) (nullable): [n_rows, outputs] ŷ
 */
double *
chain_output_predict (const ChainNetwork         *network,
                      const ChainTrainingOptions *options,
                      const double               *inputs,
                      gsize                       n_rows,
                      GCancellable               *cancellable,
                      GError                    **error)
{
  const ChainPlanRows rows = { .inputs = inputs, .n_rows = n_rows };
  g_auto (Reader)     reader = { 0 };
  g_autofree double  *outputs = NULL;

  if (!reader_init (&reader, network, options, error))
    return NULL;
  outputs = g_new (double, MAX (n_rows * reader.n_outputs, 1));
  if (!reader_run (&reader, &rows, network->n_inputs, outputs, cancellable, error))
    return NULL;
  activate (&reader, n_rows, outputs);
  return g_steal_pointer (&outputs);
}

/* The losses of single rows, of what the loss reads. */
static double
measure (ChainOutput *output, const ChainTrainingOptions *options, const double *targets)
{
  double sum = 0;

  for (gsize i = 0; i < output->n_rows; i++)
    {
      output->losses[i] = chain_op_map_loss (options->loss, 1, output->n_outputs,
                                             output->predictions + i * output->n_outputs,
                                             targets + i * output->n_outputs, 1, NULL,
                                             options->loss_parameters);
      sum += output->losses[i];
    }
  return output->n_rows > 0 ? sum / (double) output->n_rows : NAN;
}

static guint *
classes_of (const double *numbers, gsize n_rows, guint n_outputs)
{
  guint *classes = g_new (guint, MAX (n_rows, 1));

  for (gsize i = 0; i < n_rows; i++)
    classes[i] = chain_metrics_class (numbers + i * n_outputs, n_outputs);
  return classes;
}

/**
 * chain_output_new:
 * @network: with weights
 * @options: whose loss is measured
 * @dataset: where the rows are
 * @rows: [n_rows] rows of @dataset
 * @n_rows: number of rows
 * @cancellable: (nullable): to give up with
 * @error: set if network and dataset do not fit together, or on giving up
 *
 * Predicts rows and measures each: L of one row as if it were the whole batch. The loss of a batch
 * is their mean, and the penalties of the weights.
 *
 * Returns: (transfer full) (nullable): the predictions
 */
ChainOutput *
chain_output_new (const ChainNetwork         *network,
                  const ChainTrainingOptions *options,
                  const ChainDataset         *dataset,
                  const guint                *rows,
                  gsize                       n_rows,
                  GCancellable               *cancellable,
                  GError                    **error)
{
  const ChainPlanRows     plan_rows = { .inputs = dataset->inputs, .rows = rows, .n_rows = n_rows };
  const gboolean          classes = chain_evaluate_classes (dataset, options->loss);
  g_autoptr (ChainOutput) output = NULL;
  g_autofree double      *targets = NULL;
  g_auto (Reader)         reader = { 0 };
  double                  loss;

  if (!chain_evaluate_fits (network, dataset, error) || !reader_init (&reader, network, options, error))
    return NULL;
  output = g_new0 (ChainOutput, 1);
  output->n_rows = n_rows;
  output->n_outputs = dataset->n_outputs;
  output->rows = g_memdup2 (rows, n_rows * sizeof (guint));
  output->predictions = g_new (double, MAX (n_rows * output->n_outputs, 1));
  output->losses = g_new (double, MAX (n_rows, 1));
  if (!reader_run (&reader, &plan_rows, dataset->n_inputs, output->predictions, cancellable, error))
    return NULL;
  targets = g_new (double, MAX (n_rows * output->n_outputs, 1));
  chain_evaluate_targets (dataset, rows, n_rows, targets);
  loss = measure (output, options, targets);
  activate (&reader, n_rows, output->predictions);
  if (classes)
    {
      output->truth = classes_of (targets, n_rows, output->n_outputs);
      output->guess = classes_of (output->predictions, n_rows, output->n_outputs);
    }
  output->metrics = chain_metrics_new (output->predictions, targets, n_rows, output->n_outputs,
                                       classes, loss);
  return g_steal_pointer (&output);
}

/**
 * chain_output_free:
 * @output: (nullable) (transfer full): to free
 */
void
chain_output_free (ChainOutput *output)
{
  if (output == NULL)
    return;
  g_free (output->rows);
  g_free (output->predictions);
  g_free (output->losses);
  g_free (output->truth);
  g_free (output->guess);
  chain_metrics_free (output->metrics);
  g_free (output);
}

/* A loss that is no number is the worst there is; of equals the earlier row comes first. */
static int
compare_losses (gconstpointer one, gconstpointer other, gpointer data)
{
  const double *losses = data;
  const guint   i = *(const guint *) one;
  const guint   j = *(const guint *) other;
  const double  a = isnan (losses[i]) ? INFINITY : losses[i];
  const double  b = isnan (losses[j]) ? INFINITY : losses[j];

  return a != b ? (a < b ? 1 : -1) : i < j ? -1 : i > j;
}

/**
 * chain_output_worst:
 * @output: predictions
 * @n: (inout): how many at most; how many there are
 *
 * Returns: (transfer full): [n] indices of the rows with the largest loss, the largest first
 */
guint *
chain_output_worst (const ChainOutput *output, guint *n)
{
  guint *order = g_new (guint, MAX (output->n_rows, 1));

  for (gsize i = 0; i < output->n_rows; i++)
    order[i] = (guint) i;
  g_qsort_with_data (order, (gint) output->n_rows, sizeof (guint), compare_losses, output->losses);
  *n = (guint) MIN (*n, output->n_rows);
  return order;
}
