/* workspace-code-expression.c: expressions of a text as Python, with each operation's own code.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-code-private.h"

#include "base/number.h"
#include "model/initializer.h"

#include <string.h>

void
chain_code_piece_clear (gpointer data)
{
  ChainCodePiece *piece = data;

  g_free (piece->code);
  g_free (piece->logits);
}

static void
push (const ChainCodeWriter *self, ChainCodePiece piece)
{
  g_array_append_val (self->pieces, piece);
}

/* A name that Python, or the program, has no other use for. */
char *
chain_code_name (const char *name)
{
  static const char *const taken[]
      = { "and",  "as",   "assert", "break", "class",  "continue", "def",   "del",  "elif",
          "else", "for",  "from",   "if",    "import", "in",       "is",    "lambda", "not",
          "or",   "pass", "print",  "raise", "range",  "return",   "tape",  "tf",   "try",
          "while", "with", "yield", "None",  "True",   "False",    "first", "iteration", "zip",
          "gradient", "gradients", "variable", "except", "finally", "global", "nonlocal", NULL };

  return g_strv_contains (taken, name) ? g_strconcat (name, "_", NULL) : g_strdup (name);
}

char *
chain_code_number (double value)
{
  char number[CHAIN_NUMBER_SIZE];

  if (value != value || value - value != 0)
    return g_strdup_printf ("float(\"%s\")", chain_number_write (value, number));
  chain_number_write (value, number);
  return g_strconcat (number, strpbrk (number, ".e") == NULL ? ".0" : "", NULL);
}

void
chain_code_append_tensor (GString *text, const ChainTensor *tensor)
{
  g_string_append_c (text, '[');
  for (gsize r = 0; r < tensor->rows; r++)
    {
      g_string_append (text, r > 0 ? ", [" : "[");
      for (gsize c = 0; c < tensor->columns; c++)
        {
          g_autofree char *number = chain_code_number (chain_tensor_get (tensor, r, c));

          g_string_append_printf (text, "%s%s", c > 0 ? ", " : "", number);
        }
      g_string_append_c (text, ']');
    }
  g_string_append_c (text, ']');
}

/* As a call of TensorFlow takes it: a number becomes a tensor of the right type. */
char *
chain_code_tensor (const ChainCodePiece *piece)
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
    { "add", CHAIN_CODE_SUM },      { "subtract", CHAIN_CODE_SUM },  { "multiply", CHAIN_CODE_PRODUCT },
    { "divide", CHAIN_CODE_PRODUCT }, { "negative", CHAIN_CODE_SIGN }, { "power", CHAIN_CODE_POWER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strengths); i++)
    if (g_str_equal (strengths[i].name, op->name))
      return strengths[i].strength;
  return CHAIN_CODE_ATOM;
}

/* An operand between brackets and commas needs no brackets of its own. */
static gboolean
is_fenced (const char *template, const char *brace)
{
  const char *end = brace + 3;

  return brace > template && strchr ("(= ", brace[-1]) != NULL
         && (brace[-1] != ' ' || (brace - 1 > template && brace[-2] == ','))
         && (*end == ')' || *end == ',');
}

static void
append_operand (GString *text, const ChainOp *op, const ChainCodePiece *piece, guint input,
                const char *brace)
{
  const int        strength = strength_of (op);
  g_autofree char *tensor = NULL;
  gboolean         brackets;

  if (strength == CHAIN_CODE_ATOM)
    {
      tensor = chain_code_tensor (piece);
      if (wants_axes (op) && piece->is_scalar)
        {
          g_string_append_printf (text, "tf.reshape(%s, [1, 1])", tensor);
          return;
        }
      brackets = piece->strength < CHAIN_CODE_ATOM && !piece->is_number && !is_fenced (op->code, brace);
    }
  else
    {
      tensor = g_strdup (piece->code);
      /* −x to the left of a power, and what binds no stronger to the right of the others. */
      brackets = piece->strength < strength
                 || (piece->strength == strength && (input == 1) != (strength == CHAIN_CODE_POWER));
      if (strength == CHAIN_CODE_POWER && input == 1)
        brackets = piece->strength < CHAIN_CODE_SIGN;
    }
  g_string_append_printf (text, brackets ? "(%s)" : "%s", tensor);
}

/* The operation's code with its operands and parameters put in. */
char *
chain_code_operation (const ChainOp *op, const ChainCodePiece *operands, const double *p)
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
            g_autofree char *number = chain_code_number (p[k]);

            g_string_append (text, number);
          }
      c = strchr (c, '}');
    }
  return g_string_free (text, FALSE);
}

static const ChainCodePiece *
find_argument (const ChainCodePiece *pieces, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (pieces[i].argument, name) == 0)
      return &pieces[i];
  return NULL;
}

/* What a cross-entropy reads: the logits that probabilities are made of. */
static void
use_logits (const ChainOp *loss, ChainCodePiece *prediction)
{
  g_autofree char *p = chain_code_tensor (prediction);
  g_autofree char *before = prediction->code;
  const gboolean   known = prediction->logits != NULL
                         && g_str_equal (prediction->activation, loss->from_logits_of);

  if (known)
    prediction->code = g_strdup (prediction->logits);
  else if (g_str_equal (loss->from_logits_of, "sigmoid"))
    prediction->code = g_strdup_printf ("tf.math.log(%s) - tf.math.log(1.0 - (%s))", p, p);
  else
    prediction->code = g_strdup_printf ("tf.math.log(%s)", p);
  prediction->strength = known || g_str_equal (loss->from_logits_of, "sigmoid") ? CHAIN_CODE_SUM : CHAIN_CODE_ATOM;
  prediction->is_number = FALSE;
}

static void
push_op (const ChainCodeWriter *self, const ChainOp *op, ChainCodePiece *pieces, guint n_values, guint n)
{
  double        p[CHAIN_MAX_PARAMETERS];
  const ChainCodePiece  *from_logits = find_argument (pieces, n, "from_logits");
  ChainCodePiece         result = { .is_scalar = TRUE };

  chain_parameters_init (op->parameters, p);
  for (guint k = 0; k < chain_parameters_count (op->parameters); k++)
    {
      const ChainCodePiece *named = find_argument (pieces, n, op->parameters[k].name);

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
  result.code = chain_code_operation (op, pieces, p);
  result.strength = strength_of (op);
  /* Python's own numbers stay numbers between its own operators. */
  result.is_number = result.strength != CHAIN_CODE_ATOM && op->code[0] != 't';
  for (guint i = 0; i < op->n_inputs; i++)
    result.is_number &= pieces[i].is_number;
  /* What a list is made of is computed here. */
  if (op->value != NULL)
    result.number = op->value (pieces[0].number, p);
  else if (op->n_inputs == 2 && op->pair != NULL)
    result.number = op->pair (pieces[0].number, pieces[1].number);
  if (op->kind == CHAIN_OP_ACTIVATION)
    {
      result.logits = chain_code_tensor (&pieces[0]);
      result.activation = op->name;
    }
  push (self, result);
}

static const ChainStatement *
function_of (const ChainCodeWriter *self, const char *name)
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
push_function (const ChainCodeWriter *self, const char *name, const ChainCodePiece *pieces, guint n)
{
  g_autofree char *python = chain_code_name (name);
  GString         *text = g_string_new (python);

  g_string_append_c (text, '(');
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *tensor = chain_code_tensor (&pieces[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", tensor);
    }
  g_string_append_c (text, ')');
  push (self, (ChainCodePiece){ .code = g_string_free (text, FALSE), .strength = CHAIN_CODE_ATOM, .is_scalar = TRUE });
}

/* Rows of the data: those of the batch, where there are several. */
static char *
data_code (const ChainCodeWriter *self, const char *name)
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
char *
chain_code_data_name (const ChainCodeWriter *self, guint column)
{
  const char *name = chain_table_column (self->workspace->table, column)->name;
  gboolean    plain = TRUE;

  for (const char *c = name; *c != '\0'; c++)
    plain &= g_ascii_isalnum (*c) || *c == '_';
  return plain ? g_strdup (name) : g_strdup_printf ("column_%u", column + 1);
}

static void
push_data (const ChainCodeWriter *self, const char *part)
{
  push (self, (ChainCodePiece){ .code = data_code (self, part), .strength = CHAIN_CODE_ATOM });
}

static void
push_column (const ChainCodeWriter *self, const char *column)
{
  g_autofree char *name
      = chain_code_data_name (self, (guint) chain_table_find (self->workspace->table, column));

  push_data (self, name);
}

static void
push_filled (const ChainCodeWriter *self, const char *word, const ChainCodePiece *pieces, guint n_values, guint n)
{
  const ChainInitializer *initializer = chain_initializer_find (word);
  const ChainCodePiece            *seed = find_argument (pieces, n, "seed");
  double                  p[CHAIN_MAX_PARAMETERS];
  ChainRandom             random;
  g_autoptr (ChainTensor) tensor
      = chain_tensor_new (n_values > 1 ? (gsize) pieces[0].number : 1,
                          (gsize) pieces[n_values - 1].number);
  GString *text = g_string_new ("tf.constant(");

  chain_parameters_init (initializer->parameters, p);
  for (guint k = 0; k < chain_parameters_count (initializer->parameters); k++)
    {
      const ChainCodePiece *named = find_argument (pieces, n, initializer->parameters[k].name);

      p[k] = named != NULL ? named->number : p[k];
    }
  chain_random_init (&random, seed != NULL ? (guint64) seed->number : 0, CHAIN_STREAM_WEIGHTS);
  initializer->fill (tensor, p, &random);
  if (g_str_equal (word, "zeros") || g_str_equal (word, "ones"))
    g_string_printf (text, "tf.%s([%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]", word, tensor->rows,
                     tensor->columns);
  else
    chain_code_append_tensor (text, tensor);
  g_string_append (text, ", dtype=tf.float64)");
  push (self, (ChainCodePiece){ .code = g_string_free (text, FALSE), .strength = CHAIN_CODE_ATOM });
}

static void
push_call (const ChainCodeWriter *self, const ChainSyntaxItem *item, ChainCodePiece *pieces)
{
  guint        n_values = 0;
  const ChainCodePiece *axis = find_argument (pieces, item->n, "axis");

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

static char *
logits_name (const char *name)
{
  g_autofree char *python = chain_code_name (name);

  return g_strconcat (python, "_logits", NULL);
}

static void
push_name (const ChainCodeWriter *self, const char *name, GHashTable *parameters)
{
  const guint node = chain_workspace_find (self->workspace, name);
  const ChainWorkspaceInfo *info;

  if (parameters != NULL && g_hash_table_contains (parameters, name))
    {
      push (self, (ChainCodePiece){ .code = chain_code_name (name),
                           .strength = CHAIN_CODE_ATOM,
                           .is_scalar = g_hash_table_lookup (parameters, name) != NULL });
      return;
    }
  info = node != CHAIN_NO_NODE ? chain_workspace_info (&self->workspace->build->record, node) : NULL;
  if (info != NULL && info->part == CHAIN_PART_COLUMN
      && !g_hash_table_contains (self->scalars, name))
    push_column (self, chain_table_column (self->workspace->table, info->column)->name);
  else
    push (self, (ChainCodePiece){
                    .code = chain_code_name (name),
                    .strength = CHAIN_CODE_ATOM,
                    .activation = g_hash_table_lookup (self->activations, name),
                    .logits = g_hash_table_contains (self->activations, name)
                                  ? logits_name (name)
                                  : NULL,
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
push_list (const ChainCodeWriter *self, const ChainSyntaxItem *item, const ChainCodePiece *pieces)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < item->n; i++)
    {
      g_autofree char *number = pieces[i].strength == 0 ? g_strdup (pieces[i].code)
                                                        : chain_code_number (pieces[i].number);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number);
    }
  g_string_append_c (text, ']');
  push (self, (ChainCodePiece){ .code = g_string_free (text, FALSE) });
}

/* A list that is whole: a tensor. Rows alone are a matrix of one. */
static void
finish_list (const ChainCodeWriter *self)
{
  ChainCodePiece           *list = &g_array_index (self->pieces, ChainCodePiece, self->pieces->len - 1);
  g_autofree char *numbers = list->code;
  const gboolean   matrix = g_str_has_prefix (numbers, "[[");

  list->code = g_strdup_printf (matrix ? "tf.constant(%s, dtype=tf.float64)"
                                       : "tf.constant([%s], dtype=tf.float64)", numbers);
  list->strength = CHAIN_CODE_ATOM;
}

/* The code of an expression's items. */
char *
chain_code_expression (const ChainCodeWriter *self, guint first, guint last, GHashTable *parameters, ChainCodePiece *result)
{
  guint lists = 0;

  for (guint i = first; i < last; i++)
    {
      const ChainSyntaxItem *item
          = &g_array_index (self->workspace->syntax->items, ChainSyntaxItem, i);
      const guint        n = item->kind == CHAIN_SYNTAX_CALL || item->kind == CHAIN_SYNTAX_LIST
                                 ? item->n : 0;
      g_autofree ChainCodePiece *pieces = g_new0 (ChainCodePiece, n + 2);

      for (guint k = 0; k < n; k++)
        pieces[k] = g_array_index (self->pieces, ChainCodePiece, self->pieces->len - n + k);
      g_array_set_size (self->pieces, self->pieces->len - n);
      if (item->kind == CHAIN_SYNTAX_NUMBER)
        push (self, (ChainCodePiece){ .code = chain_code_number (item->number), .strength = CHAIN_CODE_ATOM,
                             .is_number = TRUE, .is_scalar = TRUE, .number = item->number });
      else if (item->kind == CHAIN_SYNTAX_NAME)
        push_name (self, item->text, parameters);
      else if (item->kind == CHAIN_SYNTAX_STRING)
        push (self, (ChainCodePiece){ .code = g_strdup (item->text), .strength = CHAIN_CODE_ATOM });
      else if (item->kind == CHAIN_SYNTAX_ARGUMENT)
        g_array_index (self->pieces, ChainCodePiece, self->pieces->len - 1).argument = item->text;
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
        chain_code_piece_clear (&pieces[k]);
    }
  *result = g_array_index (self->pieces, ChainCodePiece, self->pieces->len - 1);
  g_array_set_size (self->pieces, self->pieces->len - 1);
  return result->code;
}
