/* lr-problems.c: made-up data sets of many kinds, from seeded streams.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lr-problems.h"

#include <math.h>

static void
fill (ChainRandom *random, double *features, guint n_features, double low, double high)
{
  for (guint i = 0; i < n_features; i++)
    features[i] = chain_random_uniform (random, low, high);
}

static void
fill_normal (ChainRandom *random, double *features, guint n_features)
{
  for (guint i = 0; i < n_features; i++)
    features[i] = chain_random_normal (random);
}

/* Numbers to predict. */

static double
weighted_sum (const double *features, guint n_features)
{
  double sum = 0;

  for (guint i = 0; i < n_features; i++)
    sum += (i % 2 == 0 ? 1 : -1) * (1 + 0.5 * i) * features[i];
  return sum;
}

static void
make_plane (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  fill_normal (random, features, size->n_features);
  for (guint k = 0; k < size->n_outputs; k++)
    targets[k] = weighted_sum (features, size->n_features) + k + 1;
}

/* A plane with an outlier in every twentieth row. */
static void
make_outliers (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  make_plane (random, size, features, targets);
  if (chain_random_below (random, 20) == 0)
    targets[0] += 15 * chain_random_normal (random);
}

static void
make_waves (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  fill (random, features, size->n_features, -1, 1);
  for (guint k = 0; k < size->n_outputs; k++)
    targets[k] = sin (3 * features[0] + k) + 0.5 * cos (5 * features[size->n_features - 1]);
}

static void
make_bump (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  double squares = 0;

  fill (random, features, size->n_features, -1, 1);
  for (guint i = 0; i < size->n_features; i++)
    squares += features[i] * features[i];
  targets[0] = exp (-4 * squares) + 0.3 * features[0];
}

static void
make_products (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  const guint n = size->n_features;

  fill_normal (random, features, n);
  for (guint k = 0; k < size->n_outputs; k++)
    targets[k] = features[k % n] * features[(k + 1) % n] + 0.5 * features[k % n];
}

static void
make_stairs (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  fill (random, features, size->n_features, -1, 1);
  targets[0] = floor (2.5 * features[0]) + (features[size->n_features - 1] > 0.2);
}

/* Friedman, "Multivariate adaptive regression splines", 1991: five features count. */
static void
make_friedman (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  fill (random, features, size->n_features, 0, 1);
  targets[0] = 10 * sin (G_PI * features[0] * features[1]) + 20 * pow (features[2] - 0.5, 2)
               + 10 * features[3] + 5 * features[4];
}

/* Classes. */

#define N_BLOBS 4

static void
make_blobs (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  const guint  class = chain_random_below (random, N_BLOBS);
  const double angle = 2 * G_PI * class / N_BLOBS;

  fill_normal (random, features, size->n_features);
  features[0] = 0.6 * features[0] + 1.5 * cos (angle);
  features[1] = 0.6 * features[1] + 1.5 * sin (angle);
  targets[0] = class;
}

/* Two overlapping clouds: no network separates them. */
static void
make_clouds (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  const guint class = chain_random_below (random, 2);

  fill_normal (random, features, size->n_features);
  for (guint i = 0; i < size->n_features; i++)
    features[i] += class ? 0.7 : -0.7;
  targets[0] = class;
}

static void
make_rings (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  const guint  class = chain_random_below (random, 2);
  const double radius = 0.5 + 0.8 * class + 0.12 * chain_random_normal (random);
  const double angle = chain_random_uniform (random, 0, 2 * G_PI);

  fill_normal (random, features, size->n_features);
  features[0] = radius * cos (angle);
  features[1] = radius * sin (angle);
  targets[0] = class;
}

static void
make_moons (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  const guint  class = chain_random_below (random, 2);
  const double angle = chain_random_uniform (random, 0, G_PI);

  fill_normal (random, features, size->n_features);
  features[0] = (class ? 1 - cos (angle) : cos (angle)) + 0.1 * features[0];
  features[1] = (class ? 0.5 - sin (angle) : sin (angle)) + 0.1 * features[1];
  targets[0] = class;
}

#define N_ARMS 3

static void
make_spirals (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  const guint  class = chain_random_below (random, N_ARMS);
  const double part = chain_random_uniform (random, 0.1, 1);
  const double angle = 4 * part + 2 * G_PI * class / N_ARMS + 0.1 * chain_random_normal (random);

  fill_normal (random, features, size->n_features);
  features[0] = 2 * part * cos (angle);
  features[1] = 2 * part * sin (angle);
  targets[0] = class;
}

static void
make_checkers (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  fill (random, features, size->n_features, -1, 1);
  targets[0] = sin (G_PI * features[0]) * sin (G_PI * features[1]) > 0;
}

/* Whether an odd number of the first three features is above 0. */
static void
make_parity (ChainRandom *random, const LrProblemSize *size, double *features, double *targets)
{
  guint n_above = 0;

  fill_normal (random, features, size->n_features);
  for (guint i = 0; i < 3; i++)
    n_above += features[i] > 0;
  targets[0] = n_above % 2;
}

static const LrProblem problems[] = {
  { "plane", 0, make_plane },
  { "outliers", 0, make_outliers },
  { "waves", 0, make_waves },
  { "bump", 0, make_bump },
  { "products", 0, make_products },
  { "stairs", 0, make_stairs },
  { "friedman", 0, make_friedman },
  { "blobs", N_BLOBS, make_blobs },
  { "clouds", 2, make_clouds },
  { "rings", 2, make_rings },
  { "moons", 2, make_moons },
  { "spirals", N_ARMS, make_spirals },
  { "checkers", 2, make_checkers },
  { "parity", 2, make_parity },
};

/* The problem of that name, which there must be. */
const LrProblem *
lr_problem_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    if (g_str_equal (problems[i].name, name))
      return &problems[i];
  g_error ("no problem is called %s", name);
}

static double
scale_or_one (double scale)
{
  return scale == 0 ? 1 : scale;
}

static void
disturb (ChainRandom *random, const LrProblem *problem, const LrProblemSize *size, double *targets)
{
  guint class = (guint) targets[0];

  if (problem->n_classes == 0)
    for (guint k = 0; k < size->n_outputs; k++)
      targets[k] = scale_or_one (size->target_scale)
                   * (targets[k] + size->noise * chain_random_normal (random));
  else
    {
      if (chain_random_uniform (random, 0, 1) < size->noise)
        class = (guint) chain_random_below (random, problem->n_classes);
      for (guint k = 0; k < size->n_outputs; k++)
        targets[k] = size->n_outputs == 1 ? class : class == k;
    }
}

static void
take_columns (ChainTable *table, GStrvBuilder *names, const char *letter, guint n, double **columns)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u", letter, i + 1);

      g_strv_builder_add (names, name);
      chain_table_take_column (table, chain_column_new_numbers (name, table->n_rows, columns[i]));
    }
}

static ChainDataset *
dataset_of (ChainTable *table, ChainDataOptions *options, guint n_outputs)
{
  g_autoptr (GError) error = NULL;
  ChainDataset      *dataset = chain_dataset_new (table, options, n_outputs, &error);

  if (dataset == NULL)
    g_error ("%s", error->message);
  return dataset;
}

/* All rows are training rows; the same seed gives the same rows. */
ChainDataset *
lr_problem_dataset (const LrProblem *problem, const LrProblemSize *size, guint64 seed)
{
  ChainTable               *table = chain_table_new (problem->name, size->n_rows);
  g_autoptr (GStrvBuilder)  features = g_strv_builder_new ();
  g_autoptr (GStrvBuilder)  targets = g_strv_builder_new ();
  const guint               n_columns = size->n_features + size->n_outputs;
  g_autofree double       **columns = g_new (double *, n_columns);
  g_autofree double        *row = g_new (double, n_columns);
  g_auto (ChainDataOptions) options = { .scaling = CHAIN_SCALING_NONE };
  ChainDataset             *dataset;
  ChainRandom               random;

  for (guint i = 0; i < n_columns; i++)
    columns[i] = g_new (double, size->n_rows);
  chain_random_init (&random, seed, CHAIN_STREAM_SAMPLES);
  for (guint r = 0; r < size->n_rows; r++)
    {
      problem->make_row (&random, size, row, row + size->n_features);
      row[size->n_features - 1] *= scale_or_one (size->feature_scale);
      disturb (&random, problem, size, row + size->n_features);
      for (guint i = 0; i < n_columns; i++)
        columns[i][r] = row[i];
    }
  take_columns (table, features, "x", size->n_features, columns);
  take_columns (table, targets, "y", size->n_outputs, columns + size->n_features);
  options.features = g_strv_builder_end (features);
  options.targets = g_strv_builder_end (targets);
  dataset = dataset_of (table, &options, size->n_outputs);
  chain_table_unref (table);
  return dataset;
}

/* The sample, its species as three numbers. */
ChainDataset *
lr_iris_dataset (ChainScaling scaling)
{
  const ChainSample        *sample = chain_sample_find ("iris");
  ChainTable               *table = chain_sample_table (sample, NULL);
  g_auto (ChainDataOptions) options = { .scaling = scaling };
  ChainDataset             *dataset;

  options.features = g_strdupv ((GStrv) sample->features);
  options.targets = g_strdupv ((GStrv) sample->targets);
  dataset = dataset_of (table, &options, 3);
  chain_table_unref (table);
  return dataset;
}
