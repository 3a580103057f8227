/* speed-limit.c: the machine's limit as a participant of the speed benchmark.
 *
 * Where there is a loop written for a work, it trains with that; else it makes the matrix products
 * of the steps and trains nothing. Further questions:
 *
 *   dgemm WORK SECONDS      as "run", all matrix products made by OpenBLAS
 *   products WORK           how fast and how exact each matrix product of a step is
 *   peak THREADS SECONDS    multiply-adds a second
 *
 * SPDX-License-Identifier: MIT
 */
#include "limit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  const Work      *work;
  double           rate;
  const LimitLoop *loop;     /* NULL: products */
  LimitProducts   *products; /* of the work, kept; NULL: loop */
  gboolean         dgemm_only;
  double          *rows;     /* arranged, aligned */
  double          *weights;  /* aligned, kernel and bias of each layer */
} Run;

/* Kept for as long as the program runs: which way is fastest is tried once. */
static LimitProducts *
products_of (const Work *work)
{
  static GHashTable *made;
  LimitProducts     *products;

  if (made == NULL)
    made = g_hash_table_new (g_str_hash, g_str_equal);
  products = g_hash_table_lookup (made, work->name);
  if (products == NULL)
    {
      products = limit_products_new (work);
      g_hash_table_insert (made, (gpointer) work->name, products);
    }
  return products;
}

static double *
aligned (gsize n)
{
  const gsize size = (n * sizeof (double) + 63) / 64 * 64;

  return memset (aligned_alloc (64, size), 0, size);
}

static double *
arranged_rows (const Work *work, const LimitLoop *loop)
{
  g_autoptr (ChainDataset) dataset = work_dataset (work, 0);
  const double            *inputs[64], *targets[64];
  double                  *rows = aligned ((gsize) work->n_rows / work->batch * loop->batch_size);

  g_assert (work->batch <= G_N_ELEMENTS (inputs));
  for (guint first = 0; first < work->n_rows; first += work->batch)
    {
      for (guint i = 0; i < work->batch; i++)
        {
          const gsize row = dataset->training_rows[first + i];

          inputs[i] = dataset->inputs + row * dataset->n_inputs;
          targets[i] = dataset->targets + row * dataset->n_outputs;
        }
      loop->arrange (rows + (gsize) first / work->batch * loop->batch_size, inputs, targets,
                     work->batch);
    }
  return rows;
}

static void
exchange_weights (double *weights, ChainNetwork *network, gboolean into_network)
{
  for (guint l = 0; l < chain_network_n_layers (network); l++)
    {
      const ChainLayer  *layer = chain_network_layer (network, l);
      ChainTensor *const parts[] = { layer->kernel, layer->bias };

      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        {
          const gsize size = chain_tensor_size (parts[i]);

          if (into_network)
            memcpy (parts[i]->values, weights, size * sizeof (double));
          else
            memcpy (weights, parts[i]->values, size * sizeof (double));
          weights += size;
        }
    }
}

static gpointer
start (const Work *work, double rate)
{
  g_autoptr (ChainNetwork) network = NULL;
  Run                     *run = g_new0 (Run, 1);

  run->work = work;
  run->rate = rate;
  run->loop = limit_loop_find (work->name);
  if (run->loop == NULL)
    {
      run->products = products_of (work);
      return run;
    }
  network = work_network (work);
  run->rows = arranged_rows (work, run->loop);
  run->weights = aligned (run->loop->n_weights);
  exchange_weights (run->weights, network, FALSE);
  return run;
}

static gpointer
start_dgemm (const Work *work, double rate)
{
  Run *run;

  if (limit_loop_find (work->name) != NULL)
    return NULL;
  run = g_new0 (Run, 1);
  run->work = work;
  run->products = products_of (work);
  run->dgemm_only = TRUE;
  return run;
}

static void
train (gpointer data, guint64 n_epochs, Trained *trained)
{
  Run         *run = data;
  const guint  n_batches = run->work->n_rows / run->work->batch;
  const double before = work_seconds ();

  trained->loss = NAN;
  for (guint64 epoch = 0; epoch < n_epochs; epoch++)
    if (run->loop != NULL)
      trained->loss = run->loop->epoch (run->weights, (const Vector *) run->rows, n_batches, run->rate)
                      / run->work->n_rows;
    else
      for (guint i = 0; i < n_batches; i++)
        limit_products_step (run->products, run->dgemm_only);
  trained->seconds = work_seconds () - before;
  trained->samples = n_epochs * run->work->n_rows;
}

static void
stop (gpointer data, ChainNetwork *reached)
{
  Run *run = data;

  if (reached != NULL && run->loop != NULL)
    exchange_weights (run->weights, reached, TRUE);
  free (run->rows);
  free (run->weights);
  g_free (run);
}

static const Participant dgemm = {
  .name = "dgemm",
  .start = start_dgemm,
  .train = train,
  .stop = stop,
};

static gboolean
answer (const char *const *words, guint n_words)
{
  const Work *work = n_words > 1 ? work_find (words[1]) : NULL;

  if (work != NULL && n_words == 3 && g_str_equal (words[0], "dgemm"))
    participant_run (&dgemm, work, g_ascii_strtod (words[2], NULL));
  else if (work != NULL && n_words == 2 && g_str_equal (words[0], "products"))
    limit_products_print (products_of (work));
  else if (n_words == 3 && g_str_equal (words[0], "peak"))
    printf ("{\"operations\": %.6g}\n",
            limit_peak (atoi (words[1]), g_ascii_strtod (words[2], NULL)));
  else
    return FALSE;
  return TRUE;
}

static const Participant limit = {
  .name = "the limit",
  .start = start,
  .train = train,
  .stop = stop,
  .answer = answer,
};

int
main (void)
{
  return participant_main (&limit);
}
