/* workspace-code.c: a workspace as the TensorFlow program that does the same.
 *
 * It is written from the text's items, statement by statement; each operation's record knows its
 * own code. What is given comes first, what is computed stands under a tape, and after it the
 * gradients or the loop of updates.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-private.h"

#include "base/number.h"
#include "model/initializer.h"

#include <string.h>

/* How strongly Python's operators bind. */
enum
{
  SUM = 1,
  PRODUCT,
  SIGN,
  POWER,
  WHOLE, /* names, calls, numbers */
};

/* A piece of code on the stack. */
typedef struct
{
  char       *code;
  int         strength;
  gboolean    is_number; /* a number of Python's, no tensor yet */
  gboolean    is_scalar; /* may have no axes, where TensorFlow wants two */
  double      number;
  char       *logits;    /* of an activation: what it is of; else NULL */
  const char *activation;
  const char *argument;
} Piece;

typedef struct
{
  ChainWorkspace *workspace;
  GString        *text;
  GArray         *pieces;   /* Piece: the stack */
  GHashTable     *scalars;  /* const char *: names that may have no axes */
  gboolean        in_list;
  guint           iterations;
  guint           n_shown;
} Writer;

static void
piece_clear (gpointer data)
{
  Piece *piece = data;

  g_free (piece->code);
  g_free (piece->logits);
}

static void
push (const Writer *self, Piece piece)
{
  g_array_append_val (self->pieces, piece);
}

/* A name that Python, or the program, has no other use for. */
static char *
python_name (const char *name)
{
  static const char *const taken[]
      = { "and",  "as",   "assert", "break", "class",  "continue", "def",   "del",  "elif",
          "else", "for",  "from",   "if",    "import", "in",       "is",    "lambda", "not",
          "or",   "pass", "print",  "raise", "range",  "return",   "tape",  "tf",   "try",
          "while", "with", "yield", "None",  "True",   "False",    "first", "iteration", "zip",
          "gradient", "gradients", "variable", "except", "finally", "global", "nonlocal", NULL };

  return g_strv_contains (taken, name) ? g_strconcat (name, "_", NULL) : g_strdup (name);
}

static char *
number_code (double value)
{
  char number[CHAIN_NUMBER_SIZE];

  if (value != value || value - value != 0)
    return g_strdup_printf ("float(\"%s\")", chain_number_write (value, number));
  chain_number_write (value, number);
  return g_strconcat (number, strpbrk (number, ".e") == NULL ? ".0" : "", NULL);
}

static void
append_tensor (GString *text, const ChainTensor *tensor)
{
  g_string_append_c (text, '[');
  for (gsize r = 0; r < tensor->rows; r++)
    {
      g_string_append (text, r > 0 ? ", [" : "[");
      for (gsize c = 0; c < tensor->columns; c++)
        {
          g_autofree char *number = number_code (chain_tensor_get (tensor, r, c));

          g_string_append_printf (text, "%s%s", c > 0 ? ", " : "", number);
        }
      g_string_append_c (text, ']');
    }
  g_string_append_c (text, ']');
}

/* As a call of TensorFlow takes it: a number becomes a tensor of the right type. */
static char *
as_tensor (const Piece *piece)
{
  return piece->is_number ? g_strdup_printf ("tf.constant(%s, dtype=tf.float64)", piece->code)
                          : g_strdup (piece->code);
}

static gboolean
wants_axes (const ChainOp *op)
{
  static const char *const names[] = { "matmul", "transpose", "softmax", "huber",
                                       "categorical_crossentropy", NULL };

  return op->axis != CHAIN_AXIS_ALL || g_strv_contains (names, op->name);
}

static int
strength_of (const ChainOp *op)
{
  static const struct
  {
    const char *name;
    int         strength;
  } strengths[] = {
    { "add", SUM },      { "subtract", SUM },  { "multiply", PRODUCT },
    { "divide", PRODUCT }, { "negative", SIGN }, { "power", POWER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strengths); i++)
    if (g_str_equal (strengths[i].name, op->name))
      return strengths[i].strength;
  return WHOLE;
}

/* An operand between brackets and commas needs no brackets of its own. */
static gboolean
is_fenced (const char *template, const char *brace)
{
  const char *end = brace + 3;

  return brace > template && strchr ("( ", brace[-1]) != NULL
         && (brace[-1] == '(' || (brace - 1 > template && brace[-2] == ','))
         && (*end == ')' || *end == ',');
}

static void
append_operand (GString *text, const ChainOp *op, const Piece *piece, guint input,
                const char *brace)
{
  const int        strength = strength_of (op);
  g_autofree char *tensor = NULL;
  gboolean         brackets;

  if (strength == WHOLE)
    {
      tensor = as_tensor (piece);
      if (wants_axes (op) && piece->is_scalar)
        {
          g_string_append_printf (text, "tf.reshape(%s, [1, 1])", tensor);
          return;
        }
      brackets = piece->strength < WHOLE && !piece->is_number && !is_fenced (op->code, brace);
    }
  else
    {
      tensor = g_strdup (piece->code);
      /* −x to the left of a power, and what binds no stronger to the right of the others. */
      brackets = piece->strength < strength
                 || (piece->strength == strength && (input == 1) != (strength == POWER));
      if (strength == POWER && input == 1)
        brackets = piece->strength < SIGN;
    }
  g_string_append_printf (text, brackets ? "(%s)" : "%s", tensor);
}

/* The operation's code with its operands and parameters put in. */
static char *
fill (const ChainOp *op, const Piece *operands, const double *p)
{
  GString *text = g_string_new (NULL);

  for (const char *c = op->code; *c != '\0'; c++)
    {
      const char *name = c + 1;

      if (*c != '{')
        {
          g_string_append_c (text, *c);
          continue;
        }
      if (g_ascii_isdigit (*name))
        append_operand (text, op, &operands[*name - '0'], (guint) (*name - '0'), c);
      for (guint k = 0; k < chain_parameters_count (op->parameters); k++)
        if (strncmp (op->parameters[k].name, name, strcspn (name, "}")) == 0)
          {
            g_autofree char *number = number_code (p[k]);

            g_string_append (text, number);
          }
      c = strchr (c, '}');
    }
  return g_string_free (text, FALSE);
}

static const Piece *
find_argument (const Piece *pieces, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (pieces[i].argument, name) == 0)
      return &pieces[i];
  return NULL;
}

/* What a cross-entropy reads: the logits that probabilities are made of. */
static void
use_logits (const ChainOp *loss, Piece *prediction)
{
  g_autofree char *p = as_tensor (prediction);
  g_autofree char *before = prediction->code;
  const gboolean   known = prediction->logits != NULL
                         && g_str_equal (prediction->activation, loss->from_logits_of);

  if (known)
    prediction->code = g_strdup (prediction->logits);
  else if (g_str_equal (loss->from_logits_of, "sigmoid"))
    prediction->code = g_strdup_printf ("tf.math.log(%s) - tf.math.log(1.0 - (%s))", p, p);
  else
    prediction->code = g_strdup_printf ("tf.math.log(%s)", p);
  prediction->strength = SUM;
  prediction->is_number = FALSE;
}

static void
push_op (const Writer *self, const ChainOp *op, Piece *pieces, guint n_values, guint n)
{
  double        p[CHAIN_MAX_PARAMETERS];
  const Piece  *from_logits = find_argument (pieces, n, "from_logits");
  Piece         result = { .is_scalar = TRUE };

  chain_parameters_init (op->parameters, p);
  for (guint k = 0; k < chain_parameters_count (op->parameters); k++)
    {
      const Piece *named = find_argument (pieces, n, op->parameters[k].name);

      if (named != NULL)
        p[k] = named->number;
      else if (op->n_inputs + k < n_values)
        p[k] = pieces[op->n_inputs + k].number;
    }
  if (op->from_logits_of != NULL && (from_logits == NULL || from_logits->number == 0))
    use_logits (op, &pieces[0]);
  for (guint i = 0; i < op->n_inputs && (op->value != NULL || op->pair_slope != NULL); i++)
    result.is_scalar &= pieces[i].is_scalar;
  if (op->axis != CHAIN_AXIS_ALL || (wants_axes (op) && op->kind != CHAIN_OP_LOSS))
    result.is_scalar = FALSE;
  result.code = fill (op, pieces, p);
  result.strength = strength_of (op);
  /* Python's own numbers stay numbers between its own operators. */
  result.is_number = result.strength != WHOLE && op->code[0] != 't';
  for (guint i = 0; i < op->n_inputs; i++)
    result.is_number &= pieces[i].is_number;
  /* What a list is made of is computed here. */
  if (op->value != NULL)
    result.number = op->value (pieces[0].number, p);
  else if (op->n_inputs == 2 && op->pair != NULL)
    result.number = op->pair (pieces[0].number, pieces[1].number);
  if (op->kind == CHAIN_OP_ACTIVATION)
    {
      result.logits = as_tensor (&pieces[0]);
      result.activation = op->name;
    }
  push (self, result);
}

static const ChainStatement *
function_of (const Writer *self, const char *name)
{
  const GArray *statements = self->workspace->syntax->statements;

  for (guint i = statements->len; i-- > 0;)
    {
      const ChainStatement *statement = &g_array_index (statements, ChainStatement, i);

      if (statement->kind == CHAIN_STATEMENT_FUNCTION && g_str_equal (statement->name, name))
        return statement;
    }
  return NULL;
}

static void
push_function (const Writer *self, const char *name, const Piece *pieces, guint n)
{
  g_autofree char *python = python_name (name);
  GString         *text = g_string_new (python);

  g_string_append_c (text, '(');
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *tensor = as_tensor (&pieces[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", tensor);
    }
  g_string_append_c (text, ')');
  push (self, (Piece){ .code = g_string_free (text, FALSE), .strength = WHOLE, .is_scalar = TRUE });
}

/* Rows of the data: those of the batch, where there are several. */
static char *
data_code (const Writer *self, const char *name)
{
  gsize first;
  const gsize n = chain_workspace_rows (self->workspace, &first);

  if (n == self->workspace->rows->len)
    return g_strdup_printf ("data_%s", name);
  if (self->iterations > 0)
    return g_strdup_printf ("data_%s[first:first + %u]", name, self->workspace->batch_size);
  return g_strdup_printf ("data_%s[%" G_GSIZE_FORMAT ":%" G_GSIZE_FORMAT "]", name, first,
                          first + n);
}

/* As a part of a name of Python's. */
static char *
data_name (const Writer *self, guint column)
{
  const char *name = chain_table_column (self->workspace->table, column)->name;
  gboolean    plain = TRUE;

  for (const char *c = name; *c != '\0'; c++)
    plain &= g_ascii_isalnum (*c) || *c == '_';
  return plain ? g_strdup (name) : g_strdup_printf ("column_%u", column + 1);
}

static void
push_data (const Writer *self, const char *part)
{
  push (self, (Piece){ .code = data_code (self, part), .strength = WHOLE });
}

static void
push_column (const Writer *self, const char *column)
{
  g_autofree char *name
      = data_name (self, (guint) chain_table_find (self->workspace->table, column));

  push_data (self, name);
}

static void
push_filled (const Writer *self, const char *word, const Piece *pieces, guint n_values, guint n)
{
  const ChainInitializer *initializer = chain_initializer_find (word);
  const Piece            *seed = find_argument (pieces, n, "seed");
  double                  p[CHAIN_MAX_PARAMETERS];
  ChainRandom             random;
  g_autoptr (ChainTensor) tensor
      = chain_tensor_new (n_values > 1 ? (gsize) pieces[0].number : 1,
                          (gsize) pieces[n_values - 1].number);
  GString *text = g_string_new ("tf.constant(");

  chain_parameters_init (initializer->parameters, p);
  for (guint k = 0; k < chain_parameters_count (initializer->parameters); k++)
    {
      const Piece *named = find_argument (pieces, n, initializer->parameters[k].name);

      p[k] = named != NULL ? named->number : p[k];
    }
  chain_random_init (&random, seed != NULL ? (guint64) seed->number : 0, CHAIN_STREAM_WEIGHTS);
  initializer->fill (tensor, p, &random);
  if (g_str_equal (word, "zeros") || g_str_equal (word, "ones"))
    g_string_printf (text, "tf.%s([%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]", word, tensor->rows,
                     tensor->columns);
  else
    append_tensor (text, tensor);
  g_string_append (text, ", dtype=tf.float64)");
  push (self, (Piece){ .code = g_string_free (text, FALSE), .strength = WHOLE });
}

static void
push_call (const Writer *self, const ChainSyntaxItem *item, Piece *pieces)
{
  guint        n_values = 0;
  const Piece *axis = find_argument (pieces, item->n, "axis");

  while (n_values < item->n && pieces[n_values].argument == NULL)
    n_values++;
  if (function_of (self, item->text) != NULL)
    push_function (self, item->text, pieces, item->n);
  else if (g_str_equal (item->text, "column"))
    push_column (self, pieces[0].code);
  else if (g_str_equal (item->text, "features") || g_str_equal (item->text, "targets"))
    push_data (self, item->text);
  else if (chain_initializer_find (item->text) != NULL)
    push_filled (self, item->text, pieces, n_values, item->n);
  else
    {
      const int axis_number = axis == NULL ? -1 : (int) axis->number + (axis->number < 0 ? 2 : 0);
      const ChainOp *op = chain_workspace_find_op (item->text, n_values, axis_number);

      if (g_str_equal (op->name, "power") && pieces[1].is_number && pieces[1].number == 2)
        op = chain_workspace_find_op ("square", 1, -1);
      push_op (self, op, pieces, n_values, item->n);
    }
}

/* Whether a function has only ever been called with a number there. */
static gboolean
is_number_in_traces (const Writer *self, const ChainStatement *function, guint parameter)
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
push_name (const Writer *self, const char *name, GHashTable *parameters)
{
  const guint node = chain_workspace_find (self->workspace, name);
  const ChainWorkspaceInfo *info;

  if (parameters != NULL && g_hash_table_contains (parameters, name))
    {
      push (self, (Piece){ .code = python_name (name),
                           .strength = WHOLE,
                           .is_scalar = g_hash_table_lookup (parameters, name) != NULL });
      return;
    }
  info = node != CHAIN_NO_NODE ? chain_workspace_info (&self->workspace->build->record, node) : NULL;
  if (info != NULL && info->part == CHAIN_PART_COLUMN
      && !g_hash_table_contains (self->scalars, name))
    push_column (self, chain_table_column (self->workspace->table, info->column)->name);
  else
    push (self, (Piece){
                    .code = python_name (name),
                    .strength = WHOLE,
                    .is_scalar = g_hash_table_lookup (self->scalars, name) != NULL,
                    .number = info != NULL && chain_graph_node (chain_workspace_graph (self->workspace),
                                                                node)->kind
                                                   == CHAIN_NODE_CONSTANT
                                  ? chain_workspace_value (self->workspace, node)->values[0]
                                  : 0,
                });
}

/* Numbers of a list, or rows of one. */
static void
push_list (const Writer *self, const ChainSyntaxItem *item, const Piece *pieces)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < item->n; i++)
    {
      g_autofree char *number = pieces[i].strength == 0 ? g_strdup (pieces[i].code)
                                                        : number_code (pieces[i].number);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number);
    }
  g_string_append_c (text, ']');
  push (self, (Piece){ .code = g_string_free (text, FALSE) });
}

/* A list that is whole: a tensor. Rows alone are a matrix of one. */
static void
finish_list (const Writer *self)
{
  Piece           *list = &g_array_index (self->pieces, Piece, self->pieces->len - 1);
  g_autofree char *numbers = list->code;
  const gboolean   matrix = g_str_has_prefix (numbers, "[[");

  list->code = g_strdup_printf (matrix ? "tf.constant(%s, dtype=tf.float64)"
                                       : "tf.constant([%s], dtype=tf.float64)", numbers);
  list->strength = WHOLE;
}

/* The code of an expression's items. */
static char *
expression (const Writer *self, guint first, guint last, GHashTable *parameters, Piece *result)
{
  guint lists = 0;

  for (guint i = first; i < last; i++)
    {
      const ChainSyntaxItem *item
          = &g_array_index (self->workspace->syntax->items, ChainSyntaxItem, i);
      const guint        n = item->kind == CHAIN_SYNTAX_CALL || item->kind == CHAIN_SYNTAX_LIST
                                 ? item->n : 0;
      g_autofree Piece *pieces = g_new0 (Piece, n + 2);

      for (guint k = 0; k < n; k++)
        pieces[k] = g_array_index (self->pieces, Piece, self->pieces->len - n + k);
      g_array_set_size (self->pieces, self->pieces->len - n);
      if (item->kind == CHAIN_SYNTAX_NUMBER)
        push (self, (Piece){ .code = number_code (item->number), .strength = WHOLE,
                             .is_number = TRUE, .is_scalar = TRUE, .number = item->number });
      else if (item->kind == CHAIN_SYNTAX_NAME)
        push_name (self, item->text, parameters);
      else if (item->kind == CHAIN_SYNTAX_STRING)
        push (self, (Piece){ .code = g_strdup (item->text), .strength = WHOLE });
      else if (item->kind == CHAIN_SYNTAX_ARGUMENT)
        g_array_index (self->pieces, Piece, self->pieces->len - 1).argument = item->text;
      else if (item->kind == CHAIN_SYNTAX_CALL)
        push_call (self, item, pieces);
      lists += item->kind == CHAIN_SYNTAX_OPEN;
      if (item->kind == CHAIN_SYNTAX_LIST)
        {
          push_list (self, item, pieces);
          if (--lists == 0)
            finish_list (self);
        }
      for (guint k = 0; k < n; k++)
        piece_clear (&pieces[k]);
    }
  *result = g_array_index (self->pieces, Piece, self->pieces->len - 1);
  g_array_set_size (self->pieces, self->pieces->len - 1);
  return result->code;
}

static void
append_variable (const Writer *self, const ChainWorkspaceVariable *variable)
{
  g_autofree char *name = python_name (variable->name);

  g_string_append_printf (self->text, "%s = tf.Variable(", name);
  if (chain_tensor_size (variable->first) == 1)
    {
      g_autofree char *number = number_code (variable->first->values[0]);

      g_string_append (self->text, number);
    }
  else
    append_tensor (self->text, variable->first);
  g_string_append (self->text, ", dtype=tf.float64)\n");
}

static void
append_part (const Writer *self, const ChainWorkspaceInfo *info, GHashTable *written)
{
  const ChainWorkspace *workspace = self->workspace;
  const ChainDataset   *dataset = workspace->dataset;
  const gsize           columns
      = info->part == CHAIN_PART_COLUMN     ? 1
        : info->part == CHAIN_PART_FEATURES ? dataset->n_inputs
                                            : dataset->n_outputs;
  g_autoptr (ChainTensor) all = chain_tensor_new (workspace->rows->len, columns);
  g_autofree char        *name = info->part == CHAIN_PART_COLUMN
                                     ? data_name (self, info->column)
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
  append_tensor (self->text, all);
  g_string_append (self->text, ", dtype=tf.float64)\n");
}

static void
append_data (const Writer *self)
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
is_given (const Writer *self, guint statement)
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
note_scalar (const Writer *self, const char *name, guint node, gboolean scalar)
{
  g_hash_table_replace (self->scalars, (char *) name,
                        GINT_TO_POINTER (scalar
                                         && chain_tensor_size (chain_workspace_value (self->workspace,
                                                                                      node)) == 1));
}

static void
append_given (const Writer *self, guint index)
{
  const ChainStatement *statement
      = &g_array_index (self->workspace->syntax->statements, ChainStatement, index);
  const guint               node = chain_workspace_statement (self->workspace, index)->node;
  const ChainWorkspaceNode *info = chain_workspace_node (self->workspace, node);
  g_autofree char          *name = python_name (statement->name);
  Piece                     piece = { 0 };
  g_autofree char          *tensor = NULL;

  note_scalar (self, statement->name, node, TRUE);
  if (info->variable != CHAIN_NO_NODE)
    {
      append_variable (self, chain_workspace_variable (self->workspace, info->variable));
      return;
    }
  expression (self, statement->first, statement->last, NULL, &piece);
  tensor = as_tensor (&piece);
  g_string_append_printf (self->text, "%s = %s\n", name, tensor);
  piece_clear (&piece);
}

static void
append_function (const Writer *self, guint index)
{
  const ChainStatement *statement
      = &g_array_index (self->workspace->syntax->statements, ChainStatement, index);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char       *name = python_name (statement->name);
  Piece                  piece = { 0 };
  g_autofree char       *tensor = NULL;

  g_string_append_printf (self->text, "\n@tf.function\ndef %s(", name);
  for (guint i = 0; i < statement->parameters->len; i++)
    {
      g_autofree char *parameter = python_name (g_ptr_array_index (statement->parameters, i));

      g_string_append_printf (self->text, "%s%s", i > 0 ? ", " : "", parameter);
      g_hash_table_insert (parameters, g_ptr_array_index (statement->parameters, i),
                           GINT_TO_POINTER (is_number_in_traces (self, statement, i)));
    }
  expression (self, statement->first, statement->last, parameters, &piece);
  tensor = as_tensor (&piece);
  g_string_append_printf (self->text, "):\n    return %s\n\n", tensor);
  piece_clear (&piece);
}

/* What a value that is only shown is called. */
static char *
name_of_statement (guint index, const char *name)
{
  return name != NULL ? python_name (name) : g_strdup_printf ("shown_%u", index + 1);
}

static gboolean
is_called (const Writer *self, const ChainStatement *function)
{
  for (guint i = 0; i < self->workspace->traces->len; i++)
    if (g_str_equal (chain_workspace_trace (self->workspace, i)->function, function->name))
      return TRUE;
  return FALSE;
}

static void
append_computed (const Writer *self, guint index, const char *indent, gboolean changes)
{
  const ChainStatement *statement
      = &g_array_index (self->workspace->syntax->statements, ChainStatement, index);
  g_autofree char      *name = name_of_statement (index, statement->name);
  g_autofree char      *tensor = NULL;
  Piece                 piece = { 0 };

  if (statement->kind == CHAIN_STATEMENT_FUNCTION || is_given (self, index)
      || (statement->kind == CHAIN_STATEMENT_ASSIGN && !changes))
    return;
  expression (self, statement->first, statement->last, NULL, &piece);
  tensor = as_tensor (&piece);
  if (statement->kind == CHAIN_STATEMENT_ASSIGN)
    g_string_append_printf (self->text, "%s%s.%s(%s)\n", indent, name, statement->method, tensor);
  else
    {
      g_string_append_printf (self->text, "%s%s = %s\n", indent, name, tensor);
      if (statement->name != NULL)
        note_scalar (self, statement->name, chain_workspace_statement (self->workspace, index)->node,
                     piece.is_scalar);
    }
  piece_clear (&piece);
}

static void
append_tape (const Writer *self, const char *indent, gboolean changes)
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
target_name (const Writer *self)
{
  const guint index
      = chain_workspace_node (self->workspace, self->workspace->target)->statement;

  return name_of_statement (index, chain_workspace_statement (self->workspace, index)->name);
}

static gboolean
is_reached (const Writer *self, const ChainWorkspaceVariable *variable)
{
  for (guint i = 0; i < variable->nodes->len; i++)
    if (chain_workspace_is_used (self->workspace, g_array_index (variable->nodes, guint, i)))
      return TRUE;
  return FALSE;
}

static gboolean
has_changes (const Writer *self)
{
  for (guint i = 0; i < chain_workspace_n_statements (self->workspace); i++)
    if (chain_workspace_statement (self->workspace, i)->kind == CHAIN_STATEMENT_ASSIGN)
      return TRUE;
  return FALSE;
}

static void
append_update (const Writer *self, const char *target, const char *indent, double learning_rate)
{
  g_autofree char *rate = number_code (learning_rate);
  GString         *names = g_string_new (NULL);

  for (guint i = 0; i < chain_workspace_n_variables (self->workspace); i++)
    {
      const ChainWorkspaceVariable *variable = chain_workspace_variable (self->workspace, i);
      g_autofree char              *name = python_name (variable->name);

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
append_first_row (const Writer *self)
{
  const guint size = self->workspace->batch_size;
  const guint n = self->workspace->rows->len;

  if (size > 0 && size < n)
    g_string_append_printf (self->text, "    first = iteration %% %u * %u\n", (n + size - 1) / size,
                            size);
}

static void
append_loop (const Writer *self, const char *target, double learning_rate)
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
append_results (const Writer *self, const char *target)
{
  const gboolean differentiable
      = chain_graph_node (chain_workspace_graph (self->workspace), self->workspace->target)
            ->needs_gradient;

  g_string_append_printf (self->text, "print(\"%s\", %s.numpy().tolist())\n", target, target);
  for (guint i = 0; differentiable && i < chain_workspace_n_variables (self->workspace); i++)
    {
      const ChainWorkspaceVariable *variable = chain_workspace_variable (self->workspace, i);
      g_autofree char              *name = python_name (variable->name);

      if (is_reached (self, variable))
        g_string_append_printf (self->text,
                                "print(\"d%s/d%s\", tape.gradient(%s, %s).numpy().tolist())\n",
                                target, name, target, name);
    }
}

static void
append_values (const Writer *self)
{
  for (guint i = 0; i < chain_workspace_n_variables (self->workspace); i++)
    {
      g_autofree char *name
          = python_name (chain_workspace_variable (self->workspace, i)->name);

      g_string_append_printf (self->text, "print(\"%s\", %s.numpy().tolist())\n", name, name);
    }
}

/* Those that the text does not define, then what it does. */
static void
append_all_given (const Writer *self)
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
          g_autofree char *name = python_name (node->name);

          note_scalar (self, node->name, i, FALSE);
          g_string_append_printf (self->text, "%s = tf.constant(", name);
          append_tensor (self->text, chain_workspace_value (self->workspace, i));
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
  Writer self = { .workspace = workspace, .scalars = scalars,
                  .iterations = descends ? iterations : 0 };
  g_autofree char *target = NULL;

  self.text = g_string_new ("import tensorflow as tf\n\n");
  self.pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
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
