/* workspace-code.c: a workspace as the TensorFlow program that does the same.
 *
 * It is written from the text, statement by statement. What is given comes first, what is computed
 * stands under a tape, and after it the gradients or the loop of updates.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-code-private.h"

static void
append_variable (const ChainCodeWriter *self, const ChainWorkspaceVariable *variable)
{
  g_autofree char *name = chain_code_name (variable->name);

  g_string_append_printf (self->text, "%s = tf.Variable(", name);
  if (chain_tensor_size (variable->first) == 1)
    {
      g_autofree char *number = chain_code_number (variable->first->values[0]);

      g_string_append (self->text, number);
    }
  else
    chain_code_append_tensor (self->text, variable->first);
  g_string_append (self->text, ", dtype=tf.float64)\n");
}

static void
append_part (const ChainCodeWriter *self, const ChainWorkspaceInfo *info, GHashTable *written)
{
  const ChainWorkspace *workspace = self->workspace;
  const ChainDataset   *dataset = workspace->dataset;
  const gsize           columns
      = info->part == CHAIN_PART_COLUMN     ? 1
        : info->part == CHAIN_PART_FEATURES ? dataset->n_inputs
                                            : dataset->n_outputs;
  g_autoptr (ChainTensor) all = chain_tensor_new (workspace->rows->len, columns);
  g_autofree char        *name = info->part == CHAIN_PART_COLUMN
                                     ? chain_code_data_name (self, info->column)
                                     : g_strdup (info->part == CHAIN_PART_FEATURES ? "features"
                                                                                   : "targets");

  if (!g_hash_table_add (written, g_strdup (name)))
    return;
  for (gsize i = 0; i < all->rows; i++)
    {
      const gsize row = g_array_index (workspace->rows, guint, i);

      for (gsize c = 0; c < columns; c++)
        all->values[i * columns + c]
            = info->part == CHAIN_PART_COLUMN
                  ? chain_table_column (workspace->table, info->column)->numbers[row]
              : info->part == CHAIN_PART_FEATURES ? dataset->inputs[row * columns + c]
                                                  : dataset->targets[row * columns + c];
    }
  g_string_append_printf (self->text, "data_%s = tf.constant(", name);
  chain_code_append_tensor (self->text, all);
  g_string_append (self->text, ", dtype=tf.float64)\n");
}

static void
append_data (const ChainCodeWriter *self)
{
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->workspace->build->record.infos->len; i++)
    {
      const ChainWorkspaceInfo *info = chain_workspace_info (&self->workspace->build->record, i);

      if (info->part != CHAIN_PART_NONE)
        append_part (self, info, written);
    }
}

/* Whether the statement says what is given: a constant or a variable. */
static gboolean
is_given (const ChainCodeWriter *self, guint statement)
{
  const ChainWorkspaceStatement *result = chain_workspace_statement (self->workspace, statement);
  const ChainWorkspaceNode      *node;

  if (result->kind != CHAIN_STATEMENT_DEFINE)
    return FALSE;
  node = chain_workspace_node (self->workspace, result->node);
  return node->statement == statement
         && (node->role == CHAIN_WORKSPACE_CONSTANT || node->role == CHAIN_WORKSPACE_VARIABLE);
}

static void
note_scalar (const ChainCodeWriter *self, const char *name, guint node, gboolean scalar)
{
  g_hash_table_replace (self->scalars, (char *) name,
                        GINT_TO_POINTER (scalar
                                         && chain_tensor_size (chain_workspace_value (self->workspace,
                                                                                      node)) == 1));
}

static void
append_given (const ChainCodeWriter *self, guint index)
{
  const ChainStatement *statement
      = &g_array_index (self->workspace->syntax->statements, ChainStatement, index);
  const guint               node = chain_workspace_statement (self->workspace, index)->node;
  const ChainWorkspaceNode *info = chain_workspace_node (self->workspace, node);
  g_autofree char          *name = chain_code_name (statement->name);
  ChainCodePiece                     piece = { 0 };
  g_autofree char          *tensor = NULL;

  note_scalar (self, statement->name, node, TRUE);
  if (info->variable != CHAIN_NO_NODE)
    {
      append_variable (self, chain_workspace_variable (self->workspace, info->variable));
      return;
    }
  chain_code_expression (self, statement->first, statement->last, NULL, &piece);
  tensor = chain_code_tensor (&piece);
  g_string_append_printf (self->text, "%s = %s\n", name, tensor);
  chain_code_piece_clear (&piece);
}

/* Whether a function has only ever been called with a number there. */
static gboolean
is_number_in_traces (const ChainCodeWriter *self, const ChainStatement *function, guint parameter)
{
  for (guint i = 0; i < self->workspace->traces->len; i++)
    {
      const ChainWorkspaceTrace *trace = g_ptr_array_index (self->workspace->traces, i);
      const ChainShape          *shape;

      if (!g_str_equal (trace->trace.function, function->name))
        continue;
      shape = &g_array_index (trace->shapes, ChainShape, parameter);
      if (shape->rows != 1 || shape->columns != 1)
        return FALSE;
    }
  return TRUE;
}

static void
append_function (const ChainCodeWriter *self, guint index)
{
  const ChainStatement *statement
      = &g_array_index (self->workspace->syntax->statements, ChainStatement, index);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char       *name = chain_code_name (statement->name);
  ChainCodePiece                  piece = { 0 };
  g_autofree char       *tensor = NULL;

  g_string_append_printf (self->text, "\n@tf.function\ndef %s(", name);
  for (guint i = 0; i < statement->parameters->len; i++)
    {
      g_autofree char *parameter = chain_code_name (g_ptr_array_index (statement->parameters, i));

      g_string_append_printf (self->text, "%s%s", i > 0 ? ", " : "", parameter);
      g_hash_table_insert (parameters, g_ptr_array_index (statement->parameters, i),
                           GINT_TO_POINTER (is_number_in_traces (self, statement, i)));
    }
  chain_code_expression (self, statement->first, statement->last, parameters, &piece);
  tensor = chain_code_tensor (&piece);
  g_string_append_printf (self->text, "):\n    return %s\n\n", tensor);
  chain_code_piece_clear (&piece);
}

/* What a value that is only shown is called. */
static char *
name_of_statement (guint index, const char *name)
{
  return name != NULL ? chain_code_name (name) : g_strdup_printf ("shown_%u", index + 1);
}

static gboolean
is_called (const ChainCodeWriter *self, const ChainStatement *function)
{
  for (guint i = 0; i < self->workspace->traces->len; i++)
    if (g_str_equal (chain_workspace_trace (self->workspace, i)->function, function->name))
      return TRUE;
  return FALSE;
}

static gboolean
has_crossentropy (const ChainCodeWriter *self)
{
  const GArray *items = self->workspace->syntax->items;

  for (guint i = 0; i < items->len; i++)
    {
      const ChainSyntaxItem *item = &g_array_index (items, ChainSyntaxItem, i);
      const ChainOp         *loss = item->kind == CHAIN_SYNTAX_CALL
                                        ? chain_op_find (CHAIN_OP_LOSS, item->text) : NULL;

      if (loss != NULL && loss->from_logits_of != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The logits that probabilities are made of have a name of their own, for a cross-entropy. */
static void
name_logits (const ChainCodeWriter *self, const ChainStatement *statement, const char *indent, ChainCodePiece *piece)
{
  g_autofree char *name = NULL;
  ChainCodePiece            logits = { .strength = CHAIN_CODE_ATOM };
  double           p[CHAIN_MAX_PARAMETERS] = { 0 };

  if (statement->name == NULL)
    return;
  g_hash_table_remove (self->activations, statement->name);
  if (g_strcmp0 (piece->activation, "softmax") != 0 && g_strcmp0 (piece->activation, "sigmoid") != 0)
    return;
  if (!has_crossentropy (self))
    return;
  name = chain_code_name (statement->name);
  logits.code = g_strconcat (name, "_logits", NULL);
  g_string_append_printf (self->text, "%s%s = %s\n", indent, logits.code, piece->logits);
  g_free (piece->code);
  piece->code = chain_code_operation (chain_op_find (CHAIN_OP_ACTIVATION, piece->activation), &logits, p);
  g_hash_table_insert (self->activations, (char *) statement->name, (char *) piece->activation);
  g_free (logits.code);
}

static void
append_computed (const ChainCodeWriter *self, guint index, const char *indent, gboolean changes)
{
  const ChainStatement *statement
      = &g_array_index (self->workspace->syntax->statements, ChainStatement, index);
  g_autofree char      *name = name_of_statement (index, statement->name);
  g_autofree char      *tensor = NULL;
  ChainCodePiece                 piece = { 0 };

  if (statement->kind == CHAIN_STATEMENT_FUNCTION || is_given (self, index)
      || (statement->kind == CHAIN_STATEMENT_ASSIGN && !changes))
    return;
  chain_code_expression (self, statement->first, statement->last, NULL, &piece);
  if (statement->kind == CHAIN_STATEMENT_DEFINE)
    name_logits (self, statement, indent, &piece);
  tensor = chain_code_tensor (&piece);
  if (statement->kind == CHAIN_STATEMENT_ASSIGN)
    g_string_append_printf (self->text, "%s%s.%s(%s)\n", indent, name, statement->method, tensor);
  else
    {
      g_string_append_printf (self->text, "%s%s = %s\n", indent, name, tensor);
      if (statement->name != NULL)
        note_scalar (self, statement->name, chain_workspace_statement (self->workspace, index)->node,
                     piece.is_scalar);
    }
  chain_code_piece_clear (&piece);
}

static void
append_tape (const ChainCodeWriter *self, const char *indent, gboolean changes)
{
  g_autofree char *inner = g_strconcat (indent, "    ", NULL);
  const gsize      before = self->text->len;
  gsize            length;

  g_string_append_printf (self->text, "%swith tf.GradientTape(persistent=True) as tape:\n", indent);
  length = self->text->len;
  for (guint i = 0; i < chain_workspace_n_statements (self->workspace); i++)
    append_computed (self, i, inner, changes);
  if (self->text->len == length)
    g_string_truncate (self->text, before);
}

static char *
target_name (const ChainCodeWriter *self)
{
  const guint index
      = chain_workspace_node (self->workspace, self->workspace->target)->statement;

  return name_of_statement (index, chain_workspace_statement (self->workspace, index)->name);
}

static gboolean
is_reached (const ChainCodeWriter *self, const ChainWorkspaceVariable *variable)
{
  for (guint i = 0; i < variable->nodes->len; i++)
    if (chain_workspace_is_used (self->workspace, g_array_index (variable->nodes, guint, i)))
      return TRUE;
  return FALSE;
}

static gboolean
has_changes (const ChainCodeWriter *self)
{
  for (guint i = 0; i < chain_workspace_n_statements (self->workspace); i++)
    if (chain_workspace_statement (self->workspace, i)->kind == CHAIN_STATEMENT_ASSIGN)
      return TRUE;
  return FALSE;
}

static void
append_update (const ChainCodeWriter *self, const char *target, const char *indent, double learning_rate)
{
  g_autofree char *rate = chain_code_number (learning_rate);
  GString         *names = g_string_new (NULL);

  for (guint i = 0; i < chain_workspace_n_variables (self->workspace); i++)
    {
      const ChainWorkspaceVariable *variable = chain_workspace_variable (self->workspace, i);
      g_autofree char              *name = chain_code_name (variable->name);

      if (is_reached (self, variable))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }
  g_string_append_printf (self->text, "%sgradients = tape.gradient(%s, [%s])\n", indent, target,
                          names->str);
  g_string_append_printf (self->text,
                          "%sfor variable, gradient in zip([%s], gradients):\n"
                          "%s    variable.assign_sub(%s * gradient)\n",
                          indent, names->str, indent, rate);
  g_string_free (names, TRUE);
}

/* The first row of each batch in turn. */
static void
append_first_row (const ChainCodeWriter *self)
{
  const guint size = self->workspace->batch_size;
  const guint n = self->workspace->rows->len;

  if (size > 0 && size < n)
    g_string_append_printf (self->text, "    first = iteration %% %u * %u\n", (n + size - 1) / size,
                            size);
}

static void
append_loop (const ChainCodeWriter *self, const char *target, double learning_rate)
{
  const gboolean changes = has_changes (self);

  g_string_append_printf (self->text, "for iteration in range(%u):\n", self->iterations);
  append_first_row (self);
  if (changes)
    {
      /* Assignments are made once. */
      g_autofree char *kept = NULL;
      const gsize      start = self->text->len;

      append_tape (self, "        ", TRUE);
      kept = g_strdup (self->text->str + start);
      g_string_truncate (self->text, start);
      g_string_append_printf (self->text, "    if iteration == 0:\n%s    else:\n", kept);
      append_tape (self, "        ", FALSE);
    }
  else
    append_tape (self, "    ", FALSE);
  append_update (self, target, "    ", learning_rate);
  g_string_append_printf (self->text, "    print(iteration + 1, float(tf.reduce_sum(%s)))\n", target);
}

static void
append_results (const ChainCodeWriter *self, const char *target)
{
  const gboolean differentiable
      = chain_graph_node (chain_workspace_graph (self->workspace), self->workspace->target)
            ->needs_gradient;

  g_string_append_printf (self->text, "print(\"%s\", %s.numpy().tolist())\n", target, target);
  for (guint i = 0; differentiable && i < chain_workspace_n_variables (self->workspace); i++)
    {
      const ChainWorkspaceVariable *variable = chain_workspace_variable (self->workspace, i);
      g_autofree char              *name = chain_code_name (variable->name);

      if (is_reached (self, variable))
        g_string_append_printf (self->text,
                                "print(\"d%s/d%s\", tape.gradient(%s, %s).numpy().tolist())\n",
                                target, name, target, name);
    }
}

static void
append_values (const ChainCodeWriter *self)
{
  for (guint i = 0; i < chain_workspace_n_variables (self->workspace); i++)
    {
      g_autofree char *name
          = chain_code_name (chain_workspace_variable (self->workspace, i)->name);

      g_string_append_printf (self->text, "print(\"%s\", %s.numpy().tolist())\n", name, name);
    }
}

/* Those that the text does not define, then what it does. */
static void
append_all_given (const ChainCodeWriter *self)
{
  for (guint i = 0; i < chain_workspace_n_nodes (self->workspace); i++)
    {
      const ChainWorkspaceNode *node = chain_workspace_node (self->workspace, i);
      const ChainStatement     *statement
          = &g_array_index (self->workspace->syntax->statements, ChainStatement, node->statement);

      if (node->role == CHAIN_WORKSPACE_VARIABLE
          && !(statement->kind == CHAIN_STATEMENT_DEFINE && is_given (self, node->statement))
          && g_array_index (chain_workspace_variable (self->workspace, node->variable)->nodes,
                            guint, 0) == i)
        {
          note_scalar (self, node->name, i, TRUE);
          append_variable (self, chain_workspace_variable (self->workspace, node->variable));
        }
      else if (node->role == CHAIN_WORKSPACE_CONSTANT && node->is_named
               && g_strcmp0 (statement->name, node->name) != 0)
        {
          g_autofree char *name = chain_code_name (node->name);

          note_scalar (self, node->name, i, FALSE);
          g_string_append_printf (self->text, "%s = tf.constant(", name);
          chain_code_append_tensor (self->text, chain_workspace_value (self->workspace, i));
          g_string_append (self->text, ", dtype=tf.float64)\n");
        }
    }
  for (guint i = 0; i < chain_workspace_n_statements (self->workspace); i++)
    {
      const ChainStatement *statement
          = &g_array_index (self->workspace->syntax->statements, ChainStatement, i);

      if (is_given (self, i))
        append_given (self, i);
      else if (statement->kind == CHAIN_STATEMENT_FUNCTION && is_called (self, statement))
        append_function (self, i);
    }
}

/**
 * chain_workspace_code:
 * @workspace: a workspace
 * @learning_rate: η of its updates
 * @iterations: how many updates; 0 for the values and gradients alone
 *
 * A program in TensorFlow 2's Python that begins as the text does. A target that is a part of an
 * expression is that whole expression there.
 *
 * Returns: (transfer full): the program
 */
char *
chain_workspace_code (ChainWorkspace *workspace, double learning_rate, guint iterations)
{
  const gboolean descends
      = workspace->target != CHAIN_NO_NODE && iterations > 0
        && chain_graph_node (chain_workspace_graph (workspace), workspace->target)->needs_gradient;
  g_autoptr (GHashTable) scalars = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) activations = g_hash_table_new (g_str_hash, g_str_equal);
  ChainCodeWriter self = { .workspace = workspace, .scalars = scalars, .activations = activations,
                  .iterations = descends ? iterations : 0 };
  g_autofree char *target = NULL;

  self.text = g_string_new ("import tensorflow as tf\n\n");
  self.pieces = g_array_new (FALSE, FALSE, sizeof (ChainCodePiece));
  append_data (&self);
  append_all_given (&self);
  if (workspace->target != CHAIN_NO_NODE)
    {
      target = target_name (&self);
      g_string_append_c (self.text, '\n');
      if (descends)
        append_loop (&self, target, learning_rate);
      else
        append_tape (&self, "", TRUE);
      g_string_append_c (self.text, '\n');
      if (descends)
        append_values (&self);
      else
        append_results (&self, target);
    }
  g_array_unref (self.pieces);
  return g_string_free (self.text, FALSE);
}
