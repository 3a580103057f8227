/* expression.h: formulas of one or more numbers as people type them, such as sin(x)/x or -2*x^2 + 1.
 *
 * They are written as any expression is (base/syntax.h), of numbers, names and calls alone.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ChainExpression ChainExpression;

ChainExpression *chain_expression_parse    (const char            *text,
                                            const char *const     *variables,
                                            GError               **error);
void             chain_expression_free     (ChainExpression       *expression);
double           chain_expression_evaluate (const ChainExpression *expression,
                                            const double          *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainExpression, chain_expression_free)

G_END_DECLS
