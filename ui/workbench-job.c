/* workbench-job.c: work of a workbench that outlasts a frame.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/workbench-job.h"

/**
 * chain_workbench_job_free:
 * @data: (transfer full): a job
 */
void
chain_workbench_job_free (gpointer data)
{
  ChainWorkbenchJob *job = data;

  g_free (job->text);
  g_clear_pointer (&job->context.table, chain_table_unref);
  g_clear_pointer (&job->context.dataset, chain_dataset_unref);
  g_clear_pointer (&job->workspace, chain_workspace_free);
  g_clear_pointer (&job->before, chain_graph_picture_unref);
  g_clear_pointer (&job->picture, chain_graph_picture_unref);
  g_clear_error (&job->error);
  g_free (job);
}

/**
 * chain_workbench_job_run:
 * @job: what to do; takes up the outcome
 *
 * Does the job, on whatever thread.
 */
void
chain_workbench_job_run (ChainWorkbenchJob *job)
{
  gint64 begun = g_get_monotonic_time ();

  if (job->text != NULL)
    job->workspace = chain_workspace_new (job->text, &job->context, &job->place, &job->error);
  else
    {
      for (guint i = 0; i < job->iterations; i++)
        {
          begun = g_get_monotonic_time ();
          if (!chain_workspace_update (job->workspace, job->learning_rate, &job->error))
            break;
        }
    }
  if (job->workspace != NULL)
    job->picture = chain_workspace_picture_new (job->workspace, job->before, job->em);
  job->cost = g_get_monotonic_time () - begun;
}
