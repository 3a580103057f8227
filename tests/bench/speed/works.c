/* works.c: what the participants of the speed benchmark train: networks, data, start weights.
 *
 * Everything comes from seeded streams, so that each participant that is linked with this makes
 * the same; the others read the files speed-ours writes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "works.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

#define SEED 7

/* The first three have rates of which FANN, which keeps single-precision rates, loses nothing. */
const Work works[] = {
  { "W1", "1 linear", 2, 1, "sgd", 1. / 128, 1, 4096 },
  { "W2", "4 tanh, 2 tanh, 1 linear", 2, 1, "sgd", 5. / 128, 10, 4000 },
  { "W3", "8 tanh, 8 tanh, 8 tanh, 1 linear", 2, 1, "sgd", 6. / 128, 32, 4096 },
  { "W4", "64 relu, 32 relu, 3 softmax", 13, 3, "sgd", 0.05, 32, 2048 },
  { "W4-adam", "64 relu, 32 relu, 3 softmax", 13, 3, "adam", 0.001, 32, 2048 },
  { "W5", "128 relu, 64 relu, 10 softmax", 784, 10, "sgd", 0.01, 64, 2048 },
  { "W5-adam", "128 relu, 64 relu, 10 softmax", 784, 10, "adam", 0.0001, 64, 2048 },
  { "W6", "1024 relu, 1024 relu, 10 softmax", 1024, 10, "sgd", 0.01, 256, 1024 },
  { NULL },
};

/* The work of that name; NULL without one. */
const Work *
work_find (const char *name)
{
  for (const Work *work = works; work->name != NULL; work++)
    if (g_str_equal (work->name, name))
      return work;
  return NULL;
}

/* A curved surface with noise, so that no network fits it and nothing becomes denormal. */
static double
target_of (ChainRandom *random, const double *row, guint n_inputs)
{
  return 0.5 * sin (3 * row[0]) + 0.3 * row[n_inputs - 1] + 0.2
         + 0.1 * chain_random_normal (random);
}

/* Which of as many directions the row points along most; noise as above. */
static guint32
class_of (ChainRandom *random, const double *row, guint n_inputs, guint n_classes)
{
  double  highest = -INFINITY;
  guint32 class = 0;

  for (guint c = 0; c < n_classes; c++)
    {
      double along = chain_random_normal (random);

      for (guint i = c; i < n_inputs; i += n_classes)
        along += row[i];
      if (along > highest)
        {
          highest = along;
          class = c;
        }
    }
  return class;
}

static void
make_rows (const Work *work, gsize n_rows, double **columns, double *targets, guint32 *classes)
{
  g_autofree double *row = g_new (double, work->n_inputs);
  ChainRandom        random;

  chain_random_init (&random, SEED, CHAIN_STREAM_SAMPLES);
  for (gsize r = 0; r < n_rows; r++)
    {
      for (guint i = 0; i < work->n_inputs; i++)
        columns[i][r] = row[i] = chain_random_uniform (&random, -1, 1);
      if (work->n_outputs == 1)
        targets[r] = target_of (&random, row, work->n_inputs);
      else /* the first rows have each class once, so that the levels are in order */
        classes[r] = r < work->n_outputs ? (guint32) r
                                         : class_of (&random, row, work->n_inputs, work->n_outputs);
    }
}

static GPtrArray *
class_names (guint n_classes)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint c = 0; c < n_classes; c++)
    g_ptr_array_add (names, g_strdup_printf ("class %u", c));
  return names;
}

static ChainTable *
make_table (const Work *work, gsize n_rows, GStrvBuilder *features)
{
  ChainTable          *table = chain_table_new (work->name, n_rows);
  g_autofree double  **columns = g_new (double *, work->n_inputs);
  double              *targets = g_new (double, n_rows);
  guint32             *classes = g_new (guint32, n_rows);

  for (guint i = 0; i < work->n_inputs; i++)
    columns[i] = g_new (double, n_rows);
  make_rows (work, n_rows, columns, targets, classes);
  for (guint i = 0; i < work->n_inputs; i++)
    {
      g_autofree char *name = g_strdup_printf ("x%u", i + 1);

      g_strv_builder_add (features, name);
      chain_table_take_column (table, chain_column_new_numbers (name, n_rows, columns[i]));
    }
  if (work->n_outputs == 1)
    {
      chain_table_take_column (table, chain_column_new_numbers ("y", n_rows, targets));
      g_free (classes);
      return table;
    }
  chain_table_take_column (table, chain_column_new_categories ("y", n_rows, classes,
                                                               class_names (work->n_outputs)));
  g_free (targets);
  return table;
}

/* @held_out of the rows are for validation, beside those to train on; a few at least, because
 * without any the trainer judges every epoch by going through all training rows again. */
ChainDataset *
work_dataset (const Work *work, double held_out)
{
  const gsize                n_held_out = MAX (16, (gsize) (work->n_rows * held_out));
  const gsize                n_rows = work->n_rows + n_held_out;
  g_autoptr (GStrvBuilder)   features = g_strv_builder_new ();
  g_autoptr (ChainTable)     table = make_table (work, n_rows, features);
  g_auto (ChainDataOptions)  options = { .scaling = CHAIN_SCALING_NONE };
  const char *const          targets[] = { "y", NULL };
  g_autoptr (GError)         error = NULL;
  ChainDataset              *dataset;

  options.features = g_strv_builder_end (features);
  options.targets = g_strdupv ((GStrv) targets);
  options.validation_fraction = (double) n_held_out / (double) n_rows;
  dataset = chain_dataset_new (table, &options, work->n_outputs, &error);
  if (dataset == NULL || dataset->n_training_rows != work->n_rows)
    g_error ("%s: %s", work->name, error != NULL ? error->message : "another number of rows");
  return dataset;
}

/* With its start weights. */
ChainNetwork *
work_network (const Work *work)
{
  g_autoptr (GError) error = NULL;
  ChainNetwork      *network = chain_network_new_from_text (work->layers, &error);

  if (network == NULL)
    g_error ("%s: %s", work->name, error->message);
  network->seed = SEED;
  if (!chain_network_set_inputs (network, work->n_inputs, &error))
    g_error ("%s: %s", work->name, error->message);
  return network;
}

/* Rows in file order, as every participant takes them. */
void
work_options (const Work *work, ChainTrainingOptions *options)
{
  chain_training_options_init (options);
  chain_training_options_set_loss (
      options, chain_op_find (CHAIN_OP_LOSS,
                              work->n_outputs == 1 ? "mse" : "categorical_crossentropy"));
  chain_training_options_set_optimizer (options, chain_optimizer_find (work->optimizer));
  /* So small that the formulations of Adam, which differ in what they add it to, are one. */
  for (guint i = 0; i < CHAIN_MAX_PARAMETERS; i++)
    if (g_strcmp0 (options->optimizer->parameters[i].name, "epsilon") == 0)
      options->optimizer_parameters[i] = 1e-50;
  options->learning_rate = work->rate;
  options->batch_size = work->batch;
  options->shuffle = FALSE;
}

/* Of a clock that only goes on. */
double
work_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

/* Layer by layer the kernel, row-major, then the bias, as doubles of this machine. */
gboolean
work_save (const char *path, const ChainNetwork *network)
{
  FILE    *file = fopen (path, "w");
  gboolean saved = file != NULL;

  for (guint l = 0; saved && l < chain_network_n_layers (network); l++)
    {
      const ChainLayer  *layer = chain_network_layer (network, l);
      const ChainTensor *parts[] = { layer->kernel, layer->bias };

      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        {
          const gsize size = chain_tensor_size (parts[i]);

          saved &= fwrite (parts[i]->values, sizeof (double), size, file) == size;
        }
    }
  return file != NULL && fclose (file) == 0 && saved;
}
