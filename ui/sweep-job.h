/* sweep-job.h: a sweep over settings that runs in the background, and the main thread's view of it.
 *
 * It works on copies of the document it was started on. When it is stopped nobody waits for it.
 *
 * Signal "changed" (main thread): it started, went on, ended or was cleared.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

G_BEGIN_DECLS

#define CHAIN_TYPE_SWEEP_JOB (chain_sweep_job_get_type ())
G_DECLARE_FINAL_TYPE (ChainSweepJob, chain_sweep_job, CHAIN, SWEEP_JOB, GObject)

ChainSweepJob *chain_sweep_job_new         (ChainSession            *session);
gboolean       chain_sweep_job_start       (ChainSweepJob           *job,
                                            const ChainSweepAxis    *x,
                                            const ChainSweepAxis    *y,
                                            const ChainSweepOptions *options,
                                            GError                 **error);
void           chain_sweep_job_stop        (ChainSweepJob           *job);
gboolean       chain_sweep_job_get_running (ChainSweepJob           *job);
ChainSweep    *chain_sweep_job_get_sweep   (ChainSweepJob           *job);
guint          chain_sweep_job_usual_epochs (ChainSession           *session);

G_END_DECLS
