/* split.c: rows held out by class and by order.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-reader.h"
#include "data/dataset.h"
#include "data/statistics.h"

#include <string.h>

static ChainTable *
read_table (const char *text)
{
  const ChainCsvOptions options = { .header = CHAIN_CSV_HEADER_PRESENT };
  g_autoptr (GBytes)    bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError)    error = NULL;
  ChainTable           *table = chain_csv_parse ("t.csv", bytes, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

/* Options for features and one target, with the columns said; the list ends without a name. */
static void
set_options (ChainDataOptions         *options,
             const char               *features,
             const char               *targets,
             const ChainColumnOptions *columns)
{
  options->features = g_strsplit (features, ",", -1);
  options->targets = g_strsplit (targets, ",", -1);
  for (guint i = 0; columns[i].name != NULL; i++)
    chain_data_options_set_column (options, &columns[i]);
}

/* Rows of three classes, in blocks: p, q and r as many times as said; one row has none. */
static ChainTable *
class_table (const guint *counts)
{
  static const char *const names[] = { "p", "q", "r" };
  g_autoptr (GString) text = g_string_new ("x,c\n0,\n");
  guint               x = 1;

  for (guint c = 0; c < 3; c++)
    for (guint i = 0; i < counts[c]; i++)
      g_string_append_printf (text, "%u,%s\n", x++, names[c]);
  return read_table (text->str);
}

/* Each class keeps its share to a row: largest remainders, the earlier class first of equals. */
static void
test_stratified (void)
{
  static const ChainColumnOptions columns[]
      = { { .name = (char *) "c", .missing = CHAIN_MISSING_DROP }, { NULL } };
  static const struct
  {
    guint  counts[3];
    double fraction;
    gsize  validation[3];
  } cases[] = {
    { { 50, 50, 50 }, 0.2, { 10, 10, 10 } },
    { { 10, 20, 30 }, 0.25, { 3, 5, 7 } },
    { { 7, 7, 7 }, 0.33, { 3, 2, 2 } },
    { { 90, 9, 1 }, 0.1, { 9, 1, 0 } },
    { { 5, 5, 5 }, 0, { 0, 0, 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainTable) table = class_table (cases[i].counts);
      g_autofree guint      *first = NULL;
      gboolean               differs = FALSE;

      for (guint64 seed = 0; seed < 4; seed++)
        {
          g_auto (ChainDataOptions) options = {
            .validation_fraction = cases[i].fraction, .split_seed = seed,
            .split = CHAIN_SPLIT_STRATIFIED,
          };
          g_autoptr (ChainDataset) dataset = NULL;
          gsize                    training[3];
          gsize                    validation[3];

          set_options (&options, "x", "c", columns);
          dataset = chain_dataset_new (table, &options, 3, NULL);
          g_assert_cmpuint (dataset->n_dropped, ==, 1);
          chain_dataset_class_counts (dataset, training, validation);
          for (guint c = 0; c < 3; c++)
            {
              g_assert_cmpuint (validation[c], ==, cases[i].validation[c]);
              g_assert_cmpuint (training[c] + validation[c], ==, cases[i].counts[c]);
            }
          for (gsize k = 1; k < dataset->n_validation_rows; k++)
            g_assert_cmpuint (dataset->validation_rows[k - 1], <, dataset->validation_rows[k]);
          if (first == NULL)
            first = g_memdup2 (dataset->validation_rows,
                               dataset->n_validation_rows * sizeof (guint));
          else
            differs |= memcmp (first, dataset->validation_rows,
                               dataset->n_validation_rows * sizeof (guint)) != 0;
        }
      g_assert_cmpint (differs, ==, cases[i].fraction > 0);
    }
}

/* The last of the rows that take part; rows keep the numbers they have in the file. */
static void
test_ordered (void)
{
  static const ChainColumnOptions columns[]
      = { { .name = (char *) "x", .missing = CHAIN_MISSING_DROP }, { NULL } };
  static const guint        training[] = { 0, 2, 3 };
  static const guint        validation[] = { 4, 6 };
  g_autoptr (ChainTable)    table = read_table ("x,y\n1,1\n,1\n2,2\n3,2\n4,2\n,3\n5,3\n");
  g_auto (ChainDataOptions) options
      = { .validation_fraction = 0.4, .split = CHAIN_SPLIT_ORDERED };
  g_autoptr (ChainDataset) dataset = NULL;

  set_options (&options, "x", "y", columns);
  dataset = chain_dataset_new (table, &options, 1, NULL);
  g_assert_cmpuint (dataset->n_rows, ==, 7);
  g_assert_cmpmem (dataset->training_rows, dataset->n_training_rows * sizeof (guint), training,
                   sizeof training);
  g_assert_cmpmem (dataset->validation_rows, dataset->n_validation_rows * sizeof (guint),
                   validation, sizeof validation);
  g_assert_cmpfloat (dataset->inputs[6], ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/split/stratified", test_stratified);
  g_test_add_func ("/engine/split/ordered", test_ordered);
  return g_test_run ();
}
