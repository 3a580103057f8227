/* formula-setter.c: a formula's tree as boxes: one function for each kind of formula.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/formula-setter.h"

#include "base/number.h"

#define MINUS "−"

/* Whether a term shows a minus of its own, which cannot follow an operator. */
static gboolean
shows_minus (const ChainSetting *setting,
             const ChainFormula *term)
{
  const ChainFormula minus = { .kind = CHAIN_FORMULA_NEGATIVE };

  return term->kind != CHAIN_FORMULA_SUM
         && chain_formula_needs_parentheses (&minus, term, setting->style);
}

static gboolean
needs_fence (const ChainSetting *setting,
             const ChainFormula *parent,
             const ChainFormula *term)
{
  return chain_formula_needs_parentheses (parent, term, setting->style);
}

/**
 * chain_set_text:
 * @setting: how to set
 * @row: a row
 * @text: upright, appended to the row
 * @size: an em, pixels
 */
void
chain_set_text (const ChainSetting *setting,
                ChainBox           *row,
                const char         *text,
                double              size)
{
  chain_box_append (row, chain_box_text (setting->context, text, CHAIN_FACE_UPRIGHT, size));
}

/**
 * chain_set_fenced:
 * @setting: how to set
 * @row: a row
 * @inner: (transfer full): appended to the row, in parentheses
 * @size: an em, pixels
 */
void
chain_set_fenced (const ChainSetting *setting,
                  ChainBox           *row,
                  ChainBox           *inner,
                  double              size)
{
  ChainBox *close = chain_box_fence (setting->context, ')', inner, size);

  chain_box_append (row, chain_box_fence (setting->context, '(', inner, size));
  chain_box_append (row, inner);
  chain_box_append (row, close);
}

/**
 * chain_set_joint:
 * @setting: how to set
 * @formula: a sum or product
 * @term: which of its terms
 * @after_operator: whether the whole follows an operator
 *
 * A negative term of a sum is subtracted; the first factor of a product that follows an operator
 * may no more begin with a minus than the others.
 *
 * Returns: how the term is joined to those before it
 */
ChainJoint
chain_set_joint (const ChainSetting *setting,
                 const ChainFormula *formula,
                 guint               term,
                 gboolean            after_operator)
{
  ChainJoint joint = { .term = formula->terms->pdata[term] };
  const ChainFormula *parent = formula;

  if (formula->kind == CHAIN_FORMULA_PRODUCT)
    {
      joint.operator = term > 0 ? "·" : NULL;
    }
  else if (joint.term->kind == CHAIN_FORMULA_NEGATIVE)
    {
      parent = joint.term;
      joint.operator = MINUS;
      joint.term = parent->terms->pdata[0];
    }
  else
    {
      joint.operator = term > 0 ? "+" : NULL;
    }
  joint.fence = needs_fence (setting, parent, joint.term)
                || (after_operator && term == 0 && shows_minus (setting, joint.term));
  return joint;
}

static ChainBox *
set_series_after (const ChainSetting *setting,
                  const ChainFormula *formula,
                  gboolean            after_operator,
                  double              size)
{
  ChainBox *row = chain_box_row ();

  for (guint i = 0; i < formula->terms->len; i++)
    {
      const ChainJoint joint = chain_set_joint (setting, formula, i, after_operator);
      ChainBox *inner = chain_set_term (setting, &joint, size);

      if (i > 0)
        chain_box_space (row, CHAIN_OPERATOR_SPACE * size);
      if (joint.operator)
        chain_set_text (setting, row, joint.operator, size);
      if (i > 0)
        chain_box_space (row, CHAIN_OPERATOR_SPACE * size);
      if (joint.fence)
        chain_set_fenced (setting, row, inner, size);
      else
        chain_box_append (row, inner);
    }
  return row;
}

/**
 * chain_set_term:
 * @setting: how to set
 * @joint: a term of a sum or product
 * @size: an em, pixels
 *
 * Returns: (transfer full): the term without operator and parentheses
 */
ChainBox *
chain_set_term (const ChainSetting *setting,
                const ChainJoint   *joint,
                double              size)
{
  if (joint->term->kind == CHAIN_FORMULA_PRODUCT)
    return set_series_after (setting, joint->term, joint->operator && !joint->fence, size);
  return chain_set_formula (setting, joint->term, size);
}

/* Appends the only or first term of what is not a series. */
static void
append_term (const ChainSetting *setting,
             ChainBox           *row,
             const ChainFormula *parent,
             double              size)
{
  const ChainFormula *term = parent->terms->pdata[0];
  const ChainJoint joint = {
    .operator = parent->kind == CHAIN_FORMULA_NEGATIVE ? MINUS : NULL,
    .term = term,
    .fence = needs_fence (setting, parent, term),
  };
  ChainBox *inner = chain_set_term (setting, &joint, size);

  if (joint.operator)
    chain_set_text (setting, row, joint.operator, size);
  if (joint.fence)
    chain_set_fenced (setting, row, inner, size);
  else
    chain_box_append (row, inner);
}

/**
 * chain_set_number:
 * @setting: how to set
 * @value: a number
 * @face: upright, or bold for a result
 * @size: an em, pixels
 *
 * Returns: (transfer full): the number in the setting's digits
 */
ChainBox *
chain_set_number (const ChainSetting *setting,
                  double              value,
                  ChainFace           face,
                  double              size)
{
  char text[CHAIN_NUMBER_SIZE];

  return chain_box_text (setting->context, chain_number_show (value, setting->digits, text), face,
                         size);
}

static ChainBox *
set_number (const ChainSetting      *setting,
            const ChainFormula *formula,
            double              size)
{
  return chain_set_number (setting, formula->value, CHAIN_FACE_UPRIGHT, size);
}

static ChainBox *
set_constant (const ChainSetting      *setting,
              const ChainFormula *formula,
              double              size)
{
  return chain_box_text (setting->context, formula->text, CHAIN_FACE_ITALIC, size);
}

/* Figures of an index stand upright, letters of one slanted. */
static ChainBox *
script_box (const ChainSetting *setting,
            const char    *text,
            double         size)
{
  gboolean letters = FALSE;

  if (!text)
    return NULL;
  for (const char *c = text; *c; c = g_utf8_next_char (c))
    letters |= g_unichar_isalpha (g_utf8_get_char (c));
  return chain_box_text (setting->context, text,
                         letters ? CHAIN_FACE_ITALIC : CHAIN_FACE_UPRIGHT,
                         size * CHAIN_BOX_SCRIPT);
}

static ChainBox *
set_symbol (const ChainSetting      *setting,
            const ChainFormula *formula,
            double              size)
{
  ChainBox *base;

  if (setting->style == CHAIN_FORMULA_IN_NUMBERS)
    return set_number (setting, formula, size);
  base = chain_box_text (setting->context, formula->text, CHAIN_FACE_ITALIC, size);
  if (!formula->subscript && !formula->superscript)
    return base;
  return chain_box_scripts (base, script_box (setting, formula->subscript, size),
                            script_box (setting, formula->superscript, size), size);
}

static ChainBox *
partial_box (const ChainSetting      *setting,
             const ChainFormula *of,
             double              size)
{
  ChainBox *row = chain_box_row ();

  chain_box_append (row, chain_box_text (setting->context, "∂", CHAIN_FACE_ITALIC, size));
  chain_box_append (row, chain_set_formula (setting, of, size));
  return row;
}

static ChainBox *
set_derivative (const ChainSetting      *setting,
                const ChainFormula *formula,
                double              size)
{
  if (setting->style == CHAIN_FORMULA_IN_NUMBERS)
    return set_number (setting, formula, size);
  return chain_box_fraction (partial_box (setting, formula->terms->pdata[0], size),
                             partial_box (setting, formula->terms->pdata[1], size), size);
}

static ChainBox *
set_series (const ChainSetting *setting,
            const ChainFormula *formula,
            double              size)
{
  return set_series_after (setting, formula, FALSE, size);
}

static ChainBox *
set_fraction (const ChainSetting      *setting,
              const ChainFormula *formula,
              double              size)
{
  return chain_box_fraction (chain_set_formula (setting, formula->terms->pdata[0], size),
                             chain_set_formula (setting, formula->terms->pdata[1], size), size);
}

static ChainBox *
set_power (const ChainSetting      *setting,
           const ChainFormula *formula,
           double              size)
{
  ChainBox *base = chain_box_row ();
  ChainBox *exponent;

  append_term (setting, base, formula, size);
  exponent = chain_set_formula (setting, formula->terms->pdata[1], size * CHAIN_BOX_SCRIPT);
  return chain_box_scripts (base, NULL, exponent, size);
}

static ChainBox *
set_negative (const ChainSetting      *setting,
              const ChainFormula *formula,
              double              size)
{
  ChainBox *row = chain_box_row ();

  append_term (setting, row, formula, size);
  return row;
}

static ChainBox *
set_call (const ChainSetting      *setting,
          const ChainFormula *formula,
          double              size)
{
  ChainBox *row = chain_box_row ();
  ChainBox *arguments = chain_box_row ();

  for (guint i = 0; i < formula->terms->len; i++)
    {
      if (i > 0)
        {
          chain_set_text (setting, arguments, ",", size);
          chain_box_space (arguments, CHAIN_OPERATOR_SPACE * size);
        }
      chain_box_append (arguments, chain_set_formula (setting, formula->terms->pdata[i], size));
    }
  chain_set_text (setting, row, formula->text, size);
  chain_set_fenced (setting, row, arguments, size);
  return row;
}

static ChainBox *
set_elision (const ChainSetting      *setting,
             const ChainFormula *formula,
             double              size)
{
  g_autofree char *text = g_strdup_printf ("⋯ %u more", formula->count);

  return chain_box_text (setting->context, text, CHAIN_FACE_UPRIGHT, size);
}

static ChainBox *(*const setters[]) (const ChainSetting *, const ChainFormula *, double) = {
  [CHAIN_FORMULA_NUMBER] = set_number,
  [CHAIN_FORMULA_CONSTANT] = set_constant,
  [CHAIN_FORMULA_SYMBOL] = set_symbol,
  [CHAIN_FORMULA_DERIVATIVE] = set_derivative,
  [CHAIN_FORMULA_SUM] = set_series,
  [CHAIN_FORMULA_PRODUCT] = set_series,
  [CHAIN_FORMULA_FRACTION] = set_fraction,
  [CHAIN_FORMULA_POWER] = set_power,
  [CHAIN_FORMULA_NEGATIVE] = set_negative,
  [CHAIN_FORMULA_CALL] = set_call,
  [CHAIN_FORMULA_ELISION] = set_elision,
};

/**
 * chain_set_formula:
 * @setting: how to set
 * @formula: what to set
 * @size: an em, pixels
 *
 * Returns: (transfer full): the formula on one line
 */
ChainBox *
chain_set_formula (const ChainSetting *setting,
                   const ChainFormula *formula,
                   double              size)
{
  return setters[formula->kind] (setting, formula, size);
}
