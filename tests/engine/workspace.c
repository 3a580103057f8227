/* workspace.c: tests of statements: what they mean, where they are wrong, how they descend.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>
#include <string.h>

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
        g_assert_cmpfloat (fixture_workspace_number (workspace, "L"), ==, cases[i].value);
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
      = fixture_workspace ("a = relu(matmul([[-2,-1],[3,4]], [[3,4],[1,2]]))");
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
      = fixture_workspace ("w1 = variable(3); x = 2; y = 4\nL = (w1*x - y)^2 + w1");
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
  g_autoptr (ChainWorkspace) workspace = fixture_workspace ("w = variable(3)\nL = (exp(w) *\n  w)");
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
      = fixture_workspace ("w = variable(3); c = 2; u = w^2; L = c*u + 1");
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
      = fixture_workspace ("w = variable(3)\na = w^2\nw.assign_add(1)\nL = a + 5*w");
  const ChainWorkspaceVariable *w = chain_workspace_variable (workspace, 0);

  g_assert_cmpfloat (fixture_workspace_number (workspace, "L"), ==, 29);
  g_assert_cmpuint (w->nodes->len, ==, 2);
  g_assert_cmpfloat (w->value->values[0], ==, 4);
  g_assert_cmpfloat (w->gradient->values[0], ==, 11);
  /* A change is made once: from then on w is what the updates make of it. */
  g_assert_true (chain_workspace_update (workspace, 0.1, NULL));
  g_assert_cmpfloat_with_epsilon (w->value->values[0], 2.9, 1e-15);
  g_assert_cmpfloat_with_epsilon (fixture_workspace_number (workspace, "L"), 2.9 * 2.9 + 5 * 2.9, 1e-14);
  chain_workspace_reset (workspace);
  g_assert_cmpfloat (fixture_workspace_number (workspace, "L"), ==, 29);
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

/* What the text does not define: given variables and constants, and columns by their names. */
static void
test_given (void)
{
  g_autoptr (ChainTable) table = fixture_worked_rows ();
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
  g_assert_cmpfloat (fixture_workspace_number (workspace, "L"), ==, -12 + 0.5 + 3 + 2);
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
          g_autoptr (ChainWorkspace) workspace = fixture_workspace (text->str);

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
  g_test_add_func ("/engine/workspace/given", test_given);
  g_test_add_func ("/engine/workspace/many-nodes", test_many_nodes);
  g_test_add_func ("/engine/workspace/depth", test_depth);
  g_test_add_func ("/engine/workspace/words", test_words);
  return g_test_run ();
}
