/* handout.h: a whole iteration on paper: every step with its drawing, its equations, its numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/page-flow.h"
#include "ui/session.h"

G_BEGIN_DECLS

gboolean chain_handout_save (ChainSession     *session,
                             const ChainPaper *paper,
                             const char       *path,
                             GError          **error);

G_END_DECLS
