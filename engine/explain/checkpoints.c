/* checkpoints.c: states of a run, some of the iterations', to go back to.
 *
 * Every state is kept until together they hold many numbers; then every second one goes, but
 * never the first and the last, so that what is left is spread over the whole run. Nor one where
 * iterations that were trained meet iterations that were stepped: their numbers differ by
 * rounding, so each stretch has to be repeated as it was made.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/checkpoints.h"

#define MOST_NUMBERS (8 * 1024 * 1024) /* in all states: 64 MB */
#define OVERHEAD 8                     /* what a state costs beside its numbers, in numbers */

typedef struct
{
  guint64  t;
  gboolean trained; /* rather than stepped, since the one before */
  double  *state;
} Checkpoint;

struct _ChainCheckpoints
{
  gsize   state_size;
  GArray *items; /* Checkpoint, ascending t */
};

static void
checkpoint_clear (gpointer data)
{
  g_free (((Checkpoint *) data)->state);
}

/**
 * chain_checkpoints_new:
 * @state_size: numbers in a state
 *
 * Returns: (transfer full): none yet
 */
ChainCheckpoints *
chain_checkpoints_new (gsize state_size)
{
  ChainCheckpoints *checkpoints = g_new (ChainCheckpoints, 1);

  checkpoints->state_size = state_size;
  checkpoints->items = g_array_new (FALSE, FALSE, sizeof (Checkpoint));
  g_array_set_clear_func (checkpoints->items, checkpoint_clear);
  return checkpoints;
}

/**
 * chain_checkpoints_free:
 * @checkpoints: (transfer full) (nullable): to free
 */
void
chain_checkpoints_free (ChainCheckpoints *checkpoints)
{
  if (checkpoints == NULL)
    return;
  g_array_unref (checkpoints->items);
  g_free (checkpoints);
}

/**
 * chain_checkpoints_clear:
 * @checkpoints: forgets all
 */
void
chain_checkpoints_clear (ChainCheckpoints *checkpoints)
{
  g_array_set_size (checkpoints->items, 0);
}

/* How many are of iteration @t or earlier. */
static guint
count_until (const ChainCheckpoints *checkpoints, guint64 t)
{
  guint low = 0;
  guint high = checkpoints->items->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (g_array_index (checkpoints->items, Checkpoint, middle).t <= t)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * chain_checkpoints_keep:
 * @checkpoints: where to
 * @t: the iteration before which the state stood
 * @trained: whether the trainer came here from the state before, rather than a stepper
 * @state: (transfer full): [state_size]
 *
 * Keeps a state, unless there is one of that iteration: a run repeats exactly.
 */
void
chain_checkpoints_keep (ChainCheckpoints *checkpoints, guint64 t, gboolean trained, double *state)
{
  GArray          *items = checkpoints->items;
  const guint      place = count_until (checkpoints, t);
  const Checkpoint new = { t, trained, state };

  if (place > 0 && g_array_index (items, Checkpoint, place - 1).t == t)
    {
      g_free (state);
      return;
    }
  g_array_insert_val (items, place, new);
  if (items->len * (checkpoints->state_size + OVERHEAD) < MOST_NUMBERS)
    return;
  for (guint i = 1; i + 1 < items->len; i++)
    if (g_array_index (items, Checkpoint, i).trained
        == g_array_index (items, Checkpoint, i + 1).trained)
      g_array_remove_index (items, i);
}

/**
 * chain_checkpoints_first:
 * @checkpoints: at least one
 *
 * Returns: the earliest iteration that can be gone back to
 */
guint64
chain_checkpoints_first (const ChainCheckpoints *checkpoints)
{
  return g_array_index (checkpoints->items, Checkpoint, 0).t;
}

/**
 * chain_checkpoints_before:
 * @checkpoints: at least one
 * @t: an iteration
 * @found: (out): the iteration of the state, the last one kept that is not after @t, or the first
 *
 * Returns: (transfer none): [state_size] the state
 */
const double *
chain_checkpoints_before (const ChainCheckpoints *checkpoints, guint64 t, guint64 *found)
{
  const guint       n = count_until (checkpoints, t);
  const Checkpoint *nearest
      = &g_array_index (checkpoints->items, Checkpoint, n > 0 ? n - 1 : 0);

  *found = nearest->t;
  return nearest->state;
}

/**
 * chain_checkpoints_trained:
 * @checkpoints: some
 * @t: an iteration
 *
 * Returns: whether the iterations around @t, between the states before and after it, were run by
 *   the trainer
 */
gboolean
chain_checkpoints_trained (const ChainCheckpoints *checkpoints, guint64 t)
{
  const guint n = count_until (checkpoints, t);

  return n < checkpoints->items->len && g_array_index (checkpoints->items, Checkpoint, n).trained;
}

/**
 * chain_checkpoints_length:
 * @checkpoints: some
 *
 * Returns: how many states are kept
 */
guint
chain_checkpoints_length (const ChainCheckpoints *checkpoints)
{
  return checkpoints->items->len;
}

/**
 * chain_checkpoints_at:
 * @checkpoints: some
 * @index: from 0, below their number; in the order of their iterations
 * @t: (out): the iteration before which the state stood
 *
 * Returns: (transfer none): [state_size] the state
 */
const double *
chain_checkpoints_at (const ChainCheckpoints *checkpoints, guint index, guint64 *t)
{
  const Checkpoint *checkpoint = &g_array_index (checkpoints->items, Checkpoint, index);

  *t = checkpoint->t;
  return checkpoint->state;
}
