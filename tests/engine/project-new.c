/* project-new.c: the project that a table suggests.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <string.h>

static void
test_for_table (void)
{
  static const struct
  {
    const char *csv;
    const char *layers;
    const char *features;
    const char *targets;
    const char *loss;
    guint       outputs;
    gboolean    scale_targets;
  } cases[] = {
    { "a,b,c\n1,2,red\n2,3,blue\n3,4,green\n", NULL, "a,b", "c", "categorical_crossentropy", 3,
      FALSE },
    { "a,b,c\n1,2,red\n2,3,blue\n", "4 tanh, 1 sigmoid", "a,b", "c", "binary_crossentropy", 1,
      FALSE },
    { "a,b,c\n1,2,30\n2,3,40\n", NULL, "a,b", "c", "mse", 1, TRUE },
    { "a,b,c\n1,2,30\n2,3,40\n", "1 sigmoid", "a,b", "c", "mse", 1, TRUE },
    { "a,b,c\n1,2,0\n2,3,1\n", "1 sigmoid", "a,b", "c", "binary_crossentropy", 1, FALSE },
    { "a,b,c\n1,2,\n2,3,\n", NULL, "a", "b", "mse", 1, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ChainCsvOptions    options = { .header = CHAIN_CSV_HEADER_PRESENT };
      g_autoptr (GBytes)       bytes = g_bytes_new_static (cases[i].csv, strlen (cases[i].csv));
      g_autoptr (GError)       error = NULL;
      g_autoptr (ChainTable)   table = chain_csv_parse ("t", bytes, &options, NULL, NULL, &error);
      g_autoptr (ChainSource)  source = NULL;
      g_autoptr (ChainProject) project = NULL;
      g_autofree char         *features = NULL;
      g_autofree char         *targets = NULL;

      g_assert_no_error (error);
      source = chain_source_new_inline (table);
      project = chain_project_new_for_table ("t", source, table, NULL, NULL, cases[i].layers, NULL,
                                             &error);
      g_assert_no_error (error);
      features = g_strjoinv (",", project->data.features);
      targets = g_strjoinv (",", project->data.targets);
      g_assert_cmpstr (features, ==, cases[i].features);
      g_assert_cmpstr (targets, ==, cases[i].targets);
      g_assert_cmpstr (project->training.loss->name, ==, cases[i].loss);
      g_assert_cmpuint (chain_network_n_outputs (project->network), ==, cases[i].outputs);
      g_assert_cmpint (project->data.scale_targets, ==, cases[i].scale_targets);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/project-new/for-table", test_for_table);
  return g_test_run ();
}
