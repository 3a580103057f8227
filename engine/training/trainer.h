/* trainer.h: runs epochs, on the caller's thread or on one of its own.
 *
 * A trainer owns copies of all it changes. While it runs on its own thread the only way to look
 * is to take a snapshot, which is a finished copy.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/evaluation.h"
#include "training/history.h"
#include "training/iteration.h"
#include "training/training-state.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  CHAIN_TRAINER_READY,
  CHAIN_TRAINER_RUNNING,
  CHAIN_TRAINER_FINISHED,  /* the epochs asked for are done, or early stopping ended them */
  CHAIN_TRAINER_CANCELLED, /* stopped between two iterations */
  CHAIN_TRAINER_FAILED,    /* diverged; the weights are the last finite ones */
} ChainTrainerStatus;

typedef struct
{
  ChainTrainerStatus status;
  guint64            t;               /* updates made */
  guint              epochs_done;     /* epochs finished by this run */
  guint              epochs_planned;
  double             epochs_per_second; /* over the whole of this run; 0 before its first step */
  double            *state;           /* as chain_iteration_load_state takes it; NULL while
                                         chain_trainer_run() is under way */
  GArray            *steps;           /* ChainHistoryStep since the `from` asked for */
  GArray            *epochs;          /* ChainHistoryEpoch since the `from` asked for */
  GError            *error;           /* of a failed run; else NULL */
  char              *message;         /* why early stopping ended the run; else NULL */
} ChainTrainerSnapshot;

typedef struct _ChainTrainer ChainTrainer;

/* Called by chain_trainer_run after each epoch; FALSE stops the run as a cancel does. */
typedef gboolean (*ChainTrainerProgress) (guint epochs_done, guint epochs_planned, gpointer data);

ChainTrainer         *chain_trainer_new           (const ChainNetwork         *network,
                                                   const ChainTrainingOptions *options,
                                                   ChainDataset               *dataset,
                                                   GError                    **error);
void                  chain_trainer_free          (ChainTrainer               *trainer);
void                  chain_trainer_continue_from (ChainTrainer               *trainer,
                                                   guint64                     t,
                                                   const double               *state);

gboolean              chain_trainer_resume        (ChainTrainer               *trainer,
                                                   const ChainTrainingState   *state);
ChainTrainingState   *chain_trainer_save_state    (ChainTrainer               *trainer);
guint                 chain_trainer_batches_per_epoch
                                                  (ChainTrainer               *trainer);
ChainIteration       *chain_trainer_iteration     (ChainTrainer               *trainer);

void                  chain_trainer_keep_every_step
                                                  (ChainTrainer               *trainer);
void                  chain_trainer_set_pace      (ChainTrainer               *trainer,
                                                   guint                       steps_per_second);
void                  chain_trainer_probe_layers  (ChainTrainer               *trainer);
gboolean              chain_trainer_run           (ChainTrainer               *trainer,
                                                   guint                       epochs,
                                                   GCancellable               *cancellable,
                                                   ChainTrainerProgress        progress,
                                                   gpointer                    data,
                                                   GError                    **error);
const ChainHistory   *chain_trainer_history       (const ChainTrainer         *trainer);
const char           *chain_trainer_message       (const ChainTrainer         *trainer);
void                  chain_trainer_save_weights  (ChainTrainer               *trainer,
                                                   ChainNetwork               *network);

void                  chain_trainer_start         (ChainTrainer               *trainer,
                                                   guint                       epochs);
void                  chain_trainer_cancel        (ChainTrainer               *trainer);
void                  chain_trainer_join          (ChainTrainer               *trainer);
ChainTrainerSnapshot *chain_trainer_snapshot      (ChainTrainer               *trainer,
                                                   guint                       from_step,
                                                   guint                       from_epoch);
GArray               *chain_trainer_snapshot_probes
                                                  (ChainTrainer               *trainer,
                                                   guint                       from_probe);
void                  chain_trainer_snapshot_free (ChainTrainerSnapshot       *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainTrainer, chain_trainer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainTrainerSnapshot, chain_trainer_snapshot_free)

G_END_DECLS
