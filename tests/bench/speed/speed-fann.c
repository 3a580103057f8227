/* speed-fann.c: FANN, in double precision, as a participant of the speed benchmark.
 *
 * Batches of one row are fann_train_epoch() with incremental training over all rows; larger ones
 * are one fann_train_epoch() with batch training for each batch, whose rows are a data set of
 * their own, as FANN knows no other batches. Its step is η Σ (y − ŷ)·x over the mean of the rows,
 * ours η 2 (ŷ − y)·x: its rate is twice ours. Its derivative of tanh takes values beyond ±0.98 for
 * ±0.98, which the works stay within.
 *
 * SPDX-License-Identifier: MIT
 */
#include "participant.h"

#include <doublefann.h>

#include <math.h>
#include <string.h>

typedef struct
{
  const Work              *work;
  struct fann             *fann;
  struct fann_train_data **batches; /* [n_batches] */
  guint                    n_batches;
} Run;

/* A layer's weights stand unit by unit: those of its inputs, then its bias. */
static void
exchange_weights (struct fann *fann, ChainNetwork *network, gboolean into_fann)
{
  double *weight = fann->weights;

  for (guint l = 0; l < chain_network_n_layers (network); l++)
    {
      const ChainLayer *layer = chain_network_layer (network, l);
      const guint       n_inputs = chain_network_layer_inputs (network, l);

      for (guint u = 0; u < layer->units; u++)
        for (guint i = 0; i <= n_inputs; i++, weight++)
          {
            double *ours = i < n_inputs ? &layer->kernel->values[i * layer->units + u]
                                        : &layer->bias->values[u];

            if (into_fann)
              *weight = *ours;
            else
              *ours = *weight;
          }
    }
}

static struct fann *
make_fann (const Work *work, double rate)
{
  g_autoptr (ChainNetwork) network = work_network (work);
  const guint              n_layers = chain_network_n_layers (network);
  guint                    units[WORK_MAX_LAYERS + 1] = { work->n_inputs };
  struct fann             *fann;

  for (guint l = 0; l < n_layers; l++)
    units[l + 1] = chain_network_layer (network, l)->units;
  fann = fann_create_standard_array (n_layers + 1, units);
  for (guint l = 0; l < n_layers; l++)
    fann_set_activation_function_layer (
        fann,
        g_str_equal (chain_network_layer (network, l)->activation->name, "tanh")
          ? FANN_SIGMOID_SYMMETRIC
          : FANN_LINEAR,
        (int) l + 1);
  fann_set_activation_steepness_hidden (fann, 1);
  fann_set_activation_steepness_output (fann, 1);
  fann_set_train_error_function (fann, FANN_ERRORFUNC_LINEAR);
  fann_set_training_algorithm (fann, work->batch == 1 ? FANN_TRAIN_INCREMENTAL : FANN_TRAIN_BATCH);
  fann_set_learning_rate (fann, (float) (2 * rate));
  fann_set_learning_momentum (fann, 0);
  exchange_weights (fann, network, TRUE);
  return fann;
}

static struct fann_train_data *
make_batch (const ChainDataset *dataset, gsize first, guint n_rows)
{
  struct fann_train_data *batch = fann_create_train (n_rows, dataset->n_inputs, dataset->n_outputs);

  for (guint i = 0; i < n_rows; i++)
    {
      const gsize row = dataset->training_rows[first + i];

      memcpy (batch->input[i], dataset->inputs + row * dataset->n_inputs,
              dataset->n_inputs * sizeof (double));
      memcpy (batch->output[i], dataset->targets + row * dataset->n_outputs,
              dataset->n_outputs * sizeof (double));
    }
  return batch;
}

static gpointer
start (const Work *work, double rate)
{
  g_autoptr (ChainDataset) dataset = NULL;
  const guint              rows = work->batch == 1 ? work->n_rows : work->batch;
  Run                     *run;

  if (work->n_outputs > 1) /* FANN has no softmax */
    return NULL;
  dataset = work_dataset (work, 0);
  run = g_new0 (Run, 1);
  run->work = work;
  run->fann = make_fann (work, rate);
  run->n_batches = work->n_rows / rows;
  run->batches = g_new (struct fann_train_data *, run->n_batches);
  for (guint i = 0; i < run->n_batches; i++)
    run->batches[i] = make_batch (dataset, (gsize) i * rows, rows);
  return run;
}

static void
train (gpointer data, guint64 n_epochs, Trained *trained)
{
  Run         *run = data;
  const double before = work_seconds ();

  for (guint64 epoch = 0; epoch < n_epochs; epoch++)
    {
      trained->loss = 0;
      for (guint i = 0; i < run->n_batches; i++)
        trained->loss += fann_train_epoch (run->fann, run->batches[i]);
    }
  trained->seconds = work_seconds () - before;
  trained->samples = n_epochs * run->work->n_rows;
  trained->loss /= run->n_batches;
}

static void
stop (gpointer data, ChainNetwork *reached)
{
  Run *run = data;

  if (reached != NULL)
    exchange_weights (run->fann, reached, FALSE);
  for (guint i = 0; i < run->n_batches; i++)
    fann_destroy_train (run->batches[i]);
  fann_destroy (run->fann);
  g_free (run->batches);
  g_free (run);
}

static const Participant fann = {
  .name = "FANN",
  .start = start,
  .train = train,
  .stop = stop,
};

int
main (void)
{
  return participant_main (&fann);
}
