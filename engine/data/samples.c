/* samples.c: the data sets that come with the program.
 *
 * Small ones stand here as numbers, larger ones are CSV files built into the library, and shapes
 * are made up when asked for. Adding a sample is adding a row to the table, and for a file one line
 * in samples.gresource.xml.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/samples.h"

#include "base/error.h"
#include "base/expression.h"
#include "base/number.h"
#include "data/csv-reader.h"

#include <math.h>
#include <string.h>

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define COLOURS NAMES ("blue", "orange")
#define PIXELS(row)                                                                                \
  "p" row "0", "p" row "1", "p" row "2", "p" row "3", "p" row "4", "p" row "5", "p" row "6",       \
      "p" row "7"
#define CELL_MEASURES(kind)                                                                        \
  kind "_radius", kind "_texture", kind "_perimeter", kind "_area", kind "_smoothness",            \
      kind "_compactness", kind "_concavity", kind "_concave_points", kind "_symmetry",            \
      kind "_fractal_dimension"

#define CLASS_ROWS 500 /* as many as TensorFlow Playground makes */
#define NUMBER_ROWS 1200

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
  {
      .name = "circle",
      .title = "Circle",
      .about = "A disc and a ring around it, in two classes",
      .features = NAMES ("x1", "x2"),
      .targets = NAMES ("class"),
      .shape = chain_shape_circle,
      .classes = COLOURS,
      .initial = { .samples = CLASS_ROWS },
  },
  {
      .name = "xor",
      .title = "Exclusive or",
      .about = "Four quarters, two and two of one class",
      .features = NAMES ("x1", "x2"),
      .targets = NAMES ("class"),
      .shape = chain_shape_xor,
      .classes = COLOURS,
      .initial = { .samples = CLASS_ROWS },
  },
  {
      .name = "gauss",
      .title = "Two clouds",
      .about = "Two normal distributions, one for each class",
      .features = NAMES ("x1", "x2"),
      .targets = NAMES ("class"),
      .shape = chain_shape_gauss,
      .classes = COLOURS,
      .initial = { .samples = CLASS_ROWS },
  },
  {
      .name = "spiral",
      .title = "Spiral",
      .about = "Two arms that wind around each other, one for each class",
      .features = NAMES ("x1", "x2"),
      .targets = NAMES ("class"),
      .shape = chain_shape_spiral,
      .classes = COLOURS,
      .initial = { .samples = CLASS_ROWS },
  },
  {
      .name = "two_moons",
      .title = "Two moons",
      .about = "Two half circles that reach into each other, one for each class",
      .features = NAMES ("x1", "x2"),
      .targets = NAMES ("class"),
      .shape = chain_shape_two_moons,
      .classes = COLOURS,
      .initial = { .samples = CLASS_ROWS, .noise = 0.1 },
  },
  {
      .name = "plane",
      .title = "Plane",
      .about = "A number that grows evenly with x1 and x2",
      .features = NAMES ("x1", "x2"),
      .targets = NAMES ("y"),
      .shape = chain_shape_plane,
      .initial = { .samples = NUMBER_ROWS },
  },
  {
      .name = "multi_gauss",
      .title = "Peaks and dips",
      .about = "A number with six peaks and dips over x1 and x2",
      .features = NAMES ("x1", "x2"),
      .targets = NAMES ("y"),
      .shape = chain_shape_multi_gauss,
      .initial = { .samples = NUMBER_ROWS },
  },
  {
      .name = "function",
      .title = "Function",
      .about = "y = f(x) as you type it",
      .features = NAMES ("x"),
      .targets = NAMES ("y"),
      .is_function = TRUE,
      .initial = {
          .samples = CLASS_ROWS,
          .noise = 0.1,
          .expression = "sin(x)/x",
          .from = -10,
          .to = 10,
      },
  },
  {
      .name = "wine",
      .title = "Wine",
      .about = "Chemical analyses of 178 wines of three growers (Aeberhard and Forina, 1992)",
      .features = NAMES ("alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium",
                         "total_phenols", "flavanoids", "nonflavanoid_phenols", "proanthocyanins",
                         "color_intensity", "hue", "od280_od315", "proline"),
      .targets = NAMES ("class"),
      .resource = "/org/chainrule/samples/wine.csv",
  },
  {
      .name = "breast_cancer",
      .title = "Breast cancer",
      .about = "Cell nuclei of 569 tumours, malignant or benign (Wolberg and others, 1995)",
      .features = NAMES (CELL_MEASURES ("mean"), CELL_MEASURES ("error"), CELL_MEASURES ("worst")),
      .targets = NAMES ("diagnosis"),
      .resource = "/org/chainrule/samples/breast_cancer.csv",
  },
  {
      .name = "penguins",
      .title = "Penguins",
      .about = "344 penguins of three species, some values missing (Horst, Hill and Gorman, 2020)",
      .features = NAMES ("island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm",
                         "body_mass_g", "sex", "year"),
      .targets = NAMES ("species"),
      .resource = "/org/chainrule/samples/penguins.csv",
  },
  {
      .name = "digits",
      .title = "Digits",
      .about = "1797 handwritten digits of 8 × 8 pixels (Alpaydin and Kaynak, 1998)",
      .features = NAMES (PIXELS ("0"), PIXELS ("1"), PIXELS ("2"), PIXELS ("3"), PIXELS ("4"),
                         PIXELS ("5"), PIXELS ("6"), PIXELS ("7")),
      .targets = NAMES ("digit"),
      .resource = "/org/chainrule/samples/digits.csv",
  },
  {
      .name = "diabetes",
      .title = "Diabetes",
      .about = "How diabetes progressed in 442 patients (Efron and others, 2004)",
      .features = NAMES ("age", "sex", "bmi", "bp", "s1_tc", "s2_ldl", "s3_hdl", "s4_tch", "s5_ltg",
                         "s6_glu"),
      .targets = NAMES ("progression"),
      .resource = "/org/chainrule/samples/diabetes.csv",
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

static ChainColumn *
class_column (const char *name, const double *y, guint n_rows, const char *const *classes)
{
  guint32   *codes = g_new (guint32, n_rows);
  GPtrArray *levels = g_ptr_array_new_with_free_func (g_free);

  for (guint row = 0; row < n_rows; row++)
    {
      const char *class = classes[y[row] > 0 ? 0 : 1];
      guint       code;

      if (!g_ptr_array_find_with_equal_func (levels, class, g_str_equal, &code))
        {
          code = levels->len;
          g_ptr_array_add (levels, g_strdup (class));
        }
      codes[row] = code;
    }
  return chain_column_new_categories (name, n_rows, codes, levels);
}

/* The rows are mixed, so that whatever part is looked at has some of every class. */
static ChainTable *
table_from_shape (const ChainSample *sample, const ChainSampleOptions *options)
{
  const guint        n = options->samples;
  ChainTable        *table = chain_table_new (sample->title, n);
  g_autofree guint  *order = g_new (guint, n);
  g_autofree double *y = g_new (double, n);
  double            *x1 = g_new (double, n);
  double            *x2 = g_new (double, n);
  ChainRandom        random;

  for (guint i = 0; i < n; i++)
    order[i] = i;
  chain_random_init (&random, options->seed, CHAIN_STREAM_SAMPLES);
  chain_random_shuffle (&random, order, n);
  for (guint i = 0; i < n; i++)
    {
      const ChainPoint point = sample->shape (i, n, options->noise, &random);

      x1[order[i]] = point.x1;
      x2[order[i]] = point.x2;
      y[order[i]] = point.y;
    }
  chain_table_take_column (table, chain_column_new_numbers (sample->features[0], n, x1));
  chain_table_take_column (table, chain_column_new_numbers (sample->features[1], n, x2));
  chain_table_take_column (
      table, sample->classes != NULL
                 ? class_column (sample->targets[0], y, n, sample->classes)
                 : chain_column_new_numbers (sample->targets[0], n, g_steal_pointer (&y)));
  return table;
}

/* Scatters the values by noise in units of their own deviation, so that it means the same for large
 * and small ones. */
static void
add_noise (double *y, guint n_rows, double noise, ChainRandom *random)
{
  double mean = 0;
  double squares = 0;

  for (guint i = 0; i < n_rows; i++)
    {
      const double difference = y[i] - mean;

      mean += difference / (i + 1);
      squares += difference * (y[i] - mean);
    }
  for (guint i = 0; i < n_rows; i++)
    y[i] += noise * sqrt (squares / n_rows) * chain_random_normal (random);
}

static ChainTable *
table_from_function (const ChainSample        *sample,
                     const ChainSampleOptions *options,
                     GError                  **error)
{
  const guint                 n = options->samples;
  g_autoptr (ChainExpression) f
      = chain_expression_parse (options->expression, sample->features, error);
  g_autofree double          *x = g_new (double, n);
  g_autofree double          *y = g_new (double, n);
  ChainTable                 *table;
  ChainRandom                 random;

  if (f == NULL)
    return NULL;
  chain_random_init (&random, options->seed, CHAIN_STREAM_SAMPLES);
  for (guint i = 0; i < n; i++)
    {
      x[i] = chain_random_uniform (&random, options->from, options->to);
      y[i] = chain_expression_evaluate (f, &x[i]);
      if (!isfinite (y[i]))
        {
          char number[CHAIN_NUMBER_SIZE];

          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                       "%s has no value at x = %s; choose another range", options->expression,
                       chain_number_write (x[i], number));
          return NULL;
        }
    }
  add_noise (y, n, options->noise, &random);
  table = chain_table_new (sample->title, n);
  chain_table_take_column (
      table, chain_column_new_numbers (sample->features[0], n, g_steal_pointer (&x)));
  chain_table_take_column (
      table, chain_column_new_numbers (sample->targets[0], n, g_steal_pointer (&y)));
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
  return chain_sample_make (sample, &sample->initial, error);
}

/**
 * chain_sample_is_made_up:
 * @sample: a sample
 *
 * Returns: whether it has options: how many rows, with what noise
 */
gboolean
chain_sample_is_made_up (const ChainSample *sample)
{
  return sample->shape != NULL || sample->is_function;
}

/**
 * chain_sample_check:
 * @expression: for the options of a function
 * @error: set to "column 5: what is wrong"
 *
 * Returns: whether it can be read
 */
gboolean
chain_sample_check (const char *expression, GError **error)
{
  g_autoptr (ChainExpression) read = chain_expression_parse (expression, NAMES ("x"), error);

  return read != NULL;
}

/**
 * chain_sample_make:
 * @sample: a sample
 * @options: how it is made up, should it be
 * @error: return location for an error
 *
 * Returns: (transfer full): its rows; equal options give equal rows
 */
ChainTable *
chain_sample_make (const ChainSample        *sample,
                   const ChainSampleOptions *options,
                   GError                  **error)
{
  if (sample->resource != NULL)
    return table_from_resource (sample, error);
  if (!chain_sample_is_made_up (sample))
    return table_from_rows (sample);
  g_return_val_if_fail (options->samples >= 2 && options->samples <= CHAIN_SAMPLE_MOST_ROWS, NULL);

  return sample->is_function ? table_from_function (sample, options, error)
                             : table_from_shape (sample, options);
}
