/* op.c: finding an operation in the tables.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/op.h"

#include <string.h>

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

/**
 * chain_op_map:
 * @op: an activation
 * @rows: of each array
 * @columns: of each array
 * @z: [rows, columns] its input
 * @a: (out caller-allocates): [rows, columns] its output; may be @z
 * @p: (nullable): values of its parameters
 *
 * Applies the operation's array form, or its `value` to each element if it has none.
 */
void
chain_op_map (const ChainOp *op,
              gsize          rows,
              gsize          columns,
              const double  *z,
              double        *a,
              const double  *p)
{
  if (op->map != NULL)
    op->map (rows, columns, z, a, p);
  else
    for (gsize i = 0; i < rows * columns; i++)
      a[i] = op->value (z[i], p);
}

/**
 * chain_op_map_slope:
 * @op: an activation
 * @rows: of each array
 * @columns: of each array
 * @z: (nullable): [rows, columns] its input; not read if `slope_from_output`
 * @a: [rows, columns] its output
 * @adjoint: [rows, columns] ∂L/∂a
 * @result: (out caller-allocates): [rows, columns] ∂L/∂z; may be @adjoint
 * @p: (nullable): values of its parameters
 *
 * The vector-Jacobian product by the operation's array form, or by its `derivative` at each
 * element if it has none.
 */
void
chain_op_map_slope (const ChainOp *op,
                    gsize          rows,
                    gsize          columns,
                    const double  *z,
                    const double  *a,
                    const double  *adjoint,
                    double        *result,
                    const double  *p)
{
  if (op->map_slope != NULL)
    op->map_slope (rows, columns, z, a, adjoint, result, p);
  else
    for (gsize i = 0; i < rows * columns; i++)
      result[i] = adjoint[i] * op->derivative (z[i], a[i], p);
}

/* `backward` adds to what it reads the prediction for, so it is given an array of its own. */
static void
find_gradient (const ChainOpCall *call, double adjoint, double *gradient)
{
  const gsize        n = chain_tensor_size (call->inputs[0]);
  g_autofree double *sums = g_new0 (double, n);
  const ChainTensor  above = { 1, 1, &adjoint };
  ChainTensor        below = { call->inputs[0]->rows, call->inputs[0]->columns, sums };

  call->op->backward (call, 0, &above, &below);
  memcpy (gradient, sums, n * sizeof *gradient);
}

/**
 * chain_op_map_loss:
 * @op: a loss
 * @rows: of each array
 * @columns: of each array
 * @prediction: [rows, columns] outputs, or the logits of an operation that reads them
 * @target: [rows, columns]
 * @adjoint: what the gradient is multiplied by
 * @gradient: (out caller-allocates) (optional): [rows, columns] adjoint · ∂L/∂prediction; may be
 *   @prediction
 * @p: (nullable): values of its parameters
 *
 * The loss and its gradient by the operation's array form, or by its `forward` and `backward` if
 * it has none.
 *
 * Returns: L
 */
double
chain_op_map_loss (const ChainOp *op,
                   gsize          rows,
                   gsize          columns,
                   const double  *prediction,
                   const double  *target,
                   double         adjoint,
                   double        *gradient,
                   const double  *p)
{
  /* read only, but a tensor's values are not const */
  const ChainTensor a = { rows, columns, (double *) prediction };
  const ChainTensor y = { rows, columns, (double *) target };
  double            loss;
  ChainTensor       output = { 1, 1, &loss };
  ChainOpCall       call = { .op = op, .inputs = { &a, &y }, .parameters = p };

  if (op->map_loss != NULL)
    return op->map_loss (rows, columns, prediction, target, adjoint, gradient, p);

  op->forward (&call, &output);
  call.output = &output;
  if (gradient != NULL)
    find_gradient (&call, adjoint, gradient);
  return loss;
}
