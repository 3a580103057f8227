/* session-copy.c: the open document once more, to be stepped by itself.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

/**
 * chain_session_copy:
 * @self: a session with a stepper
 *
 * A session whose stepper stands where that of @self does: going elsewhere with it leaves @self
 * alone. Rows are shared. What is looked at is the current step, whatever is selected.
 *
 * Returns: (transfer full): the copy, without a file, undo or results; one thread at a time may use
 *   it, any
 */
ChainSession *
chain_session_copy (ChainSession *self)
{
  g_autoptr (ChainStepperPlace) place = NULL;
  ChainSession *copy;

  g_return_val_if_fail (self->stepper != NULL, NULL);

  copy = g_object_new (CHAIN_TYPE_SESSION, NULL);
  chain_session_unwatch_health (copy);
  place = chain_stepper_save_place (self->stepper);
  chain_session_install_at (copy,
                            chain_prepared_new (chain_project_copy (self->project),
                                                chain_table_ref (self->table),
                                                chain_dataset_ref (self->dataset)),
                            place);
  copy->overlay = self->overlay;
  chain_session_set_sample (copy, self->sample);
  return copy;
}

/**
 * chain_session_new_of:
 * @project: a project
 * @dataset: its rows, encoded
 * @error: set if the project cannot be stepped
 *
 * Returns: (transfer full) (nullable): a session of a project that is read already, without a
 *   file; it takes a copy
 */
ChainSession *
chain_session_new_of (const ChainProject *project, ChainDataset *dataset, GError **error)
{
  g_autoptr (ChainPrepared) prepared
      = chain_prepared_new (chain_project_copy (project), chain_table_ref (dataset->table),
                            chain_dataset_ref (dataset));
  ChainSession *self;

  if (prepared->problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&prepared->problem));
      return NULL;
    }
  self = g_object_new (CHAIN_TYPE_SESSION, NULL);
  chain_session_unwatch_health (self);
  chain_session_install (self, g_steal_pointer (&prepared));
  return self;
}
