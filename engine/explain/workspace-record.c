/* workspace-record.c: records expressions of a text as nodes of a graph.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-recorder.h"

#include "base/error.h"
#include "base/number.h"

#include <string.h>

static void
info_free (gpointer data)
{
  ChainWorkspaceInfo *info = data;

  chain_tensor_free (info->given);
  g_free (info);
}

void
chain_workspace_record_init (ChainWorkspaceRecord *record)
{
  record->graph = chain_graph_new ();
  record->infos = g_ptr_array_new_with_free_func (info_free);
}

void
chain_workspace_record_clear (ChainWorkspaceRecord *record)
{
  g_clear_pointer (&record->graph, chain_graph_free);
  g_clear_pointer (&record->infos, g_ptr_array_unref);
}

void
chain_value_clear (ChainValue *value)
{
  g_clear_pointer (&value->tensor, chain_tensor_free);
}

void
chain_recorder_init (ChainRecorder        *recorder,
                     ChainRecorderSession *session,
                     ChainWorkspaceRecord *record)
{
  *recorder = (ChainRecorder){ .session = session, .record = record };
  recorder->values = g_array_new (FALSE, FALSE, sizeof (ChainValue));
  g_array_set_clear_func (recorder->values, (GDestroyNotify) chain_value_clear);
}

void
chain_recorder_clear (ChainRecorder *recorder)
{
  g_array_unref (recorder->values);
  g_clear_pointer (&recorder->parameters, g_hash_table_unref);
}

gboolean
chain_recorder_fail (ChainRecorder *recorder,
                     ChainTextPlace where,
                     int            code,
                     GError       **error,
                     const char    *format,
                     ...)
{
  g_autofree char *message = NULL;
  va_list          arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return chain_syntax_fail (recorder->session->place, where, code, error, "%s", message);
}

static const char *
keep (ChainRecorder *recorder, const char *text)
{
  return g_string_chunk_insert_const (recorder->session->workspace->strings, text);
}

static guint
layer_of (const ChainRecorder *recorder, const ChainNode *node)
{
  guint layer = 0;

  for (guint i = 0; i < node->n_inputs; i++)
    layer = MAX (layer, chain_workspace_info (recorder->record, node->inputs[i])->node.layer + 1);
  return layer;
}

ChainWorkspaceInfo *
chain_recorder_add_info (ChainRecorder     *recorder,
                         guint              node,
                         ChainWorkspaceRole role,
                         ChainTextPlace     place,
                         const char        *title,
                         const char        *symbol)
{
  ChainWorkspaceInfo *info = g_new0 (ChainWorkspaceInfo, 1);

  info->node = (ChainWorkspaceNode){
    .index = node,
    .role = role,
    .title = title,
    .symbol = symbol,
    .place = place,
    .statement = recorder->statement,
    .variable = CHAIN_NO_NODE,
    .layer = layer_of (recorder, chain_graph_node (recorder->record->graph, node)),
  };
  g_ptr_array_add (recorder->record->infos, info);
  if (recorder->trace == NULL)
    {
      const ChainShape shape = chain_graph_node (recorder->record->graph, node)->shape;

      recorder->session->build->n_elements += shape.rows * shape.columns;
    }
  return info;
}

gboolean
chain_recorder_has_room (ChainRecorder *recorder,
                         ChainShape     shape,
                         ChainTextPlace where,
                         GError       **error)
{
  const gsize n = recorder->session->build->n_elements;

  if (recorder->record->infos->len >= CHAIN_WORKSPACE_MOST_NODES)
    return chain_recorder_fail (recorder, where, CHAIN_ERROR_VALUE, error,
                                "expected at most %d operations", CHAIN_WORKSPACE_MOST_NODES);
  if (shape.rows > CHAIN_WORKSPACE_MOST_ELEMENTS
      || shape.columns > (CHAIN_WORKSPACE_MOST_ELEMENTS - MIN (n, CHAIN_WORKSPACE_MOST_ELEMENTS))
                             / shape.rows)
    return chain_recorder_fail (recorder, where, CHAIN_ERROR_VALUE, error,
                                "expected at most %d elements in all tensors together, found a "
                                "tensor of [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "] more",
                                CHAIN_WORKSPACE_MOST_ELEMENTS, shape.rows, shape.columns);
  return TRUE;
}

/* What has no name in the text is called v1, v2, … */
static void
name_part (ChainRecorder *recorder, ChainWorkspaceInfo *info)
{
  char name[32];

  g_snprintf (name, sizeof name, "%s%u", recorder->session->workspace->part_letter,
              ++recorder->n_parts);
  info->node.name = keep (recorder, name);
}

void
chain_recorder_name (ChainRecorder *recorder, guint node, const char *name)
{
  ChainWorkspaceInfo *info = chain_workspace_info (recorder->record, node);

  if (info->node.is_named)
    return;
  /* The part's number is free again if it was the last one given. */
  if (info->node.name != info->node.symbol && node + 1 == recorder->record->infos->len)
    recorder->n_parts--;
  info->node.name = name;
  info->node.is_named = TRUE;
}

static ChainOrigin
no_origin (void)
{
  return (ChainOrigin){ CHAIN_PHASE_FORWARD, 0, CHAIN_QUANTITY_OTHER };
}

static gboolean
number_node (ChainRecorder *recorder, const ChainValue *value, guint *node, GError **error)
{
  ChainWorkspaceInfo *info;
  char                number[CHAIN_NUMBER_SIZE];

  if (!chain_recorder_has_room (recorder, (ChainShape){ 1, 1 }, value->place, error))
    return FALSE;
  *node = chain_graph_add_constant (recorder->record->graph, NULL, value->number, no_origin ());
  info = chain_recorder_add_info (recorder, *node, CHAIN_WORKSPACE_CONSTANT, value->place,
                                  "constant",
                                  keep (recorder, chain_number_show (value->number, 6, number)));
  info->node.name = info->node.symbol;
  return TRUE;
}

static gboolean
tensor_node (ChainRecorder *recorder, const ChainValue *value, guint *node, GError **error)
{
  const ChainShape    shape = { value->tensor->rows, value->tensor->columns };
  ChainWorkspaceInfo *info;

  if (!chain_recorder_has_room (recorder, shape, value->place, error))
    return FALSE;
  *node = chain_graph_add_input (recorder->record->graph, shape, no_origin ());
  info = chain_recorder_add_info (recorder, *node, CHAIN_WORKSPACE_CONSTANT, value->place,
                                  "constant", "[ ]");
  info->given = chain_tensor_copy (value->tensor);
  info->initial = value->initial;
  name_part (recorder, info);
  return TRUE;
}

/* The node of a value; a number becomes one. */
gboolean
chain_recorder_node (ChainRecorder *recorder, const ChainValue *value, guint *node, GError **error)
{
  switch (value->kind)
    {
    case CHAIN_VALUE_NUMBER:
      return number_node (recorder, value, node, error);
    case CHAIN_VALUE_TENSOR:
      return tensor_node (recorder, value, node, error);
    case CHAIN_VALUE_STRING:
      return chain_recorder_fail (recorder, value->place, CHAIN_ERROR_VALUE, error,
                                  "expected a value, found the text “%s”", value->string);
    default:
      *node = value->node;
      return TRUE;
    }
}

gboolean
chain_recorder_operation (ChainRecorder *recorder,
                          const ChainOp *op,
                          const double  *parameters,
                          const guint   *inputs,
                          ChainTextPlace where,
                          guint         *node,
                          GError       **error)
{
  ChainShape         shapes[CHAIN_OP_MAX_INPUTS];
  ChainShape         shape;
  g_autoptr (GError) unfit = NULL;
  ChainWorkspaceInfo *info;

  for (guint i = 0; i < op->n_inputs; i++)
    shapes[i] = chain_graph_node (recorder->record->graph, inputs[i])->shape;
  if (op->kind == CHAIN_OP_LOSS
      && (shapes[0].rows != shapes[1].rows || shapes[0].columns != shapes[1].columns))
    return chain_recorder_fail (recorder, where, CHAIN_ERROR_SHAPE, error,
                                "%s: expected a target of the prediction's shape "
                                "[%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "], found "
                                "[%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]",
                                op->name, shapes[0].rows, shapes[0].columns, shapes[1].rows,
                                shapes[1].columns);
  if (!op->shape (op, shapes, &shape, &unfit))
    return chain_recorder_fail (recorder, where, CHAIN_ERROR_SHAPE, error, "%s", unfit->message);
  if (!chain_recorder_has_room (recorder, shape, where, error))
    return FALSE;
  *node = chain_graph_add_operation (recorder->record->graph, op, parameters, inputs, no_origin (),
                                     error);
  info = chain_recorder_add_info (recorder, *node,
                                  op->assigns ? CHAIN_WORKSPACE_ASSIGNMENT
                                              : CHAIN_WORKSPACE_OPERATION,
                                  where, op->title, op->symbol);
  name_part (recorder, info);
  return TRUE;
}

guint
chain_recorder_variable_node (ChainRecorder *recorder, guint variable, ChainShape shape, ChainTextPlace where)
{
  ChainWorkspaceVariable *v = g_ptr_array_index (recorder->session->build->variables, variable);
  const guint node = chain_graph_add_variable (recorder->record->graph, shape, no_origin ());
  ChainWorkspaceInfo *info = chain_recorder_add_info (recorder, node, CHAIN_WORKSPACE_VARIABLE,
                                                      where, "variable", v->name);

  info->node.name = v->name;
  info->node.is_named = TRUE;
  info->node.variable = variable;
  g_array_append_val (v->nodes, node);
  return node;
}

guint
chain_recorder_variable (ChainRecorder     *recorder,
                         const char        *name,
                         const ChainTensor *value,
                         const char        *initial,
                         ChainTextPlace     where)
{
  ChainWorkspaceVariable *variable = g_new0 (ChainWorkspaceVariable, 1);
  GPtrArray              *variables = recorder->session->build->variables;
  guint                   node;

  variable->name = name;
  variable->nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  variable->first = chain_tensor_copy (value);
  variable->value = chain_tensor_copy (value);
  variable->gradient = chain_tensor_new (value->rows, value->columns);
  g_ptr_array_add (variables, variable);
  node = chain_recorder_variable_node (recorder, variables->len - 1, (ChainShape){ value->rows, value->columns },
                        where);
  chain_workspace_info (recorder->record, node)->initial = initial;
  return node;
}

guint
chain_recorder_data (ChainRecorder *recorder,
                     ChainDataPart  part,
                     guint          column,
                     ChainTextPlace where)
{
  const ChainWorkspace *workspace = recorder->session->workspace;
  ChainShape            shape = { recorder->session->n_rows, 1 };
  ChainWorkspaceInfo   *info;
  const char           *title = "features";
  guint                 node;

  if (part == CHAIN_PART_COLUMN)
    {
      g_autofree char *text
          = g_strdup_printf ("column %s", chain_table_column (workspace->table, column)->name);

      title = keep (recorder, text);
    }
  else
    shape.columns = part == CHAIN_PART_FEATURES ? workspace->dataset->n_inputs
                                                : workspace->dataset->n_outputs;
  if (part == CHAIN_PART_TARGETS)
    title = "targets";
  node = chain_graph_add_input (recorder->record->graph, shape, no_origin ());
  info = chain_recorder_add_info (recorder, node, CHAIN_WORKSPACE_DATA, where, title, title);
  info->part = part;
  info->column = column;
  name_part (recorder, info);
  return node;
}

ChainBinding *
chain_recorder_bind (ChainRecorderSession *session, const char *name, guint node, guint variable)
{
  ChainBinding *binding = g_new (ChainBinding, 1);

  *binding = (ChainBinding){ node, variable, CHAIN_NO_NODE };
  g_hash_table_replace (session->bindings, (char *) name, binding);
  return binding;
}

/* A name the text does not define: one given with the text, or a column's. */
static ChainBinding *
bind_given (ChainRecorder *recorder, const char *name, ChainTextPlace where)
{
  ChainRecorderSession *session = recorder->session;
  const ChainWorkspace *workspace = session->workspace;
  ChainBinding         *binding = NULL;
  const int column = workspace->table != NULL ? chain_table_find (workspace->table, name) : -1;
  const ChainTensor    *tensor;

  if (workspace->first_variables != NULL
      && (tensor = g_hash_table_lookup (workspace->first_variables, name)) != NULL)
    {
      const guint node = chain_recorder_variable (session->main, name, tensor, NULL, where);

      binding = chain_recorder_bind (session, name, node, session->build->variables->len - 1);
    }
  else if (workspace->first_constants != NULL
           && (tensor = g_hash_table_lookup (workspace->first_constants, name)) != NULL)
    {
      const ChainValue value = {
        .kind = chain_tensor_size (tensor) == 1 ? CHAIN_VALUE_NUMBER : CHAIN_VALUE_TENSOR,
        .number = tensor->values[0],
        .tensor = (ChainTensor *) tensor,
        .place = where,
      };
      guint node;

      if (!chain_recorder_node (session->main, &value, &node, NULL))
        return NULL;
      binding = chain_recorder_bind (session, name, node, CHAIN_NO_NODE);
    }
  else if (column >= 0
           && chain_table_column (workspace->table, (guint) column)->kind == CHAIN_COLUMN_NUMBER)
    binding = chain_recorder_bind (session, name,
                    chain_recorder_data (session->main, CHAIN_PART_COLUMN, (guint) column, where),
                    CHAIN_NO_NODE);
  if (binding != NULL)
    chain_recorder_name (session->main, binding->node, name);
  return binding;
}

/* The node in the text's own graph that a name stands for. */
gboolean
chain_recorder_find_around (ChainRecorder *recorder,
             const char    *name,
             ChainTextPlace where,
             guint         *node,
             GError       **error)
{
  ChainRecorderSession *session = recorder->session;
  ChainBinding         *binding = g_hash_table_lookup (session->bindings, name);

  if (binding == NULL)
    binding = bind_given (recorder, name, where);
  if (binding == NULL)
    return chain_recorder_fail (recorder, where, CHAIN_ERROR_VALUE, error,
                                "expected a name that is defined before, found “%s”", name);
  if (binding->function != CHAIN_NO_NODE)
    return chain_recorder_fail (recorder, where, CHAIN_ERROR_VALUE, error,
                                "%s is a function: expected “(” behind it", name);
  *node = binding->node;
  if (binding->variable != CHAIN_NO_NODE)
    {
      const ChainWorkspaceVariable *variable
          = g_ptr_array_index (session->build->variables, binding->variable);

      *node = g_array_index (variable->nodes, guint, variable->nodes->len - 1);
    }
  return TRUE;
}

/* In a trace, what is read from around the function is an input of the trace. */
static guint
capture (ChainRecorder *recorder, const char *name, guint around, ChainTextPlace where)
{
  const ChainGraph   *graph = recorder->session->main->record->graph;
  const ChainShape    shape = chain_graph_node (graph, around)->shape;
  ChainWorkspaceInfo *info;
  guint               node;

  for (guint i = 0; i < recorder->record->infos->len; i++)
    if (g_strcmp0 (chain_workspace_info (recorder->record, i)->capture, name) == 0)
      return i;
  node = chain_graph_add_input (recorder->record->graph, shape, no_origin ());
  info = chain_recorder_add_info (
      recorder, node, chain_workspace_info (recorder->session->main->record, around)->node.role,
      where, "value around the function", name);
  info->node.name = name;
  info->node.is_named = TRUE;
  info->capture = name;
  g_ptr_array_add (recorder->trace->trace.captured, (char *) name);
  g_array_append_val (recorder->trace->captured_shapes, shape);
  return node;
}

/* The node a name stands for: that of a parameter, or of a value around the function. */
gboolean
chain_recorder_find (ChainRecorder *recorder,
                     const char    *name,
                     ChainTextPlace where,
                     guint         *node,
                     GError       **error)
{
  if (!chain_recorder_find_around (recorder, name, where, node, error))
    return FALSE;
  if (recorder->trace != NULL)
    *node = capture (recorder, name, *node, where);
  return TRUE;
}

static gboolean
push_name (ChainRecorder *recorder, const ChainSyntaxItem *item, GError **error)
{
  ChainValue      value = { .kind = CHAIN_VALUE_NODE, .place = item->place };
  const ChainNode *node;
  guint           parameter = 0;

  if (recorder->parameters != NULL)
    parameter = GPOINTER_TO_UINT (g_hash_table_lookup (recorder->parameters, item->text));
  if (parameter > 0)
    value.node = parameter - 1;
  else if (!chain_recorder_find (recorder, item->text, item->place, &value.node, error))
    return FALSE;
  node = chain_graph_node (recorder->record->graph, value.node);
  if (recorder->lists > 0)
    {
      if (node->kind != CHAIN_NODE_CONSTANT)
        return chain_recorder_fail (recorder, item->place, CHAIN_ERROR_VALUE, error,
                                    "expected a number in a list, found “%s”", item->text);
      value.kind = CHAIN_VALUE_NUMBER;
      value.number = node->value;
    }
  g_array_append_val (recorder->values, value);
  return TRUE;
}

/* Rows of one length, or numbers, as one tensor. */
static gboolean
push_list (ChainRecorder *recorder, const ChainSyntaxItem *item, GError **error)
{
  const guint  first = recorder->values->len - item->n;
  ChainValue   list = { .kind = CHAIN_VALUE_TENSOR, .place = item->place };
  const ChainValue *row = &g_array_index (recorder->values, ChainValue, first);
  const gboolean    nested = row->kind == CHAIN_VALUE_TENSOR;
  const gsize       columns = nested ? row->tensor->columns : item->n;

  recorder->lists--;
  list.tensor = chain_tensor_new (nested ? item->n : 1, columns);
  for (guint i = 0; i < item->n; i++, row++)
    {
      const gboolean fits = nested ? row->kind == CHAIN_VALUE_TENSOR && row->tensor->rows == 1
                                         && row->tensor->columns == columns
                                   : row->kind == CHAIN_VALUE_NUMBER;

      if (!fits || row->argument != NULL)
        {
          chain_value_clear (&list);
          return chain_recorder_fail (recorder, row->place, CHAIN_ERROR_SHAPE, error, nested
                                      ? "expected a row of %" G_GSIZE_FORMAT " numbers"
                                      : "expected a number, as the first of the %" G_GSIZE_FORMAT
                                        " elements is", columns);
        }
      if (nested)
        memcpy (list.tensor->values + i * columns, row->tensor->values, columns * sizeof (double));
      else
        list.tensor->values[i] = row->number;
    }
  g_array_set_size (recorder->values, first);
  g_array_append_val (recorder->values, list);
  return TRUE;
}

static gboolean
apply (ChainRecorder *recorder, guint index, GError **error)
{
  const ChainSyntaxItem *item
      = &g_array_index (recorder->session->workspace->syntax->items, ChainSyntaxItem, index);
  ChainValue             value = { .place = item->place };
  ChainValue            *named;

  switch (item->kind)
    {
    case CHAIN_SYNTAX_NUMBER:
      value.kind = CHAIN_VALUE_NUMBER;
      value.number = item->number;
      g_array_append_val (recorder->values, value);
      return TRUE;
    case CHAIN_SYNTAX_STRING:
      value.kind = CHAIN_VALUE_STRING;
      value.string = item->text;
      g_array_append_val (recorder->values, value);
      return TRUE;
    case CHAIN_SYNTAX_NAME:
      return push_name (recorder, item, error);
    case CHAIN_SYNTAX_OPEN:
      recorder->lists++;
      return TRUE;
    case CHAIN_SYNTAX_LIST:
      return push_list (recorder, item, error);
    case CHAIN_SYNTAX_ARGUMENT:
      named = &g_array_index (recorder->values, ChainValue, recorder->values->len - 1);
      named->argument = item->text;
      named->argument_place = item->place;
      return TRUE;
    default:
      return chain_recorder_call (recorder, index, error);
    }
}

/* Runs through the items of an expression. */
gboolean
chain_recorder_evaluate (ChainRecorder *recorder,
                         guint          first,
                         guint          last,
                         ChainValue    *value,
                         GError       **error)
{
  recorder->last_item = last - 1;
  for (guint i = first; i < last; i++)
    if (!apply (recorder, i, error))
      return FALSE;
  *value = g_array_index (recorder->values, ChainValue, recorder->values->len - 1);
  g_array_index (recorder->values, ChainValue, recorder->values->len - 1).tensor = NULL;
  g_array_set_size (recorder->values, recorder->values->len - 1);
  return TRUE;
}
