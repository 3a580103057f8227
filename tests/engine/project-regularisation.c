/* project-regularisation.c: penalties, dropout and early stopping in project files.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

/* As it is saved, around what it asks for as early stopping. */
static const char document[]
    = "{\n"
      "  \"format\": \"chainrule\",\n"
      "  \"version\": 1,\n"
      "  \"name\": \"Regular\",\n"
      "  \"data\": {\n"
      "    \"source\": {\n"
      "      \"kind\": \"inline\",\n"
      "      \"columns\": [\"x\", \"y\"],\n"
      "      \"rows\": [\n"
      "        [1, 2]\n"
      "      ]\n"
      "    },\n"
      "    \"features\": [\"x\"],\n"
      "    \"targets\": [\"y\"],\n"
      "    \"scaling\": \"none\",\n"
      "    \"validation_fraction\": 0,\n"
      "    \"split_seed\": 0\n"
      "  },\n"
      "  \"network\": {\n"
      "    \"seed\": 0,\n"
      "    \"layers\": [\n"
      "      {\"units\": 3, \"activation\": \"tanh\", \"use_bias\": true, "
      "\"kernel_initializer\": \"glorot_uniform\", \"bias_initializer\": \"zeros\", "
      "\"l1\": 0.01, \"l2\": 0.1, \"dropout\": 0.25},\n"
      "      {\"units\": 1, \"activation\": \"linear\", \"use_bias\": true, "
      "\"kernel_initializer\": \"glorot_uniform\", \"bias_initializer\": \"zeros\", "
      "\"l1\": 0, \"l2\": 0.5, \"dropout\": 0}\n"
      "    ]\n"
      "  },\n"
      "  \"training\": {\n"
      "    \"loss\": \"mse\",\n"
      "    \"optimizer\": {\"name\": \"sgd\"},\n"
      "    \"learning_rate\": 0.01,\n"
      "    \"schedule\": {\"name\": \"constant\"},\n"
      "    \"batch_size\": 32,\n"
      "    \"epochs\": 100,\n"
      "    \"shuffle\": true,\n"
      "    \"seed\": 0,\n"
      "    \"early_stopping\": %s\n"
      "  }\n"
      "}\n";

static ChainProject *
load (const char *early_stopping)
{
  g_autofree char   *path = fixture_scratch ("project-regularisation.chainrule");
  g_autofree char   *text = g_strdup_printf (document, early_stopping);
  g_autoptr (GError) error = NULL;
  ChainProject      *project;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  project = chain_project_load (path, NULL, &error);
  g_assert_no_error (error);
  return project;
}

static void
assert_saved (const ChainProject *project, const char *early_stopping)
{
  g_autofree char   *path = fixture_scratch ("project-regularisation.chainrule");
  g_autofree char   *expected = g_strdup_printf (document, early_stopping);
  g_autofree char   *text = NULL;
  g_autoptr (GError) error = NULL;

  chain_project_save (project, path, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_layers (void)
{
  g_autoptr (ChainProject) project = load ("null");
  g_autoptr (ChainProject) copy = chain_project_copy (project);
  const ChainLayer        *hidden = chain_network_layer (copy->network, 0);

  g_assert_cmpfloat (hidden->l1, ==, 0.01);
  g_assert_cmpfloat (hidden->l2, ==, 0.1);
  g_assert_cmpfloat (hidden->dropout, ==, 0.25);
  g_assert_cmpfloat (chain_network_layer (copy->network, 1)->l2, ==, 0.5);
  assert_saved (copy, "null");
}

/* What is left out is as in Keras. */
static const struct
{
  const char               *read;
  ChainEarlyStoppingOptions options;
  const char               *saved;
} stops[] = {
  { "{\"patience\": 12, \"min_delta\": 0.001, \"restore_best_weights\": true}",
    { TRUE, 12, 0.001, TRUE },
    "{\"patience\": 12, \"min_delta\": 0.001, \"restore_best_weights\": true}" },
  { "{\"patience\": 3}", { TRUE, 3, 0, FALSE },
    "{\"patience\": 3, \"min_delta\": 0, \"restore_best_weights\": false}" },
  { "{}", { TRUE, 0, 0, FALSE },
    "{\"patience\": 0, \"min_delta\": 0, \"restore_best_weights\": false}" },
};

static void
test_early_stopping (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      g_autoptr (ChainProject) project = load (stops[i].read);
      g_autoptr (ChainProject) copy = chain_project_copy (project);
      const ChainEarlyStoppingOptions *got = &copy->training.early_stopping;

      g_assert_true (got->enabled);
      g_assert_cmpuint (got->patience, ==, stops[i].options.patience);
      g_assert_cmpfloat (got->min_delta, ==, stops[i].options.min_delta);
      g_assert_cmpint (got->restore_best_weights, ==, stops[i].options.restore_best_weights);
      assert_saved (copy, stops[i].saved);
    }
}

static void
test_no_early_stopping (void)
{
  g_autoptr (ChainProject) project = load ("null");

  g_assert_false (project->training.early_stopping.enabled);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/project/layers", test_layers);
  g_test_add_func ("/engine/project/early-stopping", test_early_stopping);
  g_test_add_func ("/engine/project/no-early-stopping", test_no_early_stopping);
  return g_test_run ();
}
