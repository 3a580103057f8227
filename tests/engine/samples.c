/* samples.c: tests of the data sets that come with the program, and of every kind of source.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/samples.h"
#include "data/source.h"

/* Each sample loads, and has the columns it says it has; values are missing of penguins alone. */
static void
test_all (void)
{
  guint              n_samples;
  const ChainSample *samples = chain_samples (&n_samples);

  g_assert_cmpuint (n_samples, >=, 2);
  for (guint i = 0; i < n_samples; i++)
    {
      const ChainSample     *sample = &samples[i];
      g_autoptr (GError)     error = NULL;
      g_autoptr (ChainTable) table = chain_sample_table (sample, &error);
      gsize                  n_missing = 0;

      g_assert_no_error (error);
      g_assert_true (chain_sample_find (sample->name) == sample);
      g_assert_cmpstr (table->title, ==, sample->title);
      g_assert_nonnull (sample->about);
      g_assert_cmpuint (table->n_rows, >, 0);
      for (guint j = 0; sample->features[j] != NULL; j++)
        g_assert_cmpint (chain_table_find (table, sample->features[j]), >=, 0);
      for (guint j = 0; sample->targets[j] != NULL; j++)
        g_assert_cmpint (chain_table_find (table, sample->targets[j]), >=, 0);
      for (guint j = 0; j < table->columns->len; j++)
        n_missing += chain_table_column (table, j)->n_missing;
      g_assert_cmpuint (n_missing, ==, g_str_equal (sample->name, "penguins") ? 19 : 0);
    }
  g_assert_null (chain_sample_find ("none such"));
}

static void
test_worked_example (void)
{
  static const double expected[3][5] = {
    { 2, 1, 3, -1, -3 },
    { 3, 1, -1, 1, -2 },
    { 18, 10, 8, 6, -7 },
  };
  static const char *const names[] = { "x1", "x2", "y" };
  g_autoptr (ChainTable) table = chain_sample_table (chain_sample_find ("worked_example"), NULL);
  g_autofree char       *where = chain_table_where (table, 0);

  g_assert_cmpuint (table->n_rows, ==, 5);
  g_assert_cmpuint (table->columns->len, ==, 3);
  g_assert_cmpstr (where, ==, "Worked example, row 1");
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (chain_table_column (table, i)->name, ==, names[i]);
      for (guint row = 0; row < 5; row++)
        g_assert_cmpfloat (chain_table_column (table, i)->numbers[row], ==, expected[i][row]);
    }
}

static void
test_iris (void)
{
  static const char *const levels[] = { "setosa", "versicolor", "virginica" };
  g_autoptr (ChainTable) table = chain_sample_table (chain_sample_find ("iris"), NULL);
  const ChainColumn     *species = chain_table_column (table, 4);
  guint                  counts[3] = { 0 };
  double                 sum = 0;

  g_assert_cmpuint (table->n_rows, ==, 150);
  g_assert_cmpuint (species->levels->len, ==, 3);
  for (gsize row = 0; row < 150; row++)
    {
      counts[species->codes[row]]++;
      sum += chain_table_column (table, 0)->numbers[row];
    }
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (g_ptr_array_index (species->levels, i), ==, levels[i]);
      g_assert_cmpuint (counts[i], ==, 50);
    }
  /* Fisher's mean sepal length is 5.843 cm. */
  g_assert_cmpfloat_with_epsilon (sum / 150, 5.843, 0.001);
}

/* Inline rows are shared, not copied. */
static void
test_source_inline (void)
{
  g_autoptr (ChainTable)  rows = chain_sample_table (chain_sample_find ("worked_example"), NULL);
  g_autoptr (ChainSource) source = chain_source_new_inline (rows);
  g_autoptr (ChainSource) copy = chain_source_copy (source);
  g_autoptr (ChainTable)  loaded = chain_source_load (copy, NULL, NULL, NULL);

  g_assert_true (loaded == rows);
}

static void
test_source_builtin (void)
{
  g_autoptr (ChainSource) source = chain_source_new_builtin (chain_sample_find ("iris"));
  g_autoptr (ChainSource) copy = chain_source_copy (source);
  g_auto (ChainCsvReport) report = { .has_header = TRUE };
  g_autoptr (ChainTable)  loaded = chain_source_load (copy, &report, NULL, NULL);

  g_assert_cmpuint (loaded->n_rows, ==, 150);
  g_assert_false (report.has_header);
}

static void
test_source_csv (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "cases", "csv",
                                                 "semicolon_decimal_comma.csv", NULL);
  const ChainCsvOptions   options = { .decimal = ',', .encoding = (char *) "UTF-8" };
  g_autoptr (ChainSource) source = chain_source_new_csv (path, &options);
  g_autoptr (ChainSource) copy = chain_source_copy (source);
  g_autoptr (ChainSource) missing = chain_source_new_csv ("no-such.csv", NULL);
  g_auto (ChainCsvReport) report = { 0 };
  g_autoptr (GError)      error = NULL;
  g_autoptr (ChainTable)  loaded = NULL;

  g_clear_pointer (&source, chain_source_free);
  loaded = chain_source_load (copy, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report.delimiter, ==, ';');
  g_assert_cmpfloat (chain_table_column (loaded, 0)->numbers[0], ==, 1.5);

  g_assert_true (g_path_is_absolute (missing->path));
  g_assert_null (chain_source_load (missing, NULL, NULL, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/samples/all", test_all);
  g_test_add_func ("/engine/samples/worked-example", test_worked_example);
  g_test_add_func ("/engine/samples/iris", test_iris);
  g_test_add_func ("/engine/samples/source-inline", test_source_inline);
  g_test_add_func ("/engine/samples/source-builtin", test_source_builtin);
  g_test_add_func ("/engine/samples/source-csv", test_source_csv);
  return g_test_run ();
}
