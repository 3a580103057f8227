/* evaluation.c: what chainrule eval found, and its gradients beside central differences.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/commands/evaluation.h"

#include <math.h>

#define FLOOR 1e-6 /* magnitude below which an error is not relative to a gradient */

/**
 * chain_eval_compare:
 * @eval: an evaluation
 * @node: by which the target is differentiated
 * @gradient: [rows, columns] the gradient
 * @element: of it
 *
 * Returns: the element beside the same by central differences
 */
ChainEvalCheck
chain_eval_compare (ChainEval *eval, guint node, const ChainTensor *gradient, gsize element)
{
  ChainEvalCheck check = { .analytic = gradient->values[element] };
  double         scale;

  check.numeric = chain_workspace_difference (eval->workspace, node, element / gradient->columns,
                                              element % gradient->columns, &check.kink);
  scale = fmax (fmax (fabs (check.analytic), fabs (check.numeric)), FLOOR);
  check.error = fabs (check.analytic - check.numeric) / scale;
  if (!check.kink && !(check.error <= CHAIN_GRADIENT_CHECK_TOLERANCE))
    eval->agrees = FALSE;
  return check;
}

/**
 * chain_eval_clear:
 * @eval: an evaluation
 *
 * Frees what it holds.
 */
void
chain_eval_clear (ChainEval *eval)
{
  chain_workspace_free (eval->workspace);
  g_strfreev (eval->by);
  g_clear_pointer (&eval->gradients, g_ptr_array_unref);
}
