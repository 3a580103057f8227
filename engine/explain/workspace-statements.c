/* workspace-statements.c: records the statements of a text, one after another.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-recorder.h"

#include "base/error.h"

static gboolean
evaluate_node (ChainRecorder *recorder, const ChainStatement *statement, guint *node, GError **error)
{
  ChainValue value = { 0 };
  gboolean   done = chain_recorder_evaluate (recorder, statement->first, statement->last, &value,
                                             error)
                    && chain_recorder_node (recorder, &value, node, error);

  chain_value_clear (&value);
  return done;
}

static gboolean
record_definition (ChainRecorder           *recorder,
                   const ChainStatement    *statement,
                   ChainWorkspaceStatement *result,
                   GError                 **error)
{
  const ChainWorkspaceInfo *info;

  if (!evaluate_node (recorder, statement, &result->node, error))
    return FALSE;
  if (statement->name == NULL)
    return TRUE;
  chain_recorder_name (recorder, result->node, statement->name);
  info = chain_workspace_info (recorder->record, result->node);
  chain_recorder_bind (recorder->session, statement->name, result->node, info->node.variable);
  return TRUE;
}

static gboolean
record_function (ChainRecorder           *recorder,
                 const ChainStatement    *statement,
                 ChainWorkspaceStatement *result,
                 GError                 **error G_GNUC_UNUSED)
{
  result->node = CHAIN_NO_NODE;
  chain_recorder_bind (recorder->session, statement->name, CHAIN_NO_NODE, CHAIN_NO_NODE)->function
      = recorder->statement;
  return TRUE;
}

static gboolean
refuse_change (ChainRecorder *recorder, const ChainStatement *statement, guint node, GError **error)
{
  const ChainWorkspaceInfo *info = chain_workspace_info (recorder->record, node);
  const char               *name = statement->name;
  const char               *why;
  g_autofree char          *text = NULL;

  if (info->node.role == CHAIN_WORKSPACE_CONSTANT)
    why = text = g_strdup_printf ("%s is a constant, and what is constant cannot change; only a "
                                  "variable can, as in %s = variable(…)", name, name);
  else if (info->node.role == CHAIN_WORKSPACE_DATA)
    why = text = g_strdup_printf ("%s is data, which is only read; only a variable can change",
                                  name);
  else
    why = text = g_strdup_printf ("%s is computed from other values; only a variable can change",
                                  name);
  return chain_recorder_fail (recorder, statement->method_place, CHAIN_ERROR_UNSUPPORTED, error,
                              "%s: %s", statement->method, why);
}

/* The variable's value from here on is a node of its own. */
static gboolean
record_change (ChainRecorder           *recorder,
               const ChainStatement    *statement,
               ChainWorkspaceStatement *result,
               GError                 **error)
{
  const ChainOp *op = chain_op_find (CHAIN_OP_ARITHMETIC, statement->method);
  guint          inputs[CHAIN_OP_MAX_INPUTS];
  guint          variable;
  guint          change;

  if (!chain_recorder_find_around (recorder, statement->name, statement->place, &inputs[0], error))
    return FALSE;
  variable = chain_workspace_info (recorder->record, inputs[0])->node.variable;
  if (variable == CHAIN_NO_NODE)
    return refuse_change (recorder, statement, inputs[0], error);
  if (!evaluate_node (recorder, statement, &inputs[1], error)
      || !chain_recorder_find_around (recorder, statement->name, statement->place, &inputs[0], error)
      || !chain_recorder_operation (recorder, op, NULL, inputs, statement->method_place, &change,
                                    error))
    return FALSE;
  chain_recorder_name (recorder, change, statement->name);
  result->node = chain_recorder_variable_node (recorder, variable,
                                chain_graph_node (recorder->record->graph, inputs[0])->shape,
                                statement->place);
  chain_workspace_info (recorder->record, result->node)->node.layer
      = chain_workspace_info (recorder->record, change)->node.layer + 1;
  return TRUE;
}

static gboolean
record_statements (ChainRecorder *recorder, GError **error)
{
  static gboolean (*const by_kind[]) (ChainRecorder *, const ChainStatement *,
                                      ChainWorkspaceStatement *, GError **) = {
    [CHAIN_STATEMENT_DEFINE] = record_definition,
    [CHAIN_STATEMENT_FUNCTION] = record_function,
    [CHAIN_STATEMENT_ASSIGN] = record_change,
    [CHAIN_STATEMENT_SHOW] = record_definition,
  };
  const GArray *statements = recorder->session->workspace->syntax->statements;

  for (guint i = 0; i < statements->len; i++)
    {
      const ChainStatement   *statement = &g_array_index (statements, ChainStatement, i);
      ChainWorkspaceStatement result
          = { statement->kind, statement->name, CHAIN_NO_NODE, statement->place };

      recorder->statement = i;
      if (!by_kind[statement->kind](recorder, statement, &result, error))
        return FALSE;
      g_array_append_val (recorder->session->build->statements, result);
    }
  return TRUE;
}

/* The text recorded for a batch of so many rows. */
ChainWorkspaceBuild *
chain_workspace_build_new (ChainWorkspace *workspace,
                           gsize           n_rows,
                           ChainTextPlace *place,
                           GError        **error)
{
  g_autoptr (ChainWorkspaceBuild) build = g_new0 (ChainWorkspaceBuild, 1);
  g_autoptr (GHashTable) bindings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree gboolean   *tracing = g_new0 (gboolean, workspace->syntax->statements->len);
  ChainRecorder          recorder;
  ChainRecorderSession   session = { workspace, build, &recorder, bindings, tracing, 0, n_rows,
                                     place };
  gboolean               recorded;

  chain_workspace_record_init (&build->record);
  build->statements = g_array_new (FALSE, FALSE, sizeof (ChainWorkspaceStatement));
  build->variables
      = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_workspace_variable_free);
  build->calls = g_array_new (FALSE, FALSE, sizeof (guint));
  chain_recorder_init (&recorder, &session, &build->record);
  recorded = record_statements (&recorder, error);
  chain_recorder_clear (&recorder);
  return recorded ? g_steal_pointer (&build) : NULL;
}

void
chain_workspace_build_free (ChainWorkspaceBuild *build)
{
  if (build == NULL)
    return;
  chain_workspace_record_clear (&build->record);
  g_clear_pointer (&build->statements, g_array_unref);
  g_clear_pointer (&build->variables, g_ptr_array_unref);
  g_clear_pointer (&build->calls, g_array_unref);
  g_free (build);
}

void
chain_workspace_variable_free (ChainWorkspaceVariable *variable)
{
  if (variable == NULL)
    return;
  g_array_unref (variable->nodes);
  chain_tensor_free (variable->first);
  chain_tensor_free (variable->value);
  chain_tensor_free (variable->gradient);
  g_free (variable);
}
