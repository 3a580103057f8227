/* columns.c: each column prepared in its own way, against numbers made by hand.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-reader.h"
#include "data/dataset.h"
#include "data/statistics.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

#define MOST_COLUMNS 3
#define NA NAN

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

static void
assert_same (const double *numbers, const double *expected, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (isnan (expected[i]))
      g_assert_true (isnan (numbers[i]));
    else
      g_assert_cmpfloat_with_epsilon (numbers[i], expected[i], 1e-12);
}

#define LEVELS(...) ((char *[]){ __VA_ARGS__, NULL })

/* a: 1 2 missing 5; k: z y z missing; n: 2 1.5 2 10. The last row is held out where rows are. */
static const char rows[] = "a,k,n,y\n1,z,2,1\n2,y,1.5,2\n,z,2,3\n5,?,10,4\n";

static const struct
{
  const char        *name;
  const char        *features;
  ChainScaling       scaling;
  double             validation;
  ChainColumnOptions columns[MOST_COLUMNS];
  guint              width;
  double             inputs[20];
  gsize              n_dropped;
} encoded[] = {
  { "numbers as categories", "n", CHAIN_SCALING_STANDARD, 0,
    { { .name = (char *) "n", .kind = CHAIN_KIND_CATEGORY } }, 3,
    { 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1 } },
  { "ordered levels", "n", CHAIN_SCALING_NONE, 0,
    { { .name = (char *) "n", .kind = CHAIN_KIND_CATEGORY, .encoding = CHAIN_CATEGORY_ORDINAL,
        .levels = LEVELS ((char *) "1.50", (char *) "2", (char *) "10") } }, 1,
    { 1, 0, 1, 2 } },
  { "scaled ordinal", "n", CHAIN_SCALING_MINMAX, 0,
    { { .name = (char *) "n", .kind = CHAIN_KIND_CATEGORY, .encoding = CHAIN_CATEGORY_ORDINAL } },
    1, { 0, 0.5, 0, 1 } },
  { "own scaling", "n", CHAIN_SCALING_STANDARD, 0,
    { { .name = (char *) "n", .has_scaling = TRUE, .scaling = CHAIN_SCALING_NONE } }, 1,
    { 2, 1.5, 2, 10 } },
  { "mean of all", "a", CHAIN_SCALING_NONE, 0,
    { { .name = (char *) "a", .missing = CHAIN_MISSING_MEAN } }, 1, { 1, 2, 8 / 3.0, 5 } },
  { "mean of training rows", "a", CHAIN_SCALING_NONE, 0.25,
    { { .name = (char *) "a", .missing = CHAIN_MISSING_MEAN } }, 1, { 1, 2, 1.5, 5 } },
  /* Filled in before it is scaled: 1, 2 and 1.5 have the mean 1.5 and the deviation √(1/6). */
  { "mean, then scaled", "a", CHAIN_SCALING_STANDARD, 0.25,
    { { .name = (char *) "a", .missing = CHAIN_MISSING_MEAN } }, 1,
    { -1.2247448713915890, 1.2247448713915890, 0, 8.5732140997411230 } },
  { "most frequent number", "n,a", CHAIN_SCALING_NONE, 0,
    { { .name = (char *) "a", .missing = CHAIN_MISSING_MOST_FREQUENT } }, 2,
    { 2, 1, 1.5, 2, 2, 1, 10, 5 } },
  { "most frequent level", "k", CHAIN_SCALING_NONE, 0,
    { { .name = (char *) "k", .missing = CHAIN_MISSING_MOST_FREQUENT } }, 2,
    { 1, 0, 0, 1, 1, 0, 1, 0 } },
  { "level of its own", "k", CHAIN_SCALING_NONE, 0,
    { { .name = (char *) "k", .missing = CHAIN_MISSING_CATEGORY } }, 3,
    { 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1 } },
  { "level of its own, ordinal", "k", CHAIN_SCALING_NONE, 0,
    { { .name = (char *) "k", .missing = CHAIN_MISSING_CATEGORY,
        .encoding = CHAIN_CATEGORY_ORDINAL } }, 1, { 0, 1, 0, 2 } },
  { "dropped rows", "a,k", CHAIN_SCALING_NONE, 0,
    { { .name = (char *) "a", .missing = CHAIN_MISSING_DROP },
      { .name = (char *) "k", .missing = CHAIN_MISSING_DROP } }, 3,
    { 1, 1, 0, 2, 0, 1, NA, NA, NA, NA, NA, NA }, 2 },
  { "a dropped row may lack other values", "k,a", CHAIN_SCALING_NONE, 0,
    { { .name = (char *) "a", .missing = CHAIN_MISSING_DROP },
      { .name = (char *) "k", .missing = CHAIN_MISSING_MOST_FREQUENT } }, 3,
    { 1, 0, 1, 0, 1, 2, NA, NA, NA, 1, 0, 5 }, 1 },
};

static void
test_encoded (gconstpointer data)
{
  const guint               i = GPOINTER_TO_UINT (data);
  g_auto (ChainDataOptions) options = { 0 };
  g_autoptr (ChainTable)    table = read_table (rows);
  g_autoptr (ChainDataset)  dataset = NULL;
  g_autoptr (GError)        error = NULL;

  set_options (&options, encoded[i].features, "y", encoded[i].columns);
  options.scaling = encoded[i].scaling;
  options.validation_fraction = encoded[i].validation;
  options.split = CHAIN_SPLIT_ORDERED;
  dataset = chain_dataset_new (table, &options, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dataset->n_inputs, ==, encoded[i].width);
  assert_same (dataset->inputs, encoded[i].inputs, 4 * encoded[i].width);
  g_assert_cmpuint (dataset->n_dropped, ==, encoded[i].n_dropped);
  for (gsize row = 0; row < 4; row++)
    g_assert_cmpint (chain_dataset_uses (dataset, row), ==,
                     !isnan (encoded[i].inputs[row * encoded[i].width]));
  g_assert_cmpuint (dataset->n_training_rows + dataset->n_validation_rows, ==,
                    4 - encoded[i].n_dropped);
}

static const struct
{
  const char        *features;
  const char        *target;
  ChainColumnOptions columns[MOST_COLUMNS];
  ChainSplit         split;
  const char        *problem;
} refused[] = {
  { "a", "y", { { .name = (char *) "b", .missing = CHAIN_MISSING_DROP } }, 0,
    "data.columns.b: no column \"b\"; t.csv has a, k, n, y" },
  { "a", "y", { { .name = (char *) "a", .missing = CHAIN_MISSING_CATEGORY } }, 0,
    "data.columns.a.missing: expected refuse, drop, mean or most_frequent for a column of numbers, "
    "got category" },
  { "k", "y", { { .name = (char *) "k", .missing = CHAIN_MISSING_MEAN } }, 0,
    "data.columns.k.missing: expected refuse, drop, most_frequent or category for a column of "
    "categories, got mean" },
  { "n", "y",
    { { .name = (char *) "n", .kind = CHAIN_KIND_CATEGORY,
        .levels = LEVELS ((char *) "2", (char *) "10") } }, 0,
    "data.columns.n.levels: expected every level of the column, \"1.5\" is not among them" },
  { "n", "y", { { .name = (char *) "n", .kind = CHAIN_KIND_DATE } }, 0,
    "data.columns.n.kind: expected a column of dates, found numbers" },
  { "n", "k", { { .name = (char *) "k", .missing = CHAIN_MISSING_MOST_FREQUENT } }, 0,
    "data.columns.k.missing: expected refuse or drop for a target, got most_frequent" },
  { "n", "k", { { .name = (char *) "k", .encoding = CHAIN_CATEGORY_ORDINAL } }, 0,
    "data.columns.k.encoding: expected one_hot for a target, got ordinal" },
  { "n", "k", { { NULL } }, 0,
    "t.csv:5: column k is missing a value; fill it in or choose what missing values mean: drop" },
  { "n", "y", { { NULL } }, CHAIN_SPLIT_STRATIFIED,
    "data.split: expected a target of categories for stratified, found \"y\"" },
  { "k", "y,n",
    { { .name = (char *) "n", .kind = CHAIN_KIND_CATEGORY },
      { .name = (char *) "k", .missing = CHAIN_MISSING_DROP } }, 0,
    "data.targets: expected columns of numbers, or one column of categories alone; column \"n\" "
    "holds categories" },
};

static void
test_refused (void)
{
  g_autoptr (ChainTable) table = read_table (rows);

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_auto (ChainDataOptions) options = { .split = refused[i].split };
      g_autoptr (GError)        error = NULL;

      set_options (&options, refused[i].features, refused[i].target, refused[i].columns);
      g_assert_null (chain_dataset_new (table, &options, 2, &error));
      g_assert_true (error->domain == CHAIN_ERROR);
      g_assert_cmpstr (error->message, ==, refused[i].problem);
    }
}

/* Nothing left to learn from is an error of its own. */
static void
test_nothing_left (void)
{
  static const ChainColumnOptions columns[]
      = { { .name = (char *) "a", .missing = CHAIN_MISSING_DROP },
          { .name = (char *) "b", .missing = CHAIN_MISSING_DROP },
          { NULL } };
  g_autoptr (ChainTable)    table = read_table ("a,b,y\n1,,1\n,2,2\n");
  g_auto (ChainDataOptions) options = { 0 };
  g_autoptr (GError)        error = NULL;

  set_options (&options, "a,b", "y", columns);
  g_assert_null (chain_dataset_new (table, &options, 1, &error));
  g_assert_cmpstr (error->message, ==,
                   "t.csv: expected a row with a value in every column used, found none");
}

/* Other rows are encoded as the training rows say; what was not seen then is refused. */
static void
test_other_rows (void)
{
  static const ChainColumnOptions columns[]
      = { { .name = (char *) "a", .missing = CHAIN_MISSING_MEAN },
          { .name = (char *) "k", .missing = CHAIN_MISSING_CATEGORY },
          { .name = (char *) "n", .kind = CHAIN_KIND_CATEGORY,
            .encoding = CHAIN_CATEGORY_ORDINAL, .missing = CHAIN_MISSING_DROP },
          { NULL } };
  static const struct
  {
    const char *text;
    double      inputs[10]; /* a, k = z, y, missing, n */
    const char *problem;
  } cases[] = {
    { "a,k,n\n7,y,10.0\n,?,2\n", { 7, 0, 1, 0, 2, 8 / 3.0, 0, 0, 1, 0 }, NULL },
    { "n,k,a\n,z,1\n1.5,missing,\n", { NA, NA, NA, NA, NA, 8 / 3.0, 0, 0, 1, 1 }, NULL },
    { "a,k,n\n,,2\n,,2\n", { 8 / 3.0, 0, 0, 1, 0, 8 / 3.0, 0, 0, 1, 0 }, NULL },
    { "a,k,n\n1,z,2\n1,w,2\n", { 0 },
      "new.csv:3: column k: expected one of the levels z, y, missing, found \"w\"" },
    { "a,k,n\n1,z,3\n1,z,2\n", { 0 },
      "new.csv:2: column n: expected one of the levels 2, 1.5, 10, found \"3\"" },
    { "a,k\n1,z\n1,z\n", { 0 }, "no column \"n\"; new.csv has a, k" },
    { "a,k,n\nx,z,2\n1,z,2\n", { 0 },
      "new.csv:2: column a: expected a number, found the category \"x\"" },
  };
  g_autoptr (ChainTable)    table = read_table (rows);
  g_auto (ChainDataOptions) options = { 0 };
  g_autoptr (ChainDataset)  fitted = NULL;

  set_options (&options, "a,k,n", "y", columns);
  fitted = chain_dataset_new (table, &options, 1, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ChainCsvOptions    csv = { .header = CHAIN_CSV_HEADER_PRESENT };
      g_autoptr (GBytes)       bytes = g_bytes_new (cases[i].text, strlen (cases[i].text));
      g_autoptr (ChainTable)   other = chain_csv_parse ("new.csv", bytes, &csv, NULL, NULL, NULL);
      g_autoptr (GError)       error = NULL;
      g_autoptr (ChainDataset) dataset = chain_dataset_new_like (fitted, other, FALSE, &error);

      if (cases[i].problem != NULL)
        {
          g_assert_null (dataset);
          g_assert_cmpstr (error->message, ==, cases[i].problem);
          continue;
        }
      g_assert_no_error (error);
      assert_same (dataset->inputs, cases[i].inputs, 10);
    }
}

/* Dates become days in the form that fits the whole column, or the one said. */
static void
test_dates (void)
{
  static const struct
  {
    const char *dates[3];
    const char *form; /* said; NULL: found */
    double      days[3];
    const char *problem; /* with the kind, and without a word on the column */
    const char *unsaid;
  } forms[] = {
    { { "2024-02-29", "", "1969-12-31" }, NULL, { 19782, NA, -1 }, NULL,
      "data.features: t.csv: column d holds dates; choose its kind: date (days since 1970-01-01) "
      "or category" },
    { { "13/03/2024", "", "01/03/2024" }, NULL, { 19795, NA, 19783 }, NULL,
      "data.features: t.csv: column d holds dates; choose its kind: date (days since 1970-01-01) "
      "or category" },
    { { "02/03/2024", "", "01/03/2024" }, "DD/MM/YYYY", { 19784, NA, 19783 }, NULL, NULL },
    { { "02/03/2024", "", "01/03/2024" }, "MM/DD/YYYY", { 19756, NA, 19725 }, NULL, NULL },
    { { "02/03/2024", "", "01/03/2024" }, NULL, { 0 },
      "data.columns.d.kind: expected dates of one form, found values such as \"02/03/2024\"; where "
      "two forms fit, say which in date_form", NULL },
    { { "soon", "", "later" }, NULL, { 0 },
      "data.columns.d.kind: expected dates of one form, found values such as \"soon\"; where two "
      "forms fit, say which in date_form", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const ChainColumnOptions  columns[]
          = { { .name = (char *) "d", .kind = CHAIN_KIND_DATE, .missing = CHAIN_MISSING_DROP,
                .date_form = forms[i].form != NULL ? chain_date_form_find (forms[i].form) : NULL },
              { NULL } };
      const ChainColumnOptions  unsaid[]
          = { { .name = (char *) "d", .missing = CHAIN_MISSING_DROP }, { NULL } };
      g_autofree char *text = g_strdup_printf ("d,y\n%s,1\n%s,2\n%s,3\n", forms[i].dates[0],
                                               forms[i].dates[1], forms[i].dates[2]);
      g_autoptr (ChainTable)    table = read_table (text);
      g_auto (ChainDataOptions) said = { 0 };
      g_auto (ChainDataOptions) other = { 0 };
      g_autoptr (ChainDataset)  dataset = NULL;
      g_autoptr (ChainDataset)  levels = NULL;
      g_autoptr (GError)        error = NULL;
      g_autoptr (GError)        other_error = NULL;

      set_options (&said, "d", "y", columns);
      dataset = chain_dataset_new (table, &said, 1, &error);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, forms[i].problem);
      if (dataset != NULL)
        assert_same (dataset->inputs, forms[i].days, 3);
      set_options (&other, "d", "y", unsaid);
      levels = chain_dataset_new (table, &other, 1, &other_error);
      g_assert_cmpstr (other_error != NULL ? other_error->message : NULL, ==, forms[i].unsaid);
    }
}

/* A table whose last quarter of rows, those held out, holds whatever @seed says. */
static ChainTable *
table_with_validation (guint seed)
{
  static const char *const levels[] = { "p", "q", "r", "" };
  g_autoptr (GString) text = g_string_new ("a,k,n,y,c\n");

  for (guint i = 0; i < 40; i++)
    {
      const guint value = i < 30 ? i * 7 : i * 7 + seed * (1000 + i);

      if (value % 5 == 0)
        g_string_append_c (text, ',');
      else
        g_string_append_printf (text, "%u,", value % 17);
      g_string_append_printf (text, "%s,%u,%u,%s\n", levels[value % 4], value % 3, value % 11,
                              levels[value % 3]);
    }
  return read_table (text->str);
}

static void
assert_same_encoder (const ChainEncoder *one, const ChainEncoder *other)
{
  g_assert_cmpuint (one->features->len, ==, other->features->len);
  for (guint i = 0; i < one->features->len; i++)
    {
      const ChainFeature *a = g_ptr_array_index (one->features, i);
      const ChainFeature *b = g_ptr_array_index (other->features, i);

      g_assert_cmpfloat (a->offset, ==, b->offset);
      g_assert_cmpfloat (a->scale, ==, b->scale);
      assert_same (&a->fill, &b->fill, 1);
      g_assert_cmpuint (a->width, ==, b->width);
      if (a->levels != NULL)
        g_assert_true (g_strv_equal ((const char *const *) a->levels,
                                     (const char *const *) b->levels));
    }
}

/* Nothing that is fitted hears of the rows that are held out. */
static void
test_no_leak (void)
{
  static const ChainColumnOptions columns[][4] = {
    { { .name = (char *) "a", .missing = CHAIN_MISSING_MEAN },
      { .name = (char *) "k", .missing = CHAIN_MISSING_MOST_FREQUENT },
      { NULL } },
    { { .name = (char *) "a", .missing = CHAIN_MISSING_MOST_FREQUENT },
      { .name = (char *) "k", .missing = CHAIN_MISSING_CATEGORY,
        .encoding = CHAIN_CATEGORY_ORDINAL },
      { .name = (char *) "n", .kind = CHAIN_KIND_CATEGORY, .encoding = CHAIN_CATEGORY_ORDINAL },
      { NULL } },
  };
  const ChainScaling scalings[] = { CHAIN_SCALING_STANDARD, CHAIN_SCALING_MINMAX };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (scalings); k++)
      {
        g_autoptr (ChainDataset) first = NULL;

        for (guint seed = 0; seed < 5; seed++)
          {
            g_autoptr (ChainTable)    table = table_with_validation (seed);
            g_auto (ChainDataOptions) options = {
              .scaling = scalings[k], .scale_targets = TRUE, .validation_fraction = 0.25,
              .split = CHAIN_SPLIT_ORDERED,
            };
            g_autoptr (ChainDataset) dataset = NULL;
            g_autoptr (GError)       error = NULL;

            set_options (&options, "a,k,n", "y", columns[i]);
            dataset = chain_dataset_new (table, &options, 1, &error);
            g_assert_no_error (error);
            if (first == NULL)
              first = chain_dataset_ref (dataset);
            assert_same_encoder (first->input_encoder, dataset->input_encoder);
            assert_same_encoder (first->target_encoder, dataset->target_encoder);
            g_assert_cmpmem (first->inputs, 30 * first->n_inputs * sizeof (double),
                             dataset->inputs, 30 * dataset->n_inputs * sizeof (double));
            if (seed > 0)
              g_assert_true (memcmp (first->inputs + 30 * first->n_inputs,
                                     dataset->inputs + 30 * dataset->n_inputs,
                                     10 * first->n_inputs * sizeof (double)) != 0);
          }
      }
}

/* Whole numbers as classes: one output for two of them, in the order asked for. */
static void
test_number_classes (void)
{
  const ChainColumnOptions  columns[]
      = { { .name = (char *) "y", .kind = CHAIN_KIND_CATEGORY,
            .levels = LEVELS ((char *) "0", (char *) "1") },
          { NULL } };
  static const double       binary[] = { 1, 0, 1 };
  static const double       one_hot[] = { 0, 1, 1, 0, 0, 1 };
  g_autoptr (ChainTable)    table = read_table ("x,y\n5,1\n6,0\n7,1\n");
  g_auto (ChainDataOptions) options = { 0 };
  g_autoptr (ChainDataset)  one = NULL;
  g_autoptr (ChainDataset)  two = NULL;

  set_options (&options, "x", "y", columns);
  one = chain_dataset_new (table, &options, 1, NULL);
  two = chain_dataset_new (table, &options, 2, NULL);
  g_assert_cmpstr (one->classes[0], ==, "0");
  g_assert_cmpstr (one->classes[1], ==, "1");
  assert_same (one->targets, binary, 3);
  assert_same (two->targets, one_hot, 6);
}

static void
test_options (void)
{
  ChainColumnOptions        column = { .name = (char *) "a", .missing = CHAIN_MISSING_MEAN };
  g_auto (ChainDataOptions) options = { 0 };
  g_auto (ChainDataOptions) copy = { 0 };

  chain_data_options_set_column (&options, &column);
  column.kind = CHAIN_KIND_NUMBER;
  chain_data_options_set_column (&options, &column);
  g_assert_cmpuint (options.columns->len, ==, 1);
  chain_data_options_copy (&options, &copy);
  g_assert_true (chain_data_options_equal (&options, &copy));
  g_assert_cmpint (chain_data_options_column (&copy, "a")->missing, ==, CHAIN_MISSING_MEAN);
  g_assert_true (
      chain_column_options_is_default (chain_data_options_column (&copy, "other")));

  column.has_scaling = TRUE;
  column.scaling = CHAIN_SCALING_MINMAX;
  chain_data_options_set_column (&copy, &column);
  g_assert_false (chain_data_options_equal (&options, &copy));
  g_assert_cmpint (chain_data_options_scaling (&copy, "a"), ==, CHAIN_SCALING_MINMAX);
  g_assert_cmpint (chain_data_options_scaling (&copy, "b"), ==, CHAIN_SCALING_NONE);

  chain_data_options_set_column (&copy, &(ChainColumnOptions){ .name = (char *) "a" });
  g_assert_cmpuint (copy.columns->len, ==, 0);
  copy.split = CHAIN_SPLIT_ORDERED;
  g_clear_pointer (&options.columns, g_ptr_array_unref);
  g_assert_false (chain_data_options_equal (&options, &copy));
}

static char *
name_number (guint i)
{
  return g_strdup_printf ("p%u", i);
}

static char *
name_pixel (guint i)
{
  return g_strdup_printf ("Pixel%u", i);
}

static char *
name_two_numbers (guint i)
{
  return g_strdup_printf ("pixel_%u_%u", i / 4, i % 4);
}

static char *
name_product (guint i)
{
  return g_strdup_printf ("%ux%u", i / 28 + 1, i % 28 + 1);
}

static char *
name_variable (guint i)
{
  return g_strdup_printf ("x%u", i);
}

static void
test_image_size (void)
{
  static const struct
  {
    char *(*name) (guint i);
    guint  n;
    guint  side;
  } cases[] = {
    { name_number, 64, 8 }, { name_pixel, 784, 28 }, { name_two_numbers, 16, 4 },
    { name_product, 784, 28 }, { name_number, 63, 0 }, { name_number, 9, 0 },
    { name_variable, 64, 0 }, { name_two_numbers, 64, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) names = g_new0 (char *, cases[i].n + 1);
      guint          side = 0;

      for (guint k = 0; k < cases[i].n; k++)
        names[k] = cases[i].name (k);
      g_assert_cmpint (chain_names_image_size (names, &side), ==, cases[i].side > 0);
      g_assert_cmpuint (side, ==, cases[i].side);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (encoded); i++)
    {
      g_autofree char *path = g_strconcat ("/engine/columns/encoded/", encoded[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_encoded);
    }
  g_test_add_func ("/engine/columns/refused", test_refused);
  g_test_add_func ("/engine/columns/nothing-left", test_nothing_left);
  g_test_add_func ("/engine/columns/other-rows", test_other_rows);
  g_test_add_func ("/engine/columns/dates", test_dates);
  g_test_add_func ("/engine/columns/no-leak", test_no_leak);
  g_test_add_func ("/engine/columns/number-classes", test_number_classes);
  g_test_add_func ("/engine/columns/options", test_options);
  g_test_add_func ("/engine/columns/image-size", test_image_size);
  return g_test_run ();
}
