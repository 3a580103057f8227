/* samples.c: the data sets that come with the program.
 *
 * Small ones stand here as numbers, larger ones are CSV files built into the library. Adding a
 * sample is adding a row to the table, and for a file one line in samples.gresource.xml.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/samples.h"

#include "data/csv-reader.h"

#include <string.h>

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* x1, x2, y */
static const double worked_example_rows[] = {
  2,  3,  18, //
  1,  1,  10, //
  3,  -1, 8,  //
  -1, 1,  6,  //
  -3, -2, -7, //
};

static const ChainSample samples[] = {
  {
      .name = "worked_example",
      .title = "Worked example",
      .about = "Five rows of two numbers and a target, small enough to calculate by hand",
      .features = NAMES ("x1", "x2"),
      .targets = NAMES ("y"),
      .rows = worked_example_rows,
      .n_rows = 5,
  },
  {
      .name = "iris",
      .title = "Iris",
      .about = "Petals and sepals of 150 irises of three species (R. A. Fisher, 1936)",
      .features = NAMES ("sepal_length", "sepal_width", "petal_length", "petal_width"),
      .targets = NAMES ("species"),
      .resource = "/org/chainrule/samples/iris.csv",
  },
};

static void
take_numbers (ChainTable        *table,
              const ChainSample *sample,
              const char        *name,
              guint              column,
              guint              n_columns)
{
  double *numbers = g_new (double, sample->n_rows);

  for (gsize row = 0; row < sample->n_rows; row++)
    numbers[row] = sample->rows[row * n_columns + column];
  chain_table_take_column (table, chain_column_new_numbers (name, sample->n_rows, numbers));
}

static ChainTable *
table_from_rows (const ChainSample *sample)
{
  const guint n_features = g_strv_length ((GStrv) sample->features);
  const guint n_columns = n_features + g_strv_length ((GStrv) sample->targets);
  ChainTable *table = chain_table_new (sample->title, sample->n_rows);

  for (guint i = 0; i < n_columns; i++)
    take_numbers (table, sample,
                  i < n_features ? sample->features[i] : sample->targets[i - n_features], i,
                  n_columns);
  return table;
}

/* Its lines are not the user's to look up: messages count rows. */
static ChainTable *
table_from_resource (const ChainSample *sample, GError **error)
{
  const ChainCsvOptions  options = { 0 };
  g_auto (ChainCsvReport) report = { 0 };
  g_autoptr (GBytes)     bytes = NULL;
  ChainTable            *table;

  bytes = g_resources_lookup_data (sample->resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;
  table = chain_csv_parse (sample->title, bytes, &options, &report, NULL, error);
  if (table != NULL)
    chain_table_take_lines (table, NULL);
  return table;
}

/**
 * chain_samples:
 * @n_samples: (out): how many there are
 *
 * Returns: (transfer none): [n_samples] all samples, the first being the one to begin with
 */
const ChainSample *
chain_samples (guint *n_samples)
{
  *n_samples = G_N_ELEMENTS (samples);
  return samples;
}

/**
 * chain_sample_find:
 * @name: a name in a project file
 *
 * Returns: (transfer none) (nullable): the sample of that name
 */
const ChainSample *
chain_sample_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    if (g_strcmp0 (samples[i].name, name) == 0)
      return &samples[i];
  return NULL;
}

/**
 * chain_sample_table:
 * @sample: a sample
 * @error: return location for an error
 *
 * Returns: (transfer full): its rows
 */
ChainTable *
chain_sample_table (const ChainSample *sample, GError **error)
{
  return sample->resource != NULL ? table_from_resource (sample, error) : table_from_rows (sample);
}
