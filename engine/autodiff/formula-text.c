/* formula-text.c: a formula as a line of text.
 *
 * Written in Unicode: subscripts, superscripts, true minus signs; a script that has no such
 * characters follows a _ or ^ instead.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/formula.h"

#include "base/number.h"

static const ChainFormula *
term_of (const ChainFormula *formula, guint index)
{
  return g_ptr_array_index (formula->terms, index);
}

static const char *const subscript_digits[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };
static const char *const superscript_digits[]
    = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

static const char *
script_character (char character, gboolean raised)
{
  if (g_ascii_isdigit (character))
    return raised ? superscript_digits[character - '0'] : subscript_digits[character - '0'];
  switch (character)
    {
    case '(':
      return raised ? "⁽" : "₍";
    case ')':
      return raised ? "⁾" : "₎";
    case '-':
      return raised ? "⁻" : "₋";
    case ',':
      return ",";
    default:
      return NULL;
    }
}

static void
print_script (GString *text, const char *script, gboolean raised)
{
  for (const char *p = script; p != NULL && *p != '\0'; p++)
    if (script_character (*p, raised) == NULL)
      {
        g_string_append_printf (text, "%s%s", raised ? "^" : "_", script);
        return;
      }
  for (const char *p = script; p != NULL && *p != '\0'; p++)
    g_string_append (text, script_character (*p, raised));
}

static gboolean
shows_minus (const ChainFormula *formula, ChainFormulaStyle style)
{
  const gboolean shown_as_number
      = formula->kind == CHAIN_FORMULA_NUMBER
        || (style == CHAIN_FORMULA_IN_NUMBERS
            && (formula->kind == CHAIN_FORMULA_SYMBOL
                || formula->kind == CHAIN_FORMULA_DERIVATIVE));

  return formula->kind == CHAIN_FORMULA_NEGATIVE || (shown_as_number && formula->value < 0);
}

/**
 * chain_formula_needs_parentheses:
 * @parent: a formula
 * @term: one of its terms
 * @style: how both are shown
 *
 * Whether @term must stand in parentheses inside @parent, on a page where fractions have a bar
 * and exponents are raised.
 */
gboolean
chain_formula_needs_parentheses (const ChainFormula *parent,
                                 const ChainFormula *term,
                                 ChainFormulaStyle   style)
{
  const gboolean first = parent->terms != NULL && term_of (parent, 0) == term;
  const gboolean minus = shows_minus (term, style);

  switch (parent->kind)
    {
    case CHAIN_FORMULA_SUM:
      return minus && !first && term->kind != CHAIN_FORMULA_NEGATIVE;
    case CHAIN_FORMULA_PRODUCT:
      return term->kind == CHAIN_FORMULA_SUM || (minus && !first);
    case CHAIN_FORMULA_NEGATIVE:
      return term->kind == CHAIN_FORMULA_SUM || minus;
    case CHAIN_FORMULA_POWER:
      return first
             && (minus || term->kind == CHAIN_FORMULA_SUM || term->kind == CHAIN_FORMULA_PRODUCT
                 || term->kind == CHAIN_FORMULA_FRACTION || term->kind == CHAIN_FORMULA_POWER
                 || (style == CHAIN_FORMULA_IN_SYMBOLS
                     && (term->kind == CHAIN_FORMULA_DERIVATIVE || term->superscript != NULL)));
    default:
      return FALSE;
    }
}

static void print (GString *text, const ChainFormula *formula, ChainFormulaStyle style,
                   guint digits);

static void
print_number (GString *text, double value, guint digits)
{
  char buffer[CHAIN_NUMBER_SIZE];

  g_string_append (text, chain_number_show (value, digits, buffer));
}

static void
print_in_parentheses (GString            *text,
                      gboolean            parentheses,
                      const ChainFormula *formula,
                      ChainFormulaStyle   style,
                      guint               digits)
{
  if (parentheses)
    g_string_append_c (text, '(');
  print (text, formula, style, digits);
  if (parentheses)
    g_string_append_c (text, ')');
}

/* A product that goes on a sum has its first factor in parentheses too where that shows a minus
 * sign: 1 + (−2)·3. */
static void
print_product (GString            *text,
               const ChainFormula *formula,
               gboolean            goes_on,
               ChainFormulaStyle   style,
               guint               digits)
{
  for (guint i = 0; formula->terms != NULL && i < formula->terms->len; i++)
    {
      const ChainFormula *term = term_of (formula, i);

      if (i > 0)
        g_string_append (text, "·");
      print_in_parentheses (text,
                            chain_formula_needs_parentheses (formula, term, style)
                                || (goes_on && i == 0 && shows_minus (term, style)),
                            term, style, digits);
    }
}

/* A summand after the first, its sign being printed. */
static void
print_summand (GString            *text,
               const ChainFormula *sum,
               const ChainFormula *term,
               ChainFormulaStyle   style,
               guint               digits)
{
  if (term->kind == CHAIN_FORMULA_PRODUCT)
    print_product (text, term, TRUE, style, digits);
  else
    print_in_parentheses (text, chain_formula_needs_parentheses (sum, term, style), term, style,
                          digits);
}

static void
print_sum (GString *text, const ChainFormula *formula, ChainFormulaStyle style, guint digits)
{
  for (guint i = 0; formula->terms != NULL && i < formula->terms->len; i++)
    {
      const ChainFormula *term = term_of (formula, i);

      if (i == 0)
        {
          print_in_parentheses (text, chain_formula_needs_parentheses (formula, term, style), term,
                                style, digits);
          continue;
        }
      g_string_append (text, term->kind == CHAIN_FORMULA_NEGATIVE ? " − " : " + ");
      if (term->kind == CHAIN_FORMULA_NEGATIVE)
        print_summand (text, term, term_of (term, 0), style, digits);
      else
        print_summand (text, formula, term, style, digits);
    }
}

/* In a line of text a fraction needs parentheses that its bar makes needless on a page. */
static void
print_fraction (GString *text, const ChainFormula *formula, ChainFormulaStyle style, guint digits)
{
  const ChainFormula *above = term_of (formula, 0);
  const ChainFormula *below = term_of (formula, 1);

  print_in_parentheses (text, above->kind == CHAIN_FORMULA_SUM, above, style, digits);
  g_string_append (text, "/");
  print_in_parentheses (text,
                        below->kind == CHAIN_FORMULA_SUM || below->kind == CHAIN_FORMULA_PRODUCT
                            || below->kind == CHAIN_FORMULA_FRACTION || shows_minus (below, style),
                        below, style, digits);
}

static void
print_power (GString *text, const ChainFormula *formula, ChainFormulaStyle style, guint digits)
{
  const ChainFormula *base = term_of (formula, 0);
  const ChainFormula *exponent = term_of (formula, 1);

  print_in_parentheses (text, chain_formula_needs_parentheses (formula, base, style), base, style,
                        digits);
  if (exponent->kind == CHAIN_FORMULA_NUMBER && exponent->value == 2)
    {
      g_string_append (text, "²");
      return;
    }
  g_string_append (text, "^");
  print_in_parentheses (text, exponent->terms != NULL || shows_minus (exponent, style), exponent,
                        style, digits);
}

static void
print_call (GString *text, const ChainFormula *formula, ChainFormulaStyle style, guint digits)
{
  g_string_append_printf (text, "%s(", formula->text);
  for (guint i = 0; i < formula->terms->len; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      print (text, term_of (formula, i), style, digits);
    }
  g_string_append_c (text, ')');
}

static void
print_leaf (GString *text, const ChainFormula *formula, ChainFormulaStyle style, guint digits)
{
  if (formula->kind == CHAIN_FORMULA_NUMBER
      || (style == CHAIN_FORMULA_IN_NUMBERS && formula->kind != CHAIN_FORMULA_CONSTANT))
    {
      print_number (text, formula->value, digits);
      return;
    }
  if (formula->kind == CHAIN_FORMULA_DERIVATIVE)
    {
      g_string_append (text, "∂");
      print (text, term_of (formula, 0), style, digits);
      g_string_append (text, "/∂");
      print (text, term_of (formula, 1), style, digits);
      return;
    }
  g_string_append (text, formula->text);
  print_script (text, formula->subscript, FALSE);
  print_script (text, formula->superscript, TRUE);
}

static void
print (GString *text, const ChainFormula *formula, ChainFormulaStyle style, guint digits)
{
  switch (formula->kind)
    {
    case CHAIN_FORMULA_NUMBER:
    case CHAIN_FORMULA_CONSTANT:
    case CHAIN_FORMULA_SYMBOL:
    case CHAIN_FORMULA_DERIVATIVE:
      print_leaf (text, formula, style, digits);
      break;
    case CHAIN_FORMULA_SUM:
      print_sum (text, formula, style, digits);
      break;
    case CHAIN_FORMULA_PRODUCT:
      print_product (text, formula, FALSE, style, digits);
      break;
    case CHAIN_FORMULA_FRACTION:
      print_fraction (text, formula, style, digits);
      break;
    case CHAIN_FORMULA_POWER:
      print_power (text, formula, style, digits);
      break;
    case CHAIN_FORMULA_NEGATIVE:
      g_string_append (text, "−");
      print_in_parentheses (
          text, chain_formula_needs_parentheses (formula, term_of (formula, 0), style),
          term_of (formula, 0), style, digits);
      break;
    case CHAIN_FORMULA_CALL:
      print_call (text, formula, style, digits);
      break;
    case CHAIN_FORMULA_ELISION:
      g_string_append_printf (text, "⋯ %u more", formula->count);
      if (style == CHAIN_FORMULA_IN_NUMBERS)
        {
          g_string_append (text, ", together ");
          print_number (text, formula->value, digits);
        }
      break;
    default:
      g_return_if_reached ();
    }
}

/**
 * chain_formula_to_text:
 * @formula: to print
 * @style: symbols, or the numbers they stand for
 * @digits: significant digits of the numbers
 *
 * Returns: (transfer full): one line of UTF-8
 */
char *
chain_formula_to_text (const ChainFormula *formula, ChainFormulaStyle style, guint digits)
{
  GString *text = g_string_new (NULL);

  print (text, formula, style, digits);
  return g_string_free (text, FALSE);
}
