/* line-index.c: the physical line of a file each row starts at, in hardly any memory.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/line-index.h"

/* Rows at equal distances, up to the next run. */
typedef struct
{
  gsize row;  /* the first */
  guint line; /* of that row */
  guint step; /* lines from a row to the next; 0 while there is only one */
} Run;

struct _ChainLineIndex
{
  GArray *runs; /* Run */
  gsize   n_rows;
  guint   last; /* line of the last row */
};

static Run *
run_at (const ChainLineIndex *index, guint run)
{
  return &g_array_index (index->runs, Run, run);
}

/**
 * chain_line_index_new:
 *
 * Returns: (transfer full): an index without rows
 */
ChainLineIndex *
chain_line_index_new (void)
{
  ChainLineIndex *index = g_new0 (ChainLineIndex, 1);

  index->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  return index;
}

/**
 * chain_line_index_free:
 * @index: (transfer full) (nullable): to free
 */
void
chain_line_index_free (ChainLineIndex *index)
{
  if (index == NULL)
    return;
  g_array_unref (index->runs);
  g_free (index);
}

/**
 * chain_line_index_add:
 * @index: an index
 * @line: where its next row starts; below the row before
 */
void
chain_line_index_add (ChainLineIndex *index, guint line)
{
  const guint distance = line - index->last;
  Run        *run = index->runs->len > 0 ? run_at (index, index->runs->len - 1) : NULL;

  if (run != NULL && run->step == 0)
    run->step = distance;
  if (run == NULL || run->step != distance)
    {
      const Run next = { index->n_rows, line, 0 };

      g_array_append_val (index->runs, next);
    }
  index->last = line;
  index->n_rows++;
}

/**
 * chain_line_index_get:
 * @index: an index
 * @row: a row of it
 *
 * Returns: the line the row starts at
 */
guint
chain_line_index_get (const ChainLineIndex *index, gsize row)
{
  guint      low = 0;
  guint      high = index->runs->len;
  const Run *run;

  g_return_val_if_fail (row < index->n_rows, 0);

  /* The last run that does not begin behind the row. */
  while (high - low > 1)
    {
      const guint middle = low + (high - low) / 2;

      if (run_at (index, middle)->row <= row)
        low = middle;
      else
        high = middle;
    }
  run = run_at (index, low);
  return run->line + (guint) (row - run->row) * run->step;
}
