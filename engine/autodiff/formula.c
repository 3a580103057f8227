/* formula.c: mathematics as a tree whose leaves know both their symbol and their number.
 *
 * Building takes ownership of the parts; evaluating uses the leaves' values. Printing is in
 * formula-text.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/formula.h"

#include <math.h>

/* Sums longer than this show their first terms, the number left out, and the last term. */
#define LONGEST_SUM 8
#define SHOWN_FIRST 4

typedef struct
{
  const char *name;
  double    (*value) (double first, double second);
} Function;

static double
value_of_ln (double x, double unused G_GNUC_UNUSED)
{
  return log (x);
}

static double
value_of_max (double x, double y)
{
  return fmax (x, y);
}

static double
value_of_min (double x, double y)
{
  return fmin (x, y);
}

static double
value_of_sin (double x, double unused G_GNUC_UNUSED)
{
  return sin (x);
}

static double
value_of_cos (double x, double unused G_GNUC_UNUSED)
{
  return cos (x);
}

static double
value_of_floor (double x, double unused G_GNUC_UNUSED)
{
  return floor (x);
}

static double
value_of_tanh (double x, double unused G_GNUC_UNUSED)
{
  return tanh (x);
}

static double
value_of_abs (double x, double unused G_GNUC_UNUSED)
{
  return fabs (x);
}

/* The normal distribution function, by erfc so that its lower tail keeps its digits. */
static double
value_of_phi_capital (double x, double unused G_GNUC_UNUSED)
{
  return 0.5 * erfc (-x * G_SQRT2 / 2);
}

static double
value_of_phi (double x, double unused G_GNUC_UNUSED)
{
  return exp (-0.5 * x * x) / sqrt (2 * G_PI);
}

static double
value_of_sqrt (double x, double unused G_GNUC_UNUSED)
{
  return sqrt (x);
}

static double
value_of_sign (double x, double unused G_GNUC_UNUSED)
{
  return (x > 0) - (x < 0);
}

static const Function functions[] = {
  { "ln", value_of_ln },
  { "max", value_of_max },
  { "min", value_of_min },
  { "sin", value_of_sin },
  { "cos", value_of_cos },
  { "floor", value_of_floor },
  { "tanh", value_of_tanh },
  { "abs", value_of_abs },
  { "sign", value_of_sign },
  { "√", value_of_sqrt },
  { "Φ", value_of_phi_capital },
  { "φ", value_of_phi },
};

static ChainFormula *
formula_new (ChainFormulaKind kind, const char *text, double value)
{
  ChainFormula *formula = g_new0 (ChainFormula, 1);

  formula->kind = kind;
  formula->text = g_strdup (text);
  formula->value = value;
  return formula;
}

static ChainFormula *
formula_new_of (ChainFormulaKind kind, ChainFormula *first, ChainFormula *second)
{
  ChainFormula *formula = formula_new (kind, NULL, 0);

  chain_formula_append (formula, first);
  if (second != NULL)
    chain_formula_append (formula, second);
  return formula;
}

static const ChainFormula *
term_of (const ChainFormula *formula, guint index)
{
  return g_ptr_array_index (formula->terms, index);
}

/**
 * chain_formula_number:
 * @value: a literal
 *
 * Returns: (transfer full): the number, shown as itself in both styles
 */
ChainFormula *
chain_formula_number (double value)
{
  return formula_new (CHAIN_FORMULA_NUMBER, NULL, value);
}

/**
 * chain_formula_constant:
 * @name: how it is written, "e"
 * @value: what it is
 *
 * Returns: (transfer full): a constant, shown by name in both styles
 */
ChainFormula *
chain_formula_constant (const char *name, double value)
{
  return formula_new (CHAIN_FORMULA_CONSTANT, name, value);
}

/**
 * chain_formula_symbol:
 * @text: the letter
 * @subscript: (nullable): "21"
 * @superscript: (nullable): "(1)"
 * @value: the number it stands for
 *
 * Returns: (transfer full): a symbol, shown as its number in the style of numbers
 */
ChainFormula *
chain_formula_symbol (const char *text,
                      const char *subscript,
                      const char *superscript,
                      double      value)
{
  ChainFormula *formula = formula_new (CHAIN_FORMULA_SYMBOL, text, value);

  formula->subscript = g_strdup (subscript);
  formula->superscript = g_strdup (superscript);
  return formula;
}

/**
 * chain_formula_derivative:
 * @of: (transfer full): what is differentiated, a symbol
 * @by: (transfer full): by what, a symbol
 * @value: the number it stands for
 *
 * Returns: (transfer full): ∂of/∂by as one leaf
 */
ChainFormula *
chain_formula_derivative (ChainFormula *of, ChainFormula *by, double value)
{
  ChainFormula *formula = formula_new_of (CHAIN_FORMULA_DERIVATIVE, of, by);

  formula->value = value;
  return formula;
}

/**
 * chain_formula_sum:
 *
 * Returns: (transfer full): an empty sum, to append to
 */
ChainFormula *
chain_formula_sum (void)
{
  return formula_new (CHAIN_FORMULA_SUM, NULL, 0);
}

/**
 * chain_formula_product:
 *
 * Returns: (transfer full): an empty product, to append to
 */
ChainFormula *
chain_formula_product (void)
{
  return formula_new (CHAIN_FORMULA_PRODUCT, NULL, 0);
}

/**
 * chain_formula_append:
 * @formula: a formula that has terms
 * @term: (transfer full): added as the last of them
 *
 * Returns: (transfer none): @formula
 */
ChainFormula *
chain_formula_append (ChainFormula *formula, ChainFormula *term)
{
  if (formula->terms == NULL)
    formula->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_formula_free);
  g_ptr_array_add (formula->terms, term);
  return formula;
}

/* Adds to a sum or product of the same kind in place, so that a + b + c is one sum. */
static ChainFormula *
join (ChainFormulaKind kind, ChainFormula *left, ChainFormula *right)
{
  if (left->kind == kind)
    return chain_formula_append (left, right);
  return formula_new_of (kind, left, right);
}

/**
 * chain_formula_plus:
 * @left: (transfer full): first summand, or a sum to go on with
 * @right: (transfer full): next summand
 *
 * Returns: (transfer full): left + right
 */
ChainFormula *
chain_formula_plus (ChainFormula *left, ChainFormula *right)
{
  return join (CHAIN_FORMULA_SUM, left, right);
}

/**
 * chain_formula_minus:
 * @left: (transfer full): what is subtracted from
 * @right: (transfer full): what is subtracted
 *
 * Returns: (transfer full): left − right
 */
ChainFormula *
chain_formula_minus (ChainFormula *left, ChainFormula *right)
{
  return join (CHAIN_FORMULA_SUM, left, chain_formula_negative (right));
}

/**
 * chain_formula_times:
 * @left: (transfer full): first factor, or a product to go on with
 * @right: (transfer full): next factor
 *
 * Returns: (transfer full): left · right
 */
ChainFormula *
chain_formula_times (ChainFormula *left, ChainFormula *right)
{
  return join (CHAIN_FORMULA_PRODUCT, left, right);
}

/**
 * chain_formula_fraction:
 * @numerator: (transfer full): above the bar
 * @denominator: (transfer full): below the bar
 *
 * Returns: (transfer full): numerator / denominator
 */
ChainFormula *
chain_formula_fraction (ChainFormula *numerator, ChainFormula *denominator)
{
  return formula_new_of (CHAIN_FORMULA_FRACTION, numerator, denominator);
}

/**
 * chain_formula_power:
 * @base: (transfer full): what is raised
 * @exponent: (transfer full): to what
 *
 * Returns: (transfer full): base to the exponent
 */
ChainFormula *
chain_formula_power (ChainFormula *base, ChainFormula *exponent)
{
  return formula_new_of (CHAIN_FORMULA_POWER, base, exponent);
}

/**
 * chain_formula_exponential:
 * @exponent: (transfer full): z
 *
 * Returns: (transfer full): eᶻ
 */
ChainFormula *
chain_formula_exponential (ChainFormula *exponent)
{
  return chain_formula_power (chain_formula_constant ("e", G_E), exponent);
}

/**
 * chain_formula_negative:
 * @formula: (transfer full): what is negated
 *
 * Returns: (transfer full): −formula
 */
ChainFormula *
chain_formula_negative (ChainFormula *formula)
{
  return formula_new_of (CHAIN_FORMULA_NEGATIVE, formula, NULL);
}

/**
 * chain_formula_call:
 * @function: a name of the table: "ln", "max", …
 * @first: (transfer full): its first argument
 * @second: (transfer full) (nullable): its second argument
 *
 * Returns: (transfer full): function(first, second)
 */
ChainFormula *
chain_formula_call (const char *function, ChainFormula *first, ChainFormula *second)
{
  ChainFormula *formula = formula_new_of (CHAIN_FORMULA_CALL, first, second);

  formula->text = g_strdup (function);
  return formula;
}

/**
 * chain_formula_elision:
 * @count: how many summands it stands for
 * @value: their sum
 *
 * Returns: (transfer full): "⋯ count more"
 */
ChainFormula *
chain_formula_elision (guint count, double value)
{
  ChainFormula *formula = formula_new (CHAIN_FORMULA_ELISION, NULL, value);

  formula->count = count;
  return formula;
}

/**
 * chain_formula_sum_of:
 * @n_terms: how many summands there are, at least one
 * @term: (scope call): makes summand i (transfer full), from 0
 * @data: passed to @term
 *
 * A sum that may be long: beyond a few summands the middle ones become an elision, which still
 * carries their sum.
 *
 * Returns: (transfer full): the sum, or the summand itself if there is one only
 */
ChainFormula *
chain_formula_sum_of (gsize n_terms, ChainFormulaTerm term, gpointer data)
{
  ChainFormula *sum;
  gsize         left_out = n_terms > LONGEST_SUM ? n_terms - SHOWN_FIRST - 1 : 0;
  double        left_out_value = 0;

  g_return_val_if_fail (n_terms > 0, NULL);

  if (n_terms == 1)
    return term (0, data);

  sum = chain_formula_sum ();
  for (gsize i = 0; i < n_terms; i++)
    {
      ChainFormula *next = term (i, data);

      if (left_out == 0 || i < SHOWN_FIRST || i == n_terms - 1)
        {
          chain_formula_append (sum, next);
          continue;
        }
      left_out_value += chain_formula_evaluate (next);
      chain_formula_free (next);
      if (i == n_terms - 2)
        chain_formula_append (sum, chain_formula_elision ((guint) left_out, left_out_value));
    }
  return sum;
}

/**
 * chain_formula_copy:
 * @formula: to copy
 *
 * Returns: (transfer full): the same tree
 */
ChainFormula *
chain_formula_copy (const ChainFormula *formula)
{
  ChainFormula *copy = formula_new (formula->kind, formula->text, formula->value);

  copy->subscript = g_strdup (formula->subscript);
  copy->superscript = g_strdup (formula->superscript);
  copy->count = formula->count;
  for (guint i = 0; formula->terms != NULL && i < formula->terms->len; i++)
    chain_formula_append (copy, chain_formula_copy (term_of (formula, i)));
  return copy;
}

/**
 * chain_formula_free:
 * @formula: (transfer full) (nullable): freed with all its terms
 */
void
chain_formula_free (ChainFormula *formula)
{
  if (formula == NULL)
    return;
  g_free (formula->text);
  g_free (formula->subscript);
  g_free (formula->superscript);
  g_clear_pointer (&formula->terms, g_ptr_array_unref);
  g_free (formula);
}

static double
evaluate_call (const ChainFormula *formula)
{
  const double first = chain_formula_evaluate (term_of (formula, 0));
  const double second
      = formula->terms->len > 1 ? chain_formula_evaluate (term_of (formula, 1)) : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_str_equal (functions[i].name, formula->text))
      return functions[i].value (first, second);
  g_return_val_if_reached (NAN);
}

/**
 * chain_formula_evaluate:
 * @formula: to compute
 *
 * Returns: its number, from the values of its leaves
 */
double
chain_formula_evaluate (const ChainFormula *formula)
{
  double result;

  switch (formula->kind)
    {
    case CHAIN_FORMULA_NUMBER:
    case CHAIN_FORMULA_CONSTANT:
    case CHAIN_FORMULA_SYMBOL:
    case CHAIN_FORMULA_DERIVATIVE:
    case CHAIN_FORMULA_ELISION:
      return formula->value;
    case CHAIN_FORMULA_SUM:
      result = 0;
      for (guint i = 0; formula->terms != NULL && i < formula->terms->len; i++)
        result += chain_formula_evaluate (term_of (formula, i));
      return result;
    case CHAIN_FORMULA_PRODUCT:
      result = 1;
      for (guint i = 0; formula->terms != NULL && i < formula->terms->len; i++)
        result *= chain_formula_evaluate (term_of (formula, i));
      return result;
    case CHAIN_FORMULA_FRACTION:
      return chain_formula_evaluate (term_of (formula, 0))
             / chain_formula_evaluate (term_of (formula, 1));
    case CHAIN_FORMULA_POWER:
      return pow (chain_formula_evaluate (term_of (formula, 0)),
                  chain_formula_evaluate (term_of (formula, 1)));
    case CHAIN_FORMULA_NEGATIVE:
      return -chain_formula_evaluate (term_of (formula, 0));
    case CHAIN_FORMULA_CALL:
      return evaluate_call (formula);
    default:
      g_return_val_if_reached (NAN);
    }
}
