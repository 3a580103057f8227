/* session-private.h: what the session's files share: session.c (the object, edits), session-open.c
 * (the document), session-steps.c (stepping and looking), session-training.c and session-range.c
 * (work on worker threads).
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/prepared.h"
#include "ui/session.h"

G_BEGIN_DECLS

#define CHAIN_POLL_INTERVAL 33 /* milliseconds between two looks at a worker's snapshots */

typedef struct _ChainRangeJob ChainRangeJob;

typedef enum
{
  CHAIN_WORK_OPENING,
  CHAIN_WORK_PREPARING, /* the rows after an edit */
  CHAIN_WORK_GOING,     /* to an iteration far ahead */
  CHAIN_WORK_WRITING,   /* a hand-out */
  CHAIN_WORK_IMPORTING, /* weights of a file */
  CHAIN_N_WORK_KINDS,
} ChainWorkKind;

typedef struct
{
  char         *title;
  GCancellable *cancellable; /* NULL unless it is going on */
  ChainLoading *loading;
  gint64        begun;       /* monotonic time, microseconds */
} ChainWork;

struct _ChainSession
{
  GObject parent_instance;

  /* The document. */
  char         *path;        /* NULL: not saved yet */
  ChainProject *project;
  ChainTable   *table;
  ChainDataset *dataset;     /* NULL while there is a problem */
  GPtrArray    *warnings;    /* char * */
  char         *problem;     /* why there is no stepper; NULL if there is one */
  GPtrArray    *undo;        /* Edit *, the last one on top */
  GPtrArray    *redo;
  gboolean      modified;
  gboolean      weights_moved; /* the stepper's weights are newer than the project's */
  guint         edits;         /* how often the project became another one */
  ChainWork     work[CHAIN_N_WORK_KINDS];

  /* Stepping and looking. */
  ChainStepper  *stepper;
  ChainOverlay   overlay;
  ChainGrain     grain;
  ChainSelection selection;
  guint          sample;
  guint          play_source;
  guint          play_interval; /* milliseconds a step is shown while playing */

  /* Training. */
  ChainTrainer *trainer;     /* NULL unless a run is going on */
  guint         poll_source;
  GPtrArray    *runs;        /* ChainRun *, oldest first */
  ChainRun     *run;         /* the last of them, if training can go on with it; else NULL */
  guint         n_runs;      /* ever begun */
  ChainHistory *nothing;     /* the history while there is no run */
  guint         taken[3];    /* steps, epochs and probes that were taken from the trainer */
  guint64       planned_end; /* t at which a run that was stopped would have ended; 0: none was */
  guint         earlier_epochs; /* of that plan, done before it was stopped */
  double        time_used;   /* by the main thread when a snapshot was last looked for, ms */
  guint         pace;        /* steps a second; 0: as fast as can be */
  ChainMetrics *metrics[2];  /* of training and validation rows */
  ChainHealth  *health;      /* NULL before it is measured */
  GCancellable *measuring;   /* NULL unless they are being computed */
  ChainHealth  *present_health; /* of the weights before the current iteration; NULL: not known */
  GCancellable *examining;   /* NULL unless it is being computed */
  guint         examine_source;
  guint64       examined;    /* iteration it is of */
  gboolean      unwatched;   /* nobody asks for it */
  char         *training_message;
  gboolean      training_failed;
  guint         epochs_done;
  guint         epochs_planned;
  double        epochs_per_second;

  /* The range test. */
  ChainRangeJob      *range_job; /* NULL unless one is going on */
  guint               range_source;
  ChainLrRange       *range;     /* the newest snapshot */
  ChainLrRangeOptions range_options;
  guint               range_iterations; /* asked for by the test `range` is of */
  char               *range_message;
  GPtrArray          *range_tests;   /* ChainRangeTest *, oldest first */
  ChainRangeTest     *range_test;    /* the one `range` is of; NULL without */
  gboolean            keeps_range;   /* through the edit that is being made */
  guint               n_range_tests; /* begun so far */
};

typedef enum
{
  CHAIN_SESSION_PROJECT_CHANGED,
  CHAIN_SESSION_POSITION_CHANGED,
  CHAIN_SESSION_SELECTION_CHANGED,
  CHAIN_SESSION_VIEW_CHANGED,
  CHAIN_SESSION_TRAINING_CHANGED,
  CHAIN_SESSION_RUNS_CHANGED,
  CHAIN_SESSION_RANGE_CHANGED,
  CHAIN_SESSION_WORK_CHANGED,
  CHAIN_SESSION_N_SIGNALS,
} ChainSessionSignal;

void        chain_session_emit            (ChainSession       *self,
                                           ChainSessionSignal  signal);
void        chain_session_notify_document (ChainSession       *self);
void        chain_session_set_modified    (ChainSession       *self,
                                           gboolean            modified);
void        chain_session_weights_moved   (ChainSession       *self);
void        chain_session_remember        (ChainSession       *self,
                                           const char         *label,
                                           const char         *merge);

void        chain_session_install         (ChainSession       *self,
                                           ChainPrepared      *prepared);
gboolean    chain_session_install_at      (ChainSession       *self,
                                           ChainPrepared      *prepared,
                                           const ChainStepperPlace *place);
void        chain_session_announce        (ChainSession       *self);

const ChainWork *chain_session_begin_work (ChainSession       *self,
                                           ChainWorkKind       kind,
                                           const char         *title);
void        chain_session_end_work        (ChainSession       *self,
                                           ChainWorkKind       kind);
gboolean    chain_session_is_large        (const ChainProject *project,
                                           const ChainTable   *table);
void        chain_session_prepare         (ChainSession       *self,
                                           ChainProject       *project,
                                           ChainTable         *table);

gboolean    chain_session_train_epochs    (ChainSession       *self,
                                           guint               epochs,
                                           const char         *label,
                                           GError            **error);
void        chain_session_stop_jobs       (ChainSession       *self);
void        chain_session_moved           (ChainSession       *self);
void        chain_session_go_far          (ChainSession       *self,
                                           guint64             iteration);
void        chain_session_unwatch_health  (ChainSession       *self);
void        chain_session_watch_health    (ChainSession       *self);
void        chain_session_forget_health   (ChainSession       *self);
void        chain_session_shelve_range    (ChainSession       *self);
void        chain_session_begin_range_test (ChainSession      *self,
                                            const ChainLrRangeOptions *options);
void        chain_session_forget_range_tests (ChainSession    *self);
void        chain_session_reset_results   (ChainSession       *self);
void        chain_session_place_run       (ChainSession       *self,
                                           guint               steps_per_epoch);
void        chain_session_forget_runs     (ChainSession       *self);

G_END_DECLS
