/* formula-setter.h: sets one formula as boxes on one line.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/formula.h"
#include "ui/paint/formula-box.h"

#define CHAIN_OPERATOR_SPACE 0.26 /* on either side, of an em */

typedef struct
{
  PangoContext     *context;
  ChainFormulaStyle style;
  guint             digits;
  double            size;  /* of the outermost letters, pixels */
  double            width; /* to break lines at; 0: never */
} ChainSetting;

/* How a term of a sum or product stands in it. */
typedef struct
{
  const char         *operator; /* (nullable): before it */
  const ChainFormula *term;     /* what is left to be set after the operator */
  gboolean            fence;    /* whether that stands in parentheses */
} ChainJoint;

ChainBox  *chain_set_formula (const ChainSetting *setting,
                              const ChainFormula *formula,
                              double              size);
ChainBox  *chain_set_term    (const ChainSetting *setting,
                              const ChainJoint   *joint,
                              double              size);
ChainBox  *chain_set_number  (const ChainSetting *setting,
                              double              value,
                              ChainFace           face,
                              double              size);
ChainJoint chain_set_joint   (const ChainSetting *setting,
                              const ChainFormula *formula,
                              guint               term,
                              gboolean            after_operator);
void       chain_set_text    (const ChainSetting *setting,
                              ChainBox           *row,
                              const char         *text,
                              double              size);
void       chain_set_fenced  (const ChainSetting *setting,
                              ChainBox           *row,
                              ChainBox           *inner,
                              double              size);
