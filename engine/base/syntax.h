/* syntax.h: what people type to be computed: expressions, and statements made of them.
 *
 * An expression is numbers, names, strings, lists in [ ], calls, brackets, + - * / ^ @ and the
 * minus before a value. ^ binds strongest and to the right, so that -x^2 is -(x^2) and 2^3^2 is
 * 2^9; then the minus, then * / and @, then + and -. A statement is one of
 *
 *   L = (y - w*x)^2           a name for a value
 *   f(x, y) = relu(x*y)       a function
 *   w.assign_sub(0.1)         a change of a variable
 *   L + 1                     a value without a name
 *
 * on a line of its own or after a semicolon; a line goes on where a bracket is open, and what
 * follows a # is a comment. What the names mean is left to whoever reads the items.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where something stands in a text. */
typedef struct
{
  guint line;   /* from 1 */
  guint column; /* in characters, from 1 */
  guint offset; /* in characters, from 0 at the beginning of the text */
  guint length; /* in characters; 0 at the end of a line or of the text */
} ChainTextPlace;

typedef enum
{
  CHAIN_TOKEN_NAME,
  CHAIN_TOKEN_NUMBER,
  CHAIN_TOKEN_STRING,
  CHAIN_TOKEN_SIGN, /* an operator, a bracket, a comma, … */
  CHAIN_TOKEN_COMMENT,
  CHAIN_TOKEN_LINE, /* the end of a line, or a semicolon */
  CHAIN_TOKEN_OTHER, /* a character that means nothing here */
  CHAIN_TOKEN_END,
} ChainTokenKind;

typedef struct
{
  ChainTokenKind kind;
  const char    *text;  /* in the text read; not terminated */
  gsize          bytes;
  ChainTextPlace place;
} ChainToken;

typedef enum
{
  CHAIN_SYNTAX_NUMBER,
  CHAIN_SYNTAX_NAME,
  CHAIN_SYNTAX_STRING,
  CHAIN_SYNTAX_OPEN,     /* a list begins */
  CHAIN_SYNTAX_LIST,     /* of the n values before it */
  CHAIN_SYNTAX_ARGUMENT, /* the value before it is given by name */
  CHAIN_SYNTAX_CALL,     /* of the n values before it; an operator is a call too: of "+", … */
} ChainSyntaxKind;

/* An expression in postfix order: each item works on the values that those before it left. */
typedef struct
{
  ChainSyntaxKind kind;
  const char     *text;   /* a name, a string, an operator; NULL for a number and a list */
  double          number;
  guint           n;
  ChainTextPlace  place;
} ChainSyntaxItem;

typedef enum
{
  CHAIN_STATEMENT_DEFINE,
  CHAIN_STATEMENT_FUNCTION,
  CHAIN_STATEMENT_ASSIGN,
  CHAIN_STATEMENT_SHOW,
} ChainStatementKind;

typedef struct
{
  ChainStatementKind kind;
  const char        *name;       /* what is defined or changed; NULL where a value is shown */
  const char        *method;     /* "assign_sub"; NULL unless a change */
  GPtrArray         *parameters; /* const char *, of a function; else NULL */
  guint              first;      /* of its items */
  guint              last;       /* after its items */
  ChainTextPlace     place;      /* of the name, else of the expression's first token */
  ChainTextPlace     method_place;
} ChainStatement;

typedef struct
{
  GStringChunk *strings;
  GArray       *items;      /* ChainSyntaxItem */
  GArray       *statements; /* ChainStatement */
} ChainSyntax;

GArray      *chain_tokens_new              (const char     *text);
ChainSyntax *chain_syntax_parse            (const char     *text,
                                            ChainTextPlace *place,
                                            GError        **error);
ChainSyntax *chain_syntax_parse_expression (const char     *text,
                                            ChainTextPlace *place,
                                            GError        **error);
void         chain_syntax_free             (ChainSyntax    *syntax);
gboolean     chain_syntax_fail             (ChainTextPlace *place,
                                            ChainTextPlace  where,
                                            int             code,
                                            GError        **error,
                                            const char     *format,
                                            ...) G_GNUC_PRINTF (5, 6);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainSyntax, chain_syntax_free)

G_END_DECLS
