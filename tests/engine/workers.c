/* workers.c: tests of threads that share pieces of work.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/workers.h"

#include <string.h>

#define N_RUNS 20000
#define MOST_ITEMS 40

typedef struct
{
  guint number;            /* of the piece of work */
  guint seen[MOST_ITEMS];  /* what it was when the item was done */
  guint times[MOST_ITEMS]; /* atomic: how often that was */
} Work;

static void
note_items (gpointer data, gsize first, gsize last)
{
  Work *work = data;

  for (gsize item = first; item < last; item++)
    {
      work->seen[item] = work->number;
      __atomic_add_fetch (&work->times[item], 1, __ATOMIC_RELAXED);
    }
}

/* Pieces follow each other at once, a larger one after a smaller one: whoever still looks for items
 * of the one before must not take any of the next one's for these. */
static void
test_each_once (void)
{
  for (guint n_threads = 1; n_threads <= 4; n_threads++)
    {
      g_autoptr (ChainWorkers) workers = chain_workers_new (n_threads);
      Work work = { 0 };

      for (work.number = 1; work.number <= N_RUNS; work.number++)
        {
          const gsize n_items = 1 + work.number * 7 % MOST_ITEMS;

          memset (work.times, 0, sizeof work.times);
          chain_workers_run (workers, n_items, note_items, &work);
          for (gsize i = 0; i < MOST_ITEMS; i++)
            g_assert_cmpuint (work.times[i], ==, i < n_items);
          for (gsize i = 0; i < n_items; i++)
            g_assert_cmpuint (work.seen[i], ==, work.number);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/workers/each-once", test_each_once);
  return g_test_run ();
}
