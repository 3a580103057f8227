/* expression.h: formulas as people type them, such as sin(x)/x or -2*x^2 + 1.
 *
 * Numbers, names, calls, brackets, + - * / ^ and the minus before a value. ^ binds strongest and to
 * the right, so that -x^2 is -(x^2) and 2^3^2 is 2^9; then the minus, then * and /, then + and -.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CHAIN_EXPRESSION_NUMBER,
  CHAIN_EXPRESSION_NAME, /* a variable or a constant */
  CHAIN_EXPRESSION_CALL, /* an operator is a call too: of "+", "-", "*", "/", "^" */
} ChainExpressionKind;

typedef struct
{
  ChainExpressionKind kind;
  guint               column;    /* where it stands in the text, in characters from 1 */
  double              number;
  char               *name;      /* NULL for a number */
  GPtrArray          *arguments; /* ChainExpression *; NULL unless a call */
} ChainExpression;

ChainExpression *chain_expression_parse    (const char            *text,
                                            const char *const     *variables,
                                            GError               **error);
void             chain_expression_free     (ChainExpression       *expression);
double           chain_expression_evaluate (const ChainExpression *expression,
                                            const char *const     *variables,
                                            const double          *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainExpression, chain_expression_free)

G_END_DECLS
