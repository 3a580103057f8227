/* project.c: tests of project files: what is read, refused, kept and written.
 *
 * SPDX-License-Identifier: MIT
 */
#include "chainrule.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* As saved: what reads it and what writes it must agree to the letter. */
static const char example[]
    = "{\n"
      "  \"format\": \"chainrule\",\n"
      "  \"version\": 1,\n"
      "  \"name\": \"Worked example\",\n"
      "  \"data\": {\n"
      "    \"source\": {\n"
      "      \"kind\": \"inline\",\n"
      "      \"columns\": [\"x1\", \"x2\", \"y\"],\n"
      "      \"rows\": [\n"
      "        [2, 3, 18],\n"
      "        [1, 1, 10]\n"
      "      ]\n"
      "    },\n"
      "    \"features\": [\"x1\", \"x2\"],\n"
      "    \"targets\": [\"y\"],\n"
      "    \"scaling\": \"none\",\n"
      "    \"validation_fraction\": 0,\n"
      "    \"split_seed\": 0\n"
      "  },\n"
      "  \"network\": {\n"
      "    \"seed\": 0,\n"
      "    \"layers\": [\n"
      "      {\"units\": 1, \"activation\": \"linear\", \"use_bias\": true, "
      "\"kernel_initializer\": \"glorot_uniform\", \"bias_initializer\": \"zeros\", \"l1\": 0, "
      "\"l2\": 0, \"dropout\": 0}\n"
      "    ],\n"
      "    \"weights\": [\n"
      "      {\n"
      "        \"kernel\": [\n"
      "          [5],\n"
      "          [8]\n"
      "        ],\n"
      "        \"bias\": [-2]\n"
      "      }\n"
      "    ]\n"
      "  },\n"
      "  \"training\": {\n"
      "    \"loss\": \"mse\",\n"
      "    \"optimizer\": {\"name\": \"sgd\"},\n"
      "    \"learning_rate\": 0.02,\n"
      "    \"schedule\": {\"name\": \"constant\"},\n"
      "    \"batch_size\": 1,\n"
      "    \"epochs\": 7,\n"
      "    \"shuffle\": false,\n"
      "    \"seed\": 0,\n"
      "    \"early_stopping\": null\n"
      "  }\n"
      "}\n";

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp (NULL, NULL);
  fixture->path = g_build_filename (fixture->folder, "p.chainrule", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* The example with one passage replaced. */
static char *
edited (const char *old,
        const char *new)
{
  g_autoptr (GString) text = g_string_new (example);

  g_assert_cmpuint (g_string_replace (text, old, new, 1), ==, 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
write_file (const char *path,
            const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static char *
saved_text (const ChainProject *project,
            const char         *path)
{
  g_autoptr (GError) error = NULL;
  char              *text = NULL;

  chain_project_save (project, path, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static ChainProject *
load_text (Fixture    *fixture,
           const char *text,
           GPtrArray  *warnings)
{
  g_autoptr (GError) error = NULL;
  ChainProject      *project;

  write_file (fixture->path, text);
  project = chain_project_load (fixture->path, warnings, &error);
  g_assert_no_error (error);
  return project;
}

static void
test_example (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (ChainProject) project = load_text (fixture, example, NULL);
  const ChainLayer        *layer = chain_network_layer (project->network, 0);
  g_autofree char         *text = NULL;

  g_assert_cmpstr (project->name, ==, "Worked example");
  g_assert_cmpstr (project->data.features[1], ==, "x2");
  g_assert_cmpstr (project->data.targets[0], ==, "y");
  g_assert_cmpfloat (chain_tensor_get (layer->kernel, 1, 0), ==, 8);
  g_assert_cmpfloat (chain_tensor_get (layer->bias, 0, 0), ==, -2);
  g_assert_cmpfloat (project->training.learning_rate, ==, 0.02);
  g_assert_cmpuint (project->training.epochs, ==, 7);
  text = saved_text (project, fixture->path);
  g_assert_cmpstr (text, ==, example);
}

/* A file without anything that may be left out. */
static void
test_defaults (Fixture      *fixture,
               gconstpointer data)
{
  static const char text[]
      = "{\"format\": \"chainrule\", \"version\": 1, \"data\": {\"source\": {\"kind\": "
        "\"inline\", \"columns\": [\"x\", \"y\"], \"rows\": [[1, 2]]}, \"features\": [\"x\"], "
        "\"targets\": [\"y\"]}, \"network\": {\"layers\": [{\"units\": 1}]}}";
  g_autoptr (ChainProject) project = load_text (fixture, text, NULL);
  const ChainLayer        *layer = chain_network_layer (project->network, 0);
  ChainTrainingOptions     defaults;

  chain_training_options_init (&defaults);
  g_assert_cmpstr (project->name, ==, "Untitled");
  g_assert_cmpstr (layer->activation->name, ==, "linear");
  g_assert_cmpstr (layer->kernel_initializer->name, ==, "glorot_uniform");
  g_assert_true (layer->use_bias);
  g_assert_null (layer->kernel);
  g_assert_cmpint (project->data.scaling, ==, CHAIN_SCALING_NONE);
  g_assert_true (project->training.loss == defaults.loss);
  g_assert_cmpuint (project->training.batch_size, ==, defaults.batch_size);
}

static const struct
{
  const char *old;
  const char *new;
  const char *message; /* after "FILE:" */
} errors[] = {
  { "\"version\": 1", "\"version\": 1,,", "3: expected a string in double quotes, found “,”" },
  { "\"chainrule\"", "\"other\"", "2: format: expected \"chainrule\", got \"other\"" },
  { "\"version\": 1", "\"version\": 2", "3: version: expected 1, got 2" },
  { "\"Worked example\"", "7", "4: name: expected a string, got 7" },
  { "\"kind\": \"inline\"", "\"kind\": \"sql\"",
    "7: data.source.kind: expected one of inline, csv, builtin, got \"sql\"" },
  { "[\"x1\", \"x2\", \"y\"]", "[\"x1\", \"x1\", \"y\"]",
    "8: data.source.columns[1]: expected a name that is not in the list yet, got \"x1\"" },
  { "[1, 1, 10]", "[1, 1]", "11: data.source.rows[1]: expected 3 cells, got 2" },
  { "[1, 1, 10]", "[1, true, 10]",
    "11: data.source.rows[1][1]: expected a number, a string or null, got true" },
  { "\"features\": [\"x1\", \"x2\"]", "\"features\": []",
    "14: data.features: expected at least one column, got none" },
  { "\"targets\": [\"y\"],", "", "5: data.targets: expected an array, got nothing" },
  { "\"scaling\": \"none\"", "\"scaling\": \"log\"",
    "16: data.scaling: expected one of none, standard, minmax, got \"log\"" },
  { "\"validation_fraction\": 0", "\"validation_fraction\": 1",
    "17: data.validation_fraction: expected a number from 0 to below 1, got 1" },
  { "\"split_seed\": 0", "\"split_seed\": -1",
    "18: data.split_seed: expected an integer from 0 to 18446744073709551615, got -1" },
  { "\"units\": 1", "\"units\": -3",
    "23: network.layers[0].units: expected an integer from 1 to 100000, got -3" },
  { "\"units\": 1", "\"units\": 1.5",
    "23: network.layers[0].units: expected an integer from 1 to 100000, got 1.5" },
  { "\"units\": 1, ", "",
    "23: network.layers[0].units: expected an integer from 1 to 100000, got nothing" },
  { "\"linear\"", "\"nonsense\"",
    "23: network.layers[0].activation: \"nonsense\" is not available; expected one of linear," },
  { "\"linear\"", "{\"alpha\": 1}",
    "23: network.layers[0].activation.name: expected one of linear," },
  { "\"l1\": 0", "\"l1\": -0.1",
    "23: network.layers[0].l1: expected a number of at least 0, got -0.1" },
  { "\"l2\": 0", "\"l2\": \"strong\"",
    "23: network.layers[0].l2: expected a number, got \"strong\"" },
  { "\"dropout\": 0", "\"dropout\": 1",
    "23: network.layers[0].dropout: expected a number from 0 to below 1, got 1" },
  { "\"dropout\": 0", "\"dropout\": -0.5",
    "23: network.layers[0].dropout: expected a number from 0 to below 1, got -0.5" },
  { "\"dropout\": 0", "\"dropout\": 0.5",
    "23: network.layers[0].dropout: expected 0 for the output layer, got 0.5" },
  { "\"use_bias\": true", "\"use_bias\": 1",
    "23: network.layers[0].use_bias: expected true or false, got 1" },
  { "          [8]\n", "          [8, 9]\n",
    "29: network.weights[0].kernel[1]: expected 1 numbers, got 2" },
  { "          [8]\n", "          [\"8\"]\n",
    "29: network.weights[0].kernel[1][0]: expected a number, got \"8\"" },
  { "[-2]", "[]", "31: network.weights[0].bias: expected 1 numbers, got 0" },
  { "\"use_bias\": true", "\"use_bias\": false",
    "31: network.weights[0].bias: expected none for a layer without bias, got an array" },
  { "\"mse\"", "\"nonsense\"", "36: training.loss: \"nonsense\" is not available; expected one of" },
  { "{\"name\": \"sgd\"}", "{\"name\": \"sgd\", \"momentum\": 1.5}",
    "37: training.optimizer.momentum: expected a number from 0 to 1, got 1.5" },
  { "{\"name\": \"sgd\"}", "{\"name\": \"sgd\", \"nesterov\": 1}",
    "37: training.optimizer.nesterov: expected true or false, got 1" },
  { "{\"name\": \"sgd\"}", "{\"name\": \"sgd\", \"beta_1\": 0.9}",
    "37: training.optimizer.beta_1: sgd has no such parameter" },
  { "0.02", "0", "38: training.learning_rate: expected a number above 0, got 0" },
  { "\"batch_size\": 1", "\"batch_size\": 0",
    "40: training.batch_size: expected an integer from 1 to 1000000000, got 0" },
  { "\"early_stopping\": null", "\"early_stopping\": true",
    "44: training.early_stopping: expected an object or null, got true" },
  { "\"early_stopping\": null", "\"early_stopping\": {\"patience\": -1}",
    "44: training.early_stopping.patience: expected an integer from 0 to 1000000000, got -1" },
  { "\"early_stopping\": null", "\"early_stopping\": {\"min_delta\": -0.5}",
    "44: training.early_stopping.min_delta: expected a number of at least 0, got -0.5" },
  { "\"early_stopping\": null", "\"early_stopping\": {\"restore_best_weights\": 1}",
    "44: training.early_stopping.restore_best_weights: expected true or false, got 1" },
};

static void
test_errors (Fixture      *fixture,
             gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autofree char         *text = edited (errors[i].old, errors[i].new);
      g_autofree char         *prefix = g_strconcat (fixture->path, ":", errors[i].message, NULL);
      g_autoptr (GError)       error = NULL;
      g_autoptr (ChainProject) project = NULL;

      write_file (fixture->path, text);
      project = chain_project_load (fixture->path, NULL, &error);
      if (project != NULL)
        g_test_message ("accepted: %s", errors[i].new);
      g_assert_null (project);
      g_assert_true (error != NULL && error->domain == CHAIN_ERROR);
      if (!g_str_has_prefix (error->message, prefix))
        g_assert_cmpstr (error->message, ==, prefix);
    }
}

static void
test_missing_file (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *message
      = g_strconcat (fixture->path, ": No such file or directory", NULL);

  g_assert_null (chain_project_load (fixture->path, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_cmpstr (error->message, ==, message);
}

/* What a later version wrote comes back, and where it stood. */
static void
test_unknown (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *old;
    const char *new;
    const char *path;
  } additions[] = {
    { "\"version\": 1,", "\"version\": 1,\n  \"window\": {\"width\": 900},", "window" },
    { "\"targets\": [\"y\"],", "\"targets\": [\"y\"], \"notes\": [1, \"two\", null],",
      "data.notes" },
    { "\"kind\": \"inline\",", "\"kind\": \"inline\", \"checksum\": 12345678901234567890,",
      "data.source.checksum" },
    { "\"units\": 1,", "\"units\": 1, \"colour\": \"blue\",", "network.layers[0].colour" },
    { "\"linear\"", "{\"name\": \"linear\", \"slope\": 2}", "network.layers[0].activation.slope" },
    { "\"bias\": [-2]", "\"bias\": [-2], \"locked\": true", "network.weights[0].locked" },
    { "\"loss\": \"mse\"", "\"loss\": {\"name\": \"mse\", \"weight\": 0.1}",
      "training.loss.weight" },
    { "\"early_stopping\": null",
      "\"early_stopping\": {\"patience\": 4, \"monitor\": \"loss\"}",
      "training.early_stopping.monitor" },
    { "{\"name\": \"sgd\"}", "{\"name\": \"sgd\", \"clip\": 1.5, \"momentum\": 0}",
      "training.optimizer.clip" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (additions); i++)
    {
      g_autofree char         *text = edited (additions[i].old, additions[i].new);
      g_autofree char         *expected
          = g_strdup_printf ("unknown key %s is kept", additions[i].path);
      g_autoptr (GPtrArray)    warnings = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray)    again = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (ChainProject) project = load_text (fixture, text, warnings);
      g_autoptr (ChainProject) copy = chain_project_copy (project);
      g_autoptr (ChainProject) second = NULL;
      g_autofree char         *saved = saved_text (copy, fixture->path);
      g_autofree char         *saved_again = NULL;

      g_assert_cmpuint (warnings->len, ==, 1);
      g_assert_cmpstr (g_ptr_array_index (warnings, 0), ==, expected);
      second = load_text (fixture, saved, again);
      g_assert_cmpuint (again->len, ==, 1);
      g_assert_cmpstr (g_ptr_array_index (again, 0), ==, expected);
      saved_again = saved_text (second, fixture->path);
      g_assert_cmpstr (saved_again, ==, saved);
    }
}

/* Any float64 and any seed comes back with the same bits. */
static void
test_bits (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (ChainProject) project = load_text (fixture, example, NULL);
  ChainLayer              *layer = chain_network_layer (project->network, 0);
  ChainRandom              random;

  chain_random_init (&random, 1, 0);
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (ChainProject) read = NULL;
      g_autofree char         *text = NULL;
      const ChainLayer        *read_layer;

      for (guint k = 0; k < 2; k++)
        do
          {
            const guint64 bits = chain_random_bits (&random);

            memcpy (&layer->kernel->values[k], &bits, sizeof bits);
          }
        while (!(ABS (layer->kernel->values[k]) <= G_MAXDOUBLE));
      layer->bias->values[0] = i % 2 == 0 ? -0.0 : 0.1 * i;
      project->network->seed = chain_random_bits (&random);
      text = saved_text (project, fixture->path);
      read = load_text (fixture, text, NULL);
      read_layer = chain_network_layer (read->network, 0);
      g_assert_cmpmem (read_layer->kernel->values, 16, layer->kernel->values, 16);
      g_assert_cmpmem (read_layer->bias->values, 8, layer->bias->values, 8);
      g_assert_cmpuint (read->network->seed, ==, project->network->seed);
    }
}

static void
test_samples (Fixture      *fixture,
              gconstpointer data)
{
  guint              n_samples;
  const ChainSample *samples = chain_samples (&n_samples);

  for (guint i = 0; i < n_samples; i++)
    {
      g_autoptr (ChainProject) project = chain_project_new_for_sample (samples[i].name);
      g_autoptr (ChainProject) read = NULL;
      g_autoptr (ChainDataset) dataset = NULL;
      g_autoptr (GError)       error = NULL;
      g_autofree char         *first = NULL;
      g_autofree char         *second = NULL;

      g_assert_nonnull (project);
      dataset = chain_project_open_data (project, NULL, &error);
      g_assert_no_error (error);
      first = saved_text (project, fixture->path);
      read = load_text (fixture, first, NULL);
      second = saved_text (read, fixture->path);
      g_assert_cmpstr (first, ==, second);
    }
  g_assert_null (chain_project_new_for_sample ("nonsense"));
}

/* The path of a CSV file is kept relative to the project, and its options as they were. */
static void
test_csv_source (Fixture      *fixture,
                 gconstpointer data)
{
  static const char        source[]
      = "{\"kind\": \"csv\", \"path\": \"sub/../a.csv\", \"delimiter\": \";\", \"header\": true, "
        "\"encoding\": \"UTF-8\", \"decimal\": \",\", \"missing\": [\"-\"]}";
  const char              *end = strstr (example, "    },\n    \"features\"");
  const char              *start = strstr (example, "{\n      \"kind\"");
  g_autofree char         *head = g_strndup (example, start - example);
  g_autofree char         *text = g_strconcat (head, source, end + strlen ("    }"), NULL);
  g_autofree char         *csv = g_build_filename (fixture->folder, "a.csv", NULL);
  g_autofree char         *saved = NULL;
  g_autoptr (ChainProject) project = load_text (fixture, text, NULL);
  g_autoptr (ChainDataset) dataset = NULL;
  g_autoptr (GError)       error = NULL;

  g_assert_cmpstr (project->source->path, ==, csv);
  write_file (csv, "x1;x2;y\n2,5;3;18\n1;1;10\n");
  dataset = chain_project_open_data (project, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (dataset->inputs[0], ==, 2.5);
  saved = saved_text (project, fixture->path);
  g_assert_nonnull (strstr (saved,
                            "\"source\": {\"kind\": \"csv\", \"path\": \"a.csv\", \"delimiter\": "
                            "\";\", \"header\": true, \"encoding\": \"UTF-8\", \"decimal\": "
                            "\",\", \"missing\": [\"-\"]}"));
}

static void
test_relative (void)
{
  static const struct
  {
    const char *path;
    const char *folder;
    const char *relative;
  } cases[] = {
    { "/home/a/p/data.csv", "/home/a/p", "data.csv" },
    { "/home/a/p/sub/data.csv", "/home/a/p", "sub/data.csv" },
    { "/home/a/data.csv", "/home/a/p/q", "../../data.csv" },
    { "/home/a/other/data.csv", "/home/a/p", "../other/data.csv" },
    { "/media/data.csv", "/home/a", "/media/data.csv" },
    { "/data.csv", "/", "/data.csv" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *relative = chain_file_relative (cases[i].path, cases[i].folder);
      g_autofree char *back = chain_file_absolute (relative, cases[i].folder);

      g_assert_cmpstr (relative, ==, cases[i].relative);
      g_assert_cmpstr (back, ==, cases[i].path);
    }
}

static void
test_failed_save (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (ChainProject) project = load_text (fixture, example, NULL);
  g_autofree char         *nowhere = g_build_filename (fixture->folder, "no", "p", NULL);
  g_autofree char         *text = NULL;
  g_autoptr (GError)       error = NULL;

  g_assert_true (chain_file_can_save (fixture->path, NULL));
  g_assert_false (chain_file_can_save (nowhere, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_false (chain_project_save (project, nowhere, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  chain_network_layer (project->network, 0)->kernel->values[1] = G_MAXDOUBLE * 10;
  g_assert_false (chain_project_save (project, fixture->path, &error));
  g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_DIVERGED);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, example);
}

/* A replaced file keeps its permissions, and a link stays a link. */
static void
test_replaced (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (ChainProject) project = load_text (fixture, example, NULL);
  g_autofree char         *link = g_build_filename (fixture->folder, "link", NULL);
  g_autoptr (GError)       error = NULL;
  GStatBuf                 status;

  g_assert_cmpint (g_chmod (fixture->path, 0600), ==, 0);
  g_assert_cmpint (symlink ("p.chainrule", link), ==, 0);
  chain_project_save (project, link, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* Data, network and loss that do not fit together leave the project as it was. */
static void
test_misfits (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *old;
    const char *new;
    const char *message;
  } cases[] = {
    { "\"units\": 1,", "\"units\": 2,",
      "network.layers[0].units: expected 1 (for y), got 2" },
    { "[2, 3, 18],\n        [1, 1, 10]", "[2, 3, \"a\"], [1, 1, \"b\"], [1, 1, \"c\"]",
      "network.layers[0].units: expected 3 (one for each level of y), got 1" },
    { "[\"x1\", \"x2\"],\n    \"targets\": [\"y\"]", "[\"x1\"], \"targets\": [\"y\", \"x2\"]",
      "network.layers[0].units: expected 2 (one for each target), got 1" },
    { "\"mse\"", "\"binary_crossentropy\"",
      "training.loss: binary_crossentropy expects an output layer with sigmoid, found linear" },
  };
  const char *weights = strstr (example, ",\n    \"weights\"");
  const char *after = strstr (example, "\n  },\n  \"training\"");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char         *with = edited (cases[i].old, cases[i].new);
      g_autoptr (GString)      text = g_string_new (with);
      g_autofree char         *gone = g_strndup (weights, after - weights);
      g_autoptr (ChainProject) project = NULL;
      g_autoptr (ChainDataset) dataset = NULL;
      g_autoptr (GError)       error = NULL;

      g_assert_cmpuint (g_string_replace (text, gone, "", 1), ==, 1);
      project = load_text (fixture, text->str, NULL);
      dataset = chain_project_open_data (project, NULL, &error);
      g_assert_null (dataset);
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_null (chain_network_layer (project->network, 0)->kernel);
    }
}

/* 100000 · 100000 weights are a mistake, not a reason to run out of memory. */
static void
test_too_large (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (ChainProject) project = load_text (fixture, example, NULL);
  g_autoptr (ChainDataset) dataset = NULL;
  g_autoptr (GError)       error = NULL;

  chain_network_free (project->network);
  project->network = chain_network_new_from_text ("100000 relu, 100000 relu, 1", NULL);
  dataset = chain_project_open_data (project, NULL, &error);
  g_assert_null (dataset);
  g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE);
  g_assert_true (g_str_has_prefix (error->message, "network.layers[1].units: expected at most"));
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void      (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/engine/project/example", test_example },
    { "/engine/project/defaults", test_defaults },
    { "/engine/project/errors", test_errors },
    { "/engine/project/missing-file", test_missing_file },
    { "/engine/project/unknown-keys", test_unknown },
    { "/engine/project/bits", test_bits },
    { "/engine/project/samples", test_samples },
    { "/engine/project/csv-source", test_csv_source },
    { "/engine/project/failed-save", test_failed_save },
    { "/engine/project/replaced", test_replaced },
    { "/engine/project/misfits", test_misfits },
    { "/engine/project/too-large", test_too_large },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/engine/project/relative", test_relative);
  return g_test_run ();
}
