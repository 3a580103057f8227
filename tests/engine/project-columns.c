/* project-columns.c: how columns, rows and samples are asked for in a project file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <string.h>

/* A project file with something in its data, and the rest of a builtin source. */
static char *
file_text (const char *source, const char *data)
{
  return g_strdup_printf (
      "{\n  \"format\": \"chainrule\", \"version\": 1, \"name\": \"Columns\",\n  \"data\": {\n"
      "    \"source\": %s,\n    \"features\": [\"x1\", \"x2\"],\n    \"targets\": [\"class\"]%s%s\n"
      "  },\n  \"network\": {\"layers\": [{\"units\": 2, \"activation\": \"softmax\"}]},\n"
      "  \"training\": {\"loss\": \"categorical_crossentropy\"}\n}\n",
      source, *data != '\0' ? ",\n    " : "", data);
}

static ChainProject *
load (const char *source, const char *data, char **path, GPtrArray *warnings, GError **error)
{
  g_autofree char *text = file_text (source, data);

  g_free (*path);
  *path = fixture_scratch ("columns.chainrule");
  g_assert_true (g_file_set_contents (*path, text, -1, NULL));
  return chain_project_load (*path, warnings, error);
}

#define FUNCTION(rest) "{\"kind\": \"builtin\", \"name\": \"function\"" rest "}"

static const char circle[] = "{\"kind\": \"builtin\", \"name\": \"circle\"}";

/* What a file says, and how it is written: defaults are left out. */
static const struct
{
  const char *said;
  const char *written; /* NULL: as said */
  guint       n_warnings;
} kept[] = {
  { "\"split\": \"stratified\"" },
  { "\"columns\": {\n      \"x1\": {\"kind\": \"category\", \"encoding\": \"ordinal\", "
    "\"levels\": [\"b\", \"a\"], \"missing\": \"most_frequent\", \"scaling\": \"minmax\"}\n    }" },
  { "\"columns\": {\n      \"x2\": {\"missing\": \"drop\"},\n      \"a.b\": {\"kind\": \"date\", "
    "\"date_form\": \"DD/MM/YYYY\"},\n"
    "      \"*\": {\"scaling\": \"none\"}\n    }" },
  { "\"columns\": {\"x1\": {\"kind\": \"auto\", \"encoding\": \"one_hot\", \"missing\": "
    "\"refuse\"}}, \"split\": \"random\"", "" },
  { "\"columns\": {}", "" },
  { "\"columns\": {\n      \"x1\": {\"missing\": \"mean\", \"later\": [1, 2]},\n"
    "      \"x2\": {\"colour\": \"red\"}\n    }", NULL, 2 },
};

static void
test_kept (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const char *written = kept[i].written != NULL ? kept[i].written : kept[i].said;
      g_autoptr (GPtrArray)    warnings = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError)       error = NULL;
      g_autofree char         *path = NULL;
      g_autoptr (ChainProject) project = load (circle, kept[i].said, &path, warnings, &error);
      g_autoptr (ChainProject) copy = NULL;
      g_autofree char         *text = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (warnings->len, ==, kept[i].n_warnings);
      copy = chain_project_copy (project);
      g_assert_true (chain_project_save (copy, path, &error));
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      if (*written != '\0')
        g_assert_nonnull (strstr (text, written));
      else
        g_assert_null (strstr (text, "\"columns\""));
    }
}

static const struct
{
  const char *source;
  const char *data;
  const char *message; /* after the file's name */
} errors[] = {
  { circle, "\"split\": \"halves\"",
    "data.split: expected one of random, stratified, ordered, got \"halves\"" },
  { circle, "\"split\": 3", "data.split: expected one of random, stratified, ordered, got 3" },
  { circle, "\"columns\": []", "data.columns: expected an object, got an array" },
  { circle, "\"columns\": {\"x1\": 1}", "data.columns.x1: expected an object, got 1" },
  { circle, "\"columns\": {\"x1\": {\"kind\": \"text\"}}",
    "data.columns.x1.kind: expected one of auto, number, category, date, got \"text\"" },
  { circle, "\"columns\": {\"x1\": {\"encoding\": \"hash\"}}",
    "data.columns.x1.encoding: expected one of one_hot, ordinal, got \"hash\"" },
  { circle, "\"columns\": {\"x1\": {\"missing\": null}}",
    "data.columns.x1.missing: expected one of refuse, drop, mean, most_frequent, category, "
    "got null" },
  { circle, "\"columns\": {\"x1\": {\"scaling\": true}}",
    "data.columns.x1.scaling: expected one of none, standard, minmax, got true" },
  { circle, "\"columns\": {\"x1\": {\"date_form\": \"D.M.Y\"}}",
    "data.columns.x1.date_form: expected a form of dates, such as YYYY-MM-DD or DD/MM/YYYY, "
    "got \"D.M.Y\"" },
  { circle, "\"columns\": {\"x1\": {\"levels\": []}}",
    "data.columns.x1.levels: expected at least one level, got none" },
  { "{\"kind\": \"builtin\", \"name\": \"circle\", \"samples\": 1}", "",
    "data.source.samples: expected an integer from 2 to 10000000, got 1" },
  { "{\"kind\": \"builtin\", \"name\": \"circle\", \"noise\": 0.6}", "",
    "data.source.noise: expected a number from 0 to 0.5, got 0.6" },
  { "{\"kind\": \"builtin\", \"name\": \"circle\", \"seed\": -1}", "",
    "data.source.seed: expected an integer from 0 to 18446744073709551615, got -1" },
  { FUNCTION (", \"expression\": \"sin(x\""), "",
    "data.source.expression: column 6: expected “,” or “)”, found the end" },
  { FUNCTION (", \"expression\": \"2*t\""), "",
    "data.source.expression: column 3: expected one of x, pi, e, found “t”" },
  { FUNCTION (", \"expression\": 2"), "",
    "data.source.expression: expected a string, got 2" },
  { FUNCTION (", \"from\": 1, \"to\": 1"), "",
    "data.source.to: expected a number above from, got 1" },
  { "{\"kind\": \"builtin\", \"name\": \"iris\", \"noise\": 0.1}", "",
    "data.source.noise: expected nothing, as the sample iris takes no noise" },
  { "{\"kind\": \"builtin\", \"name\": \"xor\", \"expression\": \"x\"}", "",
    "data.source.expression: expected nothing, as the sample xor takes no expression" },
};

static void
test_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char   *path = NULL;

      g_assert_null (load (errors[i].source, errors[i].data, &path, NULL, &error));
      g_assert_nonnull (error);
      if (strstr (error->message, errors[i].message) == NULL)
        g_assert_cmpstr (error->message, ==, errors[i].message);
    }
}

/* A level named twice is refused like every name that is. */
static void
test_level_twice (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *path = NULL;

  g_assert_null (load (circle, "\"columns\": {\"x1\": {\"levels\": [\"a\", \"a\"]}}", &path, NULL,
                       &error));
  g_assert_nonnull (strstr (error->message, "data.columns.x1.levels"));
}

/* A made-up sample is the same rows again after it was saved. */
static void
test_sample (void)
{
  static const char source[] = "{\"kind\": \"builtin\", \"name\": \"circle\", \"samples\": 30, "
                               "\"noise\": 0.25, \"seed\": 7}";
  g_autofree char         *path = NULL;
  g_autofree char         *text = NULL;
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainProject) project = load (source, "", &path, NULL, &error);
  g_autoptr (ChainProject) again = NULL;
  g_autoptr (ChainDataset) one = NULL;
  g_autoptr (ChainDataset) two = NULL;

  g_assert_no_error (error);
  g_assert_true (chain_project_save (project, path, &error));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, source));
  again = chain_project_load (path, NULL, &error);
  one = chain_project_open_data (project, NULL, &error);
  two = chain_project_open_data (again, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (one->n_rows, ==, 30);
  g_assert_cmpmem (one->inputs, 60 * sizeof (double), two->inputs, 60 * sizeof (double));
}

/* A paused run ends with any change to how the data is made ready. */
static void
test_paused (void)
{
  static const ChainColumnOptions changes[] = {
    { .name = (char *) "x1", .kind = CHAIN_KIND_NUMBER },
    { .name = (char *) "x1", .missing = CHAIN_MISSING_MEAN },
    { .name = (char *) "x1", .encoding = CHAIN_CATEGORY_ORDINAL },
    { .name = (char *) "x1", .has_scaling = TRUE },
  };
  g_autofree char *path = NULL;

  for (gsize i = 0; i <= G_N_ELEMENTS (changes) + 1; i++)
    {
      g_autoptr (ChainProject) project = load (circle, "", &path, NULL, NULL);
      g_autoptr (ChainDataset) dataset = chain_project_open_data (project, NULL, NULL);
      g_autoptr (ChainTrainer) trainer
          = chain_trainer_new (project->network, &project->training, dataset, NULL);

      g_assert_true (chain_trainer_run (trainer, 1, NULL, NULL, NULL, NULL));
      chain_trainer_save_weights (trainer, project->network);
      chain_project_set_paused (project, chain_trainer_save_state (trainer));
      g_assert_nonnull (chain_project_paused (project));
      if (i < G_N_ELEMENTS (changes))
        chain_data_options_set_column (&project->data, &changes[i]);
      else if (i == G_N_ELEMENTS (changes))
        project->data.split = CHAIN_SPLIT_STRATIFIED;
      else
        project->source->sample_options.noise = 0.1;
      g_assert_null (chain_project_paused (project));
    }
}

/* Weights of a feature stay where it becomes as many numbers as before. */
static void
test_fit_data (void)
{
  g_autofree char          *path = NULL;
  g_autoptr (ChainProject)  project = load (circle, "", &path, NULL, NULL);
  g_autoptr (ChainTable)    table = chain_source_load (project->source, NULL, NULL, NULL);
  g_autoptr (ChainDataset)  dataset = chain_project_use_table (project, table, NULL);
  const ChainLayer         *layer = chain_network_layer (project->network, 0);
  g_auto (ChainDataOptions) before = { 0 };
  double                    kept_weights[2];

  memcpy (kept_weights, layer->kernel->values + 2, sizeof kept_weights);
  chain_data_options_copy (&project->data, &before);
  chain_data_options_set_column (&project->data,
                                 &(ChainColumnOptions){ .name = (char *) "x1",
                                                        .kind = CHAIN_KIND_CATEGORY });
  chain_project_fit_data (project, table, &before);
  g_assert_cmpuint (layer->kernel->rows, ==, 500 + 1);
  g_assert_cmpmem (layer->kernel->values + 1000, sizeof kept_weights, kept_weights,
                   sizeof kept_weights);

  project->data.split = CHAIN_SPLIT_STRATIFIED;
  g_assert_false (chain_project_fit_output (project, table));
  g_assert_cmpint (project->data.split, ==, CHAIN_SPLIT_STRATIFIED);
  g_free (project->data.targets[0]);
  project->data.targets[0] = g_strdup ("x2");
  g_assert_true (chain_project_fit_output (project, table));
  g_assert_cmpint (project->data.split, ==, CHAIN_SPLIT_RANDOM);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/project-columns/kept", test_kept);
  g_test_add_func ("/engine/project-columns/errors", test_errors);
  g_test_add_func ("/engine/project-columns/level-twice", test_level_twice);
  g_test_add_func ("/engine/project-columns/sample", test_sample);
  g_test_add_func ("/engine/project-columns/paused", test_paused);
  g_test_add_func ("/engine/project-columns/fit-data", test_fit_data);
  return g_test_run ();
}
