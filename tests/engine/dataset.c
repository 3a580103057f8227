/* dataset.c: tests of a table made ready for a network.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/dataset.h"

#include "base/error.h"
#include "data/csv-reader.h"
#include "data/samples.h"

#include <math.h>
#include <string.h>

#define COLUMNS(...) ((char *[]){ __VA_ARGS__, NULL })

static ChainTable *
read_table (const char *text)
{
  const ChainCsvOptions options = { 0 };
  g_autoptr (GBytes)    bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError)    error = NULL;
  ChainTable           *table = chain_csv_parse ("t.csv", bytes, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static ChainTable *
count_to (gsize n_rows)
{
  ChainTable *table = chain_table_new ("Count", n_rows);
  double     *x = g_new (double, n_rows);
  double     *y = g_new (double, n_rows);

  for (gsize i = 0; i < n_rows; i++)
    {
      x[i] = (double) i;
      y[i] = 10 * (double) i;
    }
  chain_table_take_column (table, chain_column_new_numbers ("x", n_rows, x));
  chain_table_take_column (table, chain_column_new_numbers ("y", n_rows, y));
  return table;
}

static void
test_numbers (void)
{
  static const double    inputs[] = { 2, 3, 1, 1, 3, -1, -1, 1, -3, -2 };
  static const double    targets[] = { 18, 10, 8, 6, -7 };
  const ChainDataOptions options
      = { .features = COLUMNS ((char *) "x1", (char *) "x2"), .targets = COLUMNS ((char *) "y") };
  ChainTable              *table = chain_sample_table (chain_sample_find ("worked_example"), NULL);
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainDataset) dataset = chain_dataset_new (table, &options, 1, &error);

  g_assert_no_error (error);
  chain_table_unref (table);
  g_assert_cmpstr (dataset->table->title, ==, "Worked example");
  g_assert_cmpuint (dataset->n_rows, ==, 5);
  g_assert_cmpuint (dataset->n_inputs, ==, 2);
  g_assert_cmpuint (dataset->n_outputs, ==, 1);
  g_assert_cmpmem (dataset->inputs, 10 * sizeof (double), inputs, sizeof inputs);
  g_assert_cmpmem (dataset->targets, 5 * sizeof (double), targets, sizeof targets);
  g_assert_cmpuint (dataset->n_training_rows, ==, 5);
  g_assert_cmpuint (dataset->n_validation_rows, ==, 0);
  g_assert_null (dataset->classes);
}

/* Two levels are one number for one output, one-hot for more; three are always one-hot. */
static void
test_classes (void)
{
  static const struct
  {
    const char *target;
    guint       output_units;
    guint       n_outputs;
    guint       n_classes;
    double      row_1[3];
  } cases[] = {
    { "two", 1, 1, 2, { 1 } },
    { "two", 2, 2, 2, { 0, 1 } },
    { "three", 1, 3, 3, { 0, 1, 0 } },
    { "three", 3, 3, 3, { 0, 1, 0 } },
    { "x", 1, 1, 0, { 2 } },
  };
  g_autoptr (ChainTable) table = read_table ("a,x,two,three\n1,1,no,u\n2,2,yes,v\n3,3,no,w\n");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ChainDataOptions   options = { .features = COLUMNS ((char *) "a"),
                                           .targets = COLUMNS ((char *) cases[i].target) };
      g_autoptr (GError)       error = NULL;
      g_autoptr (ChainDataset) dataset
          = chain_dataset_new (table, &options, cases[i].output_units, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (dataset->n_outputs, ==, cases[i].n_outputs);
      g_assert_cmpuint (dataset->classes != NULL ? g_strv_length (dataset->classes) : 0, ==,
                        cases[i].n_classes);
      for (guint j = 0; j < cases[i].n_outputs; j++)
        g_assert_cmpfloat (dataset->targets[cases[i].n_outputs + j], ==, cases[i].row_1[j]);
    }
}

static void
test_split (void)
{
  static const struct
  {
    gsize  n_rows;
    double fraction;
    gsize  n_validation;
  } cases[] = {
    { 150, 0.2, 30 }, { 10, 0, 0 },   { 10, 0.25, 3 }, { 10, 0.24, 2 },
    { 1, 0.9, 0 },    { 2, 0.99, 1 }, { 3, 0.1, 0 },   { 1000, 0.333, 333 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ChainDataOptions   options = { .features = COLUMNS ((char *) "x"),
                                           .targets = COLUMNS ((char *) "y"),
                                           .validation_fraction = cases[i].fraction,
                                           .split_seed = 7 };
      g_autoptr (ChainTable)   table = count_to (cases[i].n_rows);
      g_autoptr (ChainDataset) dataset = chain_dataset_new (table, &options, 1, NULL);
      g_autofree guint        *seen = g_new0 (guint, cases[i].n_rows);

      g_assert_cmpuint (dataset->n_validation_rows, ==, cases[i].n_validation);
      g_assert_cmpuint (dataset->n_training_rows, ==, cases[i].n_rows - cases[i].n_validation);
      for (gsize j = 0; j < dataset->n_training_rows; j++)
        {
          seen[dataset->training_rows[j]]++;
          g_assert_true (j == 0 || dataset->training_rows[j - 1] < dataset->training_rows[j]);
        }
      for (gsize j = 0; j < dataset->n_validation_rows; j++)
        {
          seen[dataset->validation_rows[j]]++;
          g_assert_true (j == 0 || dataset->validation_rows[j - 1] < dataset->validation_rows[j]);
        }
      for (gsize j = 0; j < cases[i].n_rows; j++)
        g_assert_cmpuint (seen[j], ==, 1);
    }
}

/* The same seed splits alike, another one not; every row gets its turn. */
static void
test_split_seed (void)
{
  g_autoptr (ChainTable) table = count_to (50);
  guint                  chosen[50] = { 0 };

  for (guint64 seed = 0; seed < 200; seed++)
    {
      const ChainDataOptions   options = { .features = COLUMNS ((char *) "x"),
                                           .targets = COLUMNS ((char *) "y"),
                                           .validation_fraction = 0.2,
                                           .split_seed = seed };
      g_autoptr (ChainDataset) one = chain_dataset_new (table, &options, 1, NULL);
      g_autoptr (ChainDataset) two = chain_dataset_new (table, &options, 1, NULL);

      g_assert_cmpmem (one->validation_rows, 10 * sizeof (guint), two->validation_rows,
                       10 * sizeof (guint));
      for (guint i = 0; i < 10; i++)
        chosen[one->validation_rows[i]]++;
    }
  /* 200 draws of a fifth: 40 each, with a standard deviation of 5.7. */
  for (guint i = 0; i < 50; i++)
    {
      g_assert_cmpuint (chosen[i], >, 10);
      g_assert_cmpuint (chosen[i], <, 70);
    }
}

/* Mean and deviation are the training rows' alone, and a target is scaled only when asked. */
static void
test_scaling (void)
{
  for (guint scale_targets = 0; scale_targets < 2; scale_targets++)
    {
      const ChainDataOptions   options = { .features = COLUMNS ((char *) "x"),
                                           .targets = COLUMNS ((char *) "y"),
                                           .scaling = CHAIN_SCALING_STANDARD,
                                           .scale_targets = (gboolean) scale_targets,
                                           .validation_fraction = 0.4 };
      g_autoptr (ChainTable)   table = count_to (20);
      g_autoptr (ChainDataset) dataset = chain_dataset_new (table, &options, 1, NULL);
      const gsize              n = dataset->n_training_rows;
      double                   sum = 0, squares = 0, all = 0;

      for (gsize i = 0; i < n; i++)
        {
          const double x = dataset->inputs[dataset->training_rows[i]];

          sum += x;
          squares += x * x;
        }
      for (gsize i = 0; i < 20; i++)
        {
          all += dataset->inputs[i];
          g_assert_cmpfloat_with_epsilon (dataset->targets[i],
                                          scale_targets ? dataset->inputs[i] : 10.0 * (double) i,
                                          1e-12);
        }
      g_assert_cmpfloat_with_epsilon (sum / (double) n, 0, 1e-12);
      g_assert_cmpfloat_with_epsilon (squares / (double) n, 1, 1e-12);
      g_assert_cmpfloat (fabs (all), >, 1e-6);
    }
}

static void
test_gather (void)
{
  static const guint       rows[] = { 3, 0, 3 };
  const ChainDataOptions   options = { .features = COLUMNS ((char *) "x1", (char *) "x2"),
                                       .targets = COLUMNS ((char *) "y") };
  static const double      inputs[] = { -1, 1, 2, 3, -1, 1 };
  static const double      targets[] = { 6, 18, 6 };
  g_autoptr (ChainTable)   table = chain_sample_table (chain_sample_find ("worked_example"), NULL);
  g_autoptr (ChainDataset) dataset = chain_dataset_new (table, &options, 1, NULL);
  double                   found_inputs[6];
  double                   found_targets[3];

  chain_dataset_gather (dataset, rows, 3, found_inputs, NULL);
  chain_dataset_gather (dataset, rows, 3, NULL, found_targets);
  g_assert_cmpmem (found_inputs, sizeof found_inputs, inputs, sizeof inputs);
  g_assert_cmpmem (found_targets, sizeof found_targets, targets, sizeof targets);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *features[3];
    const char *targets[3];
    double      fraction;
    const char *problem;
  } cases[] = {
    { { "foo" }, { "y" }, 0, "data.features: no column \"foo\"; t.csv has a, b, k, l, gap, y" },
    { { "a" }, { "foo" }, 0, "data.targets: no column \"foo\"; t.csv has a, b, k, l, gap, y" },
    { { NULL }, { "y" }, 0, "data.features: expected at least one column, found none" },
    { { "a" }, { NULL }, 0, "data.targets: expected at least one column, found none" },
    { { "a", "y" }, { "y" }, 0, "data.targets: column \"y\" is a feature already" },
    { { "a", "a" }, { "y" }, 0, "data.features: column \"a\" is named twice" },
    { { "gap" }, { "y" }, 0,
      "t.csv:3: column gap is missing a value; "
      "fill it in or choose what missing values mean: drop, mean or most_frequent" },
    { { "a" }, { "gap" }, 0,
      "t.csv:3: column gap is missing a value; "
      "fill it in or choose what missing values mean: drop" },
    { { "a" }, { "k", "l" }, 0,
      "data.targets: expected columns of numbers, or one column of categories alone; "
      "column \"k\" holds categories" },
    { { "a" }, { "y", "k" }, 0,
      "data.targets: expected columns of numbers, or one column of categories alone; "
      "column \"k\" holds categories" },
    { { "a" }, { "y" }, 1,
      "data.validation_fraction: expected a number from 0 to below 1, got 1" },
    { { "a" }, { "y" }, -0.1,
      "data.validation_fraction: expected a number from 0 to below 1, got -0.1" },
    { { "a" }, { "y" }, NAN,
      "data.validation_fraction: expected a number from 0 to below 1, got nan" },
  };
  g_autoptr (ChainTable) table = read_table ("a,b,k,l,gap,y\n1,2,u,v,1,2\n3,4,w,v,,1\n");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ChainDataOptions options = { .features = (GStrv) cases[i].features,
                                         .targets = (GStrv) cases[i].targets,
                                         .validation_fraction = cases[i].fraction };
      g_autoptr (GError)     error = NULL;

      g_assert_null (chain_dataset_new (table, &options, 1, &error));
      g_assert_true (error->domain == CHAIN_ERROR);
      g_assert_cmpstr (error->message, ==, cases[i].problem);
    }
}

static void
test_no_rows (void)
{
  const ChainDataOptions options
      = { .features = COLUMNS ((char *) "x"), .targets = COLUMNS ((char *) "y") };
  g_autoptr (ChainTable) table = count_to (0);
  g_autoptr (GError)     error = NULL;

  g_assert_null (chain_dataset_new (table, &options, 1, &error));
  g_assert_cmpstr (error->message, ==, "Count has no rows");
}

static void
test_options_copy (void)
{
  ChainDataOptions         options = { .features = g_strsplit ("a,b", ",", 0),
                                       .targets = g_strsplit ("y", ",", 0),
                                       .scaling = CHAIN_SCALING_MINMAX,
                                       .validation_fraction = 0.5 };
  g_auto (ChainDataOptions) copy = { 0 };

  chain_data_options_copy (&options, &copy);
  chain_data_options_clear (&options);
  g_assert_null (options.features);
  g_assert_cmpstr (copy.features[1], ==, "b");
  g_assert_cmpstr (copy.targets[0], ==, "y");
  g_assert_cmpuint (copy.scaling, ==, CHAIN_SCALING_MINMAX);
  g_assert_cmpfloat (copy.validation_fraction, ==, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/dataset/numbers", test_numbers);
  g_test_add_func ("/engine/dataset/classes", test_classes);
  g_test_add_func ("/engine/dataset/split", test_split);
  g_test_add_func ("/engine/dataset/split-seed", test_split_seed);
  g_test_add_func ("/engine/dataset/scaling", test_scaling);
  g_test_add_func ("/engine/dataset/gather", test_gather);
  g_test_add_func ("/engine/dataset/refused", test_refused);
  g_test_add_func ("/engine/dataset/no-rows", test_no_rows);
  g_test_add_func ("/engine/dataset/options-copy", test_options_copy);
  return g_test_run ();
}
