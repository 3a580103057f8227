/* workspace-torch.c: every operation and way of broadcasting, in statements: values and gradients
 * beside PyTorch's (workspace-torch.py) and central differences; equations and the fused graph
 * beside the walk.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>
#include <string.h>

#define TOLERANCE 1e-12
#define DIFFERENCE_TOLERANCE 1e-8

static void
assert_near (double value, double expected, double tolerance)
{
  g_assert_cmpfloat_with_epsilon (value, expected, tolerance * fmax (1, fabs (expected)));
}

static void
assert_tensor (const ChainTensor *tensor, JsonNode *expected)
{
  g_autoptr (GArray) numbers = fixture_numbers (expected);

  g_assert_nonnull (tensor);
  g_assert_cmpuint (chain_tensor_size (tensor), ==, numbers->len);
  for (gsize i = 0; i < numbers->len; i++)
    assert_near (tensor->values[i], g_array_index (numbers, double, i), TOLERANCE);
}

/* As many of each gradient as are not at a kink. */
static guint
assert_differences (ChainWorkspace *workspace, guint node, const ChainTensor *gradient)
{
  guint n = 0;

  for (gsize i = 0; i < chain_tensor_size (gradient); i++)
    {
      gboolean     kink;
      const double numeric = chain_workspace_difference (workspace, node, i / gradient->columns,
                                                         i % gradient->columns, &kink);

      if (kink)
        continue;
      n++;
      assert_near (gradient->values[i], numeric, DIFFERENCE_TOLERANCE);
    }
  return n;
}

static void
assert_equations (ChainWorkspace *workspace)
{
  for (guint i = 0; i < chain_workspace_n_nodes (workspace); i++)
    {
      const ChainTensor *value = chain_workspace_value (workspace, i);
      const ChainTensor *adjoint = chain_workspace_adjoint (workspace, i);

      for (gsize k = 0; k < chain_tensor_size (value); k++)
        {
          const gsize               row = k / value->columns;
          const gsize               column = k % value->columns;
          g_autoptr (ChainEquation) equation
              = chain_workspace_equation (workspace, i, row, column);
          g_autoptr (ChainEquation) gradient
              = chain_workspace_gradient_equation (workspace, i, row, column);
          double sum = 0;

          assert_near (chain_formula_evaluate (equation->right), value->values[k], TOLERANCE);
          g_assert_true ((gradient != NULL) == (adjoint != NULL));
          if (gradient == NULL)
            continue;
          assert_near (chain_formula_evaluate (gradient->right), adjoint->values[k], TOLERANCE);
          /* The sum of what each use adds. */
          for (guint use = 0; use < chain_workspace_n_uses (workspace, i); use++)
            {
              g_autoptr (ChainEquation) part
                  = chain_workspace_contribution (workspace, i, use, row, column);

              sum += part->value;
            }
          if (i != chain_workspace_target (workspace))
            assert_near (sum, adjoint->values[k], TOLERANCE);
        }
    }
}

static void
assert_fused (ChainWorkspace *workspace)
{
  const guint                    target = chain_workspace_target (workspace);
  g_autoptr (ChainFusion)        fusion = chain_workspace_fuse (workspace);
  g_autofree const ChainTensor **given = g_new0 (const ChainTensor *, target + 1);

  for (guint i = 0; i <= target; i++)
    given[i] = chain_workspace_value (workspace, i);
  assert_near (chain_fusion_run (fusion, given)->values[0], given[target]->values[0], TOLERANCE);
}

static void
assert_case (JsonObject *c)
{
  JsonObject    *gradients = json_object_get_object_member (c, "gradients");
  g_autoptr (GList) names = json_object_get_members (gradients);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainWorkspace) workspace
      = chain_workspace_new (json_object_get_string_member (c, "text"), NULL, NULL, &error);
  guint n_differences = 0;

  g_assert_no_error (error);
  assert_tensor (chain_workspace_value (workspace, chain_workspace_find (workspace, "a")),
                 json_object_get_member (c, "value"));
  for (GList *name = names; name != NULL; name = name->next)
    {
      const char          *by[] = { name->data, NULL };
      g_autoptr (GPtrArray) found = NULL;

      g_assert_true (chain_workspace_gradient (workspace, chain_workspace_target (workspace), by,
                                               TRUE, &found, NULL));
      assert_tensor (g_ptr_array_index (found, 0), json_object_get_member (gradients, name->data));
      n_differences += assert_differences (workspace,
                                           chain_workspace_find (workspace, name->data),
                                           g_ptr_array_index (found, 0));
    }
  if (strstr (json_object_get_string_member (c, "name"), "min(x") == NULL
      && strstr (json_object_get_string_member (c, "name"), "max(x") == NULL)
    g_assert_cmpuint (n_differences, >, 0);
  assert_equations (workspace);
  assert_fused (workspace);
}

static void
test_cases (void)
{
  g_autoptr (JsonNode) root = fixture_json ("engine/workspace-torch.json");
  JsonArray           *cases = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (cases), >, 150);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *c = json_array_get_object_element (cases, i);

      g_test_message ("%s", json_object_get_string_member (c, "name"));
      assert_case (c);
    }
}

/* Each operation that can be differentiated is in some case. */
static void
test_complete (void)
{
  g_autoptr (JsonNode)        root = fixture_json ("engine/workspace-torch.json");
  JsonArray                  *cases = json_node_get_array (root);
  const ChainOp *const *const tables[] = { chain_arithmetic, chain_activations, chain_losses };
  g_autoptr (GHashTable)      seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      const char *text = json_object_get_string_member (json_array_get_object_element (cases, i),
                                                        "text");
      g_autoptr (ChainWorkspace) workspace = chain_workspace_new (text, NULL, NULL, NULL);
      const ChainGraph          *graph = chain_workspace_graph (workspace);

      for (guint k = 0; k < chain_graph_length (graph); k++)
        g_hash_table_add (seen, (gpointer) chain_graph_node (graph, k)->op);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const ChainOp *const *op = tables[i]; *op != NULL; op++)
      if ((*op)->backward != NULL && !g_hash_table_contains (seen, *op))
        g_error ("%s is in no case of workspace-torch.py", (*op)->name);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/workspace-torch/cases", test_cases);
  g_test_add_func ("/engine/workspace-torch/complete", test_complete);
  return g_test_run ();
}
