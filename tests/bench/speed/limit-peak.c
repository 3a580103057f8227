/* limit-peak.c: how many multiply-adds the processors make when they wait for nothing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "limit.h"

#define N_CHAINS 24 /* more than latency times throughput, few enough for the registers */
#define N_ROUNDS 100000

/* Operations a second of one thread, for about so long. */
static double
peak_of_one (double seconds)
{
  Vector       chains[N_CHAINS] = { 0 };
  Vector       factor = { 0 }, term = { 0 };
  const double before = work_seconds ();
  double       taken;
  guint64      n_rounds = 0;

  factor += 1 - 1e-9;
  term += 1e-9;
  do
    {
      for (guint i = 0; i < N_ROUNDS; i++)
#pragma GCC unroll 24
        for (guint c = 0; c < N_CHAINS; c++)
          chains[c] = chains[c] * factor + term;
      n_rounds += N_ROUNDS;
      taken = work_seconds () - before;
    }
  while (taken < seconds);
  for (guint c = 1; c < N_CHAINS; c++)
    chains[0] += chains[c];
  if (chains[0][0] < 0) /* never: it is read so that it is computed */
    return 0;
  return 2. * LANES * N_CHAINS * (double) n_rounds / taken;
}

static gpointer
peak_thread (gpointer data)
{
  double *argument = data; /* in: seconds; out: operations a second */

  *argument = peak_of_one (*argument);
  return NULL;
}

/* Operations a second of all threads together; a multiply-add is two. */
double
limit_peak (guint n_threads, double seconds)
{
  g_autofree double   *rates = g_new (double, n_threads);
  g_autofree GThread **threads = g_new (GThread *, n_threads);
  double               total = 0;

  for (guint i = 0; i < n_threads; i++)
    {
      rates[i] = seconds;
      threads[i] = g_thread_new ("peak", peak_thread, &rates[i]);
    }
  for (guint i = 0; i < n_threads; i++)
    {
      g_thread_join (threads[i]);
      total += rates[i];
    }
  return total;
}
