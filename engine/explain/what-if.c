/* what-if.c: other rows, inputs and targets than the batch's, for the iteration that is stepped.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/what-if.h"

/**
 * chain_what_ifs_new:
 *
 * Returns: (transfer full) (element-type ChainWhatIf): none
 */
GArray *
chain_what_ifs_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (ChainWhatIf));
}

/**
 * chain_what_ifs_copy:
 * @what_ifs: (element-type ChainWhatIf): some
 *
 * Returns: (transfer full) (element-type ChainWhatIf): the same ones
 */
GArray *
chain_what_ifs_copy (const GArray *what_ifs)
{
  GArray *copy = chain_what_ifs_new ();

  if (what_ifs->len > 0)
    g_array_append_vals (copy, what_ifs->data, what_ifs->len);
  return copy;
}

/**
 * chain_what_ifs_add:
 * @what_ifs: (element-type ChainWhatIf): some
 * @what_if: one more, or another value for one that is among them; a value that is the data's
 *   takes it away
 */
void
chain_what_ifs_add (GArray *what_ifs, const ChainWhatIf *what_if)
{
  ChainWhatIf added = *what_if;

  for (guint i = 0; i < what_ifs->len; i++)
    {
      const ChainWhatIf *known = &g_array_index (what_ifs, ChainWhatIf, i);

      if (known->target != added.target || known->row != added.row
          || known->column != added.column)
        continue;
      added.given = known->given;
      g_array_remove_index (what_ifs, i);
      break;
    }
  if (added.value != added.given)
    g_array_append_val (what_ifs, added);
}

/**
 * chain_what_ifs_apply:
 * @what_ifs: (element-type ChainWhatIf): some
 * @recording: of the network
 * @walk: over its graph, with the inputs of the batch; those that it does not have are left out
 * @given: whether to put the data's numbers back
 */
void
chain_what_ifs_apply (const GArray         *what_ifs,
                      const ChainRecording *recording,
                      ChainWalk            *walk,
                      gboolean              given)
{
  for (guint i = 0; i < what_ifs->len; i++)
    {
      const ChainWhatIf *what_if = &g_array_index (what_ifs, ChainWhatIf, i);
      ChainTensor       *tensor
          = chain_walk_value (walk, what_if->target ? recording->y : recording->x);

      if (what_if->row < chain_walk_batch (walk) && what_if->column < tensor->columns)
        tensor->values[what_if->row * tensor->columns + what_if->column]
            = given ? what_if->given : what_if->value;
    }
}

/**
 * chain_what_if_rows_are_outside:
 * @rows: (element-type guint): rows of the data; none for the batch's
 * @iteration: an iteration
 *
 * Returns: whether one of @rows is not of the iteration's batch
 */
gboolean
chain_what_if_rows_are_outside (const GArray *rows, const ChainIteration *iteration)
{
  gsize        n_batch;
  const guint *batch = chain_batches_rows (iteration->batches, iteration->t, &n_batch);

  for (guint i = 0; i < rows->len; i++)
    {
      gsize at = 0;

      while (at < n_batch && batch[at] != g_array_index (rows, guint, i))
        at++;
      if (at == n_batch)
        return TRUE;
    }
  return FALSE;
}

/* As in evaluation: every unit is kept, and not scaled. */
static void
clear_masks (const ChainRecording *recording, ChainWalk *walk)
{
  for (guint i = 0; i < recording->n_layers; i++)
    if (recording->layers[i].mask != CHAIN_NO_NODE)
      chain_tensor_fill (chain_walk_value (walk, recording->layers[i].mask), 1);
}

/**
 * chain_what_if_rows:
 * @rows: (element-type guint): rows of the data, no more than a batch has; none for the batch's
 * @iteration: with its batch loaded
 *
 * Puts these rows into the walk instead of the batch's, and masks for them, which drop nothing
 * where the rows are not of the batch.
 */
void
chain_what_if_rows (const GArray *rows, ChainIteration *iteration)
{
  const ChainRecording *recording = iteration->recording;
  ChainWalk            *walk = chain_iteration_walk (iteration);

  if (rows->len == 0)
    return;
  chain_walk_set_batch (walk, rows->len);
  chain_dataset_gather (iteration->dataset, (const guint *) (gconstpointer) rows->data, rows->len,
                        chain_walk_value (walk, recording->x)->values,
                        chain_walk_value (walk, recording->y)->values);
  if (chain_what_if_rows_are_outside (rows, iteration))
    clear_masks (recording, walk);
  else
    chain_recording_draw_masks (recording, iteration->options.seed, iteration->t, walk);
}
