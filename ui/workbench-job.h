/* workbench-job.h: work of a workbench that outlasts a frame.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/workbench.h"

G_BEGIN_DECLS

/* A text being run, or updates being made. */
typedef struct
{
  char                 *text; /* NULL: the workspace is there */
  ChainWorkspaceContext context;
  double                em;
  guint                 serial;
  guint                 iterations;
  double                learning_rate;

  ChainWorkspace    *workspace;
  ChainGraphPicture *before;
  ChainGraphPicture *picture;
  ChainTextPlace     place;
  GError            *error;
  gint64             cost;
} ChainWorkbenchJob;

void chain_workbench_job_free (gpointer           data);
void chain_workbench_job_run  (ChainWorkbenchJob *job);

G_END_DECLS
