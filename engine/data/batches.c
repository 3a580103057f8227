/* batches.c: which rows iteration t trains on.
 *
 * The order of an epoch starts from the training rows in file order, never from the epoch before,
 * so it depends on the seed and the epoch alone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/batches.h"

#include "base/random.h"

#include <string.h>

struct _ChainBatches
{
  guint   *rows;  /* [n_rows] training rows, ascending */
  guint   *order; /* [n_rows] the rows in the order of the epoch last asked for */
  gsize    n_rows;
  gsize    batch_size;
  guint    per_epoch;
  gboolean shuffle;
  guint64  seed;
  guint64  epoch;     /* that order is of */
  guint64  iteration; /* last asked for */
  gsize    first;     /* of its rows in the order */
};

static void
order_epoch (ChainBatches *batches, guint64 epoch)
{
  ChainRandom random;

  if (batches->shuffle)
    {
      memcpy (batches->order, batches->rows, batches->n_rows * sizeof (guint));
      chain_random_init (&random, batches->seed, CHAIN_STREAM_BATCHES + (epoch << 8));
      chain_random_shuffle (&random, batches->order, batches->n_rows);
    }
  batches->epoch = epoch;
}

static void
go_to (ChainBatches *batches, guint64 iteration)
{
  const guint64 epoch = iteration / batches->per_epoch;

  if (epoch != batches->epoch)
    order_epoch (batches, epoch);
  batches->iteration = iteration;
  batches->first = (gsize) (iteration % batches->per_epoch) * batches->batch_size;
}

/**
 * chain_batches_new:
 * @dataset: whose training rows to go through; not needed afterwards
 * @batch_size: rows of a batch, at least 1; more than there are means all of them
 * @shuffle: whether each epoch has an order of its own, instead of that of the file
 * @seed: of these orders
 *
 * Returns: (transfer full): the batches of every iteration
 */
ChainBatches *
chain_batches_new (const ChainDataset *dataset, guint batch_size, gboolean shuffle, guint64 seed)
{
  ChainBatches *batches;

  g_return_val_if_fail (batch_size > 0, NULL);
  g_return_val_if_fail (dataset->n_training_rows > 0, NULL);

  batches = g_new0 (ChainBatches, 1);
  batches->n_rows = dataset->n_training_rows;
  batches->rows = g_memdup2 (dataset->training_rows, batches->n_rows * sizeof (guint));
  batches->order = g_memdup2 (batches->rows, batches->n_rows * sizeof (guint));
  batches->batch_size = MIN (batch_size, batches->n_rows);
  batches->per_epoch
    = (guint) ((batches->n_rows + batches->batch_size - 1) / batches->batch_size);
  batches->shuffle = shuffle;
  batches->seed = seed;
  order_epoch (batches, 0);
  return batches;
}

/**
 * chain_batches_free:
 * @batches: (transfer full) (nullable): to free
 */
void
chain_batches_free (ChainBatches *batches)
{
  if (batches == NULL)
    return;
  g_free (batches->rows);
  g_free (batches->order);
  g_free (batches);
}

/**
 * chain_batches_per_epoch:
 * @batches: the batches
 *
 * Returns: iterations that go once through all training rows, the last, smaller batch included
 */
guint
chain_batches_per_epoch (const ChainBatches *batches)
{
  return batches->per_epoch;
}

/**
 * chain_batches_rows:
 * @batches: the batches
 * @iteration: number of the iteration, from 0 on through all epochs
 * @n_rows: (out): number of rows of its batch
 *
 * Returns: (transfer none): [n_rows] its rows of the dataset, until the next call
 */
const guint *
chain_batches_rows (ChainBatches *batches, guint64 iteration, gsize *n_rows)
{
  const gsize next = batches->first + batches->batch_size;

  /* Training waits for these rows, and a division takes its time. */
  if (iteration == batches->iteration + 1 && next < batches->n_rows)
    {
      batches->iteration = iteration;
      batches->first = next;
    }
  else if (iteration != batches->iteration)
    go_to (batches, iteration);
  *n_rows = MIN (batches->batch_size, batches->n_rows - batches->first);
  return batches->order + batches->first;
}
