/* trainer-private.h: what a trainer is made of, for its own files alone.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/layer-probe.h"
#include "training/pace.h"
#include "training/trainer.h"

#include <pthread.h>

G_BEGIN_DECLS

#define CHAIN_TRAINER_LARGEST_BLOCK 16384 /* iterations */

/* What the trainer publishes. */
typedef struct
{
  ChainHistory      *history;
  double            *state; /* [state size]; NULL unless a thread of the trainer's own is running */
  guint64            t;
  ChainTrainerStatus status;
  guint              epochs_done;
  guint              epochs_planned;
  double             epochs_per_second;
  GError            *error;
  char              *message;
} ChainTrainerPublished;

struct _ChainTrainer
{
  /* Of the thread that trains. */
  ChainIteration *iteration;
  guint           batches_per_epoch;
  gsize           state_size;
  ChainHistory   *unpublished;
  gboolean        every_step; /* is kept in the history, however many there are */
  double          epoch_loss; /* Σ loss · rows of the batches of the epoch under way */
  gsize           epoch_rows;
  gsize           penalty_rows; /* of them, those that the iteration's penalty is of */
  gboolean        probes; /* layers are looked at */

  ChainEarlyStopping stopping;
  ChainPlateau       plateau;
  char              *stop_words;    /* why a stop rule ended the run; else NULL */
  gboolean           stopped_early; /* and so the next run begins a new wait */
  double            *best_state;    /* [state size]; NULL unless its weights may be restored */

  /* The rows that epochs are judged by. */
  const guint *judged_rows;
  gsize        n_judged_rows;
  double      *targets;     /* [n_judged_rows, outputs] */
  double      *predictions; /* [n_judged_rows, outputs]; NULL without validation rows */
  double       deviations;  /* of the targets, where they are numbers */

  guint   block;  /* iterations that are run before anything else is looked at */
  double *losses; /* [largest block] */
  ChainPace pace;

  /* Of the thread that owns the trainer. */
  GThread      *thread; /* NULL unless started and not yet joined */
  GCancellable *cancellable;

  /* POSIX's rather than GLib's, which the thread sanitizer cannot see through. */
  gint            was_asked; /* atomic: since it published last */
  pthread_mutex_t mutex;
  ChainTrainerPublished published; /* guarded by mutex */
};

gboolean chain_trainer_make_steps   (ChainTrainer  *trainer,
                                     guint          most,
                                     GError       **error);
void     chain_trainer_finish_epoch (ChainTrainer  *trainer);

G_END_DECLS
