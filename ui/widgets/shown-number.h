/* shown-number.h: which numbers of the iteration the inspector is about.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

G_BEGIN_DECLS

/* One element of the value of one step. */
typedef struct
{
  const ChainStep *step;
  gsize            row;
  gsize            column;
} ChainShownNumber;

gsize chain_shown_row     (ChainSession     *session,
                           const ChainStep  *step);
guint chain_shown_numbers (ChainSession     *session,
                           gsize             element,
                           ChainShownNumber *shown,
                           guint             most);

G_END_DECLS
