/* equation.h: where one number comes from: an element of a value or of a gradient as a formula
 * over the quantities before it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/symbols.h"

G_BEGIN_DECLS

typedef struct
{
  ChainFormula *left;  /* the symbol of what is computed */
  ChainFormula *right; /* how; evaluates to the value up to rounding */
  double        value; /* as computed */
  gboolean      assigns; /* left takes the value of right: an arrow instead of = */
} ChainEquation;

ChainEquation *chain_equation_of_value    (const ChainRecording *recording,
                                           ChainWalk            *walk,
                                           guint                 node,
                                           gsize                 row,
                                           gsize                 column);
ChainEquation *chain_equation_of_gradient (const ChainRecording *recording,
                                           ChainWalk            *walk,
                                           guint                 node,
                                           gsize                 row,
                                           gsize                 column);
void           chain_equation_free        (ChainEquation        *equation);
gboolean       chain_equation_is_given    (const ChainEquation  *equation);
char          *chain_equation_to_text     (const ChainEquation  *equation,
                                           guint                 digits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainEquation, chain_equation_free)

G_END_DECLS
