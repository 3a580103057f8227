/* trainer-snapshot.c: what others may see of a run: copies of what was published last.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/trainer-private.h"

static GArray *
copy_from (GArray *items, guint from)
{
  GArray     *copy = g_array_new (FALSE, FALSE, g_array_get_element_size (items));
  const gsize size = g_array_get_element_size (items);

  if (from < items->len)
    g_array_append_vals (copy, items->data + from * size, items->len - from);
  return copy;
}

/* Between runs nobody else is at the iteration. */
static double *
copy_state (ChainTrainer *trainer)
{
  if (trainer->published.status != CHAIN_TRAINER_RUNNING)
    return chain_iteration_save_state (trainer->iteration);
  return g_memdup2 (trainer->published.state, trainer->state_size * sizeof (double));
}

/**
 * chain_trainer_snapshot:
 * @trainer: a trainer, running or not
 * @from_step: how many steps of the history the caller has already
 * @from_epoch: how many epochs of the history the caller has already
 *
 * What was published last: while running, the state of at most a few frames ago, or of when it was
 * asked for last. `t`, `state`, `steps` and `epochs` belong together; while chain_trainer_run() is
 * under way `state` is %NULL. The cost follows the weights and what is new.
 *
 * Returns: (transfer full): a copy
 */
ChainTrainerSnapshot *
chain_trainer_snapshot (ChainTrainer *trainer, guint from_step, guint from_epoch)
{
  ChainTrainerSnapshot    *snapshot = g_new (ChainTrainerSnapshot, 1);
  const ChainTrainerPublished *published = &trainer->published;

  pthread_mutex_lock (&trainer->mutex);
  g_atomic_int_set (&trainer->was_asked, TRUE);
  *snapshot = (ChainTrainerSnapshot){
    .status = published->status,
    .t = published->t,
    .epochs_done = published->epochs_done,
    .epochs_planned = published->epochs_planned,
    .epochs_per_second = published->epochs_per_second,
    .state = copy_state (trainer),
    .steps = copy_from (published->history->steps, from_step),
    .epochs = copy_from (published->history->epochs, from_epoch),
    .error = published->error != NULL ? g_error_copy (published->error) : NULL,
    .message = g_strdup (published->message),
  };
  pthread_mutex_unlock (&trainer->mutex);
  return snapshot;
}

/**
 * chain_trainer_snapshot_probes:
 * @trainer: a trainer, running or not
 * @from_probe: how many probes of the history the caller has already
 *
 * Returns: (transfer full) (element-type ChainHistoryProbe): those published since
 */
GArray *
chain_trainer_snapshot_probes (ChainTrainer *trainer, guint from_probe)
{
  GArray *probes;

  pthread_mutex_lock (&trainer->mutex);
  probes = copy_from (trainer->published.history->probes, from_probe);
  pthread_mutex_unlock (&trainer->mutex);
  return probes;
}

/**
 * chain_trainer_snapshot_free:
 * @snapshot: (transfer full) (nullable): to free
 */
void
chain_trainer_snapshot_free (ChainTrainerSnapshot *snapshot)
{
  if (snapshot == NULL)
    return;
  g_free (snapshot->state);
  g_array_unref (snapshot->steps);
  g_array_unref (snapshot->epochs);
  g_clear_error (&snapshot->error);
  g_free (snapshot->message);
  g_free (snapshot);
}
