/* encoder.c: tests of columns encoded as numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/encoder.h"

#include "base/error.h"
#include "data/csv-reader.h"

#include <math.h>
#include <string.h>

#define COLUMNS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static ChainTable *
read_table (const char *title, const char *text)
{
  const ChainCsvOptions options = { .header = CHAIN_CSV_HEADER_PRESENT };
  g_autoptr (GBytes)    bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError)    error = NULL;
  ChainTable           *table = chain_csv_parse (title, bytes, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

/* a is 1 to 5, b one number, k a category of three levels and two of the levels' names. */
static ChainTable *
fit_table (void)
{
  return read_table ("fit.csv", "a,b,k,two,none,gap\n"
                                "1,7,z,no,,1\n"
                                "2,7,y,yes,,\n"
                                "3,7,z,no,,3\n"
                                "4,7,x,no,,4\n"
                                "5,7,y,yes,,5\n");
}

static void
assert_numbers (const double *numbers, const double *expected, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (numbers[i], expected[i], 1e-14);
}

static void
test_scaling (void)
{
  static const struct
  {
    ChainScaling scaling;
    guint        n_fit;
    double       offset;
    double       scale;
  } cases[] = {
    { CHAIN_SCALING_NONE, 5, 0, 1 },
    { CHAIN_SCALING_STANDARD, 5, 3, 1.4142135623730951 },
    { CHAIN_SCALING_MINMAX, 5, 1, 4 },
    { CHAIN_SCALING_STANDARD, 3, 8.0 / 3, 1.699673171197595 },
    { CHAIN_SCALING_MINMAX, 3, 1, 4 },
    { CHAIN_SCALING_STANDARD, 0, 0, 1 },
  };
  static const guint     fit_rows[] = { 4, 0, 1, 2, 3 };
  g_autoptr (ChainTable) table = fit_table ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainEncoder) encoder = chain_encoder_new (
          table, COLUMNS ("a"), NULL, cases[i].scaling, fit_rows, cases[i].n_fit, NULL);
      double numbers[5];

      g_assert_true (chain_encoder_apply (encoder, table, NULL, 5, numbers, NULL));
      for (gsize row = 0; row < 5; row++)
        g_assert_cmpfloat_with_epsilon (numbers[row],
                                        ((double) row + 1 - cases[i].offset) / cases[i].scale,
                                        1e-14);
    }
}

/* A column of one value is shifted to 0, never divided by 0; a missing value is no part of the
 * scale. */
static void
test_scaling_edges (void)
{
  for (guint scaling = CHAIN_SCALING_STANDARD; scaling <= CHAIN_SCALING_MINMAX; scaling++)
    {
      g_autoptr (ChainTable)   table = fit_table ();
      g_autoptr (ChainEncoder) encoder = chain_encoder_new (
          table, COLUMNS ("b", "gap"), NULL, (ChainScaling) scaling, NULL, 5, NULL);
      const ChainFeature *b = g_ptr_array_index (encoder->features, 0);
      const ChainFeature *gap = g_ptr_array_index (encoder->features, 1);

      g_assert_cmpfloat (b->offset, ==, 7);
      g_assert_cmpfloat (b->scale, ==, 1);
      g_assert_cmpfloat (gap->offset, ==, scaling == CHAIN_SCALING_MINMAX ? 1 : 3.25);
      g_assert_cmpfloat_with_epsilon (
          gap->scale, scaling == CHAIN_SCALING_MINMAX ? 4 : sqrt (2.1875), 1e-14);
    }
}

/* Three tenths are not exact, so their computed mean is not 0.1: it must not blow up. */
static void
test_constant_tenths (void)
{
  g_autoptr (ChainTable)   table = read_table ("t.csv", "a\n0.1\n0.1\n0.1\n");
  g_autoptr (ChainEncoder) encoder
      = chain_encoder_new (table, COLUMNS ("a"), NULL, CHAIN_SCALING_STANDARD, NULL, 3, NULL);
  double numbers[3];

  g_assert_true (chain_encoder_apply (encoder, table, NULL, 3, numbers, NULL));
  for (gsize i = 0; i < 3; i++)
    g_assert_cmpfloat (numbers[i], ==, 0);
}

static void
test_extremes (void)
{
  g_autoptr (ChainTable)   table = read_table ("t.csv", "tiny,huge\n1e-300,-1e308\n3e-300,1e308\n");
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainEncoder) encoder
      = chain_encoder_new (table, COLUMNS ("tiny"), NULL, CHAIN_SCALING_STANDARD, NULL, 2, &error);
  const double expected[] = { -1, 1 };
  double       numbers[2];

  g_assert_no_error (error);
  g_assert_true (chain_encoder_apply (encoder, table, NULL, 2, numbers, NULL));
  assert_numbers (numbers, expected, 2);
  g_assert_null (
      chain_encoder_new (table, COLUMNS ("huge"), NULL, CHAIN_SCALING_MINMAX, NULL, 2, &error));
  g_assert_cmpstr (error->message, ==,
                   "t.csv: the values of column huge are too far apart to be scaled");
}

static void
test_one_hot (void)
{
  static const double expected[] = {
    1, 1, 0, 0, 0, //
    2, 0, 1, 0, 1, //
    4, 0, 0, 1, 0, //
  };
  static const char *const names[] = { "a", "k=z", "k=y", "k=x", "two" };
  static const guint       rows[] = { 0, 1, 3 };
  const ChainEncoding      categories[]
      = { CHAIN_ENCODING_ONE_HOT, CHAIN_ENCODING_ONE_HOT, CHAIN_ENCODING_BINARY };
  g_autoptr (ChainTable)   table = fit_table ();
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainEncoder) encoder = chain_encoder_new (
      table, COLUMNS ("a", "k", "two"), categories, CHAIN_SCALING_NONE, rows, 1, &error);
  g_autoptr (ChainEncoder) copy = NULL;
  double                   numbers[15];

  g_assert_no_error (error);
  copy = chain_encoder_copy (encoder);
  g_clear_pointer (&encoder, chain_encoder_free);
  g_assert_cmpuint (copy->width, ==, 5);
  g_assert_cmpuint (g_strv_length (copy->names), ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpstr (copy->names[i], ==, names[i]);
  g_assert_true (chain_encoder_apply (copy, table, rows, 3, numbers, &error));
  g_assert_no_error (error);
  assert_numbers (numbers, expected, 15);
}

/* Another file: its columns in another order, its levels in another order, and none but numbers
 * where the fitted one had a text too. */
static void
test_other_table (void)
{
  static const double expected[] = {
    0, 1, 0, 0, 1, 0, // a, k=x, k=y, k=z, n=1.0, n=many
    3, 0, 0, 1, 0, 1, //
  };
  g_autoptr (ChainTable)   table = read_table ("fit.csv", "a,k,n\n0,x,1.0\n1,y,many\n2,z,1.0\n");
  g_autoptr (ChainTable)   other = read_table ("new.csv", "n,extra,k,a\n1,9,x,0\nmany,9,z,3\n");
  g_autoptr (ChainTable)   numeric = read_table ("new.csv", "n,k,a\n1,x,0\n");
  g_autoptr (ChainTable)   unlike = read_table ("new.csv", "n,k,a\n2,x,0\n");
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainEncoder) encoder = chain_encoder_new (table, COLUMNS ("a", "k", "n"), NULL,
                                                        CHAIN_SCALING_NONE, NULL, 3, &error);
  double                   numbers[12];

  g_assert_no_error (error);
  g_assert_true (chain_encoder_apply (encoder, other, NULL, 2, numbers, &error));
  g_assert_no_error (error);
  assert_numbers (numbers, expected, 12);
  g_assert_true (chain_encoder_apply (encoder, numeric, NULL, 1, numbers, &error));
  assert_numbers (numbers, expected, 6);
  g_assert_false (chain_encoder_apply (encoder, unlike, NULL, 1, numbers, &error));
  g_assert_cmpstr (error->message, ==,
                   "new.csv:2: column n: expected one of the levels 1.0, many, found \"2\"");
}

static void
test_refused_at_fitting (void)
{
  static const struct
  {
    const char   *columns[3];
    ChainEncoding category;
    const char   *problem;
  } cases[] = {
    { { "a", "foo" }, CHAIN_ENCODING_ONE_HOT,
      "no column \"foo\"; fit.csv has a, b, k, two, none, gap" },
    { { "none" }, CHAIN_ENCODING_ONE_HOT, "fit.csv: column none has no value in any row" },
    { { "a", "a" }, CHAIN_ENCODING_ONE_HOT, "column \"a\" is named twice" },
    { { "k" }, CHAIN_ENCODING_BINARY,
      "fit.csv: column k: expected 2 levels for one number, found 3" },
    { { "k" }, CHAIN_ENCODING_NUMBER,
      "fit.csv: column k: expected numbers, found categories such as \"z\"" },
  };
  g_autoptr (ChainTable) table = fit_table ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ChainEncoding categories[] = { cases[i].category, cases[i].category };
      g_autoptr (GError)  error = NULL;

      g_assert_null (chain_encoder_new (table, cases[i].columns, categories, CHAIN_SCALING_NONE,
                                        NULL, 5, &error));
      g_assert_true (error->domain == CHAIN_ERROR);
      g_assert_cmpstr (error->message, ==, cases[i].problem);
    }
}

static void
test_refused_at_applying (void)
{
  static const struct
  {
    const char *text;
    const char *problem;
  } cases[] = {
    { "a,k\n1,x\n\n,y\n", "new.csv:4: column a is missing a value; "
      "fill it in or choose what missing values mean: drop, mean or most_frequent" },
    { "a,k\n1,x\n2,?\n", "new.csv:3: column k is missing a value; "
      "fill it in or choose what missing values mean: drop, most_frequent or category" },
    { "a,k\n,x\n,y\n", "new.csv:2: column a is missing a value; "
      "fill it in or choose what missing values mean: drop, mean or most_frequent" },
    { "a,k\n1,x\n2,w\n", "new.csv:3: column k: expected one of the levels z, y, x, found \"w\"" },
    { "a,k\nlow,x\n", "new.csv:2: column a: expected a number, found the category \"low\"" },
    { "a,l\n1,x\n", "no column \"k\"; new.csv has a, l" },
  };
  g_autoptr (ChainTable)   table = fit_table ();
  g_autoptr (ChainEncoder) encoder
      = chain_encoder_new (table, COLUMNS ("a", "k"), NULL, CHAIN_SCALING_NONE, NULL, 5, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainTable) other = read_table ("new.csv", cases[i].text);
      g_autoptr (GError)     error = NULL;
      double                 numbers[8];

      g_assert_false (chain_encoder_apply (encoder, other, NULL, other->n_rows, numbers, &error));
      g_assert_true (error->domain == CHAIN_ERROR);
      g_assert_cmpstr (error->message, ==, cases[i].problem);
    }
}

/* Of many names a message lists the first twenty. */
static void
test_long_list (void)
{
  g_autoptr (ChainTable) table = chain_table_new ("Wide", 1);
  g_autoptr (GError)     error = NULL;

  for (guint i = 0; i < 25; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%u", i);

      chain_table_take_column (table, chain_column_new_numbers (name, 1, g_new0 (double, 1)));
    }
  g_assert_null (
      chain_encoder_new (table, COLUMNS ("d"), NULL, CHAIN_SCALING_NONE, NULL, 1, &error));
  g_assert_true (g_str_has_suffix (error->message, "c17, c18, c19 and 5 more"));
}

/* Only the rows asked for have to be whole. */
static void
test_missing_elsewhere (void)
{
  static const guint       rows[] = { 3, 0 };
  static const double      expected[] = { 4, 1 };
  g_autoptr (ChainTable)   table = fit_table ();
  g_autoptr (ChainEncoder) encoder
      = chain_encoder_new (table, COLUMNS ("gap"), NULL, CHAIN_SCALING_NONE, NULL, 5, NULL);
  double numbers[2];

  g_assert_true (chain_encoder_apply (encoder, table, rows, 2, numbers, NULL));
  assert_numbers (numbers, expected, 2);
}

static void
test_scaling_names (void)
{
  static const char *const names[] = { "none", "standard", "minmax" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      ChainScaling scaling = CHAIN_SCALING_NONE;

      g_assert_cmpstr (chain_scaling_name ((ChainScaling) i), ==, names[i]);
      g_assert_true (chain_scaling_find (names[i], &scaling));
      g_assert_cmpuint (scaling, ==, i);
      g_assert_false (chain_scaling_find ("robust", &scaling));
      g_assert_cmpuint (scaling, ==, i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/encoder/scaling", test_scaling);
  g_test_add_func ("/engine/encoder/scaling-edges", test_scaling_edges);
  g_test_add_func ("/engine/encoder/constant-tenths", test_constant_tenths);
  g_test_add_func ("/engine/encoder/extremes", test_extremes);
  g_test_add_func ("/engine/encoder/one-hot", test_one_hot);
  g_test_add_func ("/engine/encoder/other-table", test_other_table);
  g_test_add_func ("/engine/encoder/refused-at-fitting", test_refused_at_fitting);
  g_test_add_func ("/engine/encoder/refused-at-applying", test_refused_at_applying);
  g_test_add_func ("/engine/encoder/long-list", test_long_list);
  g_test_add_func ("/engine/encoder/missing-elsewhere", test_missing_elsewhere);
  g_test_add_func ("/engine/encoder/scaling-names", test_scaling_names);
  return g_test_run ();
}
