/* workspace-traces.c: tests of functions that are traced, and of fused operations.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

/* A trace for each signature: calls use it again, other shapes and a smaller last batch do not. */
static void
test_traces (void)
{
  g_autoptr (ChainTable)      table = fixture_worked_rows ();
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
      g_autoptr (ChainWorkspace)     workspace = fixture_workspace (text);
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
      = fixture_workspace ("x = variable(glorot_uniform(300, 600))\nr = variable(glorot_uniform(1, 600, seed=1))\n"
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/workspace/traces", test_traces);
  g_test_add_func ("/engine/workspace/fusion", test_fusion);
  g_test_add_func ("/engine/workspace/fusion-of-large", test_fusion_of_large);
  return g_test_run ();
}
