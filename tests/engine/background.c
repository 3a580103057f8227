/* background.c: tests of threads that let others go first.
 *
 * SPDX-License-Identifier: MIT
 */
#define _GNU_SOURCE /* gettid */

#include "autodiff/workers.h"
#include "base/background.h"

#ifdef __linux__

#include <sys/resource.h>
#include <unistd.h>

static int
niceness (void)
{
  return getpriority (PRIO_PROCESS, (id_t) gettid ());
}

/* Twice is as once: threads of a pool enter again with each job. */
static gpointer
enter_twice (gpointer data)
{
  int *seen = data;

  chain_background_enter ();
  seen[0] = niceness ();
  chain_background_enter ();
  seen[1] = niceness ();
  return NULL;
}

static void
test_one_thread (void)
{
  const int before = niceness ();
  int       seen[2];

  g_thread_join (g_thread_new ("background", enter_twice, seen));
  g_assert_cmpint (seen[0], ==, MAX (before, 10));
  g_assert_cmpint (seen[1], ==, seen[0]);
  g_assert_cmpint (niceness (), ==, before);
}

static void
note_niceness (gpointer data, gsize first, gsize last)
{
  int *seen = data;

  for (gsize i = first; i < last; i++)
    __atomic_store_n (&seen[i], niceness (), __ATOMIC_RELAXED);
}

#define ITEMS 64

typedef struct
{
  ChainWorkers *workers;
  int           seen[ITEMS];
} Shared;

static gpointer
share_in_background (gpointer data)
{
  Shared *shared = data;

  chain_background_enter ();
  chain_workers_run (shared->workers, ITEMS, note_niceness, shared->seen);
  return NULL;
}

/* Threads that share work begin with it, and are what its caller is: made here, used there. */
static void
test_shared_work (void)
{
  g_autoptr (ChainWorkers) workers = chain_workers_new (3);
  Shared shared = { .workers = workers };

  g_thread_join (g_thread_new ("background", share_in_background, &shared));
  for (guint i = 0; i < ITEMS; i++)
    g_assert_cmpint (shared.seen[i], ==, MAX (niceness (), 10));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/background/one-thread", test_one_thread);
  g_test_add_func ("/engine/background/shared-work", test_shared_work);
  return g_test_run ();
}

#else

int
main (void)
{
  return 77; /* only Linux gives each thread a priority */
}

#endif
