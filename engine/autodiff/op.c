/* op.c: finding an operation in the tables.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/op.h"

static const ChainOp *const *const tables[] = {
  [CHAIN_OP_ARITHMETIC] = chain_arithmetic,
  [CHAIN_OP_ACTIVATION] = chain_activations,
  [CHAIN_OP_LOSS] = chain_losses,
};

/**
 * chain_op_find:
 * @kind: which table
 * @name: the operation's name in files
 *
 * Returns: (nullable): its record, or %NULL if there is none of that name
 */
const ChainOp *
chain_op_find (ChainOpKind kind, const char *name)
{
  for (const ChainOp *const *op = tables[kind]; *op != NULL; op++)
    if (g_strcmp0 ((*op)->name, name) == 0)
      return *op;
  return NULL;
}

/**
 * chain_op_names:
 * @kind: which table
 *
 * Returns: (transfer full): its names, "linear, relu, …", as messages list them
 */
char *
chain_op_names (ChainOpKind kind)
{
  GString *names = g_string_new (NULL);

  for (const ChainOp *const *op = tables[kind]; *op != NULL; op++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", (*op)->name);
  return g_string_free (names, FALSE);
}

/* One element, for the callback of chain_formula_sum_of(). */
typedef struct
{
  const ChainOpTerms *terms;
  int                 of;
  gsize               row;
  gsize               column;
} Element;

static ChainFormula *
term_of_element (gsize i, gpointer data)
{
  const Element *element = data;

  return element->terms->call.op->term (element->terms, element->of, element->row,
                                        element->column, i);
}

/**
 * chain_op_sum:
 * @terms: of an operation whose elements are sums
 * @of: %CHAIN_OP_OUTPUT, or the input whose gradient is meant
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * Returns: (transfer full): the element as the sum of its terms
 */
ChainFormula *
chain_op_sum (const ChainOpTerms *terms, int of, gsize row, gsize column)
{
  Element element = { terms, of, row, column };

  return chain_formula_sum_of (terms->call.op->n_terms (&terms->call, of), term_of_element,
                               &element);
}
