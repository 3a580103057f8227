/* statements.c: a fuzzer of the statements of tensors and variables.
 *
 * The first byte chooses the batch, the rest is the text. Whatever it holds, there is an error that
 * tells a place in it, or a workspace in which equations give the values they explain, and the
 * fused graph gives what the walk does.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/number.h"
#include "explain/workspace.h"

#include <math.h>
#include <string.h>

#define MOST_EXPLAINED 60 /* nodes of which equations are looked at */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static ChainTable *
table_new (void)
{
  static const char *const names[] = { "x1", "x2", "y" };
  static const double      numbers[][4] = { { 2, 1, 3, -1 }, { 3, 1, -1, NAN }, { 18, 10, 8, 6 } };
  ChainTable              *table = chain_table_new ("rows", 4);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    chain_table_take_column (table, chain_column_new_numbers (names[i], 4,
                                                              g_memdup2 (numbers[i], sizeof numbers[i])));
  return table;
}

static void
check_tokens (const char *text)
{
  g_autoptr (GArray) tokens = chain_tokens_new (text);
  const char        *end = text;

  for (guint i = 0; i < tokens->len; i++)
    {
      const ChainToken *token = &g_array_index (tokens, ChainToken, i);

      g_assert_true (token->text >= end);
      g_assert_cmpint (g_utf8_pointer_to_offset (text, token->text), ==, token->place.offset);
      end = token->text + token->bytes;
    }
  g_assert_cmpuint (strlen (text), ==, (gsize) (end - text));
}

static gboolean
is_near (double one, double other, double scale)
{
  if (!isfinite (one) || !isfinite (other))
    return TRUE; /* rounding decides which of the not finite */
  return fabs (one - other) <= 1e-9 * (scale + fabs (one) + fabs (other)) || scale > 1e100;
}

static double
scale_of (ChainWorkspace *workspace)
{
  double scale = 1;

  for (guint i = 0; i < chain_workspace_n_nodes (workspace); i++)
    {
      const ChainTensor *value = chain_workspace_value (workspace, i);
      const ChainTensor *adjoint = chain_workspace_adjoint (workspace, i);

      for (gsize k = 0; k < chain_tensor_size (value); k++)
        {
          scale = fmax (scale, fabs (value->values[k]));
          if (adjoint != NULL)
            scale = fmax (scale, fabs (adjoint->values[k]));
        }
    }
  return scale;
}

static void
check_equation (ChainEquation *equation, double value, double scale)
{
  g_autofree char *text = chain_equation_to_text (equation, 6);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (is_near (chain_formula_evaluate (equation->right), value, scale * scale));
  chain_equation_free (equation);
}

static void
check_node (ChainWorkspace *workspace, guint node, double scale)
{
  const ChainTensor *value = chain_workspace_value (workspace, node);
  const ChainTensor *adjoint = chain_workspace_adjoint (workspace, node);
  const gsize        last = chain_tensor_size (value) - 1;
  gboolean           kink;

  check_equation (chain_workspace_equation (workspace, node, last / value->columns,
                                            last % value->columns),
                  value->values[last], scale);
  if (adjoint == NULL)
    return;
  check_equation (chain_workspace_gradient_equation (workspace, node, last / value->columns,
                                                     last % value->columns),
                  adjoint->values[last], scale);
  chain_workspace_difference (workspace, node, 0, 0, &kink);
  g_assert_cmpuint (chain_tensor_size (adjoint), ==, last + 1);
}

/* Products with a number that is not finite need not be so in both. */
static void
check_fusion (ChainWorkspace *workspace, double scale)
{
  const guint                    n = chain_workspace_target (workspace) + 1;
  g_autoptr (ChainFusion)        fusion = chain_workspace_fuse (workspace);
  g_autofree const ChainTensor **given = g_new0 (const ChainTensor *, n);
  const ChainTensor             *walked = chain_workspace_value (workspace, n - 1);
  const ChainTensor             *fused;

  for (guint i = 0; i < n; i++)
    given[i] = chain_workspace_value (workspace, i);
  fused = chain_fusion_run (fusion, given);
  for (gsize i = 0; i < chain_tensor_size (walked); i++)
    g_assert_true (is_near (fused->values[i], walked->values[i], scale));
}

/* Programs and networks are made of any text, or refused. */
static void
check_others (ChainWorkspace *workspace)
{
  g_autofree char                  *code = chain_workspace_code (workspace, 0.01, 0);
  g_autofree char                  *loop = chain_workspace_code (workspace, 0.01, 3);
  g_autoptr (GError)                error = NULL;
  g_autoptr (ChainWorkspaceNetwork) network = chain_workspace_to_network (workspace, &error);

  g_assert_true (g_utf8_validate (code, -1, NULL));
  g_assert_true (g_utf8_validate (loop, -1, NULL));
  g_assert_true ((network == NULL) == (error != NULL));
  if (network != NULL)
    g_assert_cmpuint (chain_network_n_layers (network->network), >, 0);
}

static void
check_workspace (ChainWorkspace *workspace)
{
  const double scale = scale_of (workspace);

  for (guint i = 0; i < chain_workspace_n_nodes (workspace); i++)
    {
      const ChainWorkspaceNode *node = chain_workspace_node (workspace, i);

      g_assert_nonnull (node->name);
      g_assert_cmpuint (node->statement, <, chain_workspace_n_statements (workspace));
      if (i < MOST_EXPLAINED)
        check_node (workspace, i, scale);
    }
  if (chain_workspace_target (workspace) == CHAIN_NO_NODE)
    return;
  check_fusion (workspace, scale);
  check_others (workspace);
  for (guint i = 0; i < 4 && chain_workspace_update (workspace, 0.01, NULL); i++)
    continue;
  chain_workspace_reset (workspace);
}

static void
check_error (const char *text, const GError *error, const ChainTextPlace *place)
{
  g_autofree char *line = g_strdup_printf ("line %u, column %u: ", place->line, place->column);

  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_true (g_str_has_prefix (error->message, line));
  g_assert_cmpuint (place->offset + place->length, <=, (guint) g_utf8_strlen (text, -1));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (ChainTable)     table = table_new ();
  ChainWorkspaceContext      context = { .table = table };
  ChainTextPlace             place;
  g_autoptr (GError)         error = NULL;
  g_autoptr (ChainWorkspace) workspace = NULL;
  g_autofree char           *raw = NULL;
  g_autofree char           *text = NULL;

  if (size < 1)
    return -1;
  context.batch_size = data[0] % 4;
  raw = g_strndup ((const char *) data + 1, size - 1);
  text = g_utf8_make_valid (raw, -1);
  check_tokens (text);
  workspace = chain_workspace_new (text, &context, &place, &error);
  g_assert_true ((workspace == NULL) == (error != NULL));
  if (workspace != NULL)
    check_workspace (workspace);
  else
    check_error (text, error, &place);
  return 0;
}
