/* workspace-network.c: tests of statements as networks, and as part of a project.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

/* A network as a text has the network's loss and gradients to the last digit but rounding, and is
 * the same network again. */
static void
test_network (void)
{
  static const struct
  {
    const char *sample;
    const char *layers;
    const char *loss;
  } cases[] = {
    { "worked_example", NULL, NULL },
    { "xor", "4 tanh, 1 sigmoid", "binary_crossentropy" },
    { "iris", "5 leaky_relu, 4 gelu, 3 softmax", "categorical_crossentropy" },
    { "plane", "3 elu, 2 softmax, 1 linear", "huber" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (ChainProject) project = chain_project_new_for_sample (cases[i].sample);
      g_autoptr (ChainDataset) dataset = NULL;
      g_autoptr (ChainRecording) recording = NULL;
      g_autoptr (ChainWalk)      walk = NULL;
      g_autoptr (ChainWorkspace) workspace = NULL;
      g_autoptr (ChainWorkspaceNetwork) again = NULL;
      g_autofree char         *text = NULL;
      ChainWorkspaceContext    context = { 0 };
      guint                    variable = 0;

      if (cases[i].layers != NULL)
        {
          chain_network_free (project->network);
          project->network = chain_network_new_from_text (cases[i].layers, NULL);
          chain_network_layer (project->network, 0)->l1 = 0.01;
          chain_network_layer (project->network, 1)->l2 = 0.02;
          project->training.loss = chain_op_find (CHAIN_OP_LOSS, cases[i].loss);
          chain_parameters_init (project->training.loss->parameters,
                                 project->training.loss_parameters);
        }
      dataset = chain_project_open_data (project, NULL, &error);
      g_assert_no_error (error);
      text = chain_workspace_text_of_network (project->network, project->training.loss,
                                              project->training.loss_parameters, &error);
      g_assert_no_error (error);
      context.dataset = dataset;
      workspace = chain_workspace_new (text, &context, NULL, &error);
      g_assert_no_error (error);

      recording = chain_recording_new (project->network, project->training.loss,
                                       project->training.loss_parameters, NULL);
      walk = chain_walk_new (recording->graph, dataset->n_training_rows);
      chain_recording_load_weights (recording, project->network, walk);
      chain_dataset_gather (dataset, dataset->training_rows, dataset->n_training_rows,
                            chain_walk_value (walk, recording->x)->values,
                            chain_walk_value (walk, recording->y)->values);
      chain_walk_forward (walk, 0, recording->loss + 1);
      chain_walk_backward (walk, recording->loss);
      g_assert_cmpfloat_with_epsilon (fixture_workspace_number (workspace, "L"),
                                      chain_walk_value (walk, recording->loss)->values[0], 1e-13);
      for (guint k = 0; k < recording->n_layers; k++)
        {
          const guint nodes[] = { recording->layers[k].kernel, recording->layers[k].bias };

          for (guint n = 0; n < 2; n++)
            {
              const ChainTensor *expected = chain_walk_adjoint (walk, nodes[n]);
              const ChainTensor *found = chain_workspace_variable (workspace, variable++)->gradient;

              for (gsize e = 0; e < chain_tensor_size (expected); e++)
                g_assert_cmpfloat_with_epsilon (found->values[e], expected->values[e], 1e-12);
            }
        }

      again = chain_workspace_to_network (workspace, &error);
      g_assert_no_error (error);
      g_assert_true (again->loss == project->training.loss);
      g_assert_cmpuint (again->network->n_inputs, ==, project->network->n_inputs);
      g_assert_cmpuint (chain_network_n_layers (again->network), ==,
                        chain_network_n_layers (project->network));
      for (guint k = 0; k < recording->n_layers; k++)
        {
          const ChainLayer *expected = chain_network_layer (project->network, k);
          const ChainLayer *found = chain_network_layer (again->network, k);

          g_assert_true (found->activation == expected->activation);
          g_assert_cmpfloat (found->l1, ==, expected->l1);
          g_assert_cmpfloat (found->l2, ==, expected->l2);
          g_assert_cmpmem (found->kernel->values, chain_tensor_size (found->kernel) * sizeof (double),
                           expected->kernel->values,
                           chain_tensor_size (expected->kernel) * sizeof (double));
          g_assert_cmpmem (found->bias->values, chain_tensor_size (found->bias) * sizeof (double),
                           expected->bias->values,
                           chain_tensor_size (expected->bias) * sizeof (double));
        }
    }
}

/* A first layer written out, and what is no chain of layers. */
static void
test_to_network (void)
{
  static const struct
  {
    const char *text;
    const char *wrong; /* NULL: none */
  } cases[] = {
    { "L = (y - (w1*x1 + w2*x2 + b))^2", NULL },
    { "L = mse(x2*w2 + x1*w1 + b, y)", NULL },
    { "L = mean((tanh(b + w1*x1) - y)^2) + l2_penalty(w1, 0.5)", NULL },
    { "L = relu(x1 @ w1)", NULL },
    { "L = mse(exp(w1*x1), y)", "line 4, column 9: v2 is no part of a chain of dense layers: "
                                "expected a variable times a column, or a bias" },
    { "L = mse(w1*x1, w2*y)", "line 4, column 18: v2 is no part of a chain of dense layers: "
                              "expected the loss to compare with data" },
    { "L = mse(w1*x1, y) + l2_penalty(w2)", "line 4, column 21: v3 is no part of a chain of dense "
                                            "layers: expected a penalty of a layer's kernel" },
    { "L = mse(w1*w2*x1, y)", "line 4, column 14: v2 is no part of a chain of dense layers: "
                              "expected a variable times a column, or a bias" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainTable)      table = fixture_worked_rows ();
      const ChainWorkspaceContext context = { .table = table };
      g_autofree char            *text
          = g_strconcat ("w1 = variable(5)\nw2 = variable(8)\nb = variable(-2)\n", cases[i].text, NULL);
      g_autoptr (ChainWorkspace)  workspace = chain_workspace_new (text, &context, NULL, NULL);
      g_autoptr (GError)          error = NULL;
      g_autoptr (ChainWorkspaceNetwork) network = chain_workspace_to_network (workspace, &error);

      if (cases[i].wrong != NULL)
        {
          g_assert_null (network);
          g_assert_cmpstr (error->message, ==, cases[i].wrong);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (chain_network_n_layers (network->network), ==, 1);
      if (i == 1)
        {
          g_assert_cmpstr (network->features[0], ==, "x2");
          g_assert_cmpfloat (chain_network_layer (network->network, 0)->kernel->values[0], ==, 8);
          g_assert_cmpfloat (chain_network_layer (network->network, 0)->bias->values[0], ==, -2);
          g_assert_cmpstr (network->target, ==, "y");
        }
    }
}

/* The text is kept with the project, with characters of any kind. */
static void
test_project (void)
{
  g_autofree char         *path = fixture_scratch ("workspace.chainrule");
  g_autoptr (ChainProject) project = chain_project_new_for_sample ("xor");
  g_autoptr (ChainProject) copy = NULL;
  g_autoptr (ChainProject) again = NULL;
  g_autoptr (GPtrArray)    warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError)       error = NULL;

  g_assert_null (project->workspace.text);
  project->workspace.text = g_strdup ("η = 0.1 # \"rate\"\nL = \\");
  project->workspace.learning_rate = 0.25;
  project->workspace.batch_size = 0;
  copy = chain_project_copy (project);
  chain_project_save (copy, path, &error);
  g_assert_no_error (error);
  again = chain_project_load (path, warnings, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (warnings->len, ==, 0);
  g_assert_cmpstr (again->workspace.text, ==, project->workspace.text);
  g_assert_cmpfloat (again->workspace.learning_rate, ==, 0.25);
  g_assert_cmpuint (again->workspace.batch_size, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/workspace/network", test_network);
  g_test_add_func ("/engine/workspace/to-network", test_to_network);
  g_test_add_func ("/engine/workspace/project", test_project);
  return g_test_run ();
}
