/* workspace-call.c: what a call in a text means: an operation of the tables, a function of the
 * text, a variable, a tensor to begin with, or rows of the data.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-recorder.h"

#include "base/error.h"
#include "base/number.h"
#include "model/initializer.h"

#include <math.h>
#include <string.h>

#define MOST_ARGUMENTS 8

/* How operators, and other names of operations, are called in the tables. */
static const struct
{
  const char *word;
  guint       n_values;
  const char *name;
} other_names[] = {
  { "+", 2, "add" },         { "-", 2, "subtract" },    { "*", 2, "multiply" },
  { "/", 2, "divide" },      { "^", 2, "power" },       { "@", 2, "matmul" },
  { "-", 1, "negative" },    { "pow", 2, "power" },     { "ln", 1, "log" },
  { "max", 2, "maximum" },   { "min", 2, "minimum" },   { "reduce_sum", 1, "sum" },
  { "reduce_mean", 1, "mean" }, { "reduce_max", 1, "max" }, { "reduce_min", 1, "min" },
  { "identity", 1, "linear" },
};

static const ChainOp *const *const tables[] = { chain_arithmetic, chain_activations, chain_losses };

/* Losses and penalties, whose equations take what they are differentiated for as 1. */
gboolean
chain_op_ends_chain (const ChainOp *op)
{
  return op->kind == CHAIN_OP_LOSS || g_str_has_suffix (op->name, "_penalty");
}

static gboolean
is_meant (const ChainOp *op, const char *name, int axis)
{
  if (op->assigns || op->backward == NULL)
    return FALSE;
  if (axis < 0 || op->reduction == NULL)
    return g_str_equal (op->name, name);
  return g_str_equal (op->reduction, name) && (int) op->axis == axis + 1;
}

/* The operation a word stands for with so many values; @axis is −1 where none is given. */
const ChainOp *
chain_workspace_find_op (const char *word, guint n_values, int axis)
{
  for (guint i = 0; i < G_N_ELEMENTS (other_names); i++)
    if (other_names[i].n_values == n_values && g_str_equal (other_names[i].word, word))
      {
        word = other_names[i].name;
        break;
      }
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const ChainOp *const *op = tables[i]; *op != NULL; op++)
      if (is_meant (*op, word, axis))
        return *op;
  return NULL;
}

typedef struct
{
  ChainRecorder         *recorder;
  const ChainSyntaxItem *item;
  guint                  index;    /* of the item */
  ChainValue            *values;   /* those without a name, then those with one */
  guint                  n_values; /* without a name */
  guint                  n_all;
} Call;

static gboolean
fail_call (const Call *call, int code, GError **error, const char *message)
{
  return chain_recorder_fail (call->recorder, call->item->place, code, error, "%s: %s",
                              call->item->text, message);
}

static gboolean
check_count (const Call *call, guint least, guint most, GError **error)
{
  g_autofree char *message = NULL;

  if (call->n_values >= least && call->n_values <= most)
    return TRUE;
  if (least == most)
    message = g_strdup_printf ("expected %u value%s, found %u", least, least == 1 ? "" : "s",
                               call->n_values);
  else
    message = g_strdup_printf ("expected %u to %u values, found %u", least, most, call->n_values);
  return fail_call (call, CHAIN_ERROR_SHAPE, error, message);
}

static ChainValue *
named (const Call *call, const char *name)
{
  for (guint i = call->n_values; i < call->n_all; i++)
    if (g_str_equal (call->values[i].argument, name))
      return &call->values[i];
  return NULL;
}

static gboolean
fail_argument (const Call *call, const ChainValue *value, GError **error, const char *expected)
{
  char        number[CHAIN_NUMBER_SIZE];
  const char *name = value->argument != NULL ? value->argument : call->item->text;

  if (value->kind == CHAIN_VALUE_NUMBER)
    return chain_recorder_fail (call->recorder, value->place, CHAIN_ERROR_VALUE, error,
                                "%s: expected %s, found %s", name, expected,
                                chain_number_write (value->number, number));
  return chain_recorder_fail (call->recorder, value->place, CHAIN_ERROR_VALUE, error,
                              "%s: expected %s", name, expected);
}

static gboolean
whole_argument (const Call *call, const ChainValue *value, double least, double most, double *whole,
                GError **error)
{
  g_autofree char *expected = NULL;

  if (value->kind == CHAIN_VALUE_NUMBER && value->number >= least && value->number <= most
      && value->number == floor (value->number))
    {
      *whole = value->number;
      return TRUE;
    }
  expected = g_strdup_printf ("an integer from %.0f to %.0f", least, most);
  return fail_argument (call, value, error, expected);
}

/* Every value given by name must be one of these; NULL ends the list. */
static gboolean
check_names (const Call *call, const ChainParameter *parameters, const char *other, GError **error)
{
  for (guint i = call->n_values; i < call->n_all; i++)
    {
      const ChainValue *value = &call->values[i];
      gboolean          known = g_strcmp0 (value->argument, other) == 0;

      for (guint k = 0; parameters != NULL && k < chain_parameters_count (parameters); k++)
        known |= g_str_equal (parameters[k].name, value->argument);
      if (!known)
        return chain_recorder_fail (call->recorder, value->argument_place, CHAIN_ERROR_VALUE, error,
                                    "%s: there is no “%s” to be given to it", call->item->text,
                                    value->argument);
    }
  return TRUE;
}

static void
push_node (const Call *call, guint node)
{
  const ChainValue value = { .kind = CHAIN_VALUE_NODE, .node = node, .place = call->item->place };

  g_array_append_val (call->recorder->values, value);
}

static gboolean
refuse_in_function (const Call *call, GError **error)
{
  if (call->recorder->trace == NULL)
    return TRUE;
  return fail_call (call, CHAIN_ERROR_UNSUPPORTED, error,
                    "expected it outside of functions, which read what is around them");
}

/* The numbers of a variable to begin with: they must not be computed from anything. */
static gboolean
first_value (const Call *call, ChainTensor **tensor, const char **initial, GError **error)
{
  const ChainValue         *value = &call->values[0];
  const ChainWorkspaceInfo *info;

  *initial = value->initial;
  if (value->kind == CHAIN_VALUE_NODE)
    {
      const ChainNode *node = chain_graph_node (call->recorder->record->graph, value->node);

      info = chain_workspace_info (call->recorder->record, value->node);
      if (node->kind == CHAIN_NODE_CONSTANT)
        {
          *tensor = chain_tensor_new (1, 1);
          (*tensor)->values[0] = node->value;
          return TRUE;
        }
      if (info->given != NULL)
        {
          *initial = info->initial;
          *tensor = chain_tensor_copy (info->given);
          return TRUE;
        }
    }
  else if (value->kind == CHAIN_VALUE_TENSOR)
    {
      *tensor = chain_tensor_copy (value->tensor);
      return TRUE;
    }
  else if (value->kind == CHAIN_VALUE_NUMBER)
    {
      *tensor = chain_tensor_new (1, 1);
      (*tensor)->values[0] = value->number;
      return TRUE;
    }
  return fail_argument (call, value, error, "numbers, or a tensor filled with them");
}

static gboolean
call_variable (const Call *call, GError **error)
{
  const ChainSyntax     *syntax = call->recorder->session->workspace->syntax;
  const ChainStatement  *statement
      = &g_array_index (syntax->statements, ChainStatement, call->recorder->statement);
  g_autoptr (ChainTensor) tensor = NULL;
  const ChainTensor     *other = NULL;
  GHashTable            *first = call->recorder->session->workspace->first_variables;
  const char            *initial;

  if (!refuse_in_function (call, error) || !check_count (call, 1, 1, error)
      || !check_names (call, NULL, NULL, error))
    return FALSE;
  if (statement->kind != CHAIN_STATEMENT_DEFINE || call->index != call->recorder->last_item)
    return fail_call (call, CHAIN_ERROR_SYNTAX, error,
                      "expected it on its own and with a name, as in w = variable(5)");
  if (!first_value (call, &tensor, &initial, error)
      || !chain_recorder_has_room (call->recorder, (ChainShape){ tensor->rows, tensor->columns },
                                   call->item->place, error))
    return FALSE;
  if (first != NULL)
    other = g_hash_table_lookup (first, statement->name);
  push_node (call, chain_recorder_variable (call->recorder, statement->name,
                                            other != NULL ? other : tensor,
                                            other != NULL ? NULL : initial, statement->place));
  return TRUE;
}

static gboolean
call_column (const Call *call, GError **error)
{
  const ChainTable *table = call->recorder->session->workspace->table;
  const char       *name;
  int               column;

  if (!refuse_in_function (call, error) || !check_count (call, 1, 1, error)
      || !check_names (call, NULL, NULL, error))
    return FALSE;
  if (call->values[0].kind != CHAIN_VALUE_STRING)
    return fail_argument (call, &call->values[0], error, "the name of a column, as in column(\"x1\")");
  name = call->values[0].string;
  column = table != NULL ? chain_table_find (table, name) : -1;
  if (column < 0)
    return chain_recorder_fail (call->recorder, call->values[0].place, CHAIN_ERROR_VALUE, error,
                                table != NULL ? "the data has no column “%s”"
                                              : "there is no data to have a column “%s”", name);
  if (chain_table_column (table, (guint) column)->kind != CHAIN_COLUMN_NUMBER)
    return chain_recorder_fail (call->recorder, call->values[0].place, CHAIN_ERROR_VALUE, error,
                                "the column “%s” holds no numbers", name);
  push_node (call, chain_recorder_data (call->recorder, CHAIN_PART_COLUMN, (guint) column,
                                        call->item->place));
  return TRUE;
}

static gboolean
call_part (const Call *call, ChainDataPart part, GError **error)
{
  if (!refuse_in_function (call, error) || !check_count (call, 0, 0, error))
    return FALSE;
  push_node (call, chain_recorder_data (call->recorder, part, 0, call->item->place));
  return TRUE;
}

static gboolean
call_features (const Call *call, GError **error)
{
  if (call->recorder->session->workspace->dataset == NULL)
    return fail_call (call, CHAIN_ERROR_VALUE, error, "there is no data of a network");
  return call_part (call, CHAIN_PART_FEATURES, error);
}

static gboolean
call_targets (const Call *call, GError **error)
{
  if (call->recorder->session->workspace->dataset == NULL)
    return fail_call (call, CHAIN_ERROR_VALUE, error, "there is no data of a network");
  return call_part (call, CHAIN_PART_TARGETS, error);
}

/* zeros(2, 3), glorot_uniform(2, 3, seed=1), constant(2, 3, value=0.1) */
static gboolean
call_initializer (const Call *call, const ChainInitializer *initializer, GError **error)
{
  const ChainParameter *parameters = initializer->parameters;
  double                p[CHAIN_MAX_PARAMETERS];
  double                sides[] = { 1, 1 };
  double                seed = 0;
  ChainRandom           random;
  ChainValue            value = { .kind = CHAIN_VALUE_TENSOR, .place = call->item->place };
  const ChainValue     *given = named (call, "seed");

  if (!check_count (call, 1, 2, error) || !check_names (call, parameters, "seed", error))
    return FALSE;
  for (guint i = 0; i < call->n_values; i++)
    if (!whole_argument (call, &call->values[i], 1, CHAIN_WORKSPACE_MOST_ELEMENTS,
                         &sides[i + 2 - call->n_values], error))
      return FALSE;
  if (given != NULL && !whole_argument (call, given, 0, 9007199254740992.0, &seed, error))
    return FALSE;
  chain_parameters_init (parameters, p);
  for (guint k = 0; k < chain_parameters_count (parameters); k++)
    {
      const ChainValue *parameter = named (call, parameters[k].name);
      g_autofree char  *range = chain_parameter_range (&parameters[k]);

      if (parameter == NULL)
        continue;
      if (parameter->kind != CHAIN_VALUE_NUMBER
          || !chain_parameter_allows (&parameters[k], parameter->number))
        return fail_argument (call, parameter, error, range);
      p[k] = parameter->number;
    }
  if (!chain_recorder_has_room (call->recorder, (ChainShape){ (gsize) sides[0], (gsize) sides[1] },
                                call->item->place, error))
    return FALSE;
  chain_random_init (&random, (guint64) seed, CHAIN_STREAM_WEIGHTS);
  value.tensor = chain_tensor_new ((gsize) sides[0], (gsize) sides[1]);
  initializer->fill (value.tensor, p, &random);
  if (g_str_equal (initializer->name, "zeros") || g_str_equal (initializer->name, "ones"))
    value.initial = initializer->name;
  g_array_append_val (call->recorder->values, value);
  return TRUE;
}

static gboolean
call_function (const Call *call, guint statement, GError **error)
{
  guint inputs[MOST_ARGUMENTS];
  guint node;

  if (!check_names (call, NULL, NULL, error))
    return FALSE;
  for (guint i = 0; i < call->n_values; i++)
    if (!chain_recorder_node (call->recorder, &call->values[i], &inputs[i], error))
      return FALSE;
  if (!chain_recorder_call_function (call->recorder, statement, inputs, call->n_values,
                                     call->item->place, &node, error))
    return FALSE;
  push_node (call, node);
  return TRUE;
}

/* The operation's parameters, given by name or behind its values. */
static gboolean
read_parameters (const Call *call, const ChainOp *op, double *p, GError **error)
{
  chain_parameters_init (op->parameters, p);
  for (guint k = 0; k < chain_parameters_count (op->parameters); k++)
    {
      const ChainValue *value = named (call, op->parameters[k].name);
      g_autofree char  *range = chain_parameter_range (&op->parameters[k]);

      if (value == NULL && op->n_inputs + k < call->n_values)
        value = &call->values[op->n_inputs + k];
      if (value == NULL)
        continue;
      if (value->kind != CHAIN_VALUE_NUMBER
          || !chain_parameter_allows (&op->parameters[k], value->number))
        return fail_argument (call, value, error, range);
      p[k] = value->number;
    }
  return TRUE;
}

static gboolean
record_unary (const Call *call, const char *name, guint input, guint *node, GError **error)
{
  const ChainOp *op = chain_workspace_find_op (name, 1, -1);

  return chain_recorder_operation (call->recorder, op, NULL, &input, call->item->place, node,
                                   error);
}

/* The logits that probabilities were made of; where they were not, those they could be made of:
 * ln p, of which softmax makes p over its sum, and ln p − ln(1 − p), of which sigmoid makes p. */
static gboolean
logits_of (const Call *call, const ChainOp *loss, guint *input, GError **error)
{
  const ChainNode *p = chain_graph_node (call->recorder->record->graph, *input);
  const guint      probability = *input;
  ChainValue       one = { .kind = CHAIN_VALUE_NUMBER, .number = 1, .place = call->item->place };
  guint            pair[2];

  if (p->op != NULL && g_str_equal (p->op->name, loss->from_logits_of))
    {
      *input = p->inputs[0];
      return TRUE;
    }
  if (!record_unary (call, "log", probability, input, error))
    return FALSE;
  if (g_str_equal (loss->from_logits_of, "sigmoid"))
    {
      pair[1] = probability;
      if (!chain_recorder_node (call->recorder, &one, &pair[0], error)
          || !chain_recorder_operation (call->recorder, chain_workspace_find_op ("-", 2, -1), NULL,
                                        pair, call->item->place, &pair[1], error)
          || !record_unary (call, "log", pair[1], &pair[1], error))
        return FALSE;
      pair[0] = *input;
      if (!chain_recorder_operation (call->recorder, chain_workspace_find_op ("-", 2, -1), NULL,
                                     pair, call->item->place, input, error))
        return FALSE;
    }
  /* What the loss's equation is written with. */
  return record_unary (call, loss->from_logits_of, *input, &pair[0], error);
}

static gboolean
read_logits (const Call *call, const ChainOp *op, guint *input, GError **error)
{
  const ChainValue *value = named (call, "from_logits");
  double            from_logits = 0;
  guint             activation;

  if (value != NULL && !whole_argument (call, value, 0, 1, &from_logits, error))
    return FALSE;
  if (from_logits != 0)
    return record_unary (call, op->from_logits_of, *input, &activation, error);
  return logits_of (call, op, input, error);
}

static gboolean
call_op (const Call *call, const ChainOp *op, GError **error)
{
  const ChainValue *exponent = &call->values[1];
  const char       *other = op->from_logits_of != NULL ? "from_logits"
                            : op->reduction != NULL    ? "axis"
                                                       : NULL;
  guint             inputs[CHAIN_OP_MAX_INPUTS];
  double            p[CHAIN_MAX_PARAMETERS];
  guint             node;

  if (!check_count (call, op->n_inputs, op->n_inputs + chain_parameters_count (op->parameters),
                    error)
      || !check_names (call, op->parameters, other, error) || !read_parameters (call, op, p, error))
    return FALSE;
  /* x² is the square, whose slope is 2x without a power to be computed. */
  if (g_str_equal (op->name, "power") && exponent->kind == CHAIN_VALUE_NUMBER
      && exponent->number == 2)
    op = chain_workspace_find_op ("square", 1, -1);
  for (guint i = 0; i < op->n_inputs; i++)
    if (!chain_recorder_node (call->recorder, &call->values[i], &inputs[i], error))
      return FALSE;
  if ((op->from_logits_of != NULL && !read_logits (call, op, &inputs[0], error))
      || !chain_recorder_operation (call->recorder, op, p, inputs, call->item->place, &node, error))
    return FALSE;
  push_node (call, node);
  return TRUE;
}

/* Of numbers alone, in a list or as the minus of a number: a number. */
static gboolean
fold (const Call *call, const ChainOp *op, GError **error)
{
  ChainValue result = { .kind = CHAIN_VALUE_NUMBER, .place = call->item->place };

  for (guint i = 0; i < call->n_all; i++)
    if (call->values[i].kind != CHAIN_VALUE_NUMBER)
      return chain_recorder_fail (call->recorder, call->values[i].place, CHAIN_ERROR_VALUE, error,
                                  "expected a number in a list");
  if (!check_count (call, op->n_inputs, op->n_inputs, error))
    return FALSE;
  if (op->value != NULL)
    {
      double p[CHAIN_MAX_PARAMETERS];

      chain_parameters_init (op->parameters, p);
      result.number = op->value (call->values[0].number, p);
    }
  else if (op->n_inputs == 2 && op->pair != NULL)
    result.number = op->pair (call->values[0].number, call->values[1].number);
  else
    return fail_call (call, CHAIN_ERROR_UNSUPPORTED, error, "expected a number in a list");
  g_array_append_val (call->recorder->values, result);
  return TRUE;
}

static const struct
{
  const char *word;
  gboolean  (*record) (const Call *call, GError **error);
} specials[] = {
  { "variable", call_variable },
  { "column", call_column },
  { "features", call_features },
  { "targets", call_targets },
};

static gboolean
find_axis (const Call *call, int *axis, GError **error)
{
  const ChainValue *value = named (call, "axis");
  double            whole;

  *axis = -1;
  if (value == NULL)
    return TRUE;
  if (!whole_argument (call, value, -2, 1, &whole, error))
    return FALSE;
  *axis = (int) whole < 0 ? (int) whole + 2 : (int) whole;
  return TRUE;
}

static gboolean
is_minus_of_number (const Call *call)
{
  return call->n_all == 1 && g_str_equal (call->item->text, "-")
         && call->values[0].kind == CHAIN_VALUE_NUMBER;
}

static gboolean
dispatch (const Call *call, GError **error)
{
  const char         *word = call->item->text;
  const ChainBinding *binding = g_hash_table_lookup (call->recorder->session->bindings, word);
  const ChainInitializer *initializer = chain_initializer_find (word);
  const ChainOp      *op;
  int                 axis;

  if (binding != NULL && binding->function != CHAIN_NO_NODE && call->recorder->lists == 0)
    return call_function (call, binding->function, error);
  for (guint i = 0; i < G_N_ELEMENTS (specials); i++)
    if (g_str_equal (specials[i].word, word) && call->recorder->lists == 0)
      return specials[i].record (call, error);
  if (initializer != NULL && call->recorder->lists == 0)
    return call_initializer (call, initializer, error);
  if (!find_axis (call, &axis, error))
    return FALSE;
  op = chain_workspace_find_op (word, call->n_values, axis);
  if (op == NULL)
    return chain_recorder_fail (call->recorder, call->item->place, CHAIN_ERROR_VALUE, error,
                                "there is no function “%s”", word);
  if (call->recorder->lists > 0 || is_minus_of_number (call))
    return fold (call, op, error);
  return call_op (call, op, error);
}

/* Values given by name stand behind the others. */
static gboolean
order_values (Call *call, GError **error)
{
  for (guint i = 0; i < call->n_all; i++)
    {
      if (call->values[i].argument == NULL && i > call->n_values)
        return chain_recorder_fail (call->recorder, call->values[i].place, CHAIN_ERROR_SYNTAX,
                                    error, "expected values without a name before those with one");
      call->n_values += call->values[i].argument == NULL;
    }
  return TRUE;
}

gboolean
chain_recorder_call (ChainRecorder *recorder, guint item, GError **error)
{
  const GArray *items = recorder->session->workspace->syntax->items;
  Call          call = { recorder, &g_array_index (items, ChainSyntaxItem, item), item };
  ChainValue    values[MOST_ARGUMENTS] = { { 0 } };
  GArray       *stack = recorder->values;
  gboolean      done;

  if (call.item->n > MOST_ARGUMENTS)
    return chain_recorder_fail (recorder, call.item->place, CHAIN_ERROR_VALUE, error,
                                "%s: expected at most %d values, found %u", call.item->text,
                                MOST_ARGUMENTS, call.item->n);
  /* The values are the call's now, not the stack's. */
  call.n_all = call.item->n;
  call.values = values;
  for (guint i = 0; i < call.n_all; i++)
    {
      ChainValue *value = &g_array_index (stack, ChainValue, stack->len - call.n_all + i);

      values[i] = *value;
      value->tensor = NULL;
    }
  g_array_set_size (stack, stack->len - call.n_all);
  done = order_values (&call, error) && dispatch (&call, error);
  for (guint i = 0; i < call.n_all; i++)
    chain_value_clear (&values[i]);
  return done;
}
