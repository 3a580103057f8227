/* session-runs.c: the runs of a document, kept to be compared.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

#define MOST_RUNS 24 /* then the oldest goes */

/* The run that training goes on with, or a new one. What was stepped by hand since is a gap in its
 * curves; an edit, or going back, begins a new run. */
void
chain_session_place_run (ChainSession *self, guint steps_per_epoch)
{
  const guint64 t = chain_stepper_iteration (self->stepper);

  if (self->run != NULL && t == self->run->end)
    return;
  if (self->run != NULL && t > self->run->end)
    {
      self->run->end = t;
      self->planned_end = 0;
      return;
    }
  if (self->runs->len == MOST_RUNS)
    g_ptr_array_remove_index (self->runs, 0);
  self->planned_end = 0;
  self->run = chain_run_new (++self->n_runs, self->project, t, steps_per_epoch,
                             self->dataset->n_validation_rows > 0);
  g_ptr_array_add (self->runs, self->run);
  chain_session_emit (self, CHAIN_SESSION_RUNS_CHANGED);
}

/* Another document is opened. */
void
chain_session_forget_runs (ChainSession *self)
{
  self->run = NULL;
  self->n_runs = 0;
  g_ptr_array_set_size (self->runs, 0);
  chain_session_emit (self, CHAIN_SESSION_RUNS_CHANGED);
}

static ChainRun *
find_run (ChainSession *self, guint number, guint *index)
{
  for (*index = 0; *index < self->runs->len; (*index)++)
    {
      ChainRun *run = self->runs->pdata[*index];

      if (run->number == number)
        return run;
    }
  return NULL;
}

/**
 * chain_session_get_runs:
 * @self: a session
 *
 * Returns: (transfer none) (element-type ChainRun): oldest first
 */
const GPtrArray *
chain_session_get_runs (ChainSession *self)
{
  return self->runs;
}

/**
 * chain_session_get_run:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the run that is going on, or the one training would go on
 *   with
 */
const ChainRun *
chain_session_get_run (ChainSession *self)
{
  return self->run;
}

/**
 * chain_session_rename_run:
 * @self: a session
 * @number: of a run
 * @name: what to call it
 *
 * Returns: %FALSE if there is no such run, or no name
 */
gboolean
chain_session_rename_run (ChainSession *self, guint number, const char *name)
{
  guint     index;
  ChainRun *run = find_run (self, number, &index);

  if (run == NULL || *name == '\0')
    return FALSE;
  if (g_str_equal (run->name, name))
    return TRUE;
  g_free (run->name);
  run->name = g_strdup (name);
  chain_session_emit (self, CHAIN_SESSION_RUNS_CHANGED);
  return TRUE;
}

/**
 * chain_session_hide_run:
 * @self: a session
 * @number: of a run
 * @hidden: whether its curves are left out
 *
 * Returns: %FALSE if there is no such run
 */
gboolean
chain_session_hide_run (ChainSession *self, guint number, gboolean hidden)
{
  guint     index;
  ChainRun *run = find_run (self, number, &index);

  if (run == NULL)
    return FALSE;
  run->hidden = hidden;
  chain_session_emit (self, CHAIN_SESSION_RUNS_CHANGED);
  return TRUE;
}

/**
 * chain_session_delete_run:
 * @self: a session
 * @number: of a run
 *
 * Returns: %FALSE if there is no such run, or it is going on
 */
gboolean
chain_session_delete_run (ChainSession *self, guint number)
{
  guint     index;
  ChainRun *run = find_run (self, number, &index);

  if (run == NULL || (run == self->run && self->trainer != NULL))
    return FALSE;
  if (run == self->run)
    {
      self->run = NULL;
      self->planned_end = 0;
    }
  g_ptr_array_remove_index (self->runs, index);
  chain_session_emit (self, CHAIN_SESSION_RUNS_CHANGED);
  return TRUE;
}
