/* workspace-trace.c: functions of a text, traced once for inputs of the same shapes.
 *
 * A trace is a graph of its own. A call copies the trace's nodes into the graph around it, so that
 * everything which walks that graph sees through functions.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-recorder.h"

#include "base/error.h"

#define DEEPEST 100 /* functions that call functions: each costs stack */

void
chain_workspace_trace_free (ChainWorkspaceTrace *trace)
{
  ChainWorkspaceRecord record = { trace->trace.graph, trace->trace.nodes };

  chain_fusion_free (trace->trace.fusion);
  chain_workspace_record_clear (&record);
  g_ptr_array_unref (trace->trace.captured);
  g_array_unref (trace->shapes);
  g_array_unref (trace->captured_shapes);
  g_free (trace->trace.signature);
  g_free (trace);
}

static const ChainStatement *
statement_of (const ChainRecorder *recorder, guint statement)
{
  return &g_array_index (recorder->session->workspace->syntax->statements, ChainStatement,
                         statement);
}

static gboolean
is_shape (ChainShape one, ChainShape other)
{
  return one.rows == other.rows && one.columns == other.columns;
}

/* What the trace read around the function has the shape it had then. */
static gboolean
captures_fit (ChainRecorder *recorder, const ChainWorkspaceTrace *trace)
{
  for (guint i = 0; i < trace->trace.captured->len; i++)
    {
      const ChainTextPlace nowhere = { 0 };
      guint                node;

      if (!chain_recorder_find (recorder->session->main,
                                g_ptr_array_index (trace->trace.captured, i), nowhere, &node, NULL)
          || !is_shape (chain_graph_node (recorder->session->main->record->graph, node)->shape,
                        g_array_index (trace->captured_shapes, ChainShape, i)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_for (ChainRecorder             *recorder,
        const ChainWorkspaceTrace *trace,
        guint                      statement,
        const guint               *inputs)
{
  if (trace->statement != statement)
    return FALSE;
  for (guint i = 0; i < trace->trace.n_inputs; i++)
    if (!is_shape (chain_graph_node (recorder->record->graph, inputs[i])->shape,
                   g_array_index (trace->shapes, ChainShape, i)))
      return FALSE;
  return captures_fit (recorder, trace);
}

static char *
signature_of (const ChainStatement *function, const GArray *shapes)
{
  GString *text = g_string_new (function->name);

  g_string_append_c (text, '(');
  for (guint i = 0; i < shapes->len; i++)
    {
      const ChainShape shape = g_array_index (shapes, ChainShape, i);

      g_string_append_printf (text, "%s[%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]",
                              i > 0 ? ", " : "", shape.rows, shape.columns);
    }
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

static ChainWorkspaceTrace *
trace_new (ChainRecorder *recorder, guint statement, const guint *inputs)
{
  const ChainStatement *function = statement_of (recorder, statement);
  ChainWorkspaceTrace  *trace = g_new0 (ChainWorkspaceTrace, 1);
  ChainWorkspaceRecord  record;

  chain_workspace_record_init (&record);
  trace->statement = statement;
  trace->trace.function = function->name;
  trace->trace.graph = record.graph;
  trace->trace.nodes = record.infos;
  trace->trace.n_inputs = function->parameters->len;
  trace->trace.captured = g_ptr_array_new ();
  trace->captured_shapes = g_array_new (FALSE, FALSE, sizeof (ChainShape));
  trace->shapes = g_array_new (FALSE, FALSE, sizeof (ChainShape));
  for (guint i = 0; i < trace->trace.n_inputs; i++)
    g_array_append_val (trace->shapes,
                        chain_graph_node (recorder->record->graph, inputs[i])->shape);
  trace->trace.signature = signature_of (function, trace->shapes);
  return trace;
}

static void
add_inputs (ChainRecorder *inner, const ChainStatement *function)
{
  inner->parameters = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < function->parameters->len; i++)
    {
      char              *name = g_ptr_array_index (function->parameters, i);
      const ChainShape   shape = g_array_index (inner->trace->shapes, ChainShape, i);
      const guint        node = chain_graph_add_input (inner->record->graph, shape,
                                                       (ChainOrigin){ CHAIN_PHASE_FORWARD, 0,
                                                                      CHAIN_QUANTITY_OTHER });
      ChainWorkspaceInfo *info = chain_recorder_add_info (inner, node, CHAIN_WORKSPACE_DATA,
                                                          function->place, "input", name);

      info->node.name = name;
      info->node.is_named = TRUE;
      g_hash_table_insert (inner->parameters, name, GUINT_TO_POINTER (node + 1));
    }
}

/* Runs the function once, on inputs without values. */
static gboolean
record_trace (ChainRecorder *recorder, ChainWorkspaceTrace *trace, GError **error)
{
  const ChainStatement *function = statement_of (recorder, trace->statement);
  ChainWorkspaceRecord  record = { trace->trace.graph, trace->trace.nodes };
  ChainRecorder         inner;
  ChainValue            value = { 0 };
  gboolean              traced;

  chain_recorder_init (&inner, recorder->session, &record);
  inner.trace = trace;
  inner.statement = trace->statement;
  add_inputs (&inner, function);
  traced = chain_recorder_evaluate (&inner, function->first, function->last, &value, error)
           && chain_recorder_node (&inner, &value, &trace->trace.output, error);
  chain_value_clear (&value);
  chain_recorder_clear (&inner);
  return traced;
}

static gboolean
trace_function (ChainRecorder *recorder,
                guint          statement,
                const guint   *inputs,
                ChainTextPlace where,
                guint         *index,
                GError       **error)
{
  ChainRecorderSession *session = recorder->session;
  ChainWorkspaceTrace  *trace;
  gboolean              traced;

  if (session->tracing[statement])
    return chain_recorder_fail (recorder, where, CHAIN_ERROR_UNSUPPORTED, error,
                                "%s calls itself, and nothing ends that",
                                statement_of (recorder, statement)->name);
  if (session->depth == DEEPEST)
    return chain_recorder_fail (recorder, where, CHAIN_ERROR_VALUE, error,
                                "expected at most %d functions within each other", DEEPEST);
  trace = trace_new (recorder, statement, inputs);
  session->tracing[statement] = TRUE;
  session->depth++;
  traced = record_trace (recorder, trace, error);
  session->depth--;
  session->tracing[statement] = FALSE;
  if (!traced)
    {
      chain_workspace_trace_free (trace);
      return FALSE;
    }
  trace->trace.fusion = chain_fusion_new (trace->trace.graph, trace->trace.output);
  *index = session->workspace->traces->len;
  g_ptr_array_add (session->workspace->traces, trace);
  return TRUE;
}

/* A trace's constant, or one of its operations, again in the graph around it. */
static gboolean
copy_node (ChainRecorder            *recorder,
           const ChainNode          *node,
           const ChainWorkspaceInfo *info,
           const guint              *copies,
           guint                    *copy,
           GError                  **error)
{
  const ChainValue value = {
    .kind = info->given != NULL ? CHAIN_VALUE_TENSOR : CHAIN_VALUE_NUMBER,
    .number = node->value,
    .tensor = info->given,
    .initial = info->initial,
    .place = info->node.place,
  };
  guint inputs[CHAIN_OP_MAX_INPUTS];

  if (node->kind != CHAIN_NODE_OPERATION)
    return chain_recorder_node (recorder, &value, copy, error);
  for (guint i = 0; i < node->n_inputs; i++)
    inputs[i] = copies[node->inputs[i]];
  return chain_recorder_operation (recorder, node->op, node->parameters, inputs, info->node.place,
                                   copy, error);
}

static gboolean
insert (ChainRecorder             *recorder,
        const ChainWorkspaceTrace *trace,
        const guint               *inputs,
        guint                     *output,
        GError                   **error)
{
  const guint       n = chain_graph_length (trace->trace.graph);
  g_autofree guint *copies = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    {
      const ChainNode          *node = chain_graph_node (trace->trace.graph, i);
      const ChainWorkspaceInfo *info = g_ptr_array_index (trace->trace.nodes, i);

      if (i < trace->trace.n_inputs)
        copies[i] = inputs[i];
      else if (info->capture != NULL)
        {
          if (!chain_recorder_find (recorder, info->capture, info->node.place, &copies[i], error))
            return FALSE;
        }
      else
        {
          if (!copy_node (recorder, node, info, copies, &copies[i], error))
            return FALSE;
          chain_workspace_info (recorder->record, copies[i])->node.function = trace->trace.function;
        }
    }
  *output = copies[trace->trace.output];
  return TRUE;
}

gboolean
chain_recorder_call_function (ChainRecorder *recorder,
                              guint          statement,
                              const guint   *inputs,
                              guint          n_inputs,
                              ChainTextPlace where,
                              guint         *node,
                              GError       **error)
{
  ChainRecorderSession *session = recorder->session;
  const ChainStatement *function = statement_of (recorder, statement);
  GPtrArray            *traces = session->workspace->traces;
  guint                 index = 0;

  if (n_inputs != function->parameters->len)
    return chain_recorder_fail (recorder, where, CHAIN_ERROR_SHAPE, error,
                                "%s: expected %u value%s, found %u", function->name,
                                function->parameters->len,
                                function->parameters->len == 1 ? "" : "s", n_inputs);
  while (index < traces->len
         && !is_for (recorder, g_ptr_array_index (traces, index), statement, inputs))
    index++;
  if (index == traces->len && !trace_function (recorder, statement, inputs, where, &index, error))
    return FALSE;
  /* A call within a function is made once, when that is traced. */
  if (recorder->trace != NULL)
    ((ChainTrace *) g_ptr_array_index (traces, index))->n_calls++;
  else
    g_array_append_val (session->build->calls, index);
  return insert (recorder, g_ptr_array_index (traces, index), inputs, node, error);
}
