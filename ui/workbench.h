/* workbench.h: the statements of the document, run, and the place they are stepped to.
 *
 * Belongs to the main thread. A text is run on a worker thread; so are updates that would outlast a
 * frame, and as long as they go on there is no workspace to read (busy).
 *
 * Signals (no arguments):
 *   text-changed       the text is another one, and not by chain_workbench_set_text()
 *   changed            another graph, other values, an error, or busy
 *   position-changed   stepped, or playing began or ended
 *   selection-changed  another node is looked at
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"
#include "ui/workspace-picture.h"

G_BEGIN_DECLS

#define CHAIN_TYPE_WORKBENCH (chain_workbench_get_type ())
G_DECLARE_FINAL_TYPE (ChainWorkbench, chain_workbench, CHAIN, WORKBENCH, GObject)

ChainWorkbench    *chain_workbench_new               (ChainSession   *session,
                                                      double          em);
void               chain_workbench_close             (ChainWorkbench *bench);
ChainSession      *chain_workbench_get_session       (ChainWorkbench *bench);

/* The text. */
const char        *chain_workbench_get_text          (ChainWorkbench *bench);
void               chain_workbench_set_text          (ChainWorkbench *bench,
                                                      const char     *text);
void               chain_workbench_replace           (ChainWorkbench *bench,
                                                      const char     *text,
                                                      const char     *label,
                                                      double          learning_rate,
                                                      guint           batch_size);
const GError      *chain_workbench_get_error         (ChainWorkbench *bench,
                                                      ChainTextPlace *place);

/* What came of it. */
ChainWorkspace    *chain_workbench_get_workspace     (ChainWorkbench *bench);
gboolean           chain_workbench_get_busy          (ChainWorkbench *bench);
gboolean           chain_workbench_is_settled        (ChainWorkbench *bench);
ChainGraphPicture *chain_workbench_get_picture       (ChainWorkbench *bench);
const char        *chain_workbench_get_notice        (ChainWorkbench *bench);
gboolean           chain_workbench_is_quick          (ChainWorkbench *bench);

/* Stepping. */
guint              chain_workbench_get_position      (ChainWorkbench *bench);
guint              chain_workbench_get_n_steps       (ChainWorkbench *bench,
                                                      guint          *n_forward);
const ChainWorkspaceStep *
                   chain_workbench_get_step          (ChainWorkbench *bench);
void               chain_workbench_go_to             (ChainWorkbench *bench,
                                                      guint           position);
void               chain_workbench_step              (ChainWorkbench *bench);
void               chain_workbench_step_back         (ChainWorkbench *bench);
void               chain_workbench_finish_pass       (ChainWorkbench *bench);
void               chain_workbench_rewind            (ChainWorkbench *bench);
gboolean           chain_workbench_get_playing       (ChainWorkbench *bench);
void               chain_workbench_set_playing       (ChainWorkbench *bench,
                                                      gboolean        playing);

/* What is looked at. */
guint              chain_workbench_get_selected      (ChainWorkbench *bench);
void               chain_workbench_set_selected      (ChainWorkbench *bench,
                                                      guint           node);
guint              chain_workbench_get_shown         (ChainWorkbench *bench);
void               chain_workbench_set_target        (ChainWorkbench *bench,
                                                      guint           node);

/* Descent. */
double             chain_workbench_get_learning_rate (ChainWorkbench *bench);
void               chain_workbench_set_learning_rate (ChainWorkbench *bench,
                                                      double          learning_rate);
guint              chain_workbench_get_batch_size    (ChainWorkbench *bench);
void               chain_workbench_set_batch_size    (ChainWorkbench *bench,
                                                      guint           rows);
void               chain_workbench_update            (ChainWorkbench *bench,
                                                      guint           iterations);
void               chain_workbench_reset             (ChainWorkbench *bench);
gboolean           chain_workbench_set_value         (ChainWorkbench *bench,
                                                      guint           variable,
                                                      gsize           row,
                                                      gsize           column,
                                                      double          value);

G_END_DECLS
