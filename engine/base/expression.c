/* expression.c: formulas as people type them, such as sin(x)/x or -2*x^2 + 1.
 *
 * Read by precedence climbing: an operand, then every operator that binds at least as strongly as
 * is asked for, each with what follows it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/expression.h"

#include "base/error.h"
#include "base/number.h"

#include <math.h>
#include <string.h>

#define DEEPEST 200 /* brackets and signs within each other: each costs stack */
#define MOST_OPERATORS 5000 /* one after the other, which nest in the tree */
#define MINUS_STRENGTH 3

typedef struct
{
  const char        *text;
  const char        *place;
  const char *const *variables;
  guint              depth;
  guint              n_operators;
} Reader;

static double
add (double a, double b)
{
  return a + b;
}

static double
subtract (double a, double b)
{
  return a - b;
}

static double
multiply (double a, double b)
{
  return a * b;
}

static double
divide (double a, double b)
{
  return a / b;
}

static double
negate (double a)
{
  return -a;
}

static double
sign (double a)
{
  return a > 0 ? 1 : a < 0 ? -1 : a;
}

/* Operators have a strength; a name without a letter cannot be typed as a call. */
static const struct
{
  const char *name;
  double    (*one) (double a);
  double    (*two) (double a, double b);
  guint       strength;
  gboolean    to_the_right;
} functions[] = {
  { .name = "+", .two = add, .strength = 1 },
  { .name = "-", .two = subtract, .one = negate, .strength = 1 },
  { .name = "*", .two = multiply, .strength = 2 },
  { .name = "/", .two = divide, .strength = 2 },
  { .name = "^", .two = pow, .strength = 4, .to_the_right = TRUE },
  { .name = "abs", .one = fabs },    { .name = "acos", .one = acos },
  { .name = "asin", .one = asin },   { .name = "atan", .one = atan },
  { .name = "cbrt", .one = cbrt },   { .name = "ceil", .one = ceil },
  { .name = "cos", .one = cos },     { .name = "cosh", .one = cosh },
  { .name = "exp", .one = exp },     { .name = "floor", .one = floor },
  { .name = "ln", .one = log },      { .name = "log", .one = log },
  { .name = "log10", .one = log10 }, { .name = "log2", .one = log2 },
  { .name = "max", .two = fmax },    { .name = "min", .two = fmin },
  { .name = "pow", .two = pow },     { .name = "round", .one = round },
  { .name = "sign", .one = sign },   { .name = "sin", .one = sin },
  { .name = "sinh", .one = sinh },   { .name = "sqrt", .one = sqrt },
  { .name = "tan", .one = tan },     { .name = "tanh", .one = tanh },
};

static const struct
{
  const char *name;
  double      value;
} constants[] = {
  { "pi", G_PI },
  { "e", G_E },
};

static int
find_function (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_str_equal (functions[i].name, name))
      return (int) i;
  return -1;
}

static guint
column_of (const Reader *reader, const char *place)
{
  return (guint) g_utf8_pointer_to_offset (reader->text, place) + 1;
}

static gboolean
fail (const Reader *reader, const char *place, GError **error, const char *expected)
{
  const char      *end = *place != '\0' ? g_utf8_next_char (place) : place;
  g_autofree char *letter = g_strndup (place, (gsize) (end - place));
  g_autofree char *found = *letter != '\0' ? g_strdup_printf ("“%s”", letter) : g_strdup ("the end");

  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "column %u: expected %s, found %s",
               column_of (reader, place), expected, found);
  return FALSE;
}

static void
skip_blanks (Reader *reader)
{
  while (g_ascii_isspace (*reader->place))
    reader->place++;
}

static ChainExpression *
expression_new (ChainExpressionKind kind, guint column, const char *name)
{
  ChainExpression *expression = g_new0 (ChainExpression, 1);

  expression->kind = kind;
  expression->column = column;
  expression->name = g_strdup (name);
  if (kind == CHAIN_EXPRESSION_CALL)
    expression->arguments
        = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_expression_free);
  return expression;
}

static ChainExpression *read_sum (Reader *reader, guint strength, GError **error);

/* Digits, a point, and an exponent if one follows: in 2*e the e is a name. */
static ChainExpression *
read_number (Reader *reader, GError **error)
{
  const char      *start = reader->place;
  const char      *end = start;
  g_autofree char *text = NULL;
  ChainExpression *number;

  while (g_ascii_isdigit (*end) || *end == '.')
    end++;
  if ((*end == 'e' || *end == 'E')
      && (g_ascii_isdigit (end[1]) || (strchr ("+-", end[1]) != NULL && g_ascii_isdigit (end[2]))))
    for (end += 2; g_ascii_isdigit (*end);)
      end++;
  text = g_strndup (start, (gsize) (end - start));
  number = expression_new (CHAIN_EXPRESSION_NUMBER, column_of (reader, start), NULL);
  if (!chain_number_parse (text, &number->number))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "column %u: expected a number, found “%s”",
                   number->column, text);
      g_clear_pointer (&number, chain_expression_free);
    }
  reader->place = end;
  return number;
}

static gboolean
read_arguments (Reader *reader, ChainExpression *call, GError **error)
{
  do
    {
      ChainExpression *argument;

      reader->place++;
      argument = read_sum (reader, 1, error);
      if (argument == NULL)
        return FALSE;
      g_ptr_array_add (call->arguments, argument);
      skip_blanks (reader);
    }
  while (*reader->place == ',');
  if (*reader->place != ')')
    return fail (reader, reader->place, error, "“,” or “)”");
  reader->place++;
  return TRUE;
}

static gboolean
check_call (const ChainExpression *call, GError **error)
{
  const int   index = find_function (call->name);
  const guint n = index >= 0 && functions[index].two != NULL ? 2 : 1;

  if (index < 0)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "column %u: there is no function “%s”", call->column, call->name);
  else if (call->arguments->len != n)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                 "column %u: %s: expected %u argument%s, found %u", call->column, call->name, n,
                 n == 1 ? "" : "s", call->arguments->len);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_name (const Reader *reader, const ChainExpression *name, GError **error)
{
  g_autofree char *variables = NULL;

  if (g_strv_contains (reader->variables, name->name))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (constants); i++)
    if (g_str_equal (constants[i].name, name->name))
      return TRUE;
  variables = g_strjoinv (", ", (GStrv) reader->variables);
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "column %u: expected one of %s, pi, e, found “%s”", name->column, variables,
               name->name);
  return FALSE;
}

static ChainExpression *
read_name (Reader *reader, GError **error)
{
  const char                 *start = reader->place;
  const char                 *end = start;
  g_autofree char            *name = NULL;
  g_autoptr (ChainExpression) expression = NULL;

  while (g_ascii_isalnum (*end) || *end == '_')
    end++;
  name = g_strndup (start, (gsize) (end - start));
  reader->place = end;
  skip_blanks (reader);
  expression = expression_new (*reader->place == '(' ? CHAIN_EXPRESSION_CALL
                                                     : CHAIN_EXPRESSION_NAME,
                               column_of (reader, start), name);
  if (expression->kind == CHAIN_EXPRESSION_CALL
          ? !read_arguments (reader, expression, error) || !check_call (expression, error)
          : !check_name (reader, expression, error))
    return NULL;
  return g_steal_pointer (&expression);
}

static ChainExpression *
read_bracket (Reader *reader, GError **error)
{
  g_autoptr (ChainExpression) inside = NULL;

  reader->place++;
  inside = read_sum (reader, 1, error);
  if (inside == NULL)
    return NULL;
  skip_blanks (reader);
  if (*reader->place != ')')
    {
      fail (reader, reader->place, error, "“)”");
      return NULL;
    }
  reader->place++;
  return g_steal_pointer (&inside);
}

static ChainExpression *
read_minus (Reader *reader, GError **error)
{
  const guint      column = column_of (reader, reader->place);
  ChainExpression *value;
  ChainExpression *minus;

  reader->place++;
  value = read_sum (reader, MINUS_STRENGTH, error);
  if (value == NULL)
    return NULL;
  minus = expression_new (CHAIN_EXPRESSION_CALL, column, "-");
  g_ptr_array_add (minus->arguments, value);
  return minus;
}

static ChainExpression *
read_operand (Reader *reader, GError **error)
{
  skip_blanks (reader);
  if (g_ascii_isdigit (*reader->place) || *reader->place == '.')
    return read_number (reader, error);
  if (g_ascii_isalpha (*reader->place) || *reader->place == '_')
    return read_name (reader, error);
  if (*reader->place == '(')
    return read_bracket (reader, error);
  if (*reader->place == '-')
    return read_minus (reader, error);
  fail (reader, reader->place, error, "a number, a name or “(”");
  return NULL;
}

/* The operator that stands here, -1 for none. */
static int
operator_at (Reader *reader)
{
  const char name[] = { *reader->place, '\0' };
  int        index = find_function (name);

  return index >= 0 && functions[index].strength > 0 ? index : -1;
}

static ChainExpression *
read_operators (Reader *reader, guint strength, GError **error)
{
  g_autoptr (ChainExpression) left = read_operand (reader, error);

  while (left != NULL)
    {
      ChainExpression *right;
      ChainExpression *call;
      guint            column;
      int              index;

      skip_blanks (reader);
      index = operator_at (reader);
      if (index < 0 || functions[index].strength < strength)
        break;
      if (++reader->n_operators > MOST_OPERATORS)
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                       "column %u: expected at most %d operators",
                       column_of (reader, reader->place), MOST_OPERATORS);
          return NULL;
        }
      column = column_of (reader, reader->place++);
      right = read_sum (reader, functions[index].strength + !functions[index].to_the_right, error);
      if (right == NULL)
        return NULL;
      call = expression_new (CHAIN_EXPRESSION_CALL, column, functions[index].name);
      g_ptr_array_add (call->arguments, g_steal_pointer (&left));
      g_ptr_array_add (call->arguments, right);
      left = call;
    }
  return g_steal_pointer (&left);
}

/* What follows, up to an operator weaker than @strength. */
static ChainExpression *
read_sum (Reader *reader, guint strength, GError **error)
{
  ChainExpression *sum = NULL;

  if (reader->depth == DEEPEST)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "column %u: expected at most %d parts within each other",
                   column_of (reader, reader->place), DEEPEST);
      return NULL;
    }
  reader->depth++;
  sum = read_operators (reader, strength, error);
  reader->depth--;
  return sum;
}

/**
 * chain_expression_parse:
 * @text: a formula
 * @variables: (array zero-terminated=1): names it may hold, besides pi, e and functions
 * @error: set to "column 5: what is wrong"
 *
 * Returns: (transfer full) (nullable): the formula as a tree
 */
ChainExpression *
chain_expression_parse (const char *text, const char *const *variables, GError **error)
{
  Reader                      reader = { text, text, variables, 0, 0 };
  g_autoptr (ChainExpression) expression = NULL;

  g_return_val_if_fail (g_utf8_validate (text, -1, NULL), NULL);

  expression = read_sum (&reader, 1, error);
  if (expression == NULL)
    return NULL;
  skip_blanks (&reader);
  if (*reader.place != '\0')
    {
      fail (&reader, reader.place, error, "an operator");
      return NULL;
    }
  return g_steal_pointer (&expression);
}

/**
 * chain_expression_free:
 * @expression: (transfer full) (nullable): freed with all its parts
 */
void
chain_expression_free (ChainExpression *expression)
{
  if (expression == NULL)
    return;
  g_free (expression->name);
  g_clear_pointer (&expression->arguments, g_ptr_array_unref);
  g_free (expression);
}

static double
name_value (const char *name, const char *const *variables, const double *values)
{
  for (guint i = 0; variables[i] != NULL; i++)
    if (g_str_equal (variables[i], name))
      return values[i];
  for (gsize i = 0; i < G_N_ELEMENTS (constants); i++)
    if (g_str_equal (constants[i].name, name))
      return constants[i].value;
  g_return_val_if_reached (NAN);
}

/**
 * chain_expression_evaluate:
 * @expression: a formula
 * @variables: (array zero-terminated=1): the names it was parsed with
 * @values: [variables] their values
 *
 * Returns: the formula's value, which need not be finite
 */
double
chain_expression_evaluate (const ChainExpression *expression,
                           const char *const     *variables,
                           const double          *values)
{
  double arguments[2] = { 0, 0 };
  int    index;

  if (expression->kind == CHAIN_EXPRESSION_NUMBER)
    return expression->number;
  if (expression->kind == CHAIN_EXPRESSION_NAME)
    return name_value (expression->name, variables, values);
  for (guint i = 0; i < expression->arguments->len; i++)
    arguments[i] = chain_expression_evaluate (g_ptr_array_index (expression->arguments, i),
                                              variables, values);
  index = find_function (expression->name);
  return expression->arguments->len == 2 ? functions[index].two (arguments[0], arguments[1])
                                         : functions[index].one (arguments[0]);
}
