/* syntax.c: reads statements and expressions into items in postfix order.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/syntax.h"

#include "base/error.h"
#include "base/number.h"

#include <string.h>

#define DEEPEST 200 /* brackets and signs within each other: each costs stack */
#define MINUS_STRENGTH 3

/* How each is written among the items, and how strongly it binds. */
static const struct
{
  const char *sign;
  const char *name;
  guint       strength;
  gboolean    to_the_right;
} operators[] = {
  { "+", "+", 1, FALSE },  { "-", "-", 1, FALSE }, { "−", "-", 1, FALSE },
  { "*", "*", 2, FALSE },  { "·", "*", 2, FALSE }, { "×", "*", 2, FALSE },
  { "/", "/", 2, FALSE },  { "@", "@", 2, FALSE }, { "^", "^", 4, TRUE },
  { "**", "^", 4, TRUE },
};

typedef struct
{
  ChainSyntax      *syntax;
  const ChainToken *token;    /* the next one */
  guint             brackets; /* that are open: lines go on */
  guint             depth;
  ChainTextPlace   *place;    /* of an error; may be NULL */
} Parser;

/**
 * chain_syntax_fail:
 * @place: (out) (optional): gets @where
 * @where: what is wrong stands there
 * @code: a #ChainError
 * @error: set to "column 5: " and the message
 * @format: the message, as for printf()
 * @...: its arguments
 *
 * Returns: %FALSE
 */
gboolean
chain_syntax_fail (ChainTextPlace *place,
                   ChainTextPlace  where,
                   int             code,
                   GError        **error,
                   const char     *format,
                   ...)
{
  g_autofree char *message = NULL;
  va_list          arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (place != NULL)
    *place = where;
  g_set_error (error, CHAIN_ERROR, code, "column %u: %s", where.column, message);
  return FALSE;
}

static void
next (Parser *parser)
{
  if (parser->token->kind != CHAIN_TOKEN_END)
    parser->token++;
  while (parser->token->kind == CHAIN_TOKEN_COMMENT
         || (parser->token->kind == CHAIN_TOKEN_LINE && parser->brackets > 0
             && *parser->token->text == '\n'))
    parser->token++;
}

static gboolean
is_sign (const ChainToken *token, const char *sign)
{
  return token->kind == CHAIN_TOKEN_SIGN && strlen (sign) == token->bytes
         && memcmp (token->text, sign, token->bytes) == 0;
}

static gboolean
at (const Parser *parser, const char *sign)
{
  return is_sign (parser->token, sign);
}

/* A string that is not closed is long; its beginning tells. */
static gboolean
fail (const Parser *parser, GError **error, const char *expected)
{
  const ChainToken *token = parser->token;
  g_autofree char  *text = g_strndup (token->text, token->bytes);
  g_autofree char  *found = NULL;
  ChainTextPlace    where = token->place;

  if (token->kind == CHAIN_TOKEN_END)
    found = g_strdup ("the end");
  else if (token->kind == CHAIN_TOKEN_LINE && *text == '\n')
    found = g_strdup ("the end of the line");
  else
    found = g_strdup_printf ("“%s”", text);
  if (token->kind == CHAIN_TOKEN_OTHER && (*text == '"' || *text == '\''))
    return chain_syntax_fail (parser->place, where, CHAIN_ERROR_SYNTAX, error,
                              "expected a closing quotation mark, found the end of the line");
  return chain_syntax_fail (parser->place, where, CHAIN_ERROR_SYNTAX, error,
                            "expected %s, found %s", expected, found);
}

static const char *
keep (const Parser *parser, const ChainToken *token)
{
  return g_string_chunk_insert_len (parser->syntax->strings, token->text, (gssize) token->bytes);
}

static void
append (const Parser *parser, ChainSyntaxKind kind, const char *text, guint n, ChainTextPlace place)
{
  const ChainSyntaxItem item = { .kind = kind, .text = text, .n = n, .place = place };

  g_array_append_val (parser->syntax->items, item);
}

static gboolean read_sum (Parser *parser, guint strength, GError **error);

static gboolean
read_number (Parser *parser, GError **error)
{
  const ChainToken *token = parser->token;
  g_autofree char  *text = g_strndup (token->text, token->bytes);
  ChainSyntaxItem   item = { .kind = CHAIN_SYNTAX_NUMBER, .place = token->place };

  if (!chain_number_parse (text, &item.number))
    return chain_syntax_fail (parser->place, token->place, CHAIN_ERROR_SYNTAX, error,
                              "expected a number, found “%s”", text);
  g_array_append_val (parser->syntax->items, item);
  next (parser);
  return TRUE;
}

static void
read_string (Parser *parser)
{
  const ChainToken *token = parser->token;

  append (parser, CHAIN_SYNTAX_STRING,
          g_string_chunk_insert_len (parser->syntax->strings, token->text + 1,
                                     (gssize) token->bytes - 2),
          0, token->place);
  next (parser);
}

static void
open_bracket (Parser *parser)
{
  parser->brackets++;
  next (parser);
}

static gboolean
close_bracket (Parser *parser, const char *sign, const char *expected, GError **error)
{
  if (!at (parser, sign))
    return fail (parser, error, expected);
  parser->brackets--;
  next (parser);
  return TRUE;
}

static gboolean
read_argument (Parser *parser, GError **error)
{
  const ChainToken *name = parser->token;

  if (name->kind != CHAIN_TOKEN_NAME || !is_sign (name + 1, "="))
    return read_sum (parser, 1, error);
  next (parser);
  next (parser);
  if (!read_sum (parser, 1, error))
    return FALSE;
  append (parser, CHAIN_SYNTAX_ARGUMENT, keep (parser, name), 0, name->place);
  return TRUE;
}

/* Behind the opening bracket; up to and with the closing one. */
static gboolean
read_arguments (Parser *parser, guint *n, GError **error)
{
  *n = 0;
  if (at (parser, ")"))
    return close_bracket (parser, ")", "“)”", error);
  do
    {
      if (*n > 0)
        next (parser);
      if (!read_argument (parser, error))
        return FALSE;
      (*n)++;
    }
  while (at (parser, ","));
  return close_bracket (parser, ")", "“,” or “)”", error);
}

static gboolean
read_name (Parser *parser, GError **error)
{
  const ChainToken *name = parser->token;
  guint             n;

  next (parser);
  if (!at (parser, "("))
    {
      append (parser, CHAIN_SYNTAX_NAME, keep (parser, name), 0, name->place);
      return TRUE;
    }
  open_bracket (parser);
  if (!read_arguments (parser, &n, error))
    return FALSE;
  append (parser, CHAIN_SYNTAX_CALL, keep (parser, name), n, name->place);
  return TRUE;
}

static gboolean
read_list (Parser *parser, GError **error)
{
  const ChainTextPlace place = parser->token->place;
  guint                n = 0;

  append (parser, CHAIN_SYNTAX_OPEN, NULL, 0, place);
  open_bracket (parser);
  do
    {
      if (n > 0)
        next (parser);
      if (!read_sum (parser, 1, error))
        return FALSE;
      n++;
    }
  while (at (parser, ","));
  if (!close_bracket (parser, "]", "“,” or “]”", error))
    return FALSE;
  append (parser, CHAIN_SYNTAX_LIST, NULL, n, place);
  return TRUE;
}

static gboolean
read_minus (Parser *parser, GError **error)
{
  const ChainTextPlace place = parser->token->place;

  next (parser);
  if (!read_sum (parser, MINUS_STRENGTH, error))
    return FALSE;
  append (parser, CHAIN_SYNTAX_CALL, "-", 1, place);
  return TRUE;
}

static gboolean
read_operand (Parser *parser, GError **error)
{
  switch (parser->token->kind)
    {
    case CHAIN_TOKEN_NUMBER:
      return read_number (parser, error);
    case CHAIN_TOKEN_NAME:
      return read_name (parser, error);
    case CHAIN_TOKEN_STRING:
      read_string (parser);
      return TRUE;
    default:
      break;
    }
  if (at (parser, "("))
    {
      open_bracket (parser);
      return read_sum (parser, 1, error) && close_bracket (parser, ")", "“)”", error);
    }
  if (at (parser, "["))
    return read_list (parser, error);
  if (at (parser, "-") || at (parser, "−"))
    return read_minus (parser, error);
  return fail (parser, error, "a number, a name or “(”");
}

/* The operator that stands here, -1 for none. */
static int
operator_at (const Parser *parser)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (at (parser, operators[i].sign))
      return (int) i;
  return -1;
}

static gboolean
read_operators (Parser *parser, guint strength, GError **error)
{
  if (!read_operand (parser, error))
    return FALSE;
  while (TRUE)
    {
      const int            index = operator_at (parser);
      const ChainTextPlace place = parser->token->place;

      if (index < 0 || operators[index].strength < strength)
        return TRUE;
      next (parser);
      if (!read_sum (parser, operators[index].strength + !operators[index].to_the_right, error))
        return FALSE;
      append (parser, CHAIN_SYNTAX_CALL, operators[index].name, 2, place);
    }
}

/* What follows, up to an operator weaker than @strength. */
static gboolean
read_sum (Parser *parser, guint strength, GError **error)
{
  gboolean read;

  if (parser->depth == DEEPEST)
    return chain_syntax_fail (parser->place, parser->token->place, CHAIN_ERROR_SYNTAX, error,
                              "expected at most %d parts within each other", DEEPEST);
  parser->depth++;
  read = read_operators (parser, strength, error);
  parser->depth--;
  return read;
}

/* Whether the name here is a function's: f(x, y) = */
static gboolean
is_function (const ChainToken *name)
{
  const ChainToken *token = name + 1;

  if (!is_sign (token, "("))
    return FALSE;
  do
    {
      if (token[1].kind != CHAIN_TOKEN_NAME)
        return FALSE;
      token += 2;
    }
  while (is_sign (token, ","));
  return is_sign (token, ")") && is_sign (token + 1, "=");
}

static gboolean
read_parameters (Parser *parser, ChainStatement *statement, GError **error)
{
  statement->parameters = g_ptr_array_new ();
  do
    {
      const char *name;

      next (parser);
      name = keep (parser, parser->token);
      if (g_ptr_array_find_with_equal_func (statement->parameters, name, g_str_equal, NULL))
        return chain_syntax_fail (parser->place, parser->token->place, CHAIN_ERROR_SYNTAX, error,
                                  "expected parameters of different names, found “%s” twice", name);
      g_ptr_array_add (statement->parameters, (char *) name);
      next (parser);
    }
  while (at (parser, ","));
  next (parser);
  next (parser);
  return TRUE;
}

/* w.assign(…), from the point on. */
static gboolean
read_change (Parser *parser, ChainStatement *statement, GError **error)
{
  static const char *const methods[] = { "assign", "assign_add", "assign_sub", NULL };
  const ChainToken        *method = parser->token + 1;

  next (parser);
  statement->method = keep (parser, method);
  statement->method_place = method->place;
  if (method->kind != CHAIN_TOKEN_NAME || !g_strv_contains (methods, statement->method))
    return fail (parser, error, "assign, assign_add or assign_sub");
  next (parser);
  if (!at (parser, "("))
    return fail (parser, error, "“(”");
  open_bracket (parser);
  return read_sum (parser, 1, error) && close_bracket (parser, ")", "“)”", error);
}

static gboolean
read_statement (Parser *parser, ChainStatement *statement, GError **error)
{
  const ChainToken *first = parser->token;

  *statement = (ChainStatement){ .kind = CHAIN_STATEMENT_SHOW, .place = first->place };
  statement->first = parser->syntax->items->len;
  if (first->kind == CHAIN_TOKEN_NAME && (is_sign (first + 1, "=") || is_sign (first + 1, ".")))
    {
      const gboolean change = is_sign (first + 1, ".");

      statement->kind = change ? CHAIN_STATEMENT_ASSIGN : CHAIN_STATEMENT_DEFINE;
      statement->name = keep (parser, first);
      next (parser);
      if (change)
        return read_change (parser, statement, error);
      next (parser);
    }
  else if (first->kind == CHAIN_TOKEN_NAME && is_function (first))
    {
      statement->kind = CHAIN_STATEMENT_FUNCTION;
      statement->name = keep (parser, first);
      next (parser);
      if (!read_parameters (parser, statement, error))
        return FALSE;
    }
  return read_sum (parser, 1, error);
}

static gboolean
read_statements (Parser *parser, GError **error)
{
  while (TRUE)
    {
      ChainStatement statement;
      gboolean       read;

      while (parser->token->kind == CHAIN_TOKEN_LINE)
        next (parser);
      if (parser->token->kind == CHAIN_TOKEN_END)
        return TRUE;
      read = read_statement (parser, &statement, error);
      statement.last = parser->syntax->items->len;
      g_array_append_val (parser->syntax->statements, statement);
      if (!read)
        return FALSE;
      if (parser->token->kind != CHAIN_TOKEN_LINE && parser->token->kind != CHAIN_TOKEN_END)
        return fail (parser, error, "an operator");
    }
}

static gboolean
read_one_expression (Parser *parser, GError **error)
{
  const ChainStatement statement = { .kind = CHAIN_STATEMENT_SHOW, .place = parser->token->place };

  parser->brackets++;
  if (parser->token->kind == CHAIN_TOKEN_LINE && *parser->token->text == '\n')
    next (parser);
  if (!read_sum (parser, 1, error))
    return FALSE;
  if (parser->token->kind != CHAIN_TOKEN_END)
    return fail (parser, error, "an operator");
  g_array_append_val (parser->syntax->statements, statement);
  g_array_index (parser->syntax->statements, ChainStatement, 0).last = parser->syntax->items->len;
  return TRUE;
}

static void
clear_statement (gpointer data)
{
  ChainStatement *statement = data;

  g_clear_pointer (&statement->parameters, g_ptr_array_unref);
}

static ChainSyntax *
parse (const char     *text,
       gboolean      (*read) (Parser *parser, GError **error),
       ChainTextPlace *place,
       GError        **error)
{
  g_autoptr (GArray)      tokens = NULL;
  g_autoptr (ChainSyntax) syntax = g_new0 (ChainSyntax, 1);
  Parser                  parser = { .syntax = syntax, .place = place };

  tokens = chain_tokens_new (text);
  syntax->strings = g_string_chunk_new (1024);
  syntax->items = g_array_new (FALSE, FALSE, sizeof (ChainSyntaxItem));
  syntax->statements = g_array_new (FALSE, FALSE, sizeof (ChainStatement));
  g_array_set_clear_func (syntax->statements, clear_statement);
  parser.token = &g_array_index (tokens, ChainToken, 0);
  while (parser.token->kind == CHAIN_TOKEN_COMMENT)
    parser.token++;
  if (!read (&parser, error))
    return NULL;
  return g_steal_pointer (&syntax);
}

/**
 * chain_syntax_parse:
 * @text: statements, in UTF-8
 * @place: (out) (optional): where the error is
 * @error: set to "column 5: what is wrong"
 *
 * Returns: (transfer full) (nullable): the statements
 */
ChainSyntax *
chain_syntax_parse (const char *text, ChainTextPlace *place, GError **error)
{
  g_return_val_if_fail (g_utf8_validate (text, -1, NULL), NULL);
  return parse (text, read_statements, place, error);
}

/**
 * chain_syntax_parse_expression:
 * @text: one expression, in UTF-8
 * @place: (out) (optional): where the error is
 * @error: set to "column 5: what is wrong"
 *
 * Returns: (transfer full) (nullable): it, as the one statement
 */
ChainSyntax *
chain_syntax_parse_expression (const char *text, ChainTextPlace *place, GError **error)
{
  g_return_val_if_fail (g_utf8_validate (text, -1, NULL), NULL);
  return parse (text, read_one_expression, place, error);
}

/**
 * chain_syntax_free:
 * @syntax: (transfer full) (nullable): to free
 */
void
chain_syntax_free (ChainSyntax *syntax)
{
  if (syntax == NULL)
    return;
  g_string_chunk_free (syntax->strings);
  g_array_unref (syntax->items);
  g_array_unref (syntax->statements);
  g_free (syntax);
}
