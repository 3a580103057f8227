/* formula.h: mathematics as a tree whose leaves know both their symbol and their number.
 *
 * One tree is read three ways: as symbols, with the numbers put in, and evaluated; so what is
 * shown and what is computed cannot part. It is printed as a line of text here, and set as
 * mathematics by the user interface.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CHAIN_FORMULA_NUMBER,     /* a literal: the same in symbols and in numbers */
  CHAIN_FORMULA_CONSTANT,   /* a named literal such as e, shown by name in both */
  CHAIN_FORMULA_SYMBOL,     /* text with subscript and superscript, standing for value */
  CHAIN_FORMULA_DERIVATIVE, /* ∂terms[0] / ∂terms[1], standing for value */
  CHAIN_FORMULA_SUM,        /* terms added; a NEGATIVE term is shown with a minus sign */
  CHAIN_FORMULA_PRODUCT,
  CHAIN_FORMULA_FRACTION,   /* terms[0] over terms[1] */
  CHAIN_FORMULA_POWER,      /* terms[0] to the terms[1] */
  CHAIN_FORMULA_NEGATIVE,   /* minus terms[0] */
  CHAIN_FORMULA_CALL,       /* the function named text of the terms */
  CHAIN_FORMULA_ELISION,    /* "⋯ count more" summands of a long sum, together value */
} ChainFormulaKind;

typedef struct
{
  ChainFormulaKind kind;
  char            *text;        /* symbol's letter, constant's or function's name; else NULL */
  char            *subscript;   /* (nullable) */
  char            *superscript; /* (nullable) */
  double           value;       /* of a leaf */
  guint            count;       /* of an elision: summands left out */
  GPtrArray       *terms;       /* ChainFormula *; NULL for a leaf */
} ChainFormula;

typedef enum
{
  CHAIN_FORMULA_IN_SYMBOLS,
  CHAIN_FORMULA_IN_NUMBERS,
} ChainFormulaStyle;

ChainFormula *chain_formula_number     (double              value);
ChainFormula *chain_formula_constant   (const char         *name,
                                        double              value);
ChainFormula *chain_formula_symbol     (const char         *text,
                                        const char         *subscript,
                                        const char         *superscript,
                                        double              value);
ChainFormula *chain_formula_derivative (ChainFormula       *of,
                                        ChainFormula       *by,
                                        double              value);
ChainFormula *chain_formula_sum        (void);
ChainFormula *chain_formula_product    (void);
ChainFormula *chain_formula_append     (ChainFormula       *formula,
                                        ChainFormula       *term);
ChainFormula *chain_formula_plus       (ChainFormula       *left,
                                        ChainFormula       *right);
ChainFormula *chain_formula_minus      (ChainFormula       *left,
                                        ChainFormula       *right);
ChainFormula *chain_formula_times      (ChainFormula       *left,
                                        ChainFormula       *right);
ChainFormula *chain_formula_fraction   (ChainFormula       *numerator,
                                        ChainFormula       *denominator);
ChainFormula *chain_formula_power      (ChainFormula       *base,
                                        ChainFormula       *exponent);
ChainFormula *chain_formula_exponential (ChainFormula      *exponent);
ChainFormula *chain_formula_negative   (ChainFormula       *formula);
ChainFormula *chain_formula_call       (const char         *function,
                                        ChainFormula       *first,
                                        ChainFormula       *second);
ChainFormula *chain_formula_elision    (guint               count,
                                        double              value);
/* Makes summand i, from 0. */
typedef ChainFormula *(*ChainFormulaTerm) (gsize i, gpointer data);
ChainFormula *chain_formula_sum_of     (gsize               n_terms,
                                        ChainFormulaTerm    term,
                                        gpointer            data);
ChainFormula *chain_formula_copy       (const ChainFormula *formula);
void          chain_formula_free       (ChainFormula       *formula);

double        chain_formula_evaluate   (const ChainFormula *formula);
gboolean      chain_formula_needs_parentheses (const ChainFormula *parent,
                                               const ChainFormula *term,
                                               ChainFormulaStyle   style);
char         *chain_formula_to_text    (const ChainFormula *formula,
                                        ChainFormulaStyle   style,
                                        guint               digits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainFormula, chain_formula_free)

G_END_DECLS
