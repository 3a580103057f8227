/* handout.h: a whole iteration on paper: every step with its drawing, its equations, its numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/page-flow.h"
#include "ui/session.h"

G_BEGIN_DECLS

/* Told how much is done, 0 to 1; FALSE gives it up. */
typedef gboolean (*ChainHandoutProgress) (double   done,
                                          gpointer data);

gboolean chain_handout_save (ChainSession     *session,
                             const ChainPaper *paper,
                             const char       *path,
                             ChainHandoutProgress progress,
                             gpointer          data,
                             GError          **error);
void     chain_handout_save_async  (ChainSession        *session,
                                    const ChainPaper    *paper,
                                    const char          *path,
                                    GAsyncReadyCallback  done,
                                    gpointer             data);
gboolean chain_handout_save_finish (ChainSession        *session,
                                    GAsyncResult        *result,
                                    GError             **error);

G_END_DECLS
