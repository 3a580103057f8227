/* column-measuring.c: the statistics of all columns of a table, measured on a worker thread.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/column-measuring.h"

static void
measure (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const ChainTable *table = data;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (ChainColumnStatistics));

  for (guint i = 0; i < table->columns->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      ChainColumnStatistics statistics;

      if (chain_column_statistics (chain_table_column (table, i), table->n_rows, cancellable,
                                   &statistics))
        g_array_append_val (all, statistics);
    }
  g_task_return_pointer (task, g_steal_pointer (&all), (GDestroyNotify) g_array_unref);
}

/**
 * chain_column_measuring_start:
 * @table: the table, which the thread keeps a reference of
 * @cancellable: stops it between two columns
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
 * Returns: (transfer full) (nullable): a ChainColumnStatistics for each column of the table;
 *   %NULL if it was cancelled
 */
GArray *
chain_column_measuring_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
