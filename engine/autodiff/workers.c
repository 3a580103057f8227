/* workers.c: a few threads that do pieces of work together, again and again.
 *
 * A piece is announced by counting up `generation`. Thread i of n always does the i-th n-th of
 * the items, so that it finds in its cache what it left there.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/workers.h"

#include <pthread.h>
#include <sched.h>

#define AWAKE 4000      /* looks at the generation before a worker sleeps: some 50 µs */
#define IMPATIENT 20000 /* looks before the processor is offered to others */

typedef struct
{
  ChainWorkers *workers;
  guint         index;
  GThread      *thread;
} Worker;

struct _ChainWorkers
{
  guint   n;       /* threads, the caller's among them */
  Worker *threads; /* [n - 1] */

  /* Of the work announced last. */
  ChainWork work; /* NULL: to end */
  gpointer  data;
  gsize     n_items;

  guint generation; /* atomic */
  guint n_busy;     /* atomic */
  guint n_asleep;   /* atomic */

  /* POSIX's rather than GLib's, which the thread sanitizer cannot see through. */
  pthread_mutex_t mutex;
  pthread_cond_t  announced;
};

static void
relax (void)
{
#ifdef __x86_64__
  __builtin_ia32_pause ();
#endif
}

static guint
generation_of (ChainWorkers *workers)
{
  return __atomic_load_n (&workers->generation, __ATOMIC_SEQ_CST);
}

static void
wait_for_work (ChainWorkers *workers, guint seen)
{
  for (guint i = 0; i < AWAKE; i++)
    {
      if (generation_of (workers) != seen)
        return;
      relax ();
    }
  pthread_mutex_lock (&workers->mutex);
  __atomic_add_fetch (&workers->n_asleep, 1, __ATOMIC_SEQ_CST);
  while (generation_of (workers) == seen)
    pthread_cond_wait (&workers->announced, &workers->mutex);
  __atomic_sub_fetch (&workers->n_asleep, 1, __ATOMIC_SEQ_CST);
  pthread_mutex_unlock (&workers->mutex);
}

static void
do_share (ChainWorkers *workers, guint index)
{
  const gsize first = workers->n_items * index / workers->n;
  const gsize last = workers->n_items * (index + 1) / workers->n;

  if (first < last)
    workers->work (workers->data, first, last);
}

static gpointer
work_on_thread (gpointer data)
{
  Worker       *worker = data;
  ChainWorkers *workers = worker->workers;

  for (guint seen = 0;; seen++)
    {
      wait_for_work (workers, seen);
      if (workers->work == NULL)
        return NULL;
      do_share (workers, worker->index);
      __atomic_sub_fetch (&workers->n_busy, 1, __ATOMIC_RELEASE);
    }
}

static void
announce (ChainWorkers *workers, gsize n_items, ChainWork work, gpointer data)
{
  workers->work = work;
  workers->data = data;
  workers->n_items = n_items;
  __atomic_store_n (&workers->n_busy, workers->n - 1, __ATOMIC_RELAXED);
  __atomic_add_fetch (&workers->generation, 1, __ATOMIC_SEQ_CST);
  if (__atomic_load_n (&workers->n_asleep, __ATOMIC_SEQ_CST) == 0)
    return;
  pthread_mutex_lock (&workers->mutex);
  pthread_cond_broadcast (&workers->announced);
  pthread_mutex_unlock (&workers->mutex);
}

/**
 * chain_workers_new:
 * @n_threads: at least 1, the caller's own counted
 *
 * Returns: (transfer full): so many threads, waiting
 */
ChainWorkers *
chain_workers_new (guint n_threads)
{
  ChainWorkers *workers = g_new0 (ChainWorkers, 1);

  g_return_val_if_fail (n_threads > 0, NULL);

  workers->n = n_threads;
  workers->threads = g_new0 (Worker, n_threads - 1);
  pthread_mutex_init (&workers->mutex, NULL);
  pthread_cond_init (&workers->announced, NULL);
  for (guint i = 0; i + 1 < n_threads; i++)
    {
      Worker *worker = &workers->threads[i];

      *worker = (Worker){ .workers = workers, .index = i + 1 };
      worker->thread = g_thread_new ("worker", work_on_thread, worker);
    }
  return workers;
}

/**
 * chain_workers_free:
 * @workers: (transfer full) (nullable): to end and free
 */
void
chain_workers_free (ChainWorkers *workers)
{
  if (workers == NULL)
    return;
  announce (workers, 0, NULL, NULL);
  for (guint i = 0; i + 1 < workers->n; i++)
    g_thread_join (workers->threads[i].thread);
  pthread_cond_destroy (&workers->announced);
  pthread_mutex_destroy (&workers->mutex);
  g_free (workers->threads);
  g_free (workers);
}

/**
 * chain_workers_n:
 * @workers: (nullable): threads
 *
 * Returns: how many, the caller's own counted
 */
guint
chain_workers_n (ChainWorkers *workers)
{
  return workers == NULL ? 1 : workers->n;
}

/**
 * chain_workers_run:
 * @workers: (nullable): to share the work; %NULL for the caller alone
 * @n_items: pieces it falls into
 * @work: (scope call): does some of them; called on several threads at once
 * @data: for @work
 *
 * Returns when all items are done.
 */
void
chain_workers_run (ChainWorkers *workers, gsize n_items, ChainWork work, gpointer data)
{
  if (workers == NULL || workers->n == 1 || n_items == 1)
    {
      work (data, 0, n_items);
      return;
    }
  announce (workers, n_items, work, data);
  do_share (workers, 0);
  for (guint i = 0; __atomic_load_n (&workers->n_busy, __ATOMIC_ACQUIRE) > 0; i++)
    if (i < IMPATIENT)
      relax ();
    else
      sched_yield ();
}
