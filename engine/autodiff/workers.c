/* workers.c: a few threads that do pieces of work together, again and again.
 *
 * Thread i of n begins with the i-th n-th of the items, so that it finds in its cache what it left
 * there; when that is done it takes items of the others. So nobody waits for a thread that the
 * system does not let run. An item is taken by counting down what is left of a share, in one word
 * with the number of the piece of work: whoever comes late finds nothing, and never looks at what
 * is being written for the next piece.
 *
 * SPDX-License-Identifier: MIT
 */
#define _GNU_SOURCE /* sched_getaffinity */

#include "autodiff/workers.h"

#include <pthread.h>
#include <sched.h>

#define AWAKE 2000    /* looks for work before a worker sleeps: some 50 µs */
#define IMPATIENT 500 /* looks at the others before the processor is offered to them */

#define CACHE_LINE 64

typedef struct
{
  guint64 left; /* atomic: generation · 2³² + items that nobody has taken */
  gsize   end;  /* after the last item; read by who has taken one */
  char    padding[CACHE_LINE - sizeof (guint64) - sizeof (gsize)];
} Share;

typedef struct
{
  ChainWorkers *workers;
  guint         index;
  GThread      *thread;
} Worker;

struct _ChainWorkers
{
  guint   n;       /* threads, the caller's among them */
  Worker *threads; /* [n - 1]; no threads before the first work */
  Share  *shares;  /* [n] */

  /* Of the work announced last; read by who has taken an item of it. */
  ChainWork work;
  gpointer  data;

  guint    generation; /* atomic */
  gsize    n_done;     /* atomic: items */
  guint    n_asleep;   /* atomic */
  gboolean ends;       /* atomic */

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

/* FALSE if nothing is left of a share. */
static gboolean
take (Share *share, guint generation, gsize *item)
{
  guint64 left = __atomic_load_n (&share->left, __ATOMIC_ACQUIRE);

  do
    if (left >> 32 != generation || (left & G_MAXUINT32) == 0)
      return FALSE;
  while (!__atomic_compare_exchange_n (&share->left, &left, left - 1, FALSE, __ATOMIC_ACQ_REL,
                                       __ATOMIC_ACQUIRE));
  *item = share->end - (left & G_MAXUINT32);
  return TRUE;
}

static void
do_items (ChainWorkers *workers, guint index, guint generation)
{
  for (guint i = 0; i < workers->n; i++)
    {
      Share *share = &workers->shares[(index + i) % workers->n];
      gsize  item;

      while (take (share, generation, &item))
        {
          workers->work (workers->data, item, item + 1);
          __atomic_add_fetch (&workers->n_done, 1, __ATOMIC_RELEASE);
        }
    }
}

static gpointer
work_on_thread (gpointer data)
{
  Worker       *worker = data;
  ChainWorkers *workers = worker->workers;
  guint         generation = 0;

  for (;;)
    {
      wait_for_work (workers, generation);
      if (__atomic_load_n (&workers->ends, __ATOMIC_ACQUIRE))
        return NULL;
      generation = generation_of (workers);
      do_items (workers, worker->index, generation);
    }
}

static void
start_threads (ChainWorkers *workers)
{
  for (guint i = 0; i + 1 < workers->n; i++)
    if (workers->threads[i].thread == NULL)
      workers->threads[i].thread = g_thread_new ("worker", work_on_thread, &workers->threads[i]);
}

static void
announce (ChainWorkers *workers)
{
  __atomic_add_fetch (&workers->generation, 1, __ATOMIC_SEQ_CST);
  if (__atomic_load_n (&workers->n_asleep, __ATOMIC_SEQ_CST) == 0)
    return;
  pthread_mutex_lock (&workers->mutex);
  pthread_cond_broadcast (&workers->announced);
  pthread_mutex_unlock (&workers->mutex);
}

/**
 * chain_workers_processors:
 *
 * Returns: processors that the system lets the calling thread run on
 */
guint
chain_workers_processors (void)
{
  cpu_set_t set;

  if (sched_getaffinity (0, sizeof set, &set) != 0)
    return g_get_num_processors ();
  return CPU_COUNT (&set);
}

/**
 * chain_workers_new:
 * @n_threads: at least 1, the caller's own counted
 *
 * The threads begin with the first work, on whose caller's priority theirs depends.
 *
 * Returns: (transfer full): so many threads
 */
ChainWorkers *
chain_workers_new (guint n_threads)
{
  ChainWorkers *workers = g_new0 (ChainWorkers, 1);

  g_return_val_if_fail (n_threads > 0, NULL);

  workers->n = n_threads;
  workers->threads = g_new0 (Worker, n_threads - 1);
  workers->shares = g_aligned_alloc0 (n_threads, sizeof (Share), CACHE_LINE);
  pthread_mutex_init (&workers->mutex, NULL);
  pthread_cond_init (&workers->announced, NULL);
  for (guint i = 0; i + 1 < n_threads; i++)
    workers->threads[i] = (Worker){ .workers = workers, .index = i + 1 };
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
  __atomic_store_n (&workers->ends, TRUE, __ATOMIC_RELEASE);
  announce (workers);
  for (guint i = 0; i + 1 < workers->n; i++)
    if (workers->threads[i].thread != NULL)
      g_thread_join (workers->threads[i].thread);
  pthread_cond_destroy (&workers->announced);
  pthread_mutex_destroy (&workers->mutex);
  g_aligned_free (workers->shares);
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
  guint generation;

  if (workers == NULL || workers->n == 1 || n_items == 1)
    {
      work (data, 0, n_items);
      return;
    }
  start_threads (workers);
  workers->work = work;
  workers->data = data;
  workers->n_done = 0;
  generation = workers->generation + 1;
  for (guint i = 0; i < workers->n; i++)
    {
      const gsize first = n_items * i / workers->n;
      Share      *share = &workers->shares[i];

      share->end = n_items * (i + 1) / workers->n;
      __atomic_store_n (&share->left, (guint64) generation << 32 | (share->end - first),
                        __ATOMIC_RELEASE);
    }
  announce (workers);
  do_items (workers, 0, generation);
  for (guint i = 0; __atomic_load_n (&workers->n_done, __ATOMIC_ACQUIRE) < n_items; i++)
    if (i < IMPATIENT)
      relax ();
    else
      sched_yield ();
}
