/* column-measuring.c: the statistics of all columns of a table, measured on a worker thread.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/column-measuring.h"

/* Takes a level into the list of the most frequent ones; of equals the earlier stays before. */
static void
take_level (ChainColumnMeasure *measure, guint level, gsize count)
{
  guint place = measure->n_levels;

  while (place > 0 && measure->levels[place - 1].count < count)
    place--;
  if (place == CHAIN_MEASURED_LEVELS)
    return;
  for (guint i = MIN (measure->n_levels, CHAIN_MEASURED_LEVELS - 1); i > place; i--)
    measure->levels[i] = measure->levels[i - 1];
  measure->levels[place] = (ChainLevelCount){ level, count };
  measure->n_levels = MIN (measure->n_levels + 1, CHAIN_MEASURED_LEVELS);
}

static gboolean
measure_column (const ChainColumn  *column,
                gsize               n_rows,
                GCancellable       *cancellable,
                ChainColumnMeasure *measure)
{
  g_autofree gsize *counts = NULL;

  *measure = (ChainColumnMeasure){ 0 };
  if (!chain_column_statistics (column, n_rows, cancellable, &measure->statistics))
    return FALSE;
  if (column->kind != CHAIN_COLUMN_CATEGORY)
    return TRUE;
  counts = g_new0 (gsize, MAX (column->levels->len, 1));
  chain_column_level_counts (column, n_rows, counts);
  for (guint level = 0; level < column->levels->len; level++)
    take_level (measure, level, counts[level]);
  return TRUE;
}

static void
measure (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const ChainTable *table = data;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (ChainColumnMeasure));

  for (guint i = 0; i < table->columns->len; i++)
    {
      ChainColumnMeasure one;

      if (!measure_column (chain_table_column (table, i), table->n_rows, cancellable, &one))
        break;
      g_array_append_val (all, one);
    }
  g_task_return_pointer (task, g_steal_pointer (&all), (GDestroyNotify) g_array_unref);
}

/**
 * chain_column_measuring_start:
 * @table: the table, which the thread keeps a reference of
 * @cancellable: stops it
 * @done: called on this thread's main context
 * @data: for @done
 */
void
chain_column_measuring_start (ChainTable         *table,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback done,
                              gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, done, data);

  g_task_set_task_data (task, chain_table_ref (table), (GDestroyNotify) chain_table_unref);
  g_task_run_in_thread (task, measure);
}

/**
 * chain_column_measuring_finish:
 * @result: what @done was given
 *
 * Returns: (transfer full) (nullable): a ChainColumnMeasure for each column of the table; %NULL if
 *   it was cancelled
 */
GArray *
chain_column_measuring_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
