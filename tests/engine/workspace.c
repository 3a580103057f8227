/* workspace.c: statements: what they mean, where they are wrong, how they descend and are traced.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>
#include <string.h>

static ChainWorkspace *
workspace_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  ChainWorkspace    *workspace = chain_workspace_new (text, NULL, NULL, &error);

  g_assert_no_error (error);
  return workspace;
}

static double
number_of (ChainWorkspace *workspace, const char *name)
{
  const guint node = chain_workspace_find (workspace, name);

  g_assert_cmpuint (node, !=, CHAIN_NO_NODE);
  return chain_workspace_value (workspace, node)->values[0];
}

static void
test_values (void)
{
  static const struct
  {
    const char *text;
    double      value;
  } cases[] = {
    { "L = 1 - 2 - 3", -4 },
    { "L = -3^2", -9 },
    { "L = 2^3^2", 512 },
    { "L = 2 ** -1", 0.5 },
    { "L = (2 + 3)*4 # a comment", 20 },
    { "L = 6 ÷ 2", NAN },
    { "L = 6 − 2·2", 2 },
    { "L = (1 +\n  2\n  ) * 3", 9 },
    { "a = 2; b = 3; L = a*b", 6 },
    { "a = [1, 2, 3]\nL = sum(a)", 6 },
    { "a = [[1, -2], [2^2, 1/2]]\nL = sum(a)", 3.5 },
    { "k = 3\na = [k, 2*k]\nL = sum(a)", 9 },
    { "L = sum(ones(2, 3)) + sum(zeros(4))", 6 },
    { "L = max(3, 5) - min(3, 5)", 2 },
    { "L = max([[3, 5], [7, 1]])", 7 },
    { "x = 1\nx = x + 1\nL = x", 2 },
    { "f(x) = x^2; L = f(3) + f(4)", 25 },
    { "x = 5; f(y) = x*y; L = f(2)", 10 },
    { "x = 5; f(x) = g(x) + 1; g(y) = x*y; L = f(2)", 11 },
    { "w = variable(2); w.assign(5); L = w", 5 },
    { "w = variable(2); L = w; w.assign_add(5)", 2 },
    { "w = variable(2); w.assign_sub(5); w.assign_add(w); L = w*1", -6 },
    { "e1 = 3; v1 = 2; L = (e1 + 1)*v1", 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainWorkspace) workspace = chain_workspace_new (cases[i].text, NULL, NULL, NULL);

      if (isnan (cases[i].value))
        g_assert_null (workspace);
      else
        g_assert_cmpfloat (number_of (workspace, "L"), ==, cases[i].value);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    const char *message;
    guint       length; /* of what is wrong */
  } cases[] = {
    { "L = 1 +", "line 1, column 8: expected a number, a name or “(”, found the end", 0 },
    { "a = 1\nL = a b", "line 2, column 7: expected an operator, found “b”", 1 },
    { "a = 1\n\n  L = 2*unknown",
      "line 3, column 9: expected a name that is defined before, found “unknown”", 7 },
    { "L = relux(1)", "line 1, column 5: there is no function “relux”", 5 },
    { "L = relu(1, 2)", "line 1, column 5: relu: expected 1 value, found 2", 4 },
    { "L = leaky_relu(1, alpha=-1)", "line 1, column 25: alpha: expected a number of at least 0, found -1", 1 },
    { "L = relu(1, alpha=2)", "line 1, column 13: relu: there is no “alpha” to be given to it", 5 },
    { "L = sum(1, axis=2)", "line 1, column 17: axis: expected an integer from -2 to 1, found 2", 1 },
    { "L = [[1, 2], [3]]", "line 1, column 14: expected a row of 2 numbers", 1 },
    { "L = [1, [2]]", "line 1, column 9: expected a number, as the first of the 2 elements is", 1 },
    { "w = variable(1)\nL = [1, w]", "line 2, column 9: expected a number in a list, found “w”", 1 },
    { "L = [[1, 2]] @ [[3, 4]]",
      "line 1, column 14: matmul: the first has 2 columns, expected the 1 rows of the second", 1 },
    { "L = [1, 2] + [1, 2, 3]",
      "line 1, column 12: add: shapes [1, 2] and [1, 3] do not match, expected equal sides or sides of 1", 1 },
    { "L = mse([1, 2], 3)",
      "line 1, column 5: mse: expected a target of the prediction's shape [1, 2], found [1, 1]", 3 },
    { "a = 3\na.assign(4)",
      "line 2, column 3: assign: a is a constant, and what is constant cannot change; only a "
      "variable can, as in a = variable(…)", 6 },
    { "a = 3 + 4\na.assign_add(4)",
      "line 2, column 3: assign_add: a is computed from other values; only a variable can change", 10 },
    { "w = variable(1)\nw.assign([1, 2])",
      "line 2, column 3: assign: a variable of shape [1, 1] cannot take [1, 2]", 6 },
    { "w = variable(1)\nw.add(1)",
      "line 2, column 3: expected assign, assign_add or assign_sub, found “add”", 3 },
    { "L = 2*variable(1)",
      "line 1, column 7: variable: expected it on its own and with a name, as in w = variable(5)", 8 },
    { "w = variable(1)\nu = variable(w*2)",
      "line 2, column 15: variable: expected numbers, or a tensor filled with them", 1 },
    { "f(x) = variable(x)\nL = f(1)",
      "line 1, column 8: variable: expected it outside of functions, which read what is around them", 8 },
    { "f(x) = f(x)\nL = f(1)", "line 1, column 8: f calls itself, and nothing ends that", 1 },
    { "f(x, x) = 1", "line 1, column 6: expected parameters of different names, found “x” twice", 1 },
    { "f(x) = x\nL = f(1, 2)", "line 2, column 5: f: expected 1 value, found 2", 1 },
    { "f(x) = x\nL = f + 1", "line 2, column 5: f is a function: expected “(” behind it", 1 },
    { "x = column(\"a\")", "line 1, column 12: there is no data to have a column “a”", 3 },
    { "x = column(\"a)",
      "line 1, column 12: expected a closing quotation mark, found the end of the line", 3 },
    { "x = features()", "line 1, column 5: features: there is no data of a network", 8 },
    { "L = (1 + 2", "line 1, column 11: expected “)”, found the end", 0 },
    { "L = 1 $ 2", "line 1, column 7: expected an operator, found “$”", 1 },
    { "größe = 1\nL = größe größe", "line 2, column 11: expected an operator, found “größe”", 5 },
    { "L = zeros(100000, 100000)",
      "line 1, column 5: expected at most 20000000 elements in all tensors together, found a "
      "tensor of [100000, 100000] more", 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      ChainTextPlace     place;
      g_autofree char   *beginning = NULL;

      g_assert_null (chain_workspace_new (cases[i].text, NULL, &place, &error));
      g_assert_true (error->domain == CHAIN_ERROR);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      beginning = g_strdup_printf ("line %u, column %u: ", place.line, place.column);
      g_assert_true (g_str_has_prefix (error->message, beginning));
      g_assert_cmpuint (place.length, ==, cases[i].length);
    }
}

/* Errors of a file begin as its other errors do. */
static void
test_error_in_file (void)
{
  const ChainWorkspaceContext context = { .file = "one.tape" };
  g_autoptr (GError)          error = NULL;

  g_assert_null (chain_workspace_new ("a = 1\nb = c", &context, NULL, &error));
  g_assert_cmpstr (error->message, ==,
                   "one.tape:2: column 5: expected a name that is defined before, found “c”");
}

static void
test_relu_of_matmul (void)
{
  g_autoptr (ChainWorkspace) workspace
      = workspace_of ("a = relu(matmul([[-2,-1],[3,4]], [[3,4],[1,2]]))");
  const double       expected[] = { 0, 0, 13, 20 };
  const ChainTensor *a = chain_workspace_value (workspace, chain_workspace_find (workspace, "a"));

  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (a->values[i], ==, expected[i]);
}

/* What the steps uncover, in order; sums over several paths. */
static void
test_steps (void)
{
  static const char *const expected[] = {
    "v₁ = w₁·x = 3·2 = 6",
    "v₂ = v₁ − y = 6 − 4 = 2",
    "v₃ = v₂² = 2² = 4",
    "L = v₃ + w₁ = 4 + 3 = 7",
    "∂L/∂L = 1 = 1",
    "∂L/∂v₃ = ∂L/∂L = 1",
    "∂L/∂v₂ = ∂L/∂v₃·2·v₂ = 1·2·2 = 4",
    "∂L/∂v₁ = ∂L/∂v₂ = 4",
    "∂L/∂w₁ = ∂L/∂v₁·x + ∂L/∂L = 4·2 + 1 = 9",
  };
  g_autoptr (ChainWorkspace) workspace
      = workspace_of ("w1 = variable(3); x = 2; y = 4\nL = (w1*x - y)^2 + w1");
  guint         n_forward;
  const GArray *steps = chain_workspace_steps (workspace, &n_forward);

  g_assert_cmpuint (steps->len, ==, G_N_ELEMENTS (expected));
  g_assert_cmpuint (n_forward, ==, 4);
  for (guint i = 0; i < steps->len; i++)
    {
      const ChainWorkspaceStep *step = &g_array_index (steps, ChainWorkspaceStep, i);
      g_autoptr (ChainEquation) equation
          = step->gradient ? chain_workspace_gradient_equation (workspace, step->node, 0, 0)
                           : chain_workspace_equation (workspace, step->node, 0, 0);
      g_autofree char          *text = chain_equation_to_text (equation, 6);

      g_assert_cmpint (step->gradient, ==, i >= n_forward);
      g_assert_cmpstr (text, ==, expected[i]);
    }
}

static void
test_places (void)
{
  g_autoptr (ChainWorkspace) workspace = workspace_of ("w = variable(3)\nL = (exp(w) *\n  w)");
  const ChainWorkspaceNode  *product
      = chain_workspace_node (workspace, chain_workspace_find (workspace, "L"));
  const ChainWorkspaceNode *exponential
      = chain_workspace_node (workspace, chain_workspace_find (workspace, "v1"));

  g_assert_cmpuint (product->place.line, ==, 2);
  g_assert_cmpuint (product->place.column, ==, 13);
  g_assert_cmpuint (product->place.offset, ==, 28);
  g_assert_cmpuint (exponential->place.column, ==, 6);
  g_assert_cmpuint (exponential->place.length, ==, 3);
  g_assert_cmpuint (exponential->layer, ==, 1);
  g_assert_cmpuint (product->layer, ==, 2);
}

/* Every set of gradients asked for, until a tape that is not persistent has given its one. */
static void
test_persistence (void)
{
  g_autoptr (ChainWorkspace) workspace
      = workspace_of ("w = variable(3); c = 2; u = w^2; L = c*u + 1");
  const char *const by[] = { "w", "u", "c", NULL };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GPtrArray) gradients = NULL;

      g_assert_true (chain_workspace_gradient (workspace, chain_workspace_target (workspace), by,
                                               i < 2, &gradients, &error));
      g_assert_cmpfloat (((ChainTensor *) gradients->pdata[0])->values[0], ==, 12);
      g_assert_cmpfloat (((ChainTensor *) gradients->pdata[1])->values[0], ==, 2);
      g_assert_null (gradients->pdata[2]);
    }
  {
    g_autoptr (GPtrArray) gradients = NULL;

    g_assert_false (chain_workspace_gradient (workspace, chain_workspace_target (workspace), by,
                                              TRUE, &gradients, &error));
    g_assert_null (gradients);
    g_assert_nonnull (strstr (error->message, "persistent=True"));
  }
}

/* A variable read before and after a change has both gradients; the change itself has none. */
static void
test_changes (void)
{
  g_autoptr (ChainWorkspace) workspace
      = workspace_of ("w = variable(3)\na = w^2\nw.assign_add(1)\nL = a + 5*w");
  const ChainWorkspaceVariable *w = chain_workspace_variable (workspace, 0);

  g_assert_cmpfloat (number_of (workspace, "L"), ==, 29);
  g_assert_cmpuint (w->nodes->len, ==, 2);
  g_assert_cmpfloat (w->value->values[0], ==, 4);
  g_assert_cmpfloat (w->gradient->values[0], ==, 11);
  /* A change is made once: from then on w is what the updates make of it. */
  g_assert_true (chain_workspace_update (workspace, 0.1, NULL));
  g_assert_cmpfloat_with_epsilon (w->value->values[0], 2.9, 1e-15);
  g_assert_cmpfloat_with_epsilon (number_of (workspace, "L"), 2.9 * 2.9 + 5 * 2.9, 1e-14);
  chain_workspace_reset (workspace);
  g_assert_cmpfloat (number_of (workspace, "L"), ==, 29);
}

static ChainTable *
worked_rows (void)
{
  static const char *const names[] = { "x1", "x2", "y" };
  static const double      numbers[][5]
      = { { 2, 1, 3, -1, -3 }, { 3, 1, -1, 1, -2 }, { 18, 10, 8, 6, -7 } };
  ChainTable              *table = chain_table_new ("rows", 5);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    chain_table_take_column (table, chain_column_new_numbers (names[i], 5,
                                                              g_memdup2 (numbers[i], sizeof numbers[i])));
  return table;
}

static ChainDataset *
worked_dataset (ChainProject *project)
{
  g_autoptr (GError) error = NULL;
  ChainDataset      *dataset = chain_project_open_data (project, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

/* The worked example, digit for digit what stepping through the network gives, at batches of 1 and
 * of 2 rows, the last of which is smaller. */
static void
test_worked_example (void)
{
  const guint                sizes[] = { 1, 2 };
  g_autoptr (ChainProject)   project = chain_project_new_for_sample ("worked_example");
  g_autoptr (ChainDataset)   dataset = NULL;

  dataset = worked_dataset (project);
  for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      const ChainWorkspaceContext context = { .dataset = dataset, .batch_size = sizes[k] };
      ChainTrainingOptions        options = project->training;
      g_autoptr (ChainWorkspace)  workspace = NULL;
      g_autoptr (ChainStepper)    stepper = NULL;
      guint                       bias;
      guint                       kernel;

      options.batch_size = sizes[k];
      workspace = chain_workspace_new ("w1 = variable(5); w2 = variable(8); b = variable(-2)\n"
                                       "L = mean((y - (w1*x1 + w2*x2 + b))^2)",
                                       &context, NULL, NULL);
      stepper = chain_stepper_new (project->network, &options, dataset, NULL);
      kernel = chain_stepper_recording (stepper)->layers[0].kernel;
      bias = chain_stepper_recording (stepper)->layers[0].bias;
      for (guint i = 0; i < 14; i++)
        {
          const ChainWorkspaceIteration *iteration;

          for (guint s = 0; s < chain_stepper_n_steps (stepper); s++)
            chain_stepper_forward (stepper);
          g_assert_true (chain_workspace_update (workspace, options.learning_rate, NULL));
          iteration = chain_workspace_iteration (workspace, i);
          g_assert_cmpfloat (iteration->loss, ==,
                             chain_walk_value (chain_stepper_walk (stepper),
                                               chain_stepper_recording (stepper)->loss)->values[0]);
          for (guint w = 0; w < 3; w++)
            {
              const ChainTensor *adjoint = chain_walk_adjoint (chain_stepper_walk (stepper),
                                                               w < 2 ? kernel : bias);

              g_assert_cmpfloat (((ChainTensor *) iteration->gradients->pdata[w])->values[0], ==,
                                 adjoint->values[w % 2]);
            }
        }
    }
}

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
      g_assert_cmpfloat_with_epsilon (number_of (workspace, "L"),
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
      g_autoptr (ChainTable)      table = worked_rows ();
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

/* A trace for each signature: calls use it again, other shapes and a smaller last batch do not. */
static void
test_traces (void)
{
  g_autoptr (ChainTable)      table = worked_rows ();
  const ChainWorkspaceContext context = { .table = table, .batch_size = 2 };
  g_autoptr (ChainWorkspace)  workspace
      = chain_workspace_new ("f(x, y) = relu(x @ y)\nw = variable([[1, 2]])\n"
                             "L = mean(f(x1, w)) + sum(f(x2, w)) + sum(f([[1, 2]], [[3], [4]]))",
                             &context, NULL, NULL);
  static const struct
  {
    const char *signature;
    guint       calls; /* after three batches: 2, 2 and 1 rows, and the first one again */
  } expected[] = {
    { "f([2, 1], [1, 2])", 6 },
    { "f([1, 2], [2, 1])", 4 },
    { "f([1, 1], [1, 2])", 2 },
  };

  g_assert_cmpuint (chain_workspace_n_traces (workspace), ==, 2);
  g_assert_cmpuint (chain_workspace_trace (workspace, 0)->n_calls, ==, 2);
  for (guint i = 0; i < 3; i++)
    g_assert_true (chain_workspace_update (workspace, 0.01, NULL));
  g_assert_cmpuint (chain_workspace_n_traces (workspace), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const ChainTrace *trace = chain_workspace_trace (workspace, i);

      g_assert_cmpstr (trace->signature, ==, expected[i].signature);
      g_assert_cmpuint (trace->n_calls, ==, expected[i].calls);
      g_assert_cmpuint (chain_fusion_n_steps (trace->fusion), ==, 1);
      g_assert_cmpstr (chain_fusion_step (trace->fusion, 0)->title, ==, "matmul + relu");
    }
}

/* What is read by several, and what has another shape, is not fused away. */
static void
test_fusion (void)
{
  static const struct
  {
    const char *text;
    const char *steps;
  } cases[] = {
    { "L = tanh(x @ W + b)", "matmul + add + tanh" },
    { "u = exp(x); L = u * sin(u)", "exp, sin + multiply" },
    { "L = sum(square(x) - 1) * 2", "square + subtract, sum, multiply" },
    { "L = softmax(relu(x) @ W)", "relu, matmul, softmax" },
    { "L = x @ W + x @ W * b", "matmul + matmul + multiply + add" },
    { "L = (x * x) @ W", "multiply, matmul" },
    { "L = b + b", "add" },
    { "L = transpose(x) + 0", "transpose, add" },
    { "L = (x + [[1], [2]]) * [5, 6] / x", "add + multiply + divide" },
    { "L = [1, 2] + [[3], [4]] + zeros(2, 2)", "add + add" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
          = g_strconcat ("x = variable([[1, 2], [3, -4]]); W = variable([[1, 2], [3, 4]])\n"
                         "b = variable([0.5, -0.25])\n", cases[i].text, NULL);
      g_autoptr (ChainWorkspace)     workspace = workspace_of (text);
      const guint                    target = chain_workspace_find (workspace, "L");
      g_autoptr (ChainFusion)        fusion = NULL;
      g_autoptr (GString)            steps = g_string_new (NULL);
      g_autofree const ChainTensor **given = g_new0 (const ChainTensor *, target + 1);
      const ChainTensor             *fused;

      chain_workspace_set_target (workspace, target);
      fusion = chain_workspace_fuse (workspace);
      for (guint k = 0; k < chain_fusion_n_steps (fusion); k++)
        g_string_append_printf (steps, "%s%s", k > 0 ? ", " : "",
                                chain_fusion_step (fusion, k)->title);
      g_assert_cmpstr (steps->str, ==, cases[i].steps);
      for (guint k = 0; k <= target; k++)
        given[k] = chain_workspace_value (workspace, k);
      fused = chain_fusion_run (fusion, given);
      for (gsize k = 0; k < chain_tensor_size (fused); k++)
        g_assert_cmpfloat_with_epsilon (fused->values[k], given[target]->values[k], 1e-14);
    }
}

/* Tensors of more than a block, of every shape that is repeated. */
static void
test_fusion_of_large (void)
{
  g_autoptr (ChainWorkspace) workspace
      = workspace_of ("x = variable(glorot_uniform(300, 600))\nr = variable(glorot_uniform(1, 600, seed=1))\n"
                      "c = variable(glorot_uniform(300, 1, seed=2))\n"
                      "A = variable(glorot_uniform(300, 7, seed=3)); B = variable(glorot_uniform(7, 600))\n"
                      "L = tanh(x * r + c) * 2 - A @ B / (1 + exp(-x))");
  const guint                    target = chain_workspace_target (workspace);
  g_autoptr (ChainFusion)        fusion = chain_workspace_fuse (workspace);
  g_autofree const ChainTensor **given = g_new0 (const ChainTensor *, target + 1);
  const ChainTensor             *fused;

  for (guint k = 0; k <= target; k++)
    given[k] = chain_workspace_value (workspace, k);
  g_assert_cmpuint (chain_fusion_n_steps (fusion), ==, 1);
  g_assert_cmpuint (chain_fusion_n_buffers (fusion), ==, 300 * 600);
  fused = chain_fusion_run (fusion, given);
  for (gsize k = 0; k < chain_tensor_size (fused); k++)
    g_assert_cmpfloat_with_epsilon (fused->values[k], given[target]->values[k], 1e-13);
}

/* What the text does not define: given variables and constants, and columns by their names. */
static void
test_given (void)
{
  g_autoptr (ChainTable) table = worked_rows ();
  g_autoptr (GHashTable) variables
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) chain_tensor_free);
  g_autoptr (GHashTable) constants
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) chain_tensor_free);
  const ChainWorkspaceContext context
      = { .table = table, .variables = variables, .constants = constants };
  g_autoptr (ChainWorkspace) workspace = NULL;

  g_hash_table_insert (variables, (char *) "w", chain_workspace_parse_value ("-3", NULL));
  g_hash_table_insert (variables, (char *) "u", chain_workspace_parse_value ("4", NULL));
  g_hash_table_insert (variables, (char *) "b", chain_workspace_parse_value ("[1, 2]", NULL));
  g_hash_table_insert (constants, (char *) "k", chain_workspace_parse_value ("1/2", NULL));
  workspace = chain_workspace_new ("w = variable(1)\nL = w*u + k + sum(b) + sum(x1)", &context, NULL,
                                   NULL);
  g_assert_cmpfloat (number_of (workspace, "L"), ==, -12 + 0.5 + 3 + 2);
  g_assert_cmpuint (chain_workspace_n_variables (workspace), ==, 3);
  g_assert_cmpuint (chain_workspace_rows (workspace, NULL), ==, 5);
}

/* Ten thousand nodes take some milliseconds: hardly more for each than a hundred do. */
static void
test_many_nodes (void)
{
  const guint sizes[] = { 200, 10000 };
  double      seconds[2] = { 0, 0 };

  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (GString) text = g_string_new ("x = variable(0.5)\nL = x");
      double              best = G_MAXDOUBLE;

      for (guint i = 1; i < sizes[k]; i += 2)
        g_string_append_printf (text, " + x * %u", i);
      for (guint turn = 0; turn < 7; turn++)
        {
          const gint64               start = g_get_monotonic_time ();
          g_autoptr (ChainWorkspace) workspace = workspace_of (text->str);

          best = MIN (best, (double) (g_get_monotonic_time () - start) / 1e6);
          g_assert_cmpuint (chain_workspace_n_nodes (workspace), >, sizes[k]);
          g_assert_cmpfloat (chain_workspace_variable (workspace, 0)->gradient->values[0], ==,
                             1 + sizes[k] * (double) sizes[k] / 4);
        }
      seconds[k] = best / sizes[k];
    }
  g_test_message ("%g s of 10000 nodes", seconds[1] * sizes[1]);
  g_assert_cmpfloat (seconds[1], <, 8 * seconds[0]);
}

/* A chain that is deep rather than wide neither exhausts the stack nor is refused. */
static void
test_depth (void)
{
  g_autofree char   *open = g_strnfill (100000, '(');
  g_autoptr (GString) functions = g_string_new ("f0(x) = x + x\n");
  g_autoptr (GError) error = NULL;

  g_assert_null (chain_workspace_new (open, NULL, NULL, &error));
  g_assert_cmpstr (error->message, ==,
                   "line 1, column 201: expected at most 200 parts within each other");
  g_clear_error (&error);
  for (guint i = 1; i < 40; i++)
    g_string_append_printf (functions, "f%u(x) = f%u(x) + f%u(x)\n", i, i - 1, i - 1);
  g_string_append (functions, "L = f39(1)");
  g_assert_null (chain_workspace_new (functions->str, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "expected at most 200000 operations"));
}

static void
test_words (void)
{
  static const char *const expected[] = { "variable", "column", "relu", "mse", "matmul", "zeros",
                                          "sum", "max" };
  g_autoptr (GArray) words = chain_workspace_words ();

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      guint n = 0;

      for (guint k = 0; k < words->len; k++)
        n += g_str_equal (g_array_index (words, ChainWorkspaceWord, k).word, expected[i]);
      g_assert_cmpuint (n, ==, 1);
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
  g_test_add_func ("/engine/workspace/values", test_values);
  g_test_add_func ("/engine/workspace/errors", test_errors);
  g_test_add_func ("/engine/workspace/error-in-file", test_error_in_file);
  g_test_add_func ("/engine/workspace/relu-of-matmul", test_relu_of_matmul);
  g_test_add_func ("/engine/workspace/steps", test_steps);
  g_test_add_func ("/engine/workspace/places", test_places);
  g_test_add_func ("/engine/workspace/persistence", test_persistence);
  g_test_add_func ("/engine/workspace/changes", test_changes);
  g_test_add_func ("/engine/workspace/worked-example", test_worked_example);
  g_test_add_func ("/engine/workspace/network", test_network);
  g_test_add_func ("/engine/workspace/to-network", test_to_network);
  g_test_add_func ("/engine/workspace/traces", test_traces);
  g_test_add_func ("/engine/workspace/fusion", test_fusion);
  g_test_add_func ("/engine/workspace/fusion-of-large", test_fusion_of_large);
  g_test_add_func ("/engine/workspace/given", test_given);
  g_test_add_func ("/engine/workspace/many-nodes", test_many_nodes);
  g_test_add_func ("/engine/workspace/depth", test_depth);
  g_test_add_func ("/engine/workspace/words", test_words);
  g_test_add_func ("/engine/workspace/project", test_project);
  return g_test_run ();
}
