/* early-stopping.h: when a run has stopped getting better.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a project asks for; names and meanings are those of Keras's EarlyStopping. */
typedef struct
{
  gboolean enabled;
  guint    patience;  /* epochs without a better loss before the run is stopped */
  double   min_delta; /* at least 0; a better loss is lower by more than this */
  gboolean restore_best_weights; /* when it is stopped, not when it runs to its end */
} ChainEarlyStoppingOptions;

/* Where a run stands. Epochs are numbered from 1. */
typedef struct
{
  guint  epoch;      /* judged last; 0 before the first */
  guint  best_epoch; /* 0 before the first */
  double best;       /* its loss; infinite before the first */
  guint  waited;     /* epochs since then */
} ChainEarlyStopping;

typedef enum
{
  CHAIN_EARLY_STOPPING_WAIT,
  CHAIN_EARLY_STOPPING_KEEP, /* the best epoch so far: keep its weights */
  CHAIN_EARLY_STOPPING_STOP,
} ChainEarlyStoppingVerdict;

void                      chain_early_stopping_init  (ChainEarlyStopping              *stopping);
ChainEarlyStoppingVerdict chain_early_stopping_judge (ChainEarlyStopping              *stopping,
                                                      const ChainEarlyStoppingOptions *options,
                                                      guint                            epoch,
                                                      double                           loss);
char                     *chain_early_stopping_words (const ChainEarlyStopping        *stopping,
                                                      const ChainEarlyStoppingOptions *options,
                                                      gboolean                         validation);

G_END_DECLS
