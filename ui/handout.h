/* handout.h: a whole iteration on paper: every step with its drawing, its equations, its numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/page-flow.h"
#include "ui/session.h"

G_BEGIN_DECLS

/* Told how much is done, 0 to 1. */
typedef void (*ChainHandoutProgress) (double   done,
                                      gpointer data);

gboolean chain_handout_save (ChainSession     *session,
                             const ChainPaper *paper,
                             const char       *path,
                             ChainHandoutProgress progress,
                             gpointer          data,
                             GError          **error);

G_END_DECLS
