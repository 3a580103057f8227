/* expression.c: formulas typed by people, against C's own arithmetic.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/expression.h"
#include "base/syntax.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

static const char *const variables[] = { "x", "y_1", NULL };
static const double      values[] = { 3, -0.5 };

static void
test_values (void)
{
  const double        x = values[0];
  const double        y = values[1];
  const struct
  {
    const char *text;
    double      value;
  } cases[] = {
    { "1", 1 },
    { " 1.5e2 ", 150 },
    { ".5", 0.5 },
    { "2e-1*x", 0.2 * x },
    { "2*e", 2 * G_E },
    { "x", x },
    { "1 - 2 - 3", -4 },
    { "1 - (2 - 3)", 2 },
    { "8/4/2", 1 },
    { "2 + 3*4", 14 },
    { "(2 + 3)*4", 20 },
    { "2^3^2", 512 },
    { "-x^2", -9 },
    { "(-x)^2", 9 },
    { "2^-1", 0.5 },
    { "2*-x", -6 },
    { "--x", 3 },
    { "x - -y_1", x + y },
    { "-x*y_1", 1.5 },
    { "-2*x^2 + 1", -17 },
    { "sin(x)/x", sin (x) / x },
    { "cos (pi)", -1 },
    { "max(x, y_1) + min(x,y_1)", 2.5 },
    { "sqrt(abs(y_1*2))", 1 },
    { "exp(ln(x))", exp (log (x)) },
    { "sign(y_1)*floor(2.7) + ceil(0.2)", -1 },
    { "pow(x, 2) - x*x", 0 },
    { "1/0", INFINITY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (ChainExpression) expression
          = chain_expression_parse (cases[i].text, variables, &error);

      g_assert_no_error (error);
      g_assert_cmpfloat (chain_expression_evaluate (expression, values), ==,
                         cases[i].value);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "column 1: expected a number, a name or “(”, found the end" },
    { "1 +", "column 4: expected a number, a name or “(”, found the end" },
    { "x x", "column 3: expected an operator, found “x”" },
    { "2x", "column 2: expected an operator, found “x”" },
    { "(1 + 2", "column 7: expected “)”, found the end" },
    { "1)", "column 2: expected an operator, found “)”" },
    { "sin(x", "column 6: expected “,” or “)”, found the end" },
    { "sin()", "column 1: sin: expected 1 argument, found 0" },
    { "1 + foo(x)", "column 5: there is no function “foo”" },
    { "sin(x, 1)", "column 1: sin: expected 1 argument, found 2" },
    { "max(x)", "column 1: max: expected 2 arguments, found 1" },
    { "x + z", "column 5: expected one of x, y_1, pi, e, found “z”" },
    { "1.2.3", "column 1: expected a number, found “1.2.3”" },
    { "x ÷ 2", "column 3: expected an operator, found “÷”" },
    { "[x]", "column 1: expected a number, a name or “(”, found a list" },
    { "sin(x=1)", "column 5: expected a number, a name or “(”, found a value with a name" },
    { "∂ + 1", "column 1: expected a number, a name or “(”, found “∂”" },
    { "x * * 2", "column 5: expected a number, a name or “(”, found “*”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (chain_expression_parse (cases[i].text, variables, &error));
      g_assert_true (error->domain == CHAIN_ERROR);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

/* What nests without end is refused before the stack is gone. */
static void
test_depth (void)
{
  g_autofree char   *open = g_strnfill (100000, '(');
  g_autofree char   *minus = g_strnfill (100000, '-');
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainExpression) sum = NULL;

  g_assert_null (chain_expression_parse (open, variables, &error));
  g_assert_cmpstr (error->message, ==,
                   "column 201: expected at most 200 parts within each other");
  g_clear_error (&error);
  g_assert_null (chain_expression_parse (minus, variables, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  /* A long sum is not deep. */
  memset (minus, '1', 99999);
  minus[99999] = '\0';
  for (guint i = 1; i < 99999; i += 2)
    minus[i] = '+';
  sum = chain_expression_parse (minus, variables, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (chain_expression_evaluate (sum, values), ==, 50000);
}

static void
test_places (void)
{
  g_autoptr (ChainSyntax) syntax = chain_syntax_parse_expression ("x + 2*sin(x)", NULL, NULL);
  static const struct
  {
    const char *text;
    guint       column;
  } expected[] = { { "x", 1 }, { NULL, 5 }, { "x", 11 }, { "sin", 7 }, { "*", 6 }, { "+", 3 } };

  g_assert_cmpuint (syntax->items->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const ChainSyntaxItem *item = &g_array_index (syntax->items, ChainSyntaxItem, i);

      g_assert_cmpstr (item->text, ==, expected[i].text);
      g_assert_cmpuint (item->place.column, ==, expected[i].column);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/expression/values", test_values);
  g_test_add_func ("/engine/expression/errors", test_errors);
  g_test_add_func ("/engine/expression/depth", test_depth);
  g_test_add_func ("/engine/expression/places", test_places);
  return g_test_run ();
}
