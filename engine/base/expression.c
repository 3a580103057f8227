/* expression.c: formulas as people type them, such as sin(x)/x or -2*x^2 + 1.
 *
 * The text is read by base/syntax.h; here its names are looked up, once, and its items run on a
 * stack of numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/expression.h"

#include "base/error.h"
#include "base/syntax.h"

#include <math.h>

/* An item, with what it means looked up. */
typedef struct
{
  ChainSyntaxKind kind;
  double          number; /* of a number or a constant */
  guint           index;  /* of a variable or a function */
  guint           n;      /* arguments */
} Item;

struct _ChainExpression
{
  GArray *items; /* Item, in postfix order */
};

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

static const struct
{
  const char *name;
  double    (*one) (double a);
  double    (*two) (double a, double b);
} functions[] = {
  { .name = "+", .two = add },
  { .name = "-", .two = subtract, .one = negate },
  { .name = "*", .two = multiply },
  { .name = "/", .two = divide },
  { .name = "^", .two = pow },
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

static gboolean
refuse (const ChainSyntaxItem *item, GError **error)
{
  const char *found = item->kind == CHAIN_SYNTAX_STRING ? "a text"
                      : item->kind == CHAIN_SYNTAX_ARGUMENT ? "a value with a name" : "a list";

  return chain_syntax_fail (NULL, item->place, CHAIN_ERROR_SYNTAX, error,
                            "expected a number, a name or “(”, found %s", found);
}

static gboolean
look_up_call (const ChainSyntaxItem *item, Item *result, GError **error)
{
  const int index = find_function (item->text);
  guint     n;

  if (index < 0)
    return chain_syntax_fail (NULL, item->place, CHAIN_ERROR_UNSUPPORTED, error,
                              "there is no function “%s”", item->text);
  result->index = (guint) index;
  n = item->n == 1 && functions[index].one != NULL ? 1 : functions[index].two != NULL ? 2 : 1;
  if (item->n != n)
    return chain_syntax_fail (NULL, item->place, CHAIN_ERROR_SHAPE, error,
                              "%s: expected %u argument%s, found %u", item->text, n,
                              n == 1 ? "" : "s", item->n);
  return TRUE;
}

static gboolean
look_up_name (const ChainSyntaxItem *item, const char *const *variables, Item *result, GError **error)
{
  g_autofree char *names = NULL;

  for (guint i = 0; variables[i] != NULL; i++)
    if (g_str_equal (variables[i], item->text))
      {
        result->index = i;
        return TRUE;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (constants); i++)
    if (g_str_equal (constants[i].name, item->text))
      {
        result->kind = CHAIN_SYNTAX_NUMBER;
        result->number = constants[i].value;
        return TRUE;
      }
  names = g_strjoinv (", ", (GStrv) variables);
  return chain_syntax_fail (NULL, item->place, CHAIN_ERROR_VALUE, error,
                            "expected one of %s, pi, e, found “%s”", names, item->text);
}

static gboolean
look_up (const ChainSyntaxItem *item, const char *const *variables, Item *result, GError **error)
{
  *result = (Item){ item->kind, item->number, 0, item->n };
  switch (item->kind)
    {
    case CHAIN_SYNTAX_NUMBER:
      return TRUE;
    case CHAIN_SYNTAX_NAME:
      return look_up_name (item, variables, result, error);
    case CHAIN_SYNTAX_CALL:
      return look_up_call (item, result, error);
    default:
      return refuse (item, error);
    }
}

/**
 * chain_expression_parse:
 * @text: a formula
 * @variables: (array zero-terminated=1): names it may hold, besides pi, e and functions
 * @error: set to "column 5: what is wrong"
 *
 * Returns: (transfer full) (nullable): the formula
 */
ChainExpression *
chain_expression_parse (const char *text, const char *const *variables, GError **error)
{
  g_autoptr (ChainSyntax)     syntax = chain_syntax_parse_expression (text, NULL, error);
  g_autoptr (ChainExpression) expression = NULL;

  if (syntax == NULL)
    return NULL;
  expression = g_new (ChainExpression, 1);
  expression->items = g_array_new (FALSE, FALSE, sizeof (Item));
  for (guint i = 0; i < syntax->items->len; i++)
    {
      Item item;

      if (!look_up (&g_array_index (syntax->items, ChainSyntaxItem, i), variables, &item, error))
        return NULL;
      g_array_append_val (expression->items, item);
    }
  return g_steal_pointer (&expression);
}

/**
 * chain_expression_free:
 * @expression: (transfer full) (nullable): to free
 */
void
chain_expression_free (ChainExpression *expression)
{
  if (expression == NULL)
    return;
  g_array_unref (expression->items);
  g_free (expression);
}

/**
 * chain_expression_evaluate:
 * @expression: a formula
 * @values: values of the variables it was parsed with
 *
 * Returns: the formula's value, which need not be finite
 */
double
chain_expression_evaluate (const ChainExpression *expression, const double *values)
{
  g_autofree double *stack = g_new (double, expression->items->len);
  double            *top = stack - 1; /* the value last made */

  for (guint i = 0; i < expression->items->len; i++)
    {
      const Item *item = &g_array_index (expression->items, Item, i);

      if (item->kind == CHAIN_SYNTAX_NUMBER)
        *++top = item->number;
      else if (item->kind == CHAIN_SYNTAX_NAME)
        *++top = values[item->index];
      else if (item->n == 1)
        *top = functions[item->index].one (*top);
      else
        {
          top--;
          *top = functions[item->index].two (top[0], top[1]);
        }
    }
  return *stack;
}
