/* evaluation.h: what chainrule eval found, and its gradients beside central differences.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

G_BEGIN_DECLS

typedef struct
{
  ChainWorkspace *workspace;
  GStrv           by;            /* names that gradients are by */
  GPtrArray      *gradients;     /* ChainTensor * for each of them; NULL where there is none */
  double          learning_rate;
  guint           iterations;
  gboolean        steps;
  gboolean        check;
  gboolean        functions;
  gboolean        agrees;        /* as far as was checked */
} ChainEval;

/* One element of a gradient compared: the backward pass with central differences. */
typedef struct
{
  double   analytic;
  double   numeric;
  double   error; /* relative */
  gboolean kink;  /* not compared */
} ChainEvalCheck;

ChainEvalCheck chain_eval_compare (ChainEval         *eval,
                                   guint              node,
                                   const ChainTensor *gradient,
                                   gsize              element);
void           chain_eval_clear   (ChainEval         *eval);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainEval, chain_eval_clear)

G_END_DECLS
