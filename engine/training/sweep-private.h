/* sweep-private.h: a sweep from inside, for sweep.c, which runs it, and sweep-results.c.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/sweep.h"

#include <pthread.h>

G_BEGIN_DECLS

struct _ChainSweep
{
  gint references; /* atomic */
  ChainNetwork        *network;
  ChainTrainingOptions training;
  ChainDataset        *dataset;
  ChainSweepAxis      *axes[CHAIN_SWEEP_MOST_AXES]; /* the second may be NULL */
  ChainSweepOptions    options;
  guint                n_cells;
  guint                n_runs;
  GCancellable        *cancellable;

  pthread_mutex_t mutex; /* guards what follows */
  pthread_cond_t  ended; /* a run, or a thread */
  ChainSweepRun  *runs;  /* [cells, seeds] */
  guint           next;  /* run to be taken */
  guint           n_done;
  guint           n_threads; /* at work */
};

G_END_DECLS
