/* samples.c: tests of the data sets that come with the program, and of every kind of source.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/samples.h"
#include "data/source.h"

#include <math.h>
#include <string.h>

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

static ChainTable *
make_shape (const char *name, guint samples, double noise, guint64 seed)
{
  const ChainSampleOptions options = { samples, noise, seed };
  g_autoptr (GError)       error = NULL;
  ChainTable              *table = chain_sample_make (chain_sample_find (name), &options, &error);

  g_assert_no_error (error);
  return table;
}

/* Whether a row without noise is where the shape says it is. */
static gboolean
on_circle (double x1, double x2, double y)
{
  return y > 0 ? hypot (x1, x2) < 2.5 : hypot (x1, x2) >= 3.5 && hypot (x1, x2) < 5;
}

static gboolean
on_xor (double x1, double x2, double y)
{
  return (x1 * x2 >= 0) == (y > 0) && fabs (x1) >= 0.3 && fabs (x1) <= 5.3 && fabs (x2) >= 0.3
         && fabs (x2) <= 5.3;
}

/* On the first arm at distance r the angle is 0.7 π r, half a turn more on the second. */
static gboolean
on_spiral (double x1, double x2, double y)
{
  const double r = hypot (x1, x2);
  const double angle = 0.7 * G_PI * r + (y > 0 ? 0 : G_PI);

  return r < 5 && fabs (x1 - r * sin (angle)) < 1e-9 && fabs (x2 - r * cos (angle)) < 1e-9;
}

static gboolean
on_two_moons (double x1, double x2, double y)
{
  const double from_x1 = y > 0 ? x1 : 1 - x1;
  const double from_x2 = y > 0 ? x2 : 0.5 - x2;

  return fabs (hypot (from_x1, from_x2) - 1) < 1e-12 && from_x2 > -1e-12;
}

static gboolean
on_plane (double x1, double x2, double y)
{
  return fabs (x1) <= 6 && fabs (x2) <= 6 && fabs (y - (x1 + x2) / 10) < 1e-15;
}

/* Heights worked out by hand for the place nearest to each of two peaks, and elsewhere 0 or less
 * than a peak's own height. */
static gboolean
on_multi_gauss (double x1, double x2, double y)
{
  const double from_peak = hypot (x1 - 4, x2 - 2.5);
  const double from_dip = hypot (x1 - 4, x2 + 2.5);

  if (from_peak < 2)
    return fabs (y - (1 - from_peak / 2)) < 1e-12;
  if (from_dip < 2)
    return fabs (y + (1 - from_dip / 2)) < 1e-12;
  return fabs (y) <= 1;
}

static const struct
{
  const char *name;
  gboolean  (*holds) (double x1, double x2, double y);
  gboolean    in_halves; /* each class has half of the rows */
} shapes[] = {
  { "circle", on_circle, TRUE },       { "xor", on_xor, FALSE },
  { "spiral", on_spiral, TRUE },       { "two_moons", on_two_moons, TRUE },
  { "plane", on_plane, FALSE },        { "multi_gauss", on_multi_gauss, FALSE },
};

static double
target_at (const ChainColumn *column, gsize row)
{
  if (column->kind == CHAIN_COLUMN_NUMBER)
    return column->numbers[row];
  return g_str_equal (g_ptr_array_index (column->levels, column->codes[row]), "blue") ? 1 : -1;
}

static void
test_shapes (void)
{
  const guint n = 301;

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (ChainTable) table = make_shape (shapes[i].name, n, 0, i);
      const ChainColumn     *target = chain_table_column (table, 2);
      guint                  n_first = 0;
      guint                  n_changes = 0;

      g_assert_cmpuint (table->n_rows, ==, n);
      for (guint row = 0; row < n; row++)
        {
          const double y = target_at (target, row);

          g_assert_true (shapes[i].holds (chain_table_column (table, 0)->numbers[row],
                                          chain_table_column (table, 1)->numbers[row], y));
          n_first += y > 0;
          n_changes += row > 0 && (y > 0) != (target_at (target, row - 1) > 0);
        }
      if (shapes[i].in_halves)
        g_assert_cmpuint (n_first, ==, 151);
      g_assert_cmpuint (n_changes, >, 50); /* mixed, not class by class */
    }
}

/* Clouds have their centres and variances; the most noise gives a variance of 4. */
static void
test_gauss (void)
{
  static const double noises[] = { 0, 0.5 };
  static const double variances[] = { 0.5, 4 };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ChainTable) table = make_shape ("gauss", 20000, noises[i], 1);
      const double          *x1 = chain_table_column (table, 0)->numbers;
      double                 sum = 0;
      double                 squares = 0;

      for (guint row = 0; row < 20000; row++)
        {
          const double deviation = x1[row] - 2 * target_at (chain_table_column (table, 2), row);

          sum += deviation;
          squares += deviation * deviation;
        }
      g_assert_cmpfloat_with_epsilon (sum / 20000, 0, 0.05);
      g_assert_cmpfloat_with_epsilon (squares / 20000, variances[i], 0.05 * variances[i]);
    }
}

/* y is f of x in the range asked for; noise has its share of the deviation of y. */
static void
test_function (void)
{
  ChainSampleOptions     options = { 1000, 0, 3, "2*x^2 - 1", -1, 2 };
  const ChainSample     *sample = chain_sample_find ("function");
  g_autoptr (GError)     error = NULL;
  g_autoptr (ChainTable) table = chain_sample_make (sample, &options, &error);
  g_autoptr (ChainTable) noisy = NULL;
  const double          *x = chain_table_column (table, 0)->numbers;
  const double          *y = chain_table_column (table, 1)->numbers;
  double                 noise = 0;

  g_assert_no_error (error);
  options.noise = 0.5;
  noisy = chain_sample_make (sample, &options, &error);
  for (guint row = 0; row < 1000; row++)
    {
      g_assert_true (x[row] >= -1 && x[row] < 2);
      g_assert_cmpfloat_with_epsilon (y[row], 2 * x[row] * x[row] - 1, 1e-12);
      noise += pow (chain_table_column (noisy, 1)->numbers[row] - y[row], 2);
    }
  /* Over −1 to 2 the variance of 2x² is 4·(11/5 − 1). */
  g_assert_cmpfloat_with_epsilon (sqrt (noise / 1000), 0.5 * sqrt (4.8), 0.1);

  options.expression = "ln(x)";
  g_assert_null (chain_sample_make (sample, &options, &error));
  g_assert_true (g_str_has_prefix (error->message, "ln(x) has no value at x = -"));
  g_clear_error (&error);
  options.expression = "ln(";
  g_assert_null (chain_sample_make (sample, &options, &error));
  g_assert_nonnull (error);
}

/* The seed decides the rows; noise takes some of them where the shape would not have them. */
static void
test_seed_and_noise (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      const gsize            size = 200 * sizeof (double);
      g_autoptr (ChainTable) one = make_shape (shapes[i].name, 200, 0.5, 5);
      g_autoptr (ChainTable) same = make_shape (shapes[i].name, 200, 0.5, 5);
      g_autoptr (ChainTable) other = make_shape (shapes[i].name, 200, 0.5, 6);
      guint                  n_off = 0;

      g_assert_cmpmem (chain_table_column (one, 0)->numbers, size,
                       chain_table_column (same, 0)->numbers, size);
      g_assert_true (memcmp (chain_table_column (one, 0)->numbers,
                             chain_table_column (other, 0)->numbers, size) != 0);
      for (guint row = 0; row < 200; row++)
        n_off += !shapes[i].holds (chain_table_column (one, 0)->numbers[row],
                                   chain_table_column (one, 1)->numbers[row],
                                   target_at (chain_table_column (one, 2), row));
      g_assert_cmpuint (n_off, >, 5);
    }
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

/* Whatever differs in how rows are read or made makes another source of it; a copy does not. */
static void
test_equal (void)
{
  char *marks[] = { (char *) "-999", NULL };
  char *others[] = { (char *) "none", NULL };
  const ChainCsvOptions asked[] = {
    { 0 },
    { .delimiter = ';' },
    { .header = CHAIN_CSV_HEADER_ABSENT },
    { .decimal = ',' },
    { .thousands = '.' },
    { .comment = '#' },
    { .encoding = (char *) "UTF-16" },
    { .missing = marks },
    { .missing = others },
  };
  const ChainSample       *sample = chain_sample_find ("spiral");
  const ChainSampleOptions made[] = {
    sample->initial,
    { .samples = 7, .noise = sample->initial.noise, .seed = sample->initial.seed },
    { .samples = sample->initial.samples, .noise = 0.33, .seed = sample->initial.seed },
    { .samples = sample->initial.samples, .noise = sample->initial.noise, .seed = 99 },
  };
  g_autoptr (GPtrArray) sources
      = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_source_free);

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    g_ptr_array_add (sources, chain_source_new_csv ("/a.csv", &asked[i]));
  g_ptr_array_add (sources, chain_source_new_csv ("/b.csv", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    g_ptr_array_add (sources, chain_source_new_sample (sample, &made[i]));
  g_ptr_array_add (sources, chain_source_new_builtin (chain_sample_find ("xor")));

  for (guint i = 0; i < sources->len; i++)
    for (guint j = 0; j < sources->len; j++)
      {
        g_autoptr (ChainSource) copy = chain_source_copy (sources->pdata[j]);

        g_assert_cmpint (chain_source_equal (sources->pdata[i], copy), ==, i == j);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/samples/all", test_all);
  g_test_add_func ("/engine/samples/worked-example", test_worked_example);
  g_test_add_func ("/engine/samples/iris", test_iris);
  g_test_add_func ("/engine/samples/shapes", test_shapes);
  g_test_add_func ("/engine/samples/gauss", test_gauss);
  g_test_add_func ("/engine/samples/function", test_function);
  g_test_add_func ("/engine/samples/seed-and-noise", test_seed_and_noise);
  g_test_add_func ("/engine/samples/source-inline", test_source_inline);
  g_test_add_func ("/engine/samples/source-builtin", test_source_builtin);
  g_test_add_func ("/engine/samples/source-csv", test_source_csv);
  g_test_add_func ("/engine/source/equal", test_equal);
  return g_test_run ();
}
