/* eval.h: what the parts of chainrule eval share: the workspace, and how it is printed.
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

void chain_eval_print_text (ChainEval *eval);
void chain_eval_print_json (ChainEval *eval);

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

G_END_DECLS
