/* sweep.h: trains copies of a network side by side, each with other settings.
 *
 * A sweep has one axis (several learning rates) or two (a grid). Its runs are independent of each
 * other and each is on one thread, so the numbers are the same on however many threads. Like a
 * trainer it owns copies of all it needs; while it runs, the ways to look at it are
 * chain_sweep_get_run(), chain_sweep_get_cell() and their like.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/history.h"
#include "training/sweep-setting.h"
#include "training/trainer.h"

G_BEGIN_DECLS

#define CHAIN_SWEEP_MOST_AXES 2
#define CHAIN_SWEEP_MOST_SEEDS 99

typedef struct
{
  guint    epochs;    /* of each run, at least 1 */
  guint    seeds;     /* runs of each cell, at least 1 */
  gboolean fresh;     /* from new weights, rather than the network's own */
  gboolean curves;    /* keep the loss of every step and epoch */
  guint    n_threads; /* 0: as many as the machine has processors */
  gboolean gives_way; /* to other threads, such as a window's (chain_background_enter()) */
} ChainSweepOptions;

typedef enum
{
  CHAIN_SWEEP_WAITING,
  CHAIN_SWEEP_RUNNING,
  CHAIN_SWEEP_DONE,
  CHAIN_SWEEP_DIVERGED, /* left the finite numbers, or ended far above where it began */
  CHAIN_SWEEP_FAILED,   /* such a network cannot be trained */
} ChainSweepStatus;

typedef struct
{
  ChainSweepStatus status;
  guint   epochs_done;
  double  training_loss;   /* at the end, over all rows, of the data alone: without what l1 and l2 */
  double  validation_loss; /* add. NaN unless done; the second also without validation rows */
  double  metric;          /* accuracy or R² of the validation rows, or else the training rows */
  char   *message;         /* (nullable): why it diverged or failed */
  GArray *steps;           /* ChainHistoryStep so far; NULL unless curves are kept */
  GArray *epochs;          /* ChainHistoryEpoch, likewise */
} ChainSweepRun;

/* What the runs of a cell come to. */
typedef struct
{
  guint  done;            /* runs that ended, however */
  guint  diverged;
  guint  failed;
  double training_loss;   /* medians; a diverged run counts as infinite. NaN until all ended, or if */
  double validation_loss; /* the median run diverged or failed */
  double metric;
} ChainSweepCell;

typedef struct _ChainSweep ChainSweep;

/* Called by chain_sweep_run() on its own thread whenever runs have ended. */
typedef void (*ChainSweepProgress) (guint runs_done, guint runs, gpointer data);

void        chain_sweep_options_init  (ChainSweepOptions          *options);

ChainSweep *chain_sweep_new           (const ChainNetwork         *network,
                                       const ChainTrainingOptions *training,
                                       ChainDataset               *dataset,
                                       const ChainSweepAxis       *x,
                                       const ChainSweepAxis       *y,
                                       const ChainSweepOptions    *options,
                                       GError                    **error);
ChainSweep *chain_sweep_ref           (ChainSweep                 *sweep);
void        chain_sweep_unref         (ChainSweep                 *sweep);

const ChainSweepAxis    *chain_sweep_axis    (const ChainSweep    *sweep,
                                              guint                index);
const ChainSweepOptions *chain_sweep_options (const ChainSweep    *sweep);
guint       chain_sweep_n_cells       (const ChainSweep           *sweep);
guint       chain_sweep_n_runs        (const ChainSweep           *sweep);
gboolean    chain_sweep_validates     (const ChainSweep           *sweep);
gboolean    chain_sweep_classes       (const ChainSweep           *sweep);
gboolean    chain_sweep_draws_weights (const ChainSweep           *sweep);
guint       chain_sweep_cell_at       (const ChainSweep           *sweep,
                                       guint                       x,
                                       guint                       y);
void        chain_sweep_prepare       (const ChainSweep           *sweep,
                                       guint                       cell,
                                       guint                       seed,
                                       ChainNetwork               *network,
                                       ChainTrainingOptions       *training);

void        chain_sweep_start         (ChainSweep                 *sweep);
void        chain_sweep_cancel        (ChainSweep                 *sweep);
gboolean    chain_sweep_is_running    (ChainSweep                 *sweep);
gboolean    chain_sweep_run           (ChainSweep                 *sweep,
                                       ChainSweepProgress          progress,
                                       gpointer                    data,
                                       GError                    **error);

guint       chain_sweep_runs_done     (ChainSweep                 *sweep);
void        chain_sweep_get_run       (ChainSweep                 *sweep,
                                       guint                       run,
                                       ChainSweepRun              *copy);
void        chain_sweep_run_clear     (ChainSweepRun              *run);
void        chain_sweep_get_cell      (ChainSweep                 *sweep,
                                       guint                       cell,
                                       ChainSweepCell             *result);
double      chain_sweep_cell_loss     (const ChainSweep           *sweep,
                                       const ChainSweepCell       *cell);
gboolean    chain_sweep_best          (ChainSweep                 *sweep,
                                       guint                      *cell);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainSweep, chain_sweep_unref)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainSweepRun, chain_sweep_run_clear)

G_END_DECLS
