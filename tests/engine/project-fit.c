/* project-fit.c: which output a project gets when its targets change.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project-fit.h"

typedef struct
{
  const char *name;
  const char *targets;
  const char *layers, *loss; /* before */
  const char *activation;    /* expected of the output */
  guint       units;
  const char *expected_loss;
  gboolean    changed;
} FitCase;

static const FitCase cases[] = {
  { "classes", "class", "2 linear", "mse", "softmax", 3, "categorical_crossentropy", TRUE },
  { "classes/kept", "class", "4 relu, 3 softmax", "categorical_crossentropy", "softmax", 3,
    "categorical_crossentropy", FALSE },
  { "classes/softmax-mse", "class", "3 softmax", "mse", "softmax", 3, "mse", FALSE },
  { "classes/more", "class", "2 softmax", "categorical_crossentropy", "softmax", 3,
    "categorical_crossentropy", TRUE },
  { "two-classes/sigmoid", "pair", "1 sigmoid", "binary_crossentropy", "sigmoid", 1,
    "binary_crossentropy", FALSE },
  { "two-classes/linear", "pair", "1 linear", "mse", "softmax", 2, "categorical_crossentropy",
    TRUE },
  { "number", "x", "3 softmax", "categorical_crossentropy", "linear", 1, "mse", TRUE },
  { "number/kept", "x", "3 relu, 1 tanh", "mse", "tanh", 1, "mse", FALSE },
  { "number/sigmoid", "x", "1 sigmoid", "binary_crossentropy", "linear", 1, "mse", TRUE },
  { "probability", "p", "1 sigmoid", "binary_crossentropy", "sigmoid", 1, "binary_crossentropy",
    FALSE },
  { "numbers", "x,p", "1 linear", "mse", "linear", 2, "mse", TRUE },
  { "none", "", "1 linear", "mse", "linear", 1, "mse", FALSE },
  { "unknown", "nowhere", "1 linear", "mse", "linear", 1, "mse", FALSE },
};

static ChainColumn *
new_category (const char *name, gsize n_rows, guint n_levels)
{
  static const char *const names[] = { "red", "green", "blue" };
  GPtrArray               *levels = g_ptr_array_new_with_free_func (g_free);
  guint32                 *codes = g_new (guint32, n_rows);

  for (guint i = 0; i < n_levels; i++)
    g_ptr_array_add (levels, g_strdup (names[i]));
  for (gsize row = 0; row < n_rows; row++)
    codes[row] = (guint32) (row % n_levels);
  return chain_column_new_categories (name, n_rows, codes, levels);
}

static ChainTable *
new_table (void)
{
  static const double x[] = { 2, 5, -1, 4, 0, 3 };
  static const double p[] = { 0, 1, 0.5, 0.25, 1, 0 };
  ChainTable         *table = chain_table_new ("test", G_N_ELEMENTS (x));

  chain_table_take_column (
      table, chain_column_new_numbers ("feature", G_N_ELEMENTS (x), g_memdup2 (x, sizeof x)));
  chain_table_take_column (
      table, chain_column_new_numbers ("x", G_N_ELEMENTS (x), g_memdup2 (x, sizeof x)));
  chain_table_take_column (
      table, chain_column_new_numbers ("p", G_N_ELEMENTS (p), g_memdup2 (p, sizeof p)));
  chain_table_take_column (table, new_category ("class", G_N_ELEMENTS (x), 3));
  chain_table_take_column (table, new_category ("pair", G_N_ELEMENTS (x), 2));
  return table;
}

static void
test_fit (gconstpointer data)
{
  const FitCase    *expected = data;
  const char *const features[] = { "feature", NULL };
  g_auto (GStrv) targets = g_strsplit (expected->targets, ",", -1);
  g_autoptr (ChainTable) table = new_table ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainNetwork) network = chain_network_new_from_text (expected->layers, &error);
  g_autoptr (ChainSource) source = chain_source_new_inline (table);
  g_autoptr (ChainProject) project =
      chain_project_new ("test", source, features, (const char *const *) targets);

  g_assert_no_error (error);
  chain_network_free (project->network);
  project->network = g_steal_pointer (&network);
  project->training.loss = chain_op_find (CHAIN_OP_LOSS, expected->loss);
  g_assert_cmpint (chain_project_fit_output (project, table), ==, expected->changed);

  const ChainLayer *layer =
      chain_network_layer (project->network, chain_network_n_layers (project->network) - 1);

  g_assert_cmpuint (layer->units, ==, expected->units);
  g_assert_cmpstr (layer->activation->name, ==, expected->activation);
  g_assert_cmpstr (project->training.loss->name, ==, expected->expected_loss);
  g_assert_false (chain_project_fit_output (project, table));
}

/* The weights of the layers before the output are not touched. */
static void
test_keeps_weights (void)
{
  const char *const features[] = { "feature", NULL };
  const char *const targets[] = { "x", NULL };
  g_autoptr (ChainTable) table = new_table ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainSource) source = chain_source_new_inline (table);
  g_autoptr (ChainProject) project = chain_project_new_for_table (
      "test", source, table, features, targets, "4 tanh, 1 linear", NULL, &error);

  g_assert_no_error (error);
  g_autoptr (ChainDataset) dataset = chain_project_use_table (project, table, &error);

  g_assert_no_error (error);
  ChainLayer *hidden = chain_network_layer (project->network, 0);
  g_autoptr (ChainTensor) before = chain_tensor_copy (hidden->kernel);

  g_strfreev (project->data.targets);
  project->data.targets = g_strsplit ("class", ",", -1);
  g_assert_true (chain_project_fit_output (project, table));
  g_assert_cmpmem (before->values, 4 * sizeof (double), hidden->kernel->values,
                   4 * sizeof (double));
  g_assert_cmpuint (chain_network_layer (project->network, 1)->kernel->columns, ==, 3);
}

/* Each feature keeps its rows of the kernel wherever it goes; a new one gets others. */
static void
test_inputs (void)
{
  const char *const features[] = { "feature", "class", NULL };
  const char *const chosen[] = { "x", "class", "feature", NULL };
  const char *const targets[] = { "p", NULL };
  g_autoptr (ChainTable) table = new_table ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainSource) source = chain_source_new_inline (table);
  g_autoptr (ChainProject) project = chain_project_new_for_table (
      "test", source, table, features, targets, "2 tanh, 1 linear", NULL, &error);
  g_autoptr (ChainDataset) before = chain_project_use_table (project, table, &error);
  g_autoptr (ChainDataset) after = NULL;
  g_autoptr (ChainTensor) kernel = NULL;
  const ChainTensor *fitted;

  g_assert_no_error (error);
  kernel = chain_tensor_copy (chain_network_layer (project->network, 0)->kernel);
  g_assert_cmpuint (kernel->rows, ==, 4);
  g_strfreev (project->data.features);
  project->data.features = g_strdupv ((GStrv) chosen);
  chain_project_fit_inputs (project, table, features);
  fitted = chain_network_layer (project->network, 0)->kernel;
  g_assert_cmpuint (fitted->rows, ==, 5);
  g_assert_cmpmem (fitted->values + 2, 6 * sizeof (double), kernel->values + 2,
                   6 * sizeof (double));
  g_assert_cmpmem (fitted->values + 8, 2 * sizeof (double), kernel->values, 2 * sizeof (double));
  g_assert_cmpfloat (fitted->values[0], !=, 0);
  after = chain_project_use_table (project, table, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (after->n_inputs, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/project-fit/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_fit);
    }
  g_test_add_func ("/engine/project-fit/keeps-weights", test_keeps_weights);
  g_test_add_func ("/engine/project-fit/inputs", test_inputs);
  return g_test_run ();
}
