/* step-part.h: a step in its smallest parts: one summand of one element at a time.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/equation.h"
#include "explain/step.h"

G_BEGIN_DECLS

/* A summand of an element of a step's value. */
typedef struct
{
  gsize         row;     /* of the element */
  gsize         column;
  gsize         term;    /* which of the element's summands, from 0 */
  gsize         n_terms; /* of every element of the step */
  ChainFormula *formula; /* the summand: w₂·x₂ */
  double        value;   /* of it */
  double        before;  /* sum of those before it */
  double        sum;     /* with it; the element's value at the last one */
} ChainStepPart;

gsize          chain_step_n_terms   (const ChainRecording *recording,
                                     ChainWalk            *walk,
                                     const ChainStep      *step);
gsize          chain_step_n_parts   (const ChainRecording *recording,
                                     ChainWalk            *walk,
                                     const ChainStep      *step);
ChainStepPart *chain_step_part_new  (const ChainRecording *recording,
                                     ChainWalk            *walk,
                                     const ChainStep      *step,
                                     gsize                 index);
ChainEquation *chain_step_part_equation
                                    (const ChainRecording *recording,
                                     ChainWalk            *walk,
                                     const ChainStep      *step,
                                     const ChainStepPart  *part);
void           chain_step_part_free (ChainStepPart        *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainStepPart, chain_step_part_free)

G_END_DECLS
